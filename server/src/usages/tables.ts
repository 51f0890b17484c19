import ts from 'typescript';
import type { Origin } from './facts';
import { isNamedForKey } from './named';
import {
  flagsListed,
  GETTERS,
  givesFlags,
  isFlagsOfConfig,
  isNamedForFlags,
  isNamedForFlagTable,
  isOwnerOfFlags,
  wordsOf,
} from './names';
import { originOf } from './origins';
import { lastName } from './references';
import { type Scopes, variableOf } from './scope';
import { unwrap } from './unwrap';

/**
 * The expression that names a table of flags: the object itself, the function that gave it (`useFeatureFlags()`), or
 * the store that was asked for it (`get(flagsAtom)`, `useContext(FlagsContext)`); nothing for any other object.
 */
export function namedTable(object: ts.Expression, scopes: Scopes): ts.Expression | undefined {
  let node = unwrap(object);
  if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
  if (ts.isCallExpression(node)) return givenTable(node) ?? storedTable(node);
  if (isOfReference(node)) return namedTable(node.expression, scopes);
  // `flags[flagName]` is one flag, `flags[environment]` a table of them.
  if (ts.isElementAccessExpression(node) && isNamedForKey(node.argumentExpression)) return undefined;
  const name = lastName(node);
  if (name !== undefined && isNamedForFlagTable(name)) return node;
  const owner = ts.isPropertyAccessExpression(node) ? lastName(node.expression) : undefined;
  if (owner !== undefined && name !== undefined && isFlagsOfConfig(owner, name)) return node;
  const initial = ts.isIdentifier(node) ? initialCall(node, scopes) : undefined;
  return initial && (givenTable(initial) ?? storedTable(initial));
}

/** `flags.value`, `flagsRef.current`: what a reference of Vue or React refers to. */
export function isOfReference(node: ts.Expression): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && (node.name.text === 'value' || node.name.text === 'current');
}

function givenTable(call: ts.CallExpression): ts.Expression | undefined {
  const name = lastName(call.expression);
  return name !== undefined && givesFlags(name) ? unwrap(call.expression) : undefined;
}

/** What holds values for others to get: the last words of a store's name. */
const STORES = new Set(['atom', 'context', 'state', 'selector', 'signal', 'slice', 'store', 'token']);

function storedTable(call: ts.CallExpression): ts.Expression | undefined {
  const [verb] = wordsOf(lastName(call.expression) ?? '');
  const argument = call.arguments[0] && unwrap(call.arguments[0]);
  if (verb === undefined || !GETTERS.has(verb) || !argument) return undefined;
  if (!ts.isIdentifier(argument) && !ts.isPropertyAccessExpression(argument)) return undefined;
  const name = lastName(argument)!;
  const words = wordsOf(name);
  const isStore = STORES.has(words.at(-1)!) && words.slice(0, -1).some(isNamedForFlags);
  // `useSelector(selectFeatureFlags)`: the argument is itself a getter of flags.
  const isGetter = words.length > 1 && isNamedForFlagTable(name);
  return isStore || isGetter ? argument : undefined;
}

/** The call that gave a variable its one value. */
function initialCall(node: ts.Identifier, scopes: Scopes): ts.CallExpression | undefined {
  const binding = scopes.resolve(node);
  const variable = binding && variableOf(binding);
  if (!binding || variable !== binding || !variable?.initializer || !scopes.isConstant(binding))
    return undefined;
  let value = unwrap(variable.initializer);
  if (ts.isAwaitExpression(value)) value = unwrap(value.expression);
  return ts.isCallExpression(value) ? value : undefined;
}

/** What the name of a list, or of the call that gave it, tells of the flags in it: see {@link flagsListed}. */
export function listed(list: ts.Expression, scopes: Scopes): ReturnType<typeof flagsListed> {
  const node = unwrap(list);
  const call = ts.isIdentifier(node) ? initialCall(node, scopes) : undefined;
  const names = [lastName(node), call && lastName(call.expression)].flatMap((name) => name ?? []);
  const told = names.map(flagsListed);
  if (told.includes('on')) return 'on';
  // `chain.features` are what a chain can do.
  const owner = ts.isPropertyAccessExpression(node) ? lastName(node.expression) : undefined;
  return owner === undefined || isOwnerOfFlags(owner) ? told[0] : undefined;
}

/** The import that gave a table, where a call did: the value of `useFeatureFlags()`, kept in a variable or not. */
export function givenBy(object: ts.Expression, scopes: Scopes): Origin | undefined {
  let node = unwrap(object);
  if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
  const call = ts.isCallExpression(node)
    ? node
    : ts.isIdentifier(node)
      ? initialCall(node, scopes)
      : undefined;
  return call && originOf(call, scopes);
}
