import { CONFIG_FILES, type Config, type ConfigProblem, DEFAULT_CONFIG, readConfig } from './config';

/** The first configuration that there is; `text` is all that it says, empty where there is none. */
export async function findConfig(read: (path: string) => Promise<string | undefined>): Promise<{
  readonly config: Config;
  readonly problems: readonly ConfigProblem[];
  readonly text: string;
}> {
  for (const path of CONFIG_FILES) {
    const text = await read(path);
    if (text !== undefined) return { ...readConfig(path, text), text: `${path}\n${text}` };
  }
  return { config: DEFAULT_CONFIG, problems: [], text: '' };
}
