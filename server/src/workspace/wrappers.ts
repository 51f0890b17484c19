import type { Constant, ReaderFact, ReadFact, SourceFacts, WrapperFact } from '../usages/facts';
import { lastSegment, wordsOf } from '../usages/names';
import { bulkNaming, isOneOf } from '../usages/package-names';
import { DOES_MORE, GIVES_PARAMETERS } from '../usages/read';
import { type CallShape, NAMED_SHAPES } from '../usages/shapes';
import { withoutPlaces } from '../usages/values';
import type { Declared } from './declared-keys';
import { ALL, type FactParts } from './fact-parts';
import type { Linker } from './linker';
import { type Overridden, overriddenIn, whyOverridden } from './overridden';
import { holds } from './packed-facts';
import type { Results, Tracker } from './tracker';

/** A function that reads a flag for its callers. */
export interface Wrapper {
  readonly id: string;
  /** The group of the read inside. */
  readonly innerGroup: string;
  /** Absent where the flag's key is not known. */
  readonly shape: CallShape | undefined;
}

/** The functions that read a flag for their callers, and those of them that call one another, by their ids. */
export interface Wrappers {
  /** `membersOf` gives the wrappers that are called alike; see `familyOf`. */
  of(
    facts: ReadonlyMap<string, SourceFacts>,
    membersOf: (family: string) => readonly string[],
  ): Generator<undefined, ReadonlyMap<string, Wrapper>>;
  /** Works out what one file says of them, so that `of` has less to do at once. */
  prepare(file: string, facts: SourceFacts): void;
}

export function createWrappers(
  linker: Linker,
  declared: Declared,
  tracker: Tracker,
  parts: FactParts,
): Wrappers {
  const wrappers = tracker.results<ReadonlyMap<string, Wrapper>>();
  const wrappingIn = tracker.results<readonly Wrapping[]>();
  const overriding = tracker.results<readonly Overridden[]>();
  const askedIn = tracker.results<readonly Wrapper[]>();
  const inside = tracker.results<{ readonly keys: readonly string[]; readonly group: string }>();

  /** A result that a file's own say about wrappers makes. */
  const of = <T>(results: Results<T>, file: string, make: () => T): T =>
    results.get(file, () => {
      parts.wrapping.use(file);
      return make();
    });

  const wrappingFor = (file: string, fact: SourceFacts): readonly Wrapping[] =>
    holds(fact, 'wrappers') ? of(wrappingIn, file, () => wrappingOf(file, fact, linker)) : [];
  const overriddenFor = (file: string, fact: SourceFacts): readonly Overridden[] =>
    holds(fact, 'overrides') ? of(overriding, file, () => overriddenIn(fact, linker)) : [];

  function* find(
    facts: ReadonlyMap<string, SourceFacts>,
    membersOf: (family: string) => readonly string[],
  ): Generator<undefined, ReadonlyMap<string, Wrapper>> {
    parts.allWrapping.use(ALL);
    const found = new Map<string, Wrapper>();
    const overridden = new Map<string, string>();
    const all: Wrapping[] = [];
    for (const [file, fact] of facts) {
      all.push(...wrappingFor(file, fact));
      for (const { id, reason } of overriddenFor(file, fact)) overridden.set(id, reason);
      yield;
    }
    let isAsked = false;
    for (let grown = true; grown; ) {
      grown = false;
      for (const { file, fact, id, inner } of all) {
        yield;
        if (found.has(id)) continue;
        const { family } = inner.reader;
        if (inner.reader.declaredOnly && family === undefined && !isAsked) continue;
        const wrapperOf = (name: string): Wrapper | undefined => found.get(name);
        const isCalled = (one: string): boolean => matchOf(file, inner, one, linker, wrapperOf) === 'same';
        const called = family === undefined ? undefined : membersOf(family).find(isCalled);
        if (family !== undefined && called === undefined) continue;
        const { keys, group } = inside.get(`${id} ${fact.read} ${called ?? ''}`, () => {
          parts.wrapping.use(file);
          const { key } = keyOf(file, inner, linker);
          return { keys: keysOf(key, declared.named), group: groupOf(inner, called, linker) };
        });
        if (inner.reader.declaredOnly && !fact.parameter && !keys.every(declared.has)) continue;
        const opaque = inner.opaque ?? (called === undefined ? undefined : found.get(called)?.shape?.opaque);
        const shape = shapeOf(id, fact, inner, keys, opaque, overridden);
        found.set(id, { id, innerGroup: group, shape });
        grown = true;
      }
      // What readers ask in their turn, and what asks a reader that only its name tells: a wrapper by itself is surer.
      if (grown || isAsked) continue;
      isAsked = true;
      grown = true;
      for (const [file, fact] of facts) {
        if (!holds(fact, 'asked')) continue;
        for (const wrapper of of(askedIn, file, () => askedFunctions(fact, linker)))
          if (!found.has(wrapper.id)) found.set(wrapper.id, wrapper);
      }
    }
    return found;
  }

  return {
    of: (facts, membersOf) => wrappers.steps(ALL, () => find(facts, membersOf)),
    prepare: (file, fact) => {
      wrappingFor(file, fact);
      overriddenFor(file, fact);
    },
  };
}

