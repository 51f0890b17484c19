/** What module resolution needs to know of a workspace. */
export interface ModuleMap {
  /** Whether a source of this path is in the workspace. */
  has(path: string): boolean;
  /** `paths` and `baseUrl` of the `tsconfig.json` files, by the folder they hold for, the most particular pattern first. */
  readonly aliases: ReadonlyMap<string, readonly PathAlias[]>;
  /** The workspace's own packages by name; of several of one name the members of its workspaces first. */
  readonly packages: ReadonlyMap<string, readonly WorkspacePackage[]>;
  /** The same by folder. */
  readonly packageAt: ReadonlyMap<string, WorkspacePackage>;
  /** What builds make of which folders: `outDir` and `rootDir`. */
  readonly builds: readonly Build[];
}

/** Paths from the root. */
export interface Build {
  readonly out: string;
  readonly source: string;
}

/** One entry of `paths`, or a `baseUrl` as the pattern `*`. */
export interface PathAlias {
  readonly pattern: string;
  /** Paths from the root, with `*` where the pattern has it. */
  readonly targets: readonly string[];
}

export interface WorkspacePackage {
  readonly name: string | undefined;
  readonly folder: string;
  /** Others than this workspace may use it: it has a name and is not private. */
  readonly isPublished: boolean;
  /** Entry points by their subpath (`.`, `./flags`, `./*`), as paths within the folder, in the order in which they are tried. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
  /** The same for the package's own use: `#flags`, `#lib/*`. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** Packages by the names it gives them; those that lie elsewhere than in this workspace as nothing. */
  readonly dependencies: ReadonlyMap<string, Dependency | undefined>;
}

/** `workspace:@shop/keys@*`, `file:../keys`. */
export type Dependency = { readonly name: string } | { readonly folder: string };

/**
 * The source that an import names, as a path from the root; nothing where it lies outside the workspace.
 * Follows what TypeScript and bundlers do, without touching the disk.
 */
export function resolveModule(from: string, specifier: string, modules: ModuleMap): string | undefined {
  if (specifier.startsWith('/')) return asFile(normalize(specifier), modules);
  if (specifier.startsWith('.')) {
    const path = normalize(`${folderOf(from)}/${specifier}`);
    return path === undefined ? undefined : asFileOrSource(path, modules);
  }
  const own = nearest(from, modules.packageAt);
  const aliased = ofAlias(from, specifier, modules);
  if (aliased !== undefined) return aliased;
  if (specifier.startsWith('#')) return own && ofEntry(own, own.imports, specifier, modules);
  const { name, subpath } = splitSpecifier(specifier);
  const known = own?.dependencies.get(name);
  const target = known ? dependency(known, from, modules) : packageNamed(name, from, modules);
  if (target) return ofPackage(target, subpath, modules);
  return own?.dependencies.has(name) ? undefined : asFile(normalize(specifier), modules);
}

/** By the nearest `tsconfig.json` that has a word for it; one above it counts where it has none. */
function ofAlias(from: string, specifier: string, modules: ModuleMap): string | undefined {
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    let isNamed = false;
    for (const { pattern, targets } of modules.aliases.get(folder) ?? []) {
      const star = matchPattern(pattern, specifier);
      if (star === undefined) continue;
      for (const target of targets) {
        const path = normalize(target.replace('*', () => star));
        const found = path === undefined ? undefined : asFileOrSource(path, modules);
        if (found) return found;
      }
      isNamed ||= pattern !== '*';
    }
    if (isNamed || folder === '') return undefined;
  }
}

