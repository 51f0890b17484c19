import { WHOLE } from '../usages/exports';
import type { Constant, ExportFact, HolderFact, Origin, Reference, SourceFacts } from '../usages/facts';
import { type ModuleMap, resolveModule } from '../usages/resolve';
import { HELD, RESULT } from '../usages/targets';
import { membersType, textType } from '../usages/types';
import { concluded, derive, memberOf, prefixOf, substitute, UNKNOWN, withNames } from '../usages/values';
import type { WordFilter } from '../usages/word-filter';
import type { FactParts } from './fact-parts';
import { mayExport } from './may-export';
import { holds } from './packed-facts';
import { isSame } from './same';
import { othersThan, type TouchedMap } from './steady-map';
import type { Tracker, Watched } from './tracker';

/**
 * Follows names from file to file, over facts alone. Whatever is worked out with it depends on what was looked at on the
 * way: see `Tracker`.
 */
export interface Linker {
  /** Takes other facts than before: forgets what followed from those that have changed. The files of which they are others. */
  update(facts: ReadonlyMap<string, SourceFacts>): readonly string[];
  /** Works out what one file holds, so that there is less to do at once when somebody asks who holds what. */
  prepare(file: string): void;
  /** One name for one declaration, however it was imported. */
  idOf(reference: Reference): string;
  /** The same, and the names of all that it may be by other names: see `HolderFact`. */
  idsOf(reference: Reference): readonly string[];
  /**
   * Whether it is known what a reference is of: not where it is what some function gives, what an interface promises,
   * or in a file that is not there.
   */
  isTold(reference: Reference): boolean;
  /** Whether a reference ends in a declaration, of the workspace or of a package. */
  isResolved(reference: Reference): boolean;
  /**
   * The package that a value goes back to, through the workspace's own modules; where the value is what a call gave,
   * also through the functions that return it.
   */
  packageOf(file: string, origin: Origin, isResult: boolean): string | undefined;
  /** A constant with all its imports followed. */
  resolve(constant: Constant): Constant;
  /** The text that a constant begins with, as far as all files tell. */
  prefixOf(constant: Constant): string;
  /** The source that an import of `module` in the file `from` names. */
  fileOf(from: string, module: string): string | undefined;
  /** The names of all that a module exports, as far as its files were looked at. */
  namesIn(from: string, module: string): readonly string[];
  /** Files that are asked for and have not been scanned. */
  readonly missing: ReadonlySet<string>;
}

const MAX_HOPS = 16;
/** The files whose imports are remembered: all that are followed at the same time, and not all that there are. */
const MAX_RESOLVED = 2000;
/** More names than these for one thing are names of many things. */
const MAX_NAMES = 64;

type Imported = Extract<Reference, { kind: 'import' }>;
type Target = { readonly file: string; readonly name: string; readonly value?: Constant };

