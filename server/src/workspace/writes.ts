import type { SourceFacts } from '../usages/facts';
import type { FactParts } from './fact-parts';
import type { Linker } from './linker';
import { holds } from './packed-facts';
import type { Place } from './snapshot';
import type { Tracker } from './tracker';

/** Finds where code gives flags values of its own, by their keys. */
export function createWrites(
  linker: Linker,
  tracker: Tracker,
  parts: FactParts,
): (facts: ReadonlyMap<string, SourceFacts>) => Map<string, Place[]> {
  const writesIn = tracker.results<(readonly [string, Place])[]>();
  return (facts) => {
    const found = new Map<string, Place[]>();
    for (const [file, fact] of facts) {
      if (!holds(fact, 'writes')) continue;
      const own = writesIn.get(file, () => {
        parts.facts.use(file);
        return fact.writes.flatMap(({ span, key }) => {
          const value = linker.resolve(key);
          return value.kind === 'string' ? [[value.value, { file, span }] as const] : [];
        });
      });
      for (const [key, place] of own) found.set(key, [...(found.get(key) ?? []), place]);
    }
    return found;
  };
}
