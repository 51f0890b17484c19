import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** A test whose setting of the flag is all that it sets, with others beside it. */
const remove = async (call: string, others: string): Promise<string> => {
  const text = await removeWhole(
    `
//- flags.yaml
flags:
  new_ui: { enabled: true }
  other: { enabled: true, percentage: 50 }
//- src/page.ts
export const page = () => [flags.isEnabled('new_ui'), flags.isEnabled('other')];
//- src/flags.ts
export interface Flags { new_ui: boolean; other: boolean }
//- src/menu.ts
export const menu = 1;
//- test/start.ts
import { page } from '../src/page';
export const start = (...given) => page(given);
//- src/page.test.ts
import { start } from '../test/start';
import { page } from './page';
it('is new', () => {
  ${call}
  check(page);
});
${others}`,
    { flag: 'new_ui', hidden: ['src/page.ts', 'src/flags.ts'] },
  );
  return /is new', \(\) => \{\n {2}([\s\S]*?)\n {2}check\(page\)/.exec(text)?.[1] ?? text;
};

const SET = 'experimental: { flags: { new_ui: true } }';
const elsewhere = (
  call: string,
  subject = "import { page } from './page';\n",
): string => `//- src/others.test.ts
import { start as begin } from '../test/start';
${subject}it('is there', () => begin(${call}));`;

describe('a setting that is empty once the flag has gone', () => {
  it.each([
    [
      'another call of the test has none',
      `start({ a: 1, ${SET} });`,
      'it("is", () => start({ a: 2 }));',
      'start({ a: 1 });',
    ],
    [
      'another call has no flags in it',
      `start({ ${SET} });`,
      'it("is", () => start({ experimental: {} }));',
      'start({ experimental: {} });',
    ],
    ['another call is given nothing', `start(db, { ${SET} });`, 'it("is", () => start(db));', 'start(db);'],
    [
      'its function may do without',
      `begin({ ${SET} });`,
      'function begin(options?: Options) { return start(options); }',
      'begin();',
    ],
    [
      'its function has a default',
      `begin({ ${SET} });`,
      'const begin = (options = {}) => start(options);',
      'begin();',
    ],
    ['another test has none', `start({ a: 1, ${SET} });`, elsewhere('{ a: 2 }'), 'start({ a: 1 });'],
    [
      'another test gives other options',
      `start(db, { ${SET} }, 1);`,
      elsewhere('db, { a: 2 }, 1'),
      'start(db, {}, 1);',
    ],
    [
      'another test has it at that address',
      `start('/config', { a: 1, ${SET} });`,
      elsewhere("'/config', { a: 2 }"),
      "start('/config', { a: 1 });",
    ],
  ])('goes where %s', async (_, call, others, left) => expect(await remove(call, others)).toBe(left));

  it.each([
    ['no other call does without', `start({ a: 1, ${SET} });`, ''],
    ['the others have nothing in common', `start({ a: 1, ${SET} });`, elsewhere('{ b: 2 }')],
    [
      'another test is of another address',
      `start('/config', { a: 1, ${SET} });`,
      elsewhere("'/health', { a: 2 }"),
    ],
    ['others give what cannot be seen', `start({ a: 1, ${SET} });`, elsewhere('{ a: 2, ...more }')],
    ['more is given behind it', `start({ ${SET} }, 1);`, 'it("is", () => start(undefined, 1));'],
    ['the function needs it', `begin({ ${SET} });`, 'const begin = (options) => start(options);'],
    [
      'another test comes to nothing that asks for flags',
      `begin({ a: 1, ${SET} });`,
      `//- test/begin.ts\nexport const begin = (given) => given;\n//- src/menu.test.ts\nimport { begin } from '../test/begin';\nimport { menu } from './menu';\nit('is there', () => begin({ a: menu }));`,
    ],
  ])('stays where %s', async (_, call, others) =>
    expect(await remove(call, others)).toBe(call.replace('{ new_ui: true }', '{}')),
  );

  it('stays where another function bears the name', async () => {
    const other = elsewhere('{ a: 2 }').replace("'../test/start'", "'../test/other'");
    expect(await remove(`start({ a: 1, ${SET} });`, other)).toContain('flags: {}');
  });
});
