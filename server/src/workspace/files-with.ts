import { each } from './each';

/** The files among `candidates` that hold each of the names, by name. */
export async function filesWith(
  names: readonly string[],
  candidates: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>(names.map((name) => [name, []]));
  await each(candidates, async (path) => {
    const text = await read(path);
    if (text === undefined) return;
    for (const [name, paths] of found) if (text.includes(name)) paths.push(path);
  });
  for (const paths of found.values()) paths.sort();
  return found;
}
