import type { Snapshot } from '../workspace/snapshot';

/** What the status bar says: how much is known, and the first thing that is wrong. */
export interface Status {
  readonly state: 'indexing' | 'ready' | 'noFlagFile';
  readonly flags: number;
  readonly flagFiles: number;
  readonly reads: number;
  readonly message?: string;
}

/** Sums up the snapshots of all folders of an editor's window. */
export function status(snapshots: readonly Snapshot[]): Status {
  const counts = { flags: 0, flagFiles: 0, reads: 0 };
  for (const snapshot of snapshots) {
    const keys = snapshot.keys();
    counts.flags += keys.length;
    counts.flagFiles += snapshot.flagFiles.size;
    for (const key of keys) counts.reads += snapshot.readsOf(key).length;
  }
  const message = snapshots.map(trouble).find((text) => text !== undefined);
  const isComplete = snapshots.every(({ complete }) => complete);
  const state = !isComplete ? 'indexing' : counts.flagFiles === 0 ? 'noFlagFile' : 'ready';
  return { state, ...counts, ...(message !== undefined && { message }) };
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
