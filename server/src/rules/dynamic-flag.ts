import * as l10n from '@vscode/l10n';
import type { Rule } from './rule';

/**
 * A flag's key is put together at run time, so nobody can tell which flag is read.
 *
 * ## Why
 *
 * Every flag that the read may reach is kept: it is neither called unused nor removed, and a search for it does not find
 * this place.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   checkout_express: { enabled: true, percentage: 50 }
 * ```
 * ```ts
 * // src/app.ts
 * export const has = (step: string) => client.isEnabled(`checkout_${step}`);
 * export const all = (steps: string[]) => steps.filter((step) => flags.isEnabled(`checkout_${step}`));
 * //                                                                             ^^^^^^^^^^^^^^^^^^ dynamic-flag
 * ```
 *
 * ## How to fix
 *
 * Write the keys out: in a table of constants, an enum, or an `if` for each.
 *
 * ## What it needs to know
 *
 * That it is a read of flags at all. A parameter of a wrapper of your own is no dynamic key: the wrapper's callers are reads.
 */
export const dynamicFlag: Rule = {
  id: 'dynamic-flag',
  severity: 'hint',
  summary: 'A key is put together at run time.',
  *checkSource(snapshot, path) {
    for (const read of snapshot.readsIn(path)) {
      if (read.certainty !== 'undeterminable') continue;
      const { span, prefix } = read;
      const message = prefix
        ? l10n.t(
            "The key is known only at run time: this may read any flag that begins with '{prefix}', which therefore cannot be removed safely.",
            { prefix },
          )
        : l10n.t(
            'The key is known only at run time: this may read any flag, which therefore cannot be removed safely.',
          );
      yield { span, message };
    }
  },
};
