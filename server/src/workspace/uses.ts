import { ownTexts } from '../text/own-texts';
import type { ImportedUses, Reference } from '../usages/facts';
import { importedUses } from '../usages/imported-uses';
import { parseOpen } from '../usages/open-trees';
import { parseSource } from '../usages/source';
import { holdersOf, type WordFilter, wordFilter, wordQuery } from '../usages/word-filter';
import { type CallsAcross, type EntryFunction, entryFunction, type KnownUses, NO_USES } from './callers';
import { each } from './each';
import type { Breathe } from './host';
import { slowly } from './per-file';
import { isSame } from './same';

/** What the uses of functions are looked up in. */
export interface UsesHost {
  /** What words each source holds. */
  readonly words: ReadonlyMap<string, WordFilter>;
  readonly text: (path: string) => Promise<string | undefined>;
  /** Whether an editor has the file open. */
  readonly isOpen: (path: string) => boolean;
  /** The files that are no sources. */
  readonly others: () => readonly string[];
  readonly breathe: Breathe | undefined;
}

/** How all files use functions of which some call is guarded: looked up once, until a file changes. */
export interface Uses {
  /** The same until something is another. */
  known(): KnownUses;
  /** Looks at what has not been looked at yet; tells whether anything is known that was not. */
  ask(calls: CallsAcross): Promise<boolean>;
  /** A file is another, or gone. */
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

export function createUses({ words, text, isOpen, others, breathe }: UsesHost): Uses {
  let known = NO_USES;
  const asked = new Set<string>();
  const uses = new Map<string, readonly ImportedUses[]>();
  /** What was found in files, those besides that nobody asks about now: somebody may again with the next key. */
  const found = new Map<string, readonly ImportedUses[]>();
  /** The names that each of them was asked for. */
  const names = new Map<string, ReadonlySet<string>>();
  const templateWords = new Map<string, WordFilter>();

  /** The files that hold a word: all of them, or where these are many, just so many that this is told. */
  const holding = new Map<string, Set<string>>();
  /** Files that may be others now. */
  const changed = new Set<string>();
  /** Where the calls meet that were asked about last, and the words of their files then; nothing where more has to be asked. */
  let last: { readonly calls: CallsAcross; readonly words: ReadonlyMap<string, WordFilter> } | undefined;

  const find = async (all: readonly string[]): Promise<void> => {
    const unknown = [...new Set(all)].filter((word) => !holding.has(word));
    if (unknown.length === 0) return;
    const holders = await slowly(holdersOf(words, unknown, MAX_FILES + 1), breathe);
    for (const [word, files] of holders) holding.set(word, files);
  };

  /** Its own file holds a name, too. */
  const isMany = (files: ReadonlySet<string>): boolean => files.size > MAX_FILES + 1;

  /** Whether some word is held by others now. */
  const takeInWords = (paths: readonly string[]): boolean => {
    let isAnother = false;
    for (const [word, files] of paths.length > 0 ? holding : []) {
      const isIn = queryOf(word);
      const were = isMany(files);
      for (const path of paths) {
        const filter = words.get(path);
        const isHeld = filter !== undefined && isIn(filter);
        if (isHeld === files.has(path) || (isHeld && isMany(files))) continue;
        if (isHeld) files.add(path);
        else files.delete(path);
        isAnother = true;
      }
      // There may be others that were not counted.
      if (were && !isMany(files)) holding.delete(word);
    }
    return isAnother;
  };

  const look = async (path: string, asFor: ReadonlySet<string>): Promise<void> => {
    const own = importedUses(path, (await text(path)) ?? '', asFor, isOpen(path) ? parseOpen : parseSource);
    names.set(path, asFor);
    if (!isSame(found.get(path), own)) found.set(path, ownTexts(own));
  };

  /** Takes in what has changed; whether some file may use functions otherwise, or others may be worth asking about. */
  const takeIn = async (calls: CallsAcross): Promise<boolean> => {
    const paths = [...changed];
    changed.clear();
    let isAnother = takeInWords(paths) || last?.calls !== calls;
    for (const path of paths) {
      if (TEMPLATE.test(path)) {
        templateWords.delete(path);
        isAnother = true;
      }
      if (uses.has(path) && words.has(path)) {
        const then = found.get(path);
        await look(path, names.get(path)!);
        isAnother ||= found.get(path) !== then;
      } else {
        isAnother ||= uses.has(path);
        for (const known of [names, found]) known.delete(path);
      }
      const filter = last?.words.get(path);
      isAnother ||= filter !== undefined && !namesAlike(calls, filter, words.get(path));
    }
    return isAnother;
  };

  const worthAsking = ({ entries, called, files }: CallsAcross): EntryFunction[] => {
    const filters = [...files].map((path) => [path, words.get(path) ?? ''] as const);
    return entries.filter((entry) => {
      if (called.has(entry.id)) return true;
      const isIn = queryOf(writtenOf(entry));
      return filters.some(([path, filter]) => path !== entry.file && isIn(filter));
    });
  };

  /** The names under which a function may be imported, and the files that may do so; nothing where these are many. */
  const namesOf = async ({ name, file }: EntryFunction): Promise<Map<string, Set<string>> | undefined> => {
    const pairs = new Map<string, Set<string>>();
    let isFew = true;
    const add = async (as: string, from: string): Promise<void> => {
      const word = written(as, from);
      if (!isFew || pairs.has(`${as} ${word}`)) return;
      await find([word]);
      const holders = holding.get(word)!;
      if (isMany(holders)) {
        isFew = false;
        return;
      }
      const files = [...holders].filter((path) => path !== file);
      pairs.set(`${as} ${word}`, new Set(files));
      for (const path of files) {
        for (const { callee, aliases } of found.get(path) ?? [])
          if (lastName(callee) === as) for (const alias of aliases) await add(alias, path);
      }
    };
    await add(name, file);
    return isFew ? pairs : undefined;
  };

  const ask = async (calls: CallsAcross): Promise<boolean> => {
    if (!(await takeIn(calls))) return false;
    last = undefined;
    const before = new Set(asked);
    asked.clear();
    const wanted = worthAsking(calls);
    if (wanted.length > 0) await readTemplates();
    const needed = new Map<string, Set<string>>();
    const open = new Map<string, Set<string>>();
    let isFound = 0;
    for (const [index, entry] of wanted.entries()) {
      if (index >= isFound) {
        await find(wanted.slice(index).map(writtenOf));
        isFound = wanted.length;
      }
      if (asked.has(entry.id)) continue;
      const pairs = await namesOf(entry);
      if (!pairs) continue;
      const files = new Set([...pairs.values()].flatMap((paths) => [...paths]));
      const isInTemplate = wordQuery([...pairs.keys()].map((pair) => pair.slice(pair.indexOf(' ') + 1)));
      if (files.size > MAX_FILES || [...templateWords.values()].some(isInTemplate)) continue;
      asked.add(entry.id);
      for (const [pair, paths] of pairs) {
        const name = pair.slice(0, pair.indexOf(' '));
        for (const path of paths) {
          needed.set(path, (needed.get(path) ?? new Set()).add(name));
          if (!names.get(path)?.has(name)) open.set(path, (open.get(path) ?? new Set()).add(name));
          // Who calls a function of another file may itself be called under a flag alone.
          for (const { callee, entries } of found.get(path) ?? [])
            if (lastName(callee) === name && wanted.length < MAX_WANTED)
              wanted.push(...entries.map((outer) => entryFunction(path, outer)));
        }
      }
    }
    await each([...open], ([path, more]) => look(path, new Set([...(names.get(path) ?? []), ...more])));
    if (open.size > 0) return true;
    last = { calls, words: new Map([...calls.files].map((path) => [path, words.get(path) ?? ''])) };
    const isOther =
      showOnly(needed) || asked.size !== before.size || [...asked].some((id) => !before.has(id));
    if (isOther) known = { asked: new Set(asked), uses: new Map(uses) };
    return isOther;
  };

  /** What nobody asks about any more says nothing, though it was asked for before. Whether that makes a difference. */
  const showOnly = (needed: ReadonlyMap<string, ReadonlySet<string>>): boolean => {
    let isOther = false;
    for (const path of uses.keys()) if (!needed.has(path)) isOther = uses.delete(path);
    for (const [path, own] of needed) {
      const all = found.get(path)!;
      const isMeant = ({ callee }: ImportedUses): boolean =>
        isModule(callee) || own.has(lastName(callee) ?? '');
      const list = all.every(isMeant) ? all : all.filter(isMeant);
      if (isSame(uses.get(path), list)) continue;
      uses.set(path, list);
      isOther = true;
    }
    return isOther;
  };

  const readTemplates = async (): Promise<void> => {
    const unread = others().filter((path) => TEMPLATE.test(path) && !templateWords.has(path));
    await each(unread, async (path) => {
      templateWords.set(path, wordFilter((await text(path)) ?? ''));
    });
  };

  return {
    known: () => known,
    ask,
    forget: (path) => {
      changed.add(path);
    },
    saved: () => ({ names: new Map(names), uses: new Map(found) }),
    restore: (saved) => {
      for (const [path, own] of saved.names) names.set(path, own);
      for (const [path, own] of saved.uses) found.set(path, own);
    },
    clear: () => {
      asked.clear();
      known = NO_USES;
      last = undefined;
      for (const known of [uses, found, names, templateWords, holding, changed]) known.clear();
    },
  };
}

/** Whether a file's words name the same of the functions by which reads are reached as they did. */
function namesAlike({ entries }: CallsAcross, before: WordFilter, after: WordFilter | undefined): boolean {
  if (before === after) return true;
  return (
    after !== undefined &&
    entries.every((entry) => {
      const isIn = queryOf(writtenOf(entry));
      return isIn(before) === isIn(after);
    })
  );
}

/** Whether a file may hold a word: the same are asked for again and again. */
function queryOf(word: string): (filter: WordFilter) => boolean {
  let query = QUERIES.get(word);
  if (!query) {
    if (QUERIES.size >= MOST_QUERIES) QUERIES.clear();
    query = wordQuery([word]);
    QUERIES.set(word, query);
  }
  return query;
}

const QUERIES = new Map<string, (filter: WordFilter) => boolean>();
const MOST_QUERIES = 20_000;

function lastName(callee: Reference): string | undefined {
  return callee.kind === 'import' ? (callee.path.at(-1) ?? callee.name) : undefined;
}

/** What stands for a module that is loaded at run time. */
function isModule(callee: Reference): boolean {
  return callee.kind === 'import' && callee.name === '*' && callee.path.length === 0;
}

function writtenOf({ name, file }: EntryFunction): string {
  return written(name, file);
}

/** What an importer writes of an export: its name, or of a default export its file's. */
function written(name: string, file: string): string {
  if (name !== 'default') return name;
  const parts = file.replace(/\.\w+$/, '').split('/');
  return (parts.at(-1) === 'index' ? parts.at(-2) : parts.at(-1)) ?? file;
}
