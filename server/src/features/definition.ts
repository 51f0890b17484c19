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

/** From a read, or from an entry itself, to every entry of the flag: one for each environment, the nearest first. */
export function definition(snapshot: Snapshot, file: string, offset: number): Definition | undefined {
  const target = targetAt(snapshot, file, offset);
  const key = target && keyOf(target);
  const declared = key === undefined ? undefined : snapshot.flag(key, file);
  if (!target || !declared) return undefined;
  const own = target.kind === 'entry' ? target.flag : declared.flag;
  const flags = [own, ...declared.declarations.map(({ flag }) => flag).filter((flag) => flag !== own)];
  return {
    origin: target.span,
    targets: flags.map((flag) => ({ file: flag.file, span: flag.span, selection: flag.keySpan })),
  };
}
