import * as l10n from '@vscode/l10n';
import { staysForGood } from '../flags/lifecycle';
import { declaredIn } from '../workspace/life';
import { expiryFixes } from './metadata-fixes';
import type { Rule } from './rule';

/**
 * A flag that is meant to go has no date by which it should be gone.
 *
 * ## Why
 *
 * A flag without an end is a fork in the code for good.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50, owner: design }
 * # ^^^^^^^^^ missing-expiry: Flag 'dark_mode' has no expiry. Say by when it should be gone.
 *   payments: { enabled: true, type: kill_switch, owner: payments }
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * flags.isEnabled('payments');
 * ```
 *
 * ## How to fix
 *
 * Add `expires` with the last day on which the flag is meant to exist, or say that it stays: `permanent: true`, or its `type`.
 *
 * ## What it needs to know
 *
 * That the format has such a field. Nothing is asked of kill switches, permission flags and permanent flags, nor of plain
 * booleans.
 */
export const missingExpiry: Rule = {
  id: 'missing-expiry',
  severity: 'info',
  summary: 'Nothing says when a flag goes.',
  *checkFlagFile(snapshot, path) {
    for (const { flag } of declaredIn(snapshot, path)) {
      if (flag.expires || !flag.canHave.expiry || staysForGood(flag)) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: l10n.t("Flag '{flag}' has no expiry. Say by when it should be gone.", { flag: flag.key }),
      };
    }
  },
  fixes: expiryFixes,
};
