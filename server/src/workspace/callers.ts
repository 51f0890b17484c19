import type { ImportedUses, Reference, SourceFacts } from '../usages/facts';
import type { CallerGuard, Entry, Read } from '../usages/read';
import { ALL, type FactParts } from './fact-parts';
import type { Linker } from './linker';
import { holds } from './packed-facts';
import { finish, inFileOrder, perFile } from './per-file';
import { isSame } from './same';
import { othersThan } from './steady-map';
import type { Tracker } from './tracker';

/** Finds what decides, in other files, about the calls of the functions that reads lie in; kept up to date change by change. */
export interface Callers {
  /** The facts of these files are others. */
  changed(files: Iterable<string>): void;
  /** Does a part of the work of `across`, one file a step. */
  update(facts: Facts): Generator<undefined, unknown>;
  /** Where the functions by which reads are reached meet what is called under a read: the same object until that is another. */
  across(facts: Facts, reads: ReadsByFile): CallsAcross;
  /**
   * The reads with what decides, in other files, about every call of the function that they lie in. A function that is used
   * anywhere in another way than being called, or in a way that cannot be told, is guarded by nothing.
   */
  guarded(facts: Facts, reads: ReadsByFile, known: KnownUses): ReadsByFile;
}

type Facts = ReadonlyMap<string, SourceFacts>;
type ReadsByFile = ReadonlyMap<string, readonly Read[]>;

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
  /** The declarations that are called under a read from other files and bear an entry's name, as `Linker.idOf` gives them. */
  readonly called: ReadonlySet<string>;
  /** The files of all that is called under a read from other files. */
  readonly files: ReadonlySet<string>;
}

