import * as l10n from '@vscode/l10n';
import type { FlagValue } from '../flags/model';
import { keepOf } from '../removal/keep';
import type { Read } from '../usages/read';
import { writesInProgram } from '../workspace/program-writes';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { shorten } from './text';

/** How a flag can be removed as its state stands, or why it cannot. */
export type RemovalOffer =
  /** Its state says what the code keeps. */
  | { readonly kind: 'settled'; readonly keep: boolean }
  /** A person has to say what the code keeps, one of these; `why` is a sentence without a full stop. */
  | { readonly kind: 'open'; readonly keeps: readonly FlagValue[]; readonly why: string }
  | { readonly kind: 'refused'; readonly refusal: string };

/** A flag that is settled goes as its state says, one that is not by a person's decision; one that is to stay, or is written, not at all. */
export function offerRemoval(snapshot: Snapshot, declared: DeclaredFlag): RemovalOffer {
  const decision = keepOf(declared);
  if ('refusal' in decision && decision.stays) return { kind: 'refused', refusal: `${decision.refusal}.` };
  const write = writesInProgram(snapshot, declared.key)[0];
  if (write) {
    const refusal = l10n.t(
      "'{0}' is written in {1}, so its value can change at run time.",
      declared.key,
      write.file,
    );
    return { kind: 'refused', refusal };
  }
  if ('keep' in decision) return { kind: 'settled', keep: decision.keep };
  const { state } = declared;
  const keeps = state.kind === 'fixed' ? [state.value] : [true, false];
  return { kind: 'open', keeps, why: decision.refusal };
}

/** What the code may keep of a flag that no flag file declares, by a person's decision: on or off, or the value that the code itself falls back on. */
export function keepsOfUndeclared(reads: readonly Read[]): readonly FlagValue[] {
  const defaults = new Set(reads.map(({ codeDefault }) => codeDefault));
  const values = [...defaults].filter((value) => typeof value === 'string' || typeof value === 'number');
  return values.length > 0 ? values : [true, false];
}

/** What stays in the code: `keep the enabled branch`, `keep 'blue'`. */
export function describeKeep(keep: FlagValue): string {
  if (keep === true) return l10n.t('keep the enabled branch');
  if (keep === false) return l10n.t('keep the disabled branch');
  return l10n.t('keep {0}', shorten(typeof keep === 'string' ? `'${keep}'` : JSON.stringify(keep), 40));
}
