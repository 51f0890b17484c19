import { expect, it } from 'vitest';
import { wordFilter, wordQuery } from '../../server/src/usages/word-filter';

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
