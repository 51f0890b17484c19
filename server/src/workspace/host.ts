import type { Evidence, PrometheusConfig } from './evidence';
import type { Examined, ExamineWith } from './examine';
import type { IndexStore } from './saved-index';

/** The workspace's only door to files. The command line and the server hand in the disk, tests a map. */
export interface WorkspaceHost {
  /**
   * Every file that belongs to the workspace: not ignored by `.gitignore`, not in `node_modules`, build output or
   * `.git`, not matched by `exclude`; symbolic links are not followed out of the root nor round in circles.
   *
   * Where the names are known long before all that is told of each file, `onNames` is waited for in between.
   */
  list(
    exclude: readonly string[],
    onNames?: (names: FileNames) => Promise<void>,
  ): Promise<readonly FileEntry[]>;
  read(path: string): Promise<FileContent>;
  /** Lets others work where that is due; absent where nobody waits. */
  readonly breathe?: Breathe;
  /** What a version control knows of the past; absent where there is none to ask. */
  readonly history?: History;
  /** All that it knows of flag files, those that are gone too. */
  readonly changes?: Changes;
  /** Who tells of production; absent where nobody may be asked. */
  readonly evidence?: EvidenceSource;
  /** Where the last evidence is kept from one start to the next; absent where it is not. */
  readonly evidenceStore?: EvidenceStore;
  /** Examines many files elsewhere, several at a time; absent where there is no such place. */
  readonly examiners?: Examiners;
  /** Where the index is kept from one start to the next; absent where it is not. */
  readonly store?: IndexStore;
  /** Where what follows from all files is kept, as the index is. */
  readonly conclusions?: IndexStore;
}

/** Lets other work run when the last time is more than a few milliseconds ago; else returns at once. */
export type Breathe = () => Promise<void> | undefined;

/** Other threads that read files as `WorkspaceHost.read` does and examine them. */
export interface Examiners {
  /** Whether so many files are worth it. */
  isWorth(count: number): boolean;
  /**
   * Tells of each file what was found, in whatever order they are done, and gives those that it could not take on. Never
   * rejects; an aborted signal begins no more.
   */
  examine(
    jobs: readonly ExamineJob[],
    using: ExamineWith,
    onDone: (path: string, outcome: ExamineOutcome) => void,
    options?: ExamineOptions,
  ): Promise<readonly ExamineJob[]>;
}

export interface ExamineOptions {
  /** Examines a file here, while the others have enough to do; false where it had better be left to them. */
  readonly help?: (job: ExamineJob) => Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
}

export interface ExamineJob {
  readonly path: string;
  /** Scans the file whatever its text says. */
  readonly isWhole: boolean;
}

/** `defect` is why examining the file fails, be it that the thread ends or hangs. */
export type ExamineOutcome =
  | { readonly examined: Examined }
  | { readonly unread: Unread }
  | { readonly defect: string };

/** Production, as far as it is measured. */
export interface EvidenceSource {
  /** `keys` are the flags of the workspace. Rejects where it cannot be told. */
  read(config: PrometheusConfig, keys: readonly string[], signal: AbortSignal): Promise<Evidence>;
}

/** What was told last, and when. */
export interface KeptEvidence {
  /** What was asked. */
  readonly of: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly evidence: Evidence;
}

/** It may lose what it was given at any time, and never fails. */
export interface EvidenceStore {
  load(of: string): Promise<KeptEvidence | undefined>;
  save(kept: KeptEvidence): Promise<void>;
}

/** The past of the workspace's files. */
export interface History {
  /**
   * The committed versions of files, each file's newest first, under the names that they had. Before an older version of
   * a file is read `isWanted` is asked; when no file is wanted, or the signal is aborted, it ends.
   */
  versions(
    paths: readonly string[],
    isWanted: (path: string) => boolean,
    signal?: AbortSignal,
  ): AsyncIterable<PastVersion>;
}

/**
 * The last change of each day of every file that ever had a name that is meant, deleted ones too, each file's newest first.
 *
 * @throws {HistoryMissing}
 */
export type Changes = (isMeant: (path: string) => boolean, signal?: AbortSignal) => AsyncIterable<PastChange>;

export interface PastChange {
  /** What the file was called at last. */
  readonly path: string;
  readonly name: string;
  /** Days since 1970-01-01. */
  readonly day: number;
  /** What it said then; nothing where it was gone. */
  text(): Promise<string | undefined>;
}

/** There is no history that tells something. */
export class HistoryMissing extends Error {
  constructor(readonly gap: HistoryGap) {
    super(`The history is missing: ${gap}.`);
  }
}

/** A version of the file that goes by `path` today, or why there is none to be had. */
export type PastVersion =
  | {
      readonly path: string;
      /** What the file was called then. */
      readonly name: string;
      /** The day of its commit, as days since 1970-01-01. */
      readonly day: number;
      /** Absent where there was no such file. */
      readonly text?: string;
    }
  | { readonly path: string; readonly missing: HistoryGap };

/** Why a file's history tells nothing: no repository, or one that is not whole. */
export type HistoryGap = 'none' | 'untracked' | 'shallow' | 'partial' | 'failed';

/** The names of all files, of which each costs something to look at. */
export interface FileNames {
  /** Whether a file belongs to the workspace. */
  has(path: string): boolean;
  /** The files of the workspace that bear names which are wanted. */
  those(isWanted: (path: string) => boolean): readonly FileEntry[];
}

export interface FileEntry {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** When it was changed last, in milliseconds since 1970; absent where nobody knows. */
  readonly modified?: number;
  /** A directory, a socket or another thing without text that bears a flag file's name. */
  readonly isSpecial?: boolean;
}

/** A file's text, or one sentence that says why there is none. `missing` is a file that is gone: no problem. */
export type FileContent = { readonly text: string } | Unread;

export interface Unread {
  readonly problem: string;
  readonly missing?: boolean;
}
