import type { Flag } from '../flags/model';
import { type Span, touches } from '../text/span';
import type { Read } from '../usages/read';
import { type Mock, mocksOf } from '../workspace/mocks';
import type { Snapshot } from '../workspace/snapshot';

/**
 * What stands under a cursor: a read in a source, the entry of a flag in a flag file, a member of an enum, a type or a
 * table in code that names a flag, or a place where a test gives it a value.
 */
export type Target =
  | { readonly kind: 'read'; readonly read: Read; readonly span: Span }
  | { readonly kind: 'entry'; readonly flag: Flag; readonly span: Span }
  | { readonly kind: 'declaration'; readonly key: string; readonly span: Span }
  | { readonly kind: 'mock'; readonly mock: Mock; readonly key: string; readonly span: Span };

/** The read or the entry's key at a place; of reads that share it the shortest, for it is the most exact. */
export function targetAt(snapshot: Snapshot, file: string, offset: number): Target | undefined {
  const flagFile = snapshot.flagFiles.get(file);
  if (flagFile) {
    const flag = flagFile.flags.find(({ keySpan }) => touches(keySpan, offset));
    return flag && { kind: 'entry', flag, span: flag.keySpan };
  }
  let found: Read | undefined;
  for (const read of snapshot.readsIn(file)) {
    if (touches(read.span, offset) && !(found && lengthOf(found.span) <= lengthOf(read.span))) found = read;
  }
  if (found) return { kind: 'read', read: found, span: found.span };
  const mock = mocksOf(snapshot, file).find(({ span }) => touches(span, offset));
  if (mock) return { kind: 'mock', mock, key: mock.key, span: mock.span };
  const declaration = snapshot.codeDeclarationsIn(file).find(({ span }) => touches(span, offset));
  return declaration && { kind: 'declaration', key: declaration.key, span: declaration.span };
}

/** The key that a target is about; nothing for a dynamic read. */
export function keyOf(target: Target): string | undefined {
  switch (target.kind) {
    case 'read':
      return target.read.key;
    case 'entry':
      return target.flag.key;
    case 'declaration':
    case 'mock':
      return target.key;
  }
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}
