import { formatDay } from '../../flags/dates';
import { staysForGood } from '../../flags/lifecycle';
import { describeEvaluations, evaluationsAsJson } from '../../workspace/evidence';
import type { Snapshot } from '../../workspace/snapshot';
import { undeclaredFlags } from '../../workspace/undeclared';
import { type Command, type Invocation, noOperands } from '../command';
import { type FlagRow, rowsOf } from '../flags';
import { ENVIRONMENT, TEXT_OR_JSON } from '../formats/formats';
import { json } from '../formats/json';
import { type Cell, table } from '../formats/table';
import { ageInWords, count } from '../formats/words';
import { open, reportFlagFiles, reportHistory } from '../session';
import { printable, type Style, styleFor, type Terminal } from '../terminal';

export const list: Command = {
  name: 'list',
  summary: 'Lists the flags: state, stage, owner, age, reads, next step.',
  synopsis: '[--format FORMAT] [--environment NAME]',
  options: [TEXT_OR_JSON, ENVIRONMENT],
  details: [
    'A state is on or off (for everyone), partial, fixed (a constant that is neither) or unknown (the file does not say).',
  ],
  run: runList,
};

async function runList(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'list');
  const { stdout, env } = invocation.terminal;
  const session = await open(invocation, { withHistory: true, withEvidence: true, withCallers: false });
  const status = reportFlagFiles(session, invocation);
  reportHistory(session, invocation);
  const rows = rowsOf(session.snapshot, invocation.option('environment'));
  if (invocation.option('format') === 'json') {
    const flags = await Promise.all(
      rows.map(async (row) => {
        const { start } = await session.texts.rangeOf({ file: row.flag.file, span: row.flag.keySpan });
        return jsonOf(row, start.line);
      }),
    );
    stdout.write(json({ flags }));
  } else {
    stdout.write(textOf(rows, styleFor(stdout, env)));
  }
  reportUndeclared(session.snapshot, invocation.terminal);
  return status;
}

/** The list has what flag files declare; whoever has none learns that the code is understood all the same. */
function reportUndeclared(snapshot: Snapshot, { stderr }: Terminal): void {
  const keys = [...undeclaredFlags(snapshot).keys()];
  if (keys.length === 0) return;
  const shown = keys.slice(0, MOST_UNDECLARED).map((key) => `'${printable(key)}'`);
  const more = keys.length > shown.length ? ` and ${keys.length - shown.length} more` : '';
  const are = keys.length === 1 ? 'is' : 'are';
  const help =
    snapshot.flagFiles.size === 0
      ? " 'usages' and 'remove --keep' take such a flag by its name, and 'pull' brings what a service says of it."
      : '';
  stderr.write(
    `flagwright: ${count(keys.length, 'flag')} ${are} read in code and in no flag file: ${shown.join(', ')}${more}.${help}\n`,
  );
}

const MOST_UNDECLARED = 10;

/** The contract's fields, always all of them: `null` where the file says nothing. `stage` is the stage's name. */
function jsonOf({ key, flag, state, life, reads, environments, evaluations }: FlagRow, line: number) {
  const percentage = flag.percentage?.value;
  return {
    key,
    file: flag.file,
    line,
    state: state.kind,
    stage: life.stage?.name ?? null,
    next: life.stage?.next ?? null,
    percentage: percentage === undefined || Number.isNaN(percentage) ? null : percentage,
    owner: flag.owner?.value ?? null,
    tags: flag.tags?.map(({ value }) => value) ?? [],
    created: flag.created ? formatDay(flag.created.value) : null,
    expires: flag.expires ? formatDay(flag.expires.value) : null,
    lastEvaluated: flag.lastEvaluated ? formatDay(flag.lastEvaluated.value) : null,
    permanent: staysForGood(flag),
    archived: flag.mark?.value === 'archived',
    reads,
    since: life.staleness.since === undefined ? null : formatDay(life.staleness.since),
    stale: life.staleness.stale,
    ...(environments && { environments }),
    ...(evaluations && { evaluations: evaluationsAsJson(evaluations) }),
  };
}

function textOf(rows: readonly FlagRow[], style: Style): string {
  if (rows.length === 0) return '0 flags\n';
  // Nothing is left to do about them.
  const shown = rows.filter((row) => row.flag.mark?.value !== 'archived' || row.reads > 0);
  const isMeasured = rows.some(({ evaluations }) => evaluations);
  const titles = [
    'FLAG',
    'STATE',
    'STAGE',
    'OWNER',
    'AGE',
    'READS',
    ...(isMeasured ? ['EVALUATED'] : []),
    'NEXT',
  ];
  const lines = shown.map((row): Cell[] => [
    printable(row.key),
    stateCell(row, style),
    stageCell(row, style),
    printable(row.flag.owner?.value ?? '-'),
    row.life.age === undefined ? '-' : ageInWords(row.life.age),
    String(row.reads),
    ...(isMeasured ? [row.evaluations ? printable(describeEvaluations(row.evaluations)) : '-'] : []),
    row.life.stage?.next ?? '-',
  ]);
  return `${table(titles, lines, style, ['AGE', 'READS'])}\n${summaryOf(rows)}\n`;
}

function stateCell({ flag, state, environments }: FlagRow, style: Style): Cell {
  const { kind } = state;
  const paint = {
    on: style.green,
    off: style.dim,
    partial: style.yellow,
    fixed: style.blue,
    unknown: style.red,
  }[kind];
  if (environments && kind === 'partial') {
    const text = Object.entries(environments).map(([name, state]) => `${name} ${state}`);
    return { text: printable(text.join(', ')), paint };
  }
  const percentage = flag.percentage?.value;
  if (flag.mark?.value === 'archived' && flag.state.evidence?.isDefault) return { text: 'archived', paint };
  return { text: kind === 'partial' && percentage ? `${percentage} %` : kind, paint };
}

function stageCell({ life }: FlagRow, style: Style): Cell {
  const stage = life.stage?.name ?? '-';
  if (life.expired) return { text: `${stage} (expired)`, paint: style.red };
  return life.staleness.stale ? { text: `${stage} (stale)`, paint: style.yellow } : stage;
}

function summaryOf(rows: readonly FlagRow[]): string {
  const number = (is: (row: FlagRow) => boolean): number => rows.filter(is).length;
  const kinds = ['on', 'off', 'partial', 'fixed', 'unknown'].map(
    (kind) => [number(({ state }) => state.kind === kind), kind] as const,
  );
  const dues = [
    [number(({ flag }) => flag.mark?.value === 'archived'), 'archived'],
    [number(({ life }) => life.staleness.stale), 'stale'],
    [number(({ life }) => life.expired), 'expired'],
  ] as const;
  const told = [kinds, dues].map((numbers) =>
    numbers
      .filter(([n]) => n > 0)
      .map(([n, word]) => `${n} ${word}`)
      .join(', '),
  );
  return `${count(rows.length, 'flag')}: ${told.filter((part) => part !== '').join('; ')}`;
}
