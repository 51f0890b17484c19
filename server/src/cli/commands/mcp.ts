import { type Command, DONE, type Invocation, noOperands } from '../command';
import { tellOn } from '../session';

export const mcp: Command = {
  name: 'mcp',
  summary: 'Answers assistants over standard input and output.',
  synopsis: '[--allow-write]',
  options: [{ name: 'allow-write', help: 'Also offers the tool that applies a removal.' }],
  details: [
    'Speaks the Model Context Protocol: which flags there are, who reads one, what its removal would change, and for whom it is on. An assistant is told of it with the command `flagwright` and the arguments `mcp`, `--root`, DIR.',
    'Without --allow-write nothing that an assistant asks writes a file.',
  ],
  run: runMcp,
};

async function runMcp(invocation: Invocation): Promise<number> {
  noOperands(invocation, 'mcp');
  const { root, terminal } = invocation;
  // Loaded late: no other command needs it.
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js');
  const { serveMcp } = await import('../mcp');
  await serveMcp(new StdioServerTransport(), {
    root,
    allowWrite: invocation.has('allow-write'),
    log: tellOn(terminal),
    ...(terminal.clock && { clock: terminal.clock }),
  });
  return DONE;
}
