import type { Span } from './span';

/** Zero-based; `character` counts UTF-16 units, as the Language Server Protocol does by default. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Converts between offsets and positions of one text. */
export interface LineIndex {
  /** The number of lines; a text that ends in a line break has an empty last line. */
  readonly count: number;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
  rangeOf(span: Span): Range;
  /** The span of a line, without its line break. */
  lineSpan(line: number): Span;
}

/**
 * Indexes the lines of a text. Only LF, CRLF and CR end a line, as in the Language Server Protocol; TypeScript would
 * count U+2028 and U+2029 too.
 */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 13) {
      if (text.charCodeAt(i + 1) === 10) i++;
      starts.push(i + 1);
    } else if (unit === 10) {
      starts.push(i + 1);
    }
  }

  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const endOf = (line: number): number => {
    let end = line + 1 < starts.length ? starts[line + 1]! : text.length;
    const start = starts[line]!;
    if (line + 1 < starts.length) {
      if (end > start && text.charCodeAt(end - 1) === 10) end--;
      if (end > start && text.charCodeAt(end - 1) === 13) end--;
    }
    return end;
  };

  const positionAt = (offset: number): Position => {
    const clamped = Math.max(0, Math.min(offset, text.length));
    const line = lineAt(clamped);
    return { line, character: clamped - starts[line]! };
  };

  return {
    count: starts.length,
    positionAt,
    offsetAt: ({ line, character }) => {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      return Math.min(starts[line]! + Math.max(0, character), endOf(line));
    },
    rangeOf: ({ start, end }) => ({ start: positionAt(start), end: positionAt(end) }),
    lineSpan: (line) => ({
      start: starts[line] ?? text.length,
      end: line < starts.length ? endOf(line) : text.length,
    }),
  };
}
