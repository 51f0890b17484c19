/** Does work on many files, some of them at a time; an aborted signal begins no more. */
export async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < items.length && !signal?.aborted) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, run));
}

/** How many files are read at once. */
const CONCURRENCY = 32;

/** Files come in whatever order they were read; what follows from them must not depend on it. */
export function inOrder<T>(byPath: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...byPath].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** The same for what is put in order again and again: sorted only when paths come or go, and the same map where nothing is another. */
export function inSteadyOrder<T>(): (byPath: ReadonlyMap<string, T>) => ReadonlyMap<string, T> {
  let last: ReadonlyMap<string, T> = new Map();
  return (byPath) => {
    let isAnother = false;
    let same = 0;
    for (const [path, before] of last) {
      const value = byPath.get(path);
      if (value === undefined && !byPath.has(path)) break;
      same++;
      isAnother ||= value !== before;
    }
    if (same < last.size || same < byPath.size) last = inOrder(byPath);
    else if (isAnother) {
      const next = new Map<string, T>();
      for (const path of last.keys()) next.set(path, byPath.get(path)!);
      last = next;
    }
    return last;
  };
}
