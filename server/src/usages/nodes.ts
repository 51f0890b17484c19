import ts from 'typescript';
import { type Span, span } from '../text/span';
import { unwrap } from './unwrap';

export function cannotBeKey(node: ts.Expression): boolean {
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isRegularExpressionLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.ThisKeyword
  );
}

export function literalValue(node: ts.Expression | undefined): unknown {
  if (!node) return undefined;
  const value = unwrap(node);
  if (value.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (value.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (ts.isStringLiteralLike(value)) return value.text;
  if (ts.isNumericLiteral(value)) return Number(value.text);
  return undefined;
}

/** The text of a literal without its quotes, or the last name of what stands for the key. */
export function keySpan(expression: ts.Expression, source: ts.SourceFile): Span {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) {
    const start = node.getStart(source) + 1;
    return span(start, Math.max(start, node.end - (isTerminated(node, source) ? 1 : 0)));
  }
  if (ts.isPropertyAccessExpression(node)) return spanOf(node.name, source);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(unwrap(node.argumentExpression))) {
    return keySpan(node.argumentExpression, source);
  }
  return spanOf(node, source);
}

function isTerminated(node: ts.StringLiteralLike, source: ts.SourceFile): boolean {
  const quote = source.text[node.getStart(source)];
  return node.end - node.getStart(source) > 1 && source.text[node.end - 1] === quote;
}

export function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return span(node.getStart(source), node.end);
}

export function isCallee(node: ts.Expression): boolean {
  let value: ts.Node = node;
  while (ts.isNonNullExpression(value.parent) || ts.isParenthesizedExpression(value.parent))
    value = value.parent;
  return (
    (ts.isCallExpression(value.parent) || ts.isNewExpression(value.parent)) &&
    value.parent.expression === value
  );
}

export function isWritten(node: ts.Expression): boolean {
  let value: ts.Node = node;
  while (ts.isNonNullExpression(value.parent) || ts.isParenthesizedExpression(value.parent))
    value = value.parent;
  const parent = value.parent;
  if (ts.isDeleteExpression(parent)) return true;
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    return (
      parent.left === value &&
      operator >= ts.SyntaxKind.FirstAssignment &&
      operator <= ts.SyntaxKind.LastAssignment
    );
  }
  return (
    (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) &&
    (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken)
  );
}

/** Whether an expression is an operand of a condition, not a name being declared or a value handed on. */
export function isTest(node: ts.Expression): boolean {
  let value: ts.Node = node;
  for (;;) {
    const parent: ts.Node = value.parent;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
    const isOperand =
      ts.isParenthesizedExpression(parent) ||
      ts.isPrefixUnaryExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isAwaitExpression(parent) ||
      (ts.isPropertyAccessExpression(parent) && parent.expression === value) ||
      (ts.isBinaryExpression(parent) && parent.right === value && isLogical(parent));
    if (!isOperand) break;
    value = parent;
  }
  const parent = value.parent;
  return (
    ((ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) &&
      parent.expression === value) ||
    (ts.isConditionalExpression(parent) && parent.condition === value) ||
    (ts.isBinaryExpression(parent) && parent.left === value && isLogical(parent))
  );
}

function isLogical(node: ts.BinaryExpression): boolean {
  return (
    node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    node.operatorToken.kind === ts.SyntaxKind.BarBarToken
  );
}

/** The value of an attribute: its text, or the expression in its braces. */
export function attributeValue(opening: ts.JsxOpeningLikeElement, name: string): ts.Expression | undefined {
  for (const attribute of opening.attributes.properties) {
    if (!ts.isJsxAttribute(attribute) || attribute.name.getText() !== name) continue;
    const { initializer } = attribute;
    if (!initializer) return undefined;
    return ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  }
  return undefined;
}

/** The innermost node that holds all of a place. */
export function innermost(node: ts.Node, place: Span, source: ts.SourceFile): ts.Node {
  const child = ts.forEachChild(node, (one) =>
    one.getStart(source) <= place.start && place.end <= one.end ? one : undefined,
  );
  return child ? innermost(child, place, source) : node;
}

/** The names that a declaration gives, also those of a pattern: `a` and `b` of `{ a, c: [b] }`. */
export function namesBound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : namesBound(one.name)));
}
