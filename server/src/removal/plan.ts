import type { FlagValue } from '../flags/model';
import type { FileEdits } from '../text/edits';
import type { Span } from '../text/span';

/** A whole removal as data: every door (quick fix, command, command line) shows and applies this one plan. */
export interface RemovalPlan {
  readonly flag: string;
  /** The value that the program keeps as the flag's answer. */
  readonly keep: FlagValue;
  readonly files: readonly FileEdits[];
  /** Places left as they are, each with its reason. */
  readonly review: readonly Review[];
  /** What a person should know about an edit that is made. */
  readonly notes: readonly Note[];
  /** True where the flag's entry leaves the flag file. */
  readonly removesEntry: boolean;
  /** Sources that nothing imports any more, with the tests and stories of their own, and files in which no test is left. They stay unless they are among `deleted`. */
  readonly orphans: readonly string[];
  readonly deleted: readonly string[];
  readonly checks: TypesChecked;
}

/** What the compiler was asked about the result. */
export type TypesChecked =
  /** No new error. `unresolved` are modules whose types were not found: what comes from them could be anything. */
  | { readonly types: 'passed'; readonly unresolved?: readonly string[] }
  /** In a sentence why not, where it was tried. */
  | { readonly types: 'not-run'; readonly reason?: string };

export interface Review {
  readonly file: string;
  readonly span: Span;
  readonly reason: string;
  /** It stands in a file that holds no code of ours: what it asks the program for, if anything, comes to it over a wire. */
  readonly isOutside?: true;
}

export interface Note {
  readonly file: string;
  readonly span: Span;
  readonly message: string;
}
