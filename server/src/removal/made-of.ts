import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { wordsOf } from '../usages/names';
import { COMPARING } from '../usages/operators';
import { nameText } from '../usages/property-names';
import { ONE_OF_SEVERAL, type Read } from '../usages/read';
import { importedName } from './exports';
import { binary, type Value } from './known';
import { literalOf } from './literals';
import { lastName, type Program, type Spot } from './program';
import { reactFunction } from './react';
import type { Binding } from './scope-model';
import { answerOf } from './sites';
import { isOwnFunction, type OwnFunction } from './slots';
import { bare, statementsAround } from './syntax';
import { validatedBy } from './validators';

/** What gives something a member of a name. */
export type Member =
  | ts.PropertyAssignment
  | ts.ShorthandPropertyAssignment
  | ts.PropertyDeclaration
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration;

export function isMember(node: ts.Node): node is Member {
  return (
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node)
  );
}

/** What a value is made of: whether of the flag, and what it then is, if nothing else decides about it. */
export interface Told {
  readonly isOf: boolean;
  readonly known?: { readonly value: Value };
}

/** What is known where a value is looked at. */
export interface Telling {
  /** What the reads of a file are, by where they stand. */
  readonly known: (file: string, node: ts.Node) => ReadTold | undefined;
  readonly program: Program;
  /** What the flag is called. */
  readonly keys: ReadonlySet<string>;
  /** What names are made of, as far as it has been told: one that is made of itself is nothing else. */
  readonly names: Map<Binding, Told>;
}

interface ReadTold extends Told {
  /** It may be a text that stands for the answer. */
  readonly isText: boolean;
}

const NOT_OF: Told = { isOf: false };
const OF_MORE: Told = { isOf: true };

/** What each of the reads is once the flag is settled; those that something is made of are told of. */
export function knownOf(
  reads: readonly Read[],
  keep: FlagValue,
  isMixed: (read: Read) => boolean,
  asked: (read: Read) => void,
): Telling['known'] {
  const told = new Map<string, ReadTold & { readonly read: Read }>();
  for (const read of reads) {
    if (read.opaque === ONE_OF_SEVERAL) continue;
    const value = isMixed(read) ? undefined : answerOf(read.result, keep);
    const isText = read.certainty !== 'certain' || read.isSetting === true;
    told.set(`${read.file} ${read.site.start} ${read.site.end}`, {
      read,
      isOf: true,
      isText,
      ...(value !== undefined && { known: { value } }),
    });
  }
  return (file, node) => {
    const found = told.get(`${file} ${node.getStart()} ${node.end}`);
    if (found) asked(found.read);
    return found;
  };
}

/** How many names and functions may lead to one another. */
const MAX_DEPTH = 6;

/** What a member is made of, and what is a name's place in a list of those that are on. */
export async function toldOf({ module, node }: Spot<Member | Listed>, telling: Telling): Promise<Told> {
  const { isOf, known, isInExpression } = await presenceOf({ module, node }, telling);
  if (!isMember(node)) return { isOf, ...(known && { known: { value: Boolean(known.value) } }) };
  const told = await givenTo({ module, node }, telling);
  if (!isOf) return told.isOf && isInExpression ? OF_MORE : told;
  if (!known) return OF_MORE;
  if (known.value) return { isOf, ...pick(told) };
  // What never runs gives nothing; a spread of nothing leaves the member out.
  return isInExpression ? { isOf, known: { value: undefined } } : NOT_OF;
}

/** `['newUi']`, `enabled.push('newUi')` */
export type Listed = ts.StringLiteralLike;

export function isListed(node: ts.Node): node is Listed {
  if (!ts.isStringLiteralLike(node)) return false;
  const { parent } = node;
  if (ts.isArrayLiteralExpression(parent)) return true;
  return ts.isCallExpression(parent) && LISTING.has(lastName(parent.expression));
}

const LISTING: ReadonlySet<string> = new Set(['push', 'unshift', 'add', 'concat']);

