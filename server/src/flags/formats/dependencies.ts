import { contains } from '../../text/span';
import type { AliasUse } from '../../text/tree';
import type { Flag } from '../model';

/** Gives each flag the flags whose anchors it names: while it does, their entries must stay. */
export function dependencies(flags: readonly Flag[], aliases: readonly AliasUse[]): readonly Flag[] {
  if (aliases.length === 0) return flags;
  const ordered = [...flags].sort((a, b) => a.span.start - b.span.start);
  const additions = new Map<Flag, Flag['dependsOn'][number][]>();
  for (const alias of aliases) {
    const from = flagAround(ordered, alias.span);
    const to = flagAround(ordered, alias.target);
    if (!from || !to || from === to) continue;
    const known = additions.get(from);
    const dependency = { value: to.key, span: alias.span };
    if (known) known.push(dependency);
    else additions.set(from, [dependency]);
  }
  return flags.map((flag) => {
    const added = additions.get(flag);
    return added ? { ...flag, dependsOn: [...flag.dependsOn, ...added] } : flag;
  });
}

/** Entries do not overlap, so the last one that begins before the place is the only candidate. */
function flagAround(ordered: readonly Flag[], place: AliasUse['span']): Flag | undefined {
  let low = 0;
  let high = ordered.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ordered[middle]!.span.start <= place.start) low = middle;
    else high = middle - 1;
  }
  const candidate = ordered[low];
  return candidate && contains(candidate.span, place) ? candidate : undefined;
}
