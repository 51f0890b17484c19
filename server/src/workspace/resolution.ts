import type { Constant, DeclarationFact, SourceFacts } from '../usages/facts';
import { NAMINGS } from '../usages/naming';
import type { Read } from '../usages/read';
import type { ModuleMap } from '../usages/resolve';
import type { CallShape } from '../usages/shapes';
import type { WordFilter } from '../usages/word-filter';
import { createAliases } from './aliases';
import { type Candidate, callersOf, candidatesIn, judgeGroups, readsIn } from './candidates';
import { findDeclarations } from './code-declarations';
import { createDeclared, type Declared } from './declared-keys';
import { heldBulks } from './declared-where';
import { ALL, createFactParts, type FactParts } from './fact-parts';
import type { Breathe } from './host';
import type { InferredShapes } from './known-shapes';
import { createLinker, type Linker } from './linker';
import { holds } from './packed-facts';
import { isSame } from './same';
import type { CodeDeclaration, Place } from './snapshot';
import { createTracker, type Tracker } from './tracker';
import { createWrappers, type Wrapper } from './wrappers';
import { createWrites } from './writes';

/** What follows from all facts together. */
export interface Resolution extends InferredShapes {
  /** The reads of each file, in the order of the text. */
  readonly reads: ReadonlyMap<string, readonly Read[]>;
  readonly writes: ReadonlyMap<string, readonly Place[]>;
  /** Where code names a flag in an enum, a type or a table, file by file. */
  readonly declarations: ReadonlyMap<string, readonly CodeDeclaration[]>;
}

/** Connects the facts of all files, again and again: each time only what follows from what has changed is worked out anew. */
export interface Resolver {
  readonly linker: Linker;
  /** Follows constants and wrappers, and judges how certain each read is. `facts` are in the order of the files. */
  resolve(facts: ReadonlyMap<string, SourceFacts>, keys: readonly string[]): Resolution;
  /** Does most of the work of `resolve`, and lets others work in between. */
  prepare(facts: ReadonlyMap<string, SourceFacts>, keys: readonly string[], breathe: Breathe): Promise<void>;
}

/** `words` are those of all files that were read. */
export function createResolver(modules: ModuleMap, words: ReadonlyMap<string, WordFilter>): Resolver {
  const tracker = createTracker();
  const parts = createFactParts(tracker);
  const linker = createLinker(modules, words, tracker, parts);
  const declared = createDeclared(tracker);
  const aliases = createAliases(linker, tracker, parts);
  const findWrappers = createWrappers(linker, declared, tracker, parts);
  const findWrites = createWrites(linker, tracker, parts);
  const namings = trackedSet(tracker);
  const findNames = createNames(linker, declared, tracker, parts, namings);
  const doubtful = trackedSet(tracker);
  const askers = trackedSet(tracker);
  const certain = trackedSet(tracker);
  const called = trackedSet(tracker);
  const vague = trackedSet(tracker);
  const wrapperNamed = tracker.sources();
  const candidatesOf = tracker.results<readonly Candidate[]>();
  const readsOf = tracker.results<readonly Read[]>();
  const shapes = tracker.results<readonly CallShape[]>();
  const allWrappers = tracker.sources();
  let found: ReadonlyMap<string, Wrapper> = new Map();
  let wrappers: readonly Wrapper[] = [];
  let byId: ReadonlyMap<string, Wrapper> = new Map();
  let inferred: InferredShapes = { wrappers: [], bulks: [] };

  const wrapperOf = (id: string): Wrapper | undefined => {
    wrapperNamed.use(id);
    return byId.get(id);
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
    const bulks = heldBulks(facts, linker, aliases);
    return {
      wrappers: sameList(calls, inferred.wrappers) ? inferred.wrappers : calls,
      bulks: sameList(bulks, inferred.bulks) ? inferred.bulks : bulks,
    };
  };

  const known = { linker, declared, wrapperOf, isDoubtful: doubtful.has };
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

  /** Connects all facts; between two steps that take long it may rest. */
  function* connect(
    facts: ReadonlyMap<string, SourceFacts>,
    keys: readonly string[],
  ): Generator<undefined, Resolution> {
    linker.update(facts);
    yield;
    declared.update(keys);
    doubtful.update(namesIn(facts, ({ doubtful: names }) => names));
    askers.update(namesIn(facts, ({ askers: names }) => names));
    for (const [file, fact] of facts) {
      yield;
      findWrappers.prepare(file, fact);
      aliases.prepare(file, fact);
    }
    takeWrappers(findWrappers.of(facts));

    const readers = [...facts].filter(([, fact]) => holds(fact, 'reads'));
    const candidates: Candidate[] = [];
    for (const [file, fact] of readers) {
      yield;
      candidates.push(...candidatesFor(file, fact));
    }
    certain.update(judgeGroups(candidates, wrappers, declared.has));
    const callers = callersOf(candidates, wrapperOf);
    called.update(callers.called);
    vague.update(callers.vague);

    const reads = new Map<string, readonly Read[]>();
    for (const [file, fact] of readers) {
      yield;
      const list = readsOf.get(file, () => readsIn(candidatesFor(file, fact), judgement));
      if (list.length > 0) reads.set(file, list);
    }
    namings.update(namingsOf(reads));
    inferred = inferredShapes(facts);
    yield;
    return { reads, ...inferred, writes: findWrites(facts), declarations: findNames(facts) };
  }

  return {
    linker,
    resolve: (facts, keys) => {
      const steps = connect(facts, keys);
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
      }
    },
    prepare: async (facts, keys, breathe) => {
      // What comes out may be of two minds, if somebody else resolves something in between: only what is remembered counts.
      for (const _ of connect(facts, keys)) await breathe();
    },
  };
}

