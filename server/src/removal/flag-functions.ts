import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { COMPARING } from '../usages/operators';
import type { Read } from '../usages/read';
import { VALUE } from '../usages/results';
import { isTestFile } from '../usages/test-file';
import type { Workspace } from '../workspace/workspace';
import { isOfLanguage } from './declared';
import { isPure } from './effects';
import { topBinding } from './exports';
import { literalOf } from './literals';
import type { Module, Program } from './program';
import { ownFunctionOf } from './returned';
import type { Binding } from './scope-model';
import type { OwnFunction } from './slots';
import { bare } from './syntax';

/**
 * A function that is the flag itself, `export const enableMoveStash = () => __DEV__;`, or a constant, `export const newUi = true;`, by the very
 * name that somebody asks about: what it gives is the flag's answer. Only where the code has one of that name, which is given nothing, says
 * yes or no, and does nothing else. Several constants may bear it that all have the kept value.
 */
export async function findFlagFunction(
  name: string,
  keep: FlagValue,
  workspace: Workspace,
  program: Program,
): Promise<readonly Read[]> {
  const reads: Read[] = [];
  let areConstant = true;
  for (const file of (await workspace.sourcesWith([name])).get(name) ?? []) {
    const module = embedsCode(file) || isTestFile(file) ? undefined : await program.moduleOf(file);
    const binding = module && topBinding(module.scopes, module.tree, name);
    if (!module || !binding || binding.declarations[0]?.kind === 'import') continue;
    if (module.scopes.isOpaque) return [];
    const owner = ownFunctionOf(binding);
    const answer = owner ? answerOf(owner) : constantValue(binding);
    const isFlag =
      answer && typeof keep === 'boolean' && ((owner && isBoolean(owner)) || isYesOrNo(answer, module));
    // Something else of that name may be what is meant.
    const isLoud = answer && ts.isCallExpression(answer) && !answer.arguments.every((one) => isPure(one));
    if (!isFlag || isLoud || !isQuiet(answer, module)) return [];
    const said = literalOf(answer)?.value;
    const site = span(answer.getStart(), answer.end);
    reads.push({
      file,
      span: site,
      site,
      key: name,
      certainty: 'certain',
      shape: 'call',
      isConfigured: false,
      result: VALUE,
      guards: [],
      testedUnder: [],
      ...(said !== undefined &&
        said !== keep && {
          opaque: `the ${owner ? 'function' : 'constant'} says the other answer in any case`,
        }),
      ...((await isChosen(answer, module, workspace, program)) && { opaque: CHOSEN }),
    });
    areConstant &&= !owner && said === keep;
  }
  return reads.length === 1 || areConstant ? reads : [];
}

const CHOSEN =
  'the program itself sets what it asks a store of the browser for: it may be a choice of its users';

/** Whether the program sets what an answer is stored under, `localStorage.setItem('newUi', …)`. */
async function isChosen(
  answer: ts.Expression,
  module: Module,
  workspace: Workspace,
  program: Program,
): Promise<boolean> {
  const keys = new Set(storedUnder(answer, module, GETTING));
  if (keys.size === 0) return false;
  const files = new Set([...(await workspace.sourcesWith([...keys])).values()].flat());
  for (const file of files) {
    const other = embedsCode(file) || isTestFile(file) ? undefined : await program.moduleOf(file);
    if (other && storedUnder(other.tree, other, SETTING).some((key) => keys.has(key))) return true;
  }
  return false;
}

