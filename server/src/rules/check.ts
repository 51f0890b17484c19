import type { Snapshot } from '../workspace/snapshot';
import type { Finding } from './rule';

/** Every finding of one file, with the team's severities and silencers applied, in the order of the text. */
export function checkFile(_snapshot: Snapshot, _path: string): Finding[] {
  return [];
}

/** Every finding of the workspace, file by file. */
export function checkWorkspace(_snapshot: Snapshot): Finding[] {
  return [];
}
