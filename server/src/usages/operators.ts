import ts from 'typescript';

/** `==` and `===`. */
export const EQUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
]);

/** `!=` and `!==`. */
export const UNEQUAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Operators that say whether two values are the same. */
export const EQUALITY: ReadonlySet<ts.SyntaxKind> = new Set([...EQUAL, ...UNEQUAL]);

/** Operators whose answer is true or false. */
export const COMPARING: ReadonlySet<ts.SyntaxKind> = new Set([
  ...EQUALITY,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

/** Operators that give one of their operands. */
export const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** Whether an expression is the target of an assignment, by itself or as part of a pattern. */
export function isAssignmentTarget(node: ts.Node): boolean {
  const { parent } = node;
  switch (parent?.kind) {
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.SatisfiesExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
    case ts.SyntaxKind.ArrayLiteralExpression:
    case ts.SyntaxKind.SpreadElement:
    case ts.SyntaxKind.SpreadAssignment:
      return isAssignmentTarget(parent);
    case ts.SyntaxKind.BinaryExpression: {
      const { left, operatorToken } = parent as ts.BinaryExpression;
      const { kind } = operatorToken;
      return left === node && kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    }
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.PostfixUnaryExpression: {
      const { operator } = parent as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression;
      return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    }
    case ts.SyntaxKind.ForInStatement:
    case ts.SyntaxKind.ForOfStatement:
      return (parent as ts.ForInOrOfStatement).initializer === node;
    case ts.SyntaxKind.DeleteExpression:
      return true;
    case ts.SyntaxKind.ShorthandPropertyAssignment:
      return (parent as ts.ShorthandPropertyAssignment).name === node && isAssignmentTarget(parent.parent);
    case ts.SyntaxKind.PropertyAssignment:
      return (parent as ts.PropertyAssignment).initializer === node && isAssignmentTarget(parent.parent);
    default:
      return false;
  }
}
