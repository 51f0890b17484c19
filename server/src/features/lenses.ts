import type { Flag } from '../flags/model';
import type { RemovalRequest } from '../removal/plan-removal';
import type { Span } from '../text/span';
import { declaredIn } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { describeKeep, offerRemoval } from './removal';

/** A line above an entry of a flag file, and what a click on it does. */
export interface Lens {
  /** The key of the entry. */
  readonly span: Span;
  readonly title: string;
  readonly action: LensAction;
}

export type LensAction =
  | { readonly kind: 'removal'; readonly request: RemovalRequest }
  /** Asks "who gets this?". */
  | { readonly kind: 'whoGets'; readonly flag: string };

/** The lenses of a flag file, in the order of its entries. Nothing is planned yet. */
export function lenses(snapshot: Snapshot, file: string): Lens[] {
  if (!snapshot.complete) return [];
  const seen = new Set<string>();
  return declaredIn(snapshot, file).flatMap(({ flag, declared }) => {
    if (seen.has(flag.key)) return [];
    seen.add(flag.key);
    return [...questionLens(flag), ...removalLens(snapshot, flag, declared)];
  });
}

/** Where the answer is the same for everyone it need not be asked for. */
function questionLens({ key, keySpan, state }: Flag): Lens[] {
  if (state.kind !== 'partial') return [];
  return [{ span: keySpan, title: 'who gets this?', action: { kind: 'whoGets', flag: key } }];
}

/** Only a flag that has settled is asked to go; any other is removed by the bulb, where the decision is spelt out. */
function removalLens(snapshot: Snapshot, flag: Flag, declared: DeclaredFlag): Lens[] {
  const offer = offerRemoval(snapshot, declared);
  if (offer.kind !== 'settled') return [];
  const request = { flag: flag.key, keep: offer.keep, scope: { kind: 'everywhere' } } as const;
  const title = `Remove flag: ${describeKeep(offer.keep)}…`;
  return [{ span: flag.keySpan, title, action: { kind: 'removal', request } }];
}
