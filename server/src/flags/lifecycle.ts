import * as l10n from '@vscode/l10n';
import { daysInWords, formatDay } from './dates';
import type { Day, Flag, FlagType, ScheduleStep } from './model';

/** Days after which a settled flag is stale, by type; `default` is for the other types and for flags without one. */
export type StaleAfterDays = Readonly<Partial<Record<FlagType | 'default', number>>>;

export interface LifecycleInput {
  readonly today: Day;
  readonly staleAfterDays?: StaleAfterDays;
  /** How often the code reads the flag; absent where the code has not been searched. */
  readonly reads?: number;
  /** The last change of the flag's state in a full history. */
  readonly stateChanged?: Day;
  /** Where the history knows of no change: the day on which it first saw the flag as it is. */
  readonly firstSeen?: Day;
  /** Why there is no history, as the second half of a sentence. */
  readonly noHistory?: string;
}

/** Where a flag stands in its life, and what is due. */
export interface Lifecycle {
  /** Absent where the state is unknown or a constant that is no boolean. */
  readonly stage?: Stage;
  readonly staleness: Staleness;
  /** The day `expires` has passed. */
  readonly expired: boolean;
  /** Days until `expires`, where it is at most 14 days away. */
  readonly expiresIn?: number;
  /** Days since `created`. */
  readonly age?: number;
  /** Older than a year; never a kill switch, a permission flag or a permanent one. */
  readonly longLived: boolean;
  readonly schedule?: ScheduleComparison;
}

export interface Stage {
  /** 1 to 8, as the flag model counts. */
  readonly number: StageNumber;
  readonly name: string;
  /** The step that comes next, as an order. */
  readonly next: string;
}

export type StageNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export interface Staleness {
  readonly stale: boolean;
  /** The day since which the state has been what it is, as far as is known. */
  readonly since?: Day;
  /** Days from `since` until today. */
  readonly days?: number;
  /** A sentence that says why it is or is not stale. */
  readonly why: string;
}

export interface ScheduleComparison {
  /** What the schedule's step for today says. */
  readonly planned: number;
  readonly actual: number;
  readonly standing: 'behind' | 'ahead' | 'on schedule';
  readonly step?: ScheduleStep;
}

export const DEFAULT_STALE_AFTER_DAYS = 90;
export const EXPIRES_SOON_DAYS = 14;
export const LONG_LIVED_DAYS = 365;

export function lifecycle(flag: Flag, input: LifecycleInput): Lifecycle {
  const { today } = input;
  const staleness = stalenessOf(flag, input);
  const stage = stageOf(flag, staleness, input.reads);
  const left = flag.expires && flag.expires.value - today;
  const age = flag.created && today - flag.created.value;
  const schedule = compareSchedule(flag, today);
  return {
    ...(stage && { stage }),
    staleness,
    expired: left !== undefined && left < 0,
    ...(left !== undefined && left >= 0 && left <= EXPIRES_SOON_DAYS && { expiresIn: left }),
    ...(age !== undefined && { age }),
    longLived: age !== undefined && age > LONG_LIVED_DAYS && !staysForGood(flag),
    ...(schedule && { schedule }),
  };
}

/** Kill switches, permission flags and what says `permanent: true` are never stale; unless people have decided otherwise. */
export function staysForGood(flag: Flag): boolean {
  if (flag.mark) return false;
  return (
    flag.permanent?.value === true || flag.type?.value === 'kill_switch' || flag.type?.value === 'permission'
  );
}

/** The stages' names and next steps, the eighth too, in which the entry is gone. */
export const STAGES: Readonly<Record<StageNumber, () => Omit<Stage, 'number'>>> = {
  1: () => ({ name: l10n.t('created, off'), next: l10n.t('Deploy the code behind it.') }),
  2: () => ({
    name: l10n.t('code deployed behind it'),
    next: l10n.t('Turn it on for internal users with allowed_users or rules.'),
  }),
  3: () => ({
    name: l10n.t('on for internal users'),
    next: l10n.t('Begin the rollout with a small percentage.'),
  }),
  4: () => ({ name: l10n.t('gradual rollout'), next: l10n.t('Raise the percentage step by step to 100.') }),
  5: () => ({ name: l10n.t('watched at 100 %'), next: l10n.t('Watch it until it has settled.') }),
  6: () => ({ name: l10n.t('settled'), next: l10n.t('Remove the flag from the code.') }),
  7: () => ({ name: l10n.t('code removed'), next: l10n.t('Delete the entry from the flag file.') }),
  8: () => ({ name: l10n.t('entry deleted'), next: l10n.t('Nothing is left to do.') }),
};

/** The stage in words, with the step that comes next. */
export function describeStage({ number, name, next }: Stage): string {
  return l10n.t('Stage {number} of 8: {name}. Next: {next}', { number, name, next });
}

function stageOf(flag: Flag, staleness: Staleness, reads: number | undefined): Stage | undefined {
  const number = stageNumber(flag, staleness.stale, reads);
  if (number === undefined) return undefined;
  const { name, next } = STAGES[number]();
  if (staysForGood(flag) && (number === 5 || number === 4))
    return { number, name, next: l10n.t('None: it is meant to stay.') };
  // Nobody turns on any more what has been off for so long.
  if (staleness.stale && number === 2)
    return { number, name, next: l10n.t('Turn it on, or remove it from the code.') };
  return { number, name, next };
}

