import { expect } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import { compareSpans, type Span } from '../../server/src/text/span';
import type { Read } from '../../server/src/usages/read';
import type { RuleId } from '../../server/src/workspace/rule-ids';
import type { Snapshot } from '../../server/src/workspace/snapshot';
import { type Fixture, parseFixture } from './fixture';
import { workspaceOf } from './memory-host';

/**
 * Every flag without metadata lacks an owner and an expiry; fixtures about something else need not say so.
 */
const QUIET: readonly RuleId[] = ['missing-owner', 'missing-expiry'];

/**
 * Holds all findings of a fixture's workspace against its carets: `// ^^^ rule-id: message`. The message may be cut
 * short or left out. Problems of the configuration are expected as `config`.
 */
export async function check(
  source: string,
  { quiet = QUIET }: { readonly quiet?: readonly RuleId[] } = {},
): Promise<Snapshot> {
  const { fixture, snapshot } = await load(source);
  const found = checkWorkspace(snapshot).filter(({ rule }) => !quiet.includes(rule));
  const marks = found.map(({ file, span, rule, message }) => ({ file, span, text: `${rule}: ${message}` }));
  for (const { span, message } of snapshot.configProblems) {
    marks.push({ file: snapshot.config.file ?? '', span, text: `config: ${message}` });
  }
  compare(fixture, marks, (expected, actual) => actual === expected || isCutShort(expected, actual));
  return snapshot;
}

/**
 * Holds all reads of a fixture's workspace against its carets: `// ^^^ key certain`, `// ^^^ key likely`,
 * `// ^^^ dynamic prefix`. More words ask for more: `negated`, `promise`, `.value`, `treatment`, `variant`, `opaque`,
 * `configured`, and `default=true`; `exactly` asks for all of them.
 */
export async function reads(
  source: string,
  { exactly = false }: { readonly exactly?: boolean } = {},
): Promise<Snapshot> {
  const { fixture, snapshot } = await load(source);
  compare(fixture, readsOf(snapshot, describeRead), (expected, actual) => {
    if (exactly) return expected === actual;
    const [key, second, ...words] = actual.split(' ');
    const [expectedKey, expectedSecond, ...more] = expected.split(' ');
    return key === expectedKey && second === expectedSecond && more.every((word) => words.includes(word));
  });
  return snapshot;
}

/**
 * Holds what decides whether reads run against the carets: `// ^^^ b` for a read that nothing guards, `// ^^^ b under a`
 * where the answer for which it runs is not plain, else `b under a on` or `b under a off`; several, the nearest first, are
 * parted by commas. `b tested under a` speaks of the places that test its constant.
 */
export async function guards(source: string): Promise<Snapshot> {
  const { fixture, snapshot } = await load(source);
  const describe = (read: Read): string => {
    const list = (guards: Read['guards']): string =>
      guards
        .map(({ span, when }) => {
          const outer = snapshot.readsIn(read.file).find((other) => compareSpans(other.span, span) === 0);
          return `${outer?.key ?? '?'}${when === undefined ? '' : when ? ' on' : ' off'}`;
        })
        .join(', ');
    return [
      read.key ?? 'dynamic',
      ...(read.guards.length > 0 ? [`under ${list(read.guards)}`] : []),
      ...(read.testedUnder.length > 0 ? [`tested under ${list(read.testedUnder)}`] : []),
    ].join(' ');
  };
  compare(fixture, readsOf(snapshot, describe), (expected, actual) => expected === actual);
  return snapshot;
}

async function load(source: string): Promise<{ fixture: Fixture; snapshot: Snapshot }> {
  const fixture = parseFixture(source);
  const workspace = await workspaceOf(fixture.files);
  return { fixture, snapshot: workspace.snapshot() };
}

interface Mark {
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}

function readsOf(snapshot: Snapshot, describe: (read: Read) => string): Mark[] {
  return snapshot
    .sources()
    .flatMap((file) =>
      snapshot.readsIn(file).map((read) => ({ file, span: read.span, text: describe(read) })),
    );
}

function describeRead(read: Read): string {
  const { result } = read;
  return [
    ...(read.key === undefined
      ? ['dynamic', ...(read.prefix ? [read.prefix] : [])]
      : [read.key, read.certainty]),
    ...(result.inverted ? ['negated'] : []),
    ...(result.promise ? ['promise'] : []),
    ...(result.path.length > 0 ? [`.${result.path.join('.')}`] : []),
    ...(result.gives ? [result.gives] : []),
    ...(read.opaque !== undefined ? ['opaque'] : []),
    ...(read.isConfigured ? ['configured'] : []),
    ...(read.codeDefault !== undefined ? [`default=${read.codeDefault}`] : []),
  ].join(' ');
}

/** `nested-flag` and `nested-flag: Flag 'b' is` stand for whatever message begins so. */
function isCutShort(expected: string, actual: string): boolean {
  return expected.includes(':') ? actual.startsWith(expected) : actual.startsWith(`${expected}:`);
}

/** Compares both as the sources with the marks drawn below the lines, so that a difference is seen in its place. */
function compare(
  fixture: Fixture,
  actual: readonly Mark[],
  matches: (expected: string, actual: string) => boolean,
): void {
  const left = [...fixture.expectations];
  const found = actual.map((mark) => {
    const index = left.findIndex(
      ({ file, start, end, text }) =>
        file === mark.file && start === mark.span.start && end === mark.span.end && matches(text, mark.text),
    );
    return index < 0 ? mark : { ...mark, text: left.splice(index, 1)[0]!.text };
  });
  const expected = fixture.expectations.map(({ file, start, end, text }) => ({
    file,
    span: { start, end },
    text,
  }));
  expect(draw(fixture, found)).toBe(draw(fixture, expected));
}

function draw({ files }: Fixture, marks: readonly Mark[]): string {
  const strays = marks.filter(({ file }) => !files.has(file)).map(({ file, text }) => `${file}: ${text}`);
  return [...files]
    .flatMap(([file, text]) => [`//- ${file}`, ...drawFile(text, marksIn(file, marks))])
    .concat(strays)
    .join('\n');
}

function marksIn(file: string, marks: readonly Mark[]): Mark[] {
  return marks
    .filter((mark) => mark.file === file)
    .sort((a, b) => compareSpans(a.span, b.span) || (a.text < b.text ? -1 : 1));
}

const CARET_LINE = /^\s*(?:\/\/|#|\{?\/\*)\s*\^+\s/;

function drawFile(text: string, marks: readonly Mark[]): string[] {
  let start = 0;
  return text.split('\n').flatMap((line) => {
    const [from, to] = [start, start + line.length];
    start = to + 1;
    if (CARET_LINE.test(`${line} `)) return [];
    const own = marks.filter(({ span }) => from <= span.start && span.start <= to);
    return [
      line,
      ...own.map(({ span, text: words }) => {
        const width = Math.min(span.end, to) - span.start;
        return `${' '.repeat(span.start - from)}${'^'.repeat(width) || '|'} ${words}`;
      }),
    ];
  });
}
