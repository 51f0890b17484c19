import ts from 'typescript';
import { functionName, wrappedWhole } from './function-name';
import { functionBehind, originOf } from './origins';
import type { Scopes } from './scope';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';

/**
 * Functions of a file that send a request over the network whenever they are called: `async isEnabled(key) { const answer
 * = await fetch(…); … }`. What asks only on some way through, or remembers the answer, is none.
 */
export function askersIn(source: ts.SourceFile, scopes: Scopes): string[] {
  const askers = new Map<ts.Node, string>();
  const calls = treeOf(source).of(CALLS) as readonly ts.CallExpression[];
  const requests = new Set(
    calls.filter((call) => sendsRequest(unwrap(call.expression), scopes) && !isCached(call)),
  );
  // In most files nothing does.
  if (requests.size === 0) return [];
  const isRequest = (call: ts.CallExpression): boolean => {
    if (requests.has(call)) return true;
    const callee = unwrap(call.expression);
    const declared = ts.isIdentifier(callee) ? functionBehind(callee, scopes) : undefined;
    return declared !== undefined && askers.has(declared);
  };
  for (let before = -1; before < askers.size; ) {
    before = askers.size;
    for (const call of calls) {
      if (!isRequest(call)) continue;
      const owner = ownerThatAlwaysRuns(call);
      if (!owner || askers.has(owner) || wrappedWhole(owner) !== owner) continue;
      const name = functionName(owner);
      if (name !== undefined) askers.set(owner, name);
    }
  }
  return [...askers.values()];
}

const CALLS = kindsWhere(ts.isCallExpression);

function sendsRequest(callee: ts.Expression, scopes: Scopes): boolean {
  const [first, member] = ts.isPropertyAccessExpression(callee)
    ? [unwrap(callee.expression), callee.name.text]
    : [callee, undefined];
  if (!ts.isIdentifier(first) || (member !== undefined && !MEMBERS.has(member))) return false;
  const isGlobal = scopes.resolve(first) === undefined;
  if (isGlobal && member === undefined) return first.text === 'fetch';
  if (isGlobal) return GLOBALS.has(first.text) && member === 'fetch';
  const module = originOf(first, scopes)?.module.replace(/^node:/, '');
  if (module === undefined) return false;
  if (FETCHES.has(module)) return member === undefined || member === 'fetch' || member === 'request';
  return CLIENTS.has(module) && (member === undefined || METHODS.has(member));
}

const GLOBALS = new Set(['globalThis', 'window', 'self']);
const FETCHES = new Set('node-fetch undici cross-fetch isomorphic-fetch ofetch'.split(' '));
const CLIENTS = new Set('axios got ky superagent needle http https'.split(' '));
const METHODS = new Set('get post put request'.split(' '));
const MEMBERS = new Set([...METHODS, 'fetch']);

/** Next.js and browsers can be told to remember an answer. */
function isCached({ arguments: given }: ts.CallExpression): boolean {
  return given.some(
    (argument) =>
      ts.isObjectLiteralExpression(argument) &&
      argument.properties.some(
        ({ name }) => name && ts.isIdentifier(name) && (name.text === 'next' || name.text === 'cache'),
      ),
  );
}

/** The function whose every call makes this one. */
function ownerThatAlwaysRuns(call: ts.CallExpression): ts.FunctionLikeDeclaration | undefined {
  for (let node: ts.Node = call; ; node = node.parent) {
    const { parent } = node;
    if (!parent) return undefined;
    if (ts.isBlock(parent)) {
      const index = parent.statements.indexOf(node as ts.Statement);
      if (parent.statements.slice(0, index).some(mayLeave)) return undefined;
    } else if (ts.isFunctionLike(parent)) {
      return 'body' in parent && parent.body === node ? parent : undefined;
    } else if (!runsAlways(node, parent)) return undefined;
  }
}

function runsAlways(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) {
    const isAssigned = parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isAssigned || parent.left === node;
  }
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isTryStatement(parent)) return parent.tryBlock === node;
  return ALWAYS.has(parent.kind);
}

const ALWAYS = new Set([
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.ElementAccessExpression,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.VariableDeclarationList,
  ts.SyntaxKind.VariableStatement,
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.ReturnStatement,
]);

/** Whether a statement may end the function: what was remembered is given back first. */
function mayLeave(statement: ts.Node): boolean {
  let leaves = false;
  const visit = (node: ts.Node): void => {
    if (leaves || ts.isFunctionLike(node)) return;
    leaves = ts.isReturnStatement(node) || ts.isThrowStatement(node);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return leaves;
}
