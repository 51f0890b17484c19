import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ignore, { type Ignore } from 'ignore';
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

/** The rules of one file, the weakest first. */
interface Layer {
  test(path: string): { readonly ignored: boolean; readonly unignored: boolean };
}

function rules(root: string, layers: readonly Layer[], report: (message: string) => void): IgnoreRules {
  return {
    ignores(path) {
      for (let i = layers.length - 1; i >= 0; i--) {
        const { ignored, unignored } = layers[i]!.test(path);
        if (ignored || unignored) return ignored;
      }
      return false;
    },
    inside(directory, hasOwn) {
      // A layer that a stronger one has overruled for this directory has no say in it any more.
      const left = layers.filter((layer) => !layer.test(directory).ignored);
      const own = hasOwn ? read(root, directory, report) : [];
      if (own.length === 0 && left.length === layers.length) return this;
      return rules(root, [...left, ...own], report);
    },
  };
}

/** From the repository's top down to the folder above `root`; nothing where `root` is in no repository or is ignored itself. */
function rulesAbove(root: string, report: (message: string) => void): Layer[] {
  const folders: string[] = [];
  let top = root;
  while (!existsSync(join(top, '.git'))) {
    const parent = dirname(top);
    if (parent === top) return [];
    top = parent;
    folders.unshift(top);
  }
  const matcher = (path: string): Ignore | undefined => matcherOf(path, path, report);
  const layers = [
    ...layerOf(matcher(join(top, '.git/info/exclude')), prefixOf(top, root)),
    ...folders.flatMap((folder) => layerOf(matcher(join(folder, '.gitignore')), prefixOf(folder, root))),
  ];
  // Whoever opens an ignored folder wants to see what is in it.
  const ignoresRoot = folders.length > 0 && layers.some((layer) => layer.test('').ignored);
  return ignoresRoot ? [] : layers;
}

function prefixOf(folder: string, root: string): string {
  const way = withSlashes(relative(folder, root));
  return way === '' ? '' : `${way}/`;
}

function read(root: string, directory: string, report: (message: string) => void): Layer[] {
  return layerOf(
    matcherOf(join(root, directory, '.gitignore'), `${directory}.gitignore`, report),
    '',
    directory,
  );
}

/** The patterns are relative to their folder: `above` leads from there to the root, `below` from the root to it. */
function layerOf(matcher: Ignore | undefined, above: string, below = ''): Layer[] {
  if (!matcher) return [];
  return [
    {
      test(path) {
        const own = above + path.slice(below.length);
        return own === '' ? NEITHER : matcher.test(own);
      },
    },
  ];
}

/**
 * Whether a pattern of `.gitignore` has so many stars that a name made for it could be shared among them for hours: it
 * becomes a regular expression that tries every way.
 */
export function isCostly(pattern: string): boolean {
  const segments = pattern.split('/');
  const stars = (segment: string): number => (segment.match(/\*+/g) ?? []).length;
  return (
    segments.filter((segment) => segment === '**').length > 4 ||
    segments.some((segment) => stars(segment) > 3)
  );
}

const NEITHER = { ignored: false, unignored: false };

function matcherOf(path: string, name: string, report: (message: string) => void): Ignore | undefined {
  try {
    if (!statSync(path).isFile()) return undefined;
    const lines = readFileSync(path, 'utf8').split(/\r?\n/);
    const costly = lines.findIndex(isCostly);
    if (costly >= 0) report(`${name}:${costly + 1} has too many stars: the rule is left out.`);
    const usable = lines.filter((line) => !isCostly(line));
    return ignore({ ignorecase: process.platform !== 'linux' }).add(usable);
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      report(`${name} cannot be read (${reasonOf(error)}): its rules are left out.`);
    }
    return undefined;
  }
}