/** Under which conditions a node of a function is there at all, as far as these are made of the flag. */
async function presenceOf(
  { module, node }: Spot,
  telling: Telling,
): Promise<Told & { readonly isInExpression: boolean }> {
  const conditions: Told[] = [];
  let isInExpression = false;
  for (let at = node; at.parent && !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    const told = (condition: ts.Node): Promise<Told> => tell({ module, node: condition }, telling);
    // `if (!isOn) return …;` before it
    for (const before of statementsAround(at) ?? [])
      if (before.pos < at.pos && ts.isIfStatement(before) && !before.elseStatement && leaves(before))
        conditions.push(contrary(await told(before.expression)));
    const isBranch =
      (ts.isConditionalExpression(parent) || ts.isIfStatement(parent)) && at !== childrenOf(parent).condition;
    if (isBranch) {
      const { condition, yes } = childrenOf(parent);
      conditions.push(at === yes ? await told(condition) : contrary(await told(condition)));
      isInExpression ||= ts.isConditionalExpression(parent);
    } else if (ts.isBinaryExpression(parent) && at === parent.right) {
      const operator = parent.operatorToken.kind;
      if (!DECIDING.has(operator)) continue;
      const left = await told(parent.left);
      conditions.push(operator === ts.SyntaxKind.AmpersandAmpersandToken ? left : contrary(left));
      isInExpression = true;
    } else if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
      // `['newUi'].filter(() => …)`
      for (const given of parent.parent.arguments) {
        const { isOf } = await ofParts({ module, node: given }, telling, 0);
        if (isOf) conditions.push(OF_MORE);
      }
    }
  }
  const isOf = conditions.some((one) => one.isOf);
  const isNever = conditions.some(({ known }) => known && !known.value);
  const isAlways = conditions.every(({ known }) => known?.value);
  return { isOf, isInExpression, ...((isNever || isAlways) && { known: { value: isAlways } }) };
}

function leaves({ thenStatement }: ts.IfStatement): boolean {
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function childrenOf(node: ts.ConditionalExpression | ts.IfStatement): {
  readonly condition: ts.Expression;
  readonly yes: ts.Node;
} {
  return ts.isIfStatement(node)
    ? { condition: node.expression, yes: node.thenStatement }
    : { condition: node.condition, yes: node.whenTrue };
}

function contrary({ isOf, known }: Told): Told {
  return { isOf, ...(known && { known: { value: !known.value } }) };
}

function givenTo({ module, node }: Spot<Member>, telling: Telling): Promise<Told> | Told {
  if (ts.isShorthandPropertyAssignment(node)) return tell({ module, node: node.name }, telling);
  if (ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node))
    return ofFunction({ module, node }, telling, 0);
  // A row of a schema says what may be there, by a default at most.
  if (!node.initializer || validatedBy(node.initializer)) return NOT_OF;
  return tell({ module, node: node.initializer }, telling);
}

async function tell({ module, node: whole }: Spot, telling: Telling, depth = 0): Promise<Told> {
  const node = bare(whole);
  const read = telling.known(module.file, node);
  // What a wrapper asks is told of as well.
  if (read && ts.isCallExpression(node) && depth <= MAX_DEPTH) await ofCall({ module, node }, telling, depth);
  if (read) return read;
  if (depth > MAX_DEPTH) return NOT_OF;
  const at = (inner: ts.Node): Promise<Told> => tell({ module, node: inner }, telling, depth);
  const literal = literalOf(node);
  if (literal) return { isOf: false, known: literal };
  if (ts.isIdentifier(node)) {
    const binding = module.scopes.bindingOf(node);
    return binding ? ofBinding({ module, node }, binding, telling, depth + 1) : NOT_OF;
  }
  if (ts.isAwaitExpression(node)) return at(node.expression);
  if (ts.isPropertyAccessExpression(node)) {
    const object = await at(node.expression);
    return object.isOf ? object : ofMember({ module, node }, telling, depth + 1);
  }
  if (ts.isElementAccessExpression(node))
    return tellIn({ module, node: node.expression }, telling, depth + 1);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return contrary(await at(node.operand));
  }
  if (ts.isBinaryExpression(node)) return ofBinary({ module, node }, at, telling);
  if (ts.isConditionalExpression(node)) {
    const condition = await at(node.condition);
    const yes = await at(node.whenTrue);
    const no = await at(node.whenFalse);
    const isOf = condition.isOf || yes.isOf || no.isOf;
    if (condition.known) return { isOf, ...pick(condition.known.value ? yes : no) };
    return same(isOf, [yes, no]);
  }
  if (isOwnFunction(node)) return ofFunction({ module, node }, telling, depth + 1);
  if (ts.isCallExpression(node)) return ofCall({ module, node }, telling, depth + 1);
  return ofParts({ module, node }, telling, depth);
}

/** What is made in a way that is not looked into: of the flag, if any part is. */
async function ofParts({ module, node }: Spot, telling: Telling, depth: number): Promise<Told> {
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(child);
  });
  for (const part of parts) if ((await tell({ module, node: part }, telling, depth)).isOf) return OF_MORE;
  return NOT_OF;
}

