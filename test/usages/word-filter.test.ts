import { expect, it } from 'vitest';
import { filesHolding, holdersOf, wordFilter, wordQuery } from '../../server/src/usages/word-filter';
import { finish } from '../../server/src/workspace/per-file';

const holds = (text: string, ...names: string[]): boolean => wordQuery(names)(wordFilter(text));

it('knows every word of a text, and hardly another', () => {
  const words = (initial: string): string[] =>
    Array.from({ length: 5000 }, (_, i) => `${initial}${i * 7919}`);
  const filter = wordFilter(words('in').join('.'));
  expect(words('in').filter((word) => !wordQuery([word])(filter))).toEqual([]);
  expect(words('out').filter((word) => wordQuery([word])(filter)).length).toBeLessThan(50);
  expect(filter.length).toBe(10_000);
});

it('takes for a word what an identifier may be', () => {
  expect(holds('a.$on_2(größe)', '$on_2')).toBe(true);
  expect(holds('a.$on_2(größe)', 'größe')).toBe(true);
  expect(holds('x = 𝒳;', '𝒳')).toBe(true);
  expect(holds('if(!on\u00a0)', 'on')).toBe(true);
  expect(holds('isOnline', 'isOn')).toBe(false);
  expect(holds('größe', 'gr')).toBe(false);
});

it('asks for all words of a name, and for one name of several', () => {
  expect(holds("isEnabled('new-checkout')", 'new-checkout')).toBe(true);
  expect(holds("isEnabled('new')", 'new-checkout')).toBe(false);
  expect(holds("isEnabled('new')", 'new-checkout', 'isEnabled')).toBe(true);
  expect(holds('', 'new')).toBe(false);
  expect(holds('', '.')).toBe(true);
  expect(holds('')).toBe(false);
});

it('finds who holds names, all names together, as it does each by itself', () => {
  const words = new Map(
    Array.from({ length: 60 }, (_, i) => [
      `src/${i}.ts`,
      wordFilter(`common ${i % 2 === 0 ? 'even' : 'odd'} file${i} new-${i % 3}`),
    ]),
  );
  // The last one is held by the file with which the first has enough.
  const names = ['common', 'even', 'odd', 'file7', 'file59', 'new-1', 'nowhere', 'file10'];
  const holders = finish(holdersOf(words, names, 10));
  for (const name of names) {
    const all = filesHolding(words, [name]);
    expect([...holders.get(name)!], name).toEqual(all.slice(0, 11));
  }
  expect(holders.get('common')!.size).toBe(11);
  expect(holders.get('file7')).toContain('src/7.ts');
});
