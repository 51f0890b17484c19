import { resolve } from 'node:path';
import { reasonOf } from '../../node/paths';
import { type Command, DONE, type Invocation, noOperands, UsageError } from '../command';

export const lsp: Command = {
  name: 'lsp',
  summary: 'Starts the language server, for any editor that speaks LSP.',
  synopsis: '--stdio [--trace FILE]',
  options: [
    { name: 'stdio', help: 'Talks over standard input and output; the only way there is.' },
    {
      name: 'trace',
      value: 'FILE',
      help: 'Writes every message of the editor to FILE, with the texts of open files; to reproduce a defect.',
    },
  ],
  details: ["The folders are the editor's: it names them when it connects."],
  run: runLsp,
};

async function runLsp(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'lsp');
  if (!invocation.has('stdio'))
    throw new UsageError('lsp needs --stdio: it talks over standard input and output.');
  const trace = invocation.option('trace');
  const { startNodeServer } = await import('../../lsp/node');
  try {
    startNodeServer(trace === undefined ? undefined : resolve(invocation.terminal.cwd, trace));
  } catch (error) {
    if (trace === undefined) throw error;
    throw new UsageError(`The trace cannot be written to ${trace} (${reasonOf(error)}).`);
  }
  return DONE;
}
