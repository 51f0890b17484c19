import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { withSlashes } from './paths';

/** The files of each repository: their names in it, and the paths that they go by. */
export function byRepository(
  root: string,
  paths: readonly string[],
): Map<string | undefined, Map<string, string>> {
  const tops = new Map<string, string | undefined>();
  const topOf = (folder: string): string | undefined => {
    if (tops.has(folder)) return tops.get(folder);
    const parent = dirname(folder);
    // In a submodule and in a further work tree it is a file.
    const isTop = existsSync(join(folder, '.git'));
    const top = isTop ? folder : parent === folder ? undefined : topOf(parent);
    tops.set(folder, top);
    return top;
  };
  const result = new Map<string | undefined, Map<string, string>>();
  for (const path of paths) {
    const file = join(root, path);
    const top = topOf(dirname(file));
    const files = result.get(top) ?? new Map<string, string>();
    files.set(top === undefined ? path : withSlashes(relative(top, file)), path);
    result.set(top, files);
  }
  return result;
}
