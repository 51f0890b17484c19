import { camelCase, kebabCase, type Naming } from '../usages/naming';
import { ALL } from './fact-parts';
import type { Tracker } from './tracker';

/** The keys that are declared. Whoever asks depends on the answer: see `Tracker`. */
export interface Declared {
  has(key: string): boolean;
  /** The declared flags whose keys, put in a form, are a name. */
  named(name: string, naming: Naming): readonly string[];
  /** Uses all of them at once. */
  useAll(): void;
  update(keys: readonly string[]): void;
}

export function createDeclared(tracker: Tracker): Declared {
  let keys = new Set<string>();
  const single = tracker.sources();
  const all = tracker.sources();
  const byName = { camelCase: tracker.sources(), kebabCase: tracker.sources() };
  const named: Record<Naming, ReadonlyMap<string, readonly string[]>> = {
    camelCase: new Map(),
    kebabCase: new Map(),
  };

  const renamed = (rename: (key: string) => string): Map<string, string[]> => {
    const table = new Map<string, string[]>();
    for (const key of keys) {
      const name = rename(key);
      const list = table.get(name);
      if (list) list.push(key);
      else table.set(name, [key]);
    }
    return table;
  };

  const retell = (naming: Naming, next: ReadonlyMap<string, readonly string[]>): void => {
    const before = named[naming];
    named[naming] = next;
    for (const name of new Set([...before.keys(), ...next.keys()]))
      if (before.get(name)?.join('\0') !== next.get(name)?.join('\0')) byName[naming].change(name);
  };

  return {
    has: (key) => {
      single.use(key);
      return keys.has(key);
    },
    named: (name, naming) => {
      byName[naming].use(name);
      return named[naming].get(name) ?? [];
    },
    useAll: () => all.use(ALL),
    update: (next) => {
      const before = keys;
      keys = new Set(next);
      if (before.size === keys.size && [...before].join('\0') === [...keys].join('\0')) return;
      all.change(ALL);
      for (const key of before) if (!keys.has(key)) single.change(key);
      for (const key of keys) if (!before.has(key)) single.change(key);
      retell('camelCase', renamed(camelCase));
      retell('kebabCase', renamed(kebabCase));
    },
  };
}
