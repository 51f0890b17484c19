import type { Span } from '../text/span';
import type { Snapshot } from '../workspace/snapshot';
import { keyOf, targetAt } from './target';

/** Where a flag is declared. */
export interface Definition {
  /** The key under the cursor. */
  readonly origin: Span;
  readonly targets: readonly DefinitionTarget[];
}

export interface DefinitionTarget {
  readonly file: string;
  /** The whole entry. */
  readonly span: Span;
  /** Its key. */
  readonly selection: Span;
}

/**
 * From a read, or from an entry itself, to every entry of the flag: one for each environment, the nearest first; then to
 * where code declares it, in an enum, a type or a table.
 */
export function definition(snapshot: Snapshot, file: string, offset: number): Definition | undefined {
  const target = targetAt(snapshot, file, offset);
  const key = target && keyOf(target);
  if (!target || key === undefined) return undefined;
  const declared = snapshot.flag(key, file);
  const own = target.kind === 'entry' ? target.flag : declared?.flag;
  const others = (declared?.declarations ?? []).map(({ flag }) => flag).filter((flag) => flag !== own);
  const targets = [
    ...[...(own ? [own] : []), ...others].map((flag) => ({
      file: flag.file,
      span: flag.span,
      selection: flag.keySpan,
    })),
    ...snapshot.codeDeclarationsOf(key).map((place) => ({
      file: place.file,
      span: place.span,
      selection: place.span,
    })),
  ];
  return targets.length === 0 ? undefined : { origin: target.span, targets };
}
