import { expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol/node';
import { FULL } from './session';
import { actionTitled, start } from './shop';

const FLAGS = `flags:
  checkout:
    enabled: true
    percentage: 40
    rules: [{ attribute: plan, operator: in, value: [pro, team] }]
`;
const FILES = { 'flags.yaml': FLAGS, 'app.ts': "flags.isEnabled('checkout');\n" };
const OURS = { ...FULL, experimental: { flagwright: { commands: true } } };

it('“who gets this?” is asked from the lens or the cursor, and answered', async () => {
  const server = await start(FILES, { capabilities: OURS });
  const uri = server.uri('flags.yaml');
  const lenses = await server.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri },
  });
  const lens = lenses.find(({ command }) => command?.command === 'flagwright.whoGetsThis');
  expect(lens?.command?.arguments).toEqual([{ uri, flag: 'checkout' }]);
  const question = {
    flag: 'checkout',
    attributes: [
      { name: 'user_id', values: [] },
      { name: 'plan', values: ['pro', 'team'] },
    ],
  };
  const ask = (params: object) => server.connection.sendRequest('flagwright/question', params);
  expect(await ask({ uri, flag: 'checkout' })).toEqual(question);
  expect(await ask({ uri: server.uri('app.ts'), position: { line: 0, character: 20 } })).toEqual(question);
  expect(await ask({ uri: server.uri('app.ts'), position: { line: 0, character: 0 } })).toBeNull();
  expect(
    await server.connection.sendRequest('flagwright/evaluate', {
      uri,
      flag: 'checkout',
      context: 'plan=pro',
    }),
  ).toEqual({ on: true, text: "'checkout' is on for plan=pro. Step rules: the rule on plan (in) matches." });
});

it('what a step would change is shown as a document by our client, and as a message by another', async () => {
  for (const capabilities of [OURS, FULL]) {
    const server = await start(FILES, { capabilities });
    server.open('flags.yaml', FLAGS);
    const shown = new Promise<{ title: string; markdown: string }>((resolve) => {
      server.connection.onNotification('flagwright/document', resolve);
    });
    const { command } = await actionTitled(server, 'flags.yaml', FLAGS, 'perc|entage: 40', /goes to 100 %/);
    await server.connection.sendRequest('workspace/executeCommand', command!);
    if (capabilities === OURS) {
      expect((await shown).markdown).toMatch(
        /^# What if checkout goes to 100 %\?\n\nNow it is on for 40 % of users/,
      );
    } else {
      const message = await server.until(() =>
        server.messages.find((text) => /then it is on for everyone/.test(text)),
      );
      expect(message).toMatch(/New findings: 1, gone: 0; see the log\.$/);
    }
    await server.dispose();
  }
});
