import { type WordFilter, wordFilter, wordQuery } from '../usages/word-filter';
import { each } from './each';
import { mentionSearcher } from './mentions';
import type { SavedFile, SavedOther } from './saved-index';
import type { Place } from './snapshot';

/** Where files that no scanner parses name keys: those that were searched for, until such a file changes. */
export interface MentionIndex {
  readonly known: ReadonlyMap<string, readonly Place[]>;
  /** Searches for keys that were not searched for yet; whether there is an answer that was not there. A signal may end it. */
  search(keys: readonly string[], signal?: AbortSignal): Promise<boolean>;
  /** Forgets what the file may have changed: all of it where the file is, or was, one of those that are searched. */
  forget(path: string, isSearched: boolean): void;
  clear(): void;
  /** Takes over what was saved of a file that has not changed. */
  restore(path: string, saved: SavedOther): void;
  saved(): Map<string, SavedOther>;
}

export interface MentionHost {
  /** The files that are searched. */
  readonly files: () => readonly string[];
  readonly read: (path: string) => Promise<string | undefined>;
  /** What the disk says of a file; nothing where its text is not the disk's, or where nothing is saved. */
  readonly stampOf: (path: string) => SavedFile | undefined;
}

export function createMentionIndex(
  { files, read, stampOf }: MentionHost,
  from?: ReadonlyMap<string, readonly Place[]>,
): MentionIndex {
  const known = new Map(from);
  /** The words of each file that was searched, so that it is not read for keys that are not in it. */
  const words = new Map<string, { readonly stamp?: SavedFile | undefined; readonly words: WordFilter }>();
  return {
    known,
    async search(keys, signal) {
      const wanted = keys.filter((key) => !known.has(key) && key !== '');
      if (wanted.length === 0) return false;
      const search = mentionSearcher(wanted);
      const isIn = wordQuery(wanted);
      const found = new Map<string, Place[]>(wanted.map((key) => [key, []]));
      const look = async (path: string): Promise<void> => {
        const before = words.get(path);
        if (before && !isIn(before.words)) return;
        const text = await read(path);
        if (text === undefined) return;
        if (!before) words.set(path, { stamp: stampOf(path), words: wordFilter(text) });
        for (const [key, places] of search(path, text)) found.get(key)?.push(...places);
      };
      await each(files(), look, signal);
      if (signal?.aborted) return false;
      for (const [key, places] of found) known.set(key, places.sort(byPlace));
      return true;
    },
    forget(path, isSearched) {
      words.delete(path);
      for (const [key, places] of known)
        if (isSearched || places.some(({ file }) => file === path)) known.delete(key);
    },
    clear: () => {
      known.clear();
      words.clear();
    },
    restore(path, saved) {
      const file = stampOf(path);
      const { size, modified } = saved.stamp;
      if (file && file.modified >= 0 && file.size === size && file.modified === modified)
        words.set(path, saved);
    },
    saved() {
      const files = new Map<string, SavedOther>();
      for (const [path, { stamp, words: filter }] of words)
        if (stamp && stamp.modified >= 0) files.set(path, { stamp, words: filter });
      return files;
    },
  };
}

function byPlace(a: Place, b: Place): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start;
}