function stageNumber(flag: Flag, stale: boolean, reads: number | undefined): StageNumber | undefined {
  if (flag.mark?.value === 'archived') return reads === 0 ? 8 : 6;
  switch (flag.state.kind) {
    case 'on':
      if (reads === 0) return 7;
      return stale ? 6 : 5;
    case 'off':
      // Without reads a young flag waits for its code, and an old one has outlived it.
      if (reads === undefined || reads === 0) return stale && reads === 0 ? 7 : 1;
      return 2;
    case 'partial':
      return (flag.percentage?.value ?? 0) > 0 ? 4 : 3;
    default:
      return undefined;
  }
}

function stalenessOf(flag: Flag, input: LifecycleInput): Staleness {
  const { today, staleAfterDays, stateChanged, firstSeen, noHistory = l10n.t('no history') } = input;
  // What people have decided goes before what dates tell, and before what the flag's type says.
  if (flag.mark) return markedStale(flag, flag.mark.value, input.reads);
  if (staysForGood(flag)) return { stale: false, why: whyForGood(flag) };
  const { kind } = flag.state;
  if (kind !== 'on' && kind !== 'off') return { stale: false, why: whyNotSettled(kind) };
  const written = latest([flag.created?.value, lastPastStep(flag.schedule, today)?.date, stateChanged]);
  const since = written ?? firstSeen;
  if (since === undefined) {
    const why =
      kind === 'on'
        ? l10n.t(
            'It is fully on, but nothing tells since when: it has no created date, no past schedule and {noHistory}.',
            { noHistory },
          )
        : l10n.t(
            'It is fully off, but nothing tells since when: it has no created date, no past schedule and {noHistory}.',
            { noHistory },
          );
    return { stale: false, why };
  }
  const threshold = thresholdOf(flag, staleAfterDays);
  const days = today - since;
  const stale = days > threshold;
  const isFromGit = since === stateChanged || written === undefined;
  const parts = {
    been: beenInWords(days, formatDay(since), isFromGit),
    limit: stale
      ? l10n.t('more than the {0} allowed', daysInWords(threshold))
      : l10n.t('within the {0} allowed', daysInWords(threshold)),
  };
  const why =
    kind === 'on'
      ? l10n.t('It is fully on and {been}: {limit}.', parts)
      : l10n.t('It is fully off and {been}: {limit}.', parts);
  return { stale, since, days, why };
}

function beenInWords(days: number, since: string, isFromGit: boolean): string {
  if (days < 0) return l10n.t('will have been since {0}', since);
  return isFromGit
    ? l10n.t('has been for {0}, since {1} (from git)', daysInWords(days), since)
    : l10n.t('has been for {0}, since {1}', daysInWords(days), since);
}

function whyForGood({ permanent, type }: Flag): string {
  if (permanent?.value) return l10n.t('It is permanent, which is never stale.');
  return type?.value === 'permission'
    ? l10n.t('It is a permission, which is never stale.')
    : l10n.t('It is a kill switch, which is never stale.');
}

function markedStale({ state }: Flag, mark: 'archived' | 'stale', reads: number | undefined): Staleness {
  if (mark === 'stale') return { stale: true, why: l10n.t('It is marked for removal in its service.') };
  if (reads === 0)
    return { stale: false, why: l10n.t('It is archived in its service, and nothing reads it.') };
  return {
    stale: true,
    why: state.evidence?.isDefault
      ? l10n.t("It is archived in its service, so the code's default applies.")
      : l10n.t('It is archived in its service.'),
  };
}

function whyNotSettled(kind: 'partial' | 'fixed' | 'unknown'): string {
  if (kind === 'partial') return l10n.t('It is on for some and off for others, so it is still in use.');
  return kind === 'fixed'
    ? l10n.t('It serves a constant that is no boolean, so it does not settle.')
    : l10n.t('Its state is unknown, so nobody can say that it has settled.');
}

/** Days after which a flag of its kind is stale. */
export function thresholdOf(flag: Flag, staleAfterDays: StaleAfterDays = {}): number {
  const own = flag.type && staleAfterDays[flag.type.value];
  return own ?? staleAfterDays.default ?? DEFAULT_STALE_AFTER_DAYS;
}

/** The step that counts on that day: of the steps until then the latest, of two on one day the later in the file. */
export function lastPastStep(schedule: readonly ScheduleStep[], today: Day): ScheduleStep | undefined {
  let last: ScheduleStep | undefined;
  for (const step of schedule) {
    if (step.date <= today && (!last || step.date >= last.date)) last = step;
  }
  return last;
}

/** The percentage against the schedule's; before the first step nothing is planned to be on. */
function compareSchedule(flag: Flag, today: Day): ScheduleComparison | undefined {
  const { state } = flag;
  if (flag.schedule.length === 0 || state.kind === 'unknown' || state.kind === 'fixed') return undefined;
  const step = lastPastStep(flag.schedule, today);
  const planned = step?.percentage ?? 0;
  const actual = state.kind === 'off' ? 0 : state.kind === 'on' ? 100 : (flag.percentage?.value ?? 0);
  const standing = actual < planned ? 'behind' : actual > planned ? 'ahead' : 'on schedule';
  return { planned, actual, standing, ...(step && { step }) };
}

function latest(days: readonly (Day | undefined)[]): Day | undefined {
  const known = days.filter((day) => day !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
