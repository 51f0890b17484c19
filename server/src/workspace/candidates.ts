import type { Constant, ReadFact, Reference } from '../usages/facts';
import { isOfKeys } from '../usages/lookups';
import { flagsListed, givesFeatureFlags, isNamedForFlags } from '../usages/names';
import { isFlagPackage, isOneOf, isPackageName } from '../usages/package-names';
import { type Certainty, IS_NEGATED, IS_OBJECT, ONE_OF_SEVERAL, type Read } from '../usages/read';
import { parametersIn, textsIn, writtenOut } from '../usages/values';
import type { Declared } from './declared-keys';
import { isDeclaredWhere } from './declared-where';
import type { Linker } from './linker';
import { groupOf, keyOf, keysOf, matchOf, type Wrapper } from './wrappers';

/** A read whose callee fits, with its keys resolved. */
export interface Candidate {
  readonly file: string;
  readonly fact: ReadFact;
  /** Who answers: reads of one group are alike. */
  readonly group: string;
  readonly key: Constant;
  readonly keys: readonly string[];
  /** What a key that is not known begins with. */
  readonly prefix: string;
  /** The configuration or an SDK's package says so. */
  readonly isKnown: boolean;
  /** The service's package that answers. */
  readonly sdk: string | undefined;
  /** The wrapper that is called; see `Wrapper`. */
  readonly wrapper: string | undefined;
  /**
   * Nothing but its name speaks for it: a wrapper's, on another's member; a reader's, whose code says otherwise; a table's,
   * whose member is an object.
   */
  readonly isNamed: boolean;
  /**
   * A table that is named for flags is asked for a declared one by a member of what is named for flags: `toggles[ToggleName.NEW_UI]`; or one that
   * can be nothing else, for the flag that somebody asks about: `useFlags().newUi`, `featureFlags.find(({ key }) => key === 'new-ui')?.enabled`.
   */
  readonly isTold: boolean;
  /**
   * The project's own function that asks for a flag's state, by its name, where it is given the flag that somebody asks about, `file#name`: whether it
   * does nothing else, its code has to show.
   */
  readonly asked: string | undefined;
  /** A variable of the environment that bears the very name of a flag which nothing else declares. */
  readonly isSetting: boolean;
  /** A package's function that asks for a flag's state is given a member of what is named for flags: `getIsFeatureEnabled(FeatureName.NEW)`. */
  readonly isAsked: boolean;
}

/** What candidates are told by; whoever asks depends on the answer: see `Tracker`. */
export interface Known {
  readonly linker: Linker;
  readonly declared: Declared;
  /** Whether a key counts as declared though no flag file declares it. */
  readonly isAssumed: (key: string) => boolean;
  readonly wrapperOf: (id: string) => Wrapper | undefined;
  /** The wrappers that are called alike; see `familyOf`. */
  readonly membersOf: (family: string) => readonly string[];
  /** Whether a function's own code says that it is no reader for certain. */
  readonly isDoubtful: (id: string) => boolean;
}

/** The candidates of one file. */
export function candidatesIn(file: string, reads: readonly ReadFact[], known: Known): Candidate[] {
  return withoutRepeats(
    reads.flatMap((fact) => {
      if (isNothing(fact, known.declared)) return [];
      const { family } = fact.reader;
      if (family === undefined) return candidateOf(file, fact, undefined, known) ?? [];
      return known.membersOf(family).flatMap((id) => candidateOf(file, fact, id, known) ?? []);
    }),
  );
}

/** Whether a call counts only for declared flags, and names none, whoever answers: then nobody has to find out who does. */
function isNothing({ shape, key, reader }: ReadFact, declared: Declared): boolean {
  if (!reader.declaredOnly || shape !== 'call') return false;
  return key.kind === 'unknown' || (key.kind === 'string' && !declared.has(key.value));
}

