import type { SourceFacts } from '../usages/facts';
import type { Linker } from './linker';

/** A method, as `file#Class.method`, that does not always do what its code says, and why. */
export interface Overridden {
  readonly id: string;
  readonly reason: string;
}

/**
 * The methods that a class of the file which extends theirs replaces by something that gives back no read, and those that the file puts
 * other functions in the place of.
 */
export function overriddenIn(
  { overrides = [], wrappers }: SourceFacts,
  linker: Linker,
): readonly Overridden[] {
  return overrides.flatMap(({ base, owner, members }) => {
    const others = members.filter(
      (member) => !wrappers.some(({ name, returnsValue }) => returnsValue && name === `${owner}.${member}`),
    );
    if (others.length === 0) return [];
    const reason = owner === undefined ? REPLACED : EXTENDED;
    // The functions of a module are no members of anything.
    const isModule = base.kind === 'import' && base.name === '*' && base.path.length === 0;
    const ofModule = (member: string): readonly string[] =>
      isModule ? linker.idsOf({ ...base, name: member }) : [];
    const ids = linker.idsOf(base);
    return others.flatMap((member) =>
      [...ids.map((id) => `${id}.${member}`), ...ofModule(member)].map((id) => ({ id, reason })),
    );
  });
}

const EXTENDED = 'a class that extends the one it belongs to answers otherwise';
const REPLACED = 'other code puts another function in its place';
