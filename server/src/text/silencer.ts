import type { Span } from './span';

/** A comment that silences rules, at the end of its line or alone on the line above. */
export interface Silencer extends SilencerText {
  /** The comment. */
  readonly span: Span;
  /** The part of the file that it covers: the line it ends, or the line below it. */
  readonly covers: Span;
}

/** What a silencing comment says. Without a reason, `reason` is empty. */
export interface SilencerText {
  readonly rules: readonly string[];
  readonly reason: string;
}

const WORD = 'flagwright-ignore';

/**
 * Reads the text of one comment, with or without its marker: `# flagwright-ignore stale-flag, unused-flag: reason`.
 * Undefined where the comment is about something else. A silencer that names no rule silences none.
 */
export function parseSilencer(comment: string): SilencerText | undefined {
  const text = withoutMarkers(comment);
  if (!text.startsWith(WORD)) return undefined;
  const rest = text.slice(WORD.length);
  if (rest !== '' && rest[0] !== ':' && rest[0]!.trim() !== '') return undefined;
  const colon = rest.indexOf(':');
  const names = colon < 0 ? rest : rest.slice(0, colon);
  return {
    rules: names
      .replaceAll(',', ' ')
      .split(/\s/)
      .filter((name) => name !== ''),
    reason: colon < 0 ? '' : rest.slice(colon + 1).trim(),
  };
}

/** A comment with the blanks before it, or with its line where nothing else stands there. */
export function withItsSpace(text: string, { start, end }: Span): Span {
  // In JSX a comment stands in braces of its own.
  const isBraced = text[start - 1] === '{' && text[end] === '}';
  let [from, to] = isBraced ? [start - 1, end + 1] : [start, end];
  while (text[from - 1] === ' ' || text[from - 1] === '\t') from--;
  const isAlone = from === 0 || text[from - 1] === '\n';
  if (!isAlone) return { start: from, end: to };
  if (text[to] === '\r') to++;
  if (text[to] === '\n') return { start: from, end: to + 1 };
  return to === text.length ? { start: from, end: to } : { start, end };
}

function withoutMarkers(comment: string): string {
  let text = comment.trim();
  for (const [open, close] of [
    ['/*', '*/'],
    ['<!--', '-->'],
    ['//', ''],
    ['#', ''],
  ] as const) {
    if (!text.startsWith(open)) continue;
    text = text.slice(open.length);
    if (close !== '' && text.endsWith(close)) text = text.slice(0, -close.length);
    return text.trim();
  }
  return text;
}
