import type { Flag } from './model';
import { readFlagFile } from './read';

/**
 * What the package offers to other projects as `flagwright/evaluate`: the evaluation of the flag model, for tests that
 * ask who gets a flag. It needs neither Node nor a language server.
 */
export { bucketOf, type Context, type Evaluation, evaluate, type Step } from './evaluate';
export type { Day, Evidence, Flag, FlagType, Located, ScheduleStep, State, TargetingRule } from './model';
export { type Share, type Shares, sharesOf, syntheticUsers } from './share';

export interface ReadOptions {
  /** The file's name: its extension tells YAML from JSON; YAML where absent. */
  readonly path?: string;
  /** The dotted path of the map or list of flags inside the file. */
  readonly root?: string;
  /** Our field's name → the name this project gives it, e.g. `{ enabled: 'serve' }`. */
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * The flags of a flag file's text by their keys; of a key that stands twice the first.
 * @throws {Error} where the text cannot be read as a flag file.
 */
export function readFlags(text: string, options: ReadOptions = {}): ReadonlyMap<string, Flag> {
  const { path = 'flags.yaml', ...rest } = options;
  const file = readFlagFile(path, text, { ...rest, configured: true });
  const problem = file?.problems.find(() => file.broken);
  if (!file || file.broken) throw new Error(`${path}: ${problem?.message ?? 'This is no flag file.'}`);
  const flags = new Map<string, Flag>();
  for (const flag of file.flags) if (!flags.has(flag.key)) flags.set(flag.key, flag);
  return flags;
}
