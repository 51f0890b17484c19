import * as l10n from '@vscode/l10n';
import { declaredIn } from '../workspace/life';
import { ownerFixes } from './metadata-fixes';
import type { Rule } from './rule';

/**
 * A flag without an owner.
 *
 * ## Why
 *
 * Nobody is asked before it changes, and nobody removes it.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50, expires: 2027-01-31 }
 * # ^^^^^^^^^ missing-owner: Flag 'dark_mode' has no owner. Say who decides about it.
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * ```
 *
 * ## How to fix
 *
 * Add `owner` with the team or the person who decides about the flag.
 *
 * ## What it needs to know
 *
 * That the format has such a field. Plain booleans have no room for one, and nothing is asked of them.
 */
export const missingOwner: Rule = {
  id: 'missing-owner',
  severity: 'info',
  summary: 'Nobody answers for a flag.',
  *checkFlagFile(snapshot, path) {
    for (const { flag } of declaredIn(snapshot, path)) {
      if (flag.owner || !flag.canHave.owner) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: l10n.t("Flag '{flag}' has no owner. Say who decides about it.", { flag: flag.key }),
      };
    }
  },
  fixes: ownerFixes,
};
