import ts from 'typescript';
import { unwrap } from './constants';
import type { Constant, Origin } from './facts';
import { originOf } from './origins';
import { isFlagPackage, isOneOf } from './packages';
import { type Scopes, variableOf } from './scope';
import type { BulkShape } from './shapes';

/** The bulk result that an expression holds: the call itself, or a variable that keeps what the call gave. */
export function bulkBehind(
  object: ts.Expression,
  bulks: readonly BulkShape[],
  scopes: Scopes,
): { shape: BulkShape; origin: Origin | undefined } | undefined {
  let node = unwrap(object);
  for (let depth = 0; depth < 4; depth++) {
    for (const shape of bulks) {
      if (!matchesBulk(node, shape)) continue;
      const origin = originOf(node, scopes);
      if (!shape.packages || mayComeFrom(origin, shape.packages)) return { shape, origin };
    }
    if (!ts.isIdentifier(node)) return undefined;
    const binding = scopes.resolve(node);
    const variable = binding && variableOf(binding);
    if (!binding || variable !== binding || !variable?.initializer || !scopes.isConstant(binding))
      return undefined;
    node = unwrap(variable.initializer);
  }
  return undefined;
}

/** Whether an import may be of one of the packages: it is, or it is of the project's own module that may hand it on. */
export function mayComeFrom(origin: Origin | undefined, packages: readonly string[]): boolean {
  return origin !== undefined && (isOneOf(origin.module, packages) || !isFlagPackage(origin.module));
}

/** The key that a member of a bulk result stands for. */
export function keyOfMember(key: Constant, bulk: BulkShape | undefined): Constant {
  if (!bulk || key.kind !== 'string') return key;
  if (typeof bulk.keys === 'object') {
    if ('prefix' in bulk.keys) return { kind: 'string', value: bulk.keys.prefix + key.value };
    const { file, name } = bulk.keys.table;
    return { kind: 'import', file: '', module: `/${file}`, name, path: [key.value] };
  }
  return bulk.keys === 'same' ? key : { kind: 'renamed', name: key.value, naming: bulk.keys };
}

export function matchesBulk(object: ts.Expression, shape: BulkShape): boolean {
  let node = unwrap(object);
  if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
  if (shape.isCall !== ts.isCallExpression(node)) return false;
  if (ts.isCallExpression(node)) node = unwrap(node.expression);
  for (let i = shape.names.length - 1; i >= 0; i--) {
    if (ts.isIdentifier(node)) return i === 0 && node.text === shape.names[i];
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== shape.names[i]) return false;
    if (i === 0) return true;
    node = unwrap(node.expression);
  }
  return false;
}
