import { expect, it } from 'vitest';
import { type CodeAction, CodeActionRequest, CodeLensRequest } from 'vscode-languageserver-protocol/node';
import bundle from '../../l10n/bundle.l10n.json';
import { FULL } from './session';
import { FLAG_FILE, PAGE, SHOP, start } from './shop';

/** Every text between marks, as a translation may be. */
const texts = Object.fromEntries(Object.entries(bundle).map(([key, text]) => [key, `⟦${text}⟧`]));

it('what a person can click is in the language that the client brings along', async () => {
  const server = await start(SHOP, {
    capabilities: { ...FULL, experimental: { flagwright: { commands: true } } },
    initializationOptions: { texts },
  });
  server.open('src/page.ts', PAGE);
  server.open('config/flags.yaml', FLAG_FILE);
  await server.untilStatus(({ state }) => state === 'ready');
  const at = server.at(PAGE, "isEnabled('|dark_mode");
  const actions = (await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: server.uri('src/page.ts') },
    range: { start: at, end: at },
    context: { diagnostics: [] },
  })) as CodeAction[];
  expect(actions.map(({ title }) => title)).toContain(
    "⟦Remove flag 'dark_mode': ⟦keep the enabled branch⟧ everywhere, with its entry⟧",
  );
  expect(actions.filter(({ title }) => !title.startsWith('⟦'))).toEqual([]);
  const lenses = await server.connection.sendRequest(CodeLensRequest.type, {
    textDocument: { uri: server.uri('config/flags.yaml') },
  });
  expect(lenses?.length).toBeGreaterThan(0);
  expect(lenses?.filter(({ command }) => !command?.title.startsWith('⟦'))).toEqual([]);
});
