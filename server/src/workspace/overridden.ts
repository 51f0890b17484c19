import type { SourceFacts } from '../usages/facts';
import type { Linker } from './linker';

/** The methods, as `file#Class.method`, that a class of the file which extends theirs replaces by something that gives back no read. */
export function overriddenIn({ overrides = [], wrappers }: SourceFacts, linker: Linker): readonly string[] {
  return overrides.flatMap(({ base, owner, members }) => {
    const others = members.filter(
      (member) => !wrappers.some(({ name, returnsValue }) => returnsValue && name === `${owner}.${member}`),
    );
    if (others.length === 0) return [];
    return linker.idsOf(base).flatMap((id) => others.map((member) => `${id}.${member}`));
  });
}
