import { run } from '../../server/src/cli/run';
import type { Terminal } from '../../server/src/cli/terminal';
import { folder } from '../node/folder';

/** The day of every test: 2026-06-15. */
export const TODAY = Date.UTC(2026, 5, 15, 12);

/** What a command printed, and its exit status. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions extends Partial<Pick<Terminal, 'cwd' | 'env'>> {
  readonly isTTY?: boolean;
}

/** Runs the command line in this process, in the folder `cwd`. */
export async function cli(cwd: string, argv: readonly string[], options: CliOptions = {}): Promise<Outcome> {
  const { isTTY = false, env = {} } = options;
  const out: string[] = [];
  const err: string[] = [];
  const status = await run(argv, {
    cwd,
    env,
    stdout: { write: (text) => out.push(text), isTTY },
    stderr: { write: (text) => err.push(text), isTTY },
    clock: () => TODAY,
  });
  return { status, stdout: out.join(''), stderr: err.join('') };
}

/** Writes a fixture to disk and runs the command line in its folder; `words` are split at blanks. */
export function cliIn(files: Parameters<typeof folder>[0], words: string): Promise<Outcome> {
  return cli(folder(files), words.split(' ').filter(Boolean));
}
