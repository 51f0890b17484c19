import { kindOfRead } from '../../features/references';
import type { Range } from '../../text/lines';
import type { Span } from '../../text/span';
import type { Certainty } from '../../usages/read';
import type { Snapshot } from '../../workspace/snapshot';
import { type Command, type Invocation, onlyFlag } from '../command';
import { TEXT_OR_JSON } from '../formats/formats';
import { frame } from '../formats/frame';
import { json } from '../formats/json';
import { count } from '../formats/words';
import { prefixOf } from '../paths';
import { open, reportFlagFiles } from '../session';
import { printable, type Style, styleFor } from '../terminal';

export const usages: Command = {
  name: 'usages',
  summary: 'Shows every read, declaration and mention of a flag.',
  synopsis: 'FLAG [--format FORMAT]',
  options: [TEXT_OR_JSON],
  details: [
    'A read is certain where it is sure to ask for the flag, and likely where only a name says so; one in a test is marked. A dynamic read computes its key and may reach the flag. A mention is the key as text in files of other languages, or an assignment to the flag in code.',
    'A flag that no flag file declares is looked for as if one did.',
  ],
  run: runUsages,
};

interface Usage {
  readonly file: string;
  readonly span: Span;
  readonly kind: 'read' | 'declaration' | 'mention' | 'dynamic';
  readonly certainty: Certainty;
}

interface PlacedUsage extends Omit<Usage, 'span'> {
  readonly range: Range;
  /** The line of the usage's beginning. */
  readonly code: string;
}

async function runUsages(invocation: Invocation): Promise<number> {
  const flag = onlyFlag(invocation, 'usages');
  const { stdout, stderr, env } = invocation.terminal;
  const session = await open(invocation, { withCallers: false });
  const status = reportFlagFiles(session, invocation);
  await session.workspace.findMentions([flag]);
  const snapshot = session.workspace.snapshot([flag]);
  if (!snapshot.flag(flag)) stderr.write(`flagwright: No flag file declares '${printable(flag)}'.\n`);
  const found: PlacedUsage[] = [];
  for (const { span, ...usage } of usagesOf(snapshot, flag)) {
    const range = await session.texts.rangeOf({ file: usage.file, span });
    const { start, end } = (await session.texts.lines(usage.file)).lineSpan(range.start.line);
    const code = ((await session.texts.read(usage.file)) ?? '').slice(start, end);
    found.push({ ...usage, range, code });
  }
  if (invocation.option('format') === 'json') {
    const list = found.map(({ file, range, kind, certainty }) => ({
      file,
      range,
      kind,
      certainty,
      ...(isInTest(file, kind) && { test: true }),
    }));
    stdout.write(json({ flag, usages: list }));
  } else {
    stdout.write(textOf(flag, found, prefixOf(invocation), styleFor(stdout, env)));
  }
  return status;
}

function usagesOf(snapshot: Snapshot, flag: string): Usage[] {
  const declarations = snapshot.flag(flag)?.declarations ?? [];
  const all: Usage[] = [
    ...declarations.map(({ flag: { file, keySpan } }) =>
      usage({ file, span: keySpan }, 'declaration', 'certain'),
    ),
    ...snapshot.codeDeclarationsOf(flag).map((place) => usage(place, 'declaration', 'certain')),
    ...snapshot.readsOf(flag).map((read) => usage(read, 'read', read.certainty)),
    ...snapshot.dynamicReadsOf(flag).map((read) => usage(read, 'dynamic', 'undeterminable')),
    ...snapshot.writesOf(flag).map((write) => usage(write, 'mention', 'certain')),
    ...(snapshot.mentionsOf(flag) ?? []).map((mention) => usage(mention, 'mention', 'likely')),
  ];
  return all.sort((a, b) =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start || a.span.end - b.span.end,
  );
}

function usage(
  { file, span }: { readonly file: string; readonly span: Span },
  kind: Usage['kind'],
  certainty: Certainty,
): Usage {
  return { file, span, kind, certainty };
}

function textOf(flag: string, found: readonly PlacedUsage[], prefix: string, style: Style): string {
  const blocks = found.map((one) => {
    const { line, character } = one.range.start;
    const doubt = one.certainty === 'likely' && one.kind === 'read' ? 'likely ' : '';
    // One line of code is enough, wherever the usage ends.
    const end = one.range.end.line === line ? one.range.end : { line, character: one.code.length };
    return [
      `${style.bold(`${printable(prefix + one.file)}:${line + 1}:${character + 1}`)} ${doubt}${WORDS[one.kind]}${isInTest(one.file, one.kind) ? ' in a test' : ''}`,
      ...frame(
        { code: [one.code], range: { start: one.range.start, end }, paint: painterOf(one, style) },
        style,
      ),
      '',
      '',
    ].join('\n');
  });
  return `${blocks.join('')}${summaryOf(flag, found)}\n`;
}

function isInTest(file: string, kind: Usage['kind']): boolean {
  return kind === 'read' && kindOfRead(file) === 'test';
}

const WORDS = {
  read: 'read',
  declaration: 'declaration',
  mention: 'mention',
  dynamic: 'dynamic read that may reach it',
} as const;

function painterOf({ kind, certainty }: PlacedUsage, style: Style): (text: string) => string {
  if (kind === 'declaration') return style.blue;
  return certainty === 'certain' ? style.green : style.yellow;
}

function summaryOf(flag: string, found: readonly PlacedUsage[]): string {
  const of = (kind: Usage['kind']): number => found.filter((one) => one.kind === kind).length;
  const likely = found.filter(({ kind, certainty }) => kind === 'read' && certainty === 'likely').length;
  const tests = found.filter(({ file, kind }) => isInTest(file, kind)).length;
  const notes = [...(likely > 0 ? [`${likely} likely`] : []), ...(tests > 0 ? [`${tests} in tests`] : [])];
  const parts = [
    count(of('read'), 'read') + (notes.length > 0 ? ` (${notes.join(', ')})` : ''),
    count(of('declaration'), 'declaration'),
    ...(of('mention') > 0 ? [count(of('mention'), 'mention')] : []),
    ...(of('dynamic') > 0 ? [`${count(of('dynamic'), 'dynamic read')} that may reach it`] : []),
  ];
  return `${printable(flag)}: ${parts.join(', ')}`;
}
