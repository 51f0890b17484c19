import ts from 'typescript';
import type { PlacedMark } from './draft';
import { nodeAt } from './sites';
import { isTransparent } from './syntax';
import type { View } from './view';

/** Why a promise or a result object may not stay in the text where it stands; `undefined` where it may. */
export function leftoverReason(mark: PlacedMark, view: View): string | undefined {
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
