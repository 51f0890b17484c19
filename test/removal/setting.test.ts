import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';
import { openFixture } from '../support/workspace';

/** Of a variable of the environment that no flag file declares. */
const remove = (source: string, keep?: boolean | string): Promise<string> =>
  removeWhole(source, { flag: 'NEW_UI', ...(keep !== undefined && { keep }) });

const CONFIG = `
//- src/config.ts
export const port = Number(process.env.PORT);
export function showsNewUi(): boolean {
  return process.env.NEW_UI === '1';
}
//- src/page.ts
import { port, showsNewUi } from './config';
export const page = () => (showsNewUi() ? fresh(port) : old(port));
`;

const left = (page: string): string => `//- src/config.ts
export const port = Number(process.env.PORT);
//- src/page.ts
import { port } from './config';
export const page = () => ${page}(port);`;

describe('a variable of the environment that bears the flag’s very name', () => {
  it.each([
    [true, 'fresh'],
    ['1', 'fresh'],
    [false, 'old'],
    ['0', 'old'],
  ])('holds the text by which the code says its answer: %s', async (keep, page) => {
    expect(await remove(CONFIG, keep)).toBe(left(page));
  });

  it.each([
    ["process.env.NEW_UI === 'true'", 'a', 'b'],
    ["process.env['NEW_UI'] !== 'true'", 'b', 'a'],
    ["import.meta.env.NEW_UI === 'on'", 'a', 'b'],
    ["process.env.NEW_UI !== 'false'", 'a', 'b'],
    ["process.env.NEW_UI === '0'", 'b', 'a'],
    ["(process.env.NEW_UI ?? 'false') === 'true'", 'a', 'b'],
    ["(process.env.NEW_UI || '0') === '1'", 'a', 'b'],
    ['process.env.NEW_UI', 'a', 'b'],
    ['!process.env.NEW_UI', 'b', 'a'],
    ["Bun.env.NEW_UI === 'yes'", 'a', 'b'],
  ])('says on and off: %s', async (test, on, off) => {
    const source = `//- src/app.ts\nexport const page = ${test} ? a() : b();`;
    expect(await remove(source, true)).toBe(`//- src/app.ts\nexport const page = ${on}();`);
    expect(await remove(source, false)).toBe(`//- src/app.ts\nexport const page = ${off}();`);
  });

  it('may be given by react-native-config', async () => {
    const source = (module: string): string =>
      `//- src/app.ts\nimport Config from '${module}';\nexport const isNew = Config.NEW_UI === 'YES';\nexport const port = Config.PORT;\n`;
    expect(await remove(source('react-native-config'), true)).toContain('export const isNew = true;');
    expect(await remove(source('./config'), true)).not.toContain('isNew = true');
  });

  it.each([
    ['const { NEW_UI, PORT } = process.env;', "NEW_UI === '1'", 'const { PORT } = process.env;\n'],
    [
      "const { NEW_UI: isNew = '0', PORT } = process.env;",
      "isNew === '1'",
      'const { PORT } = process.env;\n',
    ],
    ['const { NEW_UI } = import.meta.env;', 'NEW_UI', ''],
    ['const variables = process.env;', "variables.NEW_UI !== 'false'", ''],
    ["import { env } from 'node:process';", "env.NEW_UI === 'true'", ''],
    ["import { env } from '$env/dynamic/public';", "env.NEW_UI === 'true'", ''],
  ])('may be taken out of all variables: %s', async (taking, test, left) => {
    const source = `//- src/app.ts\n${taking}\nexport const page = ${test} ? a() : b();`;
    expect(await remove(source, true)).toBe(`//- src/app.ts\n${left}export const page = a();`);
    expect(await remove(source, false)).toBe(`//- src/app.ts\n${left}export const page = b();`);
  });

  it.each([
    ['const { NEW_UI = standard() } = process.env;', "NEW_UI === '1'"],
    ["const { NEW_UI = '0' } = process.env;", 'NEW_UI'],
    ['const { NEW_UI } = process.env;', 'send(NEW_UI)'],
    ['const { NEW_UI, ...rest } = process.env;', "NEW_UI === '1'"],
    ['let { NEW_UI } = process.env;', "NEW_UI === '1'"],
  ])('stays where it is taken out and more is asked of it: %s %s', async (taking, test) => {
    const result = await remove(`//- src/app.ts\n${taking}\nexport const page = ${test} ? a() : b();`, true);
    expect(result).toMatch(/^src\/app\.ts! /);
  });

  it.each([
    ['const mode = process.env.NEW_UI;', 'hands it on'],
    ["if (process.env.NEW_UI === 'blue') a();", 'asks for something else'],
    ["if (process.env.NEW_UI === '1' || process.env.NEW_UI === 'true') a();", 'says on in two ways'],
    ["if (process.env.NEW_UI !== 'false' && process.env.NEW_UI) a();", 'says off in two ways'],
    [
      "if (process.env.NEW_UI && (process.env.NEW_UI || 'true') === 'true') a();",
      'takes for on in one place what says off in another',
    ],
    ['if (process.env.NEW_UI === other) a();', 'asks for what is not known'],
  ])('stays where the code does not tell its text for on: %s', async (source) => {
    const result = await remove(`//- src/app.ts\n${source}`, true);
    expect(result.split('\n').every((line) => line.includes('! Which text the variable holds'))).toBe(true);
  });

  it.each([
    ['process.env.NEW_UI', 'SHOWN', '!SHOWN'],
    ['process.env.NEW_UI', "SHOWN === '1'", "SHOWN !== '1'"],
    ["process.env.NEW_UI ?? '0'", "SHOWN === '1'", "SHOWN !== '1'"],
  ])('says it of a constant that other files ask for: %s, %s', async (value, is, isNot) => {
    const source = `//- src/config.ts
export const SHOWN = ${value};
export const PORT = process.env.PORT;
//- src/page.ts
import { PORT, SHOWN } from './config';
export const page = () => (${is} ? fresh(PORT) : old());
//- src/menu.ts
import { SHOWN as isShown } from './config';
if (${isNot.replace('SHOWN', 'isShown')}) gone();
`;
    expect(await remove(source, true)).toBe(`//- src/config.ts
export const PORT = process.env.PORT;
//- src/menu.ts

//- src/page.ts
import { PORT } from './config';
export const page = () => fresh(PORT);`);
  });

  it('lets such a constant go though something else of its module is taken as a whole', async () => {
    const source = `//- src/config.ts
export const SHOWN = process.env.NEW_UI === '1';
export const PORT = 3;
//- src/page.ts
import { SHOWN } from './config';
export const page = () => (SHOWN ? fresh() : old());
//- src/port.ts
import * as config from './config';
export const port = config.PORT;
//- src/port.test.ts
jest.mock('./config', () => ({ PORT: 4 }));
`;
    expect(await remove(source, true)).toBe(`//- src/config.ts
export const PORT = 3;
//- src/page.ts
export const page = () => fresh();`);
  });

  it.each([
    ['process.env.NEW_UI', 'send(SHOWN)'],
    ["process.env.NEW_UI || '1'", "SHOWN === '1' || !SHOWN"],
    ["process.env.NEW_UI ?? 'no'", 'SHOWN ? a() : b()'],
    ['process.env.NEW_UI', 'SHOWN.length > 1'],
  ])('stays where such a constant is asked for more: %s, %s', async (value, use) => {
    const source = `//- src/config.ts
export const SHOWN = ${value};
//- src/page.ts
import { SHOWN } from './config';
export const page = () => ${use};
`;
    expect(await remove(source, true)).toContain('! Which text the variable holds');
  });

  it('stays where the program sets it', async () => {
    const source = "//- src/app.ts\nprocess.env.NEW_UI = '1';\nif (process.env.NEW_UI === '1') a();";
    expect(await remove(source)).toBe(
      'src/app.ts! The flag is written here.\nsrc/app.ts! The flag is written elsewhere, so its reads stay.',
    );
  });

  it('is no flag for certain where a flag file declares one of that name', async () => {
    const source =
      "//- flags.yaml\nflags:\n  NEW_UI: { enabled: true }\n//- src/app.ts\nif (process.env.NEW_UI === '1') a();";
    expect(await remove(source)).toBe(
      'src/app.ts! This is likely a read of the flag, but only its name says so.',
    );
    const { snapshot } = await openFixture(`${source}\nprocess.env.NEW_UI = '1';`);
    expect(snapshot.writesOf('NEW_UI')).toEqual([]);
  });
});

