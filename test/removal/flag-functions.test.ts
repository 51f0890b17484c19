import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** Of a function that nothing else declares as a flag. */
const remove = (flags: string, more = '', keep = true): Promise<string> =>
  removeWhole(
    `//- src/flags.ts
${flags}
export const isWide = () => size > 3;
//- src/page.ts
import { enableMoveStash, isWide } from './flags';
export const page = () => (enableMoveStash() ? fresh(isWide()) : old());
${more}`,
    { flag: 'enableMoveStash', keep },
  );

const left = (page: string, imported = "import { isWide } from './flags';\n"): string => `//- src/flags.ts
export const isWide = () => size > 3;
//- src/page.ts
${imported}export const page = () => ${page};`;

const OLD = '//- src/page.ts\nexport const page = () => old();';

describe('a function that is the flag itself', () => {
  it.each([
    ['export const enableMoveStash = () => true;'],
    ['export function enableMoveStash() {\n  return true;\n}'],
    ['export function enableMoveStash(): boolean {\n  return __DEV__;\n}'],
    ["export const enableMoveStash = () => process.env.NODE_ENV !== 'production';"],
    ["export const enableMoveStash = () => localStorage.getItem('move') === 'true';"],
    ["export const enableMoveStash = () => window.sessionStorage.getItem('move') !== null;"],
    ['export const enableMoveStash = () => Boolean(channel);'],
    ["export const enableMoveStash = () => !isOld && channel === 'beta';"],
  ])('gives way to its answer, and goes: %s', async (flags) => {
    expect(await remove(flags)).toBe(left('fresh(isWide())'));
  });

  it('may ask others of its kind', async () => {
    const beta =
      "const isBeta = () => channel === 'beta';\nconst enableBeta = () => isBeta() || __DEV__ === true;\n";
    expect(await remove(`${beta}export const enableMoveStash = () => enableBeta();`)).toBe(
      left('fresh(isWide())'),
    );
  });

  it('goes where it is kept off, too', async () => {
    const flags = 'export const enableMoveStash = () => size > 4;';
    expect(await remove(flags, '', false)).toContain(OLD);
  });

  it('stays where it says the other answer in any case', async () => {
    expect(await remove('export const enableMoveStash = () => true;', '', false)).toBe(
      'src/flags.ts! The function says the other answer in any case.',
    );
  });

  it('goes from mocks, with tests of the other answer', async () => {
    const test = `//- src/page.test.ts
jest.mock('./flags', () => ({ enableMoveStash: () => true, isWide: () => true }));
it('is new', () => expect(page()).toBe('fresh'));`;
    const flags = 'export const enableMoveStash = () => __DEV__ === true;';
    const result = await remove(flags, test);
    expect(result).toContain('export const page = () => fresh(isWide());');
    expect(result).toContain("jest.mock('./flags', () => ({ isWide: () => true }));");
  });

  it('stays where a test may put something in its place', async () => {
    const test =
      "//- src/page.test.ts\nimport * as flags from './flags';\njest.spyOn(flags, 'enableMoveStash');";
    expect(await remove('export const enableMoveStash = () => __DEV__ === true;', test)).not.toContain(
      '//- src/page.ts',
    );
  });

  it.each([
    ['export const enableMoveStash = () => read();'],
    ['export const enableMoveStash = (): boolean => read();'],
    ["export const enableMoveStash = () => localStorage.removeItem('move') === undefined;"],
    ['export const enableMoveStash = () => (asked++, size > 3);'],
    ['export const enableMoveStash = () => size;'],
    ['export const enableMoveStash = () => label && size > 3;'],
    ['export const enableMoveStash = async () => size > 3;'],
    ['export const enableMoveStash = (user) => user === 3;'],
    ['export function enableMoveStash() {\n  log();\n  return true;\n}'],
    ['export let enableMoveStash = () => true;\nenableMoveStash = () => false;'],
    ['const localStorage = other;\nexport const enableMoveStash = () => localStorage.getItem() === 1;'],
  ])('is any function where it does more, or gives something else: %s', async (flags) => {
    expect(await remove(flags)).toBe('');
  });

  it.each([
    ["localStorage.setItem('move', 'false');", "localStorage.getItem('move') === 'true'"],
    ["window.localStorage.removeItem('move');", "localStorage.getItem('move') === 'true'"],
    ['localStorage.setItem(MOVE, on);', 'localStorage.getItem(MOVE) !== null'],
  ])('is a choice of users where the program sets it: %s, %s', async (sets, asks) => {
    const flags = `export const MOVE = 'move';
export const enableMoveStash = () => ${asks};`;
    const removed = await remove(
      flags,
      `//- src/choose.ts\nimport { MOVE } from './flags';\nexport const choose = (on) => ${sets}`,
    );
    expect(removed).not.toContain('//- src/page.ts');
    expect(removed).toContain('it may be a choice of its users');
  });

  it('is none where something else is set', async () => {
    const flags = "export const enableMoveStash = () => localStorage.getItem('move') === 'true';";
    const others = "//- src/choose.ts\nlocalStorage.setItem('color', 'move');\ncache.setItem('move', 1);";
    expect(await remove(flags, others)).toContain('fresh(isWide())');
  });

  it.each([
    ['//- src/other.ts\nexport const enableMoveStash = () => true;'],
    ["//- src/other.ts\nif (flags.isEnabled('enableMoveStash')) a();"],
  ])('may not be what is meant where something else bears its name: %s', async (more) => {
    expect(await remove('export const enableMoveStash = () => size > 3;', more)).not.toContain(
      '//- src/page.ts',
    );
  });
});

describe('a constant that is the flag itself', () => {
  const remove = (flags: string, more = '', keep = true): Promise<string> =>
    removeWhole(
      `//- src/flags.ts
${flags}
//- src/page.ts
import { newUi } from './flags';
export const page = () => (newUi ? fresh() : old());
${more}`,
      { flag: 'newUi', keep },
    );
  const NEW = '//- src/page.ts\nexport const page = () => fresh();';

  it.each([
    ['export const newUi = true;'],
    ['export const newUi: boolean = __DEV__ === true;'],
    ["export const newUi = localStorage.getItem('new') === 'true';"],
    ['const newUi = !isOld;\nexport { newUi };'],
  ])('gives way to its value: %s', async (flags) => {
    expect(await remove(flags)).toContain(NEW);
  });

  it('stays where it has the other value in any case', async () => {
    expect(await remove('export const newUi = false;')).toBe(
      'src/flags.ts! The constant says the other answer in any case.',
    );
  });

  it.each([
    ['export let newUi = true;'],
    ["export const newUi = { key: 'new' };"],
    ['export const newUi = isOn();'],
    ['export const { newUi = true } = settings;'],
    ["export const newUi = localStorage.removeItem('new') === undefined;"],
  ])('is any value where it may be another, or no yes or no: %s', async (flags) => {
    expect(await remove(flags)).toBe('');
  });

  it('may be several of one name, where all have the kept value', async () => {
    const other = (value: string) =>
      `//- src/menu.ts\nconst newUi = ${value};\nexport const menu = () => (newUi ? 1 : 2);`;
    const both = await remove('export const newUi = true;', other('true'));
    expect(both).toContain(NEW);
    expect(both).toContain('//- src/menu.ts\nexport const menu = () => 1;');
    expect(await remove('export const newUi = true;', other('false'))).toBe('');
    expect(await remove('export const newUi = size > 3;', other('true'))).toBe('');
    expect(
      await remove('export const newUi = true;', '//- src/menu.ts\nexport const newUi = () => true;'),
    ).toBe('');
  });
});
