import type { Day, Flag, FlagFile, State } from '../flags/model';
import type { Span } from '../text/span';
import type { SourceFacts } from '../usages/facts';
import type { Read } from '../usages/read';
import type { ModuleMap } from '../usages/resolve';
import type { Config, ConfigProblem } from './config';
import type { Evidence } from './evidence';
import type { FileHistory } from './state-history';

/**
 * Everything that is known of a workspace at one moment. Immutable: a change of a file makes a new one.
 * Paths are relative to the workspace's root, with `/`.
 */
export interface Snapshot {
  readonly config: Config;
  /** What is wrong with the configuration, at its place in `config.file`. */
  readonly configProblems: readonly ConfigProblem[];
  readonly today: Day;
  /** False while files are still being read: then nothing is said that a later file could take back. */
  readonly complete: boolean;
  readonly flagFiles: ReadonlyMap<string, FlagFile>;
  /** Files that could not be read, each with why. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** False while the history is being read: then nothing is said of which it may tell better. */
  readonly isHistoryRead: boolean;
  /** What the history of each flag file tells; nothing where nobody can be asked. */
  readonly histories: ReadonlyMap<string, FileHistory>;
  /** What is known of the flags in production; nothing where nobody is asked, or nobody has answered. */
  readonly evidence: Evidence | undefined;
  /** Number of sources in the workspace, scanned or not. */
  readonly sourceCount: number;

  /** The declared keys, in the order of the files. */
  keys(): readonly string[];
  /** One flag with all its declarations; nothing for an undeclared one. `from` picks the nearest file of a monorepo. */
  flag(key: string, from?: string): DeclaredFlag | undefined;
  /** The facts of a source that the scan found worth parsing. */
  facts(path: string): SourceFacts | undefined;
  /** The ids of the wrappers that are called alike; see `familyOf`. */
  wrappersAlike(family: string): readonly string[];
  /** The reads of one source in the order of the text, dynamic ones too. */
  readsIn(path: string): readonly Read[];
  /** Every read of one flag, certain and likely. */
  readsOf(key: string): readonly Read[];
  /** How many these are, which is known without gathering them. */
  readCount(key: string): number;
  /** Dynamic reads that may reach the flag. */
  dynamicReadsOf(key: string): readonly Read[];
  /** Assignments to the flag in code: `KILL_SWITCHES.x = false`. */
  writesOf(key: string): readonly Place[];
  /** Where code names the flag in an enum, a type or a table: `enum Flag { Checkout = 'checkout' }`. */
  codeDeclarationsOf(key: string): readonly CodeDeclaration[];
  /** The same for one source. */
  codeDeclarationsIn(path: string): readonly CodeDeclaration[];
  /** Where files that the scanner does not parse name the flag. Known for flags without a read and on request; else nothing. */
  mentionsOf(key: string): readonly Place[] | undefined;
  /** Whether the configuration, or its name, makes a path a flag file. */
  isFlagFile(path: string): boolean;
  /** Whether a folder is a package of its own: it has a `package.json`. */
  isPackageFolder(folder: string): boolean;
  /** Sources with reads, silencing comments or mocks. */
  sources(): readonly string[];
  /** What tells the file that an import names. */
  readonly modules: ModuleMap;
  /** The sources that import a source. */
  importersOf(path: string): readonly string[];
}

export interface Place {
  readonly file: string;
  readonly span: Span;
}

/** A name in code that stands for a flag, yet reads none. */
export interface CodeDeclaration extends Place {
  readonly key: string;
  /** The name is its value's too: `{ dark }`. */
  readonly isShorthand?: boolean;
}

/** A flag as the team knows it: one key, and its declarations in the flag files. */
export interface DeclaredFlag {
  readonly key: string;
  /** The declaration that speaks for it: the only one, or the nearest. */
  readonly flag: Flag;
  /** All of them; several where files name different environments. */
  readonly declarations: readonly { readonly flag: Flag; readonly environment?: string }[];
  /** The state over all environments: `partial` where they disagree. */
  readonly state: State;
}
