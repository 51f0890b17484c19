import type { CST, YAMLParseError } from 'yaml';
import { type Span, span } from './span';
import type { SyntaxProblem } from './tree';

/** A YAML text in which mistakes are overwritten in place, so that the rest can be read at the same offsets. */
export interface Repair {
  readonly text: string;
  readonly problems: readonly SyntaxProblem[];
  /** Where the quotes open that never close; their last character gave way to a closing quote. */
  readonly unclosed: ReadonlySet<number>;
}

/**
 * Closes the first string that does not close where the lines after it look like entries: without that, the string
 * would swallow them. Undefined where there is none.
 */
export function repairQuotes(repair: Repair, scalars: readonly CST.FlowScalar[]): Repair | undefined {
  const open = scalars.find((scalar) => !isClosed(scalar));
  const end = open && endOfString(open);
  if (!open || end === undefined) return undefined;
  const quote = open.source[0]!;
  return {
    text: `${repair.text.slice(0, end - 1)}${quote}${repair.text.slice(end)}`,
    problems: [...repair.problems, { message: notClosed(quote), span: span(open.offset, end) }],
    unclosed: new Set([...repair.unclosed, open.offset]),
  };
}

function notClosed(quote: string): string {
  return `This string has no closing ${quote}. Close it; the lines below it were read as if it ended here.`;
}

function isClosed({ source }: CST.FlowScalar): boolean {
  const quote = source[0]!;
  if (source.length < 2 || !source.endsWith(quote)) return false;
  if (quote === "'") return true;
  let slashes = 0;
  while (source[source.length - 2 - slashes] === '\\') slashes++;
  return slashes % 2 === 0;
}

/** The end of the last line before one that looks like an entry; undefined where the string swallows none. */
function endOfString({ source, offset }: CST.FlowScalar): number | undefined {
  let lineEnd = source.indexOf('\n');
  while (lineEnd >= 0) {
    const next = source.indexOf('\n', lineEnd + 1);
    const line = source.slice(lineEnd + 1, next < 0 ? source.length : next).trim();
    if (line.includes(': ') || line.endsWith(':') || line.startsWith('- ')) {
      const end = source[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd;
      return end > 1 ? offset + end : undefined;
    }
    lineEnd = next;
  }
  return undefined;
}

/** Reads tabs at the beginning of lines as one space each. Undefined where no tab is in the way. */
export function repairTabs(repair: Repair, errors: readonly YAMLParseError[]): Repair | undefined {
  const tabs = errors.filter((error) => error.code === 'TAB_AS_INDENT');
  if (tabs.length === 0) return undefined;
  const lines = repair.text.split('\n');
  const text = lines.map(withoutLeadingTabs).join('\n');
  if (text === repair.text) return undefined;
  const first: Span = span(tabs[0]!.pos[0], tabs[0]!.pos[1]);
  const message = 'YAML does not allow tabs for indentation. Use spaces; each tab was read as one.';
  return { ...repair, text, problems: [...repair.problems, { message, span: first }] };
}

function withoutLeadingTabs(line: string): string {
  let end = 0;
  while (line[end] === ' ' || line[end] === '\t') end++;
  return line.slice(0, end).replaceAll('\t', ' ') + line.slice(end);
}
