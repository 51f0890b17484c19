import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { suggest } from '../flags/suggest';
import { type Command, type Invocation, type Option, UsageError } from './command';
import type { Terminal } from './terminal';

/** Options of every command. */
export const COMMON: readonly Option[] = [
  { name: 'root', value: 'DIR', help: 'The folder to work on, in place of the working directory.' },
  { name: 'no-cache', help: 'Reads every file, and keeps nothing of it for the next time.' },
  { name: 'no-color', help: 'Writes no colours, as the variable NO_COLOR does.' },
  { name: 'help', help: 'Shows this help.' },
];

/** The name of the command in what was typed: the first word that is neither an option nor the value of one. */
export function commandName(argv: readonly string[], commands: readonly Command[]): string | undefined {
  const options = Object.assign({}, ...commands.map(parserOptions)) as ParserOptions;
  const { tokens } = parseArgs({
    args: withEmptyValues(
      argv,
      commands.flatMap((command) => command.options),
    ),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return tokens.find((token) => token.kind === 'positional')?.value;
}

/** Reads the words of a command, whose name stands among them. @throws {UsageError} */
export function parse(argv: readonly string[], command: Command, terminal: Terminal): Invocation {
  const { values, positionals } = parseStrictly(argv, command);
  for (const { name, choices } of command.options) checkChoice(name, choices, values[name]);
  const all = (name: string): readonly string[] => {
    const value = values[name];
    const list = Array.isArray(value) ? value : [value];
    return list.filter((item) => typeof item === 'string');
  };
  return {
    terminal:
      values['no-color'] === true ? { ...terminal, env: { ...terminal.env, NO_COLOR: '1' } } : terminal,
    root: rootOf(all('root').at(-1), terminal, values.help === true),
    operands: positionals.slice(1),
    option: (name) => all(name).at(-1),
    optionAll: all,
    has: (name) => values[name] === true,
  };
}

type ParserOptions = NonNullable<ParseArgsConfig['options']>;

/** `--changed` → `--changed=`, where the option's value may be left out and no word follows that could be it. */
function withEmptyValues(argv: readonly string[], options: readonly Option[]): string[] {
  const names = new Set(options.filter(({ optional }) => optional).map(({ name }) => `--${name}`));
  return argv.map((word, i) => {
    const next = argv[i + 1];
    return names.has(word) && (next === undefined || next.startsWith('-')) ? `${word}=` : word;
  });
}

function parserOptions(command: Command): ParserOptions {
  return Object.fromEntries(
    [...COMMON, ...command.options].map(({ name, value, repeatable }) => [
      name,
      {
        type: value === undefined ? 'boolean' : 'string',
        ...(repeatable && { multiple: true }),
        ...(name === 'help' && { short: 'h' }),
      },
    ]),
  );
}

function parseStrictly(argv: readonly string[], command: Command) {
  const options = parserOptions(command);
  try {
    const args = withEmptyValues(argv, command.options);
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(
      `${explain(error as NodeJS.ErrnoException, options)} See flagwright ${command.name} --help.`,
    );
  }
}

function explain(error: NodeJS.ErrnoException, options: ParserOptions): string {
  const name = /'(-[^'\s,]*)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const meant = suggest(name.replace(/^-+/, ''), Object.keys(options));
    return `There is no option ${name}.${meant ? ` Did you mean --${meant}?` : ''}`;
  }
  const long = /--[\w-]+/.exec(error.message)?.[0] ?? name;
  if (/does not take an argument/.test(error.message)) return `The option ${long} takes no value.`;
  if (/argument (missing|is ambiguous)/.test(error.message)) {
    return `The option ${long} needs a value; one that begins with a dash is written ${long}=VALUE.`;
  }
  return `${error.message.split('. ')[0]}.`;
}

function checkChoice(name: string, choices: readonly string[] | undefined, value: unknown): void {
  if (!choices || typeof value !== 'string' || choices.includes(value)) return;
  const meant = suggest(value, choices);
  throw new UsageError(
    `--${name} takes ${choices.join(', ')}, not '${value}'.${meant ? ` Did you mean ${meant}?` : ''}`,
  );
}

function rootOf(given: string | undefined, { cwd }: Terminal, isHelp: boolean): string {
  const root = resolve(cwd, given ?? '.');
  const stats = statSync(root, { throwIfNoEntry: false });
  if (isHelp || stats?.isDirectory()) return root;
  throw new UsageError(
    stats ? `--root takes a folder, and ${given ?? root} is none.` : `There is no folder ${given ?? root}.`,
  );
}
