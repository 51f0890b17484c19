import { describe, expect, it } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  type ClientCapabilities,
  type CodeAction,
  ErrorCodes,
  LogMessageNotification,
  ResponseError,
  ShowMessageRequest,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver-protocol/node';
import { FULL, type Session } from './session';
import { actionTitled, CHECKOUT, FLAG_FILE, PAGE, SHOP, start } from './shop';

const WITHOUT_ENTRY = FLAG_FILE.split('\n')
  .filter((line) => !line.includes('dark_mode'))
  .join('\n');
const PAGE_AFTER = "export function page(): string {\n  return 'dark';\n}\n";

/** The client of this project: it shows plans and reports itself. */
const OURS: ClientCapabilities = { ...FULL, experimental: { flagwright: { showsRemovals: true } } };

interface Preview {
  readonly id: number;
  readonly title: string;
  readonly files: readonly { uri: string; before: string; after: string }[];
  readonly report: Report;
}

interface Report {
  readonly isPartial: boolean;
  readonly summary: string;
  readonly left: readonly { uri: string; range: { start: { line: number } }; name: string; text: string }[];
}

/** Opens the page and chooses to remove `dark_mode` everywhere. */
async function choose(server: Session): Promise<void> {
  server.open('src/page.ts', PAGE);
  await server.untilStatus(({ state }) => state === 'ready');
  const everywhere = await actionTitled(server, 'src/page.ts', PAGE, "'dark|_mode'", /everywhere/);
  await server.connection.sendRequest('workspace/executeCommand', everywhere.command);
}

const message = (server: Session, pattern: RegExp): Promise<string> =>
  server.until(() => server.messages.find((text) => pattern.test(text)));

describe('a removal everywhere, in any editor', () => {
  it('asks, and is one versioned edit, with the entry', async () => {
    const server = await start();
    server.open('config/flags.yaml', FLAG_FILE);
    await choose(server);
    await message(server, /was removed/);
    expect(server.messages).toEqual([
      "Remove flag 'dark_mode' from 3 files, with its entry, and keep the enabled branch? The types were not checked. No tsconfig.json covers src/page.ts.",
      "Flag 'dark_mode' was removed from 3 files, with its entry.",
    ]);
    expect(server.edits).toMatchObject([
      {
        label: "Remove flag 'dark_mode'",
        edit: {
          documentChanges: [
            // Read from the disk, so without a version.
            { textDocument: { uri: server.uri('src/checkout.ts'), version: null } },
            { textDocument: { uri: server.uri('src/page.ts'), version: 1 } },
            { textDocument: { uri: server.uri('config/flags.yaml'), version: 1 } },
          ],
        },
      },
    ]);
    expect(server.textOf('src/page.ts')).toBe(PAGE_AFTER);
    expect(server.textOf('src/checkout.ts')).not.toContain('dark_mode');
    expect(server.textOf('config/flags.yaml')).toBe(WITHOUT_ENTRY);
    await server.untilFindings('src/page.ts', (found) => found.length === 0);
  });

  it('offers files that nobody imports any more in a preview, where each can be left out', async () => {
    const capabilities: ClientCapabilities = {
      ...FULL,
      workspace: {
        ...FULL.workspace,
        workspaceEdit: {
          ...FULL.workspace?.workspaceEdit,
          documentChanges: true,
          resourceOperations: ['create', 'delete'],
          changeAnnotationSupport: {},
        },
      },
    };
    const page = `import { old } from './old';\n${PAGE.replace("'light'", 'old()')}`;
    const server = await start(
      {
        ...SHOP,
        'src/page.ts': page,
        'src/old.ts': 'export const old = () => 1;\n',
        'src/old.test.ts': "import './old';\n",
      },
      { capabilities, answer: (_, titles) => titles.find((title) => /^(Apply|Review)/.test(title)) },
    );
    server.open('src/page.ts', page);
    await server.untilStatus(({ state }) => state === 'ready');
    const everywhere = await actionTitled(server, 'src/page.ts', page, "'dark|_mode'", /everywhere/);
    await server.connection.sendRequest('workspace/executeCommand', everywhere.command);
    await message(server, /^No other file imports src\/old\.test\.ts, src\/old\.ts any more\.$/);
    const { edit } = await server.until(() => server.edits[1]);
    expect(edit.documentChanges).toMatchObject([
      { kind: 'delete', uri: server.uri('src/old.test.ts'), annotationId: 'orphan' },
      { kind: 'delete', uri: server.uri('src/old.ts'), annotationId: 'orphan' },
    ]);
    expect(edit.changeAnnotations).toMatchObject({ orphan: { needsConfirmation: true } });
    expect(server.textOf('src/old.ts')).toBeUndefined();
  });

  it('changes nothing when the person does not agree', async () => {
    let asked: readonly string[] = [];
    const server = await start(SHOP, {
      answer: (_, titles) => {
        asked = titles;
        return 'Cancel';
      },
    });
    await choose(server);
    await server.until(() => (asked.length > 0 ? true : undefined));
    expect(asked).toEqual(['Apply', 'Cancel']);
    // Answered after it, so whatever was to come has come.
    await actionTitled(server, 'src/page.ts', PAGE, "'dark|_mode'", /everywhere/);
    expect(server.edits).toEqual([]);
    expect(server.messages).toHaveLength(1);
  });

  it('is made at once where the editor cannot ask', async () => {
    const server = await start();
    server.connection.onRequest(
      ShowMessageRequest.type,
      () => new ResponseError(ErrorCodes.MethodNotFound, 'Unknown.'),
    );
    await choose(server);
    await message(server, /was removed from 3 files, with its entry\.$/);
    expect(server.textOf('src/page.ts')).toBe(PAGE_AFTER);
  });

  it('says what it has left, where it stands now, and leaves the entry', async () => {
    const server = await start({ ...SHOP, 'scripts/theme.py': "if flags['dark_mode']: pass\n" });
    await choose(server);
    expect(await message(server, /was removed/)).toMatch(
      /^Flag 'dark_mode' was removed from 2 files\. Its entry stays, for 1 place is left for you\. scripts\/theme\.py:1: /,
    );
    expect(server.textOf('src/page.ts')).toBe(PAGE_AFTER);
    expect(server.textOf('config/flags.yaml')).toBe(FLAG_FILE);
  });

  it('is not made when the editor refuses the edit, says so, and can be planned again', async () => {
    const again: string[] = [];
    const server = await start(SHOP, {
      answer: (text, titles) => {
        if (titles.includes('Plan Again')) again.push(text);
        return again.length > 1 ? undefined : titles[0];
      },
    });
    server.connection.onRequest(ApplyWorkspaceEditRequest.type, () => ({
      applied: false,
      failureReason: 'The disk is full.',
    }));
    await choose(server);
    await server.until(() => (again.length === 2 ? true : undefined));
    expect(again[0]).toBe("Flag 'dark_mode' was not removed. Nothing was changed. The disk is full.");
    expect(server.textOf('src/page.ts')).toBe(PAGE);
  });
});

