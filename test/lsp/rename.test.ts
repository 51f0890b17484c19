import { expect, it } from 'vitest';
import type { WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { FULL } from './session';
import { ask, start } from './shop';

const CODE = `flags.isEnabled('gift_wrap');
flags.isEnabled('gift_' + kind);
flags.isEnabled('checkout');
export const note = 'gift_wrap';
`;
const FILES = { 'flags.yaml': 'flags:\n  gift_wrap: true\n  checkout: true\n', 'app.ts': CODE };
const LATE = { ...FULL, experimental: { flagwright: { refusesRenamesLate: true } } };
const REASON = "A read in app.ts puts its key together at run time and may reach flag 'gift_wrap'.";

it('a rename is prepared and made', async () => {
  const server = await start(FILES);
  expect(await ask(server, 'prepareRename', 'app.ts', CODE, "'check|out'")).toMatchObject({
    placeholder: 'checkout',
  });
  server.apply(
    await ask<WorkspaceEdit>(server, 'rename', 'app.ts', CODE, "'check|out'", { newName: 'till' }),
  );
  expect(server.textOf('app.ts')).toContain("isEnabled('till')");
  expect(server.textOf('flags.yaml')).toContain('till: true');
});

it('what is no flag is for others; a refusal is an error with its reason, as early as can be', async () => {
  const server = await start(FILES);
  expect(await ask(server, 'prepareRename', 'app.ts', CODE, 'no|te')).toBeNull();
  expect(await ask(server, 'rename', 'app.ts', CODE, 'no|te', { newName: 'till' })).toBeNull();
  await expect(ask(server, 'prepareRename', 'app.ts', CODE, "('gift|_wrap'")).rejects.toThrow(REASON);
});

it('our client is refused only once the new name is given, lest VS Code lets another one rename', async () => {
  const server = await start(FILES, { capabilities: LATE });
  expect(await ask(server, 'prepareRename', 'app.ts', CODE, "('gift|_wrap'")).toMatchObject({
    placeholder: 'gift_wrap',
  });
  await expect(
    ask(server, 'rename', 'app.ts', CODE, "('gift|_wrap'", { newName: 'wrapping' }),
  ).rejects.toThrow(REASON);
  expect(await ask(server, 'prepareRename', 'app.ts', CODE, 'no|te')).toBeNull();
});
