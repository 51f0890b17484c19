import { describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DefinitionLink,
  Hover,
  Location,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { actionTitled, ask, CHECKOUT, FLAG_FILE, PAGE, SHOP, start } from './shop';

describe('a session', () => {
  it('goes the whole way', { timeout: 60_000 }, async () => {
    const server = await start();
    expect(server.initialized.serverInfo?.name).toBe('flagwright');
    expect(await server.untilStatus(({ state }) => state === 'ready')).toEqual({
      state: 'ready',
      flags: 2,
      flagFiles: 1,
      reads: 3,
    });

    // Findings of a file that was never opened.
    expect(await server.untilFindings('src/checkout.ts', (found) => found.length > 0)).toEqual([
      expect.stringMatching(/^stale-flag: Flag 'dark_mode' is stale\./),
      "unknown-flag: No flag file declares 'new_chekout'. Did you mean 'new_checkout'?",
    ]);

    server.open('src/checkout.ts', CHECKOUT);
    const hover = await ask<Hover>(server, 'hover', 'src/checkout.ts', CHECKOUT, "'new_|checkout'");
    expect(hover.contents).toMatchObject({
      kind: 'markdown',
      value: expect.stringContaining('▰▱▱▱▱▱▱▱▱▱ 10 %'),
    });
    expect(hover.range).toEqual({ start: { line: 2, character: 39 }, end: { line: 2, character: 51 } });

    const items = await ask<CompletionItem[]>(
      server,
      'completion',
      'src/checkout.ts',
      CHECKOUT,
      "'new_che|kout'",
    );
    expect(items.map(({ label }) => label).sort()).toEqual(['dark_mode', 'new_checkout']);
    expect(items[0]!.textEdit).toMatchObject({
      range: { start: { line: 4, character: 37 }, end: { line: 4, character: 48 } },
    });
    const resolved = await server.connection.sendRequest<CompletionItem>('completionItem/resolve', items[1]);
    expect(resolved.documentation).toMatchObject({ value: expect.stringContaining('payments-team') });

    const [link] = await ask<DefinitionLink[]>(
      server,
      'definition',
      'src/checkout.ts',
      CHECKOUT,
      "'new_|checkout'",
    );
    expect(link).toMatchObject({
      targetUri: server.uri('config/flags.yaml'),
      targetSelectionRange: { start: { line: 2, character: 2 }, end: { line: 2, character: 14 } },
    });

    server.open('config/flags.yaml', FLAG_FILE);
    const places = await ask<Location[]>(server, 'references', 'config/flags.yaml', FLAG_FILE, 'dark|_mode:');
    expect(
      places.map(({ uri, range }) => `${uri.slice(server.uri('x').length - 1)}:${range.start.line}`),
    ).toEqual(['config/flags.yaml:1', 'src/checkout.ts:3', 'src/page.ts:3']);

    const here = await actionTitled(
      server,
      'src/checkout.ts',
      CHECKOUT,
      "'dark|_mode'",
      /^Remove flag 'dark_mode': keep the enabled branch here$/,
    );
    expect(here.edit).toBeUndefined();
    const planned = await server.connection.sendRequest<CodeAction>('codeAction/resolve', here);
    expect(planned.edit!.documentChanges).toMatchObject([{ textDocument: { version: 1 } }]);
    server.apply(planned.edit!);
    expect(server.textOf('src/checkout.ts')).toBe(
      CHECKOUT.replace("(isEnabled('dark_mode') ? 'dark' : 'light')", "'dark'"),
    );
    await server.untilFindings(
      'src/checkout.ts',
      (found) => !found.some((line) => line.startsWith('stale-flag')),
    );

    // The flag file changes on disk while no editor has it open: everything follows.
    server.close('config/flags.yaml');
    server.write(
      'config/flags.yaml',
      `${FLAG_FILE}  new_chekout: { enabled: false, owner: a, expires: 2099-01-01 }\n`,
    );
    server.changed('config/flags.yaml');
    await server.untilFindings('src/checkout.ts', (found) => found.length === 0);
    await server.untilStatus(({ flags }) => flags === 3);

    // An open buffer wins over the disk.
    server.open(
      'config/flags.yaml',
      'flags:\n  new_checkout: { enabled: true, owner: a, expires: 2099-01-01 }\n',
    );
    await server.untilFindings('src/checkout.ts', (found) =>
      found.some((line) => line.includes('new_chekout')),
    );
    expect(
      await server.untilFindings(
        'src/page.ts',
        (found) => found.length === 1 && /unknown-flag/.test(found[0]!),
      ),
    ).toEqual([expect.stringContaining("No flag file declares 'dark_mode'.")]);
    server.close('config/flags.yaml');
    await server.untilFindings('src/checkout.ts', (found) => found.length === 0);

    expect(await server.stop()).toBe(0);
  });

  it('puts a misspelt flag right', async () => {
    const server = await start();
    server.open('src/checkout.ts', CHECKOUT);
    const fix = await actionTitled(
      server,
      'src/checkout.ts',
      CHECKOUT,
      "'new_|chekout'",
      /^Change to 'new_checkout'$/,
    );
    expect(fix).toMatchObject({
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: 'unknown-flag' }],
    });
    server.apply(fix.edit as WorkspaceEdit);
    expect(server.textOf('src/checkout.ts')).toBe(CHECKOUT.replace('new_chekout', 'new_checkout'));
    await server.untilFindings(
      'src/checkout.ts',
      (found) => !found.some((line) => line.startsWith('unknown')),
    );
  });

  it('takes in changes piece by piece, and completes in what has just been typed', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    const typed = (version: number, line: number, character: number, text: string) =>
      server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: server.uri('src/page.ts'), version },
        contentChanges: [{ range: { start: { line, character }, end: { line, character } }, text }],
      });
    void typed(2, 0, 0, '// 😀\r\n');
    void typed(3, 3, 0, '  isEnabled(\n');
    void typed(4, 3, 12, "'");
    void typed(5, 3, 13, 'new');
    const items = await server.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
      textDocument: { uri: server.uri('src/page.ts') },
      position: { line: 3, character: 16 },
    });
    const item = items.find(({ label }) => label === 'new_checkout');
    expect(item?.textEdit).toEqual({
      newText: 'new_checkout',
      range: { start: { line: 3, character: 13 }, end: { line: 3, character: 16 } },
    });
    expect(item?.labelDetails?.description).toBe('10 % · payments-team');
  });

  it('completes in the text of the moment it is asked, whatever is typed before it answers', {
    timeout: 120_000,
  }, async () => {
    const server = await start();
    // Long enough to keep the server busy with the first change until the second has come in.
    const rest = Array.from({ length: 1000 }, (_, i) => `export const f${i} = () => isEnabled('dark_mode');`);
    server.open(
      'src/page.ts',
      ["import { isEnabled } from './flags';", "isEnabled('');", ...rest].join('\n'),
    );
    const at = { line: 1, character: 11 };
    const typed = (version: number, text: string) =>
      server.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: server.uri('src/page.ts'), version },
        contentChanges: [{ range: { start: at, end: at }, text }],
      });
    void typed(2, 'n');
    const asked = server.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
      textDocument: { uri: server.uri('src/page.ts') },
      position: { line: 1, character: 12 },
    });
    void typed(3, 'e');
    const item = (await asked).find(({ label }) => label === 'new_checkout');
    expect(item?.textEdit).toEqual({
      newText: 'new_checkout',
      range: { start: at, end: { line: 1, character: 12 } },
    });
  });

  it('refuses to resolve an action whose file has changed', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    const here = await actionTitled(server, 'src/page.ts', PAGE, "'dark|_mode'", /here$/);
    server.change('src/page.ts', `// new\n${PAGE}`);
    await expect(server.connection.sendRequest('codeAction/resolve', here)).rejects.toThrow('has changed');
  });

  it('gives disabled actions with their reason to clients that show them, and none to others', async () => {
    const code = "if (isEnabled('pay')) pay();";
    const server = await start({
      'flags.yaml': 'flags: { pay: { enabled: true, type: kill_switch } }',
      'src/pay.ts': code,
    });
    server.open('src/pay.ts', code);
    const refused = await actionTitled(server, 'src/pay.ts', code, "'p|ay'", /^Remove flag/);
    expect(refused.disabled?.reason).toBe("'pay' is a kill switch, which is meant to stay.");
  });
});

