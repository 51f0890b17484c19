import type { Constant, DeclarationFact, SourceFacts } from '../usages/facts';
import { NAMINGS } from '../usages/naming';
import type { Read } from '../usages/read';
import type { ModuleMap } from '../usages/resolve';
import type { CallShape } from '../usages/shapes';
import type { WordFilter } from '../usages/word-filter';
import { createAliases } from './aliases';
import { type Callers, createCallers } from './callers';
import { type Candidate, candidatesIn, readsIn as readsAmong } from './candidates';
import { besideDeclared, findDeclarations } from './code-declarations';
import { createDeclared, type Declared } from './declared-keys';
import { type HeldBulk, heldBulks, otherwiseExported } from './declared-where';
import { inSteadyOrder } from './each';
import { ALL, createFactParts, type FactParts } from './fact-parts';
import type { Breathe } from './host';
import { familiesOf, type InferredShapes } from './known-shapes';
import { createLinker, type Linker } from './linker';
import { holds } from './packed-facts';
import { finish, inFileOrder, type PerFile, perFile, slowly } from './per-file';
import { isSame } from './same';
import type { CodeDeclaration, Place } from './snapshot';
import type { TouchedMap } from './steady-map';
import { createTracker, type Tracker } from './tracker';
import { addCount, createVerdicts, type Verdict, verdictOf } from './verdicts';
import { createWrappers, type Wrapper } from './wrappers';
import { createWrites } from './writes';

/** What follows from all facts together. */
export interface Resolution extends InferredShapes {
  /** The reads of each file, in the order of the text. */
  readonly reads: ReadonlyMap<string, readonly Read[]>;
  /** How often each key is read. */
  readonly readCounts: ReadonlyMap<string, number>;
  readonly writes: ReadonlyMap<string, readonly Place[]>;
  /** Where code names a flag in an enum, a type or a table, file by file. */
  readonly declarations: ReadonlyMap<string, readonly CodeDeclaration[]>;
}

/** Connects the facts of all files, again and again: each time only what follows from what has changed is worked out anew. */
export interface Resolver {
  readonly linker: Linker;
  readonly callers: Pick<Callers, 'across' | 'guarded'>;
  /**
   * Follows constants and wrappers, and judges how certain each read is. `assumed` are keys that
   * no flag file declares: then what the code names beside them as flags counts for declared as well, where a table is judged by that.
   */
  resolve(scanned: Scanned, keys: readonly string[], assumed?: readonly string[]): Resolution;
  /** Does most of the work of `resolve`, and lets others work in between. */
  prepare(scanned: Scanned, keys: readonly string[], breathe: Breathe): Promise<void>;
  /** Takes over what was resolved of the very same at another time: nothing is connected before something is another, or `prepare` is called. */
  takeOver(scanned: Scanned, keys: readonly string[], resolution: Resolution): void;
  /** Whether what was taken over last has been connected since. */
  isConnected(): boolean;
}

export interface Scanned {
  /** In the order of the files. */
  readonly facts: ReadonlyMap<string, SourceFacts>;
  /** The inferred wrappers that the files were scanned for. */
  readonly wrappers: readonly CallShape[];
}

