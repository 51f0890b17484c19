/** What a project's own word says of a flag. */
export const STATE_WORDS = ['on', 'off', 'partial'] as const;
export type StateWord = (typeof STATE_WORDS)[number];

/** How the team's configuration says a flag file is to be read; everything absent is found by content. */
export interface FlagFileOptions {
  readonly format?: string;
  /** The dotted path of the map or list of flags inside the file. */
  readonly root?: string;
  readonly environment?: string;
  /** Our field's name → the name this project gives it, e.g. `{ enabled: 'serve', owner: 'team' }`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** What the words that stand for `enabled` mean, e.g. `{ hidden: 'off', allowed: 'partial', on: 'on' }`. */
  readonly states?: Readonly<Record<string, StateWord>>;
}
