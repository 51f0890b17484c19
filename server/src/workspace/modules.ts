import { parseJson } from '../text/json';
import { type DataNode, entryOf, plainValue } from '../text/tree';
import {
  folderOf,
  type ModuleMap,
  normalize,
  type PathAlias,
  type WorkspacePackage,
} from '../usages/resolve';

/** Files that say how modules are named: `tsconfig.json` and its kin, and `package.json`. */
export function isModuleConfig(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'package.json' || /^(ts|js)config(\.[\w-]+)*\.json$/.test(name);
}

/** Reads the module names out of those files' texts. */
export function readModuleMap(
  configs: ReadonlyMap<string, string>,
  has: (path: string) => boolean,
): ModuleMap {
  const aliases: PathAlias[] = [];
  const packages = new Map<string, WorkspacePackage>();
  for (const [path, text] of configs) {
    const root = parseJson(text).documents[0];
    if (!root) continue;
    if (path.endsWith('package.json')) addPackage(path, root, packages);
    else aliases.push(...aliasesOf(path, root));
  }
  aliases.sort((a, b) => b.scope.length - a.scope.length || b.pattern.length - a.pattern.length);
  return { has, aliases, packages };
}

function aliasesOf(path: string, root: DataNode): PathAlias[] {
  const options = root.kind === 'map' ? entryOf(root, 'compilerOptions')?.value : undefined;
  if (options?.kind !== 'map') return [];
  const scope = folderOf(path);
  const baseNode = entryOf(options, 'baseUrl')?.value;
  const baseUrl = baseNode && plainValue(baseNode);
  const base = normalize(`${scope}/${typeof baseUrl === 'string' ? baseUrl : '.'}`);
  if (base === undefined) return [];
  const prefix = base === '' ? '' : `${base}/`;
  const result: PathAlias[] = [];
  const paths = entryOf(options, 'paths')?.value;
  for (const entry of paths?.kind === 'map' ? paths.entries : []) {
    const targets = plainValue(entry.value);
    if (!Array.isArray(targets)) continue;
    const texts = targets.filter((target): target is string => typeof target === 'string');
    result.push({ scope, pattern: entry.key, targets: texts.map((target) => prefix + target) });
  }
  if (typeof baseUrl === 'string') result.push({ scope, pattern: '*', targets: [`${prefix}*`] });
  return result;
}

function addPackage(path: string, root: DataNode, packages: Map<string, WorkspacePackage>): void {
  const value = plainValue(root) as Record<string, unknown> | null;
  if (typeof value !== 'object' || value === null || typeof value.name !== 'string') return;
  const entries = new Map<string, string[]>();
  const add = (subpath: string, target: unknown): void => {
    for (const text of textsIn(target)) {
      // Entry points name what the build makes; its source most often lies under `src` by the same name.
      const source = text.replace(/^(\.\/)?(dist|lib|build|out)\//, 'src/').replace(/\.(d\.ts|[cm]?js)$/, '');
      entries.set(subpath, [...(entries.get(subpath) ?? []), text, source]);
    }
  };
  for (const name of ['source', 'types', 'module', 'main']) add('.', value[name]);
  const exports = value.exports;
  if (
    typeof exports === 'object' &&
    exports !== null &&
    Object.keys(exports).some((key) => key.startsWith('.'))
  ) {
    for (const [subpath, target] of Object.entries(exports)) add(subpath, target);
  } else add('.', exports);
  packages.set(value.name, { folder: folderOf(path), entries });
}

/** The paths in an entry of `exports`, under whatever conditions. */
function textsIn(target: unknown, depth = 0): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null || depth > 4) return [];
  return Object.values(target).flatMap((value) => textsIn(value, depth + 1));
}
