import { corrections, reportedProblems } from './reported-problems';
import type { Rule } from './rule';

/**
 * A field that Flagwright does not know, and that looks like a misspelling of one it knows.
 *
 * ## Why
 *
 * A misspelt `percentage` does not narrow the flag: it is on for everyone.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentge: 10, team_lead: kim }
 * # ^^^^^^^^^ unknown-field: Flag 'dark_mode': 'percentge' is no known field. Did you mean 'percentage'?
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * ```
 *
 * ## How to fix
 *
 * Take the field that was meant. A field of your own by a name so near gets its peace with a silencing comment.
 *
 * ## What it needs to know
 *
 * That a known field was probably meant, and that the entry does not have that field already. All other fields are yours,
 * and nothing is said of them. Files of services have fields of their own: nothing is said there.
 */
export const unknownField: Rule = {
  id: 'unknown-field',
  severity: 'hint',
  summary: 'A field is probably a misspelling.',
  checkFlagFile: (snapshot, path) => reportedProblems(snapshot.flagFiles.get(path), 'unknown-field'),
  fixes: (_snapshot, finding) => corrections(finding),
};
