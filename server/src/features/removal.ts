import type { FlagValue } from '../flags/model';
import { keepOf } from '../removal/keep';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';

/** Whether a flag can be removed as its state stands: with which value, or why not. */
export type RemovalOffer =
  | { readonly keep: FlagValue; readonly isPreferred: boolean }
  | { readonly refusal: string };

/** A flag that is fully on goes gladly, one that is fully off by a person's choice, any other not at all. */
export function offerRemoval(snapshot: Snapshot, declared: DeclaredFlag): RemovalOffer {
  const decision = keepOf(declared);
  if ('refusal' in decision) return { refusal: `${decision.refusal}.` };
  const write = snapshot.writesOf(declared.key)[0];
  if (write) {
    return { refusal: `'${declared.key}' is written in ${write.file}, so its value can change at run time.` };
  }
  return { keep: decision.keep, isPreferred: decision.keep };
}

/** What stays in the code: `keep the enabled branch`, `keep 'blue'`. */
export function describeKeep(keep: FlagValue): string {
  if (keep === true) return 'keep the enabled branch';
  if (keep === false) return 'keep the disabled branch';
  return `keep ${typeof keep === 'string' ? `'${keep}'` : JSON.stringify(keep)}`;
}
