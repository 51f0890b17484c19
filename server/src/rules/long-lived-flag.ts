import * as l10n from '@vscode/l10n';
import { declaredIn, lifeOf } from '../workspace/life';
import type { Rule } from './rule';

/**
 * A flag is older than a year, at whatever percentage.
 *
 * ## Why
 *
 * What was a release has become a habit, and nobody remembers what it was waiting for.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50, created: 2025-10-01 }
 * # ^^^^^^^^^ long-lived-flag: Flag 'dark_mode' is 418 days old. Finish its rollout and remove it, or mark it permanent.
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * ```
 *
 * ## How to fix
 *
 * Finish the rollout and remove the flag, or say that it stays: `permanent: true`, or its `type`.
 *
 * ## What it needs to know
 *
 * The day in `created`. Without it the flag's age is unknown, and nothing is said. Kill switches, permission flags and
 * permanent flags are meant to grow old.
 */
export const longLivedFlag: Rule = {
  id: 'long-lived-flag',
  severity: 'info',
  summary: 'A flag is older than a year.',
  *checkFlagFile(snapshot, path) {
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      const life = lifeOf(snapshot, { ...declared, flag });
      if (!life.longLived || life.age === undefined) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: l10n.t(
          "Flag '{flag}' is {days} days old. Finish its rollout and remove it, or mark it permanent.",
          {
            flag: flag.key,
            days: life.age,
          },
        ),
      };
    }
  },
};
