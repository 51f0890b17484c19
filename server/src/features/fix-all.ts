import { checkFile } from '../rules/check';
import type { Snapshot } from '../workspace/snapshot';
import { offerRemoval } from './removal';

/**
 * The flags that "fix all" removes from a source: those that are due there (stale or expired), read for certain, and
 * fully on. A flag that is off, or not settled, goes by a person's decision only.
 */
export function flagsToFix(snapshot: Snapshot, file: string): string[] {
  if (!snapshot.complete || snapshot.flagFiles.has(file)) return [];
  const due = checkFile(snapshot, file).flatMap(({ rule, flag }) =>
    flag !== undefined && (rule === 'stale-flag' || rule === 'expired-flag') ? [flag] : [],
  );
  return [...new Set(due)].filter((key) => {
    const declared = snapshot.flag(key, file);
    const offer = declared && offerRemoval(snapshot, declared);
    const isRead = snapshot.readsIn(file).some((read) => read.key === key && read.certainty === 'certain');
    return isRead && offer?.kind === 'settled' && offer.keep;
  });
}
