import type { Flag } from '../flags/model';
import type { DeclaredFlag } from './snapshot';

/** A flag as one environment has it: by a file of its own, a section of one, or inside of the flag's entry. */
export interface FlagInEnvironment {
  /** Absent for a file that names none. */
  readonly environment?: string;
  readonly flag: Flag;
}

/** What each environment says of a flag, in the order of the files. */
export function environmentsOf({ declarations }: Pick<DeclaredFlag, 'declarations'>): FlagInEnvironment[] {
  return declarations.flatMap((declaration): FlagInEnvironment[] => {
    const inner = declaration.flag.environments;
    return inner
      ? inner.map((flag) => ({
          flag,
          ...(flag.environment !== undefined && { environment: flag.environment }),
        }))
      : [declaration];
  });
}

/** Whether several environments are told apart at all. */
export function hasEnvironments({ declarations }: Pick<DeclaredFlag, 'declarations'>): boolean {
  return declarations.some(({ flag }) => flag.environments) || declarations.length > 1;
}

/** The flag in one environment; what names none is for all of them. */
export function flagInEnvironment(declared: DeclaredFlag, environment: string): Flag | undefined {
  const all = environmentsOf(declared);
  const own = all.find((one) => one.environment === environment);
  return (own ?? all.find((one) => one.environment === undefined))?.flag;
}

/** The declaration that can be asked for an answer: where an entry has several environments, the first of them. */
export function answeringFlag({ flag, declarations }: DeclaredFlag): FlagInEnvironment {
  const [first] = flag.environments ?? [];
  if (first) return { flag: first, environment: first.environment! };
  return declarations.find((one) => one.flag === flag) ?? { flag };
}

/** The names of all environments that flag files or their entries are of. */
export function environmentNames(
  files: Iterable<{ readonly environment?: string; readonly flags: readonly Flag[] }>,
): Set<string> {
  const names = new Set<string>();
  for (const { environment, flags } of files) {
    if (environment !== undefined) names.add(environment);
    for (const flag of flags) {
      if (flag.environment !== undefined) names.add(flag.environment);
      for (const inner of flag.environments ?? []) names.add(inner.environment!);
    }
  }
  return names;
}