describe('a removal everywhere, in our client', () => {
  const preview = (server: Session) => server.untilSent<Preview>('flagwright/removalPlanned');
  const apply = ({ connection }: Session, { id }: Preview) =>
    connection.sendRequest<{ applied: boolean }>('flagwright/applyRemoval', { id });

  it('is shown whole, and applied when the client says so', async () => {
    const server = await start(
      {
        ...SHOP,
        'src/odd.ts': `// 1\n// 2\nif (isEnabled('dark_mode')) a();\nlet on = isEnabled('dark_mode');\non = b();\n`,
      },
      { capabilities: OURS },
    );
    await choose(server);
    const planned = await preview(server);
    expect(planned.title).toBe("Remove flag 'dark_mode': keep the enabled branch");
    expect(planned.files.map(({ uri }) => uri).sort()).toEqual(
      ['src/checkout.ts', 'src/odd.ts', 'src/page.ts'].map(server.uri),
    );
    expect(planned.files.find(({ uri }) => uri === server.uri('src/page.ts'))).toMatchObject({
      before: PAGE,
      after: PAGE_AFTER,
    });
    expect(planned.report).toMatchObject({ isPartial: true, left: [{ name: 'src/odd.ts:4' }] });
    expect(server.edits).toEqual([]);

    expect(await apply(server, planned)).toEqual({ applied: true });
    expect(server.textOf('src/page.ts')).toBe(PAGE_AFTER);
    const report = await server.untilSent<Report>('flagwright/removalReport');
    expect(report.summary).toBe(
      "Flag 'dark_mode' was removed from 3 files. Its entry stays, for 1 place is left for you.",
    );
    // The same line, as it is called after the edit: `if (…) a();` has become `a();`, on one line as before.
    expect(report.left).toMatchObject([{ uri: server.uri('src/odd.ts'), name: 'src/odd.ts:4' }]);
    expect(server.messages).toEqual([]);
    expect(await apply(server, planned)).toEqual({ applied: false });
    expect(server.messages).toEqual([expect.stringContaining('no longer known')]);
  });

  it('takes unsaved texts as they are', async () => {
    const server = await start(SHOP, { capabilities: OURS });
    const unsaved = `// not saved\n${CHECKOUT}`;
    server.open('src/checkout.ts', CHECKOUT);
    server.change('src/checkout.ts', unsaved);
    await choose(server);
    const planned = await preview(server);
    expect(planned.files.find(({ uri }) => uri === server.uri('src/checkout.ts'))?.before).toBe(unsaved);
    expect(await apply(server, planned)).toEqual({ applied: true });
    expect(server.textOf('src/checkout.ts')).toBe(
      unsaved.replace("(isEnabled('dark_mode') ? 'dark' : 'light')", "'dark'"),
    );
    expect(server.edits[0]!.edit.documentChanges).toContainEqual(
      expect.objectContaining({ textDocument: { uri: server.uri('src/checkout.ts'), version: 2 } }),
    );
  });

  it.each<[string, (server: Session) => void, RegExp]>([
    [
      'an open file has changed',
      (server) => server.change('src/page.ts', `// new\n${PAGE}`),
      /src\/page\.ts has changed since the removal was planned\.$/,
    ],
    [
      'a file on disk has changed, of which nobody has told the server',
      (server) => server.write('src/checkout.ts', `// new\n${CHECKOUT}`),
      /src\/checkout\.ts has changed since the removal was planned\.$/,
    ],
    [
      'another file has begun to read the flag',
      (server) => server.open('src/new.ts', "export const a = isEnabled('dark_mode');\n"),
      /The places that name 'dark_mode' have changed since the removal was planned\.$/,
    ],
  ])('fails whole when %s', async (_, change, why) => {
    const server = await start(SHOP, { capabilities: OURS });
    await choose(server);
    const planned = await preview(server);
    change(server);
    const before = ['src/page.ts', 'src/checkout.ts', 'config/flags.yaml'].map(server.textOf);
    expect(await apply(server, planned)).toEqual({ applied: false });
    await message(server, why);
    expect(server.edits).toEqual([]);
    expect(['src/page.ts', 'src/checkout.ts', 'config/flags.yaml'].map(server.textOf)).toEqual(before);
  });

  it('can be stopped while it is planned', async () => {
    const config = '{ "compilerOptions": { "types": [] }, "include": ["src"] }\n';
    const server = await start({ ...SHOP, 'tsconfig.json': config }, { capabilities: OURS });
    const { connection } = server;
    const steps: WorkDoneProgressBegin[] = [];
    let previews = 0;
    connection.onNotification('flagwright/removalPlanned', () => {
      previews++;
    });
    connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      connection.onProgress(WorkDoneProgress.type, token, (step) => {
        if (step.kind !== 'begin' || !step.cancellable) return;
        steps.push(step);
        void connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
      });
    });
    const stopped = new Promise<void>((resolve) => {
      connection.onNotification(LogMessageNotification.type, (log) => {
        if (log.message === "The removal of 'dark_mode' was cancelled.") resolve();
      });
    });
    await choose(server);
    await stopped;
    expect(steps).toMatchObject([{ title: "Planning the removal of 'dark_mode'", cancellable: true }]);
    // Answered after it, so whatever was to come has come.
    await actionTitled(server, 'src/page.ts', PAGE, "'dark|_mode'", /everywhere/);
    expect(previews).toBe(0);
  });

  it('is forgotten when the client puts it away', async () => {
    const server = await start(SHOP, { capabilities: OURS });
    await choose(server);
    const planned = await preview(server);
    void server.connection.sendNotification('flagwright/discardRemoval', { id: planned.id });
    expect(await apply(server, planned)).toEqual({ applied: false });
    expect(server.edits).toEqual([]);
  });
});

describe('fixing all', () => {
  const ask = (server: Session) =>
    server.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: server.uri('src/page.ts') },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], only: ['source.fixAll'] },
    });

  it('does nothing unless it is switched on', async () => {
    const server = await start();
    server.open('src/page.ts', PAGE);
    await server.untilFindings('src/page.ts', (found) => found.length === 1);
    expect(await ask(server)).toEqual([]);
    server.configure({ fixAll: { enabled: true } });
    const [action, ...others] = await ask(server);
    expect(others).toEqual([]);
    expect(action).toMatchObject({ kind: 'source.fixAll.flagwright' });
    const { edit } = await server.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    server.apply(edit!);
    expect(server.textOf('src/page.ts')).toBe(PAGE_AFTER);
    await server.untilFindings('src/page.ts', (found) => found.length === 0);
    expect(await ask(server)).toEqual([]);
  });
});
