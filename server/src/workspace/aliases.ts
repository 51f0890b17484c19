import type { ExportFact, SourceFacts } from '../usages/facts';
import { lastSegment } from '../usages/names';
import type { CallShape } from '../usages/shapes';
import { HELD, RESULT } from '../usages/targets';
import type { Linker } from './linker';

/**
 * Wrappers under the other names by which files export them: `export { isOn as isFlagOn } from './gate'`,
 * `export default isOn`.
 */
export function exportedAliases(
  facts: ReadonlyMap<string, SourceFacts>,
  wrappers: readonly CallShape[],
  linker: Linker,
): CallShape[] {
  // A method is called by its own name, whatever its class is called.
  const functions = wrappers.filter(({ wrapper, name }) => wrapper?.endsWith(`#${name}`));
  const byId = new Map(functions.map((shape) => [shape.wrapper!, shape]));
  const names = new Set(functions.map(({ name }) => name));
  const found = new Map<string, CallShape>();

  /** Only scanned files count: one that hands a wrapper on has its name in its text, and so has been scanned. */
  const exported = (file: string | undefined, name: string, hops: number): CallShape | undefined => {
    const source = file === undefined || hops > MAX_HOPS ? undefined : facts.get(file);
    if (file === undefined || !source) return undefined;
    const fact = source.exports.get(name);
    if (fact?.kind === 'local') return byId.get(`${file}#${fact.name}`);
    const origin = fact && importOf(fact);
    if (origin) return exported(linker.fileOf(file, origin.module), origin.name, hops + 1);
    if (fact || name === 'default') return undefined;
    for (const module of source.exportAll) {
      const shape = exported(linker.fileOf(file, module), name, hops + 1);
      if (shape) return shape;
    }
    return undefined;
  };

  for (let before = -1; before < found.size && names.size > 0; ) {
    before = found.size;
    for (const [file, { exports }] of facts) {
      for (const [name, fact] of exports) {
        const original = fact.kind === 'local' ? fact.name : importOf(fact)?.name;
        if (original === undefined || original === name || !names.has(original)) continue;
        const shape = exported(file, name, 0);
        if (!shape || shape.name === name) continue;
        names.add(name);
        found.set(`${file} ${name}`, { ...shape, name, exporter: file });
      }
    }
  }
  return [...found.values(), ...heldWrappers(facts, wrappers, linker)];
}

/** Wrappers under the names that hold them: `check` of `{ check: isOn }`, `useIsOn()` of a hook that returns one. */
function heldWrappers(
  facts: ReadonlyMap<string, SourceFacts>,
  wrappers: readonly CallShape[],
  linker: Linker,
): CallShape[] {
  const byId = new Map(wrappers.map((shape) => [shape.wrapper!, shape]));
  if (byId.size === 0) return [];
  const found = new Map<string, CallShape>();
  for (const { holders = [] } of facts.values()) {
    for (const { from, to } of holders) {
      const name =
        from.kind === 'unresolved' ? '' : nameAtCall(from.path.at(-1) ?? from.name, linker.idOf(from));
      for (const id of linker.idsOf(to)) {
        const shape = byId.get(id);
        if (shape && shape.name !== name) found.set(`${id} ${name}`, { ...shape, name });
      }
    }
  }
  return [...found.values()];
}

/** `useIsOn()` where the last part alone is no name. */
function nameAtCall(last: string, id: string): string {
  return last === RESULT || last === HELD ? lastSegment(id) : last;
}

const MAX_HOPS = 16;

function importOf(fact: ExportFact): { readonly module: string; readonly name: string } | undefined {
  if (fact.kind === 'import') return fact;
  if (fact.kind === 'local' || fact.value.kind !== 'import' || fact.value.path.length > 0) return undefined;
  return fact.value;
}
