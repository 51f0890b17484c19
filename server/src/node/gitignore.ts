import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { type IgnoreLayer, ignoredBy, ignoreLayer, layersInside } from './ignore-layers';
import { codeOf, reasonOf, withSlashes } from './paths';

/** What the `.gitignore` files met so far say. Immutable: each folder extends those of its parent. */
export interface IgnoreRules {
  /** `path` is relative to the walk's root; a directory's ends in `/`. */
  ignores(path: string): boolean;
  /** The rules inside a directory that is not ignored, with its own `.gitignore` where it has one. */
  inside(directory: string, hasOwn: boolean): IgnoreRules;
}

/**
 * The rules at a folder: its own `.gitignore`, those of the folders above it up to the repository's top, and the
 * repository's `info/exclude`. A person's global excludes do not count: the answer is the same on every machine.
 */
export function ignoreRulesAt(root: string, report: (message: string) => void): IgnoreRules {
  const above = rulesAbove(resolve(root), report);
  return rules(root, [...above, ...read(root, '', report)], report);
}

function rules(root: string, layers: readonly IgnoreLayer[], report: (message: string) => void): IgnoreRules {
  return {
    ignores: (path) => ignoredBy(layers, path),
    inside(directory, hasOwn) {
      const left = layersInside(layers, directory);
      const own = hasOwn ? read(root, directory, report) : [];
      return own.length === 0 && left === layers ? this : rules(root, [...left, ...own], report);
    },
  };
}

/** From the repository's top down to the folder above `root`; nothing where `root` is in no repository or is ignored itself. */
function rulesAbove(root: string, report: (message: string) => void): IgnoreLayer[] {
  const folders: string[] = [];
  let top = root;
  while (!existsSync(join(top, '.git'))) {
    const parent = dirname(top);
    if (parent === top) return [];
    top = parent;
    folders.unshift(top);
  }
  const above = (path: string, folder: string): IgnoreLayer[] =>
    layersOf(path, { name: path, report, above: prefixOf(folder, root) });
  const layers = [
    ...above(join(top, '.git/info/exclude'), top),
    ...folders.flatMap((folder) => above(join(folder, '.gitignore'), folder)),
  ];
  // Whoever opens an ignored folder wants to see what is in it.
  const ignoresRoot = folders.length > 0 && layers.some((layer) => layer.test('').ignored);
  return ignoresRoot ? [] : layers;
}

function prefixOf(folder: string, root: string): string {
  const way = withSlashes(relative(folder, root));
  return way === '' ? '' : `${way}/`;
}

function read(root: string, directory: string, report: (message: string) => void): IgnoreLayer[] {
  const name = `${directory}.gitignore`;
  return layersOf(join(root, directory, '.gitignore'), { name, report, below: directory });
}

interface Origin {
  readonly name: string;
  readonly report: (message: string) => void;
  readonly above?: string;
  readonly below?: string;
}

function layersOf(path: string, origin: Origin): IgnoreLayer[] {
  try {
    if (!statSync(path).isFile()) return [];
    const ignoresCase = process.platform !== 'linux';
    return [ignoreLayer(readFileSync(path, 'utf8'), { ...origin, ignoresCase })];
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      origin.report(`${origin.name} cannot be read (${reasonOf(error)}): its rules are left out.`);
    }
    return [];
  }
}
