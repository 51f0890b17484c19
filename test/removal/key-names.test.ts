import { describe, expect, it, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string): Promise<string> =>
  removeWhole(PROJECT + source, { flag: 'new_ui', hidden: OWN });

const PROJECT = `
    //- flags.yaml
    flags:
      new_ui: { enabled: true }
      other: { enabled: true, percentage: 50 }
    //- src/types.ts
    export enum Gate {
      NEW_UI = 'new_ui',
      OTHER = 'other',
    }
    //- src/gates.ts
    import { checkGate } from 'statsig-node';
    import { DEFAULTS } from './defaults';
    import { Gate } from './types';
    export function gate(name: Gate) {
      try {
        return checkGate(name);
      } catch (error) {
        log(error, name);
        return DEFAULTS[name];
      }
    }
    //- src/page.ts
    import { gate } from './gates';
    import { Gate } from './types';
    export const page = gate(Gate.NEW_UI) ? 1 : 2;
    export const other = gate(Gate.OTHER);`;
const OWN = ['src/types.ts', 'src/gates.ts', 'src/page.ts'];

const DEFAULTS = `
    //- src/defaults.ts
    import { Gate as G } from './types';
    export const DEFAULTS = {
      [G.NEW_UI]: false,
      [G.OTHER]: false,
    };`;
const WITHOUT = `//- src/defaults.ts
import { Gate as G } from './types';
export const DEFAULTS = {
  [G.OTHER]: false,
};`;

test('an entry under a name that stands for the key goes with it; a reader that only catches what comes of asking is one', async () => {
  expect(await remove(DEFAULTS)).toBe(WITHOUT);
});

test('a member of that name of another enum is something else', async () => {
  const screens = `
    //- src/screens.ts
    export enum Screen { NEW_UI = 'screen' }
    export const titles = { [Screen.NEW_UI]: 'New' };`;
  const text = await remove(DEFAULTS + screens);
  expect(text).not.toContain('//- src/screens.ts');
});

describe('a mock that tells flags apart by such names', () => {
  const test = (answer: string, more = ''): string => `${DEFAULTS}
    //- src/page.test.ts
    import { page } from './page';
    import { Gate } from './types';
    it('is new', () => {
      vi.mocked(gate).mockImplementation(${answer});
      check(page);${more}
    });
    it('is there', () => check(page));`;
  const left = (answer: string): string => `//- src/page.test.ts
import { page } from './page';
import { Gate } from './types';
it('is new', () => {
  vi.mocked(gate).mockImplementation(${answer});
  check(page);
});
it('is there', () => check(page));`;

  it.each([
    ['(name) => name === Gate.NEW_UI || name === Gate.OTHER', '(name) => name === Gate.OTHER'],
    ['(name) => name === Gate.OTHER || name === Gate.NEW_UI', '(name) => name === Gate.OTHER'],
    [
      '(name) => { if (name === Gate.NEW_UI || name === Gate.OTHER) return true; return false; }',
      '(name) => { if (name === Gate.OTHER) return true; return false; }',
    ],
  ])('no longer speaks of it: %s', async (before, after) => {
    expect(await remove(test(before))).toBe(`${WITHOUT}\n${left(after)}`);
  });

  it('loses the statement, or the case, that is about it alone', async () => {
    const text = await remove(`${DEFAULTS}
    //- src/page.test.ts
    import { Gate } from './types';
    it('is new', () => {
      vi.mocked(gate).mockImplementation((name) => {
        if (name === Gate.NEW_UI) {
          return true;
        }
        throw new Error(name);
      });
      vi.mocked(gate).mockImplementation((name) => {
        switch (name) {
          case Gate.NEW_UI:
            return true;
          case Gate.OTHER:
            return true;
        }
        return false;
      });
      check(page);
    });`);
    expect(text).toBe(`${WITHOUT}
//- src/page.test.ts
import { Gate } from './types';
it('is new', () => {
  vi.mocked(gate).mockImplementation((name) => {
    throw new Error(name);
  });
  vi.mocked(gate).mockImplementation((name) => {
    switch (name) {
      case Gate.OTHER:
        return true;
    }
    return false;
  });
  check(page);
});`);
  });

  it('goes with its test where it says the other answer', async () => {
    const text = await remove(test('(name) => { if (name === Gate.NEW_UI) return false; return true; }'));
    expect(text).toBe(`${WITHOUT}
//- src/page.test.ts
import { page } from './page';
it('is there', () => check(page));`);
  });

  it.each([
    ['(name) => name !== Gate.NEW_UI'],
    ['(name) => name === Gate.NEW_UI && isOn'],
    ['(name) => { switch (name) { case Gate.OTHER: case Gate.NEW_UI: return true; } return false; }'],
  ])('stays where that cannot be told: %s', async (answer) => {
    const text = await remove(test(answer));
    expect(text).not.toContain('//- src/page.test.ts');
    expect(text).toContain('Its declaration stays. src/page.test.ts still names it.');
  });
});

test('a parameter stays for which nearly all tests give what is gone', async () => {
  const show = `
    //- src/show.ts
    import { gate } from './gates';
    import { Gate } from './types';
    import { shown } from './shown';
    export const all = shown(gate(Gate.NEW_UI));
    //- src/shown.ts
    export const shown = (isShort: boolean) => (isShort ? 1 : 2);
    //- src/shown.test.ts
    import { shown } from './shown';`;
  const tests = (count: number): string =>
    Array.from({ length: count }, (_, i) => `\n    it('is long ${i}', () => check(shown(false)));`).join('');
  expect(await remove(DEFAULTS + show + tests(3))).not.toContain('//- src/shown');
  expect(await remove(DEFAULTS + show + tests(2))).toContain(
    'export const shown = () => (1);'.replace('(1)', '1'),
  );
});
