import type { Silencer } from '../text/silencer';
import type { Span } from '../text/span';

/** One declared flag: what one entry of a flag file says, with the place of everything it says. */
export interface Flag {
  /** The flag's key as code names it; for an entry in a nested section its dotted path. */
  readonly key: string;
  /** The flag file, relative to the workspace's root, with `/`. */
  readonly file: string;
  /** The environment whose section of the file declares it; absent where the file has no such sections. */
  readonly environment?: string;
  /** The key's text, without quotes. */
  readonly keySpan: Span;
  /** The whole entry, from its key to the end of its value. */
  readonly span: Span;
  /** What the entry is worth to everyone, and the evidence for it. */
  readonly state: State;
  /** The flag as each environment has it, where the entry itself tells several apart; `state` is then over all of them. */
  readonly environments?: readonly Flag[];

  readonly enabled?: Located<boolean>;
  /**
   * 0 to 100; absent means everyone, when enabled. A number beyond that stays as it is, and NaN stands for what is no
   * number: the state is unknown then.
   */
  readonly percentage?: Located<number>;
  readonly allowedUsers: readonly Located<string>[];
  readonly rules: readonly TargetingRule[];
  readonly schedule: readonly ScheduleStep[];
  readonly description?: Located<string>;
  readonly owner?: Located<string>;
  readonly created?: Located<Day>;
  readonly expires?: Located<Day>;
  readonly ticket?: Located<string>;
  readonly type?: Located<FlagType>;
  readonly permanent?: Located<boolean>;
  readonly tags?: readonly Located<string>[];
  /** The day on which code last asked the service for it. */
  readonly lastEvaluated?: Located<Day>;
  /** What people have decided about it in the service: it is archived there, or is to be removed. */
  readonly mark?: Located<'archived' | 'stale'>;
  /** Every field of the entry in the order of the file, the unknown ones too. */
  readonly fields: readonly Field[];
  /**
   * Places that name a flag: others that this entry depends on, or whose YAML alias it is, which keeps them alive; and
   * the flag's own key in its further `parts`.
   */
  readonly dependsOn: readonly Located<string>[];
  /** Further entries of the file that are about the flag, such as a strategy in a list of its own: they go with it. */
  readonly parts?: readonly Span[];
  /** False where the entry has no room for metadata (a plain boolean, a format without such a field). */
  readonly canHave: { readonly owner: boolean; readonly expiry: boolean };
}

/** A value and where it stands. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** A field as it stands in the file; `value` is the plain JSON value. */
export interface Field {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: unknown;
  readonly valueSpan: Span;
}

export const FLAG_TYPES = ['release', 'experiment', 'operational', 'kill_switch', 'permission'] as const;
export type FlagType = (typeof FLAG_TYPES)[number];

export const OPERATORS = [
  'equals',
  'not_equals',
  'in',
  'not_in',
  'greater_than',
  'less_than',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
  'exists',
  'semver_equals',
  'semver_greater_than',
  'semver_less_than',
] as const;
export type Operator = (typeof OPERATORS)[number];

/** One targeting rule. A rule the reader could not understand is `opaque`: it narrows, but never matches. */
export interface TargetingRule {
  readonly attribute: string;
  readonly operator: Operator | 'opaque';
  readonly value: unknown;
  readonly span: Span;
  /** What an opaque rule says, where its format's reader knows: `the segment is beta, gives true`. */
  readonly words?: string;
  /** True where it is of a shape of the project's own, which its code understands and we do not. */
  readonly isForeign?: true;
}

export interface ScheduleStep {
  readonly date: Day;
  readonly percentage: number;
  readonly span: Span;
}

/** A calendar day in UTC, as days since 1970-01-01. */
export type Day = number;

/** A value a flag can have in code. */
export type FlagValue =
  | boolean
  | number
  | string
  | null
  | readonly FlagValue[]
  | { readonly [name: string]: FlagValue };

/**
 * What a flag is for every context at once:
 * `on` and `off` for all, `partial` for some, `fixed` a constant that is not boolean, `unknown` where the file does not say.
 */
export type State =
  | {
      readonly kind: 'on' | 'off' | 'partial';
      readonly evidence: Evidence;
      /** The state in words, where on, off and "on for …" do not say it: `serving red to 30 % and blue to 70 %`. */
      readonly words?: string;
    }
  | { readonly kind: 'fixed'; readonly value: FlagValue; readonly evidence: Evidence }
  | { readonly kind: 'unknown'; readonly reason: string; readonly evidence?: Evidence };

export type StateKind = State['kind'];

/** The field that decided a state. */
export interface Evidence {
  readonly field: string;
  readonly span: Span;
  /** True where the state rests on a default (a service's "disabled: the code's default applies"): no ground for a removal. */
  readonly isDefault?: boolean;
}

export type FlagFileFormat = 'yaml' | 'json';

/** What was read of one flag file. Reading never fails: what is wrong with the file are its `problems`. */
export interface FlagFile {
  readonly path: string;
  readonly format: FlagFileFormat;
  /** The syntax the file is written in, whatever its format. */
  readonly syntax: 'yaml' | 'json';
  /** The service or tool whose format it is, by the name that the configuration knows it by; absent for our own. */
  readonly service?: string;
  /** The environment that the file's states are of, where the configuration or a snapshot names one. */
  readonly environment?: string;
  /** Where the file was pulled; absent where people write it. */
  readonly pulled?: PulledFrom;
  readonly flags: readonly Flag[];
  readonly problems: readonly FlagFileProblem[];
  /** True where so little could be read that flags may be missing: then no flag is called unknown. */
  readonly broken: boolean;
  /** Comments `# flagwright-ignore rule: reason`, found while parsing. */
  readonly silencers: readonly Silencer[];
}

/** The services whose flags can be pulled. */
export const SERVICE_NAMES = ['unleash', 'launchdarkly', 'flagsmith', 'split'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Where a snapshot was pulled. */
export interface PulledFrom {
  readonly service: ServiceName;
  readonly url: string;
  readonly project?: string;
  readonly environment?: string;
  /** Where the service shows a flag to people: an address with `{flag}` or `{id}` in it. */
  readonly flagUrl?: string;
}

export interface FlagFileProblem {
  readonly rule: 'invalid-flag' | 'unknown-field' | 'duplicate-flag';
  readonly message: string;
  readonly span: Span;
  /** The key of the flag it is about; absent where it is about the file. */
  readonly flag?: string;
  /** The text that was probably meant in place of what stands at `span`. */
  readonly suggestion?: string;
}
