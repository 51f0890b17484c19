import { version } from '../../../package.json';
import { suggest } from '../flags/suggest';
import { GitProblem } from '../node/git';
import { WriteRefused } from '../node/write';
import { TooDeep } from '../usages/source';
import { commandName, parse } from './args';
import { type Command, DONE, FAILED, UsageError } from './command';
import { completionOf } from './commands/completion';
import { diff } from './commands/diff';
import { evaluate } from './commands/evaluate';
import { generate } from './commands/generate';
import { history } from './commands/history';
import { index } from './commands/index';
import { lint } from './commands/lint';
import { list } from './commands/list';
import { lsp } from './commands/lsp';
import { mcp } from './commands/mcp';
import { pull } from './commands/pull';
import { remove } from './commands/remove';
import { report } from './commands/report';
import { stale } from './commands/stale';
import { usages } from './commands/usages';
import { helpOf, overview } from './help';
import { guarded, printable, type Terminal } from './terminal';

/** Runs the command line on what was typed after its name, and gives the exit status. Never throws. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const safe = guarded(terminal);
  try {
    return await runCommand(argv, safe);
  } catch (error) {
    safe.stderr.write(`flagwright: ${printable(messageOf(error))}\n`);
    return FAILED;
  }
}

const COMMANDS: readonly Command[] = [
  lint,
  list,
  usages,
  remove,
  stale,
  report,
  diff,
  evaluate,
  generate,
  history,
  pull,
  index,
  lsp,
  mcp,
  completionOf(() => COMMANDS),
];

async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const name = commandName(argv, COMMANDS);
  if (name === undefined) {
    if (argv.includes('--version')) return print(`${version}\n`, terminal);
    if (argv.includes('--help') || argv.includes('-h')) return print(overview(COMMANDS, version), terminal);
    throw new UsageError(
      withNames(argv[0] === undefined ? 'Name a command' : `There is no command in '${argv[0]}'`),
    );
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) {
    const meant = suggest(
      name,
      COMMANDS.map((candidate) => candidate.name),
    );
    throw new UsageError(
      meant
        ? `There is no command '${name}'. Did you mean ${meant}?`
        : withNames(`There is no command '${name}'`),
    );
  }
  const invocation = parse(argv, command, terminal);
  return invocation.has('help') ? print(helpOf(command), terminal) : command.run(invocation);
}

function withNames(message: string): string {
  return `${message}: it is one of ${COMMANDS.map(({ name }) => name).join(', ')}. See flagwright --help.`;
}

function print(text: string, { stdout }: Terminal): number {
  stdout.write(text);
  return DONE;
}

/** Errors whose message is a sentence for people. */
const EXPECTED = [UsageError, WriteRefused, GitProblem, TooDeep];

/** A sentence for people. What nobody foresaw is a defect, and says so. */
function messageOf(error: unknown): string {
  if (EXPECTED.some((kind) => error instanceof kind)) return (error as Error).message;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `This is a defect of Flagwright, please report it with this line. ${what}`;
}
