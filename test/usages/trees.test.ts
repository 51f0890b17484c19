import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type ts from 'typescript';
import { expect, test } from 'vitest';
import { importedUses } from '../../server/src/usages/imported-uses';
import { scanSource } from '../../server/src/usages/scan';
import { shapeTable } from '../../server/src/usages/shapes';
import { parseSource } from '../../server/src/usages/source';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Whether nothing holds the trees any more that `work` had made of its texts. */
async function areLetGo(work: (parse: typeof parseSource) => void): Promise<boolean> {
  const trees: WeakRef<ts.SourceFile>[] = [];
  work((path, text) => {
    const tree = parseSource(path, text);
    trees.push(new WeakRef(tree));
    return tree;
  });
  expect(trees).not.toHaveLength(0);
  // What a weak reference was made of lives until the job that made it has ended.
  await new Promise((settle) => setImmediate(settle));
  collect();
  return trees.every((tree) => tree.deref() === undefined);
}

const TEXT = `
import { useFlag } from '@unleash/proxy-client-react';
import { readsOne } from './reads-one';
export function Page() {
  if (useFlag('new-ui')) inner();
  return readsOne();
}
const inner = () => readsOne();
`;

test('how a file uses functions of other files is told without keeping its tree', async () => {
  const names = new Set(['readsOne']);
  expect(await areLetGo((parse) => void importedUses('page.ts', TEXT, names, parse))).toBe(true);
});

test('a scan keeps facts, and no tree', async () => {
  let facts: unknown;
  const isLetGo = await areLetGo((parse) => {
    facts = scanSource('page.ts', TEXT, shapeTable([], []), { parse });
  });
  expect([facts !== undefined, isLetGo]).toEqual([true, true]);
});
