import type { Constant, ReaderFact, ReadFact, SourceFacts, WrapperFact } from '../usages/facts';
import { lastSegment, wordsOf } from '../usages/names';
import { bulkNaming, isFlagPackage, isOneOf } from '../usages/package-names';
import { type Certainty, ONE_OF_SEVERAL, type Read } from '../usages/read';
import { type CallShape, NAMED_SHAPES } from '../usages/shapes';
import { parametersIn, textsIn, withoutPlaces, writtenOut } from '../usages/values';
import { exportedAliases } from './aliases';
import { findDeclarations } from './code-declarations';
import { heldBulks, isDeclaredWhere } from './declared-where';
import type { InferredShapes } from './known-shapes';
import type { Linker } from './linker';
import { findOverridden } from './overridden';
import type { CodeDeclaration, Place } from './snapshot';
import { findWrites } from './writes';

/** What follows from all facts together. */
export interface Resolution extends InferredShapes {
  /** The reads of each file, in the order of the text. */
  readonly reads: ReadonlyMap<string, readonly Read[]>;
  readonly writes: ReadonlyMap<string, readonly Place[]>;
  /** Where code names a flag in an enum, a type or a table, file by file. */
  readonly declarations: ReadonlyMap<string, readonly CodeDeclaration[]>;
}

/** The declared flags whose keys, put in a form, are a name. */
export type KeysNamed = (name: string, naming: 'camelCase' | 'kebabCase') => readonly string[];

/** Connects the facts of all files: follows constants and wrappers, and judges how certain each read is. */
export function resolveFacts(
  facts: ReadonlyMap<string, SourceFacts>,
  linker: Linker,
  isDeclared: (key: string) => boolean,
  keysNamed: KeysNamed,
): Resolution {
  const wrappers = findWrappers(facts, linker, isDeclared, keysNamed);
  const doubtful = new Set(
    [...facts].flatMap(([file, fact]) => fact.doubtful?.map((name) => `${file}#${name}`) ?? []),
  );
  const askers = new Set(
    [...facts].flatMap(([file, fact]) => fact.askers?.map((name) => `${file}#${name}`) ?? []),
  );
  const asks = ({ fact: { reader } }: Candidate): boolean =>
    askers.size > 0 &&
    [linker.idOf(reader.callee), ...(reader.target ? linker.idsOf(reader.target) : [])].some((id) =>
      askers.has(id),
    );
  const candidates = new Map<string, Candidate[]>();
  for (const [file, { reads }] of facts) {
    const list = reads.flatMap(
      (fact) => candidateOf(file, fact, linker, wrappers, doubtful, isDeclared, keysNamed) ?? [],
    );
    if (list.length > 0) candidates.set(file, withoutRepeats(list));
  }
  const groups = judgeGroups([...candidates.values()].flat(), wrappers, isDeclared);

  const callers = callersOf([...candidates.values()].flat(), wrappers);
  const reads = new Map<string, Read[]>();
  for (const [file, list] of candidates) {
    const resolved = list.flatMap((candidate) => {
      const found = toReads(candidate, groups, wrappers, callers);
      return asks(candidate) ? found.map((read): Read => ({ ...read, asksNetwork: true })) : found;
    });
    resolved.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    if (resolved.length > 0) reads.set(file, resolved);
  }
  const shapes = [...wrappers.values()].flatMap(({ shape }) => shape ?? []);
  return {
    reads,
    writes: findWrites(facts, linker),
    declarations: findDeclarations(
      [...facts].map(([file, fact]) => [file, fact.declarations] as const),
      isDeclared,
      [...facts.values()].flatMap(({ keyTypes = [] }) => keyTypes.map((type) => linker.resolve(type))),
    ),
    wrappers: [...shapes, ...exportedAliases(facts, shapes, linker)],
    bulks: heldBulks(facts, linker),
  };
}