describe('a small client', () => {
  const SMALL = {
    textDocument: {
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
      hover: { contentFormat: ['plaintext' as const] },
    },
  };

  it('gets plain text, locations and finished edits without versions', async () => {
    const server = await start(SHOP, { capabilities: SMALL });
    server.open('src/page.ts', PAGE);
    const hover = await ask<Hover>(server, 'hover', 'src/page.ts', PAGE, "'dark|_mode'");
    expect(hover.contents).toMatchObject({
      kind: 'plaintext',
      value: expect.stringMatching(/^dark_mode is on/),
    });
    expect(await ask<Location[]>(server, 'definition', 'src/page.ts', PAGE, "'dark|_mode'")).toEqual([
      {
        uri: server.uri('config/flags.yaml'),
        range: { start: { line: 1, character: 2 }, end: { line: 1, character: 11 } },
      },
    ]);
    const actions = await ask<CodeAction[]>(server, 'codeAction', 'src/page.ts', PAGE, "'dark|_mode'");
    expect(actions.map(({ title }) => title)).toEqual([
      "Remove flag 'dark_mode': keep the enabled branch here",
      "Remove flag 'dark_mode': keep the enabled branch in this file",
      "Turn flag 'dark_mode' off",
      ...[1, 5, 10].map((share) => `Set flag 'dark_mode' to ${share} %`),
    ]);
    server.apply(actions[0]!.edit as WorkspaceEdit);
    expect(server.textOf('src/page.ts')).toContain("  return 'dark';\n}");
  });

  it('that watches no files is told of changes all the same', async () => {
    const server = await start(SHOP, { capabilities: SMALL });
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
    await server.untilStatus(({ message }) => message === undefined);
    // The watcher starts on its own time: write until the server has seen it.
    const seen = server.untilStatus(({ flags }) => flags === 3);
    let isSeen = false;
    void seen.then(() => {
      isSeen = true;
    });
    for (let n = 0; !isSeen; n++) {
      server.write(
        'config/flags.yaml',
        `${FLAG_FILE}  third: { enabled: false, owner: a${n}, expires: 2099-01-01 }\n`,
      );
      await server.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: server.uri('src/page.ts') },
        position: { line: 0, character: 0 },
      });
    }
  });
});
