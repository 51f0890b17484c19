import type { ModuleMap } from '../usages/resolve';
import type { WordFilter } from '../usages/word-filter';
import { readConfigsFrom, readModuleMap } from './modules';
import { createResolver, type Resolver } from './resolution';
import { isSame } from './same';
import type { TouchedMap } from './steady-map';

/** How modules are named in a workspace, and what connects its facts for as long as they are named so. */
export interface ModuleNames {
  /** The texts of the files that say it. */
  readonly configs: ReadonlyMap<string, string>;
  /**
   * Reads some of them, and those that they extend: these may bear any name, and lie where nothing else is looked for. Tells whether any
   * says something else than before: editors open them without anybody typing.
   */
  read(paths: readonly string[]): Promise<boolean>;
  modules(): ModuleMap;
  resolver(): Resolver;
  /** Sources have come or gone: a name may be another file's now. */
  renew(): void;
  clear(): void;
}

export interface ModuleNamesHost {
  readonly read: (path: string) => Promise<string | undefined>;
  readonly isSource: (path: string) => boolean;
  /** What words each source holds. */
  readonly words: TouchedMap<WordFilter>;
}

export function createModuleNames(
  { read, isSource, words }: ModuleNamesHost,
  from?: ReadonlyMap<string, string>,
): ModuleNames {
  const configs = new Map<string, string>(from);
  let modules: ModuleMap | undefined;
  let resolver: Resolver | undefined;

  const renew = (): void => {
    resolver = undefined;
  };
  const modulesNow = (): ModuleMap => {
    modules ??= readModuleMap(configs, isSource);
    return modules;
  };

  return {
    configs,
    modules: modulesNow,
    resolver: () => {
      resolver ??= createResolver(modulesNow(), words);
      return resolver;
    },
    renew,
    read: async (paths) => {
      const before = new Map(configs);
      await readConfigsFrom(paths, configs, read);
      if (isSame(before, configs)) return false;
      modules = undefined;
      renew();
      return true;
    },
    clear: () => {
      configs.clear();
      modules = undefined;
      renew();
    },
  };
}