/** A read whose callee fits, with its keys resolved. */
interface Candidate {
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
  readonly isWrapped: boolean;
  /** Nothing but its name speaks for it: a wrapper's, on another's member, or a reader's, whose code says otherwise. */
  readonly isNamed: boolean;
}

interface Wrapper {
  readonly id: string;
  /** The group of the read inside. */
  readonly innerGroup: string;
  /** Absent where the flag's key is not known. */
  readonly shape: CallShape | undefined;
}

/** The functions that read a flag for their callers, and those of them that call one another. */
function findWrappers(
  facts: ReadonlyMap<string, SourceFacts>,
  linker: Linker,
  isDeclared: (key: string) => boolean,
  keysNamed: KeysNamed,
): Map<string, Wrapper> {
  const found = new Map<string, Wrapper>();
  const overridden = findOverridden(facts, linker);
  let isAsked = false;
  for (let grown = true; grown; ) {
    grown = false;
    for (const [file, { wrappers, reads }] of facts) {
      // Of several reads in a function the one that it gives back says what it answers.
      for (const fact of [...wrappers].sort((a, b) => Number(b.returnsValue) - Number(a.returnsValue))) {
        const id = `${file}#${fact.name}`;
        const inner = reads[fact.read]!;
        if (found.has(id) || !isFromPackage(file, inner, linker)) continue;
        if (inner.reader.declaredOnly && inner.reader.wrapper === undefined && !isAsked) continue;
        if (inner.reader.wrapper !== undefined && matchOf(file, inner, linker, found) !== 'same') continue;
        const keys = keysOf(keyOf(file, inner, linker).key, keysNamed);
        if (inner.reader.declaredOnly && !fact.parameter && !keys.every(isDeclared)) continue;
        found.set(id, {
          id,
          innerGroup: groupOf(inner, linker),
          shape: shapeOf(id, fact, inner, keys, found, overridden),
        });
        grown = true;
      }
    }
    // What readers ask in their turn, and what asks a reader that only its name tells: a wrapper by itself is surer.
    if (grown || isAsked) continue;
    isAsked = true;
    grown = true;
    for (const [id, wrapper] of askedFunctions(facts, linker)) {
      if (!found.has(id)) found.set(id, wrapper);
    }
  }
  return found;
}

/** What readers ask in their turn, as readers of their own: of declared flags, and never for certain. */
function askedFunctions(facts: ReadonlyMap<string, SourceFacts>, linker: Linker): Map<string, Wrapper> {
  const found = new Map<string, Wrapper>();
  for (const { asked = [] } of facts.values()) {
    for (const { callee, name, index } of asked) {
      // Only a declaration of the workspace can be told from others of its name.
      if (callee.kind === 'unresolved' || !linker.isResolved(callee)) continue;
      const id = linker.idOf(callee);
      const shape: CallShape = { name, wrapper: id, keys: [[index]], declaredOnly: true };
      found.set(id, { id, innerGroup: `call ${id}`, shape });
    }
  }
  return found;
}

function shapeOf(
  id: string,
  fact: WrapperFact,
  inner: ReadFact,
  keys: readonly string[],
  found: ReadonlyMap<string, Wrapper>,
  overridden: ReadonlySet<string>,
): CallShape | undefined {
  const opaque = overridden.has(id)
    ? 'a class that extends the one it belongs to answers otherwise'
    : fact.returnsValue && (inner.isSymbol || !isOpaque(inner, found))
      ? undefined
      : 'the function around it does more than return the flag';
  const common = {
    name: lastSegment(fact.name),
    wrapper: id,
    promise: fact.result.promise,
    inverted: fact.result.inverted,
    ...(fact.result.path.length > 0 && { path: fact.result.path }),
    ...(fact.result.gives && { gives: fact.result.gives }),
    ...(opaque !== undefined && { opaque }),
    ...(inner.reader.declaredOnly && { declaredOnly: true }),
    ...(fact.default !== undefined && { default: fact.default }),
    ...(fact.shows !== undefined && { shows: fact.shows }),
    ...(fact.settled && !isOpaque(inner, found) && { settled: fact.settled }),
    ...(fact.isMember && { isMember: true }),
  };
  if (fact.parameter) {
    const via = inner.key.kind === 'parameter' ? undefined : withoutPlaces(inner.key);
    return { ...common, ...(via && { via }), keys: [[fact.parameter.index, ...fact.parameter.path]] };
  }
  return keys.length === 1 ? { ...common, keys: [], flag: keys[0]! } : undefined;
}

