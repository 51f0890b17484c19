import { indexLines } from '../text/lines';
import { type Span, span } from '../text/span';
import type { Comment, DataTree } from '../text/tree';

/** Questions about the lines of a flag file that edits ask: which comments are whose, where a comma stands. */
export interface Layout {
  readonly text: string;
  /** The line break that the text uses. */
  readonly eol: string;
  /**
   * The whole lines that an entry has to itself, with their last line break, the comments directly above it and those
   * below it that are indented deeper. Undefined where it shares a line with others.
   */
  ownLines(entry: Span): Span | undefined;
  /**
   * The same lines with the blank ones behind them, where blank lines or the text's ends would meet otherwise, or where
   * the entry was the first below its container's key.
   */
  withBlankLines(lines: Span, isFirst: boolean): Span;
  /** Where the code of the nearest line above that has any ends; undefined where none has, but for `---`. */
  endOfCodeAbove(offset: number): number | undefined;
  /** Behind the comma that follows, past space and comments. */
  commaAfter(offset: number): number | undefined;
  hasCommentIn(place: Span): boolean;
  isBlankUntilLineEnd(offset: number): boolean;
  skipSpaces(offset: number): number;
  /** Where the line of an offset ends, before its line break. */
  endOfLine(offset: number): number;
  /** The line break that ends the lines; empty at the end of a text without one. */
  lineBreakOf(lines: Span): string;
  /** The column of an offset, in UTF-16 units, a byte order mark not counted. */
  columnOf(offset: number): number;
}

export function layoutOf(text: string, tree: DataTree): Layout {
  const lines = indexLines(text);
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const commentAt = new Map<number, Comment>(tree.comments.map((comment) => [comment.span.start, comment]));

  const lineOf = (offset: number) => lines.positionAt(offset).line;
  const startOf = (line: number) => Math.max(lines.lineSpan(line).start, line === 0 ? mark : 0);
  const contentOf = (line: number) => text.slice(startOf(line), lines.lineSpan(line).end);
  const isBlank = (line: number) => contentOf(line).trim() === '';
  const columnOf = (offset: number) => offset - startOf(lineOf(offset));
  /** Behind the line break. */
  const afterLine = (line: number) => (line + 1 < lines.count ? lines.lineSpan(line + 1).start : text.length);

  const commentOfLine = (line: number): Comment | undefined => {
    if (line < 0 || line >= lines.count) return undefined;
    const content = contentOf(line);
    const start = startOf(line) + content.length - content.trimStart().length;
    const comment = commentAt.get(start);
    return comment && text.slice(comment.span.end, lines.lineSpan(line).end).trim() === ''
      ? comment
      : undefined;
  };

  const skipSpaces = (offset: number) => {
    let at = offset;
    while (text[at] === ' ' || text[at] === '\t') at++;
    return at;
  };

  const isBlankUntilLineEnd = (offset: number) => {
    let at = skipSpaces(offset);
    for (let comment = commentAt.get(at); comment; comment = commentAt.get(at))
      at = skipSpaces(comment.span.end);
    return at >= lines.lineSpan(lineOf(offset)).end;
  };

  const firstOwnComment = (line: number, column: number): number => {
    let first = line;
    for (let comment = commentOfLine(first - 1); comment; comment = commentOfLine(first - 1)) {
      if (columnOf(comment.span.start) !== column) break;
      first--;
    }
    // A header at the top of the file speaks of the file.
    const isHeader = first === 0 && first < line && contentOfLines(first, line).some(isHeaderText);
    return isHeader ? line : first;
  };

  const contentOfLines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => contentOf(from + i));

  const lastOwnComment = (line: number, column: number): number => {
    let last = line;
    for (let next = line + 1; next < lines.count; next++) {
      const comment = commentOfLine(next);
      if (comment && columnOf(comment.span.start) > column) last = next;
      else if (!isBlank(next)) break;
    }
    return last;
  };

  return {
    text,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    columnOf,
    skipSpaces,
    endOfLine: (offset) => lines.lineSpan(lineOf(offset)).end,
    isBlankUntilLineEnd,
    ownLines: (entry) => {
      let end = entry.end;
      while (end > entry.start && text[end - 1]!.trim() === '') end--;
      const first = lineOf(entry.start);
      const column = columnOf(entry.start);
      if (text.slice(startOf(first), entry.start).trim() !== '' || !isBlankUntilLineEnd(end))
        return undefined;
      const last = lastOwnComment(lineOf(end), column);
      return span(startOf(firstOwnComment(first, column)), afterLine(last));
    },
    withBlankLines: ({ start, end }, isFirst) => {
      const first = lineOf(start);
      const isOpen = first === 0 || isBlank(first - 1) || (isFirst && !commentOfLine(first - 1));
      if (end >= text.length && text[end - 1] !== '\n' && start > mark) {
        // The text ends without a line break, and goes on to do so.
        let from = start;
        while (from > mark && text[from - 1]!.trim() === '') from--;
        return span(from, end);
      }
      let from = start;
      let to = end;
      if (isOpen) while (to < text.length && isBlank(lineOf(to))) to = afterLine(lineOf(to));
      if (to >= text.length)
        while (lineOf(from) > 0 && isBlank(lineOf(from) - 1)) from = startOf(lineOf(from) - 1);
      return span(from, to);
    },
    endOfCodeAbove: (offset) => {
      for (let line = lineOf(offset) - 1; line >= 0; line--) {
        if (isBlank(line) || commentOfLine(line)) continue;
        const { start, end } = lines.lineSpan(line);
        const comment = tree.comments.find(
          (candidate) => candidate.span.start >= start && candidate.span.start < end,
        );
        const code = text.slice(0, comment?.span.start ?? end).trimEnd();
        return code.endsWith('---') && code.length - 3 === startOf(line) ? undefined : code.length;
      }
      return undefined;
    },
    commaAfter: (offset) => {
      for (let at = offset; at < text.length; ) {
        const comment = commentAt.get(at);
        if (comment) at = comment.span.end;
        else if (text[at] === ',') return at + 1;
        else if (text[at]!.trim() === '') at++;
        else return undefined;
      }
      return undefined;
    },
    hasCommentIn: (place) =>
      tree.comments.some(({ span: comment }) => comment.start > place.start && comment.end < place.end),
    lineBreakOf: ({ end }) => (text[end - 1] === '\n' ? (text[end - 2] === '\r' ? '\r\n' : '\n') : ''),
  };
}

const HEADER_WORDS = [
  'copyright',
  'licence',
  'license',
  'spdx',
  'yaml-language-server',
  '$schema',
  'generated',
];

function isHeaderText(line: string): boolean {
  const text = line.toLowerCase();
  return HEADER_WORDS.some((word) => text.includes(word));
}
