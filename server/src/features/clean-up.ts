import * as l10n from '@vscode/l10n';
import { describeState } from '../flags/describe';
import type { RemovalPlan } from '../removal/plan';
import type { RemovalRequest } from '../removal/plan-removal';
import { linesChanged, type TextChange } from '../text/patch';
import { lifeOf } from '../workspace/life';
import type { Snapshot } from '../workspace/snapshot';
import { describeKeep, offerRemoval } from './removal';
import { leftInWords } from './removal-report';
import { shorten } from './text';

/** A flag that may go today. */
export interface DueFlag {
  readonly key: string;
  /** `on for everyone`. */
  readonly state: string;
  /** Whose it is, and why it is due. */
  readonly detail: string;
  readonly request: RemovalRequest;
}

/**
 * The flags that are due for removal and whose state says what the code keeps: those that are fully on first, and of
 * them the longest due.
 */
export function dueFlags(snapshot: Snapshot): DueFlag[] {
  const found = snapshot.keys().flatMap((key) => {
    const declared = snapshot.flag(key);
    if (!declared) return [];
    const { staleness, expired } = lifeOf(snapshot, declared);
    const offer = offerRemoval(snapshot, declared);
    if (offer.kind !== 'settled' || !(staleness.stale || expired)) return [];
    const { flag } = declared;
    const owner = flag.owner?.value.trim();
    const due: DueFlag = {
      key,
      state: describeState(flag),
      detail: [
        ...(owner ? [shorten(owner, 40)] : []),
        staleness.stale ? staleness.why : l10n.t('It has expired.'),
      ].join(' · '),
      request: { flag: key, keep: offer.keep, scope: { kind: 'everywhere' } },
    };
    return [{ due, isOn: offer.keep, days: staleness.days ?? 0 }];
  });
  return found
    .sort((a, b) => Number(b.isOn) - Number(a.isOn) || b.days - a.days || (a.due.key < b.due.key ? -1 : 1))
    .map(({ due }) => due);
}

/** What a removal does, in a few words: `deletes 34 lines in 3 files, with its entry`. */
export function describeSize(plan: RemovalPlan, changes: readonly TextChange[]): string {
  const { review, removesEntry } = plan;
  const left = review.length === 0 ? undefined : leftInWords(review.length);
  if (changes.length === 0) return left ?? l10n.t('nothing is left to remove');
  let [removed, added] = [0, 0];
  for (const lines of changes.map(linesChanged)) {
    removed += lines.removed;
    added += lines.added;
  }
  const lines = removed === 1 ? l10n.t('1 line') : l10n.t('{0} lines', removed);
  const files = changes.length === 1 ? l10n.t('1 file') : l10n.t('{0} files', changes.length);
  const size =
    added > 0
      ? l10n.t('deletes {lines} and writes {added} in {files}', { lines, added, files })
      : l10n.t('deletes {lines} in {files}', { lines, files });
  const done = removesEntry ? l10n.t('{0}, with its entry', size) : size;
  return left === undefined ? done : `${done}; ${left}`;
}

/** A message for the commit that holds removals. */
export function commitMessage(
  snapshot: Snapshot,
  requests: readonly Pick<RemovalRequest, 'flag' | 'keep'>[],
): string {
  const why = (flag: string): string[] => {
    const declared = snapshot.flag(flag);
    return declared ? [lifeOf(snapshot, declared).staleness.why] : [];
  };
  const lines = requests.map(({ flag, keep }) => `${flag}: ${describeKeep(keep)}`);
  const [only, ...others] = requests;
  if (only && others.length === 0)
    return [l10n.t("Remove flag '{0}', {1}", only.flag, describeKeep(only.keep)), ...why(only.flag)].join(
      '\n\n',
    );
  return `${l10n.t('Remove {0} feature flags', requests.length)}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
}
