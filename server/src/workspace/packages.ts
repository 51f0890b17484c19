import {
  type Dependency,
  folderOf,
  type ModuleMap,
  normalize,
  type WorkspacePackage,
} from '../usages/resolve';
import { globTest } from './globs';

type Values = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** The workspace's packages, out of their `package.json` files and those that name the members of a workspace. */
export function readPackages(
  packageFiles: Values,
  workspaceFiles: Values,
): Pick<ModuleMap, 'packages' | 'packageAt'> {
  const packageAt = new Map<string, WorkspacePackage>();
  for (const [path, value] of packageFiles) packageAt.set(folderOf(path), packageOf(folderOf(path), value));
  const isMember = memberTest(packageFiles, workspaceFiles);
  const byName = new Map<string, WorkspacePackage[]>();
  for (const found of packageAt.values()) {
    if (found.name !== undefined) byName.set(found.name, [...(byName.get(found.name) ?? []), found]);
  }
  const packages = new Map<string, readonly WorkspacePackage[]>();
  for (const [name, list] of byName) {
    // A fixture may bear the name of a member; it is none.
    const members = list.filter(({ folder }) => isMember(folder));
    packages.set(name, members.length > 0 ? members : list);
  }
  return { packages, packageAt };
}

/** Whether a folder is a member of a workspace of npm, Yarn, pnpm or Bun. */
function memberTest(packageFiles: Values, workspaceFiles: Values): (folder: string) => boolean {
  const globs: string[] = [];
  const add = (path: string, value: unknown): void => {
    const list = Array.isArray(value) ? value : (value as { packages?: unknown } | undefined)?.packages;
    for (const glob of Array.isArray(list) ? list : []) {
      if (typeof glob !== 'string') continue;
      const place = normalize(`${folderOf(path)}/${glob.replace(/^!/, '')}`);
      if (place !== undefined) globs.push(glob.startsWith('!') ? `!${place}` : place);
    }
  };
  for (const [path, { workspaces }] of packageFiles) add(path, workspaces);
  for (const [path, { packages }] of workspaceFiles) add(path, packages);
  const named = globs.filter((glob) => !glob.startsWith('!'));
  const ignore = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  return globTest(named, ignore);
}

function packageOf(folder: string, value: Readonly<Record<string, unknown>>): WorkspacePackage {
  const exports = entriesOf(value.exports, '.');
  const main = ['source', 'types', 'typings', 'module', 'main'].flatMap((field) => textsIn(value[field]));
  const own = exports.get('.') ?? [];
  return {
    name: typeof value.name === 'string' ? value.name : undefined,
    folder,
    isPublished: typeof value.name === 'string' && value.private !== true,
    exports: new Map([...exports, ['.', [...own, ...main].map(relative)]]),
    imports: entriesOf(value.imports, '#'),
    dependencies: dependenciesOf(folder, value),
  };
}

/** `exports` and `imports`: a target for each subpath, or `exports` of the package itself alone. */
function entriesOf(value: unknown, initial: '.' | '#'): Map<string, readonly string[]> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const subpaths = isMap ? Object.entries(value).filter(([key]) => key.startsWith(initial)) : [];
  if (subpaths.length > 0) {
    return new Map(subpaths.map(([subpath, target]) => [asPattern(subpath), textsIn(target).map(asPattern)]));
  }
  return initial === '.' ? new Map([['.', textsIn(value)]]) : new Map();
}

/** `./features/` was once the way to write `./features/*`. */
function asPattern(path: string): string {
  return path.endsWith('/') ? `${path}*` : path;
}

/** `main` may do without the `./` of the other fields. */
function relative(path: string): string {
  return path.startsWith('.') ? path : `./${path}`;
}

/** Conditions of one place alone, which come last: the sources for the others are what is written. */
const PLATFORMS = new Set([
  'browser',
  'worker',
  'workerd',
  'deno',
  'bun',
  'react-native',
  'edge-light',
  'electron',
]);

/** The paths in an entry, under whatever conditions, in the order in which they are tried. */
function textsIn(target: unknown, depth = 0): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null || depth > 8) return [];
  const entries = Object.entries(target);
  const isLast = ([condition]: [string, unknown]): boolean => PLATFORMS.has(condition);
  return [...entries.filter((entry) => !isLast(entry)), ...entries.filter(isLast)].flatMap(([, value]) =>
    textsIn(value, depth + 1),
  );
}

function dependenciesOf(
  folder: string,
  value: Readonly<Record<string, unknown>>,
): Map<string, Dependency | undefined> {
  const result = new Map<string, Dependency | undefined>();
  for (const field of ['devDependencies', 'peerDependencies', 'optionalDependencies', 'dependencies']) {
    const list = value[field];
    if (typeof list !== 'object' || list === null) continue;
    for (const [name, version] of Object.entries(list)) result.set(name, dependencyOf(folder, version));
  }
  return result;
}

/** The versions that name another package than the dependency's own name does. */
function dependencyOf(folder: string, version: unknown): Dependency | undefined {
  if (typeof version !== 'string') return undefined;
  const path = /^(?:file|link|portal):(.+)$/.exec(version)?.[1];
  const place = path === undefined ? undefined : normalize(`${folder}/${path}`);
  if (place !== undefined) return { folder: place };
  const alias = /^(?:workspace|npm):((?:@[^/@]+\/)?[a-zA-Z][^/@]*)(?:@|$)/.exec(version)?.[1];
  if (alias !== undefined) return { name: alias };
  const inside = /^workspace:(\.{1,2}\/.+)$/.exec(version)?.[1];
  const found = inside === undefined ? undefined : normalize(`${folder}/${inside}`);
  return found === undefined ? undefined : { folder: found };
}
