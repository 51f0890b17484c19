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
 * Closes every string that does not close, before the first line in it that looks like an entry: without that, it would
 * swallow them. Undefined where there is none.
 */
export function repairQuotes(repair: Repair, scalars: readonly CST.FlowScalar[]): Repair | undefined {
  const problems: SyntaxProblem[] = [];
  const unclosed = new Set(repair.unclosed);
  let text = '';
  let position = 0;
  for (const scalar of scalars) {
    const end = isClosed(scalar) ? undefined : endOfString(scalar);
    if (end === undefined) continue;
    const quote = scalar.source[0]!;
    text += repair.text.slice(position, end - 1) + quote;
    position = end;
    unclosed.add(scalar.offset);
    problems.push({ message: notClosed(quote), span: span(scalar.offset, end) });
  }
  if (problems.length === 0) return undefined;
  return { text: text + repair.text.slice(position), problems: [...repair.problems, ...problems], unclosed };
}

function notClosed(quote: string): string {
  return `This string has no closing ${quote}. Close it; what follows was read as if it ended here.`;
}

function isClosed({ source }: CST.FlowScalar): boolean {
  const quote = source[0]!;
  if (source.length < 2 || !source.endsWith(quote)) return false;
  if (quote === "'") return true;
  let slashes = 0;
  while (source[source.length - 2 - slashes] === '\\') slashes++;
  return slashes % 2 === 0;
}

/** The end of the last line before one that looks like an entry, else the end; undefined for a lone quote. */
function endOfString({ source, offset }: CST.FlowScalar): number | undefined {
  let end = source.length;
  let lineEnd = source.indexOf('\n');
  while (lineEnd >= 0) {
    const next = source.indexOf('\n', lineEnd + 1);
    const line = source.slice(lineEnd + 1, next < 0 ? source.length : next).trim();
    if (line.includes(': ') || line.endsWith(':') || line.startsWith('- ')) {
      end = lineEnd;
      break;
    }
    lineEnd = next;
  }
  const length = source.slice(0, end).trimEnd().length;
  return length > 1 ? offset + length : undefined;
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
