/** How a program is written as a whole. */
export interface Style {
  readonly dialect: 'js' | 'ts' | 'tsx';
  readonly isAsync: boolean;
  /** What the flag answers: yes or no, one of several variations, or an object of settings. */
  readonly answer: 'boolean' | 'variant' | 'settings';
  readonly hasSemicolons: boolean;
}

/** What may be written at a place: the names in reach, and the ways out of it. */
export interface Context {
  readonly depth: number;
  readonly names: readonly string[];
  readonly assignable: readonly string[];
  /** Expressions that hold the flag, and functions that answer with it, at once or by a promise. */
  readonly flags: readonly string[];
  readonly answers: readonly string[];
  readonly promisers: readonly string[];
  readonly loop: boolean;
  readonly breakable: boolean;
  readonly labels: readonly string[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
}

/** Lines of a program, and what may be written after them. */
export interface Written {
  readonly text: string[];
  readonly next: Context;
}

/** The names that a program gets from outside; what they hold is tried in many ways. */
export const UNKNOWNS = ['a', 'b', 'c', 'n', 's', 'u'] as const;

/** A place inside another function: its own ways out, the same names. */
export function insideFunction(context: Context, more: Partial<Context> = {}): Context {
  return {
    ...context,
    isAsync: false,
    isGenerator: false,
    loop: false,
    breakable: false,
    labels: [],
    ...more,
  };
}
