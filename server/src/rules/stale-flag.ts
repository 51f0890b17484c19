import * as l10n from '@vscode/l10n';
import { declaredIn, lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { readsToReport } from './reads';
import type { Rule } from './rule';

/**
 * A flag has been fully on, or fully off, for longer than the team allows: 90 days, or what `staleAfterDays` says for its
 * type.
 *
 * ## Why
 *
 * It decides nothing any more, and its dead branch is still read, tested and maintained.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 100, created: 2026-08-01 }
 * # ^^^^^^^^^ stale-flag: Flag 'dark_mode' is stale. It is fully on and has been for 114 days, since 2026-08-01
 *   payments: { enabled: true, type: kill_switch, created: 2024-06-05 }
 * ```
 * ```ts
 * // src/app.ts
 * if (flags.isEnabled('dark_mode')) paint();
 * //                   ^^^^^^^^^ stale-flag
 * if (flags.isEnabled('payments')) pay();
 * ```
 *
 * ## How to fix
 *
 * Remove the flag and keep the branch that runs: Flagwright's "Remove flag" does it, in the editor and on the command line.
 * If the flag is meant to stay, say so with `permanent: true` or with its `type`.
 *
 * ## What it needs to know
 *
 * Since when: the latest of `created`, the last past step of the `schedule` and, where git has the whole history, the last
 * change of the flag's state; where neither date is written, the day on which git first saw the flag as it is. Without any
 * of them the flag's age is unknown, and nothing is said. Where a service's snapshot says that people have archived the flag
 * or marked it for removal, that alone counts. A shallow clone's history is ignored. Kill switches, permission
 * flags and permanent flags are never stale.
 */
export const staleFlag: Rule = {
  id: 'stale-flag',
  severity: 'warning',
  summary: 'A flag has been fully on, or off, for more than 90 days.',
  *checkSource(snapshot, path) {
    for (const { read, declared } of readsToReport(snapshot, path)) {
      const message = messageOf(snapshot, declared);
      if (message) yield { span: read.span, flag: declared.key, message };
    }
  },
  *checkFlagFile(snapshot, path) {
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      const message = messageOf(snapshot, declared);
      if (message) yield { span: flag.keySpan, flag: flag.key, message };
    }
  },
};

function messageOf(snapshot: Snapshot, declared: DeclaredFlag): string | undefined {
  // The history may yet tell of a change.
  if (!snapshot.isHistoryRead) return undefined;
  const { staleness } = lifeOf(snapshot, declared);
  if (!staleness.stale) return undefined;
  const { kind, evidence } = declared.state;
  const isSettled = (kind === 'on' || kind === 'off') && !evidence.isDefault;
  const parts = { flag: declared.key, why: staleness.why };
  if (!isSettled) return l10n.t("Flag '{flag}' is stale. {why} Remove it from the code.", parts);
  return kind === 'on'
    ? l10n.t("Flag '{flag}' is stale. {why} Remove it and keep the enabled branch.", parts)
    : l10n.t("Flag '{flag}' is stale. {why} Remove it and keep the disabled branch.", parts);
}
