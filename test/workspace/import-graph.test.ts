import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createImportGraph } from '../../server/src/workspace/import-graph';

/** A graph of files `0` to `n - 1`, each with those that it imports. */
function graphOf(imports: readonly (readonly number[])[]) {
  const graph = createImportGraph((_, module) => (Number(module) < imports.length ? module : undefined));
  for (const [file, modules] of imports.entries()) graph.read(`${file}`, modules.map(String));
  return graph;
}

/** Told by walking. */
function reaches(imports: readonly (readonly number[])[], from: number, to: number): boolean {
  const seen = new Set([from]);
  for (const file of seen) for (const other of imports[file] ?? []) seen.add(other);
  return seen.has(to);
}

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.array(fc.uniqueArray(fc.nat(size), { maxLength: 3 }), { minLength: size, maxLength: size }),
  );

it('tells to what a chain of imports leads', () => {
  fc.assert(
    fc.property(graphs, (imports) => {
      const files = [...imports.keys()];
      const leads = graphOf(imports).leadsTo(files.map(String));
      for (const from of files)
        for (const to of files) expect(leads(`${from}`, `${to}`)).toBe(reaches(imports, from, to));
    }),
    { numRuns: 500 },
  );
});

it('tells the same after files were read anew, in whatever order', () => {
  fc.assert(
    fc.property(graphs, graphs, (before, after) => {
      const graph = graphOf(before);
      graph.leadsTo(['0']);
      const now = before.map((modules, file) => after[file] ?? modules);
      for (const [file, modules] of [...now.entries()].reverse()) graph.read(`${file}`, modules.map(String));
      const leads = graph.leadsTo(['0']);
      for (const file of now.keys()) {
        expect(leads(`${file}`, '0')).toBe(reaches(now, file, 0));
        expect(graph.importsOf(`${file}`)).toEqual(
          now[file]!.filter((other) => other < before.length).map(String),
        );
      }
    }),
    { numRuns: 300 },
  );
});

it('takes every file to lead to every other where what one imports is not known', () => {
  const graph = graphOf([[], [0], []]);
  expect(graph.leadsTo(['0'])('2', '0')).toBe(false);
  graph.giveUp();
  expect(graph.leadsTo(['0'])('2', '0')).toBe(true);
  expect(graph.importsOf('1')).toBeUndefined();
});

it('follows what modules are, when these are other files than before', () => {
  let home = 'old';
  const graph = createImportGraph(() => home);
  for (const file of ['app', 'old', 'new']) graph.read(file, file === 'app' ? ['~home'] : []);
  expect(graph.leadsTo(['new'])('app', 'new')).toBe(false);
  home = 'new';
  graph.rename();
  expect(graph.leadsTo(['new'])('app', 'new')).toBe(true);
});
