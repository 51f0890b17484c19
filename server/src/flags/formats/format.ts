import type { LineIndex } from '../../text/lines';
import type { DataTree } from '../../text/tree';
import type { Flag, FlagFileProblem } from '../model';
import type { FlagFileOptions } from '../options';

/** A reader of one format of flag files. */
export interface FlagFormat {
  /** The name that the configuration's `format` knows it by. */
  readonly name: string;
  /** Undefined where the content is of another format, or no flag file at all. */
  read(source: FlagSource): FlagReading | undefined;
}

/** A parsed file with all that a format's reader needs of it. */
export interface FlagSource {
  readonly path: string;
  readonly syntax: 'yaml' | 'json';
  readonly tree: DataTree;
  readonly lines: LineIndex;
  readonly options: FlagFileOptions;
  /** True where the configuration names the file: then it is read even where it does not look like flags. */
  readonly configured: boolean;
}

export interface FlagReading {
  readonly flags: readonly Flag[];
  readonly problems: readonly FlagFileProblem[];
  /** True where flags may be missing though the syntax is right, e.g. where the configured root is not there. */
  readonly incomplete?: boolean;
}
