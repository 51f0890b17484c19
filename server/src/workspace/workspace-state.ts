import type { FlagFile } from '../flags/model';
import type { Config, ConfigProblem } from './config';
import type { FileKind } from './file-kinds';
import type { HistoryReader } from './history-reader';
import type { FileEntry } from './host';
import type { Place } from './snapshot';
import type { KnownSources } from './sources';

/** All that a workspace knows; what a fork begins with, of which it makes its own copies. */
export interface WorkspaceState {
  readonly config: Config;
  readonly configProblems: readonly ConfigProblem[];
  readonly entries: ReadonlyMap<string, FileEntry>;
  readonly kinds: ReadonlyMap<string, FileKind>;
  readonly complete: boolean;
  readonly buffers: ReadonlyMap<string, string>;
  readonly sources: KnownSources;
  readonly flagFiles: ReadonlyMap<string, FlagFile>;
  readonly unreadable: ReadonlyMap<string, string>;
  readonly defects: ReadonlyMap<string, string>;
  readonly moduleConfigs: ReadonlyMap<string, string>;
  readonly mentions: ReadonlyMap<string, readonly Place[]>;
  readonly misnamed: ReadonlySet<string>;
  readonly history: HistoryReader;
}

/** Who watches a reading of everything, and may end it. */
export interface LoadOptions {
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborted, it ends the reading early: the snapshot stays incomplete until everything is read anew. */
  readonly signal?: AbortSignal;
}

export interface WorkspaceOptions {
  /** Wraps each reading of everything that nobody else watches: a change of the configuration begins one. */
  readonly watch?: (load: (options: LoadOptions) => Promise<void>) => Promise<void>;
  /** Milliseconds since 1970; tests pass their own. */
  readonly clock?: () => number;
  /** Told when the history, or what is known of production, has been read, and the snapshot is another for it. */
  readonly onHistory?: () => void;
  /** False where nobody asks what callers in other files decide: it takes many files to be parsed once more, and reads lack `callerGuards`. */
  readonly withCallers?: boolean;
}
