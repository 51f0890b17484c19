import type { SourceFacts } from '../usages/facts';
import type { Linker } from './linker';

/** The methods, as `file#Class.method`, that a class which extends theirs replaces by something that gives back no read. */
export function findOverridden(facts: ReadonlyMap<string, SourceFacts>, linker: Linker): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { overrides = [], wrappers } of facts.values()) {
    for (const { base, owner, members } of overrides) {
      const others = members.filter(
        (member) => !wrappers.some(({ name, returnsValue }) => returnsValue && name === `${owner}.${member}`),
      );
      if (others.length === 0) continue;
      for (const id of linker.idsOf(base)) for (const member of others) found.add(`${id}.${member}`);
    }
  }
  return found;
}
