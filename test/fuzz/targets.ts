import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { hover } from '../../server/src/features/hover';
import { addEntry } from '../../server/src/flags/add-entry';
import { describeRule, describeState } from '../../server/src/flags/describe';
import { evaluate } from '../../server/src/flags/evaluate';
import { lifecycle } from '../../server/src/flags/lifecycle';
import { readFlagFile } from '../../server/src/flags/read';
import { removeEntry } from '../../server/src/flags/remove-entry';
import { startServer } from '../../server/src/lsp/server';
import { messageStrategy } from '../../server/src/lsp/trace';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { checkWorkspace } from '../../server/src/rules/check';
import { fixesFor } from '../../server/src/rules/rules';
import { applyEdits } from '../../server/src/text/edits';
import { readConfig } from '../../server/src/workspace/config';
import { createMemoryHost, loadWorkspace, TODAY } from '../support/memory-host';

/** What is done with any text; it fails where Flagwright does not end in an answer or a message. */
export type Target = (text: string) => Promise<void>;

export const TARGETS: Readonly<Record<string, Target>> = {
  'flag-files': async (text) => {
    for (const path of ['flags.yaml', 'flags.json']) {
      readFlagFile(path, text);
      const file = readFlagFile(path, text, { configured: true });
      for (const { span } of [...file!.problems, ...file!.flags, ...file!.silencers]) inside(span, text);
      for (const flag of file!.flags.slice(0, 8)) {
        evaluate(flag, { user_id: 'u', plan: 'pro' }, 'text');
        lifecycle(flag, { today: 20_000 });
        describeState(flag);
        flag.rules.forEach(describeRule);
        const edits = removeEntry(text, file!, flag.key);
        if (!('refusal' in edits)) readFlagFile(path, applyEdits(text, edits), { configured: true });
      }
      applyEdits(text, addEntry(text, file!, 'new', { owner: 'me' }));
    }
  },

  scanner: async (text) => {
    const files = new Map([
      ['flags.yaml', FLAGS],
      ['src/app.tsx', text],
      ['src/gate.ts', GATE],
    ]);
    await interrogate(files, ['a', 'b']);
  },

  configuration: async (text) => {
    for (const name of ['flagwright.config.json', 'flagwright.config.yaml']) {
      for (const { span } of readConfig(name, text).problems) inside(span, text);
      const files = new Map([
        ['flags.yaml', FLAGS],
        ['src/app.ts', GATE],
        [name, text],
        ['tsconfig.json', text],
        ['packages/p/package.json', text],
        ['pnpm-workspace.yaml', text],
      ]);
      await interrogate(files);
    }
  },

  protocol: async (text) => {
    const { send, defects, alive, end } = session();
    try {
      for (const line of text.split('\n')) send(line);
      await alive();
    } finally {
      await end();
    }
    if (defects.length > 0) throw new Error(defects[0]);
  },
};

const FLAGS = `flags:
  a: { enabled: true, created: 2020-01-01, owner: me }
  b: { enabled: false }
  c: { enabled: true, percentage: 50, rules: [{ attribute: plan, operator: matches, value: "^p" }] }
`;
const GATE = `export const KEYS = { A: 'a', B: 'b' } as const;
export function on(key: string) { return flags.isEnabled(key); }
if (on(KEYS.A)) { show(); } else { hide(); }
const x = flags.isEnabled('c') && on('b');
`;

function inside({ start, end }: { readonly start: number; readonly end: number }, text: string): void {
  if (!(start >= 0 && start <= end && end <= text.length)) {
    throw new Error(`the span ${start}-${end} does not lie in a text of ${text.length}`);
  }
}

/** Asks a workspace everything that it can be asked, and for the removal of flags. */
async function interrogate(
  files: ReadonlyMap<string, string>,
  removed: readonly string[] = [],
): Promise<void> {
  const workspace = await loadWorkspace(createMemoryHost(files));
  const snapshot = workspace.snapshot();
  for (const [path, why] of snapshot.unreadable) if (/defect/.test(why)) throw new Error(`${path}: ${why}`);
  for (const finding of checkWorkspace(snapshot)) {
    inside(finding.span, files.get(finding.file)!);
    fixesFor(snapshot, finding, (path) => files.get(path));
  }
  for (const path of files.keys()) {
    for (const read of snapshot.readsIn(path)) {
      inside(read.span, files.get(path)!);
      await hover(snapshot, path, read.span.start);
    }
  }
  for (const flag of removed) {
    const keep = flag === 'a';
    const plan = await planFromWorkspace(workspace, { flag, keep, scope: { kind: 'everywhere' } }, undefined);
    for (const { file, edits } of plan.files) applyEdits(files.get(file)!, edits);
    for (const { file, span } of [...plan.review, ...plan.notes]) inside(span, files.get(file)!);
  }
}

/** A server in this process, over files in memory, and a client that sends it lines as messages. */
function session() {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const defects: string[] = [];
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
    { messageStrategy: messageStrategy() },
  );
  const host = createMemoryHost([
    ['flags.yaml', FLAGS],
    ['src/app.ts', GATE],
  ]);
  startServer(server, { openFolder: () => ({ host }), clock: () => TODAY });
  const client = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  client.onNotification('window/logMessage', ({ message }: { message: string }) => {
    if (/defect/i.test(message)) defects.push(message);
  });
  client.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  for (const method of [
    'client/registerCapability',
    'workspace/codeLens/refresh',
    'workspace/inlayHint/refresh',
    'window/workDoneProgress/create',
    'window/showMessageRequest',
  ])
    client.onRequest(method, () => null);
  client.onRequest('workspace/applyEdit', () => ({ applied: true }));
  // What fails, or is no request at all, is answered so.
  client.onError(() => {});
  client.listen();
  void client
    .sendRequest('initialize', { processId: null, rootUri: ROOT, capabilities: CAPABILITIES })
    .then(() => client.sendNotification('initialized', {}));
  let id = 1_000_000;
  return {
    defects,
    send(line: string): void {
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {
        message = undefined;
      }
      const isMessage = typeof message === 'object' && message !== null && !Array.isArray(message);
      // These end a process, and mean to.
      if (isMessage && /^(exit|shutdown|initialize)$/.test(String((message as { method?: unknown }).method)))
        return;
      const body = isMessage
        ? JSON.stringify({
            ...(message as object),
            jsonrpc: '2.0',
            ...('id' in (message as object) && { id: id++ }),
          })
        : line;
      toServer.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    },
    /** Whatever was said before, the server answers a request as it would have without it. */
    async alive(): Promise<void> {
      const uri = `${ROOT}/src/other.ts`;
      await client.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'typescript', version: 1, text: "flags.isEnabled('zz');" },
      });
      await client.sendRequest('textDocument/hover', {
        textDocument: { uri },
        position: { line: 0, character: 18 },
      });
    },
    async end(): Promise<void> {
      await client.sendRequest('shutdown');
      client.dispose();
      server.dispose();
    },
  };
}

const ROOT = 'file:///w';
const CAPABILITIES = {
  textDocument: {
    hover: { contentFormat: ['markdown'] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      resolveSupport: { properties: ['edit', 'command'] },
      disabledSupport: true,
      dataSupport: true,
    },
    completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } },
  },
  workspace: {
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
    configuration: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceFolders: true,
  },
};
