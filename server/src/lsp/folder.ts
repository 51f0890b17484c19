import { URI } from 'vscode-uri';
import { indexLines, type LineIndex } from '../text/lines';
import { debtOrGap } from '../workspace/debt';
import type { History } from '../workspace/host';
import type { Snapshot } from '../workspace/snapshot';
import { createWorkspace, type Workspace } from '../workspace/workspace';
import type { Guard } from './guard';
import type { Progress } from './progress';
import type { Disposable, FolderAccess, HistoryWatcher, Runtime } from './runtime';

/** One folder of the editor's window: its workspace, and the way between its paths and the client's URIs. */
export interface Folder extends Disposable {
  readonly name: string;
  readonly workspace: Workspace;
  /** Settles when the reading that is under way is done, has failed, or was stopped. */
  readonly loaded: Promise<void>;
  /** Ends the reading: what is known of the code then is a part of it, and nothing is called wrong. */
  stopReading(): void;
  /** Whether a person has ended the reading. */
  isPart(): boolean;
  /** Waits until everything has been read, and goes on where it was stopped before; false where it is stopped meanwhile, or has failed. */
  whole(): Promise<boolean>;
  /** Why the folder could not be read, in a sentence; nothing where it has been, or is being read. */
  failure(): string | undefined;
  uriOf(path: string): string;
  /** The path relative to the folder, with `/`; nothing for what lies outside of it. */
  pathOf(uri: string): string | undefined;
  /** An open document's text and the URI that the client knows it by, or `undefined` when it is closed. */
  setBuffer(path: string, text: string | undefined, uri?: string): void;
  /** Files changed on disk. */
  touch(paths: readonly string[]): void;
  /**
   * The snapshot with every change in it that was made known before. Whoever asks about an open file names it, and gets what is
   * sure of it while the folder is read for the first time: nobody in an editor waits until all is read.
   */
  current(about?: string): Promise<Snapshot>;
  /** Whether every change that was made known is in the snapshot. */
  isCurrent(): boolean;
  /** Counts the changes that were taken in. */
  revision(): number;
  /** The lines of a file's text as the workspace sees it; those of no text where there is none. */
  lines(path: string): Promise<LineIndex>;
  /** Opens a type check of the folder's projects, where this server can run one; `signal` ends it early. */
  readonly openTypeGate: FolderAccess['openTypeGate'];
  /** Who answers for a path, and who works here, where this server can know. */
  readonly people: FolderAccess['people'];
  /** How the number of flags changed in the past, or why nobody knows. */
  debt(signal: AbortSignal): ReturnType<typeof debtOrGap>;
  /** Tells of files on disk that change, for clients that do not. */
  watch(): Promise<void>;
}

export interface FolderOptions {
  readonly runtime: Runtime;
  /** A folder of the client's own for what may be kept from one start to the next. */
  readonly storage?: string | undefined;
  readonly guard: Guard;
  readonly log: (message: string) => void;
  /** The snapshot is another: these files changed, or everything did. */
  readonly onChange: (changed: ReadonlySet<string> | 'all') => void;
  /** While the folder is read for the first time: what is sure of an open file already. */
  readonly onPreview: (path: string, snapshot: Snapshot) => void;
  /** Shows how far a reading is; `onStop` ends it. */
  readonly showReading: (name: string, onStop: () => void) => Progress;
  /** A person has ended the reading. */
  readonly onStopped: () => void;
  /** The folder cannot be read at all. */
  readonly onFailure: (message: string) => void;
  /** Whether a server that the folder's configuration names may be asked. */
  readonly mayAsk: boolean;
}

