import { type Context, evaluate } from './evaluate';
import type { Reading } from './matching';
import type { Day, Flag } from './model';

/** For how many of the asked a flag is on. */
export interface Share {
  readonly on: number;
  readonly of: number;
}

/** The share at one step of the planned rollout. */
export interface PlannedShare extends Share {
  readonly date: Day;
  readonly percentage: number;
}

export interface Shares {
  readonly present: Share;
  /** At each step of the schedule in the order of the days, as if the flag were enabled. */
  readonly planned: readonly PlannedShare[];
}

/** The shares of a list of contexts for whom a flag is on: as it is now, and with the percentage of each planned step. */
export function sharesOf(
  flag: Flag | undefined,
  contexts: Iterable<Context>,
  reading: Reading = 'typed',
): Shares {
  const steps = [...(flag?.schedule ?? [])].sort((a, b) => a.date - b.date);
  const variants = [flag, ...steps.map((step) => flag && atPercentage(flag, step.percentage))];
  const on = variants.map(() => 0);
  let of = 0;
  for (const context of contexts) {
    of++;
    for (const [i, variant] of variants.entries()) if (evaluate(variant, context, reading).on) on[i]!++;
  }
  return {
    present: { on: on[0]!, of },
    planned: steps.map(({ date, percentage }, i) => ({ date, percentage, on: on[i + 1]!, of })),
  };
}

/** How many users an answer about everyone is made of. */
export const SYNTHETIC_USERS = 100_000;

/** Users that nobody has, `user_1` and so on, with what is said of all of them. */
export function* syntheticUsers(context: Context = {}, count: number = SYNTHETIC_USERS): Iterable<Context> {
  for (let i = 1; i <= count; i++) yield { ...context, user_id: `user_${i}` };
}

/** The flag with its percentage moved, and enabled. */
export function atPercentage(flag: Flag, percentage: number): Flag {
  const span = flag.percentage?.span ?? flag.keySpan;
  return {
    ...flag,
    enabled: { value: true, span: flag.enabled?.span ?? flag.keySpan },
    percentage: { value: percentage, span },
  };
}
