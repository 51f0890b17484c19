import type { WorkspaceHost } from '../workspace/host';

/** What the server needs of the machine it runs on; a test or a browser brings its own. */
export interface Runtime {
  /** Opens a folder by its absolute path. */
  openFolder(path: string, log: (message: string) => void): FolderAccess;
  /** Milliseconds since 1970; the real clock where absent. */
  readonly clock?: () => number;
}

export interface FolderAccess {
  readonly host: WorkspaceHost;
  /** Tells of files that change, for clients that do not. */
  watch?(onChange: (paths: readonly string[]) => void): Promise<Disposable>;
}

export interface Disposable {
  dispose(): void;
}
