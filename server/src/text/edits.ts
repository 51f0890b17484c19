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
