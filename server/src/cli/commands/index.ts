import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reasonOf } from '../../node/paths';
import { type Command, type Invocation, noOperands, UsageError } from '../command';
import { count } from '../formats/words';
import { open, reportFlagFiles, tellOn } from '../session';

export const index: Command = {
  name: 'index',
  summary: 'Writes the flags and their reads as an index for code search.',
  synopsis: '--scip FILE',
  options: [
    { name: 'scip', value: 'FILE', help: 'Where the index goes, in the format of the SCIP protocol.' },
  ],
  details: [
    'A code search that takes SCIP, such as Sourcegraph, then answers who reads a flag over all repositories that upload one: a flag is the same symbol everywhere, by its key.',
  ],
  run: runIndex,
};

async function runIndex(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'index');
  const { root, terminal } = invocation;
  const file = invocation.option('scip');
  if (file === undefined) throw new UsageError('Name the file to write: flagwright index --scip FILE.');
  const session = await open(invocation, { withCallers: false });
  const status = reportFlagFiles(session, invocation);
  // Loaded late: no other command needs it.
  const { scipIndex } = await import('../scip');
  const { href } = pathToFileURL(root);
  const bytes = await scipIndex(session.snapshot, session.texts, href);
  try {
    writeFileSync(resolve(terminal.cwd, file), bytes);
  } catch (error) {
    throw new UsageError(`${file} cannot be written (${reasonOf(error)}).`);
  }
  tellOn(terminal)(`${file} holds ${count(session.snapshot.keys().length, 'flag')}`);
  return status;
}
