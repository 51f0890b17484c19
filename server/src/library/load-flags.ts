import type { Flag, FlagFile } from '../flags/model';
import { readFlagFile } from '../flags/read';
import { diskHost } from '../node/disk';
import { CONFIG_FILES, DEFAULT_CONFIG, flagFileOptions, readConfig } from '../workspace/config';
import { declarationsOf, declaredFlag } from '../workspace/declared';
import { environmentNames, flagInEnvironment } from '../workspace/environments';
import { classifier } from '../workspace/file-kinds';

/** What the package offers to programs that run in Node: the evaluation of the flag model, and a project's flags. */
export * from '../flags/public';

export interface LoadOptions {
  /** Takes what the flag files say of this environment, as the configuration or the files name it. */
  readonly environment?: string;
  /** Of a key that several packages of a monorepo declare, takes the one nearest to this path below the root. */
  readonly from?: string;
}

/**
 * The flags that a project's flag files declare, by their keys. Which files these are, and how they are read, is what
 * `flagwright.config.json` says, as for the editor and the command line. Sources are not read.
 *
 * @param root The project's folder; the working directory where absent.
 * @throws {Error} where the configuration or a flag file cannot be read whole, or there is no flag file: some flags would
 *   be missing, which is not the same as being off.
 */
export async function loadFlags(
  root = '.',
  { environment, from }: LoadOptions = {},
): Promise<ReadonlyMap<string, Flag>> {
  const host = diskHost(root);
  const textOf = async (path: string): Promise<string | undefined> => {
    const content = await host.read(path);
    if ('text' in content) return content.text;
    if (content.missing) return undefined;
    throw new Error(`${path}: ${content.problem}`);
  };
  const config = await configOf(textOf);
  const entries = await host.list(config.exclude);
  const paths = entries.map(({ path }) => path).sort();
  const classify = classifier(config);
  const files: FlagFile[] = [];
  for (const path of paths.filter((one) => classify(one) === 'flagFile')) {
    const file = readFlagFile(path, (await textOf(path)) ?? '', flagFileOptions(config, path));
    if (file?.broken) throw new Error(`${path}: ${file.problems[0]?.message ?? 'The file is broken.'}`);
    if (file) files.push(file);
  }
  if (files.length === 0) throw new Error(`There is no flag file in ${root}.`);
  const declarations = declarationsOf(files);
  if (environment !== undefined && !environmentNames(files).has(environment)) {
    throw new Error(`There is no environment '${environment}' in the flag files of ${root}.`);
  }
  const folders = new Set(paths.filter((path) => path.endsWith('/package.json')));
  const isPackageFolder = (folder: string): boolean => folders.has(`${folder}/package.json`);
  return new Map(
    [...declarations].flatMap(([key, list]) => {
      const declared = declaredFlag(key, list, from, isPackageFolder);
      const flag = environment === undefined ? declared.flag : flagInEnvironment(declared, environment);
      return flag ? [[key, flag] as const] : [];
    }),
  );
}

async function configOf(textOf: (path: string) => Promise<string | undefined>) {
  for (const path of CONFIG_FILES) {
    const text = await textOf(path);
    if (text === undefined) continue;
    const { config, problems } = readConfig(path, text);
    const [problem] = problems;
    if (problem) throw new Error(`${path}: ${problem.message}`);
    return config;
  }
  return DEFAULT_CONFIG;
}
