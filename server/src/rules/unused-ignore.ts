import * as l10n from '@vscode/l10n';
import { type Silencer, withItsSpace } from '../text/silencer';
import { isRuleId } from '../workspace/rule-ids';
import type { Snapshot } from '../workspace/snapshot';
import type { Rule, RuleFinding } from './rule';

/**
 * A comment `flagwright-ignore` silences nothing: there is no such finding (any more), it names no rule that exists, or
 * it gives no reason.
 *
 * ## Why
 *
 * A comment that has outlived its finding will silence the next one unseen, and one without a reason tells the reader
 * nothing, so it does not count.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50 } # flagwright-ignore stale-flag: until March
 * #                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: There is no stale-flag here to silence.
 * ```
 * ```ts
 * // src/app.ts
 * flags.isEnabled('dark_mode');
 * ```
 *
 * ## How to fix
 *
 * Delete the comment, or write it as `flagwright-ignore rule-id: reason`, at the end of the line that it is about or
 * alone on the line above. A quick fix deletes it.
 *
 * ## What it needs to know
 *
 * Every file: while the workspace is still being read, what the comment silences may yet be found, and nothing is said.
 * A comment for a rule that the configuration turns off is left alone.
 */
export const unusedIgnore: Rule = {
  id: 'unused-ignore',
  severity: 'warning',
  summary: 'A silencing comment silences nothing.',
  *fixes(snapshot, { file, span }, textOf) {
    const text = textOf(file);
    const silencer = [
      ...(snapshot.flagFiles.get(file)?.silencers ?? []),
      ...(snapshot.facts(file)?.silencers ?? []),
    ].find((one) => one.span.start === span.start);
    // Of several rules one may be needed.
    if (text === undefined || !silencer || silencer.rules.length > 1) return;
    const edits = [{ span: withItsSpace(text, span), newText: '' }];
    yield { title: l10n.t('Delete this comment'), edits: [{ file, edits }], isPreferred: true };
  },
};

/** The comments of one file that silence nothing. `used` says whether a comment has silenced a rule. */
export function* idleSilencers(
  snapshot: Snapshot,
  silencers: readonly Silencer[],
  used: (silencer: Silencer, rule: string) => boolean,
): Iterable<RuleFinding> {
  // While the index grows, what a comment silences may still be found.
  if (!snapshot.complete) return;
  for (const silencer of silencers) {
    for (const rule of silencer.rules.length > 0 ? silencer.rules : ['']) {
      const message = whyIdle(snapshot, silencer, rule, used(silencer, rule));
      if (message) yield { span: silencer.span, message };
    }
  }
}

function whyIdle(snapshot: Snapshot, silencer: Silencer, rule: string, isUsed: boolean): string | undefined {
  if (rule === '') return l10n.t('This comment names no rule. Write `flagwright-ignore rule-id: reason`.');
  if (!isRuleId(rule))
    return l10n.t("'{rule}' is no rule of Flagwright, so this comment silences nothing.", { rule });
  if (silencer.reason === '')
    return l10n.t(
      'This comment gives no reason, so it does not count. Write `flagwright-ignore {rule}: reason`.',
      { rule },
    );
  if (isUsed || snapshot.config.rules.get(rule) === 'off') return undefined;
  return l10n.t('There is no {rule} here to silence. Delete this comment.', { rule });
}
