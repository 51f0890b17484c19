import type { SourceFacts } from '../usages/facts';
import type { Linker } from './linker';
import type { Place } from './snapshot';

/** Where code gives flags values of its own, by their keys. */
export function findWrites(facts: ReadonlyMap<string, SourceFacts>, linker: Linker): Map<string, Place[]> {
  const writes = new Map<string, Place[]>();
  for (const [file, fact] of facts) {
    for (const { span, key } of fact.writes) {
      const value = linker.resolve(key);
      if (value.kind === 'string')
        writes.set(value.value, [...(writes.get(value.value) ?? []), { file, span }]);
    }
  }
  return writes;
}
