import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ErrorCodes } from 'vscode-languageserver-protocol';
import { replay } from '../../scripts/replay.mjs';
import { cli } from '../cli/cli';
import { folder } from '../node/folder';
import { ask, askHover, PAGE, SHOP, start } from './shop';

describe('a trace', () => {
  it('holds every message of the client, says what it holds, and can be replayed elsewhere', async () => {
    const trace = join(folder(), 'session.jsonl');
    const server = await start(SHOP, { trace });
    server.open('src/page.ts', PAGE);
    expect(await askHover(server, 'src/page.ts', PAGE, "'dark|_mode'")).toContain('dark_mode');
    server.connection.sendNotification('textDocument/didChange', { textDocument: { uri: 7 } });
    await ask(server, 'hover', 'src/page.ts', PAGE, "'dark|_mode'");
    await server.stop();

    const [head, ...entries] = readFileSync(trace, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(head.content).toMatch(/hold the texts of the files that were open/);
    if (process.platform !== 'win32') expect(statSync(trace).mode & 0o077).toBe(0);
    const methods = entries.map(({ message }) => message.method).filter(Boolean);
    expect(methods.slice(0, 2)).toEqual(['initialize', 'initialized']);
    expect(methods).toEqual(
      expect.arrayContaining([
        'textDocument/didOpen',
        'textDocument/hover',
        'textDocument/didChange',
        'shutdown',
      ]),
    );
    expect(entries.every(({ ms }, i) => i === 0 || ms >= entries[i - 1].ms)).toBe(true);

    const { logged, exit } = await replay(trace, folder(SHOP));
    expect(exit).toBe(0);
    expect(logged).toContain('textDocument/didChange is not well formed: textDocument.uri is no text.');
  });

  it('is written where it is asked for only, and says where it cannot be', async () => {
    const { status, stderr } = await cli(folder(), ['lsp', '--stdio', '--trace', 'nowhere/trace.jsonl']);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'flagwright: The trace cannot be written to nowhere/trace.jsonl (it is not there).\n',
    });
    expect(existsSync('nowhere')).toBe(false);
  });
});

describe('a message that is not well formed', () => {
  it.each([
    ['textDocument/hover', { position: 'x' }, 'textDocument.uri is no text'],
    [
      'textDocument/hover',
      { textDocument: { uri: 'file:///a.ts' }, position: { line: '1' } },
      'position is not what the protocol says',
    ],
    [
      'textDocument/codeAction',
      { textDocument: { uri: 'x' }, range: {}, context: {} },
      'range is not what the protocol says',
    ],
    [
      'workspace/executeCommand',
      { command: 'flagwright.removeEverywhere', arguments: [{ uri: 'x', request: 7 }] },
      'arguments is not what the protocol says',
    ],
  ])('%s is answered with what is wrong', async (method, params, why) => {
    const server = await start();
    await expect(server.connection.sendRequest(method, params)).rejects.toMatchObject({
      code: ErrorCodes.InvalidParams,
      message: `${method} is not well formed: ${why}.`,
    });
    server.open('src/page.ts', PAGE);
    expect(await askHover(server, 'src/page.ts', PAGE, "'dark|_mode'")).toContain('dark_mode');
  });
});
