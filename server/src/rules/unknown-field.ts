import { corrections, reportedProblems } from './reported-problems';
import type { Rule } from './rule';

/** A field that Flagwright does not know, and that looks like a misspelling of one it knows. Other unknown fields are left alone. */
export const unknownField: Rule = {
  id: 'unknown-field',
  severity: 'hint',
  checkFlagFile: (snapshot, path) => reportedProblems(snapshot.flagFiles.get(path), 'unknown-field'),
  fixes: (_snapshot, finding) => corrections(finding),
};