async function ofBinary(
  { module, node }: Spot<ts.BinaryExpression>,
  at: (node: ts.Node) => Promise<Told>,
  telling: Telling,
): Promise<Told> {
  const left = await at(node.left);
  const right = await at(node.right);
  const isOf = left.isOf || right.isOf;
  const operator = node.operatorToken.kind;
  if (COMPARING.has(operator)) {
    // Which text stands for which answer, the read alone would tell.
    const isText = (side: ts.Node): boolean => telling.known(module.file, bare(side))?.isText === true;
    if (isText(node.left) && isNoAnswer(right)) return left;
    if (isText(node.right) && isNoAnswer(left)) return right;
    const value =
      left.known && right.known && binary(node.operatorToken.getText(), left.known.value, right.known.value);
    return { isOf, ...(value && { known: value }) };
  }
  const decides = DECIDING.get(operator);
  if (!decides) return { isOf };
  if (left.known) return { isOf, ...pick(decides(left.known.value) ? left : right) };
  // `user.isAdmin && F` is as false as the flag.
  return { isOf, ...(operator !== QUESTION && right.known && decides(right.known.value) && pick(right)) };
}

function isNoAnswer({ known }: Told): boolean {
  return known !== undefined && typeof known.value !== 'boolean';
}

const QUESTION = ts.SyntaxKind.QuestionQuestionToken;

/** For which values of its left side an operator gives that one. */
const DECIDING: ReadonlyMap<ts.SyntaxKind, (value: Value) => boolean> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, (value) => !value],
  [ts.SyntaxKind.BarBarToken, Boolean],
  [QUESTION, (value) => value !== null && value !== undefined],
]);

function pick({ known }: Told): Pick<Told, 'known'> {
  return known ? { known } : {};
}

function same(isOf: boolean, [first, ...others]: readonly Told[]): Told {
  const isOne = first?.known && others.every(({ known }) => known && known.value === first.known!.value);
  return { isOf, ...(isOne && { known: first.known! }) };
}

/** What a name stands for by its declaration, also in another file. */
async function ofBinding(
  { module, node }: Spot,
  binding: Binding,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const [declaration, ...others] = binding.declarations;
  if (!declaration || others.length > 0) return NOT_OF;
  if (declaration.kind === 'import') {
    const wanted = importedName(declaration.node);
    const found = wanted && depth <= MAX_DEPTH && (await telling.program.exported(module.file, wanted));
    return found ? ofBinding({ module: found.module, node }, found.binding, telling, depth + 1) : NOT_OF;
  }
  const { node: declared } = declaration;
  const element = telling.known(module.file, declared) ?? telling.known(module.file, declaration.name);
  if (element) return element;
  if (isOwnFunction(declared)) return ofFunction({ module, node: declared }, telling, depth);
  const told = telling.names.get(binding);
  if (told) return told;
  telling.names.set(binding, NOT_OF);
  const found = await ofVariable({ module, node: declared }, binding, telling, depth);
  telling.names.set(binding, found);
  return found;
}

async function ofVariable(
  { module, node }: Spot,
  binding: Binding,
  telling: Telling,
  depth: number,
): Promise<Told> {
  let owner = node;
  while (ts.isBindingElement(owner)) owner = owner.parent.parent;
  const value = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
  const first = value ? await tell({ module, node: value }, telling, depth) : NOT_OF;
  for (const { node: use, writes } of binding.uses) {
    if (!writes) continue;
    const isDecided = (await presenceOf({ module, node: use }, telling)).isOf;
    const isMade = (await ofParts({ module, node: use.parent }, telling, depth)).isOf;
    if (first.isOf || isDecided || isMade) return OF_MORE;
  }
  return first;
}

/** `permissions.canShow` of `const permissions = { canShow: … }` */
async function ofMember(
  { module, node }: Spot<ts.PropertyAccessExpression>,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const object = bare(node.expression);
  const binding = ts.isIdentifier(object) ? module.scopes.bindingOf(object) : undefined;
  const declared = binding?.declarations[0]?.node;
  const wanted = declared && importedName(declared);
  const found = wanted ? await telling.program.exported(module.file, wanted) : binding && { module, binding };
  const variable = found?.binding.declarations[0]?.node;
  const value =
    variable && ts.isVariableDeclaration(variable) && variable.initializer && bare(variable.initializer);
  const properties = value && ts.isObjectLiteralExpression(value) ? value.properties : [];
  const member = properties.find(({ name }) => name && nameText(name) === node.name.text);
  if (!found || !member || !ts.isPropertyAssignment(member) || depth > MAX_DEPTH) return NOT_OF;
  return tell({ module: found.module, node: member.initializer }, telling, depth);
}

