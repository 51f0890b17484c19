import ts from 'typescript';
import { GETTERS, lastSegment, wordsOf } from '../usages/names';
import { namesBound } from '../usages/nodes';
import { LOGICAL } from '../usages/operators';
import { nameText } from '../usages/property-names';
import { BY_NAME, type Read } from '../usages/read';
import { lastName, type Module, type Program, type Spot } from './program';
import { isReaderName, isReplaced } from './readers';
import { nodeAt } from './sites';
import type { OwnFunction } from './slots';
import { bare } from './syntax';

/**
 * The reads, as certain those too that call a function of the project's own which looks the flag up in the project's own table of functions and
 * does nothing else than to ask what it finds: `hasFeature('newUi', user)` of `FLAGS[name](user)`, where `FLAGS` has a member of the flag's very name.
 * What that function does is its own business, as that of any function which is asked for the flag is; what is called besides to get what
 * it is given, `const now = useNow()`, belongs to asking.
 */
export async function withTableAskers(
  reads: readonly Read[],
  flag: string,
  program: Program,
): Promise<readonly Read[]> {
  const known = new Map<ts.Node, boolean>();
  const found: Read[] = [];
  for (const read of reads) {
    const isOpen = read.certainty === 'likely' && read.shape === 'call' && read.through === undefined;
    const isPlain =
      (read.opaque === undefined || read.opaque === BY_NAME) &&
      read.result.path.length === 0 &&
      !read.result.promise;
    const module = isOpen && isPlain ? await program.moduleOf(read.file) : undefined;
    const call = module && nodeAt(module.tree, read.site);
    const isAsked = call && ts.isCallExpression(call) && isReaderName(lastSegment(lastName(call.expression)));
    const owner = isAsked ? await program.functionOf({ module, node: call.expression }) : undefined;
    if (owner && !known.has(owner.node)) known.set(owner.node, await asksTable(owner, flag, program));
    const { opaque: _, ...rest } = read;
    found.push(owner && known.get(owner.node) ? { ...rest, certainty: 'certain' } : read);
  }
  return found;
}

/** How many functions may hand the key on to one another. */
const MAX_DEPTH = 3;

async function asksTable(
  { module, node: owner }: Spot<OwnFunction>,
  flag: string,
  program: Program,
  depth = 0,
): Promise<boolean> {
  const { body, parameters, modifiers, asteriskToken } = owner;
  const isLater = asteriskToken || modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!body || isLater || isReplaced(owner, module.tree) || !parameters.every(isTakenPlainly)) return false;
  const given = new Set(parameters.flatMap(({ name }) => namesBound(name)));
  const statements = ts.isBlock(body) ? body.statements : [];
  const last = statements.at(-1);
  const answer = ts.isBlock(body) ? last && ts.isReturnStatement(last) && last.expression : body;
  if (!answer) return false;
  const asking: Asking = { module, given, flag };
  for (const statement of statements.slice(0, -1)) {
    const isConstant =
      ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    if (!isConstant || !statement.declarationList.declarations.every((one) => isGot(one, asking)))
      return false;
  }
  const call = bare(answer);
  if (!ts.isCallExpression(call)) return false;
  if (isAnswerOfTable(call, asking)) return true;
  const handsOn =
    call.arguments.every((one) => isSaid(one, asking)) && call.arguments.some((one) => mentions(one, given));
  const next =
    handsOn && depth < MAX_DEPTH ? await program.functionOf({ module, node: call.expression }) : undefined;
  return next !== undefined && asksTable(next, flag, program, depth + 1);
}

interface Asking {
  readonly module: Module;
  /** What the function is given, by name. */
  readonly given: ReadonlySet<string>;
  readonly flag: string;
}

/** A name, or names out of an object, without defaults: those might do something. */
function isTakenPlainly({ name, initializer }: ts.ParameterDeclaration | ts.BindingElement): boolean {
  if (initializer) return false;
  if (ts.isIdentifier(name)) return true;
  return (
    ts.isObjectBindingPattern(name) &&
    name.elements.every(
      (one) => isTakenPlainly(one) && !(one.propertyName && ts.isComputedPropertyName(one.propertyName)),
    )
  );
}

/** What a function gets before it asks: a value, or what a question by its name gives that is given nothing but values, `useNow()`. */
function isGot({ name, initializer }: ts.VariableDeclaration, asking: Asking): boolean {
  const value = initializer && bare(initializer);
  if (!value || !ts.isIdentifier(name)) return false;
  const isCall =
    ts.isCallExpression(value) &&
    ts.isIdentifier(value.expression) &&
    GETTERS.has(wordsOf(value.expression.text)[0]!);
  return isCall ? value.arguments.every((one) => isSaid(one, asking)) : isSaid(value, asking);
}

/** `TABLE[key](user)(now)`: what the table has for the flag is called, and what that gives, perhaps. */
function isAnswerOfTable(call: ts.CallExpression, asking: Asking): boolean {
  if (!call.arguments.every((one) => isSaid(one, asking))) return false;
  const callee = bare(call.expression);
  if (ts.isCallExpression(callee)) return isAnswerOfTable(callee, asking);
  return ts.isElementAccessExpression(callee) && isInTable(callee, asking);
}

/** Whether an element is taken out of a table of the same source, under the key that is given; the table has one for the flag. */
function isInTable({ expression, argumentExpression }: ts.ElementAccessExpression, asking: Asking): boolean {
  const key = bare(argumentExpression);
  const table = bare(expression);
  if (!ts.isIdentifier(key) || !asking.given.has(key.text) || !ts.isIdentifier(table)) return false;
  const [declared, ...others] = asking.module.scopes.bindingOf(table)?.declarations ?? [];
  if (declared?.kind !== 'const' || others.length > 0 || !ts.isVariableDeclaration(declared.node))
    return false;
  const object = declared.node.initializer && bare(declared.node.initializer);
  return (
    object !== undefined &&
    ts.isObjectLiteralExpression(object) &&
    object.properties.filter(({ name }) => name && nameText(name) === asking.flag).length === 1
  );
}

/** A value that is worked out without doing anything: names, members, and what a table has for the flag, also the time that it is on from. */
function isSaid(node: ts.Node, asking: Asking): boolean {
  const at = bare(node);
  if (ts.isIdentifier(at) || ts.isLiteralExpression(at) || LITERALS.has(at.kind)) return true;
  if (ts.isPropertyAccessExpression(at)) return isSaid(at.expression, asking);
  if (ts.isElementAccessExpression(at))
    return ts.isIdentifier(bare(at.expression)) && ts.isIdentifier(bare(at.argumentExpression));
  if (ts.isObjectLiteralExpression(at))
    return at.properties.every(
      (one) =>
        ts.isShorthandPropertyAssignment(one) ||
        (ts.isPropertyAssignment(one) &&
          !ts.isComputedPropertyName(one.name) &&
          isSaid(one.initializer, asking)),
    );
  if (ts.isBinaryExpression(at))
    return COMBINING.has(at.operatorToken.kind) && isSaid(at.left, asking) && isSaid(at.right, asking);
  const method = ts.isCallExpression(at) && at.arguments.length === 0 ? bare(at.expression) : undefined;
  return (
    method !== undefined &&
    ts.isPropertyAccessExpression(method) &&
    TELLING.has(method.name.text) &&
    isSaid(method.expression, asking)
  );
}

/** What a date, or any value, says of itself. */
const TELLING: ReadonlySet<string> = new Set(['getTime', 'valueOf', 'toString', 'toISOString']);

const LITERALS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

const COMBINING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ...LOGICAL,
]);

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node) && names.has(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) === true;
}