/** `words` are those of all files that were read, by which a file need not be scanned that cannot export what is asked for. */
export function createLinker(
  modules: ModuleMap,
  words: TouchedMap<WordFilter>,
  tracker: Tracker,
  parts: FactParts,
): Linker {
  let facts: ReadonlyMap<string, SourceFacts> = new Map();
  const missing = new Set<string>();
  const resolved = new Map<string, Map<string, string | undefined>>();
  const namesKnown = tracker.results<readonly string[]>();
  const heldIn = tracker.results<ReadonlyMap<string, readonly Reference[]>>();
  const heldBy = tracker.sources();

  const update = (next: ReadonlyMap<string, SourceFacts>): readonly string[] => {
    const changed = othersThan(facts, next);
    for (const file of changed) parts.tell(file, facts.get(file), next.get(file));
    facts = next;
    for (const file of words.touched) if (passedOver.delete(file)) parts.exports.change(file);
    words.touched.clear();
    ids = new WeakMap();
    if (holders) refreshHolders(holders, new Set([...changed, ...heldIn.forgotten()]));
    for (const file of missing) if (facts.has(file) || !parts.exports.isUsed(file)) missing.delete(file);
    return changed;
  };

  const factsAt = (file: string): SourceFacts | undefined => {
    parts.exports.use(file);
    return facts.get(file);
  };

  const fileOf = (from: string, module: string): string | undefined => {
    if (!resolved.has(from) && resolved.size >= MAX_RESOLVED) resolved.clear();
    const known = remembered(resolved, from, () => new Map<string, string | undefined>());
    if (!known.has(module)) known.set(module, resolveModule(from, module, modules));
    return known.get(module);
  };

  const exported = (from: string, module: string, name: string, hops: number): Target | undefined => {
    const file = fileOf(from, module);
    if (file === undefined || hops > MAX_HOPS) return undefined;
    const found = factsAt(file);
    if (!found) {
      missing.add(file);
      return { file, name };
    }
    const fact = found.exports.get(name) ?? typeExport(found, name);
    if (fact) return follow(file, name, fact, hops);
    const whole = found.exports.get(WHOLE);
    if (whole?.kind === 'import' && name === 'default') return { file, name: '*' };
    if (whole && whole.kind !== 'import') return ofWhole(follow(file, name, whole, hops), name);
    for (const other of name === 'default' ? [] : found.exportAll) {
      const target = mayGive(file, other, name) ? exported(file, other, name, hops + 1) : undefined;
      if (target && (target.value || isDeclared(target))) return target;
    }
    return { file, name };
  };

  /** Of what a module hands on as a whole, most has nothing to do with a name. */
  const mayGive = (from: string, module: string, name: string): boolean => {
    const file = fileOf(from, module);
    const filter = file === undefined || factsAt(file) ? undefined : words.get(file);
    if (file === undefined || filter === undefined || mayExport(filter, name)) return true;
    passedOver.add(file);
    return false;
  };
  /** The files that were not scanned for that, by the words that they held. */
  const passedOver = new Set<string>();

  const isDeclared = (target: Target): boolean => factsAt(target.file)?.exports.has(target.name) ?? false;

  const follow = (file: string, name: string, fact: ExportFact, hops: number): Target => {
    if (fact.kind === 'local') return { file, name: fact.name, ...(fact.value && { value: fact.value }) };
    if (fact.kind === 'import') return exported(file, fact.module, fact.name, hops + 1) ?? { file, name };
    if (fact.value.kind === 'import' && fact.value.path.length === 0) {
      return exported(file, fact.value.module, fact.value.name, hops + 1) ?? { file, name };
    }
    return { file, name: fact.name ?? name, value: fact.value };
  };

  const resolve = (constant: Constant, hops = 0): Constant =>
    substitute(constant, (part) => (part.kind === 'import' ? imported(part, hops) : part));

  const imported = (constant: Constant & { readonly kind: 'import' }, hops: number): Constant => {
    const target = hops > MAX_HOPS ? undefined : exported(constant.file, constant.module, constant.name, 0);
    if (!target) return UNKNOWN;
    if (target.name === '*' && constant.path.length > 0)
      return resolve({ ...constant, ...memberOfNamespace(target, constant.path) }, hops + 1);
    const known = (part: Constant): Constant => resolve(part, hops + 1);
    const member = (value: Constant, name: string): Constant => memberOf(withNames(value, known), name);
    return resolve(constant.path.reduce(member, target.value ?? UNKNOWN), hops + 1);
  };

  const packageOf = (
    file: string,
    { module, name }: Origin,
    isResult: boolean,
    hops = 0,
  ): string | undefined => {
    const target = exported(file, module, name, hops);
    if (!target) return module;
    if (hops > MAX_HOPS) return undefined;
    const fact = factsAt(target.file)?.exports.get(name);
    if (fact?.kind !== 'local') return undefined;
    const next = fact.origin ?? (isResult ? fact.returns : undefined);
    return next && packageOf(target.file, next, isResult, hops + 1);
  };

  let ids = new WeakMap<Reference, Watched<string>>();
  const idOf = (reference: Reference): string => {
    const known = remembered(ids, reference, () => tracker.watch(() => makeId(reference)));
    tracker.use(known);
    return known.value;
  };

  const makeId = (reference: Reference): string => {
    if (reference.kind === 'unresolved') return `?${reference.name}`;
    const suffix = reference.path
      .map((name) => (name === RESULT || name === HELD ? name : `.${name}`))
      .join('');
    if (reference.kind === 'local') return `${reference.file}#${reference.name}${suffix}`;
    const target = exported(reference.file, reference.module, reference.name, 0);
    if (target?.name === '*' && reference.path.length > 0 && reference.name !== '*')
      return idOf({ ...reference, ...memberOfNamespace(target, reference.path) });
    return target
      ? `${target.file}#${target.name}${suffix}`
      : `${reference.module}#${reference.name}${suffix}`;
  };

  /** For each declaration the file that says what it holds, or several that do. */
  let holders: Map<string, string | Set<string>> | undefined;
  /** What each file has told of that. */
  const told = new Map<string, ReadonlyMap<string, readonly Reference[]>>();

  const refreshHolders = (known: NonNullable<typeof holders>, files: Iterable<string>): void => {
    const tell = (file: string, next: ReadonlyMap<string, readonly Reference[]>): void => {
      const before = told.get(file) ?? NOTHING_HELD;
      if (isSame(next, before)) return;
      for (const id of new Set([...before.keys(), ...next.keys()])) {
        if (next.has(id)) addTo(known, id, file);
        else removeFrom(known, id, file);
        heldBy.change(id);
      }
      if (next.size > 0) told.set(file, next);
      else told.delete(file);
    };
    for (const file of files) tell(file, heldNow(file));
  };

  const heldNow = (file: string): ReadonlyMap<string, readonly Reference[]> => {
    const own = facts.get(file);
    return own && holds(own, 'holders')
      ? heldIn.get(file, () => holdersOf(file, own.holders!))
      : NOTHING_HELD;
  };

  const holdersOf = (file: string, list: readonly HolderFact[]): Map<string, Reference[]> => {
    parts.holders.use(file);
    const found = new Map<string, Reference[]>();
    for (const { from, to } of list) remembered(found, idOf(from), (): Reference[] => []).push(to);
    return found;
  };

  const heldUnder = (id: string): readonly Reference[] => {
    const file = id.slice(0, id.lastIndexOf('#'));
    if (modules.has(file) && !factsAt(file)) missing.add(file);
    if (!holders) {
      holders = new Map();
      heldIn.forgotten();
      tracker.apart(() => refreshHolders(holders!, facts.keys()));
    }
    heldBy.use(id);
    const files = holders.get(id);
    if (files === undefined) return [];
    // Whoever has told first, the answer is the same.
    const inOrder = typeof files === 'string' ? [files] : [...files].sort();
    return inOrder.flatMap((holder) => told.get(holder)!.get(id)!);
  };

  const idsOf = (reference: Reference): readonly string[] => {
    const first = idOf(reference);
    return namesKnown.get(first, () => otherNamesOf(first));
  };

  const otherNamesOf = (first: string): readonly string[] => {
    const names = [first];
    for (const id of names) {
      for (const [head, rest] of headsOf(id)) {
        for (const to of heldUnder(head)) {
          const next = idOf(to) + rest;
          if (names.length < MAX_NAMES && !names.includes(next)) names.push(next);
        }
      }
    }
    return names;
  };

  const isTold = (reference: Reference): boolean =>
    idsOf(reference).every((id) => {
      const [file, name] = [id.slice(0, id.indexOf('#')), id.slice(id.indexOf('#') + 1)];
      if (!modules.has(file)) return !file.startsWith('.');
      const [owner = name] = name.split('.');
      if (owner.includes(RESULT) || owner.includes(HELD)) return false;
      const found = factsAt(file);
      // A file that was not looked at may declare an interface, which many a class has.
      if (!found) missing.add(file);
      return found !== undefined && !found.exports.has(membersType(owner));
    });

  const namesIn = (from: string, module: string, hops: number): readonly string[] => {
    const file = hops > MAX_HOPS ? undefined : fileOf(from, module);
    const found = file === undefined ? undefined : factsAt(file);
    if (file !== undefined && !found) missing.add(file);
    if (file === undefined || !found) return [];
    return [...found.exports.keys(), ...found.exportAll.flatMap((other) => namesIn(file, other, hops + 1))];
  };

  return {
    update,
    prepare: heldNow,
    idOf,
    idsOf,
    isTold,
    isResolved: (reference) =>
      reference.kind === 'local' ||
      (reference.kind === 'import' && fileOf(reference.file, reference.module) !== undefined),
    packageOf: (file, origin, isResult) => packageOf(file, origin, isResult),
    resolve: (constant) => resolve(concluded(resolve(constant))),
    prefixOf: (constant) => prefixOf(resolve(constant)),
    fileOf,
    namesIn: (from, module) => namesIn(from, module, 0),
    missing,
  };
}