/** Under which texts, or names that stand for them, a part of a source asks stores of a browser, or puts something there. */
function storedUnder(part: ts.Node, module: Module, methods: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  const asked = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isStored(node.expression, methods)) {
      const [key] = node.arguments;
      const name = key && ts.isIdentifier(key) ? key.text : undefined;
      const constant = name !== undefined ? module.scopes.bindingOf(key!) : undefined;
      const text = key && literalOf((constant && constantValue(constant)) ?? key)?.value;
      if (name !== undefined) found.push(name);
      if (typeof text === 'string') found.push(text);
    } else if (ts.isCallExpression(node)) {
      const answer = methods === GETTING ? calledBy(node, module) : undefined;
      const given = answer && answerOf(answer);
      if (given && !asked.has(given)) {
        asked.add(given);
        visit(given);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(part);
  return found;
}

const GETTING: ReadonlySet<string> = new Set(['getItem']);
const SETTING: ReadonlySet<string> = new Set(['setItem', 'removeItem']);

/** What a constant is from the beginning. */
export function constantValue({
  declarations: [declaration, ...others],
}: Binding): ts.Expression | undefined {
  if (declaration?.kind !== 'const' || others.length > 0) return undefined;
  const { node, name } = declaration;
  const isPlain = ts.isVariableDeclaration(node) && node.name === name && node.initializer;
  return isPlain ? (bare(node.initializer!) as ts.Expression) : undefined;
}

/** What a getter gives that does no more than that, and has no effect. */
export function onlyAnswer(getter: ts.GetAccessorDeclaration): ts.Expression | undefined {
  const [only, ...others] = getter.body?.statements ?? [];
  const answer = only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined;
  return answer && isPure(answer) ? answer : undefined;
}

/** What a function gives that is given nothing and does no more than that. */
function answerOf({ body, parameters, modifiers, asteriskToken }: OwnFunction): ts.Expression | undefined {
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!body || parameters.length > 0 || isAsync || asteriskToken) return undefined;
  if (!ts.isBlock(body)) return bare(body) as ts.Expression;
  const [only, ...others] = body.statements;
  return only && others.length === 0 && ts.isReturnStatement(only) && only.expression
    ? (bare(only.expression) as ts.Expression)
    : undefined;
}

function isBoolean({ type }: OwnFunction): boolean {
  return type?.kind === ts.SyntaxKind.BooleanKeyword;
}

/** Whether an expression is true or false, whatever it is made of. */
export function isYesOrNo(expression: ts.Expression, module: Module, depth = 0): boolean {
  const node = bare(expression) as ts.Expression;
  if (typeof literalOf(node)?.value === 'boolean') return true;
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (COMPARING.has(kind)) return true;
    const isBoth = kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
    return isBoth && isYesOrNo(node.left, module, depth) && isYesOrNo(node.right, module, depth);
  }
  if (!ts.isCallExpression(node)) return false;
  if (isOfLanguage(node.expression, BOOLEAN)) return true;
  const called = calledBy(node, module);
  const answer = called && answerOf(called);
  return (
    answer !== undefined && depth < MAX_DEPTH && (isBoolean(called!) || isYesOrNo(answer, module, depth + 1))
  );
}

/** Whether working out an expression has no effect: it asks for constants, for what a browser stores, and other functions of its kind. */
function isQuiet(expression: ts.Expression, module: Module, depth = 0): boolean {
  const node = bare(expression) as ts.Expression;
  if (isPure(node)) return true;
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.ExclamationToken && isQuiet(node.operand, module, depth);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isPlain =
      COMPARING.has(kind) ||
      kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.QuestionQuestionToken;
    return isPlain && isQuiet(node.left, module, depth) && isQuiet(node.right, module, depth);
  }
  if (!ts.isCallExpression(node)) return false;
  const isGivenQuietly = node.arguments.every((one) => isQuiet(one, module, depth));
  if (isOfLanguage(node.expression, BOOLEAN) || isStored(node.expression)) return isGivenQuietly;
  const called = calledBy(node, module);
  const answer = called && answerOf(called);
  return answer !== undefined && depth < MAX_DEPTH && isGivenQuietly && isQuiet(answer, module, depth + 1);
}

/** The function of the same source that a call calls. */
function calledBy({ expression }: ts.CallExpression, { scopes }: Module): OwnFunction | undefined {
  const callee = bare(expression);
  const binding = ts.isIdentifier(callee) ? scopes.bindingOf(callee) : undefined;
  return binding && ownFunctionOf(binding);
}

/** `localStorage.getItem`, `window.sessionStorage.getItem` */
function isStored(callee: ts.Expression, methods = GETTING): boolean {
  if (!ts.isPropertyAccessExpression(callee) || !methods.has(callee.name.text)) return false;
  const store = bare(callee.expression) as ts.Expression;
  const isOfWindow = ts.isPropertyAccessExpression(store) && isOfLanguage(store.expression, WINDOW);
  return isOfWindow ? STORES.has(store.name.text) : isOfLanguage(store, STORES);
}

const BOOLEAN: ReadonlySet<string> = new Set(['Boolean']);
const STORES: ReadonlySet<string> = new Set(['localStorage', 'sessionStorage']);
const WINDOW: ReadonlySet<string> = new Set(['window', 'globalThis']);

/** How many functions may ask one another. */
const MAX_DEPTH = 4;
