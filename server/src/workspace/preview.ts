import type { FlagFile } from '../flags/model';
import type { Read } from '../usages/read';
import type { Built, SnapshotInput } from './build-snapshot';
import { buildSnapshot } from './build-snapshot';
import { NO_USES } from './callers';
import { inOrder } from './each';
import { createResolver } from './resolution';
import type { Snapshot } from './snapshot';
import { createSources } from './sources';
import { TouchedMap } from './steady-map';

type FromSources = 'facts' | 'annotated' | 'wrappers' | 'uses' | 'resolver' | 'mentions';

/** What a preview takes from a workspace of which no source has been read. */
export interface PreviewInput extends Omit<SnapshotInput, FromSources | 'assumed'> {
  readonly read: (path: string) => Promise<string | undefined>;
  /** Whether a path is a source of the workspace, be it on disk or not. */
  readonly isSource: (path: string) => Promise<boolean>;
  /** What a text says as a flag file; nothing where it is none. */
  readonly readFlags: (path: string, text: string) => FlagFile | undefined;
}

/** Previews of open files, as long as the workspace is read for the first time. */
export interface Previews {
  /**
   * What is sure of an open text, the last one of its file; nothing where the whole workspace, or a newer text of the file, is there
   * first. Without a text the file was closed.
   */
  of(path: string, text: string | undefined): Promise<Snapshot | undefined>;
  /** The last text of an open file. */
  textOf(path: string): string | undefined;
  /** The flags are known, and how modules are named: makes what was asked for until now. */
  open(input: PreviewInput): Promise<void>;
  /** No more are made. */
  close(): void;
}

/** What is known before any source is. */
export function snapshotOfFlags(input: Omit<SnapshotInput, FromSources>): Snapshot {
  const resolver = createResolver(input.modules, new TouchedMap());
  return buildSnapshot({
    ...input,
    resolver,
    facts: new Map(),
    wrappers: [],
    annotated: new Map(),
    uses: NO_USES,
    mentions: new Map(),
  }).snapshot;
}

export function createPreviews(): Previews {
  let input: PreviewInput | undefined;
  let isClosed = false;
  const latest = new Map<string, string>();
  const waiting = new Set<() => Promise<void>>();

  const make = async (path: string, text: string): Promise<Snapshot | undefined> => {
    const isLatest = (): boolean => !isClosed && latest.get(path) === text;
    if (!input || !isLatest()) return undefined;
    const snapshot = (await input.isSource(path))
      ? await previewOf(path, text, input)
      : withoutSources(path, text, input);
    return isLatest() ? snapshot : undefined;
  };

  return {
    of: async (path, text) => {
      if (isClosed) return undefined;
      if (text === undefined) {
        latest.delete(path);
        return undefined;
      }
      latest.set(path, text);
      if (input) return make(path, text);
      return new Promise((resolve, reject) => {
        waiting.add(() => make(path, text).then(resolve, reject));
      });
    },
    textOf: (path) => latest.get(path),
    open: async (known) => {
      if (isClosed) return;
      input = known;
      await Promise.all([...waiting].map((work) => work()));
      waiting.clear();
    },
    close: () => {
      isClosed = true;
      latest.clear();
      for (const work of waiting) void work();
      waiting.clear();
    },
  };
}

/**
 * What is sure about one source before the others are read: the reads that a service's package, or the configuration,
 * makes reads, with the keys that the files it imports tell. Everything else may turn out otherwise, and is left out.
 */
async function previewOf(path: string, text: string, input: PreviewInput): Promise<Snapshot> {
  const sources = createSources({
    read: async (file) => (file === path ? text : input.read(file)),
    careful: (_, work) => work(),
    stampOf: () => undefined,
    isOpen: (file) => file === path,
    readsAlone: true,
    onRead: () => undefined,
    elsewhere: undefined,
    onUnread: () => undefined,
    fail: (_, defect) => {
      throw new Error(defect);
    },
    fileOf: () => undefined,
  });
  sources.clear(input.config);
  const resolver = createResolver(input.modules, sources.words);
  const build = (): Built =>
    buildSnapshot({
      ...input,
      resolver,
      facts: inOrder(sources.facts),
      wrappers: sources.inferred().wrappers,
      annotated: new Map(),
      uses: NO_USES,
      assumed: [],
      mentions: new Map(),
    });
  await sources.scan([path]);
  for (let hops = 0; ; hops++) {
    const { snapshot, missing } = build();
    const needed = [...missing].filter((file) => !sources.facts.has(file));
    if (needed.length === 0) return sureOf(snapshot, path, snapshot.readsIn(path));
    // What is still to be read may tell otherwise.
    if (hops === MAX_HOPS) return sureOf(snapshot, path, []);
    await sources.scan(needed, { isWhole: true });
  }
}

/** What a flag file says, and no source. */
function withoutSources(path: string, text: string, input: PreviewInput): Snapshot {
  const file = input.isFlagFile(path) ? input.readFlags(path, text) : undefined;
  const flagFiles = file ? new Map([...input.flagFiles, [path, file]]) : input.flagFiles;
  return snapshotOfFlags({ ...input, flagFiles, assumed: [] });
}

function sureOf(snapshot: Snapshot, path: string, all: readonly Read[]): Snapshot {
  const reads = all.filter(
    ({ isConfigured, key, certainty }) => isConfigured && key !== undefined && certainty === 'certain',
  );
  return {
    ...snapshot,
    facts: (file) => (file === path ? snapshot.facts(path) : undefined),
    readsIn: (file): readonly Read[] => (file === path ? reads : []),
    readsOf: (key) => reads.filter((read) => read.key === key),
    readCount: (key) => reads.filter((read) => read.key === key).length,
    dynamicReadsOf: () => [],
    writesOf: () => [],
    codeDeclarationsOf: () => [],
    codeDeclarationsIn: () => [],
    sources: () => [path],
    importersOf: () => [],
  };
}

/** Imports of imports beyond these are left to the whole workspace. */
const MAX_HOPS = 4;
