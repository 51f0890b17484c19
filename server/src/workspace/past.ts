import * as l10n from '@vscode/l10n';
import type { Day } from '../flags/model';
import type { HistoryGap } from './host';
import type { DeclaredFlag, Snapshot } from './snapshot';
import { stateStamp } from './state-history';

/** What the history tells of a flag's state over all its declarations, or why it tells nothing. */
export type Past =
  | {
      /** The day since which the state is what it is. */
      readonly since: Day;
      /** Whether it was another before; else it is the day on which the flag was first seen. */
      readonly hasChanged: boolean;
      /** The state is not committed yet. */
      readonly isNew: boolean;
    }
  | { readonly missing: HistoryGap };

/** Where files differ the latest counts: until then the flag was not what it is. */
export function pastOf({ histories, today }: Snapshot, { key, declarations }: DeclaredFlag): Past {
  const known: Exclude<Past, { missing: unknown }>[] = [];
  for (const { flag } of declarations) {
    const history = histories.get(flag.file) ?? { missing: 'none' };
    if ('missing' in history) return history;
    const past = history.flags.get(key);
    const isNew = past?.state !== stateStamp(flag);
    known.push({
      since: past && !isNew ? past.since : today,
      hasChanged: past !== undefined && (isNew || past.hasChanged),
      isNew,
    });
  }
  const changes = known.filter(({ hasChanged }) => hasChanged);
  const [latest] = (changes.length > 0 ? changes : known).sort((a, b) => b.since - a.since);
  return latest ?? { missing: 'none' };
}

/** Why there is no history, as the second half of a sentence that says what is missing. */
export function gapInWords(gap: HistoryGap): string {
  switch (gap) {
    case 'none':
      return l10n.t('no history');
    case 'untracked':
      return l10n.t('no history, for git does not have the file yet');
    case 'shallow':
      return l10n.t('no history that counts, for the clone is shallow');
    case 'partial':
      return l10n.t('no history that counts, for the clone is partial');
    case 'failed':
      return l10n.t('no history that git could read');
  }
}