export function createCallers(
  { idOf, fileOf, isResolved }: Linker,
  tracker: Tracker,
  parts: FactParts,
): Callers {
  let facts: Facts = new Map();
  const lists = tracker.sources();

  let lastReads: ReadsByFile = new Map();
  const entriesIn = perFile<readonly Entrance[], readonly Read[]>(
    undefined,
    entrancesOf,
    (_, before, after) => {
      if (!isSame(before, after)) lists.change(ENTRIES);
    },
  );
  const takeReads = (reads: ReadsByFile): void => {
    if (reads === lastReads) return;
    entriesIn.changed(othersThan(lastReads, reads));
    lastReads = reads;
    finish(entriesIn.update(reads));
  };

  const calledIn = perFile<readonly ImportedFunction[]>(
    undefined,
    (_, fact) =>
      holds(fact, 'guardedCalls')
        ? fact.guardedCalls!.flatMap(({ callee }) => (callee.kind === 'import' ? callee : []))
        : undefined,
    (_, before, after) => {
      if (!isSame(before, after)) lists.change(CALLED);
    },
  );

  const crossings = tracker.results<CallsAcross>();
  const crossing = (): CallsAcross => {
    lists.use(ENTRIES);
    lists.use(CALLED);
    const entries = new Map<string, EntryFunction>();
    for (const [, list] of calledIn.kept.size > 0 ? inFileOrder(entriesIn) : [])
      for (const { hasKey, ...entry } of list) if (hasKey) entries.set(entry.id, entry);
    const names = new Set([...entries.values()].flatMap(({ name, own }) => [name, own]));
    const called = new Set<string>();
    const files = new Set<string>();
    for (const [, list] of entries.size > 0 ? inFileOrder(calledIn) : []) {
      for (const callee of list) {
        const file = fileOf(callee.file, callee.module);
        if (file === undefined) continue;
        files.add(file);
        // Only what bears a name that counts is followed: following makes files be scanned.
        if (names.has(callee.path.at(-1) ?? callee.name)) called.add(idOf(callee));
      }
    }
    return { entries: [...entries.values()], called, files };
  };

  let known: KnownUses = NO_USES;
  const seen = tracker.sources();
  /** Who uses a declaration, file by file; and modules that are loaded at run time, and names that come from who knows where. */
  const users = new Map<string, Map<string, readonly ImportedUses[]>>();
  const usersOf = tracker.results<readonly User[]>();
  const usersIn = perFile<readonly User[], readonly ImportedUses[]>(
    usersOf,
    (file, list) =>
      usersOf.get(file, () => {
        seen.use(file);
        return list.flatMap((use) => userOf(file, use));
      }),
    (file, before = [], after = []) => {
      if (isSame(before, after)) return;
      for (const { id } of before) users.get(id)?.delete(file);
      for (const { id, use } of after) {
        const files = users.get(id) ?? new Map<string, readonly ImportedUses[]>();
        users.set(id, files.set(file, [...(files.get(file) ?? []), use]));
      }
      seen.change(ALL);
    },
  );
  const userOf = (file: string, use: ImportedUses): User[] => {
    const { callee } = use;
    if (callee.kind !== 'import') return [];
    if (callee.name === '*') return [{ id: LOADED + (fileOf(file, callee.module) ?? ''), use }];
    return [{ id: isResolved(callee) ? idOf(callee) : STRANGE + callee.name, use }];
  };
  const takeUses = (next: KnownUses): void => {
    if (next !== known) {
      const changed = othersThan(known.uses, next.uses);
      for (const file of changed) seen.change(file);
      usersIn.changed(changed);
      if (!isSame([...next.asked], [...known.asked])) seen.change(ALL);
      known = next;
    }
    finish(usersIn.update(next.uses));
  };

  const guardsIn = tracker.results<ReadonlyMap<string, readonly GuardsOfCall[]>>();
  /** The guards of each call that a file makes under some, by what is called. */
  const guardsBy = (file: string): ReadonlyMap<string, readonly GuardsOfCall[]> =>
    guardsIn.get(file, () => {
      parts.facts.use(file);
      const found = new Map<string, GuardsOfCall[]>();
      for (const { callee, guards } of facts.get(file)?.guardedCalls ?? []) {
        const id = idOf(callee);
        const own = guards.map((guard) => ({ ...guard, file, via: guard.via ?? [] }));
        found.set(id, [...(found.get(id) ?? []), own]);
      }
      return found;
    });

  const guardings = tracker.results<Guarding>();
  const guarding = (): Guarding => {
    lists.use(ENTRIES);
    seen.use(ALL);
    const results = new Map<string, GuardsOfCall>();
    const guardsOf = ({ id, file, name }: EntryFunction): GuardsOfCall => {
      const isUsed = (as: string): boolean => (users.get(as)?.size ?? 0) > 0;
      if (!known.asked.has(id) || isUsed(LOADED + file) || isUsed(STRANGE + name)) return [];
      const result = results.get(id);
      if (result) return result;
      // Functions that call one another in a circle guard nothing.
      results.set(id, []);
      const uses = [...(users.get(id) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      const shared = sharedBy(
        uses.flatMap(([from, list]) => list.flatMap((use) => guardsOfCalls(id, from, use))),
      );
      results.set(id, shared);
      return shared;
    };
    /** For each call in a file, its guards. */
    const guardsOfCalls = (
      id: string,
      file: string,
      { calls, entries, escapes }: ImportedUses,
    ): readonly GuardsOfCall[] => {
      if (escapes) return [[]];
      const guarded = guardsBy(file).get(id) ?? [];
      if (guarded.length === calls) return guarded;
      if (guarded.length > 0 || entries.length !== calls) return [[]];
      return entries.map((entry) => throughEntry(entry, guardsOf(entryFunction(file, entry))));
    };
    for (const list of entriesIn.kept.values()) for (const entry of list) guardsOf(entry);
    return new Map([...results].filter(([, list]) => list.length > 0));
  };
  let guardedBy: Guarding = new Map();
  let guardedLists = new WeakMap<readonly Read[], readonly Read[]>();
  let last = { reads: lastReads, of: guardedBy, guarded: lastReads };
  const guardedList = (file: string, list: readonly Read[]): readonly Read[] => {
    const guarded = list.map((read): Read => {
      const own = read.entry && guardedBy.get(entryFunction(file, read.entry).id);
      return own ? { ...read, callerGuards: throughEntry(read.entry!, own) } : read;
    });
    return guarded.some((read, index) => read !== list[index]) ? guarded : list;
  };

  return {
    changed: (files) => calledIn.changed(files),
    update: (all) => calledIn.update(all),
    across: (all, reads) => {
      facts = all;
      takeReads(reads);
      finish(calledIn.update(all));
      return crossings.get(ALL, crossing);
    },
    guarded: (all, reads, uses) => {
      if (uses.asked.size === 0) return reads;
      facts = all;
      takeReads(reads);
      takeUses(uses);
      const next = guardings.get(ALL, guarding);
      if (!isSame(next, guardedBy)) {
        guardedBy = next;
        guardedLists = new WeakMap();
      }
      if (last.reads === reads && last.of === guardedBy) return last.guarded;
      const guarded = new Map(reads);
      for (const file of guardedBy.size > 0 ? entriesIn.kept.keys() : []) {
        const list = reads.get(file)!;
        const own = guardedLists.get(list) ?? guardedList(file, list);
        guardedLists.set(list, own);
        guarded.set(file, own);
      }
      last = { reads, of: guardedBy, guarded };
      return guarded;
    },
  };
}

/** What guards all calls of a function, by its id; only what is guarded is there. */
type Guarding = ReadonlyMap<string, GuardsOfCall>;
type GuardsOfCall = readonly CallerGuard[];

/** A use of a declaration, or of what stands for one. */
interface User {
  readonly id: string;
  readonly use: ImportedUses;
}

interface Entrance extends EntryFunction {
  /** Whether some read there is of a known key: others are not worth asking for. */
  readonly hasKey: boolean;
}

type ImportedFunction = Extract<Reference, { kind: 'import' }>;

const [ENTRIES, CALLED] = ['entries', 'called'];
/** No declaration's name begins like that. */
const [LOADED, STRANGE] = ['loaded ', 'strange '];

/** The functions by which reads of a file are reached. */
function entrancesOf(file: string, reads: readonly Read[]): readonly Entrance[] | undefined {
  const found = new Map<string, Entrance>();
  for (const { key, entry } of reads) {
    if (!entry) continue;
    const own = entryFunction(file, entry);
    const hasKey = key !== undefined || found.get(own.id)?.hasKey === true;
    found.set(own.id, { ...own, hasKey });
  }
  return found.size > 0 ? [...found.values()] : undefined;
}

/** The guards of a function's calls, for what is reached by way of it. */
function throughEntry(entry: Entry, guards: GuardsOfCall): GuardsOfCall {
  return guards.map((guard) => ({ ...guard, via: [...entry.via, ...guard.via] }));
}

/** The guards that all calls have. */
function sharedBy([first = [], ...others]: readonly GuardsOfCall[]): GuardsOfCall {
  const isSameGuard = (a: CallerGuard, b: CallerGuard): boolean =>
    a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end && a.when === b.when;
  return first.filter((guard) => others.every((list) => list.some((other) => isSameGuard(guard, other))));
}

export function entryFunction(file: string, { name, via }: Entry): EntryFunction {
  const own = via.at(-1)!;
  return { id: `${file}#${own}`, file, name, own };
}
