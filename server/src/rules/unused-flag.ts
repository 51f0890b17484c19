import * as l10n from '@vscode/l10n';
import { removeEntry } from '../flags/remove-entry';
import { declaredIn } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import type { Rule } from './rule';

/**
 * Nothing reads a declared flag.
 *
 * ## Why
 *
 * It looks as if it could be turned on or off, and nothing happens. Most often its code has gone and the entry was forgotten.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50 }
 *   old_menu: { enabled: true, percentage: 50 }
 * # ^^^^^^^^ unused-flag: Nothing reads flag 'old_menu'. Delete its entry, or read it.
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * ```
 *
 * ## How to fix
 *
 * Delete the entry; a quick fix does it.
 *
 * ## What it needs to know
 *
 * All of the workspace. It is said only when every file has been read, no read with a dynamic key may reach the flag, no
 * other flag depends on it, and no file in another language names it.
 */
export const unusedFlag: Rule = {
  id: 'unused-flag',
  severity: 'warning',
  summary: 'Nothing reads a declared flag.',
  *checkFlagFile(snapshot, path) {
    if (!snapshot.complete || snapshot.sourceCount === 0) return;
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      if (!isUnused(snapshot, declared)) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: l10n.t("Nothing reads flag '{flag}'. Delete its entry, or read it.", { flag: flag.key }),
      };
    }
  },
  *fixes(snapshot, finding, textOf) {
    const file = snapshot.flagFiles.get(finding.file);
    const text = textOf(finding.file);
    if (!file || text === undefined || finding.flag === undefined) return;
    const edits = removeEntry(text, file, finding.flag);
    if (Array.isArray(edits))
      yield {
        title: l10n.t("Delete the unused flag '{0}'", finding.flag ?? ''),
        edits: [{ file: finding.file, edits }],
        isPreferred: true,
      };
  },
};

export function isUnused(snapshot: Snapshot, { key, declarations }: DeclaredFlag): boolean {
  if (
    snapshot.readsOf(key).length > 0 ||
    snapshot.dynamicReadsOf(key).length > 0 ||
    snapshot.writesOf(key).length > 0
  )
    return false;
  // Until the other languages have been searched nobody knows.
  if (snapshot.mentionsOf(key)?.length !== 0) return false;
  // Its life is over, and its service keeps it for the record.
  if (declarations.every(({ flag }) => flag.mark?.value === 'archived')) return false;
  return declarations.every(({ flag }) => {
    const others = snapshot.flagFiles.get(flag.file)?.flags ?? [];
    return !others.some((other) => other.key !== key && other.dependsOn.some(({ value }) => value === key));
  });
}