function candidateOf(
  file: string,
  fact: ReadFact,
  wrapper: string | undefined,
  { linker, declared, isAssumed, wrapperOf, isDoubtful }: Known,
): Candidate | undefined {
  const isWrapped = wrapper !== undefined;
  const match = isWrapped ? matchOf(file, fact, wrapper, linker, wrapperOf) : 'same';
  if (!match) return undefined;
  const isDoubted = !isWrapped && !fact.reader.known && isDoubtful(linker.idOf(fact.reader.callee));
  if (!isDeclaredWhere(file, fact.reader, linker)) return undefined;
  const { sdk, isBulk, key } = keyOf(file, fact, linker);
  if (fact.reader.packages && (sdk === undefined || !isOneOf(sdk, fact.reader.packages))) return undefined;
  const member = fact.reader.keyTable && linker.resolve(fact.reader.keyTable);
  if (member && isOfKeys(member)) return undefined;
  // Nobody but the flag files, or a configuration, tells a flag with a value of several parts from what groups flags.
  const isObject = member?.kind === 'table';
  const isNamed = match === 'named' || isDoubted || (isObject && !fact.reader.known);
  if (key.kind === 'table') return undefined;
  // Which of a table's keys is asked for, is shown where the table is looked at, and where its name is known.
  const { via } = (isWrapped && wrapperOf(wrapper)?.shape) || {};
  if (via && key.kind === 'oneOf' && parametersIn(fact.key).length > 0) return undefined;
  const written = keysOf(fact.reader.declaredOnly && !isWrapped ? writtenOut(key) : key, declared.named);
  const all = written.map((name) => ofNegated(name, declared));
  const isNegated = all.some((name, index) => name !== written[index]);
  const keys = fact.reader.declaredOnly || isNamed ? all.filter(declared.has) : all;
  if (keys.length === 0 && (keys.length < all.length || match === 'named')) return undefined;
  const isOfTable =
    fact.key.kind === 'import' &&
    fact.key.path.length === 1 &&
    isNamedForFlags(fact.key.name) &&
    keys.length === 1 &&
    keys.every(declared.has);
  return {
    file,
    fact: isObject ? { ...fact, opaque: IS_OBJECT } : isNegated ? askedForContrary(fact) : fact,
    group: groupOf(fact, wrapper, linker),
    key,
    keys,
    prefix: keys.length > 0 ? '' : linker.prefixOf(fact.key),
    isKnown:
      fact.reader.known || (sdk !== undefined && (fact.shape === 'lookup' ? isBulk : isFlagPackage(sdk))),
    sdk,
    wrapper,
    isNamed,
    isTold:
      fact.shape === 'lookup' &&
      fact.reader.namedForFlags &&
      (!fact.reader.weak || fact.reader.isFound === true) &&
      ((isOfTable && !fact.reader.weak) ||
        (isUnmistakable(fact) && keys.length === 1 && isAssumed(keys[0]!))),
    isAsked:
      fact.reader.asksState === true &&
      fact.reader.callee.kind === 'import' &&
      isPackageName(fact.reader.callee.module) &&
      !linker.isResolved(fact.reader.callee) &&
      isOfTable,
    asked:
      fact.reader.asksState === true && !isDoubted && keys.length === 1 && isAssumed(keys[0]!)
        ? ownFunction(fact.reader.callee, linker)
        : undefined,
    isSetting: fact.reader.isEnvironment === true && key.kind === 'string' && keys.every(isAssumed),
  };
}

/** The id of a function that the workspace declares. */
function ownFunction(callee: Reference, linker: Linker): string | undefined {
  return callee.kind !== 'unresolved' && callee.path.length === 0 && linker.isResolved(callee)
    ? linker.idOf(callee)
    : undefined;
}

/** The flag that `!new_ui` asks whether it is off: no flag is called so, and a reader of the project's own may take it. */
function ofNegated(name: string, declared: Declared): string {
  const flag = name.slice(1);
  return name.startsWith('!') && !declared.has(name) && declared.has(flag) ? flag : name;
}

function askedForContrary(fact: ReadFact): ReadFact {
  const { codeDefault: _, ...rest } = fact;
  return { ...rest, opaque: IS_NEGATED, result: { ...fact.result, inverted: !fact.result.inverted } };
}

/** Whether a table gives feature flags by its name alone, and what is taken of it is the whole flag. */
function isUnmistakable({ part, result, reader: { callee, origin, isFound } }: ReadFact): boolean {
  if (part !== undefined && !(isFound && part === result.path[0])) return false;
  const own = callee.kind === 'unresolved' ? callee.name : (callee.path.at(-1) ?? callee.name);
  const [table, owner] = own
    .split(/\.|\(\)/)
    .filter((name) => name !== '')
    .reverse() as [string, string?];
  const isOfFlags = owner !== undefined && flagsListed(`${owner} ${table}`) === 'flags';
  return [table, origin?.name].some((name) => name !== undefined && givesFeatureFlags(name)) || isOfFlags;
}

