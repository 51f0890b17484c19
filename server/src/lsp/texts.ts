import type { Folder } from './folder';

/** Features ask for texts at once, and files are read in time: what was missing is read, and the feature asked again. */
export async function withTexts<T>(
  folder: Folder,
  run: (textOf: (path: string) => string | undefined) => T,
): Promise<T> {
  const texts = new Map<string, string | undefined>();
  for (;;) {
    const missing = new Set<string>();
    const result = run((path) => {
      if (!texts.has(path)) missing.add(path);
      return texts.get(path);
    });
    if (missing.size === 0) return result;
    for (const path of missing) texts.set(path, await folder.workspace.text(path));
  }
}
