import ts from 'typescript';
import { declarationOf, importOf } from './declared';
import { isAssignment } from './syntax';

/** The function of React that is called by an expression: `useState`, or `React.useState`. */
export function reactFunction(callee: ts.Expression): string | undefined {
  const isMember = ts.isPropertyAccessExpression(callee);
  const name = isMember ? callee.expression : callee;
  const origin = ts.isIdentifier(name) ? importOf(name) : undefined;
  if (origin?.module !== 'react') return undefined;
  if (!isMember) return origin.name;
  return origin.name === 'default' || origin.name === '*' ? callee.name.text : undefined;
}

/**
 * Whether the function that `useMemo` is given is written as one that computes, as React asks of it: it may run any number of times. What it
 * does by itself, rather than for a value, it does to what it has made itself.
 */
export function isWrittenToCompute(owner: ts.ArrowFunction | ts.FunctionExpression): boolean {
  const isOwn = (target: ts.Node): boolean => {
    let root = target;
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = root.expression;
    const declared = ts.isIdentifier(root) ? declarationOf(root) : undefined;
    return declared !== undefined && declared.pos >= owner.pos && declared.end <= owner.end;
  };
  const isDone = (node: ts.Node): boolean => {
    if (!ts.isCallExpression(node)) return changes(node);
    const { expression: callee, arguments: given } = node;
    if (!ts.isPropertyAccessExpression(callee)) return false;
    const isWalk = callee.name.text === 'forEach' && given.length > 0 && ts.isFunctionLike(given[0]!);
    return isWalk || isOwn(callee.expression);
  };
  const isCalm = (node: ts.Node): boolean => {
    if (ts.isTypeNode(node)) return true;
    if (ACTING.has(node.kind)) return false;
    if (changes(node)) {
      const target = ts.isBinaryExpression(node) ? node.left : (node as ts.PrefixUnaryExpression).operand;
      if (!isOwn(target)) return false;
    }
    if (ts.isExpressionStatement(node) && !isDone(node.expression)) return false;
    return ts.forEachChild(node, (child) => !isCalm(child) || undefined) !== true;
  };
  const isAsync = owner.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  return !isAsync && !owner.asteriskToken && isCalm(owner.body);
}

function changes(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return isAssignment(node);
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return false;
  return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
}

/** What a function that computes has no need of. */
const ACTING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.YieldExpression,
  ts.SyntaxKind.DeleteExpression,
  ts.SyntaxKind.VoidExpression,
  ts.SyntaxKind.CommaToken,
  ts.SyntaxKind.ThrowStatement,
]);
