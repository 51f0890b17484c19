import { contentHash } from '../text/content-hash';
import { pack } from '../text/packing';
import type { WorkspaceHost } from './host';
import type { Listing } from './listing';
import type { ModuleNames } from './module-names';
import type { Resolution, Scanned } from './resolution';
import { type IndexStore, WORTH_SAVING } from './saved-index';
import type { Sources } from './sources';
import type { SavedUses, Uses } from './uses';

/** Keeps what followed from all files together from one start to the next. */
export interface Conclusions {
  /** Takes over what is kept, where it follows from what there is now; whether it did. */
  takeOver(signal?: AbortSignal): Promise<boolean>;
  /** Keeps what has been concluded, in the background. */
  keep(resolution: Resolution): void;
  /** Settles when it has been kept, as far as that is under way. */
  settled(): Promise<void>;
}

/** All that a conclusion is made of. */
export interface Premises {
  /** What the configuration says. */
  readonly config: () => string;
  /** The declared flags. */
  readonly keys: () => readonly string[];
  readonly names: ModuleNames;
  readonly listing: Listing;
  readonly sources: Sources;
  /** Whether what callers in other files decide is looked up: sources are scanned for that too. */
  readonly withCallers: boolean;
}

export interface ConclusionOptions {
  readonly uses: Uses;
  readonly scanned: () => Scanned;
  /** The texts of open files. */
  readonly buffers: ReadonlyMap<string, string>;
}

export function createConclusions(
  { conclusions: store, read }: WorkspaceHost,
  premises: Premises,
  { uses, scanned, buffers }: ConclusionOptions,
): Conclusions {
  const { sources, names, keys, withCallers } = premises;
  let keeping: Promise<void> = Promise.resolve();

  const isOnDisk = async ([path, text]: readonly [string, string]): Promise<boolean> => {
    const content = await read(path);
    return 'text' in content && content.text === text;
  };

  return {
    takeOver: async (signal) => {
      const paths = pathsOf(premises);
      const known = store && (await load(store, nameOf(premises, paths), withCallers));
      if (!known) return false;
      const scannedThen = [...known.scanned].map((index) => paths[index]!);
      const unscanned = scannedThen.filter((path) => !sources.facts.has(path));
      await sources.scan(unscanned, { isWhole: true, signal });
      if (signal?.aborted) return false;
      uses.restore(known.uses);
      names.resolver().takeOver(scanned(), keys(), { ...known, ...sources.inferred() });
      return true;
    },
    keep: ({ reads, readCounts, writes, declarations }) => {
      const paths = pathsOf(premises);
      if (!store || paths.length < WORTH_SAVING) return;
      const head: Head = { of: nameOf(premises, paths), withCallers };
      const conclusion: Conclusion = {
        reads,
        readCounts,
        writes,
        declarations,
        scanned: Int32Array.from(paths.flatMap((path, index) => (sources.facts.has(path) ? index : []))),
        uses: uses.saved(),
      };
      const open = [...buffers];
      keeping = keeping.then(async () => {
        // What is typed is not kept.
        const areSaved = await Promise.all(open.map(isOnDisk));
        if (areSaved.every(Boolean)) await store.save([{ data: head }, { data: conclusion }]);
      });
    },
    settled: () => keeping,
  };
}

/**
 * What followed from all files together when a workspace was read last. As long as all is the same that it was made of, it need
 * not be worked out again, which in large workspaces is most of a start.
 */
interface Conclusion extends Pick<Resolution, 'reads' | 'readCounts' | 'writes' | 'declarations'> {
  /** The sources that had been scanned, by their place among all in the order of their paths. */
  readonly scanned: Int32Array;
  /** How files use functions of others; empty without callers. */
  readonly uses: SavedUses;
}

/** The conclusion that is kept, if it is the one of this name. */
async function load(store: IndexStore, of: string, withCallers: boolean): Promise<Conclusion | undefined> {
  const chunks = (await store.load()) ?? [];
  const [head, conclusion] = chunks.map(({ data }) => data) as Partial<[Head, Conclusion]>;
  return head?.of === of && (head.withCallers || !withCallers) ? conclusion : undefined;
}

interface Head extends Pick<Premises, 'withCallers'> {
  readonly of: string;
}

/** All sources, always in the same order. */
function pathsOf({ listing }: Premises): readonly string[] {
  return listing.ofKind('source').sort();
}

/** One name for the same premises, be they looked up with callers or without; others have another one, but for a chance of one in 2^53. */
function nameOf({ config, keys, names, sources }: Premises, paths: readonly string[]): string {
  const configs = [...names.configs].sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = paths.map((path) => `${path} ${sources.hashOf(path)}`);
  return [config(), pack([keys()]), pack([configs]), pack([sources.inferred()]), texts.join('\n')]
    .map(contentHash)
    .join(' ');
}
