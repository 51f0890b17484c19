import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const TYPED = '//- src/types.ts\nexport interface Config { port: number; enableNewUi: boolean }';

const remove = (page: string, more = TYPED, keep = true): Promise<string> =>
  removeWhole(`//- src/page.ts\n${page}\n${more}`, { flag: 'enableNewUi', keep });

describe("a member of the program's configuration", () => {
  it.each([
    ['if (config.enableNewUi) a();\nelse b();', 'a();'],
    ['if (store.get().config.enableNewUi) a();', 'a();'],
    [
      'const { enableNewUi, port } = serverConfig;\nif (enableNewUi) a(port);',
      'const { port } = serverConfig;\na(port);',
    ],
    ['const { enableNewUi: isNew } = useServerConfig();\nif (isNew) a();', 'a();'],
    ['const { config: { enableNewUi } } = store.get();\nif (enableNewUi) a();', 'a();'],
  ])('is the flag that bears its name: %s', async (page, left) => {
    expect(await remove(page)).toContain(`//- src/page.ts\n${left}`);
  });

  it('is the flag where it is kept off, too', async () => {
    expect(await remove('if (config.enableNewUi) a();\nelse b();', TYPED, false)).toContain(
      '//- src/page.ts\nb();',
    );
  });

  it('is the flag where tests say that it is true or false', async () => {
    const test =
      "//- src/page.test.ts\nit('is new', () => { set({ config: { ...defaults, enableNewUi: true } }); });";
    expect(await remove('if (config.enableNewUi) a();', test)).toContain('//- src/page.ts\na();');
  });

  it('is the flag where one table is on and another off', async () => {
    const tables = `//- src/dev.ts
export const dev = { config: { enableNewUi: true } };
//- src/prod.ts
export const prod = { config: { enableNewUi: false } };
start({ config: { enableNewUi: true } });`;
    expect(await remove('if (config.enableNewUi) a();', tables)).toContain('//- src/page.ts\na();');
  });

  it.each([
    ['nothing says that it is boolean', '//- src/other.ts\nb();'],
    ['it is of another type', '//- src/types.ts\nexport interface Config { enableNewUi: string }'],
    ['it is a text somewhere', "//- src/page.test.ts\nset({ enableNewUi: 'blue' });"],
    ['a program sets it', `${TYPED}\n//- src/form.ts\nsave({ enableNewUi: checked });`],
    ['a program writes it', `${TYPED}\n//- src/form.ts\nconfig.enableNewUi = checked;`],
    ['a program takes it away', `${TYPED}\n//- src/form.ts\ndelete config.enableNewUi;`],
    ['something else has such a member', `${TYPED}\n//- src/form.ts\nif (user.enableNewUi) b();`],
    ['a user chooses it', `${TYPED}\n//- src/form.ts\nif (settings.enableNewUi) b();`],
    [
      'it is given to something',
      `${TYPED}\n//- src/form.ts\nexport const form = ({ enableNewUi }) => enableNewUi && b();`,
    ],
    [
      'some are given the one and some the other',
      `${TYPED}\n//- src/form.ts\ndraw({ enableNewUi: true });\ndraw({ config: { enableNewUi: false } });`,
    ],
    [
      'rows of a list have the one or the other',
      `${TYPED}\n//- src/form.ts\nexport const ROUTES = [{ config: { enableNewUi: true } }, { config: { enableNewUi: false } }];`,
    ],
    ['it is asked for by its text', `${TYPED}\n//- src/form.ts\nask('enableNewUi');`],
    [
      'it has a default',
      `${TYPED}\n//- src/form.ts\nconst { enableNewUi = true } = config;\nb(enableNewUi);`,
    ],
  ])('may be something else where %s', async (_, more) => {
    expect(await remove('if (config.enableNewUi) a();', more)).not.toContain('//- src/page.ts');
  });

  const CONFIG = `//- src/config.ts
const toBoolean = (text: string): boolean => text === 'true';
const get = (name: string, or: string) => process.env[name] || or;
export default { port: get('PORT', '1'), enableNewUi: VALUE };
`;

  it.each([
    ["toBoolean(get('NEW_UI', 'false'))"],
    ["process.env.NEW_UI === 'true'"],
    ['!!process.env.NEW_UI'],
    ["get('NEW_UI', '0') === '1'"],
  ])('is the flag where a variable of the environment tells it: %s', async (value) => {
    const page = "import config from './config';\nif (config.enableNewUi) a(config.port);\nelse b();";
    const result = await remove(page, CONFIG.replace('VALUE', value));
    expect(result).toContain("//- src/page.ts\nimport config from './config';\na(config.port);");
    expect(result).toContain("export default { port: get('PORT', '1') };");
  });

  it.each([
    ["mode(get('NEW_UI', 'false'))"],
    ['toBoolean(user.newUi)'],
    ["get('NEW_UI', 'false')"],
    ["Number(get('NEW_UI', '1')) > limit.of(user)"],
  ])('may be something else where it is told otherwise: %s', async (value) => {
    const page = "import config from './config';\nif (config.enableNewUi) a(config.port);\nelse b();";
    expect(await remove(page, CONFIG.replace('VALUE', value))).not.toContain('//- src/page.ts');
  });

  it.each([
    [
      "const { enableNewUi } = config;\nrender('page', { enableNewUi, port });\nif (enableNewUi) a();",
      "render('page', { enableNewUi: true, port });\na();",
    ],
    [
      "const enableNewUi = config.enableNewUi;\nrender('page', { enableNewUi });",
      "render('page', { enableNewUi: true });",
    ],
    ['response.json({ enableNewUi: config.enableNewUi });', 'response.json({ enableNewUi: true });'],
    ["templates.addGlobal('enableNewUi', config.enableNewUi);", "templates.addGlobal('enableNewUi', true);"],
  ])('is given to others under its name as the kept value: %s', async (page, left) => {
    expect(await remove(page)).toContain(`//- src/page.ts\n${left}`);
  });

  it.each([
    ['const enableNewUi = user.isAdmin;\nrender({ enableNewUi });'],
    ['let { enableNewUi } = config;\nenableNewUi &&= user.isAdmin;\nrender({ enableNewUi });'],
    ["templates.addGlobal('enableNewUi', user.isAdmin);"],
    ['const config = { enableNewUi: !options.config.enableNewUi };'],
    ['const config = { enableNewUi: options.config.enableNewUi === false };'],
    ['const config = { enableNewUi: options.config.enableNewUi || true };'],
  ])('may be something else where others are given more under its name: %s', async (other) => {
    const result = await remove('if (config.enableNewUi) a();', `${TYPED}\n//- src/other.ts\n${other}`);
    expect(result).not.toContain('//- src/page.ts');
  });

  it('is what may be opted in to: defaults, what is handed on, the schema and the type of it go as well', async () => {
    expect(
      await removeWhole(
        `//- src/options.ts
import { z } from 'zod';
export interface Future { v7_newUi: boolean; v7_dark?: boolean }
export interface Options { future?: Partial<Future> }
export const DEFAULTS = { future: { v7_newUi: false, v7_dark: false } };
export const schema = z.object({
  future: z.object({
    v7_newUi: z.boolean().optional().default(DEFAULTS.future.v7_newUi),
    v7_dark: z.boolean().optional().default(DEFAULTS.future.v7_dark),
  }),
});
//- src/router.ts
import type { Future, Options } from './options';
export function createRouter(options: Options) {
  const future: Future = { v7_newUi: false, v7_dark: false, ...options.future };
  return { page: () => (future.v7_newUi ? fresh(future.v7_dark) : old()) };
}
//- src/provider.tsx
import { createRouter } from './router';
export const provide = ({ future }) => createRouter({ future: { v7_newUi: future?.v7_newUi === true, v7_dark: future?.v7_dark === true } });
export function Provider({ future }) {
  const { v7_newUi } = future || {};
  return v7_newUi ? <Fresh /> : <Old />;
}`,
        { flag: 'v7_newUi' },
      ),
    ).toBe(`//- src/options.ts
import { z } from 'zod';
export interface Future { v7_dark?: boolean }
export interface Options { future?: Partial<Future> }
export const DEFAULTS = { future: { v7_dark: false } };
export const schema = z.object({
  future: z.object({
    v7_dark: z.boolean().optional().default(DEFAULTS.future.v7_dark),
  }),
});
//- src/provider.tsx
import { createRouter } from './router';
export const provide = ({ future }) => createRouter({ future: { v7_dark: future?.v7_dark === true } });
export function Provider({ future }) {
  return <Fresh />;
}
//- src/router.ts
import type { Future, Options } from './options';
export function createRouter(options: Options) {
  const future: Future = { v7_dark: false, ...options.future };
  return { page: () => fresh(future.v7_dark) };
}`);
  });

  it('is declared by a type inside of another one', async () => {
    const types = (member: string): string =>
      `//- src/types.ts\nexport interface Config { experimental?: { ${member}late: boolean } }`;
    expect(await remove('if (config.experimental.enableNewUi) a();', types('enableNewUi: boolean; '))).toBe(
      `//- src/page.ts\na();\n${types('')}`,
    );
    expect(
      await remove('if (config.experimental.enableNewUi) a();', types("enableNewUi: 'blue' | boolean; ")),
    ).not.toContain('//- src/page.ts');
  });

  it("is declared by the project's own schema as well, by what makes its rows", async () => {
    const schema = (row: string): string =>
      `//- src/schema.ts\nexport const schema = object({ experimental: object({ ${row}late: boolean(true) }) });`;
    expect(
      await remove('if (config.experimental.enableNewUi) a();', schema('enableNewUi: boolean(false), ')),
    ).toBe(`//- src/page.ts\na();\n${schema('')}`);
    expect(
      await remove('if (config.experimental.enableNewUi) a();', schema('enableNewUi: number(1), ')),
    ).not.toContain('//- src/page.ts');
  });

  it('may be named in a warning where it has been asked for', async () => {
    const page = (call: string): string =>
      `if (experimental.enableNewUi) a();\nelse b();\nexport function check() {\n  ${call}\n}`;
    const warned = page("if (!experimental.enableNewUi) warn('enableNewUi');\n  if (isOld) c();");
    expect(await remove(warned)).toContain('a();\nexport function check() {\n  if (isOld) c();\n}');
    expect(await remove(page("warn('enableNewUi');"))).not.toContain('//- src/page.ts');
    expect(await remove(page("if (isOld(experimental)) warn('enableNewUi');"))).not.toContain(
      '//- src/page.ts',
    );
    expect(
      await remove(page("if (!experimental.enableNewUi) later(() => warn('enableNewUi'));")),
    ).not.toContain('//- src/page.ts');
  });

  it.each([
    ['a schema says that it may be more', 'z.union([z.boolean(), z.string()])'],
    ['something else says what it is', 'await load()'],
    ['it is what a user has', 'user.enableNewUi'],
    ['it is a part of what another one has', 'config.rows.length'],
  ])('stays where %s', async (_, value) => {
    const more = `//- src/more.ts\nimport { z } from 'zod';\nexport const more = { enableNewUi: ${value} };`;
    expect(await remove('if (config.enableNewUi) a();', `${TYPED}\n${more}`)).not.toContain(
      '//- src/page.ts',
    );
  });

  it('may be something else where its name is one word', async () => {
    const source =
      '//- src/page.ts\nif (config.fresh) a();\n//- src/types.ts\nexport interface Config { fresh: boolean }';
    expect(await removeWhole(source, { flag: 'fresh' })).not.toContain('//- src/page.ts');
  });

  it('is no flag where what is called to get it does something', async () => {
    const page = 'if ((await startServer()).config.enableNewUi) a();';
    expect(await remove(page)).toBe(
      'src/page.ts! What is called or given here may have effects, and they cannot be kept.',
    );
  });
});
