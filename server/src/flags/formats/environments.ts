import type { Flag, State } from '../model';
import type { FlagParts } from './service-format';
import { unknown } from './states';

/** What one environment of a file says of a flag. */
export interface EnvironmentReading {
  readonly name: string;
  readonly parts: FlagParts;
}

/**
 * What a file with several environments says: the wanted one, else all where they agree. Where they do not, the flag is
 * partial and the words name who says what, for nobody knows which environment the code runs in. `elsewhere` is what holds
 * in environments that the file does not name.
 */
export function acrossEnvironments(
  all: readonly EnvironmentReading[],
  wanted: string | undefined,
  elsewhere?: FlagParts,
): FlagParts {
  if (wanted !== undefined) {
    const own = all.find(({ name }) => name === wanted)?.parts ?? elsewhere;
    return own ?? { state: unknown(`the file does not say it for the environment '${wanted}'`) };
  }
  const readings = elsewhere ? [...all, { name: 'others', parts: elsewhere }] : all;
  const [first, ...others] = readings;
  if (!first) return { state: unknown('the file does not say it for any environment') };
  const same = others.every(({ parts }) => sameState(parts.state, first.parts.state));
  if (same) return { ...first.parts, environments: all };
  const words = readings.map(({ name, parts }) => `${kindInWords(parts.state)} in ${name}`).join(', ');
  const evidence = readings.find(({ parts }) => parts.state.evidence)?.parts.state.evidence;
  return {
    state: evidence ? { kind: 'partial', evidence, words } : unknown('its environments differ'),
    environments: all,
  };
}

/** A flag as each of its environments has it. */
export function flagIn(flag: Flag, { name, parts }: EnvironmentReading): Flag {
  const { environments: _all, enabled: _enabled, percentage: _percentage, ...shared } = flag;
  const { environments: _inner, ...own } = parts;
  return { ...shared, allowedUsers: [], rules: [], ...own, dependsOn: flag.dependsOn, environment: name };
}

function sameState(a: State, b: State): boolean {
  if (a.kind === 'partial') return false;
  if (a.kind === 'fixed') return b.kind === 'fixed' && JSON.stringify(a.value) === JSON.stringify(b.value);
  return a.kind === b.kind && a.evidence?.isDefault === b.evidence?.isDefault;
}

function kindInWords(state: State): string {
  if (state.kind === 'fixed') return JSON.stringify(state.value);
  return state.kind === 'partial' ? 'on for some' : state.kind;
}
