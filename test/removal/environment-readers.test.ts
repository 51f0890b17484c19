import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** Of a variable of the environment that no flag file declares. */
const remove = (source: string, keep: boolean | string = true): Promise<string> =>
  removeWhole(source, { flag: 'NEW_UI', keep });

const program = (reader: string, page: string): string => `//- src/env.ts
${reader}
//- src/page.ts
import { get } from './env';
${page}
export const port = get('PORT', '3');`;

const shown = (name: string): string =>
  `//- src/page.ts\nimport { get } from './env';\nexport const page = () => ${name}();\nexport const port = get('PORT', '3');`;

const PAGE = "export const page = () => (get('NEW_UI', 'false') === 'true' ? fresh() : old());";

const GET = `export function get<T>(name: string, fallback: T, options = { required: false }): T | string {
  if (process.env[name]) {
    return process.env[name];
  }
  if (fallback !== undefined && (!production || !options.required)) {
    return fallback;
  }
  throw new Error(\`Missing env var \${name}\`);
}`;

describe('a function of the project’s own that gives the environment', () => {
  it.each([
    [GET],
    ['export const get = (name: string, fallback: string) => process.env[name] ?? fallback;'],
    ['export const get = (name: string, fallback?: string): string => (process.env[name] || fallback)!;'],
    ['export const get = (name, fallback) => (name in process.env ? process.env[name] : fallback);'],
    ['export const get = (name, fallback) => import.meta.env[name] ?? fallback;'],
    [
      `export function get(name: string, fallback: string) {
  const value = process.env[name];
  if (value === undefined || value === '') {
    console.warn(\`\${name} is not set\`);
    return fallback;
  }
  return value;
}`,
    ],
    [
      `export function get(name: string) {
  const value = process.env[name];
  if (!value && !isTest) throw new Error(name);
  else return value;
}`,
    ],
  ])('is asked for a variable by its name: %s', async (reader) => {
    expect(await remove(program(reader, PAGE))).toBe(shown('fresh'));
    expect(await remove(program(reader, PAGE), false)).toBe(shown('old'));
  });

  it('may stand in the same file, and goes with the last that asks', async () => {
    const source = `//- src/page.ts\n${GET.replace('export ', '')}\n${PAGE}`;
    expect(await remove(source)).toBe('//- src/page.ts\nexport const page = () => fresh();');
  });

  it.each([
    ["export const get = (name, fallback) => process.env[name] === 'true' || fallback;"],
    ['export const get = (name, fallback) => process.env[name].trim() ?? fallback;'],
    ['export const get = (name, fallback) => fallback ?? process.env[name];'],
    ['export const get = (name, fallback) => process.env[fallback] ?? name;'],
    ["export const get = (name, fallback) => process.env['APP_' + name] ?? fallback;"],
    ['export const get = (name, fallback) => settings[name] ?? fallback;'],
    ['export const get = async (name, fallback) => process.env[name] ?? fallback;'],
    ['export const get = (name, fallback) => (isTest ? fallback : process.env[name]);'],
    ["export const get = (name = 'A', fallback) => process.env[name] ?? fallback;"],
    [
      'export function get(name, fallback) {\n  asked.push(name);\n  return process.env[name] ?? fallback;\n}',
    ],
    [
      'export function get(name, fallback) {\n  if (process.env[name]) return process.env[name];\n  count(name);\n  return fallback;\n}',
    ],
    [
      'export function get(name, fallback) {\n  name = name.toUpperCase();\n  return process.env[name] ?? fallback;\n}',
    ],
    [
      'export function get(name, fallback) {\n  let value = process.env[name];\n  return value ?? fallback;\n}',
    ],
    ['export let get = (name, fallback) => process.env[name] ?? fallback;\nget = () => read();'],
  ])('is none where it gives something else, or does more: %s', async (reader) => {
    expect(await remove(program(reader, PAGE))).not.toContain('//- src/page.ts');
  });

  it.each([
    ["get('NEW_UI', 'false') === 'true' && get('NEW_UI', 'x') === 'beta'"],
    ["send(get('NEW_UI', 'false'))"],
  ])('tells nothing of on and off where more is asked of the text: %s', async (asked) => {
    const result = await remove(program(GET, `export const page = () => ${asked};`));
    expect(result).toContain('Which text the variable holds for on or off is not told here');
  });

  it('may give something else in the place of an empty text, so that none is kept', async () => {
    const page = "export const page = () => (get('NEW_UI', '1') ? fresh() : old());";
    expect(await remove(program(GET, page))).toBe(shown('fresh'));
    expect(await remove(program(GET, page), false)).toContain('is not told here');
  });

  it('loses no effect of what it is given besides', async () => {
    const page = "export const page = () => (get('NEW_UI', next()) === 'true' ? fresh() : old());";
    expect(await remove(program(GET, page))).toContain('next()');
  });

  it.each([
    ['export const config = {', "import { config } from './config';"],
    ['export default {', "import config from './config';"],
  ])('may fill a table, which tells by what its member is asked: %s', async (table, imported) => {
    const source = `//- src/env.ts
${GET}
//- src/config.ts
import { get } from './env';
${table}
  ui: { newUi: get('NEW_UI', false), port: get('PORT', 3) },
};
//- src/page.ts
${imported}
const { port } = config.ui;
export const page = () => (config.ui.newUi === 'true' ? fresh(port) : old());`;
    expect(await remove(source)).toBe(`//- src/config.ts
import { get } from './env';
${table}
  ui: { port: get('PORT', 3) },
};
//- src/page.ts
${imported}
const { port } = config.ui;
export const page = () => fresh(port);`);
  });

  it.each([
    ['show(config);'],
    ['config.newUi = read();'],
    ["const { newUi, ...others } = config;\nshow(newUi === 'true', others);"],
  ])('tells nothing where more may be done with that table: %s', async (more) => {
    const source = `//- src/env.ts
${GET}
//- src/config.ts
import { get } from './env';
export const config = { newUi: get('NEW_UI', false), port: get('PORT', 3) };
//- src/page.ts
import { config } from './config';
export const page = () => (config.newUi === 'true' ? fresh() : old());
${more}`;
    expect(await remove(source)).toContain('src/config.ts! Which text the variable holds');
  });
});
