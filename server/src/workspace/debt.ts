import { formatDay } from '../flags/dates';
import type { Day } from '../flags/model';
import { type Config, flagFileOptions } from './config';
import { classifier } from './file-kinds';
import { globTest } from './globs';
import { type Changes, type HistoryGap, HistoryMissing } from './host';
import { type KeyReader, keyReader } from './past-keys';

/** How many flags there were: month by month, from the first that had one until today's. */
export interface Debt {
  readonly months: readonly DebtMonth[];
  /** Of the flags that the last commit has, the day since which they have been there. */
  readonly since: ReadonlyMap<string, Day>;
}

export interface DebtMonth {
  /** `2026-01`. */
  readonly month: string;
  /** The keys that came and stayed the day, in order. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Flags at the end of the month, or now. */
  readonly present: number;
}

/**
 * Reads how the number of flags changed. A day counts as it ended: what came and went on one day never was. A flag that
 * moves from file to file, or is in several, is one.
 *
 * @throws {HistoryMissing}
 */
export async function readDebt(
  changes: Changes,
  config: Config,
  today: Day,
  signal?: AbortSignal,
): Promise<Debt> {
  const classify = classifier(config);
  const isExcluded = globTest(config.exclude);
  const isMeant = (path: string): boolean => classify(path) === 'flagFile' && !isExcluded(path);
  const readers = new Map<string, KeyReader>();
  const events: { readonly day: Day; readonly path: string; readonly keys: ReadonlySet<string> }[] = [];
  for await (const { path, name, day, text } of changes(isMeant, signal)) {
    const reader = readers.get(path) ?? keyReader(flagFileOptions(config, path));
    readers.set(path, reader);
    const keys = reader(name, await text());
    if (keys) events.push({ day, path, keys });
  }
  return debtOf(events.reverse(), today);
}

/** The same, or why nobody knows. */
export async function debtOrGap(
  changes: Changes | undefined,
  config: Config,
  today: Day,
  signal?: AbortSignal,
): Promise<Debt | { readonly missing: HistoryGap }> {
  if (!changes) return { missing: 'none' };
  try {
    return await readDebt(changes, config, today, signal);
  } catch (error) {
    if (error instanceof HistoryMissing) return { missing: error.gap };
    throw error;
  }
}

function debtOf(
  events: readonly { readonly day: Day; readonly path: string; readonly keys: ReadonlySet<string> }[],
  today: Day,
): Debt {
  const files = new Map<string, ReadonlySet<string>>();
  /** In how many files a flag is. */
  const counts = new Map<string, number>();
  const since = new Map<string, Day>();
  const months: { month: string; added: string[]; removed: string[]; present: number }[] = [];
  const monthAt = (day: Day) => {
    const name = formatDay(day).slice(0, 7);
    for (let last = months.at(-1); !last || last.month < name; last = months.at(-1)) {
      months.push({
        month: last ? nextMonth(last.month) : name,
        added: [],
        removed: [],
        present: since.size,
      });
    }
    return months.at(-1)!;
  };
  const byDay = [...events].sort((a, b) => a.day - b.day);
  for (let i = 0; i < byDay.length; ) {
    const { day } = byDay[i]!;
    const touched = new Set<string>();
    for (; byDay[i]?.day === day; i++) {
      const { path, keys } = byDay[i]!;
      const before = files.get(path) ?? NONE;
      files.set(path, keys);
      for (const key of before) if (!keys.has(key)) count(key, -1);
      for (const key of keys) if (!before.has(key)) count(key, 1);
      function count(key: string, by: number): void {
        touched.add(key);
        counts.set(key, (counts.get(key) ?? 0) + by);
      }
    }
    for (const key of [...touched].sort()) {
      const isThere = counts.get(key)! > 0;
      if (isThere === since.has(key)) continue;
      const month = monthAt(day);
      (isThere ? month.added : month.removed).push(key);
      if (isThere) since.set(key, day);
      else since.delete(key);
      month.present = since.size;
    }
  }
  if (months.length > 0) monthAt(today);
  return { months, since };
}

const NONE: ReadonlySet<string> = new Set();

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}
