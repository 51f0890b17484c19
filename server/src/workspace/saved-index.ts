import type { Packed } from '../text/packing';
import type { WordFilter } from '../usages/word-filter';
import type { InferredShapes } from './known-shapes';

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
  readonly facts?: Packed;
}

export interface SavedOther {
  readonly stamp: SavedFile;
  readonly words: WordFilter;
}

/** Where an index is kept. Neither call ever fails: an index that cannot be had or kept costs time, and nothing else. */
export interface IndexStore {
  /** What was saved last, chunk by chunk; nothing where there is none, or none that is whole and of this version. */
  load(): Promise<readonly unknown[] | undefined>;
  /** Saves chunks of plain data, or what a structured clone can copy, in place of what was saved before. */
  save(chunks: Iterable<unknown>): Promise<void>;
}

export async function loadIndex(store: IndexStore): Promise<SavedIndex | undefined> {
  const chunks = await store.load();
  const [head, ...rest] = (chunks ?? []) as [Head?, ...Chunk[]];
  if (!head) return undefined;
  return {
    ...head,
    sources: new Map(rest.flatMap(({ sources }) => sources)),
    others: new Map(rest.flatMap(({ others }) => others)),
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
      saving = saving.then(() => store.save(chunks({ config, inferred }, [...sources], [...others])));
    },
    settled: () => saving,
  };
}

/** Fewer files are scanned sooner than an index is read. */
export const WORTH_SAVING = 200;

type Head = Pick<SavedIndex, 'config' | 'inferred'>;

interface Chunk {
  readonly sources: readonly (readonly [string, SavedSource])[];
  readonly others: readonly (readonly [string, SavedOther])[];
}

/** So many files that a chunk is written in a few milliseconds. */
const FILES_IN_CHUNK = 500;

function* chunks(
  head: Head,
  sources: readonly (readonly [string, SavedSource])[],
  others: readonly (readonly [string, SavedOther])[],
): Iterable<Head | Chunk> {
  yield head;
  const count = Math.max(sources.length, others.length);
  for (let at = 0; at < count; at += FILES_IN_CHUNK)
    yield {
      sources: sources.slice(at, at + FILES_IN_CHUNK),
      others: others.slice(at, at + FILES_IN_CHUNK),
    };
}