const NOTHING_HELD: ReadonlyMap<string, readonly Reference[]> = new Map();

interface Memory<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function remembered<K, V>(memory: Memory<K, V>, key: K, make: () => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory.set(key, made);
  return made;
}

/** Most have one, and hundreds of thousands of sets take much memory. */
function addTo(known: Map<string, string | Set<string>>, key: string, value: string): void {
  const values = known.get(key);
  if (values === undefined) known.set(key, value);
  else if (typeof values !== 'string') values.add(value);
  else if (values !== value) known.set(key, new Set([values, value]));
}

function removeFrom(known: Map<string, string | Set<string>>, key: string, value: string): void {
  const values = known.get(key);
  if (values === value || (values instanceof Set && values.delete(value) && values.size === 0))
    known.delete(key);
}

/** Each beginning of a declaration's name that names something by itself, and what follows it; the longest first. */
function headsOf(id: string): [string, string][] {
  const heads: [string, string][] = [[id, '']];
  for (let at = id.length - 1; id[at] !== '#' && at > 0; at--) {
    if (id[at] === '.' || id[at] === '(' || id[at] === '<') heads.push([id.slice(0, at), id.slice(at)]);
  }
  return heads;
}

/** What a CommonJS module that is one value gives under a name: itself, or its member. */
function ofWhole(whole: Target, name: string): Target {
  if (name === '*' || name === 'default') return whole;
  return {
    file: whole.file,
    name: `${whole.name}.${name}`,
    ...(whole.value && { value: memberOf(whole.value, name) }),
  };
}

/** A type that goes out of a module by the name alone: it was imported there, or it is an enum. */
function typeExport({ exports }: SourceFacts, name: string): ExportFact | undefined {
  const plain = [textType, membersType].find((of) => name === of(name.slice(name.indexOf(' ') + 1)));
  const fact = plain && exports.get(name.slice(name.indexOf(' ') + 1));
  if (fact?.kind === 'import') return { ...fact, name: plain!(fact.name) };
  if (fact?.kind !== 'constant') return undefined;
  const { value } = fact;
  if (value.kind === 'import' && value.path.length === 0)
    return { ...fact, value: { ...value, name: plain!(value.name) } };
  return value.kind === 'table' && value.isEnum && plain === textType
    ? { ...fact, value: derive('each', value) }
    : undefined;
}

/** A member of a namespace that a module hands on: `export * as flags from './flags'`. */
function memberOfNamespace(
  { file }: Target,
  [name = '*', ...path]: readonly string[],
): Pick<Imported, 'file' | 'module' | 'name' | 'path'> {
  return { file, module: `/${file}`, name, path };
}
