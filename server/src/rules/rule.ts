import type { EntryQuestion, EntryRequest } from '../flags/entry-request';
import type { FileEdits } from '../text/edits';
import type { Span } from '../text/span';
import type { SeveritySetting } from '../workspace/config';
import type { RuleId } from '../workspace/rule-ids';
import type { Snapshot } from '../workspace/snapshot';

export type Severity = Exclude<SeveritySetting, 'off'>;

/**
 * One diagnostic rule: what it is called, how serious it is, what it finds and how that is mended. Its page in
 * `docs/rules` is made of the doc comment of its constant.
 */
export interface Rule {
  readonly id: RuleId;
  readonly severity: Severity;
  /** What it finds, as a sentence for lists of rules. */
  readonly summary: string;
  /** What it finds by sure reads of one source alone stays true, whatever is read later. */
  readonly isEarly?: boolean;
  /** Findings of one source file. */
  checkSource?(snapshot: Snapshot, path: string): Iterable<RuleFinding>;
  /** Findings of one flag file. */
  checkFlagFile?(snapshot: Snapshot, path: string): Iterable<RuleFinding>;
  /** Mends of one finding, the best first. */
  fixes?(snapshot: Snapshot, finding: Finding, textOf: TextOf): Iterable<Fix>;
}

/** What a rule says; the rule's id, file and severity are added by `check.ts`. */
export interface RuleFinding {
  readonly span: Span;
  readonly message: string;
  /** Where this finding is less serious than the rule's others. */
  readonly atMost?: Severity;
  /** The flag it is about. */
  readonly flag?: string;
  /** Other places that explain it. */
  readonly related?: readonly { readonly file: string; readonly span: Span; readonly message: string }[];
  /** What was probably meant in place of the text at `replaces`, or else at `span`; the best first. */
  readonly suggestions?: readonly string[];
  /** The very words that are wrong, where the finding stands at the whole entry's key. */
  readonly replaces?: Span;
}

export interface Finding extends Omit<RuleFinding, 'atMost'> {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly file: string;
}

/** The present text of a file of the workspace. */
export type TextOf = (path: string) => string | undefined;

/** A change that mends a finding. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly FileEdits[];
  /** In place of edits, what is worked out when it is chosen. */
  readonly later?: EntryRequest | EntryQuestion;
  /** The one fix that a person would take without thinking. */
  readonly isPreferred?: boolean;
}
