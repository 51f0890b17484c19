import { describeState, describeValue } from '../flags/describe';
import { staysForGood } from '../flags/lifecycle';
import type { Flag } from '../flags/model';
import { environmentsOf } from '../workspace/environments';
import type { DeclaredFlag } from '../workspace/snapshot';

/** The value that a flag's state leaves in the code, or why nobody but a person can name it. */
export type Keep = { readonly keep: boolean } | KeepRefusal;

export interface KeepRefusal {
  /** A sentence without a full stop. */
  readonly refusal: string;
  /** The flag is meant to stay, whatever its state. */
  readonly stays: boolean;
}

/**
 * The value to keep when a flag is removed and nobody names one: that of its state, where it is the same for everyone
 * in every environment. `environment` asks for the state in one of them.
 */
export function keepOf(declared: DeclaredFlag, environment?: string): Keep {
  const named =
    environment === undefined
      ? []
      : environmentsOf(declared).filter((one) => one.environment === environment);
  const all = declared.declarations;
  const asked = named.length > 0 ? named : all;
  for (const { flag } of asked) {
    const refusal = refusalOf(flag);
    if (refusal !== undefined) return { refusal: `'${declared.key}' ${refusal}`, stays: staysForGood(flag) };
  }
  const [first, ...others] = asked;
  if (!first || others.some(({ flag }) => flag.state.kind !== first.flag.state.kind)) {
    const states = asked.map((one) => `${one.flag.state.kind} in ${one.environment ?? one.flag.file}`);
    return { refusal: `'${declared.key}' is not the same everywhere: ${states.join(', ')}`, stays: false };
  }
  return { keep: first.flag.state.kind === 'on' };
}

function refusalOf(flag: Flag): string | undefined {
  const { state } = flag;
  if (staysForGood(flag)) return `is ${kindOf(flag)}, which is meant to stay`;
  switch (state.kind) {
    case 'partial':
      return `is ${describeState(flag)}: neither fully on nor fully off`;
    case 'fixed':
      return `serves the constant ${describeValue(state.value)}, which is neither on nor off`;
    case 'unknown':
      return `has an unknown state: ${state.reason.replace(/\.$/, '')}`;
    default:
      return state.evidence.isDefault ? `is ${describeState(flag)}: its state rests on a default` : undefined;
  }
}

function kindOf({ type, permanent }: Flag): string {
  if (type?.value === 'kill_switch') return 'a kill switch';
  return type?.value === 'permission' && !permanent?.value ? 'a permission flag' : 'a permanent flag';
}
