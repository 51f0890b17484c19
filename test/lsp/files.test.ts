import { describe, expect, it } from 'vitest';
import { askHover, PAGE, SHOP, start } from './shop';

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
    await server.untilFindings('src/page.ts', (found) => found.length > 0);
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
