import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** What becomes of a page that asks a table of the project's own for the flag, beside other code. */
const remove = (own: string, file = 'src/boot.ts', text = ''): Promise<string> =>
  removeWhole(
    `//- src/features.ts
export const features = { newUi: true, other: false };
${own}
//- src/page.ts
import { features } from './features';
export const page = () => (features.newUi ? fresh() : old());
//- src/all.ts
export { features } from './features';
export const others = { newUi: false };
//- ${file}
${text}`,
    { flag: 'newUi' },
  );

const IMPORT = "import { features } from './features';\n";

describe('a table of flags that code changes by another name', () => {
  it.each([
    ['const all = features;\nall.newUi = read();'],
    ['function set(table) { table.newUi = read(); }\nset(features);'],
    ['let all;\nall = features;\nall.newUi ||= read();'],
    ['const all = isOld() ? features : {};\nall.newUi = read();'],
    ['function get() { return features; }\nget().newUi = read();'],
    ['const state = { features };\nstate.features.newUi = read();'],
    ['const { inner } = { inner: features };\ninner.newUi = read();'],
    ['class Tools { table = features; set() { this.table.newUi = read(); } }'],
    ['for (const table of [features]) delete table.newUi;'],
    ['Object.assign(features, { newUi: read() });'],
    ["Reflect.set(features, 'newUi', read());"],
    ["const all = features;\nObject.defineProperty(all, 'newUi', { get: read });"],
  ])('is asked for on: %s', async (code) => {
    for (const result of [await remove(code), await remove('', 'src/boot.ts', IMPORT + code)]) {
      expect(result).toContain('! The flag is written here.');
      expect(result).toContain('src/page.ts! The flag is written elsewhere, so its reads stay.');
      expect(result).not.toContain('fresh();');
    }
  });

  it.each([
    ['gets it as a parameter', 'export function set(table) { table.newUi = read(); }'],
    ['takes it from one that hands it on', "import { features as all } from './all';\nall.newUi = read();"],
    [
      'has another name for that',
      "import * as all from './all';\nconst { features: own } = all;\nown.newUi = read();",
    ],
  ])('is asked for on, where a file does so that %s', async (_, text) => {
    const result = await remove('', 'src/boot.ts', text);
    expect(result).toContain('src/boot.ts! The flag is written here.');
    expect(result).not.toContain('fresh();');
  });

  it.each([
    ['another member is changed', `${IMPORT}const all = features;\nall.other = read();`],
    ['it is looked at', `${IMPORT}const all = features;\nlog(all.newUi === true, Object.keys(all));`],
    ['another table is made', 'const made = {};\nmade.newUi = read();\nsend(made);'],
    [
      'one is made in steps',
      'export const show = () => {\n  const made = { a: 1 };\n  Object.assign(made, { newUi: 1 });\n};',
    ],
    ['something global has such a member', 'window.newUi = read();\ndocument.body.newUi = read();'],
    [
      'what a package makes has such a member',
      "import make from 'elsewhere';\nconst app = make();\napp.newUi = read();",
    ],
    ['a class has such a field', 'class Page { newUi = false; show() { this.newUi = true; } }'],
  ])('goes where %s', async (_, text) => {
    expect(await remove('', 'src/boot.ts', text)).toContain('export const page = () => fresh();');
  });

  it('goes where a test does so', async () => {
    const result = await remove('', 'src/boot.test.ts', `${IMPORT}const all = features;\nall.other = true;`);
    expect(result).toContain('export const page = () => fresh();');
  });
});

describe('a function in whose place a file puts another one', () => {
  const gate = (text: string): Promise<string> =>
    removeWhole(
      `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/gate.ts
import { client } from './client';
export class Gate {
  isOn(key) {
    return client.isEnabled(key);
  }
}
export const gate = new Gate();
//- src/all.ts
export { gate } from './gate';
//- src/page.ts
import { gate } from './gate';
export const page = () => (gate.isOn('new_ui') ? fresh() : old());
//- src/boot.ts
${text}`,
      { flag: 'new_ui' },
    );

  it.each([
    ['gets it as a parameter', 'export function set(own) { own.isOn = () => read(); }'],
    ['takes it from one that hands it on', "import { gate } from './all';\nObject.assign(gate, read());"],
  ])('is called on, where that file %s', async (_, text) => {
    expect(await gate(text)).toContain('src/page.ts! Other code puts another function in its place.');
  });

  it('goes where a file puts one in the place of another', async () => {
    expect(await gate('export function set(own) { own.other = () => read(); }')).toContain(
      'export const page = () => fresh();',
    );
  });
});
