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
