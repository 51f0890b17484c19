import { lstatSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openRepository } from '../node/git';
import { withSlashes } from '../node/paths';
import type { PatchedFile, TextChange } from '../text/patch';

/**
 * Changes as git names them: from the top of the repository, whatever folder of it the command works on, and a symbolic
 * link's target in place of the link.
 */
export function patchedFiles(root: string, changes: readonly TextChange[]): PatchedFile[] {
  const prefix = prefixInRepository(root);
  const files = new Map<string, PatchedFile>();
  for (const change of changes) {
    const path = prefix + realPathOf(root, change.file);
    files.set(path, { ...change, file: path, mode: modeOf(root, change.file) });
  }
  return [...files.values()];
}

/** `git apply` leaves out, without a word, what lies beside the folder in which it runs. */
function prefixInRepository(root: string): string {
  try {
    return openRepository(root).run('rev-parse', '--show-prefix').replace(/\n$/, '');
  } catch {
    return '';
  }
}

function realPathOf(root: string, file: string): string {
  const path = join(root, file);
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  return isLink ? withSlashes(relative(realpathSync(root), realpathSync(path))) : file;
}

function modeOf(root: string, file: string): NonNullable<PatchedFile['mode']> {
  const stats = statSync(join(root, file), { throwIfNoEntry: false });
  return stats && (stats.mode & 0o100) !== 0 ? '100755' : '100644';
}