describe('tests that set it', () => {
  const tests = (body: string): string => `${CONFIG}
//- src/page.test.ts
import { page } from './page';
describe('page', () => {
${body}
  it('is something', () => {
    expect(page()).toBeDefined();
  });
});
`;
  const shown = async (body: string, keep: boolean): Promise<string> =>
    (
      await removeWhole(tests(body), { flag: 'NEW_UI', keep, hidden: ['src/config.ts', 'src/page.ts'] })
    ).trim();
  const untouched = (more = ''): string => `//- src/page.test.ts
import { page } from './page';
describe('page', () => {${more}
  it('is something', () => {
    expect(page()).toBeDefined();
  });
});`;

  const BOTH = `  afterEach(() => {
    delete process.env.NEW_UI;
  });
  it('is new', () => {
    process.env.NEW_UI = '1';
    expect(page()).toBe('new');
  });
  it('is old', () => {
    process.env.NEW_UI = '0';
    expect(page()).toBe('old');
  });
  it('is old by default', () => {
    delete process.env.NEW_UI;
    expect(page()).toBe('old');
  });`;

  it('to the kept answer lose the setting, those of the other one go', async () => {
    expect(await shown(BOTH, true)).toBe(
      untouched("\n  it('is new', () => {\n    expect(page()).toBe('new');\n  });"),
    );
    expect(await shown(BOTH, false)).toBe(
      untouched(
        "\n  it('is old', () => {\n    expect(page()).toBe('old');\n  });\n  it('is old by default', () => {\n    expect(page()).toBe('old');\n  });",
      ),
    );
  });

  it('on lines that hold more lose nothing else', async () => {
    expect(
      await shown("  it('is old', () => { process.env.NEW_UI = '0'; expect(page()).toBe('old'); });", false),
    ).toBe(untouched("\n  it('is old', () => {  expect(page()).toBe('old'); });"));
  });
});

