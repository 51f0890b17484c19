import ts from 'typescript';
import { kindsWhere } from './tree';

/** Takes away what does not change a value: parentheses, `as`, `satisfies`, `!`. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (WRAPPINGS[node.kind] === 1) node = (node as ts.ParenthesizedExpression).expression;
  return node;
}

const WRAPPINGS = kindsWhere(
  (node) =>
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node),
);
