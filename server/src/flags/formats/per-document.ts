import type { DataNode } from '../../text/tree';

/**
 * Computes something of a whole document once, for all its flags: what is said of them elsewhere in it, by their keys.
 * A tree never changes, and what was computed goes with it.
 */
export function perDocument<T>(compute: (document: DataNode) => T): (document: DataNode) => T {
  const known = new WeakMap<DataNode, { readonly value: T }>();
  return (document) => {
    const found = known.get(document) ?? { value: compute(document) };
    known.set(document, found);
    return found.value;
  };
}

/** The members of each group in their order. */
export function grouped<T>(all: readonly T[], keyOf: (one: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
