import * as l10n from '@vscode/l10n';
import type { Read } from '../usages/read';
import type { Snapshot } from '../workspace/snapshot';
import { askedHere, readsAt } from './reads';
import type { Rule } from './rule';

/**
 * A flag is asked where its answer cannot matter: in a branch that an outer flag's state makes dead, or where an enclosing
 * branch has decided it already.
 *
 * ## Why
 *
 * The code there never runs, or the test decides nothing; whoever reads it believes that it does.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50 }
 * ```
 * ```ts
 * // src/app.ts
 * if (flags.isEnabled('dark_mode')) {
 *   if (flags.isEnabled('dark_mode')) paint();
 *   //                   ^^^^^^^^^ unreachable-flag: Flag 'dark_mode' is asked again where it is known to be on. Drop this test.
 * }
 * ```
 *
 * ## How to fix
 *
 * Drop the test, or remove the outer flag with its dead branch.
 *
 * ## What it needs to know
 *
 * Both reads must be certain, and which answer of the outer one leads here. Parts of an object, `flags.menu.beta` and
 * `flags.menu.new`, are different questions. A state that rests on a service's default does
 * not count, nor does one of a workspace that is still being read.
 */
export const unreachableFlag: Rule = {
  id: 'unreachable-flag',
  severity: 'warning',
  summary: 'A flag is asked where its answer cannot matter.',
  *checkSource(snapshot, path) {
    const reads = snapshot.readsIn(path);
    for (const read of reads) {
      if (read.key === undefined || read.certainty !== 'certain' || readsAt(read.span, reads).length > 1)
        continue;
      const found = whyUnreachable(snapshot, read, reads);
      if (!found) continue;
      yield {
        span: read.span,
        flag: read.key,
        message: found.message,
        related: [{ file: found.outer.file, span: found.outer.span, message: askedHere(found.outer.key!) }],
      };
    }
  },
};

/** The outer read that makes an inner one's answer moot, the answer for which the inner one is reached, and what to say. */
export function whyUnreachable(
  snapshot: Snapshot,
  read: Read,
  reads: readonly Read[],
): { outer: Read; answer: boolean; message: string } | undefined {
  const own = read.guards.map((guard) => ({ ...guard, file: read.file }));
  for (const guard of [...own, ...(read.callerGuards ?? [])]) {
    const around = guard.file === read.file ? reads : snapshot.readsIn(guard.file);
    const [outer, ...more] = readsAt(guard.span, around);
    // Where the key is one of several, nobody knows which flag has answered.
    if (more.length > 0) continue;
    if (outer?.certainty !== 'certain' || outer.key === undefined || guard.when === undefined) continue;
    const answer = guard.when ? 'on' : 'off';
    if (outer.key === read.key) {
      // A value that is shown or compared is another question than whether there is one, and so is another part of it.
      if (!read.inCondition || guard.part !== read.part) continue;
      return {
        outer,
        answer: guard.when,
        message: guard.when
          ? l10n.t("Flag '{flag}' is asked again where it is known to be on. Drop this test.", {
              flag: read.key!,
            })
          : l10n.t("Flag '{flag}' is asked again where it is known to be off. Drop this test.", {
              flag: read.key!,
            }),
      };
    }
    const state = snapshot.complete ? snapshot.flag(outer.key)?.state : undefined;
    if ((state?.kind !== 'on' && state?.kind !== 'off') || state.evidence.isDefault || state.kind === answer)
      continue;
    return {
      outer,
      answer: guard.when,
      message:
        state.kind === 'on'
          ? l10n.t(
              "Flag '{flag}' is asked in a branch that never runs, since '{outer}' is on for everyone. Remove '{outer}' with the branch.",
              { flag: read.key!, outer: outer.key },
            )
          : l10n.t(
              "Flag '{flag}' is asked in a branch that never runs, since '{outer}' is off for everyone. Remove '{outer}' with the branch.",
              { flag: read.key!, outer: outer.key },
            ),
    };
  }
  return undefined;
}
