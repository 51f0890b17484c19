import ts from 'typescript';
import { selectionsHeldUp } from './constants';
import { isUsed } from './liveness';
import type { View } from './view';

/**
 * The imported functions and classes whose calls a result still has for nothing but the effects that they may have: it would help to know
 * that they have none. By the names that the file has for them.
 */
export function importsInTheWay(view: View): string[] {
  const found = new Set<string>();
  const look = (node: ts.Node): void => {
    const callee = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : undefined;
    const binding = callee && ts.isIdentifier(callee) ? view.scopes.bindingOf(callee) : undefined;
    if (binding?.declarations[0]?.kind === 'import') found.add(binding.name);
    ts.forEachChild(node, look);
  };
  for (const binding of view.scopes.bindings) {
    const node = binding.declarations[0]?.node;
    if (!node || !ts.isVariableDeclaration(node) || !node.initializer || isUsed(binding)) continue;
    const wasUsed = view.original.used.has(view.originOf(node.name.getStart(view.file)) ?? -1);
    if (wasUsed || view.original.unshared.has(binding.name)) look(node.initializer);
  }
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && isNewStatement(node, view)) look(node);
    const isHeld =
      (ts.isBinaryExpression(node) && view.knownOf(node.right)) ||
      ((ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node)) && hasKnown(node, view));
    if (isHeld) look(node);
    ts.forEachChild(node, visit);
  };
  visit(view.file);
  for (const name of selectionsHeldUp(view)) found.add(name);
  return [...found];
}

/** `load();` of what was `const old = load();` */
function isNewStatement(node: ts.ExpressionStatement, view: View): boolean {
  const origin = view.originOf(node.getStart(view.file));
  return origin === undefined || !view.original.reachable.has(origin);
}

/** Whether an attribute of an element is the settled value. */
function hasKnown({ attributes }: ts.JsxOpeningLikeElement, view: View): boolean {
  return attributes.properties.some((attribute) => {
    const value = ts.isJsxAttribute(attribute) ? attribute.initializer : undefined;
    return value !== undefined && ts.isJsxExpression(value) && view.knownOf(value.expression) !== undefined;
  });
}
