import * as l10n from '@vscode/l10n';
import type { Day } from './model';

const MILLISECONDS_A_DAY = 86_400_000;

/**
 * The UTC day of an ISO date `YYYY-MM-DD` or of a date and time as ISO 8601 and YAML write it
 * (`2026-10-28T09:30:00+02:00`, `2026-10-28 09:30:00`; without a zone it is UTC). Undefined for anything else, a day
 * that no calendar has (2026-02-30) too.
 */
export function parseDay(text: string): Day | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [, year, month, dayOfMonth, hour, minute, second, zone] = match;
  const midnight = utc(Number(year), Number(month), Number(dayOfMonth));
  if (midnight === undefined) return undefined;
  if (hour === undefined) return midnight / MILLISECONDS_A_DAY;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second ?? 0) > 60) return undefined;
  const offset = offsetOf(zone);
  if (offset === undefined) return undefined;
  const minutes = Number(hour) * 60 + Number(minute) - offset;
  return Math.floor((midnight + minutes * 60_000) / MILLISECONDS_A_DAY);
}

/** `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

/** `3 days ago`, `yesterday`, `today`, `tomorrow`, `in 3 days`: of as many days before today, or after it. */
export function agoInWords(days: number): string {
  if (days === 0) return l10n.t('today');
  if (days === 1) return l10n.t('yesterday');
  if (days === -1) return l10n.t('tomorrow');
  return days > 0 ? l10n.t('{0} days ago', days) : l10n.t('in {0} days', -days);
}

/** `1 day`, `7 days`. */
export function daysInWords(days: number): string {
  return days === 1 ? l10n.t('1 day') : l10n.t('{0} days', days);
}

/** The day of the clock in UTC; the clock gives milliseconds since 1970, and a test passes its own. */
export function today(clock: () => number = Date.now): Day {
  return Math.floor(clock() / MILLISECONDS_A_DAY);
}

const DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d*)?)?(?:[ \t]*([Zz]|[+-]\d{1,2}(?::?\d{2})?))?)?$/;

function utc(year: number, month: number, dayOfMonth: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return exists ? date.getTime() : undefined;
}

/** Minutes east of UTC. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.length > 2 ? digits.slice(0, -2) : digits);
  const minutes = digits.length > 2 ? Number(digits.slice(-2)) : 0;
  if (hours > 14 || minutes > 59) return undefined;
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}
