import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** What becomes of a table that holds the answer of a variable of the environment, and of files that ask for it. */
async function remove(table: string, asking: string, more = ''): Promise<string> {
  const source = `//- src/config.ts
${table}
//- src/page.ts
import { CONFIG } from './config';
${asking}
export const port = CONFIG.port;
${more}`;
  return removeWhole(source, { flag: 'NEW_UI' });
}

const READ = "process.env.NEW_UI === '1'";
const ASKED = 'export const page = () => (CONFIG.newUi ? fresh() : old());';

const left = (table: string, page = 'export const page = () => fresh();'): string => `//- src/config.ts
${table}
//- src/page.ts
import { CONFIG } from './config';
${page}
export const port = CONFIG.port;`;

describe('a member of a table', () => {
  it.each([
    [`export const CONFIG = { port: 3, newUi: ${READ} };`, 'export const CONFIG = { port: 3 };'],
    [
      `export const CONFIG = { newUi: ${READ}, port: 3 } as const;`,
      'export const CONFIG = { port: 3 } as const;',
    ],
    [
      `export const CONFIG = Object.freeze({ newUi: ${READ}, port: 3 });`,
      'export const CONFIG = Object.freeze({ port: 3 });',
    ],
    [
      `const CONFIG = { newUi: ${READ}, port: 3 };\nexport { CONFIG };`,
      'const CONFIG = { port: 3 };\nexport { CONFIG };',
    ],
    [
      `export const CONFIG = { ...base, newUi: ${READ}, port: 3 };`,
      'export const CONFIG = { ...base, port: 3 };',
    ],
  ])('gives way to what it holds, and goes: %s', async (before, after) => {
    expect(await remove(before, ASKED)).toBe(left(after));
  });

  it.each([
    ["export const page = () => (CONFIG['newUi'] ? fresh() : old());"],
    ['const { newUi, port: own } = CONFIG;\nexport const page = () => (newUi ? fresh(own) : old());'],
  ])('however it is asked for: %s', async (asking) => {
    const result = await remove(`export const CONFIG = { port: 3, newUi: ${READ} };`, asking);
    expect(result).toContain('export const CONFIG = { port: 3 };');
    expect(result).toMatch(/page = \(\) => fresh\(/);
  });

  it('may lie in a table within', async () => {
    const asking = 'export const page = () => (CONFIG.features.newUi ? fresh() : old());';
    const table = `export const CONFIG = { port: 3, features: { newUi: ${READ}, wide: true } };`;
    expect(await remove(table, asking)).toBe(
      left('export const CONFIG = { port: 3, features: { wide: true } };'),
    );
  });

  it('may be a function, a method or a getter', async () => {
    const table = `export const CONFIG = {
  port: 3,
  isNew: () => ${READ},
  isNewer() {
    return ${READ};
  },
  get isNewest() {
    return ${READ};
  },
  isWide: () => wide(),
};`;
    const asking =
      'export const page = () => (CONFIG.isNew() && CONFIG.isNewer() && CONFIG.isNewest ? fresh() : old());';
    expect(await remove(table, asking)).toBe(
      left('export const CONFIG = {\n  port: 3,\n  isWide: () => wide(),\n};'),
    );
  });

  it('is followed through files that hand the table on, and into other tables', async () => {
    const source = `//- src/config.ts
const config = { newUi: ${READ}, port: 3 };
export default config;
//- src/index.ts
export { default as CONFIG } from './config';
//- src/features.ts
import { CONFIG } from './index';
export const FEATURES = { ui: CONFIG.newUi && wide(), plain: CONFIG.newUi };
//- src/page.ts
import { FEATURES } from './features';
export const page = () => (FEATURES.plain ? fresh() : old(FEATURES.ui));
export const ui = FEATURES.ui;
`;
    expect(await removeWhole(source, { flag: 'NEW_UI' })).toBe(`//- src/config.ts
const config = { port: 3 };
export default config;
//- src/features.ts
export const FEATURES = { ui: wide() };
//- src/page.ts
import { FEATURES } from './features';
export const page = () => fresh();
export const ui = FEATURES.ui;
src/index.ts: No other file imports this one any more.`);
  });

  it.each([
    [
      'interface Config { port: number; newUi: boolean }\n',
      ': Config',
      'interface Config { port: number; }\n',
    ],
    ["type Name = 'port' | 'newUi';\n", ': Record<Name, any>', "type Name = 'port';\n"],
  ])('goes with what declares it: %s', async (before, type, after) => {
    const table = (types: string, newUi: string): string =>
      `${types}export const CONFIG${type} = { port: 3${newUi} };`;
    expect(await remove(table(before, `, newUi: ${READ}`), ASKED)).toBe(left(table(after, '')));
  });

  it('goes from the type of another file', async () => {
    const source = `//- src/types.ts
export interface Config {
  features: {
    /** Shows the new page. */
    newUi: boolean;
    wide: boolean;
  };
}
//- src/config.ts
import type { Config } from './types';
export const config = { features: { newUi: ${READ}, wide: true } } satisfies Config;
//- src/page.ts
import { config } from './config';
export const page = () => (config.features.newUi ? fresh(config.features.wide) : old());
`;
    expect(await removeWhole(source, { flag: 'NEW_UI' })).toBe(`//- src/config.ts
import type { Config } from './types';
export const config = { features: { wide: true } } satisfies Config;
//- src/page.ts
import { config } from './config';
export const page = () => fresh(config.features.wide);
//- src/types.ts
export interface Config {
  features: {
    wide: boolean;
  };
}`);
  });

  it.each([
    ["//- src/other.ts\nimport * as all from './config';\nexport const other = all.other;"],
    ["//- src/other.test.ts\njest.mock('./config', () => ({ other: 1 }));"],
    ["//- src/other.test.ts\nimport * as all from './config';\njest.spyOn(all, 'other');"],
  ])('goes though something else of its module is taken: %s', async (more) => {
    const table = `export const other = 1;\nexport const CONFIG = { port: 3, newUi: ${READ} };`;
    expect(await remove(table, ASKED, more)).toBe(
      left('export const other = 1;\nexport const CONFIG = { port: 3 };'),
    );
  });

  it('of a function’s own table goes as well', async () => {
    const source = `//- src/page.ts
export function page() {
  const options = { isNew: ${READ}, isWide: wide() };
  return options.isNew ? fresh(options.isWide) : old();
}
`;
    expect(await removeWhole(source, { flag: 'NEW_UI' })).toBe(`//- src/page.ts
export function page() {
  const options = { isWide: wide() };
  return fresh(options.isWide);
}`);
  });
});

describe('a member of a table that tests set', () => {
  const TABLE = `export const CONFIG = { port: 3, newUi: ${READ} };`;
  const test = (lines: string): string =>
    `//- src/page.test.ts\nimport { CONFIG } from './config';\nimport { page } from './page';\n${lines}`;
  const kept = (lines: string): string => `
//- src/page.test.ts
import { page } from './page';
${lines}`;
  const LEFT = `//- src/config.ts\nexport const CONFIG = { port: 3 };`;
  const PAGE = left('').split('\n').slice(2).join('\n');

  it('goes with what sets its kept value, and tests of the other one', async () => {
    const result = await remove(
      TABLE,
      ASKED,
      test(`beforeEach(() => {
  CONFIG.newUi = true;
});
afterEach(() => {
  CONFIG.newUi = false;
});
it('is new', () => expect(page()).toBe('fresh'));
it('is old', () => {
  CONFIG.newUi = false;
  expect(page()).toBe('old');
});`),
    );
    expect(result).toBe(`${LEFT}${kept("it('is new', () => expect(page()).toBe('fresh'));")}\n${PAGE}`);
  });

  it('may have another name there', async () => {
    const result = await remove(
      TABLE,
      ASKED,
      test(`const config = CONFIG;
config['newUi'] = true;
it('is new', () => expect(page()).toBe('fresh'));`),
    );
    expect(result).toBe(`${LEFT}${kept("it('is new', () => expect(page()).toBe('fresh'));")}\n${PAGE}`);
  });

  it('stays what it is in tests of something else, which lose what sets it', async () => {
    const other = `//- src/other.test.ts
import { CONFIG } from './config';
it('is something else', () => {
  CONFIG.newUi = false;
  expect(CONFIG.port).toBe(3);
});`;
    expect(await remove(TABLE, ASKED, other)).toContain(`//- src/other.test.ts
import { CONFIG } from './config';
it('is something else', () => {
  expect(CONFIG.port).toBe(3);
});`);
  });
});

describe('a member of a table stays', () => {
  const TABLE = `export const CONFIG = { port: 3, newUi: ${READ} };`;
  const HELD = TABLE.replace(READ, 'true');

  it.each([
    ['CONFIG.newUi = read();'],
    ['set(CONFIG);'],
    ['Object.assign(CONFIG, read());'],
    ['const alias = CONFIG;\nalias.newUi = read();'],
    ['CONFIG[name] = read();'],
    ['export { CONFIG };'],
    ['const features = CONFIG;\nexport default features;'],
  ])('with its value where other code may put another one there: %s', async (more) => {
    const result = await remove(
      TABLE,
      ASKED,
      `//- src/other.ts\nimport { CONFIG } from './config';\n${more}`,
    );
    expect(result).toBe(`//- src/config.ts\n${HELD}`);
  });

  it.each([
    ["import * as all from './config';\nset(all);"],
    ["import * as all from './config';\nset(all.CONFIG);"],
    ["import * as all from './config';\nset(all['CONFIG']);"],
    ["const all = require('./config');"],
    ["const all = await import('./config');"],
  ])('where the module is taken as a whole: %s', async (more) => {
    expect(await remove(TABLE, ASKED, `//- src/other.ts\n${more}`)).toBe(`//- src/config.ts\n${HELD}`);
  });

  it.each([
    ["import { CONFIG } from './config';\nit('is old', () => { (CONFIG as any).newUi = false; });"],
    ["import { CONFIG } from './config';\nit('is old', () => { CONFIG.newUi = read(); });"],
    ["import { CONFIG } from './config';\nit('is old', () => { show((CONFIG.newUi = false)); });"],
    ["import { CONFIG } from './config';\nit('is old', () => { set(CONFIG); CONFIG.newUi = false; });"],
    [
      "import { CONFIG } from './config';\nit('is old', () => { const all = CONFIG; Object.assign(all, read()); });",
    ],
    [
      "import { CONFIG } from './config';\nit('is old', () => { jest.replaceProperty(CONFIG, 'newUi', false); });",
    ],
    ["jest.mock('./config', () => ({ CONFIG: { newUi: false } }));"],
  ])('where a test puts another value there: %s', async (test) => {
    const table = TABLE.replace(';', ' as const;');
    const result = await remove(table, ASKED, `//- src/page.test.ts\n${test}`);
    expect(result).toBe(`//- src/config.ts\n${HELD.replace(';', ' as const;')}`);
  });

  it.each([
    [`export const CONFIG = { port: 3, newUi: ${READ}, ...read() };`],
    [`export const CONFIG = { port: 3, newUi: ${READ}, [name]: 1 };`],
    [`export const CONFIG = { port: 3, newUi: ${READ}, turn() { this.newUi = false; } };`],
    [`export const CONFIG = { port: 3, newUi: ${READ}, turn: isOld ? turnOff : turnOn };\nCONFIG.turn();`],
    [`export const CONFIG = { port: 3, newUi: ${READ}, turn: own || turnOn };\nCONFIG.turn();`],
    [`export const CONFIG = { port: 3, newUi: ${READ} } as const;\nObject.assign(CONFIG, read());`],
    [`export let CONFIG = { port: 3, newUi: ${READ} };`],
    [`export const CONFIG = { port: 3, newUi: ${READ} };\nCONFIG.newUi = read();`],
  ])('where its table may have something else: %s', async (table) => {
    expect(await remove(table, ASKED)).toBe(`//- src/config.ts\n${table.replace(READ, 'true')}`);
  });

  it.each([
    ['Object.keys(CONFIG);'],
    ['log({ ...CONFIG });'],
    ['const { port, ...others } = CONFIG;'],
    ['type Name = keyof typeof CONFIG;'],
  ])('without being asked where all members are looked at: %s', async (more) => {
    const table = TABLE.replace(';', ' as const;');
    const result = await remove(
      table,
      ASKED,
      `//- src/other.ts\nimport { CONFIG } from './config';\n${more}`,
    );
    expect(result).toBe(left(HELD.replace(';', ' as const;')));
  });

  it.each([
    ['', 'const other: Config = { port: 4, newUi: false };'],
    ['', "const name = 'newUi';"],
    ['', 'const { newUi } = other;'],
    ['//- src/page.html\n<p *ngIf="config.newUi">new</p>', ''],
  ])(
    'without being asked where its type is written out and something else bears its name: %s%s',
    async (more, code) => {
      const table = `interface Config { port: number; newUi: boolean }\nexport const CONFIG: Config = { port: 3, newUi: ${READ} };\n${code}`;
      const held = table.replace(READ, 'true').trimEnd();
      expect(await remove(table, ASKED, more)).toBe(left(held));
    },
  );

  it('where a package hands it out', async () => {
    const source = `//- package.json
{ "name": "config", "version": "1.0.0", "main": "src/config.ts" }
//- src/config.ts
${TABLE}
//- src/page.ts
import { CONFIG } from './config';
${ASKED}
`;
    expect(await removeWhole(source, { flag: 'NEW_UI' })).toBe(`//- src/config.ts\n${HELD}`);
  });
});

it('an import that is exported again is asked for by others', async () => {
  const source = `//- flags.yaml
flags:
  x: { enabled: true }
//- src/use-page.ts
export function usePage() {
  return { isNew: flags.isEnabled('x'), title: title() };
}
//- src/index.ts
import { usePage } from './use-page';
export { usePage };
//- src/page.ts
import { usePage } from './index';
export const page = () => usePage().isNew;
//- src/title.ts
import { usePage } from './use-page';
export function name() {
  const { title } = usePage();
  return title;
}
`;
  expect(await removeWhole(source, { flag: 'x' })).toContain('return { isNew: true, title: title() };');
});

describe('a table that nobody here but tests imports is for others, so its member stays', () => {
  const held = (more: string): Promise<string> =>
    removeWhole(`//- src/page.ts\nexport const handle = { port: 3, newUi: ${READ} };\n${more}`, {
      flag: 'NEW_UI',
    });
  const LEFT = '//- src/page.ts\nexport const handle = { port: 3, newUi: true };';

  it('where a framework takes it', async () => {
    expect(await held('')).toBe(LEFT);
  });

  it('where a test asks for something else', async () => {
    const more = `//- src/page.test.ts
import { handle } from './page';
it('listens', () => expect(handle.port).toBe(3));
`;
    expect(await held(more)).toBe(LEFT);
  });
});
