import ts from 'typescript';
import type { ReadResult } from './read';
import type { CallShape } from './shapes';

export const VALUE: ReadResult = { promise: false, inverted: false, path: [] };

/** The result of a call, by its shape and by how the code takes the value out of it. */
export function resultAt(node: ts.CallExpression, shape: CallShape): ReadResult {
  const used = useOf(node);
  return {
    promise: shape.promise === true,
    inverted: (shape.inverted === true) !== used.inverted,
    path: shape.path ?? used.path,
  };
}

/** Members that hold the value where a read gives an object: `useFlag('x').enabled`. */
const VALUE_MEMBERS = new Map([
  ['value', false],
  ['enabled', false],
  ['isEnabled', false],
  ['on', false],
  ['off', true],
]);

export function useOf(node: ts.Expression): ReadResult {
  let value: ts.Node = node;
  while (
    ts.isAwaitExpression(value.parent) ||
    ts.isParenthesizedExpression(value.parent) ||
    ts.isNonNullExpression(value.parent)
  ) {
    value = value.parent;
  }
  const parent = value.parent;
  if (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === value &&
    VALUE_MEMBERS.has(parent.name.text)
  ) {
    return { promise: false, inverted: VALUE_MEMBERS.get(parent.name.text)!, path: [parent.name.text] };
  }
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) {
    for (const element of parent.name.elements) {
      const name = element.propertyName ?? element.name;
      if (ts.isIdentifier(name) && VALUE_MEMBERS.has(name.text))
        return { promise: false, inverted: VALUE_MEMBERS.get(name.text)!, path: [name.text] };
    }
  }
  return VALUE;
}
