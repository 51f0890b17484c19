import { parseJson } from '../text/json';
import { plainValue } from '../text/tree';
import { parseYaml } from '../text/yaml';
import type { ModuleMap } from '../usages/resolve';
import { each } from './each';
import { readPackages } from './packages';
import { extendedBy, readAliases, readBuilds } from './tsconfig';

/** Files that say how modules are named: `tsconfig.json` and its kin, `package.json`, `pnpm-workspace.yaml`. */
export function isModuleConfig(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'package.json' || name === 'pnpm-workspace.yaml' || isTsconfig(name);
}

function isTsconfig(name: string): boolean {
  return /^(ts|js)config(\.[\w-]+)*\.json$/.test(name);
}

/** Reads configs into `known`, and those that they extend: these may bear any name. */
export async function readConfigsFrom(
  paths: readonly string[],
  known: Map<string, string>,
  textOf: (path: string) => Promise<string | undefined>,
): Promise<void> {
  const asked = new Set<string>();
  for (let wanted = paths; wanted.length > 0; ) {
    await each(wanted, async (path) => {
      asked.add(path);
      const text = await textOf(path);
      if (text === undefined) known.delete(path);
      else known.set(path, text);
    });
    wanted = moreConfigs(known).filter((path) => !asked.has(path));
  }
}

/** Where the files may lie that a `tsconfig.json` extends or refers to, if they are not among the configs yet. */
function moreConfigs(configs: ReadonlyMap<string, string>): string[] {
  const { packages, workspaces, tsconfigs } = parse(configs);
  const known = readPackages(packages, workspaces).packages;
  return [...tsconfigs].flatMap(([path, value]) =>
    extendedBy(path, value, known)
      .filter((candidates) => !candidates.some((candidate) => configs.has(candidate)))
      .flat(),
  );
}

/** Reads the module names out of those files' texts. */
export function readModuleMap(
  configs: ReadonlyMap<string, string>,
  has: (path: string) => boolean,
): ModuleMap {
  const { packages, workspaces, tsconfigs } = parse(configs);
  const named = readPackages(packages, workspaces);
  return {
    has,
    ...named,
    aliases: readAliases(tsconfigs, named.packages),
    builds: readBuilds(tsconfigs, named.packages),
  };
}

type Values = Map<string, Record<string, unknown>>;

/** The configs' values by kind; whatever is no package and no workspace is a `tsconfig.json`, whatever it is called. */
function parse(
  configs: ReadonlyMap<string, string>,
): Record<'packages' | 'workspaces' | 'tsconfigs', Values> {
  const result = { packages: new Map(), workspaces: new Map(), tsconfigs: new Map() };
  for (const path of [...configs.keys()].sort()) {
    const isYaml = path.endsWith('.yaml');
    const root = (isYaml ? parseYaml : parseJson)(configs.get(path)!).documents[0];
    const value = root && plainValue(root);
    if (typeof value !== 'object' || value === null) continue;
    const kind = isYaml ? 'workspaces' : /(^|\/)package\.json$/.test(path) ? 'packages' : 'tsconfigs';
    result[kind].set(path, value);
  }
  return result;
}
