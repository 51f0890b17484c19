import { CONFIG_FILES } from './config';
import type { FileEntry } from './host';

/** More changes at once are a branch switch: one listing is cheaper than a look at each. */
export const MAX_SAVED = 64;

/** In milliseconds: file systems give times no finer than that, and two changes may come within one. */
export const UNSURE = 2000;

/** The files of a listing, and those that belong to the workspace. */
export interface Listing {
  readonly entries: ReadonlyMap<string, FileEntry>;
  readonly kinds: ReadonlyMap<string, unknown>;
}

/** The files that one listing has and the other does not, that are of another size or time in them, or that somebody told of. */
export function changedFiles(before: Listing, now: Listing, told: readonly string[]): string[] {
  const isSame = (path: string): boolean => {
    const [one, other] = [before.entries.get(path), now.entries.get(path)];
    return one?.size === other?.size && one?.modified === other?.modified;
  };
  const changed = new Set(told.filter((path) => now.kinds.has(path) || before.kinds.has(path)));
  for (const path of before.kinds.keys()) if (!now.kinds.has(path)) changed.add(path);
  for (const path of now.kinds.keys()) if (!before.kinds.has(path) || !isSame(path)) changed.add(path);
  return [...changed];
}

/** Whether a change of this file may make others belong to the workspace, or mean something else. */
export function isShaping(path: string): boolean {
  return (CONFIG_FILES as readonly string[]).includes(path) || path.endsWith('.gitignore');
}
