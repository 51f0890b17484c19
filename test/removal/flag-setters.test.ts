import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** What a removal leaves of a test of a page that asks for the flag. */
const remove = (test: string, keep = true): Promise<string> =>
  removeWhole(
    `
//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/page.ts
export const page = (user) => (isFlagActive(user, 'new_ui') ? shown() : hidden());
function isFlagActive(user, key) {
  return unleash.isEnabled(key, user);
}
//- src/page.test.ts
import { page } from './page';
${test}`,
    { flag: 'new_ui', keep, hidden: ['src/page.ts'] },
  );

const LEFT = `//- src/page.test.ts
import { page } from './page';
it('is shown', async () => {
  expect(page()).toBeDefined();
});`;

const around = (statement: string): string => `it('is shown', async () => {
  ${statement}
  expect(page()).toBeDefined();
});`;

describe('what a test turns the flag on by', () => {
  for (const statement of [
    "setFlag('new_ui', true);",
    "await enableFeature('new_ui');",
    "helpers.turnOnFlag('new_ui');",
    "testFlags.set('new_ui', true);",
    "mocked.mockImplementation((user, key) => key === 'new_ui');",
  ])
    it(`goes: ${statement}`, async () => expect(await remove(around(statement))).toBe(LEFT));

  it('goes with the test where that turns it off', async () => {
    const test = `${around("setFlag('new_ui', true);")}
it('is hidden', () => {
  disableFlag('new_ui');
  expect(page()).toBe(hidden());
});`;
    expect(await remove(test)).toBe(LEFT);
    expect(await remove(test, false)).toBe(`//- src/page.test.ts
import { page } from './page';
it('is hidden', () => {
  expect(page()).toBe(hidden());
});`);
  });

  for (const statement of [
    // Its name does not say what it does with the flag.
    "withFlag('new_ui', true);",
    // It is told something else.
    "setFlag('new_ui', percentage);",
    "setFlag('new_ui', true, user);",
    "enableFeature('new_ui', user);",
    "settings.set('new_ui', true);",
  ])
    it(`stays, and is told of, where it may do something else: ${statement}`, async () => {
      const text = await remove(around(statement));
      expect(text).not.toContain('//- src/page.test.ts');
      expect(text).toMatch(/src\/page.test.ts[:!] /);
    });
});