/** A file, or where it is what a build makes, its source: `./dist/flags` is `./src/flags.ts`. */
function asFileOrSource(path: string, modules: ModuleMap): string | undefined {
  const own = asFile(path, modules);
  if (own !== undefined) return own;
  for (const source of sourcesOf(path, modules.builds)) {
    const found = asFile(normalize(source), modules);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Folders that builds write to, and those for the kinds of modules within them. */
const BUILT = new Set(['dist', 'lib', 'build', 'out', 'output']);
const KINDS = new Set(['esm', 'cjs', 'es', 'umd', 'mjs', 'module', 'types', 'node', 'browser']);

/** Where the source of a built file may lie: under `src`, or beside the build, without what tells one build from another. */
function* sourcesOf(path: string, builds: readonly Build[]): Iterable<string> {
  for (const { out, source } of buildsInto(path, builds)) yield `${source}/${path.slice(out.length + 1)}`;
  const parts = path.split('/');
  for (const [at, part] of parts.entries()) {
    if (!BUILT.has(part)) continue;
    const before = parts
      .slice(0, at)
      .map((folder) => `${folder}/`)
      .join('');
    for (let from = at + 1; from < parts.length; from++) {
      const rest = parts.slice(from).join('/');
      yield `${before}src/${rest}`;
      yield `${before}${rest}`;
      if (!KINDS.has(parts[from]!)) break;
    }
  }
}

/** The builds that may have made a file, in their order: a large workspace has hundreds, and asks for each name that leads to no file. */
function buildsInto(path: string, builds: readonly Build[]): readonly Build[] {
  let byFolder = buildsByFolder.get(builds);
  if (!byFolder) {
    byFolder = new Map();
    for (const build of builds) byFolder.set(build.out, [...(byFolder.get(build.out) ?? []), build]);
    buildsByFolder.set(builds, byFolder);
  }
  const found: Build[] = [];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
    found.push(...(byFolder.get(folder) ?? []));
  return found.length < 2 ? found : found.sort((a, b) => builds.indexOf(a) - builds.indexOf(b));
}

const buildsByFolder = new WeakMap<readonly Build[], Map<string, readonly Build[]>>();

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** Compiled names that imports use for sources: `./flags.js` is `flags.ts`. */
const SOURCE_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.ts'],
  '.cjs': ['.cts', '.ts'],
};

function asFile(named: string | undefined, modules: ModuleMap): string | undefined {
  if (named === undefined) return undefined;
  // `./flags.d.ts` declares what `./flags.js` holds.
  const path = named.replace(/\.d\.([cm]?)ts$/, '.$1js');
  if (modules.has(path)) return path;
  const dot = path.lastIndexOf('.');
  const extension = dot > path.lastIndexOf('/') ? path.slice(dot) : '';
  for (const source of SOURCE_OF[extension] ?? []) {
    const candidate = path.slice(0, dot) + source;
    if (modules.has(candidate)) return candidate;
  }
  for (const base of path === '' ? ['index'] : [path, `${path}/index`]) {
    const found = EXTENSIONS.find((candidate) => modules.has(base + candidate));
    if (found) return base + found;
  }
  return undefined;
}

/** A package's entry point; a subpath that it does not list is taken for a file of it. */
function ofPackage(target: WorkspacePackage, subpath: string, modules: ModuleMap): string | undefined {
  const entry = ofEntry(target, target.exports, subpath, modules);
  if (entry !== undefined) return entry;
  const rest = subpath.slice(2);
  const places =
    subpath === '.' ? ['src/index', 'index', 'lib/index', 'src'] : [rest, `src/${rest}`, `lib/${rest}`];
  for (const place of places) {
    const found = asFile(normalize(`${target.folder}/${place}`), modules);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What an entry of `exports` or `imports` names: the exact one, else the pattern that says most of the subpath. */
function ofEntry(
  owner: WorkspacePackage,
  entries: WorkspacePackage['exports'],
  subpath: string,
  modules: ModuleMap,
): string | undefined {
  const exact = entries.get(subpath);
  const patterns = exact
    ? []
    : [...entries.keys()]
        .filter((key) => key.includes('*') && matchPattern(key, subpath) !== undefined)
        .sort((a, b) => b.indexOf('*') - a.indexOf('*'));
  const key = exact ? subpath : patterns[0];
  if (key === undefined) return undefined;
  const star = matchPattern(key, subpath) ?? '';
  for (const target of entries.get(key)!) {
    const path = target.replaceAll('*', () => star);
    // `"#flags": "@shop/keys"` hands on to another package.
    if (!path.startsWith('.')) {
      const found = resolveModule(`${owner.folder}/package.json`, path, modules);
      if (found !== undefined) return found;
      continue;
    }
    const inside = normalize(`${owner.folder}/${path}`);
    const found = inside === undefined ? undefined : asFileOrSource(inside, modules);
    if (found !== undefined) return found;
  }
  return undefined;
}

function dependency(known: Dependency, from: string, modules: ModuleMap): WorkspacePackage | undefined {
  return 'folder' in known ? modules.packageAt.get(known.folder) : packageNamed(known.name, from, modules);
}

/** Of several packages of one name the one that shares the longest way with the importer. */
function packageNamed(name: string, from: string, modules: ModuleMap): WorkspacePackage | undefined {
  const [first, ...others] = modules.packages.get(name) ?? [];
  return others.reduce(
    (best, other) =>
      best && sharedFolders(other.folder, from) > sharedFolders(best.folder, from) ? other : best,
    first,
  );
}

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared;
}

function splitSpecifier(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
  return { name, subpath: `.${specifier.slice(name.length)}` };
}

function nearest<T>(path: string, byFolder: ReadonlyMap<string, T>): T | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const found = byFolder.get(folder);
    if (found || folder === '') return found;
  }
}

function matchPattern(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? '' : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits =
    specifier.length >= head.length + tail.length && specifier.startsWith(head) && specifier.endsWith(tail);
  return fits ? specifier.slice(head.length, specifier.length - tail.length) : undefined;
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Resolves `.` and `..`; nothing where the path leaves the root. */
export function normalize(path: string): string | undefined {
  const result: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') result.push(part);
    else if (result.pop() === undefined) return undefined;
  }
  return result.join('/');
}
