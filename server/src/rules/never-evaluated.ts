import * as l10n from '@vscode/l10n';
import { daysInWords } from '../flags/dates';
import { neverEvaluated as wasNever } from '../workspace/evidence';
import { declaredIn } from '../workspace/life';
import type { Rule } from './rule';

/**
 * Production has evaluated other flags for a week or more, and this one never, though code reads it.
 *
 * ## Why
 *
 * The code that asks is never reached, is not deployed, or asks for another key: nobody gets what the flag was made for.
 *
 * ## Example
 *
 * ```yaml
 * # flagwright.config.yaml
 * evidence:
 *   prometheus: { url: 'https://prometheus.example.com' }
 * ```
 * What that has counted:
 * ```yaml
 * # production.yaml
 * days: 30
 * flags: { menu: { on: 1204, off: 311 } }
 * ```
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   menu: { enabled: true, percentage: 80 }
 *   checkout: { enabled: true }
 * # ^^^^^^^^ never-evaluated: Flag 'checkout' was never evaluated in production in 30 days.
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('checkout') || flags.isEnabled('menu');
 * ```
 *
 * ## How to fix
 *
 * Deploy what asks, correct the key, or remove the flag.
 *
 * ## What it needs to know
 *
 * What `evidence.prometheus` counts, for at least seven days, of which it holds samples above zero of another flag. It is
 * silent where the server cannot be reached, where nothing reads the flag, and of a flag that was created within those days.
 */
export const neverEvaluated: Rule = {
  id: 'never-evaluated',
  severity: 'warning',
  summary: 'Production never evaluates a flag that code reads.',
  *checkFlagFile(snapshot, path) {
    const { evidence, today } = snapshot;
    if (!evidence || !snapshot.complete) return;
    for (const { flag } of declaredIn(snapshot, path)) {
      const isNew = flag.created !== undefined && today - flag.created.value <= evidence.days;
      if (isNew || !wasNever(evidence, flag.key)) continue;
      if (!snapshot.readsOf(flag.key).some(({ certainty }) => certainty === 'certain')) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: l10n.t(
          "Flag '{flag}' was never evaluated in production in {days}. Deploy what asks for it, correct the key, or remove it.",
          { flag: flag.key, days: daysInWords(evidence.days) },
        ),
      };
    }
  },
};
