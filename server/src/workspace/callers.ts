import type { ImportedUses, Reference, SourceFacts } from '../usages/facts';
import type { CallerGuard, Entry, Read } from '../usages/read';
import type { Linker } from './linker';
import { holds } from './packed-facts';

/** An exported function through which alone some read is reached. */
export interface EntryFunction {
  /** Its declaration, as `Linker.idOf` gives it. */
  readonly id: string;
  readonly file: string;
  /** The name under which it is exported. */
  readonly name: string;
  /** What its file calls it. */
  readonly own: string;
}

/** What is known of the functions of which it was asked how all files use them. */
export interface KnownUses {
  readonly asked: ReadonlySet<string>;
  readonly uses: ReadonlyMap<string, readonly ImportedUses[]>;
}

export const NO_USES: KnownUses = { asked: new Set(), uses: new Map() };

/** The functions by which reads are reached, and what is called under a read: where the two meet, it is worth asking. */
export interface CallsAcross {
  readonly entries: readonly EntryFunction[];
  /** The functions of other files of which some call is guarded. */
  readonly guarded: readonly ImportedFunction[];
  /** The declaration that it is, as `Linker.idOf` gives it; what is followed is scanned. */
  idOf(callee: ImportedFunction): string;
  fileOf(from: string, module: string): string | undefined;
}

type ImportedFunction = Extract<Reference, { kind: 'import' }>;

export function callsAcross(
  facts: ReadonlyMap<string, SourceFacts>,
  reads: ReadonlyMap<string, readonly Read[]>,
  linker: Linker,
): CallsAcross {
  const guarded: ImportedFunction[] = [];
  for (const file of facts.values()) {
    if (!holds(file, 'guardedCalls')) continue;
    for (const { callee } of file.guardedCalls!) if (callee.kind === 'import') guarded.push(callee);
  }
  const entries = new Map<string, EntryFunction>();
  for (const [file, list] of guarded.length > 0 ? reads : [])
    for (const entry of entriesIn(file, list)) entries.set(entry.id, entry);
  return { entries: [...entries.values()], guarded, idOf: linker.idOf, fileOf: linker.fileOf };
}

/** The functions by which reads of a file are reached. A file's reads stay the same list as long as they are no others. */
function entriesIn(file: string, reads: readonly Read[]): readonly EntryFunction[] {
  let entries = ENTRIES.get(reads);
  if (!entries) {
    entries = reads.flatMap(({ key, entry }) =>
      entry && key !== undefined ? [entryFunction(file, entry)] : [],
    );
    ENTRIES.set(reads, entries);
  }
  return entries;
}

const ENTRIES = new WeakMap<readonly Read[], readonly EntryFunction[]>();

/**
 * The reads with what decides, in other files, about every call of the function that they lie in. A function that is used
 * anywhere in another way than being called, or in a way that cannot be told, is guarded by nothing.
 */
export function withCallers(
  reads: ReadonlyMap<string, readonly Read[]>,
  facts: ReadonlyMap<string, SourceFacts>,
  known: KnownUses,
  linker: Linker,
): ReadonlyMap<string, readonly Read[]> {
  if (known.asked.size === 0) return reads;
  const guardsOf = createGuardsOf(facts, known, linker);
  const guarded = new Map(reads);
  for (const [file, list] of reads) {
    const own = list.map((read): Read => {
      const callerGuards = read.entry ? guardsOf(file, read.entry) : [];
      return callerGuards.length > 0 ? { ...read, callerGuards } : read;
    });
    if (own.some((read, index) => read !== list[index])) guarded.set(file, own);
  }
  return guarded;
}

type GuardsOf = (file: string, entry: Entry) => readonly CallerGuard[];

function createGuardsOf(
  facts: ReadonlyMap<string, SourceFacts>,
  { asked, uses }: KnownUses,
  linker: Linker,
): GuardsOf {
  const usesOf = new Map<string, (ImportedUses & { readonly file: string })[]>();
  /** Modules that are loaded at run time, and names that come from who knows where. */
  const loaded = new Set<string>();
  const strange = new Set<string>();
  for (const [file, list] of uses) {
    for (const use of list) {
      const { callee } = use;
      if (callee.kind !== 'import') continue;
      if (callee.name === '*') loaded.add(linker.fileOf(file, callee.module) ?? '');
      else if (!linker.isResolved(callee)) strange.add(callee.name);
      else {
        const id = linker.idOf(callee);
        usesOf.set(id, [...(usesOf.get(id) ?? []), { ...use, file }]);
      }
    }
  }

  const results = new Map<string, readonly CallerGuard[]>();
  const guardsOf: GuardsOf = (file, entry) => {
    const { id } = entryFunction(file, entry);
    if (!asked.has(id) || loaded.has(file) || strange.has(entry.name)) return [];
    let result = results.get(id);
    if (!result) {
      // Functions that call one another in a circle guard nothing.
      results.set(id, []);
      result = sharedBy((usesOf.get(id) ?? []).flatMap((use) => guardsOfCalls(id, use)));
      results.set(id, result);
    }
    return result.map((guard) => ({ ...guard, via: [...entry.via, ...guard.via] }));
  };

  /** For each call in a file, its guards. */
  const guardsOfCalls = (
    id: string,
    { file, calls, entries, escapes }: ImportedUses & { readonly file: string },
  ): (readonly CallerGuard[])[] => {
    if (escapes) return [[]];
    const guarded = (facts.get(file)?.guardedCalls ?? []).filter(({ callee }) => linker.idOf(callee) === id);
    if (guarded.length === calls) {
      return guarded.map(({ guards }) => guards.map((guard) => ({ ...guard, file, via: guard.via ?? [] })));
    }
    if (guarded.length === 0 && entries.length === calls)
      return entries.map((entry) => guardsOf(file, entry));
    return [[]];
  };

  return guardsOf;
}

/** The guards that all calls have. */
function sharedBy([first = [], ...others]: readonly (readonly CallerGuard[])[]): readonly CallerGuard[] {
  const isSame = (a: CallerGuard, b: CallerGuard): boolean =>
    a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end && a.when === b.when;
  return first.filter((guard) => others.every((list) => list.some((other) => isSame(guard, other))));
}

export function entryFunction(file: string, { name, via }: Entry): EntryFunction {
  const own = via.at(-1)!;
  return { id: `${file}#${own}`, file, name, own };
}
