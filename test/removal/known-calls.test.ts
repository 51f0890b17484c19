import { describe, expect, it } from 'vitest';
import { removal } from '../support/removal';
import { removeWhole } from '../support/whole-removal';

const VALUE_OF = `function valueOf(value: boolean | null) {
  if (LATE && value === null) return true;
  return value;
}
`;

describe('a call of a function that works its answer out from what it is given', () => {
  it('is its answer, whatever else the function might ask', () => {
    const before = `${VALUE_OF}export const isLate = valueOf(LATE);\n`;
    removal(`${before}export const isNew = valueOf(F());`).becomes(`${before}export const isNew = true;`);
  });

  it.each([
    ["const label = (isNew, old) => (isNew ? 'new' : old);", 'label(F(), title)', "'new'"],
    ['const not = (value) => !value;', 'not(F())', 'false'],
    ['const isOn = (value, isLate) => value === true || isLate;', 'isOn(F(), other.isLate)', 'true'],
    [
      'const isOn = (value) => { const isThere = value !== undefined; return isThere && Boolean(value); };',
      'isOn(F())',
      'true',
    ],
  ])('%s', (helper, call, answer) => {
    removal(`${helper}\nuse(${call}, ${call});\nuse(not, label, isOn);`).becomes(
      `${helper}\nuse(${answer}, ${answer});\nuse(not, label, isOn);`,
    );
  });

  it.each([
    ['asks for something else', 'const isOn = (value) => value && isLate;'],
    ['does something', 'const isOn = (value) => { log(value); return value; };'],
    ['may do something on its way', 'const isOn = (value) => (count() && !value ? 1 : 2);'],
    ['gives a promise', 'const isOn = async (value) => value;'],
    ['gives what it is asked for later', 'function* isOn(value) { return value; }'],
    ['is another one at times', 'let isOn = (value) => value;\nisOn = other;'],
    ['takes what it is given apart', 'const isOn = (...values) => values[0];'],
    ['has a value of its own', 'const isOn = (value, more = later()) => (more ? value : false);'],
  ])('stays where the function %s', (_, helper) => {
    removal(`${helper}\nuse(isOn(F()));\nuse(isOn);`).becomes(`${helper}\nuse(isOn(true));\nuse(isOn);`);
  });

  it('stays where giving the rest does something', () => {
    const helper = 'export const first = (value, rest) => value;\n';
    removal(`${helper}use(first(F(), count()));`).becomes(`${helper}use(first(true, count()));`);
  });

  it('answers for a constant that is called like the flag, in all files', async () => {
    expect(
      await removeWhole(
        `//- src/features.ts
export const DEFAULT_FEATURES = { NEW_UI: true, DARK: null };
export const FEATURES = Object.assign(DEFAULT_FEATURES, ENV.FEATURES);
${VALUE_OF}export const NEW_UI = valueOf(FEATURES.NEW_UI);
export const DARK = valueOf(FEATURES.DARK);
//- src/page.ts
import { DARK, NEW_UI } from './features';
export const page = () => (NEW_UI ? fresh(DARK) : old());`,
        { flag: 'NEW_UI' },
      ),
    ).toBe(`//- src/features.ts
export const DEFAULT_FEATURES = { DARK: null };
export const FEATURES = Object.assign(DEFAULT_FEATURES, ENV.FEATURES);
${VALUE_OF}export const DARK = valueOf(FEATURES.DARK);
//- src/page.ts
import { DARK } from './features';
export const page = () => fresh(DARK);`);
  });
});

describe('an element of a list that is filtered', () => {
  it('goes where the question about it does not let it through', () => {
    const isThere = 'const isThere = (one) => one !== null;\n';
    removal(`${isThere}use([a, F() ? null : b, c].filter(isThere));`).becomes(
      `${isThere}use([a, c].filter(isThere));`,
    );
    removal('use([a, F() ? undefined : b].filter((one) => one !== undefined));').becomes(
      'use([a].filter((one) => one !== undefined));',
    );
    removal('use([F() ? null : b, a].filter(Boolean));').becomes('use([a].filter(Boolean));');
    removal('use([a, !F() && b].filter((one) => !!one));').becomes('use([a].filter((one) => !!one));');
  });

  it.each([
    [
      'use([a, F() ? null : b].filter((one) => one !== undefined));',
      'use([a, null].filter((one) => one !== undefined));',
    ],
    [
      'use([F() ? null : b, a].filter((one, index) => one && index));',
      'use([null, a].filter((one, index) => one && index));',
    ],
    ['use([F() ? null : b, a].filter((one) => isOne(one)));', 'use([null, a].filter((one) => isOne(one)));'],
  ])('stays otherwise: %s', (before, after) => {
    removal(before).becomes(after);
  });
});
