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
  const parent = node.parent;
  if (!parent) return false;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent))
    return isAssignmentTarget(parent);
  if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent) || ts.isTypeAssertionExpression(parent)) {
    return isAssignmentTarget(parent);
  }
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    return (
      parent.left === node &&
      operator >= ts.SyntaxKind.FirstAssignment &&
      operator <= ts.SyntaxKind.LastAssignment
    );
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return (
      parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken
    );
  }
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node;
  if (ts.isDeleteExpression(parent)) return true;
  if (ts.isArrayLiteralExpression(parent)) return isAssignmentTarget(parent);
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return isAssignmentTarget(parent);
  if (ts.isShorthandPropertyAssignment(parent)) {
    return parent.name === node && isAssignmentTarget(parent.parent);
  }
  if (ts.isPropertyAssignment(parent))
    return parent.initializer === node && isAssignmentTarget(parent.parent);
  return false;
}