function isOpaque(inner: ReadFact, found: ReadonlyMap<string, Wrapper>): boolean {
  return (
    inner.opaque !== undefined ||
    (inner.reader.wrapper !== undefined && found.get(inner.reader.wrapper)?.shape?.opaque !== undefined)
  );
}

/** Whether a read in a package's shape goes back to that package; reads in other shapes need no package. */
function isFromPackage(file: string, fact: ReadFact, linker: Linker): boolean {
  const { packages } = fact.reader;
  if (!packages) return true;
  const { sdk } = keyOf(file, fact, linker);
  return sdk !== undefined && isOneOf(sdk, packages);
}

/**
 * Whether a call that bears a wrapper's name calls that wrapper: the same declaration, or one that only its name, on a
 * member of something else, says to be it.
 */
function matchOf(
  file: string,
  { reader }: ReadFact,
  linker: Linker,
  wrappers: ReadonlyMap<string, Wrapper>,
): 'same' | 'named' | undefined {
  const id = reader.wrapper!;
  if (!wrappers.has(id)) return undefined;
  if (linker.idOf(reader.callee) === id) return 'same';
  const { target } = reader;
  if (target && linker.idsOf(target).includes(id)) return 'same';
  if (reader.isMember) return undefined;
  const name = id.slice(id.indexOf('#') + 1);
  const method = lastSegment(id);
  if (method === name) return undefined;
  // Of a class, a table or a package that is known, it is another's method.
  if (target && linker.isTold(target)) return undefined;
  if (reader.callee.kind !== 'unresolved') return reader.callee.path.length < 2 ? undefined : 'named';
  // A method of an object whose class cannot be told, or a module that cannot be found: its name must do.
  if (declaringFile(file, reader, linker) === id.slice(0, id.indexOf('#'))) return 'same';
  // A method that does more than its name says is some other object's, unless the object is known to be of that class.
  if (wrappers.get(id)!.shape?.opaque !== undefined && NAMED.has(method)) return undefined;
  return isLike(reader, name) ? 'same' : 'named';
}

/** Whether a receiver's name says that it is of a wrapper's class: `this.flagGate.ask()` and `Gate.ask`. */
function isLike({ receiver, namedForFlags }: ReaderFact, wrapper: string): boolean {
  if (namedForFlags || receiver === undefined) return namedForFlags;
  const owner = wordsOf(wrapper.slice(0, wrapper.lastIndexOf('.'))).at(-1);
  return owner !== undefined && wordsOf(receiver).at(-1) === owner;
}

const NAMED: ReadonlySet<string> = new Set(NAMED_SHAPES.map(({ name }) => name));

/** The workspace's file that the receiver of a read goes back to. */
function declaringFile(file: string, { origin }: ReaderFact, linker: Linker): string | undefined {
  return origin && linker.fileOf(file, origin.module);
}

