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
    const isLike = byPath.size === last.size && [...last.keys()].every((path) => byPath.has(path));
    if (!isLike) last = inOrder(byPath);
    else if ([...last].some(([path, value]) => byPath.get(path) !== value))
      last = new Map([...last.keys()].map((path) => [path, byPath.get(path)!]));
    return last;
  };
}
