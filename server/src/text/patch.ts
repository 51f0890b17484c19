import { structuredPatch } from 'diff';

/** A file's text before and after; `null` where there is no such file. */
export interface TextChange {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a line of a patch is. */
export type PatchLine = { readonly kind: 'header' | 'range' | 'code'; readonly text: string };

/** A change as the lines of a patch that `git apply` takes; none where nothing changes. */
export function patchLines({ file, before, after }: TextChange): PatchLine[] {
  if (before === after) return [];
  const { hunks } = structuredPatch(file, file, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
  });
  const lines: PatchLine[] = [];
  const add = (kind: PatchLine['kind'], text: string): void => void lines.push({ kind, text });
  add('header', `diff --git ${quoted(`a/${file}`)} ${quoted(`b/${file}`)}`);
  if (before === null) add('code', 'new file mode 100644');
  if (after === null) add('code', 'deleted file mode 100644');
  if (hunks.length > 0) {
    add('header', `--- ${before === null ? '/dev/null' : quoted(`a/${file}`)}`);
    add('header', `+++ ${after === null ? '/dev/null' : quoted(`b/${file}`)}`);
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
export function patchOf(changes: readonly TextChange[]): string {
  return changes
    .flatMap(patchLines)
    .map(({ text }) => `${text}\n`)
    .join('');
}

function rangeOf(start: number, lines: number): string {
  return lines === 1 ? `${start}` : `${start},${lines}`;
}

/** Git quotes names with a control character, a quote, a backslash or one beyond ASCII; with a space it ends them by a tab. */
function quoted(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be quoted.
  if (!/[\u0000-\u001f\u007f"\\]/.test(path)) return path;
  return JSON.stringify(path);
}
