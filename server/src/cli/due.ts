import { formatDay } from '../flags/dates';
import { DEFAULT_STALE_AFTER_DAYS } from '../flags/lifecycle';
import type { Snapshot } from '../workspace/snapshot';
import { type FlagRow, rowsOf } from './flags';
import { count } from './formats/words';

/** A flag that is due for removal. */
export interface DueFlag extends FlagRow {
  /** Days since it became due. */
  readonly due: number;
  readonly why: string;
  readonly rule: 'stale-flag' | 'expired-flag';
}

/** The longest due first. */
export function dueFlags(snapshot: Snapshot): DueFlag[] {
  const due = rowsOf(snapshot).flatMap((row): DueFlag[] => {
    const reasons = [...staleReason(row, snapshot), ...expiredReason(row, snapshot)];
    reasons.sort((a, b) => b.due - a.due);
    const [first] = reasons;
    return first ? [{ ...row, ...first, why: reasons.map(({ why }) => why).join(' ') }] : [];
  });
  return due.sort((a, b) => b.due - a.due || (a.key < b.key ? -1 : 1));
}

type Reason = Pick<DueFlag, 'due' | 'why' | 'rule'>;

function staleReason({ flag, life }: FlagRow, { config }: Snapshot): Reason[] {
  const { stale, days = 0, why } = life.staleness;
  if (!stale) return [];
  const { staleAfterDays } = config;
  const allowed =
    (flag.type && staleAfterDays[flag.type.value]) ?? staleAfterDays.default ?? DEFAULT_STALE_AFTER_DAYS;
  return [{ due: days - allowed, why, rule: 'stale-flag' }];
}

function expiredReason({ flag, life }: FlagRow, { today }: Snapshot): Reason[] {
  if (!life.expired || !flag.expires) return [];
  const due = today - flag.expires.value;
  const why = `It expired on ${formatDay(flag.expires.value)}, ${count(due, 'day')} ago.`;
  return [{ due, why, rule: 'expired-flag' }];
}