function candidateOf(
  file: string,
  fact: ReadFact,
  linker: Linker,
  wrappers: ReadonlyMap<string, Wrapper>,
  doubtful: ReadonlySet<string>,
  isDeclared: (key: string) => boolean,
  keysNamed: KeysNamed,
): Candidate | undefined {
  const isWrapped = fact.reader.wrapper !== undefined;
  const match = isWrapped ? matchOf(file, fact, linker, wrappers) : 'same';
  if (!match) return undefined;
  const isDoubted = !isWrapped && !fact.reader.known && doubtful.has(linker.idOf(fact.reader.callee));
  const isNamed = match === 'named' || isDoubted;
  if (!isDeclaredWhere(file, fact.reader, linker)) return undefined;
  const { sdk, isBulk, key } = keyOf(file, fact, linker);
  if (fact.reader.packages && (sdk === undefined || !isOneOf(sdk, fact.reader.packages))) return undefined;
  if (fact.reader.keyTable) {
    const value = linker.resolve(fact.reader.keyTable);
    if (value.kind === 'string' || value.kind === 'oneOf' || value.kind === 'table') return undefined;
  }
  if (key.kind === 'table') return undefined;
  // Which of a table's keys is asked for, is shown where the table is looked at, and where its name is known.
  const { via } = (isWrapped && wrappers.get(fact.reader.wrapper!)?.shape) || {};
  if (via && key.kind === 'oneOf' && parametersIn(fact.key).length > 0) return undefined;
  const all = keysOf(fact.reader.declaredOnly && !isWrapped ? writtenOut(key) : key, keysNamed);
  const keys = fact.reader.declaredOnly || isNamed ? all.filter(isDeclared) : all;
  if (keys.length === 0 && (keys.length < all.length || match === 'named')) return undefined;
  return {
    file,
    fact,
    group: groupOf(fact, linker),
    key,
    keys,
    prefix: keys.length > 0 ? '' : linker.prefixOf(fact.key),
    isKnown:
      fact.reader.known || (sdk !== undefined && (fact.shape === 'lookup' ? isBulk : isFlagPackage(sdk))),
    sdk,
    isWrapped,
    isNamed,
  };
}

/** A read's key as far as all files tell, in the form that the service it comes from gives its flags' names. */
function keyOf(
  file: string,
  { reader: { callee, origin, isShaped }, shape, key }: ReadFact,
  linker: Linker,
): { key: Constant; sdk: string | undefined; isBulk: boolean } {
  // A function's own origin is where it is declared; what a call gave goes back through the function that returned it.
  const isResult = shape === 'lookup' || callee.kind === 'unresolved' || callee.path.length > 0;
  const sdk = origin && linker.packageOf(file, origin, isResult);
  const naming = shape === 'lookup' && sdk !== undefined ? bulkNaming(sdk) : undefined;
  const value = linker.resolve(key);
  const isRenamed = naming !== undefined && naming !== 'same' && value.kind === 'string' && !isShaped;
  return {
    key: isRenamed ? { kind: 'renamed', name: value.value, naming } : value,
    sdk,
    isBulk: naming !== undefined || isShaped === true,
  };
}

function groupOf(fact: ReadFact, linker: Linker): string {
  return `${fact.shape} ${fact.reader.wrapper ?? linker.idOf(fact.reader.callee)}`;
}

function keysOf(key: Constant, keysNamed: KeysNamed): readonly string[] {
  if (key.kind === 'string') return [key.value];
  if (key.kind === 'oneOf') return [...new Set(key.options.flatMap((option) => keysOf(option, keysNamed)))];
  if (key.kind !== 'renamed') return [];
  const keys = keysNamed(key.name, key.naming);
  return keys.length > 0 ? keys : [key.name];
}

