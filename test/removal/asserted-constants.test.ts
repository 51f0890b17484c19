import { expect, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const ASSERTED = 'This test asserts the answer that is gone, so it fails from now on.';

/** What is said of a test of flags, one of which becomes a constant. */
async function told(test: string, keep = true): Promise<number> {
  const result = await removeWhole(
    `//- flags.yaml
flags:
  NEW_UI: { enabled: true }
//- src/flags.ts
import { isEnabled } from './client';
export const NEW_UI = isEnabled('NEW_UI');
export const isNew = () => isEnabled('NEW_UI');
export const config = { newUi: isEnabled('NEW_UI') };
export const OLD_UI = false;
//- src/index.ts
export * from './flags';
//- src/page.ts
import { config, isNew, NEW_UI } from './flags';
export const page = () => [NEW_UI, isNew(), config.newUi];
//- src/flags.test.ts
it('tells', async () => {
  ${test}
});
it('adds', () => expect(1 + 1).toBe(2));`,
    { flag: 'NEW_UI', keep },
  );
  return result.split('\n').filter((line) => line === `src/flags.test.ts: ${ASSERTED}`).length;
}

test.each([
  "const { NEW_UI } = await import('./flags');\n  expect(NEW_UI).toBe(false);",
  "expect((await import('./flags')).NEW_UI).toBe(false);",
  "const all = await import('./flags');\n  expect(all.NEW_UI).toBeFalsy();",
  "const all = await import('./index');\n  expect(all.NEW_UI).not.toBe(true);",
  "const all = require('./flags');\n  expect(all.isNew()).toEqual(false);",
  "const { config } = await import('./flags');\n  expect(config.newUi).to.be.false;",
])('a test that asserts the other answer of what became a constant: %s', async (code) => {
  expect(await told(code)).toBe(1);
  expect(await told(code, false)).toBe(0);
});

test.each([
  ['asserts the answer that is left', "expect((await import('./flags')).NEW_UI).toBe(true);"],
  ['asserts what was a constant before', "expect((await import('./flags')).OLD_UI).toBe(true);"],
  ['asks something else', "expect((await import('./flags')).NEW_UI).toBe(expected);"],
  ['asks what was not changed', "expect((await import('./others')).NEW_UI).toBe(false);"],
])('none is told of that %s', async (_, code) => {
  expect(await told(code)).toBe(0);
});
