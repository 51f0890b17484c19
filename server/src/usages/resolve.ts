/** What module resolution needs to know of a workspace. */
export interface ModuleMap {
  /** Whether a source of this path is in the workspace. */
  has(path: string): boolean;
  /** `paths` and `baseUrl` of the `tsconfig.json` files, the deepest folder first. */
  readonly aliases: readonly PathAlias[];
  /** The workspace's own packages by name. */
  readonly packages: ReadonlyMap<string, WorkspacePackage>;
}

/** One entry of `paths`, or a `baseUrl` as the pattern `*`; it holds for the files below `scope`. */
export interface PathAlias {
  readonly scope: string;
  readonly pattern: string;
  /** Paths from the root, with `*` where the pattern has it. */
  readonly targets: readonly string[];
}

export interface WorkspacePackage {
  readonly folder: string;
  /** Entry points by their subpath (`.`, `./flags`), as paths within the folder. */
  readonly entries: ReadonlyMap<string, readonly string[]>;
}

/**
 * The source that an import names, as a path from the root; nothing where it lies outside the workspace.
 * Follows what TypeScript and bundlers do, without touching the disk.
 */
export function resolveModule(from: string, specifier: string, modules: ModuleMap): string | undefined {
  if (specifier.startsWith('/')) return asFile(normalize(specifier), modules);
  if (specifier.startsWith('.')) return asFileOrSource(normalize(`${folderOf(from)}/${specifier}`), modules);
  for (const alias of modules.aliases) {
    if (alias.scope !== '' && !from.startsWith(`${alias.scope}/`)) continue;
    const star = matchPattern(alias.pattern, specifier);
    if (star === undefined) continue;
    for (const target of alias.targets) {
      const found = asFile(normalize(target.replace('*', star)), modules);
      if (found) return found;
    }
  }
  return ofPackage(specifier, modules) ?? asFile(normalize(specifier), modules);
}

/** A file, or where it is what a build makes, the source of the same name: `./dist/flags` is `./src/flags.ts`. */
function asFileOrSource(path: string | undefined, modules: ModuleMap): string | undefined {
  const built = path === undefined ? undefined : /^(.*\/)?(?:dist|lib|build|out)\/(.+)$/.exec(path);
  return asFile(path, modules) ?? (built ? asFile(`${built[1] ?? ''}src/${built[2]}`, modules) : undefined);
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** Compiled names that imports use for sources: `./flags.js` is `flags.ts`. */
const SOURCE_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

function asFile(path: string | undefined, modules: ModuleMap): string | undefined {
  if (path === undefined) return undefined;
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

function ofPackage(specifier: string, modules: ModuleMap): string | undefined {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
  const found = modules.packages.get(name);
  if (!found) return undefined;
  const rest = specifier.slice(name.length + 1);
  const subpath = rest === '' ? '.' : `./${rest}`;
  const candidates = [
    ...(found.entries.get(subpath) ?? []),
    ...(rest === '' ? ['src/index', 'index', 'lib/index', 'src'] : [rest, `src/${rest}`, `lib/${rest}`]),
  ];
  for (const candidate of candidates) {
    const path = asFile(normalize(`${found.folder}/${candidate}`), modules);
    if (path) return path;
  }
  return undefined;
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
