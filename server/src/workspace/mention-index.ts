import { each } from './each';
import { mentionSearcher } from './mentions';
import type { Place } from './snapshot';

/** Where files that no scanner parses name keys: those that were searched for, until such a file changes. */
export interface MentionIndex {
  readonly known: ReadonlyMap<string, readonly Place[]>;
  /** Searches for keys that were not searched for yet; tells whether there were any. */
  search(keys: readonly string[]): Promise<boolean>;
  /** Forgets what the file may have changed: all of it where the file is, or was, one of those that are searched. */
  forget(path: string, isSearched: boolean): void;
  clear(): void;
}

export function createMentionIndex(
  files: () => readonly string[],
  textOf: (path: string) => Promise<string | undefined>,
  from?: ReadonlyMap<string, readonly Place[]>,
): MentionIndex {
  const known = new Map(from);
  return {
    known,
    async search(keys) {
      const wanted = keys.filter((key) => !known.has(key) && key !== '');
      if (wanted.length === 0) return false;
      const search = mentionSearcher(wanted);
      const found = new Map<string, Place[]>(wanted.map((key) => [key, []]));
      await each(files(), async (path) => {
        const text = await textOf(path);
        if (text === undefined) return;
        for (const [key, places] of search(path, text)) found.get(key)?.push(...places);
      });
      for (const [key, places] of found) known.set(key, places.sort(byPlace));
      return true;
    },
    forget(path, isSearched) {
      for (const [key, places] of known)
        if (isSearched || places.some(({ file }) => file === path)) known.delete(key);
    },
    clear: () => known.clear(),
  };
}

function byPlace(a: Place, b: Place): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start;
}
