import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const FILES = `//- src/config.ts
export const get = (key: string, or = ''): string => process.env[key] || or;
export const FLAG_NEW_UI = get('FLAG_NEW_UI_05072023', 'false');
export const PORT = get('PORT', '1');
//- src/active.ts
export const isActive = (text?: string): boolean => ['1', 'true', 'on'].includes(text?.toString().toLowerCase() ?? '');
export const send = (text: string) => console.log(text);
`;

const remove = (page: string, keep: boolean | string = true, files = FILES): Promise<string> =>
  removeWhole(`${files}//- src/page.ts\n${page}`, { flag: 'FLAG_NEW_UI', keep });

const ASK = "import { isActive } from './active';\n";

describe('a constant that holds a variable of the environment under another name', () => {
  it.each([
    ["import { FLAG_NEW_UI } from './config';\n", 'isActive(FLAG_NEW_UI)'],
    ["import * as config from './config';\n", 'isActive(config.FLAG_NEW_UI)'],
    ["import * as config from './config';\nshow({ config });\n", 'isActive(config.FLAG_NEW_UI)'],
    ["import { FLAG_NEW_UI as text } from './config';\n", "text === 'true'"],
    ["import { FLAG_NEW_UI } from './config';\n", "FLAG_NEW_UI !== 'false'"],
  ])('is the flag where somebody asks about it by its name: %s %s', async (imports, test) => {
    const source = `${imports}${ASK}isActive('x');\nexport const page = () => (${test} ? fresh() : old());\n`;
    expect(await remove(source, true)).toContain('page = () => fresh();');
    expect(await remove(source, false)).toContain('page = () => old();');
  });

  it('is asked by its value in a source of its own, too', async () => {
    const config = FILES.replace(
      "get('FLAG_NEW_UI_05072023', 'false')",
      "process.env.NEW_UI_2023 ?? 'false'",
    );
    const source = `import { FLAG_NEW_UI } from './config';\n${ASK}export const page = () => isActive(FLAG_NEW_UI) && fresh();\n`;
    expect(await remove(source, true, config)).toContain('page = () => fresh();');
  });

  it('leaves what asks for more than yes or no', async () => {
    const source = `import { FLAG_NEW_UI } from './config';\nimport { isActive, send } from './active';\nsend(FLAG_NEW_UI);\nif (isActive(FLAG_NEW_UI)) fresh();\n`;
    const result = await remove(source);
    expect(result).toContain('send(FLAG_NEW_UI);\nfresh();');
    expect(result).toContain('src/page.ts! Which text the variable holds for on or off is not told here');
  });

  it.each([
    ["export const FLAG_NEW_UI = 'true';", 'isActive(FLAG_NEW_UI)'],
    ["export const FLAG_NEW_UI = mode('FLAG_NEW_UI_05072023');", 'isActive(FLAG_NEW_UI)'],
    ["export let FLAG_NEW_UI = get('FLAG_NEW_UI_05072023', 'false');", 'isActive(FLAG_NEW_UI)'],
    ["export const FLAG_NEW_UI = get('FLAG_NEW_UI_05072023', 'false');", 'FLAG_NEW_UI'],
    ["export const FLAG_NEW_UI = get('FLAG_NEW_UI_05072023', 'false');", "FLAG_NEW_UI === 'blue'"],
    ["export const FLAG_NEW_UI = get('FLAG_NEW_UI_05072023', 'false');", 'send(FLAG_NEW_UI)'],
  ])('may be something else, or nothing shows what it is: %s %s', async (declared, test) => {
    const files = FILES.replace(/export const FLAG_NEW_UI = .*;/, declared);
    const source = `import { FLAG_NEW_UI } from './config';\nimport { isActive, send } from './active';\nisActive(send('x'));\nexport const page = () => (${test} ? fresh() : old());\n`;
    expect(await remove(source, true, files)).not.toContain('//- src/page.ts');
  });

  it('is none where two constants bear the name', async () => {
    const source = `import { FLAG_NEW_UI } from './config';\n${ASK}if (isActive(FLAG_NEW_UI)) fresh();\n`;
    const other = '//- src/other.ts\nexport const FLAG_NEW_UI = process.env.NEW_UI;\n';
    expect(await remove(source, true, FILES + other)).not.toContain('//- src/page.ts');
  });
});
