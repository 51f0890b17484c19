import type { Span } from './span';

/** Replaces the text of `span` by `newText`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** The edits of one file, by its path relative to the workspace's root. */
export interface FileEdits {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  /** The file is not there yet. */
  readonly isNew?: boolean;
}

/**
 * Applies edits to a text. Their order does not matter; insertions at one place keep the order given.
 * @throws {RangeError} when two edits overlap or one lies outside the text: a defect of the caller.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index }));
  ordered.sort(
    (a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index,
  );
  let result = '';
  let position = 0;
  for (const { edit } of ordered) {
    if (edit.span.start < position || edit.span.end > text.length || edit.span.end < edit.span.start) {
      throw new RangeError(
        `edit at ${edit.span.start}-${edit.span.end} overlaps another or lies outside the text`,
      );
    }
    result += text.slice(position, edit.span.start) + edit.newText;
    position = edit.span.end;
  }
  return result + text.slice(position);
}

/** Where a span of the text after edits was before them; what lies in inserted text was at the edit's place. */
export function spanBefore(span: Span, edits: readonly TextEdit[]): Span {
  return mapped(
    span,
    shiftsOf(edits).map(({ before, after }) => ({ from: after, to: before })),
  );
}

/** Where a span of the text before edits is after them; what lies in replaced text is at the edit's place. */
export function spanAfter(span: Span, edits: readonly TextEdit[]): Span {
  return mapped(
    span,
    shiftsOf(edits).map(({ before, after }) => ({ from: before, to: after })),
  );
}

/** What each edit replaces and what it leaves, in the text before and in the text after. */
function shiftsOf(edits: readonly TextEdit[]): { before: Span; after: Span }[] {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let shift = 0;
  return ordered.map(({ span, newText }) => {
    const start = span.start + shift;
    shift += newText.length - (span.end - span.start);
    return { before: span, after: { start, end: start + newText.length } };
  });
}

function mapped({ start, end }: Span, shifts: readonly { from: Span; to: Span }[]): Span {
  const map = (offset: number, side: 'start' | 'end'): number => {
    let shift = 0;
    for (const { from, to } of shifts) {
      if (offset < from.start) break;
      if (offset < from.end) return side === 'start' ? to.start : to.end - 1;
      shift = to.end - from.end;
    }
    return offset + shift;
  };
  const first = map(start, 'start');
  // An end is taken by the last unit within, so that an edit right behind it does not count.
  return { start: first, end: end > start ? Math.max(first, map(end - 1, 'end') + 1) : first };
}
