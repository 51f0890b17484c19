import { type Build, folderOf, type ModuleMap, normalize, type PathAlias } from '../usages/resolve';

/** The parsed `tsconfig.json` files by their paths. */
export type Tsconfigs = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** What a config says of modules, with all that it extends; paths are from the root. */
interface Options {
  readonly baseUrl?: string;
  readonly paths?: {
    readonly base: string;
    readonly entries: readonly (readonly [string, readonly string[]])[];
  };
  readonly outDir?: string;
  readonly rootDir?: string;
  readonly include?: readonly string[];
}

/** How `tsconfig.json` files name modules, by the folders they hold for. */
export function readAliases(tsconfigs: Tsconfigs, packages: ModuleMap['packages']): ModuleMap['aliases'] {
  const result = new Map<string, PathAlias[]>();
  for (const path of inOrder(tsconfigs)) {
    const options = optionsOf(path, tsconfigs, packages);
    const aliases = aliasesOf(options);
    if (aliases.length === 0) continue;
    // `include` of `../src` reaches beyond the config's own folder.
    for (const folder of new Set([folderOf(path), ...foldersOf(options.include ?? [])])) {
      result.set(folder, [...(result.get(folder) ?? []), ...aliases]);
    }
  }
  for (const list of result.values()) list.sort(byPrecision);
  return result;
}

/** Where the builds put what; the likeliest source of a place first. */
export function readBuilds(tsconfigs: Tsconfigs, packages: ModuleMap['packages']): Build[] {
  return inOrder(tsconfigs).flatMap((path) => {
    const { outDir, rootDir, include } = optionsOf(path, tsconfigs, packages);
    if (outDir === undefined || outDir === '') return [];
    const sources = rootDir === undefined ? [...foldersOf(include ?? []), folderOf(path)] : [rootDir];
    return [...new Set(sources)].map((source) => ({ out: outDir, source }));
  });
}

/** For each config that one extends or refers to: the paths where it may lie, in the order in which they are tried. */
export function extendedBy(
  path: string,
  value: Readonly<Record<string, unknown>>,
  packages: ModuleMap['packages'],
): string[][] {
  const references = Array.isArray(value.references) ? value.references : [];
  return [
    ...textsOf(value.extends).map((target) => candidates(path, target, packages)),
    ...references.flatMap((reference: unknown) => {
      const target = (reference as { path?: unknown } | null)?.path;
      return typeof target === 'string'
        ? [candidates(path, target.startsWith('.') ? target : `./${target}`, packages)]
        : [];
    }),
  ];
}

function candidates(path: string, target: string, packages: ModuleMap['packages']): string[] {
  const variants = (place: string): string[] =>
    place.endsWith('.json') ? [place] : [`${place}.json`, `${place}/tsconfig.json`];
  const within = (folder: string, name: string): string[] =>
    variants(`${folder}/${name}`).flatMap((place) => normalize(place) ?? []);
  if (target.startsWith('.')) return within(folderOf(path), target);
  const parts = target.split('/');
  const name = target.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!;
  const rest = target.slice(name.length + 1);
  const places = (packages.get(name) ?? []).flatMap((found) => [
    ...(found.exports.get(rest === '' ? '.' : `./${rest}`) ?? []).flatMap((entry) =>
      within(found.folder, entry),
    ),
    ...within(found.folder, rest),
  ]);
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    places.push(...within(folder, `node_modules/${target}`));
    if (folder === '') return places;
  }
}

/** A config's options over those of what it extends; a path is relative to the config in which it stands. */
function optionsOf(
  path: string,
  tsconfigs: Tsconfigs,
  packages: ModuleMap['packages'],
  leaf = path,
  depth = 0,
): Options {
  const value = tsconfigs.get(path);
  if (!value || depth > MAX_DEPTH) return {};
  const inherited = textsOf(value.extends).map((target): Options => {
    const found = candidates(path, target, packages).find((candidate) => tsconfigs.has(candidate));
    return found === undefined ? {} : optionsOf(found, tsconfigs, packages, leaf, depth + 1);
  });
  const folder = folderOf(path);
  const at = (text: unknown): string | undefined => {
    if (typeof text !== 'string') return undefined;
    return text.startsWith(CONFIG_DIR)
      ? normalize(folderOf(leaf) + text.slice(CONFIG_DIR.length))
      : normalize(`${folder}/${text}`);
  };
  const own = (value.compilerOptions ?? {}) as Record<string, unknown>;
  const merged: Options = Object.assign({}, ...inherited);
  const baseUrl = at(own.baseUrl) ?? merged.baseUrl;
  const include = textsOf(value.include ?? value.files).flatMap((text) => at(text) ?? []);
  const outDir = at(own.outDir) ?? merged.outDir;
  const rootDir = at(own.rootDir) ?? merged.rootDir;
  const paths = pathsOf(own.paths, folder, folderOf(leaf)) ?? merged.paths;
  return {
    ...(baseUrl !== undefined && { baseUrl }),
    ...(paths && { paths }),
    ...(outDir !== undefined && { outDir }),
    ...(rootDir !== undefined && { rootDir }),
    ...(include.length > 0 ? { include } : merged.include && { include: merged.include }),
  };
}

const MAX_DEPTH = 16;

/** Stands for the folder of the config that extends, at the beginning of a path. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: it is TypeScript's own text
const CONFIG_DIR = '${configDir}';

function pathsOf(value: unknown, base: string, leaf: string): Options['paths'] {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value).map(
    ([pattern, targets]) =>
      [
        pattern,
        // A path from the root keeps that, whatever `baseUrl` is.
        textsOf(targets).map((target) =>
          target.startsWith(CONFIG_DIR) ? `/${leaf}${target.slice(CONFIG_DIR.length)}` : target,
        ),
      ] as const,
  );
  return { base, entries };
}

function aliasesOf({ baseUrl, paths }: Options): PathAlias[] {
  const base = baseUrl ?? paths?.base ?? '';
  const result = (paths?.entries ?? []).map(([pattern, targets]): PathAlias => {
    const places = targets.map((target) => (target.startsWith('/') ? target : `${base}/${target}`));
    return { pattern, targets: places.flatMap((place) => normalize(place) ?? []) };
  });
  if (baseUrl !== undefined) result.push({ pattern: '*', targets: [normalize(`${baseUrl}/*`)!] });
  return result;
}

/** An exact name before a pattern, a long beginning before a short one. */
function byPrecision(a: PathAlias, b: PathAlias): number {
  const weight = ({ pattern }: PathAlias): number =>
    pattern.includes('*') ? pattern.indexOf('*') : Number.POSITIVE_INFINITY;
  return weight(a) === weight(b) ? 0 : weight(b) - weight(a);
}

/** The folders that globs begin with: `packages/app/src` of `packages/app/src/**​/*.ts`. */
function foldersOf(globs: readonly string[]): string[] {
  return globs.map((glob) => {
    const parts = glob.split('/');
    const wild = parts.findIndex((part) => /[*?]/.test(part));
    if (wild >= 0) return parts.slice(0, wild).join('/');
    return /\.\w+$/.test(parts.at(-1)!) ? folderOf(glob) : glob;
  });
}

function textsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((item): item is string => typeof item === 'string');
}

/** Of the configs of one folder `tsconfig.json` first. */
function inOrder(tsconfigs: Tsconfigs): string[] {
  const isPlain = (path: string): boolean => /(^|\/)[tj]sconfig\.json$/.test(path);
  return [...tsconfigs.keys()].sort((a, b) => Number(isPlain(b)) - Number(isPlain(a)) || (a < b ? -1 : 1));
}