/** Finds where code names flags without a read. */
function createNames(
  linker: Linker,
  declared: Declared,
  tracker: Tracker,
  parts: FactParts,
  namings: TrackedSet,
): (facts: ReadonlyMap<string, SourceFacts>) => Map<string, CodeDeclaration[]> {
  const keyOf = (name: string): string | undefined => {
    if (declared.has(name)) return name;
    for (const naming of NAMINGS) {
      const [key, ...others] = namings.has(naming) ? declared.named(name, naming) : [];
      if (key !== undefined && others.length === 0) return key;
    }
    return undefined;
  };
  const tellingIn = tracker.results<SourceFacts['declarations']>();
  const keyTypesIn = tracker.results<readonly Constant[]>();
  return (facts) => {
    const groups: [string, SourceFacts['declarations']][] = [];
    const types: Constant[] = [];
    for (const [file, fact] of facts) {
      if (holds(fact, 'declarations')) {
        // Where no name is declared, none declares a flag.
        const telling = tellingIn.get(file, () => {
          parts.facts.use(file);
          declared.useAll();
          for (const naming of NAMINGS) namings.has(naming);
          const isTelling = ({ members }: DeclarationFact): boolean =>
            members.some(({ key }) => keyOf(key) !== undefined);
          return tracker.apart(() => fact.declarations.filter(isTelling));
        });
        if (telling.length > 0) groups.push([file, telling]);
      }
      if (holds(fact, 'keyTypes')) {
        const resolved = keyTypesIn.get(file, () => {
          parts.facts.use(file);
          return fact.keyTypes!.map((type) => linker.resolve(type));
        });
        types.push(...resolved);
      }
    }
    return findDeclarations(groups, keyOf, types);
  };
}

/** The forms in which reads write keys: tables of flags may be written in them as well. */
function namingsOf(reads: ReadonlyMap<string, readonly Read[]>): Set<string> {
  const found = new Set<string>();
  for (const list of reads.values())
    for (const { naming, certainty } of list)
      if (naming !== undefined && certainty === 'certain') found.add(naming);
  return found;
}

/** Whether two lists hold the same. */
function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((own, index) => isSame(own, b[index])));
}

/** Names of functions of all files, as `file#name`. */
function namesIn(
  facts: ReadonlyMap<string, SourceFacts>,
  of: (fact: SourceFacts) => readonly string[] | undefined,
): Set<string> {
  const found = new Set<string>();
  for (const [file, fact] of facts) for (const name of of(fact) ?? []) found.add(`${file}#${name}`);
  return found;
}

interface TrackedSet {
  has(member: string): boolean;
  hasAny(): boolean;
  update(members: ReadonlySet<string>): void;
}

/** A set of which whoever asks for one member depends on that alone. */
function trackedSet(tracker: Tracker): TrackedSet {
  const member = tracker.sources();
  const any = tracker.sources();
  let known: ReadonlySet<string> = new Set();
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
      const before = known;
      known = next;
      if (before.size > 0 !== next.size > 0) any.change(ALL);
      for (const name of before) if (!next.has(name)) member.change(name);
      for (const name of next) if (!before.has(name)) member.change(name);
    },
  };
}
