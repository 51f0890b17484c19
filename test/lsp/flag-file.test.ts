import { afterEach, describe, expect, it } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  type CodeLens,
  CodeLensRequest,
  ExecuteCommandRequest,
} from 'vscode-languageserver-protocol/node';
import { FULL, type Session, startSession } from './session';

const FLAGS = 'flags:\n  pay: { enabled: true, type: kill_switch } # Ask Kim.\n  old: { enabled: true }\n';
const APP = "if (isEnabled('pay')) pay();\n";
const OURS = { ...FULL, experimental: { flagwright: { commands: true } } };

let session: Session | undefined;
afterEach(async () => {
  await session?.dispose();
  session = undefined;
});

async function start(capabilities = FULL): Promise<Session> {
  session = await startSession({ 'flags.yaml': FLAGS, 'app.ts': APP }, { capabilities });
  session.open('flags.yaml', FLAGS);
  session.open('app.ts', APP);
  await session.untilStatus(({ state }) => state === 'ready');
  return session;
}

async function actions({ connection, uri, at }: Session, file: string, text: string, marked: string) {
  const position = at(text, marked);
  const list = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: uri(file) },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  });
  return (list ?? []) as CodeAction[];
}

async function run({ connection }: Session, { command }: CodeAction | CodeLens): Promise<void> {
  await connection.sendRequest(ExecuteCommandRequest.type, {
    command: command!.command,
    ...(command!.arguments && { arguments: command!.arguments }),
  });
}

describe('a flag file in an editor', () => {
  it('has its kill switch turned off from the read in code, and says so', async () => {
    const own = await start();
    const stop = (await actions(own, 'app.ts', APP, "'p|ay'")).find(({ title }) => /^Turn kill/.test(title));
    await run(own, stop!);
    expect(own.textOf('flags.yaml')).toBe(FLAGS.replace('enabled: true, type', 'enabled: false, type'));
    await own.until(() =>
      own.messages.find((message) => message.includes("Flag 'pay' is off for everyone.")),
    );
  });

  it('has lenses that switch, and asks only a client that has the commands for it', async () => {
    const titles = async (own: Session) => {
      const list = await own.connection.sendRequest(CodeLensRequest.type, {
        textDocument: { uri: own.uri('flags.yaml') },
      });
      return (list ?? []).map(({ command }) => command!.title);
    };
    expect(await titles(await start())).toEqual([
      '1 read in 1 file',
      'turn off',
      'no reads',
      'turn off',
      'Remove flag: keep the enabled branch…',
    ]);
    await session!.dispose();
    expect(await titles(await start(OURS))).toContain('set percentage…');
  });

  it('offers the likeliest answers to a client that cannot ask', async () => {
    const titles = async (own: Session) =>
      (await actions(own, 'flags.yaml', FLAGS, 'ol|d:'))
        .map(({ title }) => title)
        .filter((title) => /expir/.test(title));
    expect(await titles(await start(OURS))).toEqual(["Add the expiry of 'old'…"]);
    await session!.dispose();
    expect(await titles(await start())).toEqual([
      expect.stringMatching(/^Let 'old' expire on .*, in 90 days$/),
      expect.stringMatching(/in 30 days$/),
      expect.stringMatching(/in 180 days$/),
    ]);
  });

  it('has entries that nothing reads faded, by a hint of their own', async () => {
    const tags = { ...FULL.textDocument!.publishDiagnostics, tagSupport: { valueSet: [1 as const] } };
    const own = await start({ ...FULL, textDocument: { ...FULL.textDocument, publishDiagnostics: tags } });
    await own.untilFindings('flags.yaml', (found) => found.some((text) => text.startsWith('unused-flag')));
    const faded = own
      .publications('flags.yaml')
      .at(-1)!
      .filter((one) => one.tags?.includes(1));
    expect(faded.map(({ severity, range }) => [severity, range.start.line])).toEqual([[4, 2]]);
  });
});
