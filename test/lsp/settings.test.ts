import { describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol/node';
import { readSettings } from '../../server/src/lsp/settings';
import type { Session } from './session';
import { SHOP, start } from './shop';

const titles = async (server: Session): Promise<string[] | undefined> => {
  const lenses = await server.connection.sendRequest<CodeLens[] | null>('textDocument/codeLens', {
    textDocument: { uri: server.uri('config/flags.yaml') },
  });
  return lenses?.map(({ range, command }) => `${range.start.line}: ${command!.title}`);
};
const REMOVAL = '1: Remove flag: keep the enabled branch…';

describe('the settings of an editor', () => {
  it('are read with their defaults, whatever stands there', () => {
    const lenses = { reads: true, switches: true };
    const byDefault = { codeLens: true, lenses, inlayHints: true, fading: true, fixAll: false };
    for (const section of [undefined, null, 'x', {}, { codeLens: 1 }, { codeLens: { enabled: 'no' } }])
      expect(readSettings(section)).toEqual(byDefault);
    expect(readSettings({ codeLens: { enabled: false, reads: false }, fixAll: { enabled: true } })).toEqual({
      ...byDefault,
      codeLens: false,
      lenses: { ...lenses, reads: false },
      fixAll: true,
    });
  });

  it('are asked for, and again when they change', async () => {
    const server = await start();
    expect(await titles(server)).toContain(REMOVAL);
    server.configure({ codeLens: { enabled: false } });
    await server.until(() => (server.lensRefreshes() === 1 ? true : undefined));
    expect(await titles(server)).toBeUndefined();
  });

  it('come with the initialisation, and as they change, from a client that is not asked', async () => {
    const server = await start(SHOP, {
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
      initializationOptions: { codeLens: { enabled: false } },
    });
    expect(await titles(server)).toBeUndefined();
    server.configure({ codeLens: { enabled: true } });
    await server.until(() => (server.lensRefreshes() === 1 ? true : undefined));
    // What edits is not offered to a client that applies none.
    expect(await titles(server)).toHaveLength(2);
  });
});
