import type { Read } from '../usages/read';
import type { Snapshot } from './snapshot';

/**
 * The flags that code reads for certain and no flag file declares, by name, each with all its reads: a service has them and
 * nobody has pulled them, or their keys are misspelt. None while not all flags are known.
 */
export function undeclaredFlags(snapshot: Snapshot): ReadonlyMap<string, readonly Read[]> {
  let known = KNOWN.get(snapshot);
  if (!known) {
    known = knowsAllFlags(snapshot) ? find(snapshot) : new Map();
    KNOWN.set(snapshot, known);
  }
  return known;
}

/** Whether a key that is not in the index is in no flag file either. */
export function knowsAllFlags(snapshot: Snapshot): boolean {
  if (!snapshot.complete) return false;
  for (const file of snapshot.flagFiles.values()) if (file.broken) return false;
  return ![...snapshot.unreadable.keys()].some(snapshot.isFlagFile);
}

/** Whether a read is one of a flag, whatever else the workspace says, and no flag file declares that flag. */
export function isOfUndeclared(snapshot: Snapshot, read: Read): read is Read & { readonly key: string } {
  if (read.key === undefined || read.certainty !== 'certain' || snapshot.flag(read.key)) return false;
  return read.shape !== 'lookup' || read.isConfigured;
}

const KNOWN = new WeakMap<Snapshot, ReadonlyMap<string, readonly Read[]>>();

function find(snapshot: Snapshot): ReadonlyMap<string, readonly Read[]> {
  const keys = new Set<string>();
  for (const file of snapshot.sources())
    for (const read of snapshot.readsIn(file)) if (isOfUndeclared(snapshot, read)) keys.add(read.key);
  return new Map([...keys].sort().map((key) => [key, snapshot.readsOf(key)]));
}
