import ts from 'typescript';
import type { Answer, ReadResult } from './read';
import type { Scopes } from './scope';
import type { BulkShape, CallShape } from './shapes';
import { treeOf } from './tree';
import { unwrap } from './unwrap';

export const VALUE: ReadResult = { promise: false, inverted: false, path: [] };

/** The result of a call, by its shape and by how the code takes the value out of it. */
export function resultAt(node: ts.CallExpression, shape: CallShape, scopes: Scopes): ReadResult {
  const used = shape.members ? memberUse(node, scopes) : takenFrom(node);
  const fallback = shape.default === undefined ? undefined : node.arguments[shape.default];
  const gives = shape.gives ?? (fallback && givenByDefault(fallback, shape.packages !== undefined));
  return {
    promise: shape.promise === true || isTakenAsPromise(node),
    inverted: (shape.inverted === true) !== used.inverted,
    path: shape.path ?? used.path,
    ...(shape.beside && { beside: shape.beside }),
    ...(gives && { gives }),
  };
}

/** `await client.getTreatment('x')`: where one package has two clients, the code shows which it is. */
function isTakenAsPromise(node: ts.Expression): boolean {
  let value: ts.Node = node;
  while (ts.isParenthesizedExpression(value.parent) || ts.isNonNullExpression(value.parent))
    value = value.parent;
  const { parent } = value;
  if (ts.isAwaitExpression(parent)) return true;
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === value &&
    PROMISE_METHODS.has(parent.name.text)
  );
}

const PROMISE_METHODS = new Set(['then', 'catch', 'finally']);

/** The result of taking a flag out of a table. */
export function memberResult(node: ts.Expression | undefined, bulk: BulkShape | undefined): ReadResult {
  const used = node && !bulk?.path ? takenFrom(node) : VALUE;
  return { ...used, ...(bulk?.path && { path: bulk.path }), ...(bulk?.gives && { gives: bulk.gives }) };
}

/** `variation('x', 'control')`: the default has the type of the value; an object may be options where nobody knows better. */
function givenByDefault(fallback: ts.Expression, isKnown: boolean): Answer | undefined {
  const value = unwrap(fallback);
  const isVariant =
    ts.isStringLiteralLike(value) ||
    ts.isTemplateExpression(value) ||
    ts.isNumericLiteral(value) ||
    (isKnown && (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value)));
  return isVariant ? 'variant' : undefined;
}

/** Members that hold the value where a read gives an object: `useFlag('x').enabled`. */
const VALUE_MEMBERS = new Map([
  ['value', false],
  ['enabled', false],
  ['isEnabled', false],
  ['active', false],
  ['isActive', false],
  ['on', false],
  ['off', true],
]);

export function takenFrom(node: ts.Expression): ReadResult {
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

/**
 * The member that the code takes of a result that has the value under several names, also by way of a constant:
 * `const feature = useFeature('x'); feature.off`. Where it takes more than one, the result is used as a whole.
 */
function memberUse(node: ts.Expression, scopes: Scopes): ReadResult {
  const direct = takenFrom(node);
  const variable = node.parent;
  if (direct.path.length > 0 || !ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name))
    return direct.path.length > 0 ? direct : WHOLE;
  const { name } = variable;
  const uses = treeOf(node.getSourceFile())
    .named(name.text)
    .filter((other) => other !== name && scopes.resolve(other) === variable)
    .map(takenFrom);
  const [first] = uses;
  return first && first.path.length > 0 && uses.every(({ path }) => path[0] === first.path[0])
    ? first
    : WHOLE;
}

const WHOLE: ReadResult = { ...VALUE, path: ['value'] };
