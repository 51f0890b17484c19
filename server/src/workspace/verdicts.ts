import { lastSegment } from '../usages/names';
import { type Candidate, type Known, makesKey } from './candidates';
import type { Wrapper } from './wrappers';

/** What one file's candidates say about the readers that they ask. */
export interface Verdict {
  /** Groups that read flags for certain. */
  readonly certain: readonly string[];
  /** Tables, and whether all that the file takes of them is declared: such a table is certain, if all files say so. */
  readonly tables: ReadonlyMap<string, boolean>;
  /** Tables out of which it takes what stands beside a flag where the code names flags. */
  readonly besides: readonly string[];
  /** The groups that it asks for a flag which somebody asks about, and whether they can be what is meant by it. */
  readonly asked: ReadonlyMap<string, boolean>;
  /** The wrappers that it calls, and those that it calls with what is not known. */
  readonly called: readonly string[];
  readonly vague: readonly string[];
}

export function verdictOf(
  candidates: readonly Candidate[],
  isDeclared: (key: string) => boolean,
  isBeside: (key: string) => boolean,
  isAssumed: (key: string) => boolean,
  wrapperOf: Known['wrapperOf'],
): Verdict {
  const besides = new Set<string>();
  const certain = new Set<string>();
  const tables = new Map<string, boolean>();
  const asked = new Map<string, boolean>();
  const called = new Set<string>();
  const vague = new Set<string>();
  for (const candidate of candidates) {
    const { fact, wrapper, group, keys, isKnown, isNamed } = candidate;
    if (wrapper !== undefined) {
      called.add(wrapper);
      if (makesKey(candidate, wrapperOf)) vague.add(wrapper);
    }
    if (keys.some(isAssumed) && !fact.reader.weak)
      asked.set(group, (asked.get(group) ?? true) && mayBeMeant(candidate));
    if (isKnown) certain.add(group);
    else if (fact.reader.weak || isNamed) continue;
    else if (fact.shape === 'call') {
      if (fact.reader.namedForFlags || keys.some(isDeclared)) certain.add(group);
    } else if (fact.reader.list === 'on') {
      // A compiler has flags as well: one of them has to be declared.
      if (keys.some(isDeclared)) certain.add(group);
    } else if (keys.length > 0) {
      tables.set(group, (tables.get(group) ?? true) && keys.every(isDeclared));
      if (keys.every(isBeside)) besides.add(group);
    }
  }
  return {
    certain: [...certain],
    tables,
    besides: [...besides],
    asked,
    called: [...called],
    vague: [...vague],
  };
}

/** Whether it looks for the flag in a list that is called after flags and nothing besides. */
function mayBeMeant({ fact: { reader }, isNamed }: Candidate): boolean {
  return reader.list !== undefined && !isNamed;
}

/** What all files say together. */
export interface Verdicts {
  /** One file says something else than before. */
  tell(before: Verdict | undefined, after: Verdict | undefined): void;
  /** The groups that read flags for certain. */
  certain(wrappers: readonly Wrapper[]): ReadonlySet<string>;
  called(): ReadonlySet<string>;
  vague(): ReadonlySet<string>;
}

export function createVerdicts(): Verdicts {
  const certain = new Map<string, number>();
  const declared = new Map<string, number>();
  const undeclared = new Map<string, number>();
  const besides = new Map<string, number>();
  const meant = new Map<string, number>();
  const others = new Map<string, number>();
  const called = new Map<string, number>();
  const vague = new Map<string, number>();
  /** Whether a group is there that was not, or the other way round. */
  let isAnother = true;
  let known: { readonly wrappers: readonly Wrapper[]; readonly certain: ReadonlySet<string> } | undefined;
  const addTo = (counts: Map<string, number>, name: string, by: number): void => {
    if (addCount(counts, name, by)) isAnother = true;
  };
  const count = (verdict: Verdict | undefined, by: number): void => {
    for (const group of verdict?.certain ?? []) addTo(certain, group, by);
    for (const [group, isAll] of verdict?.tables ?? []) addTo(isAll ? declared : undeclared, group, by);
    for (const group of verdict?.besides ?? []) addTo(besides, group, by);
    for (const [group, isMeant] of verdict?.asked ?? []) addTo(isMeant ? meant : others, group, by);
    for (const wrapper of verdict?.called ?? []) addTo(called, wrapper, by);
    for (const wrapper of verdict?.vague ?? []) addTo(vague, wrapper, by);
  };
  return {
    tell: (before, after) => {
      count(after, 1);
      count(before, -1);
    },
    certain: (wrappers) => {
      if (!isAnother && known?.wrappers === wrappers) return known.certain;
      const tables = [...declared.keys()].filter((group) => !undeclared.has(group));
      const found = new Set([...certain.keys(), ...tables, ...besides.keys()]);
      for (const group of others.size === 0 ? ofOneName([...meant.keys()]) : []) found.add(group);
      // A wrapper is as certain as what it calls; and what it calls reads what its callers ask for.
      for (let grown = true; grown; ) {
        grown = false;
        for (const { id, innerGroup } of wrappers) {
          const group = `call ${id}`;
          if (found.has(group) === found.has(innerGroup)) continue;
          found.add(group).add(innerGroup);
          grown = true;
        }
      }
      isAnother = false;
      known = { wrappers, certain: found };
      return found;
    },
    called: () => new Set(called.keys()),
    vague: () => new Set(vague.keys()),
  };
}

/**
 * The lists where all have one name: if nothing else is asked for the flag that somebody asks about, what else should they mean? Of a flag that
 * other code asks for, a list in which its name stands may be one of something else.
 */
function ofOneName(groups: readonly string[]): readonly string[] {
  // Of what nobody declares, a group says the name alone: `lookup in ?allowedFeatures`.
  const names = groups.map((group) => lastSegment(group.slice(group.search(/[^ ?]+$/))));
  return new Set(names).size === 1 ? groups : [];
}

/** Counts a name so many times more; whether it came or went by that. */
export function addCount(counts: Map<string, number>, name: string, by: number): boolean {
  const before = counts.get(name) ?? 0;
  if (before + by === 0) counts.delete(name);
  else counts.set(name, before + by);
  return before === 0 || before + by === 0;
}
