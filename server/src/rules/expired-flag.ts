import * as l10n from '@vscode/l10n';
import { agoInWords, formatDay } from '../flags/dates';
import { declaredIn, lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { extensionFixes } from './metadata-fixes';
import { readsToReport } from './reads';
import type { Rule } from './rule';

/**
 * The day in a flag's `expires` has passed: the flag was meant to be gone by now. While it is at most 14 days away, its
 * entry says so as information.
 *
 * ## Why
 *
 * Somebody has promised a date. A flag that outlives it is forgotten more often than it is still needed.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   sale: { enabled: true, percentage: 50, expires: 2026-11-22 }
 * # ^^^^ expired-flag: Flag 'sale' expired on 2026-11-22, yesterday. Remove it, or extend its expiry.
 *   trial: { enabled: true, percentage: 50, expires: 2026-11-30 }
 * # ^^^^^ expired-flag: Flag 'trial' expires on 2026-11-30, in 7 days.
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('sale');
 * //               ^^^^ expired-flag
 * flags.isEnabled('trial');
 * ```
 *
 * ## How to fix
 *
 * Remove the flag, or give it a later date on purpose.
 *
 * ## What it needs to know
 *
 * The field `expires`, or the lifetime that a service gives the flag. The flag expires when its day has passed in UTC.
 */
export const expiredFlag: Rule = {
  id: 'expired-flag',
  severity: 'warning',
  summary: "A flag's `expires` has passed, or will within 14 days.",
  *checkSource(snapshot, path) {
    for (const { read, declared } of readsToReport(snapshot, path)) {
      const message = expired(snapshot, declared);
      if (message) yield { span: read.span, flag: declared.key, message };
    }
  },
  *checkFlagFile(snapshot, path) {
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      const own = { ...declared, flag };
      const at = { span: flag.keySpan, flag: flag.key };
      const message = expired(snapshot, own);
      if (message) yield { ...at, message };
      const warning = message ? undefined : soon(snapshot, own);
      if (warning) yield { ...at, message: warning, atMost: 'info' };
    }
  },
  fixes: (snapshot, finding) =>
    snapshot.flagFiles.has(finding.file) ? extensionFixes(snapshot, finding) : [],
};

function expired(snapshot: Snapshot, declared: DeclaredFlag): string | undefined {
  const { expires } = declared.flag;
  if (!expires || !lifeOf(snapshot, declared).expired) return undefined;
  const days = snapshot.today - expires.value;
  return l10n.t("Flag '{flag}' expired on {day}, {ago}. Remove it, or extend its expiry.", {
    flag: declared.key,
    day: formatDay(expires.value),
    ago: agoInWords(days),
  });
}

/** Nothing is wrong yet, so it stands at the entry alone. */
function soon(snapshot: Snapshot, declared: DeclaredFlag): string | undefined {
  const { expires } = declared.flag;
  const { expiresIn } = lifeOf(snapshot, declared);
  if (!expires || expiresIn === undefined) return undefined;
  return l10n.t("Flag '{flag}' expires on {day}, {when}. Plan its removal, or extend its expiry.", {
    flag: declared.key,
    day: formatDay(expires.value),
    when: agoInWords(-expiresIn),
  });
}
