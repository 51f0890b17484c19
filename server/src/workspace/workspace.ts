import type { WorkspaceHost } from './host';
import type { Place, Snapshot } from './snapshot';

/** A workspace that is kept up to date: the files' facts, and a snapshot of what follows from them. */
export interface Workspace {
  /** Reads everything. `onProgress` is told how far it is; an aborted signal ends it early, leaving an incomplete snapshot. */
  load(options?: { onProgress?: (done: number, total: number) => void; signal?: AbortSignal }): Promise<void>;
  /** An editor's unsaved text of a file, which wins over the disk; `undefined` when the file is closed. */
  setBuffer(path: string, text: string | undefined): Promise<void>;
  /** Files were created, changed or deleted on disk (directories too). */
  refresh(paths: readonly string[]): Promise<void>;
  /** What is known now. The same object until something changes. */
  snapshot(): Snapshot;
  /** The text of a file as the workspace sees it: the buffer, else the disk. */
  text(path: string): Promise<string | undefined>;
  /** Searches the files that the scanner does not parse for a key; remembers the answer for the snapshots to come. */
  findMentions(key: string): Promise<readonly Place[]>;
}

export interface WorkspaceOptions {
  /** Milliseconds since 1970; tests pass their own. */
  readonly clock?: () => number;
  /** Called with a message for the log: files skipped and why. */
  readonly log?: (message: string) => void;
}

export function createWorkspace(_host: WorkspaceHost, _options: WorkspaceOptions = {}): Workspace {
  throw new Error('not yet');
}
