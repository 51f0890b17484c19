import ts from 'typescript';
import { importOf } from './declared';

/** `isBoolean` and the like of lodash: what a value is, and nothing else. */
export function typeTest(callee: ts.Node): ((value: unknown) => boolean) | undefined {
  const origin = importBehind(callee);
  if (!origin || !/^lodash(?:-es)?(?:\/|$)/.test(origin.module)) return undefined;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : origin.name;
  return TYPE_TESTS.get(name) ?? TYPE_TESTS.get(origin.module.split('/').at(-1)!);
}

/** The import by which a function is called, by itself or as a member. */
export function importBehind(callee: ts.Node): ReturnType<typeof importOf> {
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  return ts.isIdentifier(root) ? importOf(root) : undefined;
}

const TYPE_TESTS: ReadonlyMap<string, (value: unknown) => boolean> = new Map(
  Object.entries({
    isBoolean: (value: unknown) => typeof value === 'boolean',
    isString: (value: unknown) => typeof value === 'string',
    isNil: (value: unknown) => value === undefined || value === null,
    isUndefined: (value: unknown) => value === undefined,
    isNull: (value: unknown) => value === null,
  }),
);
