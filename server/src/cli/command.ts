import type { Terminal } from './terminal';

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What stands after the name, as people write it: `FLAG… [--write]`. */
  readonly synopsis: string;
  /** Its own options; `--root` and `--help` every command has. */
  readonly options: readonly Option[];
  /** Paragraphs for its help, below the options. */
  readonly details?: readonly string[];
  run(invocation: Invocation): Promise<number>;
}

export interface Option {
  /** Without the dashes. */
  readonly name: string;
  /** What the value is called in the help; absent for a switch. */
  readonly value?: string;
  /** The values that it may have, the default first. */
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  /** It may stand without its value, which is empty then. */
  readonly optional?: boolean;
  readonly help: string;
}

/** A command as it was called. */
export interface Invocation {
  readonly terminal: Terminal;
  /** The folder to work on, absolute. */
  readonly root: string;
  /** What is no option, in order. */
  readonly operands: readonly string[];
  /** The value of an option, the last where it was given more than once. */
  option(name: string): string | undefined;
  /** Every value of a repeatable option. */
  optionAll(name: string): readonly string[];
  /** Whether a switch was given. */
  has(name: string): boolean;
}

/** Exit statuses of the contract. */
export const DONE = 0;
export const FOUND = 1;
export const FAILED = 2;

/** Wrong usage or unreadable input. The message is the one line that says what is wrong. */
export class UsageError extends Error {}

/** The operand of a command that takes exactly one. */
export function onlyFlag({ operands }: Invocation, command: string): string {
  const [flag, ...others] = operands;
  if (flag === undefined) throw new UsageError(`Name a flag: flagwright ${command} FLAG.`);
  if (others.length > 0) throw new UsageError(`${command} takes one flag, not ${operands.length}.`);
  return flag;
}

/** Commands without operands refuse one: it was meant for something. */
export function noOperands({ operands }: Invocation, command: string): void {
  const [first] = operands;
  if (first === undefined) return;
  throw new UsageError(
    `${command} takes no operands, and ${first} is one. See flagwright ${command} --help.`,
  );
}
