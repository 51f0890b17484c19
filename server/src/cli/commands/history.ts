import { formatDay } from '../../flags/dates';
import { diskHost } from '../../node/disk';
import { type Debt, debtOrGap } from '../../workspace/debt';
import type { HistoryGap } from '../../workspace/host';
import { type Command, type Invocation, noOperands, UsageError } from '../command';
import { type FlagRow, rowsOf } from '../flags';
import { TEXT_OR_JSON } from '../formats/formats';
import { json } from '../formats/json';
import { table } from '../formats/table';
import { ageInWords, count } from '../formats/words';
import { open, reportFlagFiles } from '../session';
import { printable, type Style, styleFor } from '../terminal';

export const history: Command = {
  name: 'history',
  summary: 'Says from git how the number of flags changed, and their ages.',
  synopsis: '[--format FORMAT]',
  options: [TEXT_OR_JSON],
  details: [
    'Reads the flag files of the last commit of each day along the first parents of HEAD: files that are gone and earlier names too. A flag that moves from file to file is one. The age counts from the day on which git saw the flag, or from the date that its entry gives where that is earlier.',
  ],
  run: runHistory,
};

async function runHistory(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'history');
  const { stdout, env } = invocation.terminal;
  const session = await open(invocation, { withCallers: false });
  const status = reportFlagFiles(session, invocation);
  const { config, today } = session.snapshot;
  const debt = await debtOrGap(diskHost(invocation.root).changes, config, today);
  if ('missing' in debt) throw new UsageError(NO_HISTORY[debt.missing]);
  const flags = rowsOf(session.snapshot)
    .map((row) => agedRow(row, debt, today))
    .sort((a, b) => b.age - a.age || (a.row.key < b.row.key ? -1 : 1));
  stdout.write(
    invocation.option('format') === 'json'
      ? json({ months: debt.months, flags: flags.map(jsonOf) })
      : textOf(debt, flags, styleFor(stdout, env)),
  );
  return status;
}

const NO_HISTORY: Readonly<Record<HistoryGap, string>> = {
  none: 'The folder is in no git repository, so there is no history to read.',
  untracked: 'Git does not have the flag files yet, so there is no history to read.',
  shallow:
    'The clone is shallow, so git does not tell when flags came: get the rest with `git fetch --unshallow` (in GitHub Actions: `fetch-depth: 0`).',
  partial:
    'The clone is partial, so older flag files would have to be fetched, and Flagwright goes over no network: use a full clone.',
  failed: 'Git could not read the history: is git installed, and does HEAD name a commit?',
};

interface AgedRow {
  readonly row: FlagRow;
  /** The day on which git saw it first; nothing where it is not committed. */
  readonly added?: number;
  /** In days. */
  readonly age: number;
}

function agedRow(row: FlagRow, { since }: Debt, today: number): AgedRow {
  const added = since.get(row.key);
  const age = Math.max(0, row.life.age ?? 0, added === undefined ? 0 : today - added);
  return { row, age, ...(added !== undefined && { added }) };
}

function jsonOf({ row: { key, flag }, added, age }: AgedRow) {
  return {
    key,
    file: flag.file,
    owner: flag.owner?.value ?? null,
    added: added === undefined ? null : formatDay(added),
    created: flag.created ? formatDay(flag.created.value) : null,
    age,
  };
}

function textOf({ months }: Debt, flags: readonly AgedRow[], style: Style): string {
  const most = Math.max(1, ...months.map(({ present }) => present));
  const lines = months.map(({ month, added, removed, present }) => [
    month,
    added.length === 0 ? '-' : `+${added.length}`,
    removed.length === 0 ? '-' : `-${removed.length}`,
    String(present),
    { text: '█'.repeat(Math.round((present / most) * BAR)), paint: style.blue },
  ]);
  const rows = flags.map(({ row, added, age }) => [
    printable(row.key),
    added === undefined ? 'not committed' : formatDay(added),
    ageInWords(age),
    row.state.kind,
    printable(row.flag.owner?.value ?? '-'),
  ]);
  const [numbers, ages] = [
    table(['MONTH', 'ADDED', 'REMOVED', 'FLAGS', ''], lines, style, ['ADDED', 'REMOVED', 'FLAGS']),
    table(['FLAG', 'IN GIT SINCE', 'AGE', 'STATE', 'OWNER'], rows, style, ['AGE']),
  ];
  const tables = [...(months.length > 0 ? [numbers] : []), ...(flags.length > 0 ? [ages] : [])];
  return [...tables, `${summaryOf(months, flags)}\n`].join('\n');
}

/** Columns of the longest bar: with the rest they are fewer than 80. */
const BAR = 40;

function summaryOf(months: Debt['months'], flags: readonly AgedRow[]): string {
  const year = months.slice(-12);
  const sum = (of: 'added' | 'removed'): number => year.reduce((total, month) => total + month[of].length, 0);
  const median = flags[Math.floor(flags.length / 2)];
  const half = median ? `, half of them older than ${ageInWords(median.age)}` : '';
  return `${count(flags.length, 'flag')}${half}; in the last ${count(year.length, 'month')} ${sum('added')} added, ${sum('removed')} removed`;
}
