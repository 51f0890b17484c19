import { diffLines, structuredPatch } from 'diff';
import type { TextEdit } from './edits';

/** A file's text before and after; `null` where there is no such file. */
export interface TextChange {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A change that says what kind of file it is about; an ordinary one where it does not. */
export interface PatchedFile extends TextChange {
  readonly mode?: '100644' | '100755';
}

/** What a line of a patch is. */
export type PatchLine = { readonly kind: 'header' | 'range' | 'code'; readonly text: string };

/** A change as the lines of a patch that `git apply` takes; none where nothing changes. */
export function patchLines({ file, before, after, mode = '100644' }: PatchedFile): PatchLine[] {
  if (before === after) return [];
  const { hunks } = structuredPatch(file, file, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
  });
  const lines: PatchLine[] = [];
  const add = (kind: PatchLine['kind'], text: string): void => void lines.push({ kind, text });
  add('header', `diff --git ${quoted(`a/${file}`)} ${quoted(`b/${file}`)}`);
  if (before === null) add('code', `new file mode ${mode}`);
  if (after === null) add('code', `deleted file mode ${mode}`);
  if (hunks.length > 0) {
    add('header', `--- ${before === null ? '/dev/null' : named(`a/${file}`)}`);
    add('header', `+++ ${after === null ? '/dev/null' : named(`b/${file}`)}`);
  }
  for (const hunk of hunks) {
    const old = rangeOf(hunk.oldStart, hunk.oldLines);
    const now = rangeOf(hunk.newStart, hunk.newLines);
    add('range', `@@ -${old} +${now} @@`);
    for (const line of hunk.lines) add('code', line);
  }
  return lines;
}

/** Changes as one patch. */
export function patchOf(changes: readonly PatchedFile[]): string {
  return changes
    .flatMap(patchLines)
    .map(({ text }) => `${text}\n`)
    .join('');
}

function rangeOf(start: number, lines: number): string {
  return lines === 1 ? `${start}` : `${start},${lines}`;
}

/** A name that ends its line: with a space in it, a tab says where it ends. */
function named(path: string): string {
  return path.includes(' ') ? `${quoted(path)}\t` : quoted(path);
}

/** Git quotes names with a control character, a quote or a backslash, as C does. */
function quoted(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be quoted.
  const special = /[\u0000-\u001f\u007f"\\]/g;
  if (path.search(special) < 0) return path;
  const escaped = (unit: string): string =>
    ESCAPES[unit] ?? `\\${unit.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `"${path.replace(special, escaped)}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
};

/** The edits, whole lines each, that make one text the other. */
export function editsBetween(before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let isOpen = false;
  for (const { value, added, removed } of diffLines(before, after)) {
    if (!added && !removed) {
      at += value.length;
      isOpen = false;
      continue;
    }
    const last = edits.at(-1);
    const end = removed ? at + value.length : at;
    // What takes the place of deleted lines is one edit with them.
    if (isOpen && last) {
      edits[edits.length - 1] = {
        span: { start: last.span.start, end },
        newText: last.newText + (added ? value : ''),
      };
    } else {
      edits.push({ span: { start: at, end }, newText: added ? value : '' });
    }
    isOpen = true;
    at = end;
  }
  return edits;
}

/** How many lines a change takes away, and how many it brings. */
export function linesChanged({ before, after }: TextChange): {
  readonly removed: number;
  readonly added: number;
} {
  let [removed, added] = [0, 0];
  for (const part of diffLines(before ?? '', after ?? '')) {
    if (part.removed) removed += part.count;
    if (part.added) added += part.count;
  }
  return { removed, added };
}
