import type { Read } from '../usages/read';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';

/** The reads of a source whose flag is declared, for rules that speak of the flag wherever it is read. */
export function readsToReport(snapshot: Snapshot, path: string): { read: Read; declared: DeclaredFlag }[] {
  return snapshot.readsIn(path).flatMap((read) => {
    const declared =
      read.key === undefined || read.certainty !== 'certain' ? undefined : snapshot.flag(read.key, path);
    return declared ? [{ read, declared }] : [];
  });
}
