import { ANY_MEMBER, type SourceFacts } from '../usages/facts';
import type { Linker } from './linker';

/** A method, as `file#Class.method`, that does not always do what its code says, and why; `file#flags.*` for all that an object has. */
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
    const ofModule = (member: string): readonly string[] => {
      if (!isModule) return [];
      const names = member === ANY_MEMBER ? linker.namesIn(base.file, base.module) : [member];
      return names.flatMap((name) => linker.idsOf({ ...base, name }));
    };
    const ids = linker.idsOf(base);
    return others.flatMap((member) =>
      [...ids.map((id) => `${id}.${member}`), ...ofModule(member)].map((id) => ({ id, reason })),
    );
  });
}

/** Why a function does not always do what its code says, or what it is a member of is not always what it is declared as. */
export function whyOverridden(id: string, overridden: ReadonlyMap<string, string>): string | undefined {
  let reason = overridden.get(id);
  for (let end = id.lastIndexOf('.'); !reason && end > id.indexOf('#'); end = id.lastIndexOf('.', end - 1)) {
    const owner = id.slice(0, end);
    reason = overridden.get(owner) ?? overridden.get(`${owner}.${ANY_MEMBER}`);
  }
  return reason;
}

const EXTENDED = 'a class that extends the one it belongs to answers otherwise';
export const REPLACED = 'other code puts another function in its place';
