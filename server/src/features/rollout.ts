import * as l10n from '@vscode/l10n';
import { describeValue } from '../flags/describe';
import type { Flag } from '../flags/model';
import type { DeclaredFlag } from '../workspace/snapshot';
import { shorten } from './text';

/** For how many a flag is on, in a word: `100 %`, `10 %`, `off`, `for some`, a constant, or `differs` between environments. */
export function rolloutOf({ declarations, state, flag }: DeclaredFlag): string {
  if (declarations.length > 1 && state.kind !== flag.state.kind) return l10n.t('differs');
  if (flag.state.kind === 'on') return '100 %';
  if (flag.state.kind === 'fixed') return shorten(describeValue(flag.state.value), 20);
  return inShort(flag);
}

/** `on`, `off`, `10 %`. */
export function inShort({ state, percentage }: Flag): string {
  if (state.kind === 'partial')
    return percentage && percentage.value > 0 ? `${percentage.value} %` : l10n.t('for some');
  return state.kind === 'off' ? l10n.t('off') : state.kind === 'on' ? l10n.t('on') : state.kind;
}