/** Opens a folder and begins to read it; nothing where this server cannot get at it. */
export function openFolder(rootUri: string, options: FolderOptions): Folder | undefined {
  const { runtime, guard, log, onChange } = options;
  const root = URI.parse(rootUri);
  const base = root.path.endsWith('/') ? root.path : `${root.path}/`;
  const access = runtime.openFolder(root, log, { storage: options.storage, turn: guard.lastTurn });
  if (!access) return undefined;
  const { evidence, ...local } = access.host;
  const heads = access.watchHistory?.(() => {
    hasMoved = true;
    start();
  });
  const { history } = local;
  const host = {
    ...local,
    ...(options.mayAsk && evidence && { evidence }),
    ...(history && { history: heads ? watched(history, heads) : history }),
  };
  const name = base.split('/').at(-2) ?? '';
  const stop = new AbortController();
  let reading: AbortController | undefined;
  const stopReading = (): void => reading?.abort();
  const workspace = createWorkspace(host, {
    watch: async (load) => {
      const own = new AbortController();
      reading = own;
      const progress = options.showReading(name, stopReading);
      try {
        await load({ onProgress: progress.report, signal: own.signal });
      } finally {
        progress.done();
      }
      if (own.signal.aborted && !stop.signal.aborted) options.onStopped();
    },
    ...(runtime.clock && { clock: runtime.clock }),
    onHistory: () => onChange('all'),
  });
  let hasMoved = false;
  const openUris = new Map<string, string>();
  const lineCache = new Map<string, { text: string; lines: LineIndex }>();
  let watcher: Disposable | undefined;
  const asking = setInterval(() => {
    guard.background('asking what production says', () => workspace.askProduction());
  }, ASKED_EVERY);

  let failure: string | undefined;
  const load = (): Promise<void> =>
    workspace.load().then(
      () => {
        previews.clear();
        onChange('all');
        runtime.releaseMemory?.();
        guard.background('connecting what is known from the last start', workspace.connect);
      },
      (error: unknown) => {
        failure = `The folder ${root.fsPath} could not be read: ${String(error)}`;
        options.onFailure(failure);
      },
    );
  let loaded = load();
  const isPart = (): boolean => reading?.signal.aborted === true;

  // Changes are gathered while an earlier one is taken in, so that fast typing does not queue up.
  const buffers = new Map<string, string | undefined>();
  const touched = new Set<string>();
  let work: Promise<void> | undefined;
  let revision = 0;
  let arrived = 0;
  /** Waits until nothing more is waiting to be heard: whoever types fast is answered for the last key, not for each. */
  const listen = async (): Promise<void> => {
    for (let heard = -1, idle = 0; idle < QUIET_TURNS && !stop.signal.aborted; ) {
      await guard.firstTurn();
      idle = arrived === heard ? idle + 1 : 0;
      heard = arrived;
    }
  };
  const takeIn = async (): Promise<void> => {
    while (buffers.size > 0 || touched.size > 0 || hasMoved) {
      await listen();
      const newBuffers = [...buffers];
      const newTouched = [...touched];
      buffers.clear();
      touched.clear();
      for (const [path, text] of newBuffers) await workspace.setBuffer(path, text);
      if (newTouched.length > 0) await workspace.refresh(newTouched);
      const isMoved = hasMoved;
      hasMoved = false;
      const found = isMoved ? await workspace.headMoved() : [];
      const changed = new Set([...newBuffers.map(([path]) => path), ...newTouched, ...found]);
      for (const path of changed) lineCache.delete(path);
      revision++;
      if (workspace.snapshot().complete) failure = undefined;
      onChange(changed);
      if (changed.size > MANY) runtime.releaseMemory?.();
    }
  };
  const start = (): void => {
    if (stop.signal.aborted || work) return;
    const run = takeIn().finally(() => {
      if (work === run) work = undefined;
      if (buffers.size > 0 || touched.size > 0 || hasMoved) start();
    });
    work = run;
    guard.background('taking in a change', () => run);
  };

  /** What is sure of open files, until all is read. */
  const previews = new Map<string, Promise<Snapshot | undefined>>();
  const preview = (path: string, text: string | undefined): void => {
    const made = workspace.preview(path, text);
    if (text === undefined) previews.delete(path);
    else previews.set(path, made);
    guard.background('reading an open file first', async () => {
      const snapshot = await made;
      if (snapshot && !stop.signal.aborted) options.onPreview(path, snapshot);
    });
  };
  const previewOf = async (path: string): Promise<Snapshot | undefined> => {
    for (let made = previews.get(path); made; ) {
      const snapshot = await made;
      const latest = previews.get(path);
      if (latest === made) return snapshot;
      made = latest;
    }
    return undefined;
  };

  const touch = (paths: readonly string[]): void => {
    for (const path of paths) touched.add(path);
    start();
  };

  const pathOf = (uri: string): string | undefined => {
    const { scheme, path } = URI.parse(uri);
    if (scheme !== root.scheme) return undefined;
    const inside = path.startsWith(base) || samePrefix(path, base);
    return inside ? path.slice(base.length) : undefined;
  };

  return {
    name,
    workspace,
    get loaded() {
      return loaded;
    },
    stopReading,
    isPart,
    async whole() {
      const wasStopped = isPart();
      await loaded;
      while (work) await work.catch(() => undefined);
      if (wasStopped && isPart()) {
        // Others may wait for it too.
        reading = undefined;
        loaded = load();
      }
      await loaded;
      return workspace.snapshot().complete;
    },
    failure: () => failure,
    openTypeGate: access.openTypeGate,
    people: access.people,
    uriOf: (path) => openUris.get(path) ?? root.with({ path: base + path }).toString(),
    pathOf: (uri) => {
      const path = pathOf(uri);
      return path === '' ? undefined : path;
    },
    setBuffer(path, text, uri) {
      if (uri === undefined) openUris.delete(path);
      else openUris.set(path, uri);
      arrived++;
      buffers.set(path, text);
      start();
      preview(path, text);
    },
    touch,
    async current(about) {
      const early = about === undefined ? undefined : await previewOf(about);
      if (early) return early;
      while (work) await work.catch(() => undefined);
      return workspace.snapshot();
    },
    isCurrent: () => work === undefined,
    revision: () => revision,
    async lines(path) {
      const text = (await workspace.text(path)) ?? '';
      const cached = lineCache.get(path);
      if (cached?.text === text) return cached.lines;
      const lines = indexLines(text);
      if (lineCache.size >= CACHED_FILES) lineCache.clear();
      lineCache.set(path, { text, lines });
      return lines;
    },
    debt(signal) {
      const { config, today } = workspace.snapshot();
      return debtOrGap(access.host.changes, config, today, signal);
    },
    async watch() {
      watcher = await access.watch?.(touch);
    },
    dispose() {
      stop.abort();
      stopReading();
      watcher?.dispose();
      heads?.dispose();
      clearInterval(asking);
    },
  };
}

/** One turn takes one message from the wire, and between two keys there may be questions of the editor. */
const QUIET_TURNS = 8;

/** So many files at once, as of another branch, leave much behind. */
const MANY = 200;

/** Milliseconds; what was asked a shorter while ago is not asked again. */
const ASKED_EVERY = 15 * 60_000;

/** The texts of files with findings are asked for again and again, but not worth keeping for good. */
const CACHED_FILES = 200;

/** Windows' drive letters come in both cases. */
function samePrefix(path: string, base: string): boolean {
  if (!/^\/[a-z]:\//i.test(base)) return false;
  return path.slice(0, base.length).toLowerCase() === base.toLowerCase();
}

/** The history, of which a commit that comes while it is read, or later, is heard of. */
function watched(history: History, heads: HistoryWatcher): History {
  return {
    async *versions(paths, isWanted, signal) {
      await heads.follow(paths);
      yield* history.versions(paths, isWanted, signal);
    },
  };
}
