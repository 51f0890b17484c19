import type { URI } from 'vscode-uri';
import type { People } from '../features/create-flag';
import type { PageParts } from '../features/report-page';
import type { TypeGate } from '../removal/type-gate';
import type { WorkspaceHost } from '../workspace/host';

/** What the server needs of the machine it runs on; a test or a browser brings its own. */
export interface Runtime {
  /**
   * Opens a folder; nothing where this server cannot get at it. `storage` is a folder of the client's own for what may be
   * kept from one start to the next; `turn` is waited for between slices of work: see `Guard`.
   */
  openFolder(root: URI, log: (message: string) => void, options: OpenOptions): FolderAccess | undefined;
  /** Tells of what the client says, as soon as it arrives; absent where nothing arrives while something else is done. */
  readonly onHeard?: (heard: () => void) => void;
  /** What the report's page is made of; where absent there is no report. */
  readonly pageParts?: () => PageParts | Promise<PageParts>;
  /** Told after much was read: gives memory back that is not held any more, when nobody asks for anything. */
  readonly releaseMemory?: () => void;
  /** Milliseconds since 1970; the real clock where absent. */
  readonly clock?: () => number;
}

export interface OpenOptions {
  readonly storage?: string | undefined;
  readonly turn: () => Promise<void>;
}

export interface FolderAccess {
  readonly host: WorkspaceHost;
  /** Opens a type check of the folder's projects; `signal` ends it early. */
  readonly openTypeGate?: ((signal: AbortSignal) => OpenGate) | undefined;
  /** Tells when the repositories of files that are followed have another commit checked out. */
  watchHistory?(onMove: () => void): HistoryWatcher;
  /** Who answers for a path, and who works here: what CODEOWNERS and git say. */
  people?(path: string | undefined): Promise<People>;
  /** Tells of files that change, for clients that do not. */
  watch?(onChange: (paths: readonly string[]) => void): Promise<Disposable>;
}

/** A type check of changes, until it is disposed of. */
export interface OpenGate extends Disposable {
  readonly check: TypeGate;
}

export interface HistoryWatcher extends Disposable {
  follow(paths: readonly string[]): Promise<void>;
}

export interface Disposable {
  dispose(): void;
}
