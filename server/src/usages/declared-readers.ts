import ts from 'typescript';
import type { AskableShapes } from './asks';
import type { Constants } from './constants';
import type { AskedFact, Constant } from './facts';
import { functionName } from './function-name';
import { lastSegment } from './names';
import { lastName } from './references';
import { RESULT, returnedBy } from './targets';
import { unwrap } from './unwrap';

/** The name at a call: a function's, a method's, or `useIsOn()` for what a call gave. */
export function calledName(callee: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isIdentifier(callee)) return callee.text;
  const name = ts.isCallExpression(callee) ? lastName(callee.expression) : undefined;
  return name === undefined ? undefined : `${name}()`;
}

/** `function useReader() { return client.isFeatureEnabled; }`: what it gives is a reader by its name. */
export function readerGiven(
  node: ts.SignatureDeclaration,
  path: string,
  { lasting }: AskableShapes,
): AskedFact | undefined {
  const value = 'body' in node ? returnedBy(node as ts.FunctionLikeDeclaration) : undefined;
  const given = value && unwrap(value);
  const owner = given && !ts.isCallExpression(given) ? functionName(node) : undefined;
  const name = given && calledName(given);
  if (owner === undefined || name === undefined) return undefined;
  const shape = lasting(name).find(({ packages }) => !packages);
  const [index, ...more] = shape?.keys[0] ?? [];
  if (index === undefined || more.length > 0) return undefined;
  const callee = { kind: 'local', file: path, name: owner, path: [RESULT] } as const;
  return { callee, name: `${lastSegment(owner)}${RESULT}`, index };
}

/** `isOn(key: 'dark' | 'light')`, `interface Client { isOn(key: Key): boolean }`: the keys that a reader may be asked for. */
export function typesOfKey(
  node: ts.SignatureDeclaration,
  path: string,
  constants: Constants,
  { ofOwn }: AskableShapes,
): Constant[] {
  const own = functionName(node) ?? (node.name && ts.isIdentifier(node.name) ? node.name.text : undefined);
  return (own === undefined ? [] : ofOwn(lastSegment(own), `${path}#${own}`)).flatMap(({ keys }) => {
    const [index, ...more] = keys[0] ?? [];
    if (index === undefined || more.length > 0) return [];
    const type = node.parameters[index]?.type;
    return (type && constants.types.textOf(type)) ?? [];
  });
}
