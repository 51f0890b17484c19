import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const PAGE = `
//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/page.ts
export const page = (on = unleash.isEnabled('new_ui')) => (on ? shown() : hidden());
export const menu = (on = unleash.isEnabled('menu')) => (on ? shown() : hidden());
`;

const remove = (source: string, keep = true): Promise<string> =>
  removeWhole(`${PAGE}${source}`, { flag: 'new_ui', keep, hidden: ['src/page.ts'] });

describe('a list of keys with their answers', () => {
  it('loses the one of the flag, in a list that is named for flags and in a map', async () =>
    expect(
      await remove(`//- src/defaults.ts
export const defaults = {
  WAFFLE_FLAGS: [
    ['menu', true],
    ['new_ui', true],
  ],
};
export const flagDefaults = new Map([['new_ui', false], ['menu', true]]);
`),
    ).toBe(`//- src/defaults.ts
export const defaults = {
  WAFFLE_FLAGS: [
    ['menu', true],
  ],
};
export const flagDefaults = new Map([['menu', true]]);`));

  it('in a test goes with the test where it is the other answer', async () =>
    expect(
      await remove(`//- src/page.test.ts
import { page } from './page';
it('is new', () => {
  start({ flags: [['new_ui', true], ['menu', false]] });
  check(page());
});
it('is old', () => {
  start({ flags: [['new_ui', false], ['menu', false]] });
  check(page());
});`),
    ).toBe(`//- src/page.test.ts
import { page } from './page';
it('is new', () => {
  start({ flags: [['menu', false]] });
  check(page());
});`));

  it('stays, and is told of, where no other row is of a flag, or rows tell more', async () => {
    const lists = [
      "export const flags = [['new_ui', true], ['gb', false]];",
      "export const steps = [['menu', false], ['new_ui', true]];",
      "export const flags = [['menu', false], ['new_ui', open()]];",
    ];
    for (const list of lists) {
      const text = await remove(`//- src/lists.ts\n${list}`);
      expect(text, list).not.toContain('//- src/lists.ts');
      expect(text, list).toMatch(/src\/lists.ts[:!] /);
    }
  });
});