async function ofCall(
  { module, node }: Spot<ts.CallExpression>,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const owner = await telling.program.functionOf({ module, node: node.expression });
  const given = owner ? await ofFunction(owner, telling, depth) : NOT_OF;
  if (given.isOf) return given;
  if (ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'get')
    return tellIn({ module, node: node.expression.expression }, telling, depth);
  // `FLAGS[name](user)`, `flags.get(name)()`
  const callee = bare(node.expression);
  if (ts.isElementAccessExpression(callee) || ts.isCallExpression(callee))
    return tell({ module, node: callee }, telling, depth);
  const parts = await ofParts({ module, node }, telling, depth);
  const [first] = node.arguments;
  if (!parts.isOf || !first) return parts;
  const name = lastName(node.expression);
  const isSame = CONVERTING.has(wordsOf(name)[0] ?? '') || reactFunction(node.expression) === 'useMemo';
  return isSame ? tell({ module, node: first }, telling, depth) : OF_MORE;
}

/** How functions are called that give what they are given in another form: `Boolean(x)`, `toBool(x)`, `parseFlag(x)`. */
const CONVERTING: ReadonlySet<string> = new Set(['boolean', 'to', 'as', 'parse']);

/** What a table has for the flag, of which a member is asked by a key that is not written there. */
async function tellIn({ module, node: whole }: Spot, telling: Telling, depth: number): Promise<Told> {
  const node = bare(whole);
  const parts = depth > MAX_DEPTH ? NOT_OF : await tell({ module, node }, telling, depth);
  if (!parts.isOf) return parts;
  if (ts.isObjectLiteralExpression(node)) {
    const member = node.properties.find(({ name }) => name && telling.keys.has(nameText(name) ?? ''));
    return member && isMember(member) ? toldOf({ module, node: member }, telling) : parts;
  }
  if (ts.isIdentifier(node)) {
    const declared = module.scopes.bindingOf(node)?.declarations[0]?.node;
    const isTable = declared && ts.isVariableDeclaration(declared) && declared.initializer;
    return isTable ? tellIn({ module, node: declared.initializer }, telling, depth + 1) : parts;
  }
  const owner = ts.isCallExpression(node)
    ? await telling.program.functionOf({ module, node: node.expression })
    : undefined;
  const [given, ...others] = owner ? returnsOf(owner.node) : [];
  if (owner && given && others.length === 0)
    return tellIn({ module: owner.module, node: given }, telling, depth + 1);
  const [first] = ts.isCallExpression(node) || ts.isNewExpression(node) ? (node.arguments ?? []) : [];
  const list = first && bare(first);
  // `new Map([['newUi', …]])`
  const rows = list && ts.isArrayLiteralExpression(list) ? list.elements : [];
  for (const row of rows) {
    const [key, value] = ts.isArrayLiteralExpression(row) ? row.elements : [];
    if (value && ts.isStringLiteralLike(key!) && telling.keys.has(key.text))
      return tell({ module, node: value }, telling, depth);
  }
  return list && ts.isObjectLiteralExpression(list) ? tellIn({ module, node: list }, telling, depth) : parts;
}

/** What a function gives that is asked for the flag by its key: of what it gives for others, nothing is told. */
export async function ofAsked(
  { module, node }: Spot<OwnFunction>,
  telling: Telling,
  answer: Value,
): Promise<Told> {
  const { body } = node;
  if (!body || !(await ofParts({ module, node: body }, telling, 0)).isOf) return NOT_OF;
  const given: Told[] = [];
  for (const expression of returnsOf(node))
    if (expression) given.push(await tell({ module, node: expression }, telling));
  const own = given.filter(({ isOf }) => isOf);
  return own.length > 0 && own.every(({ known }) => known && known.value === answer) ? NOT_OF : OF_MORE;
}

/** What a function gives: what all of its returns give, if that is one value. */
async function ofFunction(
  { module, node }: Spot<OwnFunction | ts.MethodDeclaration | ts.GetAccessorDeclaration>,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const { body } = node;
  if (!body || depth > MAX_DEPTH) return NOT_OF;
  if (!ts.isBlock(body)) return tell({ module, node: body }, telling, depth);
  const parts = await ofParts({ module, node: body }, telling, depth);
  if (!parts.isOf) return NOT_OF;
  const returned: Told[] = [];
  for (const expression of returnsOf(node))
    returned.push(expression ? await tell({ module, node: expression }, telling, depth) : NOT_OF);
  return same(true, returned);
}

function returnsOf({
  body,
}: OwnFunction | ts.MethodDeclaration | ts.GetAccessorDeclaration): readonly (ts.Expression | undefined)[] {
  if (!body || !ts.isBlock(body)) return body ? [body] : [];
  const found: (ts.Expression | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node)) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}
