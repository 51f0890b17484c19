import * as l10n from '@vscode/l10n';
import type { Span } from '../text/span';
import { GIVES_SET, type Read } from '../usages/read';
import type { Snapshot } from '../workspace/snapshot';
import { askedHere, readsAt } from './reads';
import type { Rule } from './rule';

/**
 * A flag is asked only where another flag has a certain answer. Else branches, callbacks and code after a guard that exits
 * lie under the flag, too, and so does what is called there alone, from other files as well. Two flags in one condition do not, nor does anything that a kill switch or a permission flag
 * guards, nor where something else may have led there, as with `if (flag || isAdmin)`.
 *
 * ## Why
 *
 * Two flags make four programs, of which two are seldom tried, and removing the outer one changes when the inner one counts.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   dark_mode: { enabled: true, percentage: 50 }
 *   new_menu: { enabled: true, percentage: 50 }
 * ```
 * ```ts
 * // src/app.ts
 * if (flags.isEnabled('new_menu')) {
 *   if (flags.isEnabled('dark_mode')) paint();
 *   //                   ^^^^^^^^^ nested-flag: Flag 'dark_mode' is nested in flag 'new_menu'.
 * }
 * if (flags.isEnabled('new_menu') && flags.isEnabled('dark_mode')) paint();
 * ```
 *
 * ## How to fix
 *
 * Ask both flags in one condition, or settle the outer one and remove it first.
 *
 * ## What it needs to know
 *
 * Both reads must be certain, or name flags that are declared.
 */
export const nestedFlag: Rule = {
  id: 'nested-flag',
  severity: 'warning',
  summary: 'A flag is asked only where another has a certain answer.',
  *checkSource(snapshot, path) {
    for (const { read, outer } of nestings(snapshot, path)) {
      const { key, file, span, via } = outer;
      yield {
        span: read.span,
        flag: read.key!,
        message: l10n.t(
          "Flag '{flag}' is nested in {place}. Ask both in one condition, or settle '{outer}' first.",
          { flag: read.key!, outer: key!, place: placeOf(key!, file === path ? undefined : file, via) },
        ),
        related: [{ file, span, message: askedHere(key!) }],
      };
    }
  },
};

/** `flag 'outer' in src/app.ts by way of render() → show()`; a file and a way are named where there are any. */
function placeOf(outer: string, file: string | undefined, via: readonly string[] = []): string {
  const flag =
    file === undefined
      ? l10n.t("flag '{outer}'", { outer })
      : l10n.t("flag '{outer}' in {file}", { outer, file });
  if (via.length === 0) return flag;
  const way = [...via].reverse().map((name) => `${name}()`);
  return l10n.t('{flag} by way of {way}', { flag, way: way.join(' → ') });
}

/** The reads of a source that lie under a read of another flag, each with the nearest one. */
export function* nestings(
  snapshot: Snapshot,
  path: string,
): Iterable<{ readonly read: Read; readonly outer: Read & { readonly via?: readonly string[] } }> {
  const reads = snapshot.readsIn(path);
  const found = reads.flatMap((read) => {
    if (!counts(snapshot, read) || isOneOfSeveral(read.span, reads)) return [];
    const outer = nearestOuter(snapshot, read);
    return outer && outer !== 'itself' ? [{ read, outer }] : [];
  });
  for (const nesting of found) {
    const { read, outer } = nesting;
    const isAnswered = found.some(
      (other) =>
        other.read.key === read.key && other.outer.key === outer.key && other.read.opaque !== GIVES_SET,
    );
    // A list of keys that are asked for together says what the answer is taken out of.
    if (read.opaque !== GIVES_SET || !isAnswered) yield nesting;
  }
}

/** The nearest outer read of another flag; `itself` where an outer read asks the same flag, which is another rule's matter. */
function nearestOuter(
  snapshot: Snapshot,
  read: Read,
): (Read & { via?: readonly string[] }) | 'itself' | undefined {
  const own = [...read.guards, ...read.testedUnder].map((guard) => ({ ...guard, file: read.file }));
  for (const guard of [...own, ...(read.callerGuards ?? [])]) {
    const reads = snapshot.readsIn(guard.file);
    const outer = readsAt(guard.span, reads)[0];
    if (!outer || outer.key === undefined || !counts(snapshot, outer)) continue;
    if (isOneOfSeveral(outer.span, reads)) continue;
    if (outer.key === read.key) return 'itself';
    const type = snapshot.flag(outer.key)?.flag.type?.value;
    if (type !== 'kill_switch' && type !== 'permission')
      return { ...outer, ...(guard.via && { via: guard.via }) };
  }
  return undefined;
}

/** Whether a place asks for any of several flags: which of them was asked outside, and which inside, nobody can tell. */
function isOneOfSeveral({ start, end }: Span, reads: readonly Read[]): boolean {
  return reads.filter(({ span }) => span.start === start && span.end === end).length > 1;
}

/** A likely read counts where the flag is declared: then it is one. */
function counts(snapshot: Snapshot, read: Read): boolean {
  return (
    read.key !== undefined &&
    (read.certainty === 'certain' || (read.certainty === 'likely' && snapshot.flag(read.key) !== undefined))
  );
}
