import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const FLAGS = `
//- flags.yaml
flags:
  x: { enabled: true }
  y: { enabled: true }
`;

/** What becomes of a page that compares a treatment with a text of another file. */
async function page(texts: string, body: string, more = '', keep: boolean | string = true): Promise<string> {
  const source = `${FLAGS}//- src/texts.ts\n${texts}
//- src/page.ts
import { SplitFactory } from '@splitsoftware/splitio';
import { T } from './texts';
export const client = SplitFactory({}).client();
export const other = client.getTreatment('y') === T.OFF;
${body}
${more}`;
  const result = await removeWhole(source, { flag: 'x', keep });
  return result.split('\n').slice(5).join('\n');
}

const ASKED = "export const page = () => (client.getTreatment('x') === T.ON ? fresh() : old());";

describe('a text of another file that the answer is compared with', () => {
  it.each([
    ["export enum T { ON = 'on', OFF = 'off' }"],
    ["export const T = { ON: 'on', OFF: 'off' } as const;"],
    ["export const T = { ON: 'on', OFF: 'off' } as const satisfies Texts;"],
    ["export const T = Object.freeze({ ON: 'on', OFF: 'off' });"],
    ["export const T = { ON: 'on', OFF: 'off' };"],
    ["const T = { ON: 'on', OFF: 'off' };\nexport { T };"],
  ])('is the one that it is declared as: %s', async (texts) => {
    expect(await page(texts, ASKED)).toBe('export const page = () => fresh();');
    expect(await page(texts, ASKED, '', false)).toBe('export const page = () => old();');
    expect(await page(texts, ASKED, '', 'control')).toBe('export const page = () => old();');
  });

  it('is told in a switch', async () => {
    const body = `export function page() {
  switch (client.getTreatment('x')) {
    case T.OFF:
      return old();
    case T.ON:
      return fresh();
  }
}`;
    const texts = "export enum T { ON = 'on', OFF = 'off' }";
    expect(await page(texts, body)).toBe('export function page() {\n  return fresh();\n}');
  });

  it.each([
    ["export { ON as IS_ON } from './all';"],
    ["import { ON as IS_ON } from './all';\nexport { IS_ON };"],
  ])('is told through files that hand it on: %s', async (handedOn) => {
    const source = `${FLAGS}//- src/texts/on.ts
export const ON = 'on';
//- src/texts/all.ts
export * from './on';
//- src/texts/index.ts
${handedOn}
//- src/page.ts
import { IS_ON } from './texts';
import { client } from './client';
export const page = () => (client.getTreatment('x') === IS_ON ? fresh() : old());
`;
    expect(await removeWhole(source, { flag: 'x' })).toBe(
      '//- src/page.ts\nexport const page = () => fresh();\nsrc/texts/index.ts: No other file imports this one any more.',
    );
  });

  it.each([
    ["export const T = { ON: 'on', OFF: 'off' };\nT.ON = read();", ''],
    [
      "export const T = { ON: 'on', OFF: 'off' };",
      "//- src/set.ts\nimport { T } from './texts';\nT.ON = read();",
    ],
    ["export const T = { ON: 'on', OFF: 'off' };", "//- src/set.ts\nimport { T } from './texts';\nset(T);"],
    [
      "export const T = { ON: 'on', OFF: 'off' };",
      "//- src/set.ts\nimport * as texts from './texts';\nset(texts);",
    ],
    ["export const T = { ON: 'on', OFF: 'off', ...read() };", ''],
    ["export let T = { ON: 'on', OFF: 'off' };", ''],
    ["export enum T { ON = read(), OFF = 'off' }", ''],
    ["export enum T { ON = 'on', OFF = 'off' }\n(T as any).ON = read();", ''],
    ["export const T = { ON: 'on', OFF: 'off' } as const;\nObject.assign(T, read());", ''],
    ["export const { T } = read();\nexport * from './all';", "//- src/all.ts\nexport enum T { ON = 'on' }"],
  ])('is not known where it may be another: %s', async (texts, more) => {
    expect(await page(texts, ASKED, more)).toContain(
      "export const page = () => ('on' === T.ON ? fresh() : old());",
    );
  });

  it('is none where a nearer name hides it', async () => {
    const body = "export const page = (T) => (client.getTreatment('x') === T.ON ? fresh() : old());";
    const texts = "export enum T { ON = 'on', OFF = 'off' }";
    expect(await page(texts, body)).toBe("export const page = (T) => ('on' === T.ON ? fresh() : old());");
  });

  it('shows that the flag’s answers are texts', async () => {
    const source = `${FLAGS}//- src/texts.ts
export enum Color { Red = 'red', Blue = 'blue' }
//- src/page.ts
import { Color } from './texts';
import { client } from './client';
export const page = () => (client.variation('x', Color.Red) === Color.Blue ? fresh() : old());
`;
    expect(await removeWhole(source, { flag: 'x' })).toMatch(
      /^src\/page\.ts! The flag is compared with a text/,
    );
    expect(await removeWhole(source, { flag: 'x', keep: 'blue' })).toContain('page = () => fresh();');
  });
});

it.each([
  ['client.getTreatment(key) === T.ON', 'fresh'],
  ['client.getTreatment(key) === TREATMENT_ON', 'fresh'],
  ["'on' === (client.getTreatment(key))", 'fresh'],
  ['client.getTreatment(key) !== T.Off', 'fresh'],
  ['client.getTreatment(key) === T.OFF', 'old'],
])('a function that compares a treatment by name answers for the flag: %s', async (test, shown) => {
  const source = `${FLAGS}//- src/flags.ts
import { SplitFactory } from '@splitsoftware/splitio';
import { T, TREATMENT_ON } from '@some/texts';
const client = SplitFactory({}).client();
export const ask = (key: string): boolean => ${test};
export const other = ask('y');
//- src/page.ts
import { ask } from './flags';
export const page = () => (ask('x') ? fresh() : old());
`;
  expect(await removeWhole(source, { flag: 'x' })).toContain(`export const page = () => ${shown}();`);
});
