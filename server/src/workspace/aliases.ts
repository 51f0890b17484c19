import type { ExportFact, HolderFact, SourceFacts } from '../usages/facts';
import { lastSegment } from '../usages/names';
import type { CallShape } from '../usages/shapes';
import { HELD, RESULT } from '../usages/targets';
import { ALL, type FactParts } from './fact-parts';
import type { Linker } from './linker';
import { holds } from './packed-facts';
import type { Tracker } from './tracker';

/** Finds under what other names wrappers, and other things that files export, may be asked for. */
export interface Aliases {
  /**
   * Wrappers under the other names by which files export them: `export { isOn as isFlagOn } from './gate'`,
   * `export default isOn`; and under those that hold them: `check` of `{ check: isOn }`, `useIsOn()` of a hook that
   * returns one.
   */
  of(facts: ReadonlyMap<string, SourceFacts>, wrappers: readonly CallShape[]): CallShape[];
  /** The exports of all files that their files, or the files that they come from, call otherwise. */
  renamed(facts: ReadonlyMap<string, SourceFacts>): readonly RenamedExport[];
  /** Works out what one file holds, so that `of` has less to do at once. */
  prepare(file: string, facts: SourceFacts): void;
}

export interface RenamedExport {
  readonly file: string;
  readonly name: string;
  readonly original: string;
  readonly isConstant: boolean;
}

export function createAliases(linker: Linker, tracker: Tracker, parts: FactParts): Aliases {
  const all = tracker.results<readonly RenamedExport[]>();
  const inFile = tracker.results<readonly Held[]>();
  const renamedOf = tracker.results<readonly RenamedExport[]>();

  const renamed: Aliases['renamed'] = (facts) =>
    all.get(ALL, () => {
      // Of what files export nothing else counts here, and all else changes with each key.
      parts.exportedNames.use(ALL);
      return tracker.apart(() => [...facts].flatMap(([file, fact]) => renamedBy(file, fact)));
    });
  const renamedBy = (file: string, fact: SourceFacts): readonly RenamedExport[] =>
    holds(fact, 'exports')
      ? renamedOf.get(file, () => {
          parts.exports.use(file);
          return renamedIn(file, fact.exports);
        })
      : [];

  const heldBy = (file: string, fact: SourceFacts): readonly Held[] =>
    holds(fact, 'holders')
      ? inFile.get(file, () => {
          parts.holders.use(file);
          return heldIn(fact.holders!, linker);
        })
      : [];

  /** Who holds what under which name, file by file. */
  const held = (facts: ReadonlyMap<string, SourceFacts>): Iterable<readonly Held[]> => {
    parts.allHolders.use(ALL);
    return [...facts].map(([file, fact]) => heldBy(file, fact));
  };

  return {
    renamed,
    prepare: (file, fact) => {
      renamedBy(file, fact);
      heldBy(file, fact);
    },
    of: (facts, wrappers) => {
      if (wrappers.length === 0) return [];
      // By what modules names are handed on, the names that files export tell.
      parts.exportedNames.use(ALL);
      return [
        ...exportedAliases(facts, wrappers, renamed(facts), linker),
        ...heldWrappers(held(facts), wrappers),
      ];
    },
  };
}

function exportedAliases(
  facts: ReadonlyMap<string, SourceFacts>,
  wrappers: readonly CallShape[],
  renamed: readonly RenamedExport[],
  linker: Linker,
): CallShape[] {
  // A method is called by its own name, whatever its class is called.
  const functions = wrappers.filter(({ wrapper, name }) => wrapper?.endsWith(`#${name}`));
  const byId = new Map(functions.map((shape) => [shape.wrapper!, shape]));
  const names = new Set(functions.map(({ name }) => name));
  const found = new Map<string, CallShape>();

  /** Only scanned files count: one that hands a wrapper on has its name in its text, and so has been scanned. */
  const exported = (file: string | undefined, name: string, hops: number): CallShape | undefined => {
    const source = file === undefined || hops > MAX_HOPS ? undefined : facts.get(file);
    if (file === undefined || !source) return undefined;
    const fact = source.exports.get(name);
    if (fact?.kind === 'local') return byId.get(`${file}#${fact.name}`);
    const origin = fact && importOf(fact);
    if (origin) return exported(linker.fileOf(file, origin.module), origin.name, hops + 1);
    if (fact || name === 'default') return undefined;
    for (const module of source.exportAll) {
      const shape = exported(linker.fileOf(file, module), name, hops + 1);
      if (shape) return shape;
    }
    return undefined;
  };

  for (let before = -1; before < found.size && names.size > 0; ) {
    before = found.size;
    for (const { file, name, original } of renamed) {
      if (!names.has(original)) continue;
      const shape = exported(file, name, 0);
      if (!shape || shape.name === name) continue;
      names.add(name);
      found.set(`${file} ${name}`, { ...shape, name, exporter: file });
    }
  }
  return [...found.values()];
}

function renamedIn(file: string, exports: SourceFacts['exports']): RenamedExport[] {
  return [...exports].flatMap(([name, fact]): RenamedExport[] => {
    const original = fact.kind === 'local' ? fact.name : importOf(fact)?.name;
    if (original === undefined || original === name) return [];
    return [{ file, name, original, isConstant: fact.kind === 'constant' }];
  });
}

function heldWrappers(held: Iterable<readonly Held[]>, wrappers: readonly CallShape[]): CallShape[] {
  const byId = new Map(wrappers.map((shape) => [shape.wrapper!, shape]));
  const found = new Map<string, CallShape>();
  for (const list of held) {
    for (const { name, ids } of list) {
      for (const id of ids) {
        const shape = byId.get(id);
        if (shape && shape.name !== name) found.set(`${id} ${name}`, { ...shape, name });
      }
    }
  }
  return [...found.values()];
}

/** By what name something is held that may go by any of these ids. */
interface Held {
  readonly name: string;
  readonly ids: readonly string[];
}

function heldIn(holders: readonly HolderFact[], linker: Linker): Held[] {
  return holders.map(({ from, to }) => ({
    name: from.kind === 'unresolved' ? '' : nameAtCall(from.path.at(-1) ?? from.name, linker.idOf(from)),
    ids: linker.idsOf(to),
  }));
}

/** `useIsOn()` where the last part alone is no name. */
function nameAtCall(last: string, id: string): string {
  return last === RESULT || last === HELD ? lastSegment(id) : last;
}

const MAX_HOPS = 16;

function importOf(fact: ExportFact): { readonly module: string; readonly name: string } | undefined {
  if (fact.kind === 'import') return fact;
  if (fact.kind === 'local' || fact.value.kind !== 'import' || fact.value.path.length > 0) return undefined;
  return fact.value;
}
