import type { State } from '../model';
import type { FlagParts } from './service-format';
import { unknown } from './states';

/** What one environment of a file says of a flag. */
export interface EnvironmentReading {
  readonly name: string;
  readonly parts: FlagParts;
}

/**
 * What a file with several environments says: the wanted one, else all where they agree. Where they do not, the flag is
 * partial and the words name who says what, for nobody knows which environment the code runs in.
 */
export function acrossEnvironments(
  all: readonly EnvironmentReading[],
  wanted: string | undefined,
): FlagParts {
  const [first, ...others] = wanted === undefined ? all : all.filter(({ name }) => name === wanted);
  if (!first) {
    const which = wanted === undefined ? 'any environment' : `the environment '${wanted}'`;
    return { state: unknown(`the file does not say it for ${which}`) };
  }
  const same = others.every(({ parts }) => sameState(parts.state, first.parts.state));
  if (same) return first.parts;
  const words = [first, ...others]
    .map(({ name, parts }) => `${kindInWords(parts.state)} in ${name}`)
    .join(', ');
  const evidence = all.find(({ parts }) => parts.state.evidence)?.parts.state.evidence;
  return {
    state: evidence ? { kind: 'partial', evidence, words } : unknown('its environments differ'),
  };
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
