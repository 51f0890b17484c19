import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const CLASS = `
  readonly id: string;
  constructor(id: string, readonly defaultValue: boolean) {
    this.id = id;
  }`;

const remove = (body = CLASS, head = 'class Feature'): Promise<string> =>
  removeWhole(
    `//- src/feature.ts
export ${head} {${body}
}
//- src/features.ts
import { Feature } from './feature';
export const newUi = new Feature('new_ui', false);
export const other = new Feature('other', false);
//- src/use.ts
import { useFeatureIsOn } from '@growthbook/growthbook-react';
import type { Feature } from './feature';
export const useIsOn = (feature: Feature): boolean => useFeatureIsOn(feature.id);
//- src/page.ts
import { newUi, other } from './features';
import { useIsOn } from './use';
export const usePage = () => (useIsOn(newUi) ? fresh(useIsOn(other)) : old());`,
    { flag: 'new_ui' },
  );

describe('an object that stands for a flag', () => {
  it('goes with the last that asks for the flag by it', async () => {
    const result = await remove();
    expect(result).toContain(`//- src/features.ts
import { Feature } from './feature';
export const other = new Feature('other', false);`);
    expect(result).toContain('export const usePage = () => fresh(useIsOn(other));');
  });

  it('goes where its class is one of the same file', async () => {
    const result = await removeWhole(
      `//- src/features.ts
class Feature {${CLASS}
}
export const newUi = new Feature('new_ui', false);
export const other = new Feature('other', false);
//- src/page.ts
import { useFeatureIsOn } from '@growthbook/growthbook-react';
import { newUi, other } from './features';
export const usePage = () => (useFeatureIsOn(newUi.id) ? fresh(other) : old());`,
      { flag: 'new_ui' },
    );
    expect(result).toContain("}\nexport const other = new Feature('other', false);");
    expect(result).toContain('export const usePage = () => fresh(other);');
  });

  it.each([
    [
      'tells others of itself',
      { body: `${CLASS.replace('this.id = id;', 'this.id = id; all.push(this);')}` },
    ],
    [
      'is given to a setter',
      { body: 'constructor(id) { this.id = id; } set id(value) { register(value); }' },
    ],
    ['has a field that does more', { body: `${CLASS}\n  readonly number = next();` }],
    [
      'inherits',
      { body: CLASS.replace('{\n    this', '{\n    super();\n    this'), head: 'class Feature extends Base' },
    ],
    ['is told of by decorators', { body: `@register ${CLASS.trim()}` }],
    ['may be of another class', { body: `${CLASS}\n}\nFeature = Registered;\nclass Rest {` }],
  ])('stays where it %s', async (_, { body, head }: { body: string; head?: string }) => {
    expect(await remove(body, head)).not.toContain('//- src/features.ts');
  });

  const ofTable = (more = ''): Promise<string> =>
    removeWhole(
      `//- src/feature.ts
export class Feature {${CLASS}
}
//- src/features.ts
import { Feature } from './feature';
export const features = {
  newUi: new Feature('new_ui', false),
  other: new Feature('other', false),
};
//- src/page.ts
import { useFeatureIsOn } from '@growthbook/growthbook-react';
import { features } from './features';
export const usePage = () => (useFeatureIsOn(features.newUi.id) ? fresh(features.other) : old());
${more}`,
      { flag: 'new_ui' },
    );

  it('goes from its table', async () => {
    expect(await ofTable()).toContain(`export const features = {
  other: new Feature('other', false),
};`);
  });

  it('stays in its table where something asks for it by its name there', async () => {
    const more =
      "//- src/other.ts\nimport { features } from './features';\nsend(features.newUi.defaultValue);";
    expect(await ofTable(more)).not.toContain('//- src/features.ts');
  });
});

describe('the key that an object of a class holds', () => {
  const asked = (body: string, more = '', head = 'class Feature'): Promise<string> =>
    removeWhole(
      `//- src/features.ts
export ${head} {${body}
}
export const newUi = new Feature('new_ui', false);
export const other = new Feature('other', false);
${more}
//- src/page.ts
import { useFeatureIsOn } from '@growthbook/growthbook-react';
import { newUi } from './features';
export const usePage = () => (useFeatureIsOn(newUi.id) ? fresh() : old());`,
      { flag: 'new_ui' },
    );
  const FRESH = 'export const usePage = () => fresh();';

  it.each([
    [CLASS],
    ['constructor(id) { this.id = id; this.ask = this.ask.bind(this); } ask() { return this; }'],
    ['constructor(id) { this.id = id; register(this); } get name() { return this.id; }'],
  ])('is known: %s', async (body) => {
    expect(await asked(body)).toContain(FRESH);
  });

  it.each([
    ["constructor(id) { this.id = id; } get id() { return 'other'; } set id(value) { this.own = value; }"],
    ['constructor(id) { this.id = id; Object.assign(this, read()); }'],
    ["constructor(id) { this.id = id; Object.defineProperty(this, 'id', { get: read }); }"],
    ["constructor(id) { this.id = id; this['id'] = read(); }"],
    ['constructor(id) { this.id = id; this[name] = read(); }'],
    ['constructor(id) { this.id = id; const self = this; self.id = read(); }'],
    ['constructor(id) { this.id = id; return known.get(id); }'],
    ['constructor(id) { if (known) return; this.id = id; }'],
    ['constructor(id) { this.id = id; } rename(id) { this.id = id; }'],
  ])('is not, where the class makes something else of it: %s', async (body) => {
    expect(await asked(body)).not.toContain('fresh();');
  });

  it.each([
    ["newUi.id = 'other';"],
    ['Object.assign(newUi, read());'],
    ['export const rename = (one) => { one.id = read(); };'],
  ])('is not, where code gives it another one: %s', async (more) => {
    expect(await asked(CLASS, more)).not.toContain('fresh();');
  });
});
