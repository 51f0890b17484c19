import { ownTexts } from '../text/own-texts';
import type { ImportedUses, Reference } from '../usages/facts';
import { importedUses } from '../usages/imported-uses';
import { type WordFilter, wordFilter, wordQuery } from '../usages/word-filter';
import { type CallsAcross, type EntryFunction, entryFunction, type KnownUses } from './callers';
import { each } from './each';

/** What the uses of functions are looked up in. */
export interface UsesHost {
  /** What words each source holds. */
  readonly words: ReadonlyMap<string, WordFilter>;
  readonly text: (path: string) => Promise<string | undefined>;
  /** The files that are no sources. */
  readonly others: () => readonly string[];
}

/** How all files use functions of which some call is guarded: looked up once, until a file changes. */
export interface Uses {
  readonly known: KnownUses;
  /** Looks at what has not been looked at yet; tells whether anything is known that was not. */
  ask(calls: CallsAcross): Promise<boolean>;
  forget(path: string): void;
  clear(): void;
  /** What was found in each file, to be taken over as long as the files are the same. */
  saved(): SavedUses;
  restore(saved: SavedUses): void;
}

export interface SavedUses {
  /** The names that each file has been asked for. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  readonly uses: ReadonlyMap<string, readonly ImportedUses[]>;
}

/** Files whose scripts call what sources export, and which nothing here parses. */
const TEMPLATE = /\.(?:vue|svelte|astro|mdx)$/;

/** A function that more files name than these is called in many a place. */
const MAX_FILES = 40;

/** More functions than these, that call one another from file to file, are not looked up. */
const MAX_WANTED = 2000;

export function createUses({ words, text, others }: UsesHost): Uses {
  const asked = new Set<string>();
  const uses = new Map<string, readonly ImportedUses[]>();
  const names = new Map<string, ReadonlySet<string>>();
  const templateWords = new Map<string, WordFilter>();

  /** The files that hold a word: all of them, or where these are many, just so many that this is told. */
  const holding = new Map<string, Set<string>>();
  /** Files whose words may be others now. */
  const changed = new Set<string>();
  /** The files that modules name: none is resolved twice until files come or go. */
  const resolved = new Map<string, string | undefined>();

  const forget = (path: string): void => {
    if (!words.has(path)) resolved.clear();
    changed.add(path);
    uses.delete(path);
    names.delete(path);
    templateWords.delete(path);
  };

  const filesWith = (word: string): ReadonlySet<string> => {
    let files = holding.get(word);
    if (!files) {
      files = find(word);
      holding.set(word, files);
    }
    return files;
  };

  /** Its own file holds a name, too. */
  const isMany = (files: ReadonlySet<string>): boolean => files.size > MAX_FILES + 1;

  const find = (word: string): Set<string> => {
    const isIn = wordQuery([word]);
    const files = new Set<string>();
    for (const [path, filter] of words) if (isIn(filter) && isMany(files.add(path))) break;
    return files;
  };

  const takeInChanges = (): void => {
    for (const [word, files] of changed.size > 0 ? holding : []) {
      const isIn = wordQuery([word]);
      const were = isMany(files);
      for (const path of changed) {
        const filter = words.get(path);
        if (filter === undefined || !isIn(filter)) files.delete(path);
        else if (!isMany(files)) files.add(path);
      }
      // There may be others that were not counted.
      if (were && !isMany(files)) holding.delete(word);
    }
    changed.clear();
  };

  const worthAsking = ({ entries, guarded, idOf, fileOf }: CallsAcross): EntryFunction[] => {
    if (entries.length === 0 || guarded.length === 0) return [];
    const known = new Set(entries.flatMap(({ name, own }) => [name, own]));
    const ids = new Set<string>();
    const files = new Set<string>();
    for (const callee of guarded) {
      const key = `${callee.file}\0${callee.module}`;
      if (!resolved.has(key)) resolved.set(key, fileOf(callee.file, callee.module));
      const file = resolved.get(key);
      if (file === undefined) continue;
      files.add(file);
      // Only what bears a name that counts is followed: following makes files be scanned.
      if (known.has(lastName(callee) ?? '')) ids.add(idOf(callee));
    }
    const filters = [...files].map((path) => [path, words.get(path) ?? ''] as const);
    return entries.filter((entry) => {
      if (ids.has(entry.id)) return true;
      const isIn = queryOf(entry);
      return filters.some(([path, filter]) => path !== entry.file && isIn(filter));
    });
  };

  /** The names under which a function may be imported, and the files that may do so; nothing where these are many. */
  const namesOf = ({ name, file }: EntryFunction): Map<string, Set<string>> | undefined => {
    const found = new Map<string, Set<string>>();
    let isFew = true;
    const add = (as: string, from: string): void => {
      const word = written(as, from);
      if (!isFew || found.has(`${as} ${word}`)) return;
      const holders = filesWith(word);
      if (isMany(holders)) {
        isFew = false;
        return;
      }
      const files = [...holders].filter((path) => path !== file);
      found.set(`${as} ${word}`, new Set(files));
      for (const path of files) {
        for (const { callee, aliases } of uses.get(path) ?? [])
          if (lastName(callee) === as) for (const alias of aliases) add(alias, path);
      }
    };
    add(name, file);
    return isFew ? found : undefined;
  };

  const ask = async (calls: CallsAcross): Promise<boolean> => {
    const before = new Set(asked);
    asked.clear();
    takeInChanges();
    const wanted = worthAsking(calls);
    if (wanted.length > 0) await readTemplates();
    const open = new Map<string, Set<string>>();
    for (const entry of wanted) {
      if (asked.has(entry.id)) continue;
      const found = namesOf(entry);
      if (!found) continue;
      const files = new Set([...found.values()].flatMap((paths) => [...paths]));
      const isInTemplate = wordQuery([...found.keys()].map((pair) => pair.slice(pair.indexOf(' ') + 1)));
      if (files.size > MAX_FILES || [...templateWords.values()].some(isInTemplate)) continue;
      asked.add(entry.id);
      for (const [pair, paths] of found) {
        const name = pair.slice(0, pair.indexOf(' '));
        for (const path of paths) {
          if (!names.get(path)?.has(name)) open.set(path, (open.get(path) ?? new Set()).add(name));
          // Who calls a function of another file may itself be called under a flag alone.
          for (const { callee, entries } of uses.get(path) ?? [])
            if (lastName(callee) === name && wanted.length < MAX_WANTED)
              wanted.push(...entries.map((outer) => entryFunction(path, outer)));
        }
      }
    }
    await each([...open], async ([path, more]) => {
      const all = new Set([...(names.get(path) ?? []), ...more]);
      names.set(path, all);
      uses.set(path, ownTexts(importedUses(path, (await text(path)) ?? '', all)));
    });
    return open.size > 0 || asked.size !== before.size || [...asked].some((id) => !before.has(id));
  };

  const readTemplates = async (): Promise<void> => {
    const unread = others().filter((path) => TEMPLATE.test(path) && !templateWords.has(path));
    await each(unread, async (path) => {
      templateWords.set(path, wordFilter((await text(path)) ?? ''));
    });
  };

  return {
    known: { asked, uses },
    ask,
    forget,
    saved: () => ({ names: new Map(names), uses: new Map(uses) }),
    restore: (saved) => {
      for (const [path, own] of saved.names) names.set(path, own);
      for (const [path, own] of saved.uses) uses.set(path, own);
    },
    clear: () => {
      asked.clear();
      for (const known of [uses, names, templateWords, holding, changed, resolved]) known.clear();
    },
  };
}

/** Whether a file may name a function, by its words: asked for the same functions again and again. */
function queryOf(entry: EntryFunction): (filter: WordFilter) => boolean {
  let query = QUERIES.get(entry);
  if (!query) {
    query = wordQuery([written(entry.name, entry.file)]);
    QUERIES.set(entry, query);
  }
  return query;
}

const QUERIES = new WeakMap<EntryFunction, (filter: WordFilter) => boolean>();

function lastName(callee: Reference): string | undefined {
  return callee.kind === 'import' ? (callee.path.at(-1) ?? callee.name) : undefined;
}

/** What an importer writes of an export: its name, or of a default export its file's. */
function written(name: string, file: string): string {
  if (name !== 'default') return name;
  const parts = file.replace(/\.\w+$/, '').split('/');
  return (parts.at(-1) === 'index' ? parts.at(-2) : parts.at(-1)) ?? file;
}
