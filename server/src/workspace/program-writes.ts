import { isTestFile } from '../usages/test-file';
import type { Place, Snapshot } from './snapshot';

/** Where the program gives a flag a value of its own. A test that does so changes nothing for anybody but itself. */
export function writesInProgram(snapshot: Snapshot, key: string): readonly Place[] {
  return snapshot.writesOf(key).filter(({ file }) => !isTestFile(file));
}