describe('a function of the project’s own that is given the variable', () => {
  const source = (say: string, file = 'text'): string => `//- src/text.ts
export ${say}
//- src/config.ts
${file === 'text' ? "import { says } from './text';" : say}
const get = (name: string, or: string) => process.env[name] ?? or;
export const showsNewUi = says(get('NEW_UI', 'false'));
export const port = says(get('PORT', 'false'));
//- src/page.ts
import { showsNewUi } from './config';
export const page = () => (showsNewUi ? fresh() : old());
`;

  it.each([
    ["const says = (text: string): boolean => text === 'true';"],
    ["function says(text?: string) { return text?.trim().toLowerCase() === 'true'; }"],
    ["const says = (text?: string) => ['1', 'true', 'on'].includes(text?.toString().toLowerCase() ?? '');"],
    ["const says = (text: string) => { if (!text) return false; return text !== 'false' && text !== '0'; };"],
    ["const says = (text: unknown) => String(text) === 'yes';"],
    ["const says = (text: string, standard?: boolean) => text === 'true' || (text !== 'false' && standard);"],
  ])('says which text is on: %s', async (say) => {
    for (const file of ['text', 'config']) {
      expect(await remove(source(say, file), true)).toContain('page = () => fresh();');
      expect(await remove(source(say, file), false)).toContain('page = () => old();');
      expect(await remove(source(say, file), true)).toContain("port = says(get('PORT', 'false'));");
    }
  });

  it.each([
    ['const says = (text: string) => track(text);'],
    ['const says = (text: string) => text === other;'],
    ["const says = (text: string) => text === 'blue';"],
    ["let says = (text: string) => text === 'true'; says = never;"],
  ])('does not where it does more, or asks for something else: %s', async (say) => {
    expect(await remove(source(say, 'config'), true)).toContain('! Which text the variable holds');
  });

  it('may hand it to another one, which then says it', async () => {
    const result = await remove(
      `//- src/config.ts
export const SHOWN = process.env.NEW_UI;
export const OTHER = process.env.OTHER;
//- src/app.ts
import * as config from './config';
import { OTHER } from './config';
const says = (text?: string) => text === 'true';
const guard = (text?: string) => (next: () => void) => { if (says(text)) next(); };
use(guard(config.SHOWN), guard(OTHER));
export const page = () => (says(config.SHOWN) ? fresh() : old());
`,
      true,
    );
    expect(result).toContain("use(guard('true'), guard(OTHER));");
    expect(result).toContain('page = () => fresh();');
  });

  it('stays, and is given that text, where it does more than that', async () => {
    const say = "const says = (text: string) => { track(); return text === 'true'; };";
    expect(await remove(source(say, 'config'), true)).toContain("export const showsNewUi = says('true');");
  });

  it('takes the tests away that set what it takes for the other answer, and no text that it takes for the same', async () => {
    const result = await removeWhole(
      `//- src/config.ts
const says = (text?: string) => ['1', 'true'].includes(text ?? '');
export const showsNewUi = () => says(process.env.NEW_UI);
//- src/page.ts
import { showsNewUi } from './config';
export const page = () => (showsNewUi() ? fresh() : old());
//- src/page.test.ts
import { page } from './page';
it('is new', () => {
  process.env.NEW_UI = '1';
  expect(page()).toBe('new');
});
it('is old', () => {
  process.env.NEW_UI = 'false';
  expect(page()).toBe('old');
});
`,
      { flag: 'NEW_UI', keep: true, hidden: ['src/config.ts', 'src/page.ts'] },
    );
    expect(result).toContain("it('is new', () => {\n  expect(page()).toBe('new');\n});");
    expect(result).not.toContain('is old');
  });
});