/** `words` are those of all files that were read. */
export function createResolver(modules: ModuleMap, words: TouchedMap<WordFilter>): Resolver {
  const tracker = createTracker();
  const parts = createFactParts(tracker);
  const linker = createLinker(modules, words, tracker, parts);
  const declared = createDeclared(tracker);
  const aliases = createAliases(linker, tracker, parts);
  const callers = createCallers(linker, tracker, parts);
  const findWrappers = createWrappers(linker, declared, tracker, parts);
  const namings = trackedSet(tracker);
  const assumptions = trackedSet(tracker);
  const writes = createWrites(linker, tracker, parts, assumptions.has);
  const beside = trackedSet(tracker);
  const names = createNames(linker, declared, tracker, parts, namings);
  const doubtful = trackedSet(tracker);
  const askers = trackedSet(tracker);
  const certain = trackedSet(tracker);
  const called = trackedSet(tracker);
  const vague = trackedSet(tracker);
  const wrapperNamed = tracker.sources();
  const candidatesOf = tracker.results<readonly Candidate[]>();
  const readsOf = tracker.results<readonly Read[]>();
  const verdictOfFile = tracker.results<Verdict>();
  const bulksOf = tracker.results<readonly HeldBulk[]>();
  const otherBulks = tracker.results<readonly HeldBulk[]>();
  const allBulks = tracker.sources();
  const shapes = tracker.results<readonly CallShape[]>();
  const allWrappers = tracker.sources();
  const familyNamed = tracker.sources();
  let families: ReadonlyMap<string, readonly string[]> = new Map();
  let scannedFor: readonly CallShape[] = [];
  let found: ReadonlyMap<string, Wrapper> = new Map();
  let wrappers: readonly Wrapper[] = [];
  let byId: ReadonlyMap<string, Wrapper> = new Map();
  let inferred: InferredShapes = { wrappers: [], bulks: [] };
  const orderedReads = inSteadyOrder<readonly Read[]>();
  let reads: ReadonlyMap<string, readonly Read[]> = new Map();
  let readCounts: ReadonlyMap<string, number> = new Map();
  let ownBulks: readonly HeldBulk[] = [];
  let taken: (Scanned & { readonly keys: readonly string[]; readonly resolution: Resolution }) | undefined;
  /** The files of which nobody but the linker, and who looks for callers, has been told. */
  let untold: readonly string[] = [];

  const isTaken = ({ facts, wrappers }: Scanned, keys: readonly string[]): boolean =>
    taken?.facts === facts && taken.wrappers === wrappers && isSame(taken.keys, keys);
  const wrapperOf = (id: string): Wrapper | undefined => {
    wrapperNamed.use(id);
    return byId.get(id);
  };

  const membersOf = (family: string): readonly string[] => {
    familyNamed.use(family);
    return families.get(family) ?? [];
  };
  const takeFamilies = (shapes: readonly CallShape[]): void => {
    if (shapes === scannedFor) return;
    scannedFor = shapes;
    const before = families;
    families = familiesOf(shapes);
    for (const family of new Set([...before.keys(), ...families.keys()]))
      if (before.get(family)?.join('\0') !== families.get(family)?.join('\0')) familyNamed.change(family);
  };

  const takeWrappers = (next: ReadonlyMap<string, Wrapper>): void => {
    if (next === found) return;
    found = next;
    const before = byId;
    byId = new Map(
      [...next].map(([id, wrapper]) => {
        const known = before.get(id);
        return [id, known && isSame(known, wrapper) ? known : wrapper];
      }),
    );
    for (const id of new Set([...before.keys(), ...byId.keys()]))
      if (before.get(id) !== byId.get(id)) wrapperNamed.change(id);
    const list = [...byId.values()];
    if (list.length === wrappers.length && list.every((wrapper, index) => wrapper === wrappers[index]))
      return;
    wrappers = list;
    allWrappers.change(ALL);
  };

  const inferredShapes = (facts: ReadonlyMap<string, SourceFacts>): InferredShapes => {
    const calls = shapes.get(ALL, () => {
      allWrappers.use(ALL);
      const own = wrappers.flatMap(({ shape }) => shape ?? []);
      return [...own, ...aliases.of(facts, own)];
    });
    const others = otherBulks.get(ALL, () => {
      allBulks.use(ALL);
      return otherwiseExported(facts, ownBulks, linker, aliases);
    });
    const bulks = [...ownBulks, ...others];
    return {
      wrappers: sameList(calls, inferred.wrappers) ? inferred.wrappers : calls,
      bulks: sameList(bulks, inferred.bulks) ? inferred.bulks : bulks,
    };
  };

  const known = {
    linker,
    declared,
    isAssumed: assumptions.has,
    wrapperOf,
    membersOf,
    isDoubtful: doubtful.has,
  };
  const judgement = {
    wrapperOf,
    isCertain: certain.has,
    isCalled: called.has,
    isVague: vague.has,
    asksNetwork: ({ fact: { reader } }: Candidate): boolean =>
      askers.hasAny() &&
      [linker.idOf(reader.callee), ...(reader.target ? linker.idsOf(reader.target) : [])].some(askers.has),
  };

  const candidatesFor = (file: string, facts: SourceFacts): readonly Candidate[] =>
    candidatesOf.get(file, () => {
      parts.facts.use(file);
      return candidatesIn(file, facts.reads, known);
    });

  const namesOf = (of: 'doubtful' | 'askers', set: TrackedSet): PerFile<readonly string[]> =>
    perFile(
      undefined,
      (_, fact) => fact[of],
      (file, before = [], after = []) => {
        for (const name of before) if (!after.includes(name)) set.change(`${file}#${name}`, false);
        for (const name of after) set.change(`${file}#${name}`, true);
      },
    );
  const doubtfulIn = namesOf('doubtful', doubtful);
  const askersIn = namesOf('askers', askers);
  const verdicts = createVerdicts();
  const verdictsIn = perFile(
    verdictOfFile,
    (file, fact) =>
      holds(fact, 'reads')
        ? verdictOfFile.get(file, () =>
            verdictOf(candidatesFor(file, fact), declared.has, beside.has, assumptions.has, wrapperOf),
          )
        : undefined,
    (_, before, after) => verdicts.tell(before, after),
  );
  const counts = new Map<string, number>();
  /** The forms in which reads write keys: tables of flags may be written in them as well. */
  const formCounts = new Map<string, number>();
  const count = ({ key, naming, certainty }: Read, by: number): void => {
    if (key !== undefined) addCount(counts, key, by);
    if (naming !== undefined && certainty === 'certain') addCount(formCounts, naming, by);
  };
  const readsIn = perFile(
    readsOf,
    (file, fact) => {
      if (!holds(fact, 'reads')) return undefined;
      const list = readsOf.get(file, () => {
        const own = readsAmong(candidatesFor(file, fact), judgement);
        // Who has seen those that were taken over sees no others where they say the same.
        const before = taken?.resolution.reads.get(file);
        return before && isSame(before, own) ? before : own;
      });
      return list.length > 0 ? list : undefined;
    },
    (_, before = [], after = []) => {
      for (const read of after) count(read, 1);
      for (const read of before) count(read, -1);
    },
  );
  const bulksIn = perFile(bulksOf, (file, fact) =>
    holds(fact, 'bulkHolders')
      ? bulksOf.get(file, () => {
          parts.facts.use(file);
          return heldBulks(file, fact, linker);
        })
      : undefined,
  );
  const perFiles = [doubtfulIn, askersIn, verdictsIn, readsIn, bulksIn, writes, names, callers];

  /** Connects all facts; between two steps that take long it may rest. What `isThorough` does beforehand would else be done at once. */
  function* connect(
    { facts, wrappers: shapes }: Scanned,
    keys: readonly string[],
    assumed: readonly string[],
    isThorough: boolean,
  ): Generator<undefined, Resolution> {
    const changed = [...untold, ...linker.update(facts)];
    untold = [];
    for (const of of perFiles) of.changed(changed);
    yield;
    takeFamilies(shapes);
    declared.update([...keys, ...assumed]);
    assumptions.update(new Set(assumed));
    beside.update(names.beside(facts, assumed));
    yield* doubtfulIn.update(facts);
    yield* askersIn.update(facts);
    for (const file of isThorough ? facts.keys() : []) {
      yield;
      linker.prepare(file);
    }
    for (const [file, fact] of isThorough ? facts : []) {
      yield;
      findWrappers.prepare(file, fact);
      aliases.prepare(file, fact);
    }
    takeWrappers(yield* findWrappers.of(facts, membersOf));

    yield* verdictsIn.update(facts);
    certain.update(verdicts.certain(wrappers));
    called.update(verdicts.called());
    vague.update(verdicts.vague());

    if (yield* readsIn.update(facts)) {
      reads = orderedReads(readsIn.kept);
      readCounts = new Map(counts);
    }
    namings.update(new Set(formCounts.keys()));
    if (yield* bulksIn.update(facts)) {
      ownBulks = inFileOrder(bulksIn).flatMap(([, bulks]) => bulks);
      allBulks.change(ALL);
    }
    inferred = inferredShapes(facts);
    yield* names.update(facts);
    yield* callers.update(facts);
    taken = undefined;
    yield;
    return { reads, readCounts, ...inferred, writes: writes.of(facts), declarations: names.of(facts) };
  }

  return {
    linker,
    callers,
    resolve: (scanned, keys, assumed = []) =>
      taken && assumed.length === 0 && isTaken(scanned, keys)
        ? taken.resolution
        : finish(connect(scanned, keys, assumed, false)),
    prepare: async (scanned, keys, breathe) => {
      // What comes out may be of two minds, if somebody else resolves something in between: only what is remembered counts.
      await slowly(connect(scanned, keys, [], true), breathe);
    },
    takeOver: (scanned, keys, resolution) => {
      untold = linker.update(scanned.facts);
      callers.changed(untold);
      taken = { ...scanned, keys, resolution };
    },
    isConnected: () => taken === undefined,
  };
}

