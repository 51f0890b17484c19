import { expect, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { drawPlace, openFixture } from '../support/workspace';

const SOURCES = `//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/page.ts
export const page = (store: Store) => (flags.isEnabled('new_ui') ? store.readAll() : store.readOldRows());
//- src/store.ts
export interface Store {
  readAll(): Row[];
  readOldRows(): Row[];
}
export class RealStore implements Store {
  readAll() { return this.read(); }
  readOldRows() { return this.read(); }
  read() { return []; }
}
//- test/fake-store.ts
export const fake = { readAll: () => [], readOldRows: () => [] };
`;

/** The methods of which a removal says that nothing seems to call them. */
async function told(more = ''): Promise<string[]> {
  const { workspace, textOf } = await openFixture(SOURCES + more);
  const request = { flag: 'new_ui', keep: true, scope: { kind: 'everywhere' } } as const;
  const { notes } = await planFromWorkspace(workspace, request);
  return notes
    .filter(
      ({ message }) => message === 'No code names `readOldRows` any more, so nothing seems to call this.',
    )
    .map(({ file, span }) => `${file}: ${drawPlace(textOf(file), span)}`);
}

test('a method that lost its last call is told where its class has it; types and fakes call nothing', async () => {
  expect(await told()).toEqual(['src/store.ts: [readOldRows]() { return this.read(); }']);
});

test.each([
  ['it is called elsewhere', '//- src/other.ts\nexport const rows = (store) => store.readOldRows();\n'],
  ['a test calls it', "//- src/store.test.ts\nit('reads', () => new RealStore().readOldRows());\n"],
  ['its name is a text', "//- src/other.ts\nexport const rows = (store) => store['readOldRows']();\n"],
  ['it is taken out', '//- src/other.ts\nexport const rows = ({ readOldRows }) => readOldRows();\n'],
  ['an object of the program has one', '//- src/other.ts\nexport const store = { readOldRows: () => [] };\n'],
])('nothing is told where %s', async (_, more) => {
  expect(await told(more)).toEqual([]);
});
