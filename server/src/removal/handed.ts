import ts from 'typescript';
import { isPlain, isPrimitive, type Value } from './known';
import { nodeAt } from './sites';
import { hasArguments } from './slots';
import { isTransparent } from './syntax';
import type { View } from './view';

/** A value that a call hands on from now on to a function that other files may call as well. */
export interface Handed {
  /** Where the function is named, in the original text. */
  readonly callee: number;
  readonly index: number;
  /** For an option of an object, or a prop of a component. */
  readonly property?: string;
  readonly value: Value;
  /** The value is what stands last of what is handed on: `a && true`. */
  readonly isPart?: boolean;
}

/** What a call gives something for: an argument, an option of an object there, or a prop. */
export interface Place {
  readonly callee: ts.Identifier;
  readonly index: number;
  readonly property?: string;
}

/** The settled values that a result hands on to imported and exported functions. */
export function handedOn(view: View): Handed[] {
  return view.marks.flatMap(({ known, span }) => {
    const { value } = known;
    if (!isPlain(known) || !isPrimitive(value)) return [];
    let node = nodeAt(view.file, span);
    let isPart = false;
    while (node && (isTransparent(node.parent) || isLastOf(node))) {
      isPart ||= isLastOf(node);
      node = node.parent;
    }
    const place = node && placeOf(node);
    const binding = place && view.scopes.bindingOf(place.callee);
    const isShared = binding?.isExported || binding?.declarations[0]?.kind === 'import';
    const callee = place && isShared ? view.originOf(place.callee.getStart(view.file)) : undefined;
    if (!place || callee === undefined) return [];
    const { index, property } = place;
    return [{ callee, index, value, ...(property !== undefined && { property }), ...(isPart && { isPart }) }];
  });
}

/** `F` of `a && F` and `a || F`. */
function isLastOf(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken].includes(parent.operatorToken.kind)
  );
}

/** Where an expression is given to something that bears a name. */
export function placeOf(node: ts.Node): Place | undefined {
  const { parent } = node;
  if (ts.isJsxExpression(parent)) {
    const attribute = parent.parent;
    if (!ts.isJsxAttribute(attribute)) return undefined;
    const callee = attribute.parent.parent.tagName;
    return ts.isIdentifier(callee) ? { callee, index: 0, property: attribute.name.getText() } : undefined;
  }
  if (hasArguments(parent) && ts.isIdentifier(parent.expression)) {
    const index = parent.arguments?.indexOf(node as ts.Expression) ?? -1;
    return index < 0 ? undefined : { callee: parent.expression, index };
  }
  if (!ts.isPropertyAssignment(parent) || parent.initializer !== node || !ts.isIdentifier(parent.name))
    return undefined;
  const call = parent.parent.parent;
  if (!hasArguments(call) || !ts.isIdentifier(call.expression)) return undefined;
  const index = call.arguments?.indexOf(parent.parent) ?? -1;
  return index < 0 ? undefined : { callee: call.expression, index, property: parent.name.text };
}
