import ts from 'typescript';
import type { Path } from './looks';
import type { OwnFunction } from './slots';
import { functionAround, statementOf } from './syntax';

export const TESTING = new Set(['filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'some', 'every']);
/** Those that treat each by itself, and so also keys of which one may be missing. */
export const OF_KEYS = new Set(['map', 'forEach', 'some', 'every', 'filter', 'slice']);
export const SORTING = new Set(['sort', 'toSorted']);
export const GIVING_ONE = new Set(['find', 'findLast', 'at', 'pop', 'shift']);
export const GIVING_ALL = new Set([
  'filter',
  'slice',
  'concat',
  'sort',
  'toSorted',
  'reverse',
  'toReversed',
  'flat',
]);
export const HARMLESS = new Set(['push', 'unshift', 'includes', 'indexOf', 'lastIndexOf']);

/** What gives a list to somebody as it is, or asks it by a method. */
export function handsListOn(node: ts.Node): boolean {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isSpreadElement(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isReturnStatement(node) ||
    ts.isArrowFunction(node) ||
    ts.isCallExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    (ts.isJsxExpression(node) && ts.isJsxAttribute(node.parent))
  );
}

/** What only asks whether there is an object. */
export function isHarmlessUser(node: ts.Node): boolean {
  return (
    ts.isExpressionStatement(node) ||
    ts.isIfStatement(node) ||
    ts.isWhileStatement(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isTypeQueryNode(node) ||
    ts.isVoidExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
  );
}

export function nameTaken({ propertyName, name }: ts.BindingElement): string | undefined {
  const taken = propertyName ?? name;
  return ts.isIdentifier(taken) || ts.isStringLiteral(taken) ? taken.text : undefined;
}

export function isAsync({ modifiers }: OwnFunction): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
}

export function usesArguments(owner: OwnFunction): boolean {
  if (ts.isArrowFunction(owner) || !owner.body) return false;
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === 'arguments') ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(owner.body);
}

/** The function that a node stands in, or the statement of the file. */
export function regionAround(node: ts.Node): ts.Node {
  const owner = functionAround(node);
  if (!ts.isSourceFile(owner)) return owner;
  let at = statementOf(node);
  while (!ts.isSourceFile(at.parent)) at = at.parent;
  return at;
}

/** How to come to the key from what a function of `Object` gives; `none` where it is in none of that. */
export function pathThrough(name: string, path: Path): Path | 'none' | undefined {
  const [step, ...rest] = path;
  if (name === 'freeze') return path;
  if (typeof step !== 'string' || rest.length === 0) return undefined;
  if (name === 'keys') return 'none';
  if (name === 'values') return [null, ...rest];
  return name === 'entries' ? [null, null, ...rest] : undefined;
}
