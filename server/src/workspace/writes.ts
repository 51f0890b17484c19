import type { SourceFacts } from '../usages/facts';
import type { FactParts } from './fact-parts';
import type { Linker } from './linker';
import { holds } from './packed-facts';
import { finish, inFileOrder, perFile } from './per-file';
import type { Place } from './snapshot';
import type { Tracker } from './tracker';

export interface Writes {
  /** The facts of these files are others. */
  changed(files: Iterable<string>): void;
  /** The places, by key. */
  of(facts: ReadonlyMap<string, SourceFacts>): Map<string, Place[]>;
}

/** Finds where code gives flags values of its own, by their keys. */
export function createWrites(
  linker: Linker,
  tracker: Tracker,
  parts: FactParts,
  isAssumed: (key: string) => boolean,
): Writes {
  const writesOf = tracker.results<readonly (readonly [string, Place])[]>();
  const writesIn = perFile(writesOf, (file, fact) =>
    holds(fact, 'writes')
      ? writesOf.get(file, () => {
          parts.facts.use(file);
          return fact.writes.flatMap(({ span, key, isEnvironment }) => {
            const value = linker.resolve(key);
            // Who sets a variable that is called like a declared flag need not mean the flag.
            return value.kind === 'string' && (!isEnvironment || isAssumed(value.value))
              ? [[value.value, { file, span }] as const]
              : [];
          });
        })
      : undefined,
  );
  return {
    changed: writesIn.changed,
    of: (facts) => {
      finish(writesIn.update(facts));
      const found = new Map<string, Place[]>();
      for (const [, own] of inFileOrder(writesIn)) {
        for (const [key, place] of own) found.set(key, [...(found.get(key) ?? []), place]);
      }
      return found;
    },
  };
}
