import { describeStage } from '../../flags/lifecycle';
import { describeEvaluations, verdictOn } from '../../workspace/evidence';
import type { DueFlag } from '../due';
import type { OpenedBranch } from '../removal-branches';
import { printable, type Style } from '../terminal';
import { markdownCode, markdownText } from './markdown';
import { table } from './table';
import { count, shellWord } from './words';

/** A due flag as its owner is told of it. */
export interface Notice {
  readonly flag: DueFlag;
  readonly owner?: string;
  /** The command that removes it. */
  readonly command: string;
  /** What became of its branch, where one was asked for. */
  readonly branch?: OpenedBranch;
}

/** For people at a terminal: a table, and below each flag why it is due. */
export function dueText(flags: readonly DueFlag[], all: number, style: Style): string {
  const total = count(all, 'flag');
  if (flags.length === 0) return nothing(total, style);
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
  const body = flags.map((flag, i) => {
    const { why, life } = flag;
    const facts = [why, ...productionOf(flag), ...(life.stage ? [describeStage(life.stage)] : [])];
    return `${lines[i]}\n${facts.map((fact) => `  ${style.dim(printable(fact))}\n`).join('')}`;
  });
  const [first] = flags;
  return `${titles}\n${body.join('')}\n${flags.length} of ${total} due for removal; begin with flagwright remove ${printable(shellWord(first!.key))}\n`;
}

/** What production says of the answer that would go. */
function productionOf({ evaluations, state }: DueFlag): string[] {
  if (!evaluations) return [];
  const told = `Evaluated: ${describeEvaluations(evaluations)}`;
  if (state.kind !== 'on' && state.kind !== 'off') return [`${told}.`];
  const other = state.kind === 'on' ? 'off' : 'on';
  const verdict = verdictOn(evaluations, other === 'on');
  if (verdict === 'seen') return [`${told}; ${other} is still seen.`];
  return [verdict === 'never' ? `${told}; never ${other}, which supports the removal.` : `${told}.`];
}

/** For a log or a mail: one line a flag. */
export function alertText(notices: readonly Notice[], all: number, style: Style): string {
  const total = count(all, 'flag');
  if (notices.length === 0) return nothing(total, style);
  const lines = notices.map((notice) => {
    const { flag, owner = 'no owner' } = notice;
    const parts = [owner, ageOf(flag), flag.why, doneOf(notice)];
    return `${style.bold(printable(flag.key))}: ${parts.map(printable).join(' · ')}\n`;
  });
  return lines.join('');
}

/** For an issue or a wiki. */
export function dueMarkdown(notices: readonly Notice[], all: number): string {
  const total = count(all, 'flag');
  if (notices.length === 0) return `No flag of ${total} is due for removal.\n`;
  const items = notices.map((notice) => {
    const { flag, owner = 'no owner' } = notice;
    const done = notice.branch ? markdownText(doneOf(notice)) : markdownCode(notice.command);
    return `- **${markdownText(flag.key)}** (${markdownText(owner)}, ${ageOf(flag)}): ${markdownText(flag.why)} ${done}\n`;
  });
  return `## ${notices.length} of ${total} due for removal\n\n${items.join('')}`;
}

/** The body of a message for a Slack webhook. https://docs.slack.dev/reference/block-kit/blocks/section-block */
export function dueSlack(notices: readonly Notice[], all: number) {
  const total = count(all, 'flag');
  const title =
    notices.length === 0
      ? `No flag of ${total} is due for removal.`
      : `${notices.length} of ${total} due for removal`;
  // Verbatim: nothing becomes a link, a channel or a call by itself.
  const section = (text: string) => ({
    type: 'section',
    text: { type: 'mrkdwn', text: cut(text), verbatim: true },
  });
  const shown = notices.slice(0, MOST_SLACK_FLAGS);
  const left = notices.length - shown.length;
  return {
    text: title,
    blocks: [
      section(`*${slack(title)}*`),
      ...shown.map((notice) => {
        const { flag, owner = 'no owner', command, branch } = notice;
        const done = branch ? slack(doneOf(notice)) : `\`${slack(command)}\``;
        return section(
          `*${slack(flag.key)}* · ${slack(owner)} · ${ageOf(flag)}\n${slack(flag.why)}\n${done}`,
        );
      }),
      ...(left > 0 ? [section(`… and ${count(left, 'more flag')}: see \`flagwright stale\`.`)] : []),
    ],
  };
}

/** A message holds 50 blocks, and a block 3,000 characters. */
const MOST_SLACK_FLAGS = 45;
const MOST_SLACK_CHARACTERS = 3000;

function cut(text: string): string {
  return text.length > MOST_SLACK_CHARACTERS ? `${text.slice(0, MOST_SLACK_CHARACTERS - 1)}…` : text;
}

/** The three characters that Slack reads as markup; without them nothing of a file calls a channel or is a link. */
function slack(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function nothing(total: string, style: Style): string {
  return `${style.green(style.bold('No flag is due'))} for removal; ${total}\n`;
}

function ageOf({ life }: DueFlag): string {
  return life.age === undefined ? 'of unknown age' : `${count(life.age, 'day')} old`;
}

/** What to do, or what was done. */
function doneOf({ command, branch }: Notice): string {
  if (!branch) return command;
  if ('left' in branch) return `No branch: ${branch.left}`;
  const reviewers = branch.reviewers.length > 0 ? `, for ${branch.reviewers.join(' ')}` : '';
  return `Branch ${branch.name}${branch.pushed ? ` (pushed to ${branch.pushed})` : ''}${reviewers}`;
}
