import * as l10n from '@vscode/l10n';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import { lifeOf } from '../workspace/life';
import type { DeclaredFlag, Place, Snapshot } from '../workspace/snapshot';
import { undeclaredFlags } from '../workspace/undeclared';
import { rolloutOf } from './rollout';
import { shorten } from './text';

/** What an editor writes behind a flag's key. */
export interface KeyHint {
  readonly offset: number;
  /** `10 % · payments-team`. */
  readonly label: string;
  /** The flag's entry. */
  readonly entry: Place;
}

/** The hints of a part of a source: how far each flag is, and whose it is. */
export function keyHints(snapshot: Snapshot, path: string, text: string, part: Span): KeyHint[] {
  const hints = new Map<number, KeyHint>();
  for (const { read, declared } of knownReads(snapshot, path, part)) {
    const { flag } = declared;
    const offset = endOf(read, text);
    hints.set(offset, {
      offset,
      label: describe(snapshot, declared),
      entry: { file: flag.file, span: flag.keySpan },
    });
  }
  return [...hints.values()];
}

/** The keys in a part of a source that stand for a flag which a flag file declares, or, where there is none, for one that the code reads. */
export function knownKeys(snapshot: Snapshot, path: string, part: Span): Span[] {
  if (snapshot.flagFiles.size > 0) return knownReads(snapshot, path, part).map(({ read }) => read.span);
  const flags = undeclaredFlags(snapshot);
  return snapshot
    .readsIn(path)
    .filter(({ key, span }) => key !== undefined && flags.has(key) && isIn(part, span))
    .map(({ span }) => span);
}

function isIn(part: Span, { start }: Span): boolean {
  return part.start <= start && start <= part.end;
}

function knownReads(
  snapshot: Snapshot,
  path: string,
  part: Span,
): { readonly read: Read; readonly declared: DeclaredFlag }[] {
  if (!snapshot.complete) return [];
  return snapshot.readsIn(path).flatMap((read) => {
    if (read.key === undefined || !isIn(part, read.span)) return [];
    const declared = snapshot.flag(read.key, path);
    return declared ? [{ read, declared }] : [];
  });
}

/** `100 % for 124 days` where it has settled, else whose it is. */
function describe(snapshot: Snapshot, declared: DeclaredFlag): string {
  const rollout = rolloutOf(declared);
  const { staleness } = lifeOf(snapshot, declared);
  if (staleness.days !== undefined && staleness.days > 0)
    return staleness.days === 1
      ? l10n.t('{0} for 1 day', rollout)
      : l10n.t('{0} for {1} days', rollout, staleness.days);
  const owner = declared.flag.owner?.value.trim();
  return owner ? `${rollout} · ${shorten(owner, 30)}` : rollout;
}

/** Behind the quote that closes the key, and behind the call of a wrapper: nothing is torn apart. */
function endOf({ span, site, isWrapper }: Read, text: string): number {
  if (isWrapper) return site.end;
  const quote = text[span.start - 1];
  const isQuoted = quote !== undefined && `'"\``.includes(quote) && text[span.end] === quote;
  return isQuoted ? span.end + 1 : span.end;
}
