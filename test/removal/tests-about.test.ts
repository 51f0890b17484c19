import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const STAYS =
  'Nothing that the tests of this file come to asked for the flag, so they stay, also where they gave it the other value.';

/** Tests that turn the flag off, of what asks for it and of what does not. */
const remove = (page: string, test: string, flag = 'new_ui'): Promise<string> =>
  removeWhole(
    `
//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/flags.ts
export interface Flags { new_ui: boolean; other: boolean }
export function showsNew(): boolean {
  return flags.isEnabled('new_ui');
}
export function envShowsNew(): boolean {
  return process.env.NEW_UI === '1';
}
//- src/page.ts
${page}
//- src/start.ts
import type { Flags } from './flags';
export const defaults: Flags = begin();
//- src/menu.ts
export const menu = () => 1;
//- src/some.test.ts
${test}`,
    { flag, hidden: ['src/page.ts', 'src/flags.ts'] },
  );

const ASKS = "import { showsNew } from './flags';\nexport const page = () => (showsNew() ? 1 : 2);";
const ASKS_NOT = 'export const page = () => 1;';

const settings = (imported: string, answer: string): string => `import { ${answer} } from '${imported}';
it('is old', () => {
  start({ flags: { new_ui: false } });
  expect(${answer}()).toBe(2);
});
it('is there', () => {
  expect(${answer}()).toBeDefined();
});`;

const left = (imported: string, answer: string, first = ''): string => `//- src/some.test.ts
import { ${answer} } from '${imported}';${first}
it('is there', () => {
  expect(${answer}()).toBeDefined();
});`;

const withoutSetting = (answer: string): string => `
it('is old', () => {
  start({ flags: {} });
  expect(${answer}()).toBe(2);
});`;

describe('a test that gives the flag the other value', () => {
  it('goes where it comes to what asks for the flag', async () =>
    expect(await remove(ASKS, settings('./page', 'page'))).toBe(left('./page', 'page')));

  it('stays without the setting where it comes to other code only', async () =>
    expect(await remove(ASKS, settings('./menu', 'menu'))).toBe(
      `${left('./menu', 'menu', withoutSetting('menu'))}\nsrc/some.test.ts: ${STAYS}`,
    ));

  it('stays as it is where nothing asks for the flag, or no longer does', async () =>
    expect(await remove(ASKS_NOT, settings('./page', 'page'))).toBe(
      `src/some.test.ts: Its declaration stays. ${STAYS} Its other declarations stay as well.`,
    ));

  it('goes where it asks for the flag itself, though the program does not', async () =>
    expect(
      await remove(
        ASKS_NOT,
        `import { showsNew } from './flags';
it('is off', () => {
  start({ flags: { new_ui: false } });
  expect(showsNew()).toBe(false);
});
it('is there', () => {
  expect(1).toBe(1);
});`,
      ),
    ).toBe(`//- src/some.test.ts
it('is there', () => {
  expect(1).toBe(1);
});`));

  it('goes where the whole program is tested, with nothing of it imported', async () =>
    expect(
      await remove(
        ASKS,
        `it('is old', () => {
  start({ flags: { new_ui: false } });
});
it('is there', () => {
  visit('/');
});`,
      ),
    ).toBe(`//- src/some.test.ts
it('is there', () => {
  visit('/');
});`));

  it('stays as it is where its mock says so, and the declarations with it', async () =>
    expect(
      await remove(
        ASKS,
        `import { menu } from './menu';
it('is old', () => {
  ask.mockImplementation((flag) => flag === 'new_ui' ? false : true);
  when(ask).calledWith('new_ui').mockReturnValue(false);
  expect(menu()).toBe(1);
});
it('is there', () => {
  expect(menu()).toBeDefined();
});`,
      ),
    ).toBe(`src/some.test.ts: Its declaration stays. ${STAYS}`));

  it.each([
    [
      'a row of its table',
      'it.each([[true, 1], [false, 2]])("is %s", (on, size) => {\n  start({ flags: { new_ui: on } });\n  expect(menu()).toBe(size);\n});',
    ],
    [
      'a helper',
      'const begin = (on: boolean) => start({ flags: { new_ui: on } });\nit("is old", () => {\n  begin(false);\n  expect(menu()).toBe(1);\n});',
    ],
  ])('stays as it is where %s says so', async (_, test) =>
    expect(await remove(ASKS, `import { menu } from './menu';\n${test}`)).toBe(
      `src/some.test.ts: Its declaration stays. ${STAYS} Its other declarations stay as well.`,
    ),
  );

  const env = `import { menu } from './menu';
it('is old', () => {
  process.env.NEW_UI = '0';
  expect(menu()).toBe(1);
});
it('is there', () => {
  expect(menu()).toBeDefined();
});`;
  const asksEnv =
    "import { envShowsNew } from './flags';\nexport const page = () => (envShowsNew() ? 1 : 2);";
  it.each([
    ['comes to what asks for it', asksEnv, './page', 'page', ''],
    ['comes to other code only', asksEnv, './menu', 'menu', 'stays'],
  ])('in a variable of the environment, and %s', async (_, page, imported, answer, stays) => {
    const test = env
      .replace('./menu', imported)
      .replaceAll('menu()', `${answer}()`)
      .replace('{ menu }', `{ ${answer} }`);
    const kept = `\nit('is old', () => {\n  expect(${answer}()).toBe(1);\n});`;
    expect(await remove(page, test, 'NEW_UI')).toBe(
      stays ? `${left(imported, answer, kept)}\nsrc/some.test.ts: ${STAYS}` : left(imported, answer),
    );
  });

  it('in a variable of the environment for which nothing asks stays as it is', async () =>
    expect(await remove(ASKS_NOT, env, 'NEW_UI')).toBe(`src/some.test.ts: Its declaration stays. ${STAYS}`));
});
