import { CONFIG_FILES, type Config, DEFAULT_FLAG_FILES } from './config';
import { globTest } from './globs';

/** What a file is to the workspace. */
export type FileKind = 'config' | 'flagFile' | 'source' | 'other';

const SOURCE = /\.[cm]?[jt]sx?$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

/** Tells files by their paths. */
export function classifier(config: Config): (path: string) => FileKind {
  const globs =
    config.flagFiles.length > 0 ? config.flagFiles.flatMap((file) => [...file.globs]) : [DEFAULT_FLAG_FILES];
  const isNamed = globTest(globs);
  const pulled = new Set(config.pull.map(({ file }) => file));
  const isFlagFile = (path: string): boolean => isNamed(path) || pulled.has(path);
  const isIncluded = config.include.length > 0 ? globTest(config.include) : () => true;
  return (path) => {
    if ((CONFIG_FILES as readonly string[]).includes(path)) return 'config';
    if (isFlagFile(path)) return 'flagFile';
    return isSource(path) && isIncluded(path) ? 'source' : 'other';
  };
}

/** Whether a file is code that the scanner parses. */
export function isSource(path: string): boolean {
  return SOURCE.test(path) && !DECLARATIONS.test(path);
}

export function countOf(kind: FileKind, kinds: ReadonlyMap<string, FileKind>): number {
  let count = 0;
  for (const of of kinds.values()) if (of === kind) count++;
  return count;
}
