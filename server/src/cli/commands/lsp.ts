import { type Command, DONE, type Invocation, noOperands, UsageError } from '../command';

export const lsp: Command = {
  name: 'lsp',
  summary: 'Starts the language server, for any editor that speaks LSP.',
  synopsis: '--stdio',
  options: [{ name: 'stdio', help: 'Talks over standard input and output; the only way there is.' }],
  details: ["The folders are the editor's: it names them when it connects."],
  run: runLsp,
};

async function runLsp(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'lsp');
  if (!invocation.has('stdio'))
    throw new UsageError('lsp needs --stdio: it talks over standard input and output.');
  (await import('../../lsp/node')).startNodeServer();
  return DONE;
}
