import { expect, it } from 'vitest';
import { namesOf } from '../../server/src/usages/candidates';
import { shapeTable } from '../../server/src/usages/shapes';
import { wordQuery } from '../../server/src/usages/word-filter';
import { mayExport, sourceFilter } from '../../server/src/workspace/may-export';

it('a method that is called like a word of the language is looked for as a member alone', () => {
  const shape = { name: 'export', wrapper: 'src/gate.ts#Gate.export', keys: [[0]] } as const;
  const mayAsk = (text: string): boolean => wordQuery(namesOf(shapeTable([shape])))(sourceFilter(text));
  expect(mayAsk("gate.export('dark');")).toBe(true);
  expect(mayAsk("gate?.\n  export<string>('dark');")).toBe(true);
  expect(mayAsk('export const gate = 1; gate.exports; gate.delete();')).toBe(false);
});

it('a module may export what its text names, and anything where it hands on all of another', () => {
  expect(mayExport(sourceFilter('export const dark = 1;'), 'dark')).toBe(true);
  expect(mayExport(sourceFilter('export const dark = 1;'), 'light')).toBe(false);
  expect(mayExport(sourceFilter("export * from './light';"), 'light')).toBe(true);
});
