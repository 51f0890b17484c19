import { inOrder } from './each';

/**
 * The entries of a map in the order of their keys, again and again: the same map where nothing is another, and where a few
 * values are, one that costs what these do and not what all do. No value may be undefined.
 */
export function steadyOrder<V>(of: TouchedMap<V>): () => ReadonlyMap<string, V> {
  let last: ReadonlyMap<string, V> = new Map();
  return () => {
    const changed = new Map<string, V>();
    let isSameKeys = true;
    for (const key of of.touched) {
      const value = of.get(key);
      isSameKeys &&= (value === undefined) === !last.has(key);
      if (value !== undefined && value !== last.get(key)) changed.set(key, value);
    }
    of.touched.clear();
    if (!isSameKeys || changed.size > MOST_OVER) last = inOrder(of);
    else if (changed.size > 0) last = laidOver(last, changed);
    return last;
  };
}

/**
 * What some of the values of a map say, asked again and again: only those that are others are looked at, and it is the same map
 * where all say what they said.
 */
export function steadyPart<V, T>(
  now: () => ReadonlyMap<string, V>,
  part: (value: V) => T | undefined,
): () => ReadonlyMap<string, T> {
  let last: ReadonlyMap<string, V> = new Map();
  let parts = new Map<string, T>();
  return () => {
    const values = now();
    const changed = othersThan(last, values).flatMap((key) => {
      const value = values.get(key);
      const next = value === undefined ? undefined : part(value);
      return next === parts.get(key) ? [] : [{ key, next }];
    });
    last = values;
    if (changed.length > 0) parts = new Map(parts);
    for (const { key, next } of changed) {
      if (next === undefined) parts.delete(key);
      else parts.set(key, next);
    }
    return parts;
  };
}

/** A map that remembers which of its keys were set or deleted. */
export class TouchedMap<V> extends Map<string, V> {
  readonly touched = new Set<string>();

  constructor(entries: Iterable<readonly [string, V]> = []) {
    super();
    for (const [key, value] of entries) this.set(key, value);
  }

  override set(key: string, value: V): this {
    this.touched.add(key);
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    this.touched.add(key);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of this.keys()) this.touched.add(key);
    super.clear();
  }
}

/** The keys of which two maps hold something else; of one that was made of the other only what is another is looked at. */
export function othersThan<V>(before: ReadonlyMap<string, V>, after: ReadonlyMap<string, V>): string[] {
  if (before === after) return [];
  const [one, other] = [before, after].map((map) =>
    map instanceof OverlaidMap ? (map as OverlaidMap<V>) : undefined,
  );
  if ((one?.base ?? before) === (other?.base ?? after)) {
    const over = new Set([...(one?.over.keys() ?? []), ...(other?.over.keys() ?? [])]);
    return [...over].filter((key) => before.get(key) !== after.get(key));
  }
  const others: string[] = [];
  for (const [key, value] of after) if (before.get(key) !== value) others.push(key);
  for (const key of before.keys()) if (!after.has(key)) others.push(key);
  return others;
}

/** With more values than these over another map, a map is made anew. */
const MOST_OVER = 100;

function laidOver<V>(below: ReadonlyMap<string, V>, changed: ReadonlyMap<string, V>): ReadonlyMap<string, V> {
  const { base, over } = below instanceof OverlaidMap ? below : { base: below, over: [] };
  const all = new Map<string, V>([...over, ...changed]);
  const next = new OverlaidMap<V>(base, all);
  return all.size > MOST_OVER ? new Map(next) : next;
}

/** A map with the keys of another, in which some values are others. */
class OverlaidMap<V> implements ReadonlyMap<string, V> {
  constructor(
    readonly base: ReadonlyMap<string, V>,
    readonly over: ReadonlyMap<string, V>,
  ) {}

  get size(): number {
    return this.base.size;
  }

  get(key: string): V | undefined {
    return this.over.get(key) ?? this.base.get(key);
  }

  has(key: string): boolean {
    return this.base.has(key);
  }

  keys(): MapIterator<string> {
    return this.base.keys();
  }

  *values(): MapIterator<V> {
    for (const [, value] of this) yield value;
  }

  *entries(): MapIterator<[string, V]> {
    for (const [key, value] of this.base) yield [key, this.over.get(key) ?? value];
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(call: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this) call(value, key, this);
  }
}
