import { expect, it } from 'vitest';
import type { ViewRow } from '../../server/src/lsp/flag-view';
import { CHECKOUT, FLAG_FILE, start } from './shop';

interface Changes {
  readonly changed: readonly ViewRow[];
  readonly removed: readonly { readonly key: string }[];
}

it('gives all rows at once, and then only what changes', async () => {
  const server = await start();
  const { rows } = await server.connection.sendRequest<{ rows: ViewRow[] }>('flagwright/flagRows', {});
  expect(rows.map(({ key, reads, rollout }) => `${key} ${reads} ${rollout}`)).toEqual([
    'dark_mode 2 100 %',
    'new_checkout 1 10 %',
    // What the code misspells stands there as well: no flag file declares it.
    'new_chekout 1 ',
  ]);

  server.open('config/flags.yaml', FLAG_FILE);
  server.change('config/flags.yaml', FLAG_FILE.replace('percentage: 10,', 'percentage: 20,'));
  const { changed, removed } = await server.untilSent<Changes>('flagwright/flagRowsChanged');
  expect(changed.map(({ key, rollout }) => `${key} ${rollout}`)).toEqual(['new_checkout 20 %']);
  expect(removed).toEqual([]);
});

it('tells of a flag that is in no flag file any more, and places one that is there', async () => {
  const server = await start();
  const { rows } = await server.connection.sendRequest<{ rows: ViewRow[] }>('flagwright/flagRows', {});
  const { folder } = rows[0]!;
  const places = await server.connection.sendRequest<{ reads: { name: string; line: string }[] }>(
    'flagwright/flagPlaces',
    { folder, key: 'new_checkout' },
  );
  expect(places.reads).toMatchObject([{ name: 'src/checkout.ts:3', line: CHECKOUT.split('\n')[2] }]);
  server.open('config/flags.yaml', FLAG_FILE);
  server.change('config/flags.yaml', FLAG_FILE.replace(/ {2}new_checko.*\n/, ''));
  const { changed, removed } = await server.untilSent<Changes>('flagwright/flagRowsChanged');
  expect(changed.map(({ key, isUndeclared }) => [key, isUndeclared])).toEqual([['new_checkout', true]]);
  expect(removed).toEqual([]);
});

it('tells of a flag that is gone', async () => {
  const server = await start();
  const { rows } = await server.connection.sendRequest<{ rows: ViewRow[] }>('flagwright/flagRows', {});
  expect(rows.filter(({ isUndeclared }) => isUndeclared).map(({ key }) => key)).toEqual(['new_chekout']);
  server.open('src/checkout.ts', CHECKOUT);
  server.change('src/checkout.ts', CHECKOUT.replace('new_chekout', 'dark_mode'));
  const { removed } = await server.untilSent<Changes>('flagwright/flagRowsChanged');
  expect(removed.map(({ key }) => key)).toEqual(['new_chekout']);
});
