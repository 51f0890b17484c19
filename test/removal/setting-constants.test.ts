import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const FILES = `//- src/config.ts
export const get = (key: string, or = ''): string => process.env[key] || or;
export const SHOWS_NEW_UI = get('NEW_UI_05072023', 'false');
export const PORT = get('PORT', '1');
//- src/active.ts
export const isActive = (text?: string): boolean => ['1', 'true', 'on'].includes(text?.toString().toLowerCase() ?? '');
export const send = (text: string) => console.log(text);
`;

const remove = (page: string, keep: boolean | string = true, files = FILES): Promise<string> =>
  removeWhole(`${files}//- src/page.ts\n${page}`, { flag: 'SHOWS_NEW_UI', keep });

const ASK = "import { isActive } from './active';\n";

describe('a constant that holds a variable of the environment under another name', () => {
  it.each([
    ["import { SHOWS_NEW_UI } from './config';\n", 'isActive(SHOWS_NEW_UI)'],
    ["import * as config from './config';\n", 'isActive(config.SHOWS_NEW_UI)'],
    ["import * as config from './config';\nshow({ config });\n", 'isActive(config.SHOWS_NEW_UI)'],
    ["import { SHOWS_NEW_UI as text } from './config';\n", "text === 'true'"],
    ["import { SHOWS_NEW_UI } from './config';\n", "SHOWS_NEW_UI !== 'false'"],
  ])('is the flag where somebody asks about it by its name: %s %s', async (imports, test) => {
    const source = `${imports}${ASK}isActive('x');\nexport const page = () => (${test} ? fresh() : old());\n`;
    expect(await remove(source, true)).toContain('page = () => fresh();');
    expect(await remove(source, false)).toContain('page = () => old();');
  });

  it('is asked by its value in a source of its own, too', async () => {
    const config = FILES.replace("get('NEW_UI_05072023', 'false')", "process.env.NEW_UI_2023 ?? 'false'");
    const source = `import { SHOWS_NEW_UI } from './config';\n${ASK}export const page = () => isActive(SHOWS_NEW_UI) && fresh();\n`;
    expect(await remove(source, true, config)).toContain('page = () => fresh();');
  });

  it('may bear the name of the variable, where somebody may be given all of the configuration', async () => {
    const config = FILES.replace('NEW_UI_05072023', 'SHOWS_NEW_UI');
    const source = `import * as config from './config';
${ASK}templates.addGlobal('config', config);
export const page = () => (isActive(config.SHOWS_NEW_UI) ? fresh() : old());
`;
    expect(await remove(source, true, config)).toContain('page = () => fresh();');
    expect(await remove(source, false, config)).toContain('page = () => old();');
    const other = "//- src/other.ts\nif (process.env.SHOWS_NEW_UI === 'blue') b();\n";
    expect(await remove(source, true, config + other)).not.toContain('page = () =>');
  });

  it('leaves what asks for more than yes or no', async () => {
    const source = `import { SHOWS_NEW_UI } from './config';\nimport { isActive, send } from './active';\nsend(SHOWS_NEW_UI);\nif (isActive(SHOWS_NEW_UI)) fresh();\n`;
    const result = await remove(source);
    expect(result).toContain('send(SHOWS_NEW_UI);\nfresh();');
    expect(result).toContain('src/page.ts! Which text the variable holds for on or off is not told here');
  });

  it.each([
    ["export const SHOWS_NEW_UI = 'true';", 'isActive(SHOWS_NEW_UI)'],
    ["export const SHOWS_NEW_UI = mode('NEW_UI_05072023');", 'isActive(SHOWS_NEW_UI)'],
    ["export let SHOWS_NEW_UI = get('NEW_UI_05072023', 'false');", 'isActive(SHOWS_NEW_UI)'],
    ["export const SHOWS_NEW_UI = get('NEW_UI_05072023', 'false');", 'SHOWS_NEW_UI'],
    ["export const SHOWS_NEW_UI = get('NEW_UI_05072023', 'false');", "SHOWS_NEW_UI === 'blue'"],
    ["export const SHOWS_NEW_UI = get('NEW_UI_05072023', 'false');", 'send(SHOWS_NEW_UI)'],
  ])('may be something else, or nothing shows what it is: %s %s', async (declared, test) => {
    const files = FILES.replace(/export const SHOWS_NEW_UI = .*;/, declared);
    const source = `import { SHOWS_NEW_UI } from './config';\nimport { isActive, send } from './active';\nisActive(send('x'));\nexport const page = () => (${test} ? fresh() : old());\n`;
    expect(await remove(source, true, files)).not.toContain('//- src/page.ts');
  });

  it('is none where two constants bear the name', async () => {
    const source = `import { SHOWS_NEW_UI } from './config';\n${ASK}if (isActive(SHOWS_NEW_UI)) fresh();\n`;
    const other = '//- src/other.ts\nexport const SHOWS_NEW_UI = process.env.NEW_UI;\n';
    expect(await remove(source, true, FILES + other)).not.toContain('//- src/page.ts');
  });
});
