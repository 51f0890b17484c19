import { structuredPatch } from 'diff';
import type { FileChange } from '../../node/write';
import type { Style } from '../terminal';

/** Changes as one patch that `git apply` takes, each file's path relative to the root. */
export function diffFormat(changes: readonly FileChange[], style: Style): string {
  return changes.map((change) => filePatch(change, style)).join('');
}

function filePatch({ file, before, after }: FileChange, style: Style): string {
  if (before === after) return '';
  const { hunks } = structuredPatch(file, file, before ?? '', after ?? '', undefined, undefined, {
    context: 3,
  });
  const lines = [
    style.bold(`diff --git ${quoted(`a/${file}`)} ${quoted(`b/${file}`)}`),
    ...(before === null ? ['new file mode 100644'] : []),
    ...(after === null ? ['deleted file mode 100644'] : []),
  ];
  if (hunks.length > 0) {
    lines.push(style.bold(`--- ${before === null ? '/dev/null' : quoted(`a/${file}`)}`));
    lines.push(style.bold(`+++ ${after === null ? '/dev/null' : quoted(`b/${file}`)}`));
  }
  for (const hunk of hunks) {
    const old = rangeOf(hunk.oldStart, hunk.oldLines);
    const now = rangeOf(hunk.newStart, hunk.newLines);
    lines.push(style.blue(`@@ -${old} +${now} @@`), ...hunk.lines.map((line) => painted(line, style)));
  }
  return `${lines.join('\n')}\n`;
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

function painted(line: string, style: Style): string {
  if (line.startsWith('+')) return style.green(line);
  return line.startsWith('-') ? style.red(line) : line;
}
