import { compareSpans } from '../text/span';
import { isFlagQuestion } from '../usages/named';
import type { Read } from '../usages/read';
import type { Snapshot } from './snapshot';

/**
 * The flags that code reads and no flag file declares, by name, each with all its reads: a service has them and nobody has
 * pulled them, or their keys are misspelt. Where there is no flag file at all, a call counts too of which nothing but the
 * function's name says that it asks for a flag, `useFlag('new_cart')`. None while not all flags are known.
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
  const countsByName = snapshot.flagFiles.size === 0;
  const keys = new Set<string>();
  for (const file of snapshot.sources()) {
    for (const read of snapshot.readsIn(file)) {
      if (isOfUndeclared(snapshot, read) || (countsByName && asksByName(snapshot, read))) keys.add(read.key);
    }
  }
  return new Map([...keys].sort().map((key) => [key, snapshot.readsOf(key)]));
}

/** Whether a function is called like a question for a flag and is given what may be a flag's key. */
function asksByName(snapshot: Snapshot, read: Read): read is Read & { readonly key: string } {
  if (
    read.certainty !== 'likely' ||
    read.shape !== 'call' ||
    read.isWrapper ||
    !/^[\p{L}_]/u.test(read.key ?? '')
  )
    return false;
  const facts = snapshot.facts(read.file)?.reads ?? [];
  return facts.some(({ span, reader: { callee } }) => {
    const name = callee.kind === 'unresolved' ? callee.name : (callee.path.at(-1) ?? callee.name);
    return compareSpans(span, read.span) === 0 && isFlagQuestion(name);
  });
}
