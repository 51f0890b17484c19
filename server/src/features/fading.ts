import { isUnused } from '../rules/unused-flag';
import type { Span } from '../text/span';
import { contains } from '../text/span';
import { declaredIn } from '../workspace/life';
import type { Snapshot } from '../workspace/snapshot';

/** An entry that an editor shows pale. */
export interface Faded {
  readonly span: Span;
  readonly message: string;
}

/** The entries that nothing reads; a silencer says that a reader is where nobody sees it. */
export function fadedEntries(snapshot: Snapshot, path: string): Faded[] {
  const silencers = snapshot.flagFiles.get(path)?.silencers ?? [];
  return declaredIn(snapshot, path)
    .filter(({ flag, declared }) => {
      const isSilenced = silencers.some(
        ({ rules, reason, covers }) =>
          reason !== '' && rules.includes('unused-flag') && contains(covers, flag.keySpan),
      );
      return !isSilenced && isUnused(snapshot, declared);
    })
    .map(({ flag }) => ({ span: flag.span, message: `Nothing reads flag '${flag.key}'.` }));
}
