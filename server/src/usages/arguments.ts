import ts from 'typescript';
import type { Constants } from './constants';
import type { Constant } from './facts';
import { likenessToKey, objectBehind, valueBehind } from './named';
import { wordsOf } from './names';
import { cannotBeKey } from './nodes';
import { nameText } from './property-names';
import type { Scopes } from './scope';
import { type CallShape, EACH } from './shapes';
import { unwrap } from './unwrap';
import { derive, keyMade, memberOf } from './values';

/** An argument, or a part of one, that is the key; or the list that holds it. */
export interface KeyArgument {
  readonly expression: ts.Expression;
  readonly key: Constant;
}

/**
 * The arguments that are keys: of the places where the key may stand, the one that looks most like one, and of a list
 * each element.
 */
export function keyArguments(
  node: ts.CallExpression,
  { keys, via }: CallShape,
  constants: Constants,
  scopes: Scopes,
): readonly KeyArgument[] {
  const keyOf = (expression: ts.Expression, path: readonly string[] = []): Constant | undefined => {
    if (ts.isSpreadElement(expression) || (!via && cannotBeKey(unwrap(expression)))) return undefined;
    const key = keyMade(via, path.reduce(memberOf, constants.evaluate(expression)));
    // `feature.isEnabled(context)`, where that is given: whom a flag is asked for is no key.
    const isWhom = key.kind === 'parameter' && key.path.length === 0 && isNamedForContext(expression);
    return key.kind === 'table' || isWhom ? undefined : key;
  };
  let best: readonly KeyArgument[] = [];
  let score = -1;
  for (const [index, ...path] of keys) {
    const argument = node.arguments[index];
    const found = argument ? partsAt(argument, path, { keyOf, constants, scopes }) : [];
    const [first] = found;
    if (!first) continue;
    const own = keys.length === 1 ? 0 : likenessToKey(first.expression, first.key, scopes);
    if (own > score) {
      best = found;
      score = own;
    }
  }
  return best;
}

function isNamedForContext(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return ts.isIdentifier(node) && CONTEXTS.has(wordsOf(node.text).at(-1)!);
}

const CONTEXTS: ReadonlySet<string> = new Set(['context', 'ctx', 'user', 'request', 'req', 'session']);

interface Context {
  readonly keyOf: (expression: ts.Expression, path?: readonly string[]) => Constant | undefined;
  readonly constants: Constants;
  readonly scopes: Scopes;
}

function partsAt(
  expression: ts.Expression,
  [name, ...path]: readonly string[],
  context: Context,
): KeyArgument[] {
  if (name === undefined) {
    const key = context.keyOf(expression);
    return key ? [{ expression, key }] : [];
  }
  if (name === EACH) {
    const list = valueBehind(expression, context.scopes);
    if (ts.isArrayLiteralExpression(list))
      return list.elements.flatMap((element) => partsAt(element, path, context));
    // A list of another module, or one that the callers give.
    const key = path.reduce(memberOf, derive('each', context.constants.evaluate(expression)));
    return key.kind === 'unknown' ? [] : [{ expression, key }];
  }
  const object = objectBehind(expression, context.scopes);
  if (!object) return ofMembers(expression, [name, ...path], context);
  const property = object.properties.find((candidate) => candidate.name && nameText(candidate.name) === name);
  if (property && ts.isPropertyAssignment(property)) return partsAt(property.initializer, path, context);
  if (property && ts.isShorthandPropertyAssignment(property)) return partsAt(property.name, path, context);
  return [];
}

/** `ask(FLAGS.dark)` where the key is `FLAGS.dark.flag`, and `ask(FLAGS.dark.flag)`, which has taken the member already. */
function ofMembers(expression: ts.Expression, path: readonly string[], context: Context): KeyArgument[] {
  const key = context.keyOf(expression, endsIn(unwrap(expression), path) ? [] : path);
  return key && key.kind !== 'unknown' ? [{ expression, key }] : [];
}

function endsIn(expression: ts.Expression, path: readonly string[]): boolean {
  const name = path.at(-1);
  if (name === undefined) return true;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== name) return false;
  return endsIn(unwrap(expression.expression), path.slice(0, -1));
}
