import type { Finding, Severity } from '../rules/rule';
import type { Range } from '../text/lines';
import type { Session } from './session';

/** What `lint` and `stale` found, ready to be written in any format. */
export interface Report {
  /** Sources and flag files that were looked at. */
  readonly files: number;
  readonly flags: number;
  readonly findings: readonly PlacedFinding[];
  /** The way from the working directory to the root, with `/` at its end; empty where they are one. */
  readonly prefix: string;
  /** Things that are wrong with the input and that no file of the code shows. */
  readonly troubles: readonly string[];
}

/** A finding with its place as lines. */
export interface PlacedFinding {
  readonly rule: Finding['rule'];
  readonly severity: Severity;
  readonly file: string;
  readonly range: Range;
  readonly message: string;
  readonly flag?: string;
  readonly suggestions: readonly string[];
  readonly related: readonly PlacedMessage[];
  /** The lines of the range, without their line breaks; empty where the file cannot be read. */
  readonly code: readonly string[];
}

export interface PlacedMessage {
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** More lines of one finding help nobody. */
const MOST_LINES = 3;

/** Turns findings' offsets into lines, with the code that they stand at. */
export async function place(finding: Finding, { texts }: Pick<Session, 'texts'>): Promise<PlacedFinding> {
  const { rule, severity, file, span, message, flag, suggestions = [], related = [] } = finding;
  const text = (await texts.read(file)) ?? '';
  const lines = await texts.lines(file);
  const range = lines.rangeOf(span);
  const last = Math.min(range.end.line, range.start.line + MOST_LINES - 1);
  const code: string[] = [];
  for (let line = range.start.line; text !== '' && line <= last; line++) {
    const { start, end } = lines.lineSpan(line);
    code.push(text.slice(start, end));
  }
  return {
    rule,
    severity,
    file,
    range,
    message,
    ...(flag !== undefined && { flag }),
    suggestions,
    related: await Promise.all(
      related.map(async (other) => ({
        file: other.file,
        range: await texts.rangeOf(other),
        message: other.message,
      })),
    ),
    code,
  };
}

/** How often each severity occurs. */
export function countBySeverity(
  findings: readonly { readonly severity: Severity }[],
): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
