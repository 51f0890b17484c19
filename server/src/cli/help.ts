import { COMMON } from './args';
import type { Command, Option } from './command';

/** The help of the whole: what it is, and its commands. */
export function overview(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    `Flagwright ${version}: feature flags in flag files, TypeScript and JavaScript.`,
    '',
    'Usage: flagwright COMMAND [OPTION…]',
    '',
    'Commands',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Options',
    ...optionLines([...COMMON, { name: 'version', help: 'Shows the version.' }]),
    '',
    ...wrap(
      'The flag files, the read functions of your own and the rules are set in flagwright.config.json at the root, the same for the editor. `flagwright COMMAND --help` tells more of a command.',
      '',
    ),
    '',
    EXIT_STATUS,
    '',
  ].join('\n');
}

/** The help of one command. */
export function helpOf(command: Command): string {
  return [
    ...usageLines(command),
    '',
    command.summary,
    '',
    'Options',
    ...optionLines([...command.options, ...COMMON]),
    ...(command.details ?? []).flatMap((paragraph) => ['', ...wrap(paragraph, '')]),
    '',
  ].join('\n');
}

const EXIT_STATUS = [
  'Exit status',
  '  0  done, and nothing found',
  '  1  findings, or places of a removal that are left for review',
  '  2  wrong usage, or input that cannot be read',
].join('\n');

/** Breaks between the parts of a synopsis only. */
function usageLines({ name, synopsis }: Command): string[] {
  const parts = `Usage: flagwright ${name} ${synopsis}`.replace(/\[[^\]]*\]/g, (part) =>
    part.replaceAll(' ', '\u00A0'),
  );
  const [first = '', ...others] = wrap(parts, ' '.repeat(7));
  return [first.trimStart(), ...others].map((line) => line.replaceAll('\u00A0', ' '));
}

const COLUMNS = 80;

function optionLines(options: readonly Option[]): string[] {
  const names = options.map(({ name, value, optional }) => {
    if (value === undefined) return `--${name}`;
    return optional ? `--${name} [${value}]` : `--${name} ${value}`;
  });
  const indent = ' '.repeat(Math.max(...names.map(({ length }) => length)) + 4);
  return options.flatMap(({ help, choices }, i) => {
    const text = choices ? `${help} One of ${choices.join(', ')}; ${choices[0]} by default.` : help;
    const [first = '', ...others] = wrap(text, indent);
    return [`  ${names[i]!.padEnd(indent.length - 2)}${first.trimStart()}`, ...others];
  });
}

/** Lines of at most 80 columns, each behind the indent. */
function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length > indent.length && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line];
}
