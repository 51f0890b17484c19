import { corrections, reportedProblems } from './reported-problems';
import type { Rule } from './rule';

/** An entry, or the whole flag file, cannot be read as it was meant: a wrong type, a value out of range, broken syntax. */
export const invalidFlag: Rule = {
  id: 'invalid-flag',
  severity: 'error',
  checkFlagFile: (snapshot, path) => reportedProblems(snapshot.flagFiles.get(path), 'invalid-flag'),
  fixes: (_snapshot, finding) => corrections(finding),
};