/** One call fits several shapes of its name: the wrapper that it resolves to knows best, then the configuration. */
function withoutRepeats(list: readonly Candidate[]): Candidate[] {
  const rank = ({ fact, isKnown, isWrapped, isNamed }: Candidate): number =>
    fact.reader.known || fact.reader.packages ? 4 : isWrapped && !isNamed ? 3 : isKnown ? 2 : 1;
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

/** Which groups read flags for certain. */
function judgeGroups(
  candidates: readonly Candidate[],
  wrappers: ReadonlyMap<string, Wrapper>,
  isDeclared: (key: string) => boolean,
): ReadonlySet<string> {
  const certain = new Set<string>();
  const tables = new Map<string, boolean>();
  for (const { fact, group, keys, isKnown, isNamed } of candidates) {
    if (isKnown) certain.add(group);
    else if (fact.reader.weak || isNamed) continue;
    else if (fact.shape === 'call') {
      if (fact.reader.namedForFlags || keys.some(isDeclared)) certain.add(group);
    } else if (keys.length > 0) {
      tables.set(group, (tables.get(group) ?? true) && keys.every(isDeclared));
    }
  }
  for (const [group, allDeclared] of tables) if (allDeclared) certain.add(group);
  // A wrapper is as certain as what it calls; and what it calls reads what its callers ask for.
  for (let grown = true; grown; ) {
    grown = false;
    for (const { id, innerGroup } of wrappers.values()) {
      const group = `call ${id}`;
      if (certain.has(group) === certain.has(innerGroup)) continue;
      certain.add(group).add(innerGroup);
      grown = true;
    }
  }
  return certain;
}

/** Whether a read's callee makes the key of what it is given: then a key that is not known is shown there. */
function makesKey({ fact, key }: Candidate, wrappers: ReadonlyMap<string, Wrapper>): boolean {
  const { wrapper } = fact.reader;
  return key.kind === 'unknown' && wrapper !== undefined && wrappers.get(wrapper)?.shape?.via !== undefined;
}

/** Whether a key is a parameter as it is given, or that in another form of naming. */
function isGivenWhole(key: Constant): boolean {
  if (key.kind === 'derived')
    return (key.how === 'camelCase' || key.how === 'kebabCase') && isGivenWhole(key.of);
  return key.kind === 'parameter' && !key.isLoose;
}

/** How the wrappers are called that the workspace has calls of. */
interface Callers {
  readonly called: ReadonlySet<string>;
  /** With what is not known. */
  readonly vague: ReadonlySet<string>;
}

function callersOf(candidates: readonly Candidate[], wrappers: ReadonlyMap<string, Wrapper>): Callers {
  const wrapperOf = ({ fact }: Candidate): string[] => (fact.reader.wrapper ? [fact.reader.wrapper] : []);
  return {
    called: new Set(candidates.flatMap(wrapperOf)),
    vague: new Set(candidates.filter((one) => makesKey(one, wrappers)).flatMap(wrapperOf)),
  };
}

function toReads(
  candidate: Candidate,
  groups: ReadonlySet<string>,
  wrappers: ReadonlyMap<string, Wrapper>,
  { called, vague }: Callers,
): Read[] {
  const { file, fact, keys, key } = candidate;
  const isCertain = groups.has(candidate.group) && !fact.reader.weak && !candidate.isNamed;
  const opaque =
    (keys.length > 1 ? ONE_OF_SEVERAL : undefined) ??
    fact.opaque ??
    (fact.reader.wrapper === undefined ? undefined : wrappers.get(fact.reader.wrapper)?.shape?.opaque);
  const { reader: _reader, key: _key, opaque: _opaque, isPart: _isPart, isSymbol: _isSymbol, ...rest } = fact;
  const base = {
    file,
    ...rest,
    ...(opaque !== undefined && { opaque }),
    ...(fact.reader.packages && candidate.sdk !== undefined && { sdk: candidate.sdk }),
  };
  if (keys.length > 0) {
    const certainty: Certainty = isCertain ? 'certain' : 'likely';
    const places = textsIn(key);
    return keys.map((name) => {
      const keyAt = places.get(name);
      return { ...base, ...(keyAt && { keyAt }), key: name, certainty, isConfigured: candidate.isKnown };
    });
  }
  // A dynamic key of who knows what reader protects nothing.
  if (!isCertain) return [];
  // A parameter is its callers' business; a key that is made of one is undeterminable here, if one of them is or none is known.
  if (key.kind === 'parameter') {
    const wrapper = `${file}#${key.wrapper}`;
    if (isGivenWhole(fact.key) ? !vague.has(wrapper) : called.has(wrapper) && !vague.has(wrapper)) return [];
  }
  if (makesKey(candidate, wrappers)) return [];
  return [
    { ...base, prefix: candidate.prefix, certainty: 'undeterminable', isConfigured: candidate.isKnown },
  ];
}
