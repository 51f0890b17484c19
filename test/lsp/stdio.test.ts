import { afterEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  DefinitionLink,
  Hover,
  Location,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { type Session, type SessionOptions, startSession } from './session';

const FLAG_FILE = `flags:
  dark_mode: { enabled: true, percentage: 100, created: 2020-01-01, owner: design, expires: 2099-01-01 }
  new_checkout: { enabled: true, percentage: 10, owner: payments-team, expires: 2099-01-01 }
`;
const PAGE = `import { isEnabled } from './flags';

export function page(): string {
  if (isEnabled('dark_mode')) {
    return 'dark';
  } else {
    return 'light';
  }
}
`;
const CHECKOUT = `import { isEnabled } from './flags';

export const steps = () => (isEnabled('new_checkout') ? 1 : 3);
export const theme = () => (isEnabled('dark_mode') ? 'dark' : 'light');
export const oops = () => isEnabled('new_chekout');
`;
const SHOP = {
  'config/flags.yaml': FLAG_FILE,
  'src/page.ts': PAGE,
  'src/checkout.ts': CHECKOUT,
  'src/flags.ts': 'export function isEnabled(key: string): boolean {\n  return table.has(key);\n}\n',
};

let session: Session | undefined;
afterEach(async () => {
  session?.process.kill();
  session = undefined;
});

async function start(
  files: Readonly<Record<string, string>> = SHOP,
  options?: SessionOptions,
): Promise<Session> {
  session = await startSession(files, options);
  return session;
}

function ask<T>(
  server: Session,
  method: string,
  file: string,
  text: string,
  marked: string,
  more = {},
): Promise<T> {
  const position = server.at(text, marked);
  return server.connection.sendRequest<T>(`textDocument/${method}`, {
    textDocument: { uri: server.uri(file) },
    position,
    range: { start: position, end: position },
    context: { diagnostics: [], includeDeclaration: true },
    ...more,
  });
}

async function actionTitled(
  server: Session,
  file: string,
  text: string,
  marked: string,
  title: RegExp,
): Promise<CodeAction> {
  const actions = await ask<CodeAction[]>(server, 'codeAction', file, text, marked);
  const action = actions.find((candidate) => title.test(candidate.title));
  if (!action) throw new Error(`no action ${title} among ${actions.map((each) => each.title).join(' | ')}`);
  return action;
}

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

  it('removes a flag everywhere, with its entry, in one versioned edit', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    server.open('src/checkout.ts', CHECKOUT);
    server.open('config/flags.yaml', FLAG_FILE);
    await server.untilFindings('src/page.ts', (found) => found.length === 1);
    const everywhere = await actionTitled(
      server,
      'src/page.ts',
      PAGE,
      "'dark|_mode'",
      /everywhere, with its entry$/,
    );
    await server.connection.sendRequest('workspace/executeCommand', everywhere.command);
    expect(server.textOf('src/page.ts')).toBe("export function page(): string {\n  return 'dark';\n}\n");
    expect(server.textOf('src/checkout.ts')).not.toContain('dark_mode');
    expect(server.textOf('config/flags.yaml')).toBe(
      FLAG_FILE.split('\n')
        .filter((line) => !line.includes('dark_mode'))
        .join('\n'),
    );
    expect(server.messages).toEqual(["Flag 'dark_mode' was removed from 3 files, with its entry."]);
    await server.untilFindings('src/page.ts', (found) => found.length === 0);
  });

  it('says what a removal has left, and leaves the entry', async () => {
    const server = await start({ ...SHOP, 'scripts/theme.py': "if flags['dark_mode']: pass\n" });
    server.open('src/page.ts', PAGE);
    const everywhere = await actionTitled(server, 'src/page.ts', PAGE, "'dark|_mode'", /everywhere/);
    await server.connection.sendRequest('workspace/executeCommand', everywhere.command);
    expect(server.messages).toEqual([
      expect.stringMatching(
        /^Flag 'dark_mode' was removed from 2 files\. Its entry stays, for 1 place is left for you\. scripts\/theme\.py:1: /,
      ),
    ]);
    expect(server.textOf('src/page.ts')).not.toContain('dark_mode');
    expect(server.textOf('config/flags.yaml')).toBeUndefined();
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

  it('refuses to resolve an action whose file has changed', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    const here = await actionTitled(server, 'src/page.ts', PAGE, "'dark|_mode'", /here$/);
    server.change('src/page.ts', `// new\n${PAGE}`);
    await expect(server.connection.sendRequest('codeAction/resolve', here)).rejects.toThrow('has changed');
  });

  it('gives disabled actions with their reason to clients that show them, and none to others', async () => {
    const server = await start();
    server.open('src/checkout.ts', CHECKOUT);
    const refused = await actionTitled(
      server,
      'src/checkout.ts',
      CHECKOUT,
      "'new_|checkout'",
      /^Remove flag/,
    );
    expect(refused.disabled?.reason).toBe(
      "'new_checkout' is on for 10 % of users: neither fully on nor fully off.",
    );
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

describe('bad input', () => {
  it('survives unknown requests, wrong parameters and malformed messages', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    await expect(server.connection.sendRequest('flagwright/nonsense', { a: 1 })).rejects.toThrow();
    await expect(server.connection.sendRequest('textDocument/hover', { position: 'x' })).resolves.toBeNull();
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
    await server.untilStatus(({ state }) => state === 'noFlagFile');
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
});

describe('folders and files', () => {
  for (const folder of ['a folder with spaces', '100% ünïcode 日本語 #1', "quote'd & (more)"]) {
    it(`may be called ${folder}`, async () => {
      const server = await start(
        { ...SHOP, 'src/ä % b.ts': "import { isEnabled } from './flags';\nisEnabled('dark_mod');" },
        { folder },
      );
      expect(await server.untilFindings('src/ä % b.ts', (found) => found.length > 0)).toEqual([
        expect.stringContaining("Did you mean 'dark_mode'?"),
      ]);
      server.open('src/page.ts', PAGE);
      expect(await askHover(server, 'src/page.ts', PAGE, "'dark|_mode'")).toContain('config/flags.yaml:2');
    });
  }

  it('may be several, of which each knows its own flags', async () => {
    const server = await start({
      'a/flags.yaml': 'flags: { only_a: { enabled: true, owner: x, expires: 2099-01-01 } }',
      'a/app.ts': "isEnabled('only_a'); isEnabled('only_b');",
      'b/flags.yaml': 'flags: { only_b: { enabled: true, owner: x, expires: 2099-01-01 } }',
      'b/app.ts': "isEnabled('only_a'); isEnabled('only_b');",
    });
    await server.untilStatus(({ state }) => state === 'ready');
    void server.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: {
        added: [
          { uri: server.uri('a'), name: 'a' },
          { uri: server.uri('b'), name: 'b' },
        ],
        removed: [{ uri: server.uri('').replace(/\/$/, ''), name: 'shop' }],
      },
    });
    expect(await server.untilFindings('a/app.ts', (found) => /only_b/.test(found[0] ?? ''))).toHaveLength(1);
    expect(await server.untilFindings('b/app.ts', (found) => /only_a/.test(found[0] ?? ''))).toHaveLength(1);
  });

  it('count UTF-16 units and every kind of line break', async () => {
    const text = "const smile = '😀'; /* \u2028 */ isEnabled('dark_mode');\r\nisEnabled('new_checkot');\n";
    const server = await start({ ...SHOP, 'src/units.ts': text });
    await server.untilFindings('src/units.ts', (found) => found.length === 2);
    const ranges = server
      .publications('src/units.ts')
      .at(-1)!
      .map(({ range }) => range.start);
    expect(ranges).toEqual([
      { line: 0, character: text.indexOf('dark_mode') },
      { line: 1, character: 11 },
    ]);
  });
});

describe('findings', () => {
  it('are sent once and not taken back while the workspace is read', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [
        `src/many/${i}.ts`,
        `export const a${i} = isEnabled('dark_mode');\n`,
      ]),
    );
    const server = await start({ ...SHOP, ...files });
    await server.untilStatus(({ state }) => state === 'ready');
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
    await server.untilFindings('src/many/299.ts', (found) => found.length === 1);
    for (const file of Object.keys(files)) {
      expect(server.publications(file).length, file).toBeLessThanOrEqual(1);
    }
  });

  it('of a file that goes are taken back', async () => {
    const server = await start();
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
    server.remove('src/checkout.ts');
    server.changed('src/checkout.ts');
    await server.untilFindings('src/checkout.ts', (found) => found.length === 0);
  });

  it('of a directory that goes are taken back', async () => {
    const server = await start();
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
    server.remove('src');
    server.changed('src');
    await server.untilFindings('src/checkout.ts', (found) => found.length === 0);
    await server.untilFindings('src/page.ts', (found) => found.length === 0);
  });

  it('are not of ignored files, once they are ignored', async () => {
    const server = await start({ ...SHOP, '.gitignore': 'dist/\n' });
    await server.untilFindings('src/checkout.ts', (found) => found.length === 2);
    server.write('.gitignore', 'dist/\nsrc/checkout.ts\n');
    server.changed('.gitignore');
    await server.untilFindings('src/checkout.ts', (found) => found.length === 0);
  });
});

async function askHover(server: Session, file: string, text: string, marked: string): Promise<string> {
  const hover = await ask<Hover>(server, 'hover', file, text, marked);
  return (hover.contents as { value: string }).value;
}
