import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { globTest } from '../workspace/globs';
import type { Breathe, FileEntry, FileNames } from '../workspace/host';
import { isModuleConfig } from '../workspace/modules';
import { type IgnoreRules, ignoreRulesAt } from './gitignore';
import { codeOf, isInside, reasonOf, withSlashes } from './paths';
import { isAlwaysSkipped, isBuildOutput } from './skipped';

export interface WalkOptions {
  /** Globs of files and folders that do not belong to the workspace. */
  readonly exclude: readonly string[];
  readonly report: (message: string) => void;
  readonly breathe: Breathe;
  /** See `WorkspaceHost.list`. */
  readonly onNames?: ((names: FileNames) => Promise<void>) | undefined;
}

/** The files of a workspace, folder by folder in the order of their names. See `WorkspaceHost.list`. */
export async function walk(root: string, options: WalkOptions): Promise<FileEntry[]> {
  const folders = await foldersBelow(root, options);
  const entryOf = entriesIn(root, folders, globTest(options.exclude));
  await options.onNames?.(namesIn(folders, entryOf));
  const files: FileEntry[] = [];
  const links: FileEntry[] = [];
  const visit = async (directory: string, { entries }: WalkedFolder): Promise<void> => {
    await options.breathe();
    for (const entry of entries) {
      const found = entryOf(directory, entry);
      if (found) (entry.isSymbolicLink() ? links : files).push(found);
      const inner = entry.isDirectory() ? folders.get(`${directory}${entry.name}/`) : undefined;
      if (inner) await visit(`${directory}${entry.name}/`, inner);
    }
  };
  await visit('', folders.get('')!);
  return links.length === 0 ? files : [...files, ...links];
}

/** What lies in a folder that belongs to the workspace. */
interface WalkedFolder {
  readonly entries: readonly Dirent[];
  readonly rules: IgnoreRules;
}

/** The folders that belong to the workspace, by their paths, which end in `/`; the root's is empty. */
async function foldersBelow(
  root: string,
  { exclude, report, breathe }: WalkOptions,
): Promise<Map<string, WalkedFolder>> {
  const isExcluded = globTest(exclude);
  const folders = new Map<string, WalkedFolder>();
  const visit = async (directory: string, entries: readonly Dirent[], rules: IgnoreRules): Promise<void> => {
    await breathe();
    folders.set(directory, { entries, rules });
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      const path = directory + entry.name;
      if (isAlwaysSkipped(entry.name) || isExcluded(path) || rules.ignores(`${path}/`)) continue;
      const children = childrenOf(root, path, report);
      const names = {
        get files() {
          return children.filter((child) => child.isFile()).map(({ name }) => name);
        },
        get siblings() {
          return entries.map(({ name }) => name);
        },
      };
      if (isBuildOutput(entry.name, directory, names)) continue;
      await visit(`${path}/`, children, rules.inside(`${path}/`, hasGitignore(children)));
    }
  };
  await visit('', childrenOf(root, '', report), ignoreRulesAt(root, report));
  return folders;
}

/** Tells what lies in a folder, if it belongs to the workspace as a file. */
type EntryOf = (directory: string, entry: Dirent) => FileEntry | undefined;

function entriesIn(
  root: string,
  folders: ReadonlyMap<string, WalkedFolder>,
  isExcluded: (path: string) => boolean,
): EntryOf {
  const entryOf: EntryOf = (directory, entry) => {
    const path = directory + entry.name;
    const special = bearsDataName(path) ? { path, size: 0, isSpecial: true } : undefined;
    // One that is called `package.json` belongs to a route of that name, say, and nobody has named it.
    if (entry.isDirectory()) return folders.has(`${path}/`) && !isModuleConfig(path) ? special : undefined;
    // A pattern like `/*.json` ignores them by mistake: git goes on with what it has already.
    const isIgnored = !isModuleConfig(path) && folders.get(directory)!.rules.ignores(path);
    if (isAlwaysSkipped(entry.name) || isExcluded(path) || isIgnored) return undefined;
    if (entry.isSymbolicLink()) return linkEntry(path, special);
    return entry.isFile() ? fileEntry(root, path) : special;
  };
  /**
   * Links to directories are not followed: what lies in the root is met at its own place. A link to a file counts as a
   * file of its own where the name makes a difference or its target is not met otherwise.
   */
  const linkEntry = (path: string, special: FileEntry | undefined): FileEntry | undefined => {
    try {
      const target = realpathSync(join(root, path));
      const stats = statSync(target);
      const realRoot = realpathSync(root);
      if (!stats.isFile() || !isInside(realRoot, target)) return special;
      const own = withSlashes(relative(realRoot, target));
      return basename(own) === basename(path) && entryAt(own, folders, entryOf)
        ? undefined
        : { path, size: stats.size, modified: stats.mtimeMs };
    } catch {
      return special;
    }
  };
  return entryOf;
}

function entryAt(
  path: string,
  folders: ReadonlyMap<string, WalkedFolder>,
  entryOf: EntryOf,
): FileEntry | undefined {
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  const name = path.slice(directory.length);
  const entry = folders.get(directory)?.entries.find((other) => other.name === name);
  return entry && entryOf(directory, entry);
}

function namesIn(folders: ReadonlyMap<string, WalkedFolder>, entryOf: EntryOf): FileNames {
  return {
    has: (path) => entryAt(path, folders, entryOf) !== undefined,
    those: (isWanted) =>
      [...folders].flatMap(([directory, { entries }]) =>
        entries.flatMap((entry) =>
          isWanted(directory + entry.name) ? (entryOf(directory, entry) ?? []) : [],
        ),
      ),
  };
}

/** A thing without text is worth a word only where a flag file could be meant by its name. */
function bearsDataName(path: string): boolean {
  return /\.(ya?ml|json[c5]?)$/i.test(path);
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

function fileEntry(root: string, path: string): FileEntry | undefined {
  try {
    const { size, mtimeMs } = lstatSync(`${root}/${path}`);
    return { path, size, modified: mtimeMs };
  } catch {
    return undefined;
  }
}
