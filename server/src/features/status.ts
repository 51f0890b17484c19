import type { Snapshot } from '../workspace/snapshot';
import { undeclaredFlags } from '../workspace/undeclared';

/** What the status bar says: how much is known, and the first thing that is wrong. */
export interface Status {
  /** `part`: a person has stopped the reading. `nothing`: nothing there is about flags, and nobody says where they are. */
  readonly state: 'indexing' | 'part' | 'ready' | 'noFlagFile' | 'nothing' | 'failed';
  /** Of flags that are declared. */
  readonly flags: number;
  readonly flagFiles: number;
  readonly reads: number;
  /** Where there is no flag file: the flags that code reads all the same, and where it does. */
  readonly undeclared?: { readonly flags: number; readonly reads: number };
  readonly message?: string;
}

export interface Reading {
  /** Of folders that could not be read, why. */
  readonly failures?: readonly string[];
  /** Whether a person has stopped the reading of a folder. */
  readonly isPart?: boolean;
}

/** Sums up the snapshots of all folders of an editor's window. */
export function status(
  snapshots: readonly Snapshot[],
  { failures = [], isPart = false }: Reading = {},
): Status {
  const counts = { flags: 0, flagFiles: 0, reads: 0 };
  for (const snapshot of snapshots) {
    const keys = snapshot.keys();
    counts.flags += keys.length;
    counts.flagFiles += snapshot.flagFiles.size;
    for (const key of keys) counts.reads += snapshot.readCount(key);
  }
  const message = failures[0] ?? snapshots.map(trouble).find((text) => text !== undefined);
  const isComplete = snapshots.every(({ complete }) => complete);
  const unfinished = isPart ? 'part' : 'indexing';
  const undeclared = isComplete && counts.flagFiles === 0 ? countUndeclared(snapshots) : undefined;
  const isAboutFlags =
    undeclared?.flags !== 0 ||
    snapshots.some(({ config }) => config.file !== undefined) ||
    message !== undefined;
  const settled = counts.flagFiles > 0 ? 'ready' : isAboutFlags ? 'noFlagFile' : 'nothing';
  const state = failures.length > 0 ? 'failed' : isComplete ? settled : unfinished;
  return {
    state,
    ...counts,
    ...(undeclared && undeclared.flags > 0 && { undeclared }),
    ...(message !== undefined && { message }),
  };
}

function countUndeclared(snapshots: readonly Snapshot[]): NonNullable<Status['undeclared']> {
  const all = snapshots.flatMap((snapshot) => [...undeclaredFlags(snapshot).values()]);
  return { flags: all.length, reads: all.reduce((sum, reads) => sum + reads.length, 0) };
}

function trouble(snapshot: Snapshot): string | undefined {
  for (const [file, why] of snapshot.unreadable) return `${file}: ${why}`;
  const problem = snapshot.configProblems[0];
  if (problem) return `${snapshot.config.file ?? 'The configuration'}: ${problem.message}`;
  for (const [file, { broken }] of snapshot.flagFiles) {
    if (broken) return `${file} is broken, so flags may be missing.`;
  }
  return undefined;
}
