import type { Flag, FlagFile } from '../../server/src/flags/model';
import type { FlagFileOptions } from '../../server/src/flags/options';
import { readFlagFile } from '../../server/src/flags/read';

/** Reads a text as a flag file that the configuration names, so that its content need not give it away. */
export function readFlags(text: string, options: FlagFileOptions = {}, path = 'flags.yaml'): FlagFile {
  return readFlagFile(path, text, { ...options, configured: true })!;
}

/** The one flag of a text, or the first of them. */
export function readFlag(text: string, options: FlagFileOptions = {}): Flag {
  return readFlags(text, options).flags[0]!;
}

/** A flag by its fields, in flow or block YAML: `flagWith('enabled: true, percentage: 10')`. */
export function flagWith(fields: string, key = 'f'): Flag {
  return readFlag(`flags:\n  ${key}: { ${fields} }\n`);
}
