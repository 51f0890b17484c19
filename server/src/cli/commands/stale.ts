import { formatDay } from '../../flags/dates';
import { DEFAULT_STALE_AFTER_DAYS } from '../../flags/lifecycle';
import type { Finding } from '../../rules/rule';
import type { Snapshot } from '../../workspace/snapshot';
import { type Command, FOUND, type Invocation, noOperands } from '../command';
import { type FlagRow, rowsOf } from '../flags';
import { REPORT_FORMAT, writeReport } from '../formats/formats';
import { json } from '../formats/json';
import { table } from '../formats/table';
import { count } from '../formats/words';
import { prefixOf } from '../paths';
import { place } from '../report';
import { open, reportFlagFiles, type Session } from '../session';
import { printable, type Style, styleFor } from '../terminal';

export const stale: Command = {
  name: 'stale',
  summary: 'Lists the flags that are due for removal, the longest due first.',
  synopsis: '[--format FORMAT]',
  options: [REPORT_FORMAT],
  details: [
    'Due is a flag that has been fully on or fully off for longer than "staleAfterDays" allows (90 days where nothing is set), and one whose expiry date has passed. Kill switches, permission flags and permanent ones are never stale.',
    'Exits with 1 when it lists flags.',
  ],
  run: runStale,
};

/** A flag that is due for removal. */
interface DueFlag extends FlagRow {
  /** Days since it became due. */
  readonly due: number;
  readonly why: string;
  readonly rule: 'stale-flag' | 'expired-flag';
}

async function runStale(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'stale');
  const { stdout, env } = invocation.terminal;
  const session = await open(invocation);
  const status = reportFlagFiles(session, invocation);
  const flags = dueFlags(session.snapshot);
  switch (invocation.option('format') ?? 'text') {
    case 'text':
      stdout.write(textOf(flags, session.snapshot.keys().length, styleFor(stdout, env)));
      break;
    case 'json':
      stdout.write(json({ flags: await Promise.all(flags.map((flag) => jsonOf(flag, session))) }));
      break;
    default:
      await reportDue(flags, session, invocation);
  }
  return Math.max(status, flags.length > 0 ? FOUND : 0);
}

/** The longest due first. */
function dueFlags(snapshot: Snapshot): DueFlag[] {
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

function textOf(flags: readonly DueFlag[], all: number, style: Style): string {
  const total = count(all, 'flag');
  if (flags.length === 0) return `${style.green(style.bold('No flag is due'))} for removal; ${total}\n`;
  const rows = flags.map(({ key, due, flag, reads }) => [
    { text: printable(key), paint: style.bold },
    { text: count(due, 'day'), paint: style.yellow },
    String(reads),
    printable(flag.owner?.value ?? '-'),
  ]);
  const [titles = '', ...lines] = table(['FLAG', 'DUE FOR', 'READS', 'OWNER'], rows, style, [
    'DUE FOR',
    'READS',
  ])
    .trimEnd()
    .split('\n');
  const body = flags.map(({ why }, i) => `${lines[i]}\n  ${style.dim(printable(why))}\n`);
  const [first] = flags;
  return `${titles}\n${body.join('')}\n${flags.length} of ${total} due for removal; begin with flagwright remove ${printable(first!.key)}\n`;
}

async function jsonOf({ key, flag, state, life, reads, due, why }: DueFlag, { texts }: Session) {
  const { start } = await texts.rangeOf({ file: flag.file, span: flag.keySpan });
  return {
    key,
    file: flag.file,
    line: start.line,
    state: state.kind,
    owner: flag.owner?.value ?? null,
    reads,
    stale: life.staleness.stale,
    expired: life.expired,
    dueDays: due,
    why,
  };
}

/** The formats for machines that show findings take each flag as one, at its entry. */
async function reportDue(flags: readonly DueFlag[], session: Session, invocation: Invocation): Promise<void> {
  const { snapshot } = session;
  const findings = flags.map(
    ({ key, flag, rule, why }): Finding => ({
      rule,
      severity: 'warning',
      file: flag.file,
      span: flag.keySpan,
      message: `'${key}' is due for removal. ${why}`,
      flag: key,
    }),
  );
  writeReport(
    {
      files: snapshot.sourceCount + snapshot.flagFiles.size,
      flags: snapshot.keys().length,
      findings: await Promise.all(findings.map((finding) => place(finding, session))),
      prefix: prefixOf(invocation),
      troubles: session.configProblems.map(({ file, message }) => `${file}: ${message}`),
    },
    invocation,
  );
}
