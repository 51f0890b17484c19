import ts from 'typescript';
import type { PlacedMark } from './draft';
import { isPlain } from './known';
import { nodeAt } from './sites';
import { isTransparent } from './syntax';
import type { View } from './view';

/** Why a value, a promise or a result object may not stay in the text where it stands; `undefined` where it may. */
export function leftoverReason(mark: PlacedMark, view: View): string | undefined {
  if (isPlain(mark.known)) {
    const node = typeof mark.known.value === 'boolean' ? nodeAt(view.file, mark.span) : undefined;
    return node && takesMore(node)
      ? 'The answer is used as something else than a yes or a no here, and so may be something else.'
      : undefined;
  }
  if (mark.known.path.length > 0) {
    return `The result is used as a whole here, not only its \`${mark.known.path.join('.')}\`.`;
  }
  const node = nodeAt(view.file, mark.span);
  if (node && keepsPromise(node)) return undefined;
  return 'The promise of the answer is not awaited here.';
}

/** Places that take a promise as a promise: `.then`, a list of promises, what a function gives back. */
function keepsPromise(node: ts.Node): boolean {
  let at = node;
  while (at.parent && isTransparent(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isArrowFunction(parent)) return parent.body === at;
  if (ts.isPropertyAccessExpression(parent)) return ['then', 'catch', 'finally'].includes(parent.name.text);
  if (!ts.isArrayLiteralExpression(parent)) return false;
  const call = parent.parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    ts.isIdentifier(call.expression.expression) &&
    call.expression.expression.text === 'Promise'
  );
}

/** Places that take what is no plain yes or no: a function, an object, a list. */
function takesMore(node: ts.Node): boolean {
  // What a class extends has the span of the expression in it.
  if (ts.isExpressionWithTypeArguments(node)) return true;
  let at = node;
  while (at.parent && isTransparent(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === at && parent.name.text !== 'toString' && parent.name.text !== 'valueOf';
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === at;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === at && !ts.isIdentifier(parent.name);
  if (ts.isYieldExpression(parent)) return parent.asteriskToken !== undefined;
  if (ts.isBinaryExpression(parent)) return parent.right === at && HOLDING.has(parent.operatorToken.kind);
  if (ts.isSpreadElement(parent) || ts.isDecorator(parent) || ts.isExpressionWithTypeArguments(parent))
    return true;
  const isOperand =
    ts.isCallExpression(parent) ||
    ts.isNewExpression(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isForOfStatement(parent) ||
    ts.isForInStatement(parent);
  return isOperand && parent.expression === at;
}

const HOLDING = new Set([ts.SyntaxKind.InstanceOfKeyword, ts.SyntaxKind.InKeyword]);