interface Names {
  /** The facts of these files are others. */
  changed(files: Iterable<string>): void;
  /** Does most of the work of `of`, one file a step. */
  update(facts: ReadonlyMap<string, SourceFacts>): Generator<undefined, void>;
  of(facts: ReadonlyMap<string, SourceFacts>): ReadonlyMap<string, CodeDeclaration[]>;
  /** What stands beside one of the keys where code names flags. */
  beside(facts: ReadonlyMap<string, SourceFacts>, keys: readonly string[]): ReadonlySet<string>;
}

/** Finds where code names flags without a read. */
function createNames(
  linker: Linker,
  declared: Declared,
  tracker: Tracker,
  parts: FactParts,
  namings: TrackedSet,
): Names {
  const keyOf = (name: string): string | undefined => {
    if (declared.has(name)) return name;
    for (const naming of NAMINGS) {
      const [key, ...others] = namings.has(naming) ? declared.named(name, naming) : [];
      if (key !== undefined && others.length === 0) return key;
    }
    return undefined;
  };
  const tellingOf = tracker.results<SourceFacts['declarations']>();
  const keyTypesOf = tracker.results<readonly Constant[]>();
  const found = tracker.results<ReadonlyMap<string, CodeDeclaration[]>>();
  const all = tracker.sources();
  const change = (): void => all.change(ALL);
  const giveTelling = (file: string, fact: SourceFacts): SourceFacts['declarations'] | undefined => {
    if (!holds(fact, 'declarations')) return undefined;
    // Where no name is declared, none declares a flag.
    const telling = tellingOf.get(file, () => {
      parts.facts.use(file);
      declared.useAll();
      for (const naming of NAMINGS) namings.has(naming);
      const isTelling = ({ members }: DeclarationFact): boolean =>
        members.some(({ key }) => keyOf(key) !== undefined);
      return tracker.apart(() => fact.declarations.filter(isTelling));
    });
    return telling.length > 0 ? telling : undefined;
  };
  const giveKeyTypes = (file: string, fact: SourceFacts): readonly Constant[] | undefined =>
    holds(fact, 'keyTypes')
      ? keyTypesOf.get(file, () => {
          parts.facts.use(file);
          return fact.keyTypes!.map((type) => linker.resolve(type));
        })
      : undefined;
  const tellingIn = perFile(tellingOf, giveTelling, change);
  const keyTypesIn = perFile(keyTypesOf, giveKeyTypes, change);
  function* update(facts: ReadonlyMap<string, SourceFacts>): Generator<undefined, void> {
    yield* tellingIn.update(facts);
    yield* keyTypesIn.update(facts);
  }
  return {
    changed: (files) => {
      tellingIn.changed(files);
      keyTypesIn.changed(files);
    },
    update,
    of: (facts) => {
      finish(update(facts));
      return found.get(ALL, () => {
        all.use(ALL);
        declared.useAll();
        for (const naming of NAMINGS) namings.has(naming);
        const types = inFileOrder(keyTypesIn).flatMap(([, own]) => own);
        return tracker.apart(() => findDeclarations(inFileOrder(tellingIn), keyOf, types));
      });
    },
    beside: (facts, keys) => {
      if (keys.length === 0) return new Set();
      finish(tellingIn.update(facts));
      const isOne = (name: string): boolean => keys.includes(keyOf(name) ?? '');
      const names = besideDeclared(inFileOrder(tellingIn), isOne);
      return new Set([...names].filter((name) => !isOne(name)));
    },
  };
}

/** Whether two lists hold the same. */
function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((own, index) => isSame(own, b[index])));
}

interface TrackedSet {
  has(member: string): boolean;
  hasAny(): boolean;
  update(members: ReadonlySet<string>): void;
  /** One member comes, or goes. */
  change(name: string, isIn: boolean): void;
}

/** A set of which whoever asks for one member depends on that alone. */
function trackedSet(tracker: Tracker): TrackedSet {
  const member = tracker.sources();
  const any = tracker.sources();
  const known = new Set<string>();
  let last: ReadonlySet<string> | undefined;
  const change = (name: string, isIn: boolean): void => {
    if (known.has(name) === isIn) return;
    if (isIn) known.add(name);
    else known.delete(name);
    member.change(name);
    if (known.size === (isIn ? 1 : 0)) any.change(ALL);
  };
  return {
    has: (name) => {
      member.use(name);
      return known.has(name);
    },
    hasAny: () => {
      any.use(ALL);
      return known.size > 0;
    },
    update: (next) => {
      if (next === last) return;
      last = next;
      for (const name of known) if (!next.has(name)) change(name, false);
      for (const name of next) change(name, true);
    },
    change,
  };
}
