import { corrections, reportedProblems } from './reported-problems';
import type { Rule } from './rule';

/**
 * An entry, or the whole flag file, cannot be read as it was meant: a value of a wrong type or out of range, an operator
 * that does not exist, a value that its operator cannot use, a date that no calendar has, or broken syntax.
 *
 * ## Why
 *
 * A flag file has no compiler. A percentage of 150 or an `enabled: "true"` becomes whatever the reader at run time makes of
 * it, and a rule with a misspelt operator matches nobody.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   banner: { enabled: "true" }
 * # ^^^^^^ invalid-flag: Flag 'banner': enabled must be true or false, and "true" is text. Write true without quotes.
 *   search: { enabled: true, percentage: 150 }
 * # ^^^^^^ invalid-flag: Flag 'search': percentage must be a number from 0 to 100, and 150 is not.
 *   trial: { enabled: true, percentage: 5, expires: 2026-02-30 }
 * # ^^^^^ invalid-flag: Flag 'trial': expires must be a date such as 2027-01-31, and 2026-02-30 is none. Correct it.
 *   menu:
 * # ^^^^ invalid-flag: Flag 'menu': 'is_in' is no operator, so the rule never matches.
 *     enabled: true
 *     rules:
 *       - { attribute: plan, operator: is_in, value: [pro] }
 * ```
 * ```ts
 * // src/app.ts
 * for (const key of ['banner', 'search', 'trial', 'menu']) flags.isEnabled(key);
 * ```
 *
 * ## How to fix
 *
 * The message names the field and says what it may hold; where one value was plainly meant, a quick fix writes it.
 *
 * ## What it needs to know
 *
 * The file's format. Fields that the configuration maps may have a shape of the project's own, and fields that Flagwright
 * does not know are left alone.
 */
export const invalidFlag: Rule = {
  id: 'invalid-flag',
  severity: 'error',
  summary: 'An entry or a file cannot be read as it was meant.',
  checkFlagFile: (snapshot, path) => reportedProblems(snapshot.flagFiles.get(path), 'invalid-flag'),
  fixes: (_snapshot, finding) => corrections(finding),
};
