import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { globTest } from '../workspace/globs';
import type { FileEntry } from '../workspace/host';
import type { Breathe } from './breathe';
import { type IgnoreRules, ignoreRulesAt } from './gitignore';
import { codeOf, isInside, reasonOf, withSlashes } from './paths';
import { isAlwaysSkipped, isBuildOutput } from './skipped';

export interface WalkOptions {
  /** Globs of files and folders that do not belong to the workspace. */
  readonly exclude: readonly string[];
  readonly report: (message: string) => void;
  readonly breathe: Breathe;
}

/** The files of a workspace, folder by folder in the order of their names. See `WorkspaceHost.list`. */
export async function walk(root: string, options: WalkOptions): Promise<FileEntry[]> {
  const { exclude, report, breathe } = options;
  const isExcluded = globTest(exclude);
  const files: FileEntry[] = [];
  const links: string[] = [];

  const visit = async (directory: string, entries: readonly Dirent[], rules: IgnoreRules): Promise<void> => {
    await breathe();
    for (const entry of entries) {
      const path = directory + entry.name;
      if (isAlwaysSkipped(entry.name) || isExcluded(path)) continue;
      if (entry.isDirectory()) {
        if (rules.ignores(`${path}/`)) continue;
        const children = childrenOf(root, path, report);
        if (isBuildOutput(entry.name, directory, { files: fileNames(children), siblings: names(entries) }))
          continue;
        if (bearsDataName(path)) files.push({ path, size: 0, isSpecial: true });
        await visit(`${path}/`, children, rules.inside(`${path}/`, hasGitignore(children)));
      } else if (!rules.ignores(path)) {
        if (entry.isSymbolicLink()) links.push(path);
        else if (entry.isFile()) files.push(...fileEntry(root, path));
        else if (bearsDataName(path)) files.push({ path, size: 0, isSpecial: true });
      }
    }
  };

  await visit('', childrenOf(root, '', report), ignoreRulesAt(root, report));
  return links.length === 0 ? files : [...files, ...linkEntries(root, links, files)];
}

/** A thing without text is worth a word only where a flag file could be meant by its name. */
function bearsDataName(path: string): boolean {
  return /\.(ya?ml|json[c5]?)$/i.test(path);
}

function fileNames(entries: readonly Dirent[]): string[] {
  return names(entries.filter((entry) => entry.isFile()));
}

function names(entries: readonly Dirent[]): string[] {
  return entries.map(({ name }) => name);
}

function hasGitignore(entries: readonly Dirent[]): boolean {
  return entries.some((entry) => entry.name === '.gitignore');
}

function childrenOf(root: string, path: string, report: (message: string) => void): Dirent[] {
  try {
    const entries = readdirSync(join(root, path), { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = codeOf(error);
    // Gone since its parent was read: no news.
    if (path !== '' && (code === 'ENOENT' || code === 'ENOTDIR')) return [];
    report(`The folder ${path || root} cannot be read (${reasonOf(error)}): the files in it are left out.`);
    return [];
  }
}

function fileEntry(root: string, path: string): FileEntry[] {
  try {
    const { size, mtimeMs } = lstatSync(join(root, path));
    return [{ path, size, modified: mtimeMs }];
  } catch {
    return [];
  }
}

/**
 * Links to directories are not followed: what lies in the root is met at its own place. A link to a file counts as a
 * file of its own where the name makes a difference or its target is not met otherwise.
 */
function linkEntries(root: string, links: readonly string[], files: readonly FileEntry[]): FileEntry[] {
  const realRoot = realpathSync(root);
  const known = new Set(files.map((file) => file.path));
  return links.flatMap((path): FileEntry[] => {
    const special = bearsDataName(path) ? [{ path, size: 0, isSpecial: true }] : [];
    try {
      const target = realpathSync(join(root, path));
      const stats = statSync(target);
      if (!stats.isFile() || !isInside(realRoot, target)) return special;
      const own = withSlashes(relative(realRoot, target));
      return known.has(own) && basename(own) === basename(path)
        ? []
        : [{ path, size: stats.size, modified: stats.mtimeMs }];
    } catch {
      return special;
    }
  });
}
