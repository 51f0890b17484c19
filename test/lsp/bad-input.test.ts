import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  ErrorCodes,
  type Hover,
  HoverRequest,
  LSPErrorCodes,
} from 'vscode-languageserver-protocol/node';
import { ask, askHover, FLAG_FILE, PAGE, SHOP, start } from './shop';

describe('bad input', () => {
  it('survives unknown requests, wrong parameters and malformed messages', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    await expect(server.connection.sendRequest('flagwright/nonsense', { a: 1 })).rejects.toThrow();
    await expect(
      server.connection.sendRequest('textDocument/hover', { position: 'x' }),
    ).rejects.toMatchObject({
      code: ErrorCodes.InvalidParams,
    });
    await expect(
      server.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: 'not a uri' },
        position: { line: -1, character: 1e9 },
      }),
    ).resolves.toBeNull();
    await expect(
      server.connection.sendRequest('codeAction/resolve', { title: 'x', data: 7 }),
    ).resolves.toBeDefined();
    await expect(
      server.connection.sendRequest('workspace/executeCommand', {
        command: 'flagwright.removeEverywhere',
        arguments: [null],
      }),
    ).resolves.toBeNull();
    server.process.stdin!.write('Content-Length: 7\r\n\r\n{"json\n');
    server.process.stdin!.write('Content-Length: 2\r\n\r\n42');
    void server.connection.sendNotification('$/nothing', {});
    const hover = await ask<Hover>(server, 'hover', 'src/page.ts', PAGE, "'dark|_mode'");
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('dark_mode') });
    expect(await server.stop()).toBe(0);
  });

  it('shows what is wrong with the configuration in its file', async () => {
    const server = await start({
      ...SHOP,
      'flagwright.config.json': '{ "rulez": {}, "rules": { "stale-flag": "loud" } }',
    });
    expect(await server.untilFindings('flagwright.config.json', (found) => found.length > 0)).toEqual([
      expect.stringMatching(/^configuration: 'rulez' is no setting of Flagwright\. Did you mean 'rules'\?/),
      expect.stringMatching(/^configuration: The severity of 'stale-flag' is one of /),
    ]);
    await server.untilFindings('src/page.ts', (found) => found.length === 1);
    server.write('flagwright.config.json', '{ "rules": { "stale-flag": "off" } }');
    server.changed('flagwright.config.json');
    await server.untilFindings('flagwright.config.json', (found) => found.length === 0);
    await server.untilFindings('src/page.ts', (found) => found.length === 0);
  });

  it('shows a broken flag file at its place, calls no flag unknown meanwhile, and goes on', async () => {
    const server = await start();
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
    server.open('config/flags.yaml', `${FLAG_FILE}}\n`);
    await server.untilFindings('config/flags.yaml', (found) =>
      found.some((line) => line.startsWith('invalid-flag')),
    );
    await server.untilFindings(
      'src/checkout.ts',
      (found) => !found.some((line) => line.startsWith('unknown-flag')),
    );
    server.change('config/flags.yaml', FLAG_FILE);
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
  });

  it('takes an empty flag file, one that is a directory, and one that goes while it is open', async () => {
    const server = await start({
      ...SHOP,
      'config/flags.yaml': '',
      'more/flags.yml/inside.txt': 'a directory that bears the name of a flag file',
    });
    expect(await server.untilFindings('more/flags.yml', (found) => found.length > 0)).toEqual([
      expect.stringMatching(/^unreadable-file: This is a directory/),
    ]);
    server.open('config/flags.yaml', FLAG_FILE);
    await server.untilStatus(({ flags }) => flags === 2);
    server.remove('config/flags.yaml');
    server.changed('config/flags.yaml');
    const hover = await askHover(server, 'config/flags.yaml', FLAG_FILE, 'dark|_mode:');
    expect(hover).toContain('dark_mode');
    server.close('config/flags.yaml');
    await server.untilStatus(({ state, flags }) => state === 'noFlagFile' && flags === 0);
  });

  it('says that there is no flag file, and finds one that comes', async () => {
    const { 'config/flags.yaml': flagFile, ...rest } = SHOP;
    const server = await start(rest);
    await server.untilStatus(({ state }) => state === 'nothing');
    server.write('config/flags.yaml', flagFile);
    server.changed('config/flags.yaml');
    await server.untilStatus(({ state }) => state === 'ready');
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
  });

  it('takes sources with syntax errors, and shows findings in them', async () => {
    const server = await start({
      ...SHOP,
      'src/broken.ts': "if (isEnabled('dark_mode') {{{ \n isEnabled('new_checkot'",
    });
    await server.untilFindings('src/broken.ts', (found) =>
      found.some((line) => line.includes('new_checkot')),
    );
  });

  it('says once of each file that cannot be read why, and goes on with the others', async () => {
    const server = await start({
      ...SHOP,
      'latin/flags.yml': new Uint8Array([0x66, 0x6c, 0xe4, 0x67, 0x73, 0x3a, 0x20, 0xff, 0x0a]),
      'huge/flags.json': `{ "flags": { "huge_one": { "enabled": true, "description": "${'x'.repeat(10_000_000)}" } } }`,
      'src/bundle.js': `isEnabled('dark_mod');${'x();'.repeat(1_300_000)}`,
    });
    symlinkSync('.', join(server.root, 'src', 'loop'));
    server.changed('src/loop');
    expect(await server.untilFindings('latin/flags.yml', (found) => found.length > 0)).toHaveLength(1);
    expect(await server.untilFindings('src/bundle.js', (found) => found.length > 0)).toEqual([
      expect.stringMatching(/^unreadable-file: The source has more than 2 MB/),
    ]);
    // 10 MB are much, but not too much.
    await server.untilFindings('huge/flags.json', (found) => found.some((line) => line.includes('huge_one')));
    await server.untilFindings('src/page.ts', (found) => found.length === 1);
    server.open('src/page.ts', PAGE);
    expect(await askHover(server, 'src/page.ts', PAGE, "'dark|_mode'")).toContain('dark_mode');
  });

  it('answers a cancelled request as cancelled', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    const cancel = new CancellationTokenSource();
    const hover = server.connection.sendRequest(
      HoverRequest.type,
      { textDocument: { uri: server.uri('src/page.ts') }, position: server.at(PAGE, "'dark|_mode'") },
      cancel.token,
    );
    cancel.cancel();
    await expect(hover).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await askHover(server, 'src/page.ts', PAGE, "'dark|_mode'")).toContain('dark_mode');
  });
});
