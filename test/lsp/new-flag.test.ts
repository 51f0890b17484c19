import { expect, it } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  type ShowDocumentParams,
  ShowDocumentRequest,
} from 'vscode-languageserver-protocol/node';
import type { FlagForm } from '../../server/src/features/create-flag';
import { FULL } from './session';
import { FLAG_FILE, PAGE, SHOP, start } from './shop';

const OURS = {
  capabilities: { ...FULL, experimental: { flagwright: { commands: true } } },
  answer: (_message: string, titles: readonly string[]) => titles.find((title) => title === 'Show Entry'),
};

it('is made with its entry, and what is selected is put behind it', async () => {
  const server = await start({ ...SHOP, CODEOWNERS: '/src/ @shop/design\n' }, OURS);
  const shown = new Promise<ShowDocumentParams>((resolve) => {
    server.connection.onRequest(ShowDocumentRequest.type, (params) => {
      resolve(params);
      return { success: true };
    });
  });
  server.open('src/page.ts', PAGE);
  await server.untilStatus(({ state }) => state === 'ready');
  const range = { start: server.at(PAGE, "|return 'dark'"), end: server.at(PAGE, "return 'dark';|") };
  const actions = (await server.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: server.uri('src/page.ts') },
    range,
    context: { diagnostics: [] },
  })) as CodeAction[];
  const action = actions.find(({ title }) => title === 'Put behind a new flag…');
  expect(action?.command?.command).toBe('flagwright.newFlag');
  const [given] = action!.command!.arguments as [{ uri: string; range: typeof range }];

  const form = await server.connection.sendRequest<FlagForm & { folder: string }>('flagwright/newFlagForm', {
    uri: given.uri,
  });
  expect(form.files).toEqual([{ path: 'config/flags.yaml', asksForMore: true }]);
  expect(form.owners[0]).toBe('design');
  const problem = await server.connection.sendRequest('flagwright/newFlagProblem', {
    folder: form.folder,
    key: 'dark_mode',
  });
  expect(problem).toMatchObject({ problem: "There is a flag 'dark_mode' already, in config/flags.yaml." });

  await server.connection.sendRequest('flagwright/createFlag', {
    folder: form.folder,
    flag: { key: 'black_mode', file: 'config/flags.yaml', type: 'experiment', owner: 'design' },
    wrap: { uri: given.uri, range: given.range },
  });
  expect(server.textOf('src/page.ts')).toBe(
    PAGE.replace("    return 'dark';", "    if (isEnabled('black_mode')) {\n      return 'dark';\n    }"),
  );
  expect(server.textOf('config/flags.yaml')).toMatch(
    new RegExp(
      `${FLAG_FILE.trimEnd().split('\n').at(-1)!.slice(2, 14)}[^]*black_mode: \\{ enabled: false, owner: design,`,
    ),
  );
  expect(server.edits.map(({ label }) => label)).toEqual(["Create flag 'black_mode'"]);
  await server.until(() =>
    server.messages.find((message) => message.includes("Flag 'black_mode' was added")),
  );
  const entry = server.at(server.textOf('config/flags.yaml')!, '|black_mode');
  expect(await shown).toMatchObject({ uri: server.uri('config/flags.yaml'), selection: { start: entry } });
});
