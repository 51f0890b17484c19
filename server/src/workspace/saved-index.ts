import type { WordFilter } from '../usages/word-filter';
import type { KeptText } from './kept-texts';
import type { InferredShapes } from './known-shapes';
import { type Kept, placeKept } from './packed-facts';

/**
 * What is kept of a workspace from one start to the next: what was found in each file, as long as the file is the same.
 * Whatever follows from several files together is worked out anew.
 */
export interface SavedIndex {
  /** What the configuration says: with another one, files mean something else. */
  readonly config: string;
  /** With which inferred shapes the sources were scanned. */
  readonly inferred: InferredShapes;
  readonly sources: ReadonlyMap<string, SavedSource>;
  /** Files that no scanner parses. */
  readonly others: ReadonlyMap<string, SavedOther>;
}

/** What the disk says of a file. */
export interface SavedFile {
  readonly size: number;
  /** When it was changed last; -1 where that was too short a time before for the next change to have another time. */
  readonly modified: number;
}

export interface Stamp extends SavedFile {
  readonly hash: number;
}

export interface SavedSource {
  readonly stamp: Stamp;
  readonly words: WordFilter;
  readonly facts?: Kept;
}

export interface SavedOther {
  readonly stamp: SavedFile;
  readonly words: WordFilter;
}

/** Where an index is kept. Neither call ever fails: an index that cannot be had or kept costs time, and nothing else. */
export interface IndexStore {
  /** What was saved last; nothing where there is none, or none that is whole and of this version. */
  load(): Promise<readonly Chunk[] | undefined>;
  /** Saves chunks in place of what was saved before, and gives where the texts of each lie now, if that is elsewhere. */
  save(chunks: Iterable<Chunk>): Promise<readonly (readonly KeptText[])[]>;
  /** Whether texts that it had kept cannot be read any more: all is to be loaded anew. */
  isLost(): boolean;
}

export interface Chunk {
  /** What a structured clone can copy. */
  readonly data: unknown;
  /** What need not be in memory. */
  readonly texts?: readonly KeptText[];
}

export async function loadIndex(store: IndexStore): Promise<SavedIndex | undefined> {
  const [head, ...rest] = (await store.load()) ?? [];
  if (!head) return undefined;
  return {
    ...(head.data as Head),
    sources: new Map(rest.flatMap(sourcesIn)),
    others: new Map(rest.flatMap(({ data }) => (data as Files).others)),
  };
}

/** Saves an index in the background, one after the other. */
export interface Saver {
  /** Saves it where reading it is much quicker than what was done since the last time; `scanned` counts all files that were scanned. */
  save(scanned: number, index: () => SavedIndex): void;
  settled(): Promise<void>;
}

export function createSaver(store: IndexStore | undefined): Saver {
  let saving: Promise<void> = Promise.resolve();
  let savedAt = 0;
  return {
    save: (scanned, index) => {
      if (!store || scanned - savedAt < WORTH_SAVING) return;
      savedAt = scanned;
      const { config, inferred, sources, others } = index();
      const kept = [...sources.values()].flatMap(({ facts }) => facts ?? []);
      saving = saving.then(async () => {
        const places = await store.save(chunks({ config, inferred }, [...sources], [...others]));
        for (const [index, text] of places.flat().entries()) placeKept(kept[index]!, text);
      });
    },
    settled: () => saving,
  };
}

/** Fewer files are scanned sooner than an index is read. */
export const WORTH_SAVING = 200;

type Head = Pick<SavedIndex, 'config' | 'inferred'>;

/** Some of the files, in columns, for making an object of each is what reading them would take most time for. */
interface Files {
  readonly paths: readonly string[];
  /** Size, time and hash of each. */
  readonly stamps: Float64Array;
  readonly words: readonly WordFilter[];
  /** Which parts of its facts hold anything, or `UNSCANNED`; the facts are the texts of the chunk. */
  readonly held: Int32Array;
  readonly others: readonly (readonly [string, SavedOther])[];
}

const UNSCANNED = -1;
const IN_STAMP = 3;

/** So many files that a chunk is written in a few milliseconds. */
const FILES_IN_CHUNK = 500;

function* chunks(
  head: Head,
  sources: readonly (readonly [string, SavedSource])[],
  others: readonly (readonly [string, SavedOther])[],
): Iterable<Chunk> {
  yield { data: head };
  const count = Math.max(sources.length, others.length);
  for (let at = 0; at < count; at += FILES_IN_CHUNK) {
    const some = sources.slice(at, at + FILES_IN_CHUNK);
    const data: Files = {
      paths: some.map(([path]) => path),
      stamps: Float64Array.from(some.flatMap(([, { stamp }]) => [stamp.size, stamp.modified, stamp.hash])),
      words: some.map(([, { words }]) => words),
      held: Int32Array.from(some, ([, { facts }]) => facts?.held ?? UNSCANNED),
      others: others.slice(at, at + FILES_IN_CHUNK),
    };
    yield { data, texts: some.flatMap(([, { facts }]) => facts?.text ?? []) };
  }
}

function sourcesIn({ data, texts = [] }: Chunk): (readonly [string, SavedSource])[] {
  const { paths, stamps, words, held } = data as Files;
  let scanned = 0;
  return paths.map((path, index) => {
    const at = index * IN_STAMP;
    const stamp = { size: stamps[at]!, modified: stamps[at + 1]!, hash: stamps[at + 2]! };
    const own = held[index]!;
    const facts = own === UNSCANNED ? undefined : { held: own, text: texts[scanned++]! };
    return [path, { stamp, words: words[index]!, ...(facts && { facts }) }];
  });
}