/** A function that may be a wrapper, with what counts of the read inside: of large workspaces tens of thousands are kept. */
interface Wrapping {
  readonly file: string;
  readonly id: string;
  readonly fact: WrapperFact;
  readonly inner: InnerRead;
}

type InnerRead = Pick<ReadFact, 'shape' | 'key' | 'reader' | 'opaque' | 'isSymbol'>;

function innerOf({ shape, key, reader, opaque, isSymbol }: ReadFact): InnerRead {
  return { shape, key, reader, ...(opaque !== undefined && { opaque }), ...(isSymbol && { isSymbol }) };
}

function wrappingOf(file: string, { wrappers, reads }: SourceFacts, linker: Linker): Wrapping[] {
  // Of several reads in a function the one that it gives back says what it answers.
  return [...wrappers]
    .sort((a, b) => Number(b.returnsValue) - Number(a.returnsValue))
    .map((fact) => ({ file, id: `${file}#${fact.name}`, fact, inner: innerOf(reads[fact.read]!) }))
    .filter(({ inner }) => isFromPackage(file, inner, linker));
}

/** What readers ask in their turn, as readers of their own: of declared flags, and never for certain. */
function askedFunctions({ asked = [] }: SourceFacts, linker: Linker): Wrapper[] {
  const found: Wrapper[] = [];
  for (const { callee, name, index } of asked) {
    // Only a declaration of the workspace can be told from others of its name.
    if (callee.kind === 'unresolved' || !linker.isResolved(callee)) continue;
    const id = linker.idOf(callee);
    const shape: CallShape = { name, wrapper: id, keys: [[index]], declaredOnly: true };
    found.push({ id, innerGroup: `call ${id}`, shape });
  }
  return found;
}

function shapeOf(
  id: string,
  fact: WrapperFact,
  inner: InnerRead,
  keys: readonly string[],
  innerOpaque: string | undefined,
  overridden: ReadonlyMap<string, string>,
): CallShape | undefined {
  const isOpaque = innerOpaque !== undefined;
  const givesParameters = innerOpaque === GIVES_PARAMETERS && fact.returnsValue;
  const opaque =
    whyOverridden(id, overridden) ??
    (fact.returnsValue && (inner.isSymbol || !isOpaque)
      ? undefined
      : givesParameters
        ? GIVES_PARAMETERS
        : DOES_MORE);
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
    ...(fact.settled && !isOpaque && { settled: fact.settled }),
    ...(fact.isMember && { isMember: true }),
    ...(fact.isCurried && { curried: true }),
  };
  if (fact.parameter) {
    const via = inner.key.kind === 'parameter' ? undefined : withoutPlaces(inner.key);
    return { ...common, ...(via && { via }), keys: [[fact.parameter.index, ...fact.parameter.path]] };
  }
  return keys.length === 1 ? { ...common, keys: [], flag: keys[0]! } : undefined;
}

/** Whether a read in a package's shape goes back to that package; reads in other shapes need no package. */
function isFromPackage(file: string, fact: InnerRead, linker: Linker): boolean {
  const { packages } = fact.reader;
  if (!packages) return true;
  const { sdk } = keyOf(file, fact, linker);
  return sdk !== undefined && isOneOf(sdk, packages);
}

/**
 * Whether a call that bears the name of the wrapper `id` calls that wrapper: the same declaration, or one that only its name, on a
 * member of something else, says to be it.
 */
export function matchOf(
  file: string,
  { reader }: InnerRead,
  id: string,
  linker: Linker,
  wrapperOf: (id: string) => Wrapper | undefined,
): 'same' | 'named' | undefined {
  const wrapper = wrapperOf(id);
  if (!wrapper) return undefined;
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
  if (wrapper.shape?.opaque !== undefined && NAMED.has(method)) return undefined;
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

/** A read's key as far as all files tell, in the form that the service it comes from gives its flags' names. */
export function keyOf(
  file: string,
  { reader: { callee, origin, isShaped }, shape, key }: InnerRead,
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

/** Who answers a read: the wrapper that is called, if one is. */
export function groupOf(fact: InnerRead, called: string | undefined, linker: Linker): string {
  // What a list of names has besides them (`flags.length`) says nothing of these.
  return `${fact.shape}${fact.reader.list ? ' in' : ''} ${called ?? linker.idOf(fact.reader.callee)}`;
}

export function keysOf(key: Constant, keysNamed: Declared['named']): readonly string[] {
  if (key.kind === 'string') return [key.value];
  if (key.kind === 'oneOf') return [...new Set(key.options.flatMap((option) => keysOf(option, keysNamed)))];
  if (key.kind !== 'renamed') return [];
  const keys = keysNamed(key.name, key.naming);
  return keys.length > 0 ? keys : [key.name];
}
