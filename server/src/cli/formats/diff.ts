import { type PatchedFile, type PatchLine, patchLines } from '../../text/patch';
import type { Style } from '../terminal';

/** Changes as one patch that `git apply` takes, coloured for a terminal. */
export function diffFormat(changes: readonly PatchedFile[], style: Style): string {
  return changes
    .flatMap(patchLines)
    .map((line) => `${painted(line, style)}\n`)
    .join('');
}

function painted({ kind, text }: PatchLine, style: Style): string {
  if (kind === 'header') return style.bold(text);
  if (kind === 'range') return style.blue(text);
  if (text.startsWith('+')) return style.green(text);
  return text.startsWith('-') ? style.red(text) : text;
}