/** One call fits several shapes of its name: the wrapper that it resolves to knows best, then the configuration. */
function withoutRepeats(list: readonly Candidate[]): Candidate[] {
  const rank = ({ fact, isKnown, wrapper, isNamed }: Candidate): number =>
    fact.reader.known || fact.reader.packages ? 4 : wrapper !== undefined && !isNamed ? 3 : isKnown ? 2 : 1;
  const best = new Map<string, Candidate>();
  const [sure, named] = [true, false].map((isSure) =>
    list.filter(({ fact }) => isSure !== (fact.reader.declaredOnly === true)),
  ) as [Candidate[], Candidate[]];
  for (const candidate of sure) {
    const { site, shape, span, isPart, reader } = candidate.fact;
    const kind = reader.isMember ? 'lookup' : shape;
    // The members of one destructuring, and the keys of one list, are reads of their own.
    const place = `${site.start} ${site.end} ${kind} ${isPart || kind === 'lookup' ? span.start : ''}`;
    const other = best.get(place);
    if (!other || rank(candidate) > rank(other)) best.set(place, candidate);
  }
  const surest = [...best.values()];
  // Of what only a name speaks for, each argument may be a key of its own.
  const taken = new Set(surest.map(({ fact }) => fact.span.start));
  const others = named.filter(({ fact: { span } }) => !taken.has(span.start) && taken.add(span.start));
  return [...surest, ...others];
}

/** Whether a read's callee makes the key of what it is given: then a key that is not known is shown there. */
export function makesKey({ wrapper, key }: Candidate, wrapperOf: Known['wrapperOf']): boolean {
  return key.kind === 'unknown' && wrapper !== undefined && wrapperOf(wrapper)?.shape?.via !== undefined;
}

/** Whether a key is a parameter as it is given, or that in another form of naming. */
function isGivenWhole(key: Constant): boolean {
  if (key.kind === 'derived')
    return (key.how === 'camelCase' || key.how === 'kebabCase') && isGivenWhole(key.of);
  return key.kind === 'parameter' && !key.isLoose;
}

/** What the candidates of all files together tell about those of one. */
export interface Judgement {
  readonly wrapperOf: (id: string) => Wrapper | undefined;
  readonly isCertain: (group: string) => boolean;
  /** Whether a wrapper is called, and whether with what is not known. */
  readonly isCalled: (wrapper: string) => boolean;
  readonly isVague: (wrapper: string) => boolean;
  /** Whether a candidate's callee asks the network. */
  readonly asksNetwork: (candidate: Candidate) => boolean;
}

/** The reads that one file's candidates are, in the order of the text. */
export function readsIn(candidates: readonly Candidate[], judgement: Judgement): Read[] {
  const reads = candidates.flatMap((candidate) => {
    const found = toReads(candidate, judgement);
    return found.length > 0 && judgement.asksNetwork(candidate)
      ? found.map((read): Read => ({ ...read, asksNetwork: true }))
      : found;
  });
  return reads.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function toReads(
  candidate: Candidate,
  { wrapperOf, isCertain: isCertainGroup, isCalled, isVague }: Judgement,
): Read[] {
  const { file, fact, keys, key } = candidate;
  const isCertain =
    (((isCertainGroup(candidate.group) && !fact.reader.weak) || candidate.isTold) && !candidate.isNamed) ||
    candidate.isSetting ||
    candidate.isAsked ||
    candidate.asked !== undefined;
  const through = candidate.wrapper ?? candidate.asked;
  const opaque =
    candidate.isSetting || candidate.isAsked
      ? undefined
      : ((keys.length > 1 || key.kind === 'oneOf' ? ONE_OF_SEVERAL : undefined) ??
        fact.opaque ??
        (candidate.wrapper === undefined ? undefined : wrapperOf(candidate.wrapper)?.shape?.opaque));
  const { reader: _reader, key: _key, opaque: _opaque, isPart: _isPart, isSymbol: _isSymbol, ...rest } = fact;
  const base = {
    file,
    ...rest,
    ...(opaque !== undefined && { opaque }),
    ...(candidate.isSetting && { isSetting: true as const }),
    ...(through !== undefined && { through }),
    ...(fact.reader.packages && candidate.sdk !== undefined && { sdk: candidate.sdk }),
  };
  if (keys.length > 0) {
    const certainty: Certainty = isCertain ? 'certain' : 'likely';
    const places = textsIn(key);
    return keys.map((name) => {
      const keyAt = places.get(name);
      const isRenamed = key.kind === 'renamed' && key.name !== name;
      return {
        ...base,
        ...(keyAt && { keyAt }),
        ...(isRenamed && { naming: key.naming }),
        key: name,
        certainty,
        isConfigured: candidate.isKnown,
      };
    });
  }
  // A dynamic key of who knows what reader protects nothing.
  if (!isCertain) return [];
  // A parameter is its callers' business; a key that is made of one is undeterminable here, if one of them is or none is known.
  if (key.kind === 'parameter') {
    const wrapper = `${file}#${key.wrapper}`;
    if (isGivenWhole(fact.key) ? !isVague(wrapper) : isCalled(wrapper) && !isVague(wrapper)) return [];
  }
  if (makesKey(candidate, wrapperOf)) return [];
  return [
    { ...base, prefix: candidate.prefix, certainty: 'undeterminable', isConfigured: candidate.isKnown },
  ];
}
