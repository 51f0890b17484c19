import type { MockFact } from '../usages/facts';
import { camelCase } from '../usages/naming';
import type { Snapshot } from './snapshot';

/** A place in a test that gives a flag a value. */
export interface Mock extends Omit<MockFact, 'naming'> {
  /** Whoever is stood in for surely reads flags. */
  readonly isCertain: boolean;
}

/** The mocks of a source, each with the key of the flag that is meant. */
export function mocksOf(snapshot: Snapshot, path: string): Mock[] {
  return (snapshot.facts(path)?.mocks ?? []).flatMap(({ naming, ...mock }) => {
    if (mock.object) {
      const isCertain = areFlags(snapshot, mock.object.keys);
      return isCertain || snapshot.flag(mock.key) ? [{ ...mock, isCertain }] : [];
    }
    const key =
      naming === undefined || snapshot.flag(mock.key)
        ? mock.key
        : (snapshot.keys().find((one) => camelCase(one) === mock.key) ?? mock.key);
    return { ...mock, key, isCertain: mock.reader === undefined || isReader(snapshot, mock.reader) };
  });
}

/** Whether the members of an object are flags: several are declared, and more than are not. */
function areFlags(snapshot: Snapshot, keys: readonly string[]): boolean {
  const declared = keys.filter((key) => snapshot.flag(key)).length;
  return declared >= 2 && declared > keys.length / 2;
}

const readers = new WeakMap<Snapshot, ReadonlySet<string>>();

/** Whether a function of this name surely reads a flag that is declared, somewhere. */
function isReader(snapshot: Snapshot, name: string): boolean {
  let names = readers.get(snapshot);
  if (!names) {
    names = new Set(snapshot.sources().flatMap((path) => readersIn(snapshot, path)));
    readers.set(snapshot, names);
  }
  return names.has(name);
}

function readersIn(snapshot: Snapshot, path: string): string[] {
  const sure = new Set(
    snapshot
      .readsIn(path)
      .filter(({ key, certainty }) => certainty === 'certain' && key !== undefined && snapshot.flag(key))
      .map(({ site }) => site.start),
  );
  return (snapshot.facts(path)?.reads ?? []).flatMap(({ site, reader: { callee } }) => {
    if (!sure.has(site.start)) return [];
    return [callee.kind === 'unresolved' ? callee.name : (callee.path.at(-1) ?? callee.name)];
  });
}
