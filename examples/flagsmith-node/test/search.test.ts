import { Flagsmith, LocalFileHandler } from 'flagsmith-nodejs';
import { expect, test } from 'vitest';
import { search } from '../src/search';

const file = new URL('../flags.json', import.meta.url).pathname;
const flagsmith = new Flagsmith({ offlineMode: true, offlineHandler: new LocalFileHandler(file) });

test('finds whole words', async () => {
  expect(await search(flagsmith, { id: 'cid', staff: false }, 'tea')).toEqual(['green tea', 'black tea']);
  expect(await search(flagsmith, { id: 'cid', staff: false }, 'te')).toEqual([]);
});

test('mends what staff mistypes', async () => {
  expect(await search(flagsmith, { id: 'ann', staff: true }, 'cofee')).toEqual(['coffee']);
  expect(await search(flagsmith, { id: 'cid', staff: false }, 'cofee')).toEqual([]);
});
