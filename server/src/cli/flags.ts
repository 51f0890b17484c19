import type { Lifecycle } from '../flags/lifecycle';
import type { Flag, State } from '../flags/model';
import {
  environmentNames,
  environmentsOf,
  flagInEnvironment,
  hasEnvironments,
} from '../workspace/environments';
import { type Evaluations, evaluationsOf } from '../workspace/evidence';
import { lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { UsageError } from './command';

/** A flag as `list` and `stale` speak of it. */
export interface FlagRow {
  readonly key: string;
  /** The declaration that speaks for it, or the one of the environment that was asked for. */
  readonly flag: Flag;
  readonly state: State;
  readonly life: Lifecycle;
  /** Certain and likely ones. */
  readonly reads: number;
  /** What production has answered; absent where that is not known. */
  readonly evaluations?: Evaluations;
  /** The state in each environment, where files or their entries name several. */
  readonly environments?: Readonly<Record<string, State['kind']>>;
}

/** The flags of a workspace in the order of their files; those of one environment where it is asked for. */
export function rowsOf(snapshot: Snapshot, environment?: string): FlagRow[] {
  checkEnvironment(snapshot, environment);
  return snapshot.keys().flatMap((key) => {
    const declared = snapshot.flag(key);
    const row = declared && rowOf(snapshot, declared, environment);
    return row ? [row] : [];
  });
}

/** The declaration of a flag in one environment. Files that name no environment are for all. */
export function declarationIn(declared: DeclaredFlag, environment: string | undefined): Flag | undefined {
  if (environment === undefined) return declared.flag;
  return flagInEnvironment(declared, environment);
}

/** @throws {UsageError} when no flag file is of that environment. */
export function checkEnvironment({ flagFiles }: Snapshot, environment: string | undefined): void {
  if (environment === undefined) return;
  const known = environmentNames(flagFiles.values());
  if (known.has(environment)) return;
  throw new UsageError(
    known.size === 0
      ? `There is no environment '${environment}': no flag file tells any apart, nor does the configuration.`
      : `There is no environment '${environment}': known are ${[...known].join(', ')}.`,
  );
}

function rowOf(
  snapshot: Snapshot,
  declared: DeclaredFlag,
  environment: string | undefined,
): FlagRow | undefined {
  const flag = declarationIn(declared, environment);
  if (!flag) return undefined;
  const state = environment === undefined ? declared.state : flag.state;
  const reads = snapshot.readsOf(declared.key).length;
  // A flag that is not the same everywhere has not settled, whatever one file says.
  const life = lifeOf(snapshot, { ...declared, flag, state });
  const environments = environment === undefined ? statesOf(declared) : undefined;
  const evaluations = snapshot.evidence && evaluationsOf(snapshot.evidence, declared.key);
  return {
    key: declared.key,
    flag,
    state,
    life,
    reads,
    ...(environments && { environments }),
    ...(evaluations && { evaluations }),
  };
}

function statesOf(declared: DeclaredFlag): FlagRow['environments'] {
  if (!hasEnvironments(declared)) return undefined;
  const named = environmentsOf(declared).flatMap(({ flag, environment }) =>
    environment === undefined ? [] : [[environment, flag.state.kind] as const],
  );
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}
