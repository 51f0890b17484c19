import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ApplyWorkspaceEditParams,
  ApplyWorkspaceEditRequest,
  type ClientCapabilities,
  CodeLensRefreshRequest,
  ConfigurationRequest,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShowMessageNotification,
  ShowMessageRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgressCreateRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { URI } from 'vscode-uri';
import { applyEdits } from '../../server/src/text/edits';
import { indexLines, type Position } from '../../server/src/text/lines';

/** A client of the built server over a folder of its own; it waits for messages, never for time. */
export interface Session {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly initialized: InitializeResult;
  readonly root: string;
  /** Everything that the server showed in a message, in order. */
  readonly messages: string[];
  uri(file: string): string;
  write(file: string, text: string | Uint8Array): void;
  remove(file: string): void;
  open(file: string, text: string): void;
  change(file: string, text: string): void;
  close(file: string): void;
  /** Tells the server of files that changed on disk, as a client that watches does. */
  changed(...files: string[]): void;
  /** Changes the section `flagwright` of the settings. */
  configure(settings: object): void;
  /** How often the server has asked for the lenses to be drawn again. */
  lensRefreshes(): number;
  /** The present findings of a file as `rule: message`. */
  findings(file: string): string[];
  /** Waits until `look` finds something; it is asked at every message. */
  until<T>(look: () => T | undefined): Promise<T>;
  /** Waits until the findings of a file are as wanted. */
  untilFindings(file: string, wanted: (findings: string[]) => boolean): Promise<string[]>;
  /** Waits for a status notification. */
  untilStatus(wanted: (status: Status) => boolean): Promise<Status>;
  /** The position of `|` in `marked`, a text that the file holds without the bar. */
  at(text: string, marked: string): Position;
  /** How many times findings of a file were sent. */
  publications(file: string): readonly Diagnostic[][];
  /** The texts after an edit of the workspace, by file. */
  apply(edit: WorkspaceEdit): void;
  /** The text of a file in the editor, else on disk. */
  textOf(file: string): string | undefined;
  /** The edits that the server has asked for, in order, whether they were applied or not. */
  readonly edits: readonly ApplyWorkspaceEditParams[];
  /** The latest notification of a method that only this project's client knows. */
  untilSent<T>(method: string): Promise<T>;
  /** Ends the session as the protocol has it, and gives the server's exit code. */
  stop(): Promise<number | null>;
  /** Ends the session, if that is not done, and takes its folder away. */
  dispose(): Promise<void>;
}

export interface Status {
  readonly state: string;
  readonly flags: number;
  readonly flagFiles: number;
  readonly reads: number;
  readonly message?: string;
}

export interface SessionOptions {
  readonly capabilities?: ClientCapabilities;
  /** The name of the folder, to try spaces and the like. */
  readonly folder?: string;
  /** Folders below it that are open as roots, in place of the whole. */
  readonly roots?: readonly string[];
  /** Done to the folder before the server starts. */
  readonly prepare?: (root: string) => void;
  /** The section `flagwright` of the editor's settings. */
  readonly settings?: object;
  /** What the person answers to a question: one of the titles, or nothing. "Apply" where it is on offer, by default. */
  readonly answer?: (message: string, titles: readonly string[]) => string | undefined;
  readonly initializationOptions?: object;
  /** A folder that is there already, and stays. */
  readonly at?: string;
  /** A file for the messages that are sent. */
  readonly trace?: string;
}

/** What the server sends to the client of this project only. */
const SENT = ['flagwright/removalPlanned', 'flagwright/removalReport', 'flagwright/flagRowsChanged'];

const SERVER = resolve(dirname(fileURLToPath(import.meta.url)), '../../dist/server.js');

export async function startSession(
  files: Readonly<Record<string, string | Uint8Array>>,
  {
    capabilities = FULL,
    folder = 'shop',
    roots = [''],
    prepare,
    settings = {},
    initializationOptions,
    trace,
    at,
    answer = (_, titles) => titles.find((title) => title === 'Apply'),
  }: SessionOptions = {},
): Promise<Session> {
  if (!existsSync(SERVER)) throw new Error('dist/server.js is missing: run `npm run build` first.');
  const parent = at ?? mkdtempSync(join(tmpdir(), 'flagwright-'));
  const root = at ?? join(parent, folder);
  mkdirSync(root, { recursive: true });
  const texts = new Map<string, string>();
  const put = (file: string, text: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) put(file, text);
  prepare?.(root);

  const server = spawn(process.execPath, [SERVER, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...(trace !== undefined && { FLAGWRIGHT_TRACE: trace }) },
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const published = new Map<string, Diagnostic[][]>();
  const statuses: Status[] = [];
  const messages: string[] = [];
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const until = <T>(look: () => T | undefined): Promise<T> =>
    new Promise((done) => {
      const listener = (): void => {
        const found = look();
        if (found === undefined) return;
        listeners.delete(listener);
        done(found);
      };
      listeners.add(listener);
      listener();
    });

  const uri = (file: string): string => URI.file(join(root, file)).toString();
  const fileOf = (target: string): string => URI.parse(target).fsPath.slice(root.length + 1);
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri: target, diagnostics }) => {
    const list = published.get(fileOf(target)) ?? [];
    list.push(diagnostics);
    published.set(fileOf(target), list);
    notify();
  });
  connection.onNotification('flagwright/status', (status: Status) => {
    statuses.push(status);
    notify();
  });
  connection.onNotification(ShowMessageNotification.type, ({ message }) => {
    messages.push(message);
    notify();
  });
  connection.onRequest(ShowMessageRequest.type, ({ message, actions = [] }) => {
    messages.push(message);
    const title = answer(
      message,
      actions.map((action) => action.title),
    );
    notify();
    return title === undefined ? null : { title };
  });
  const sent = new Map<string, unknown[]>();
  for (const method of SENT) {
    connection.onNotification(method, (params: unknown) => {
      sent.set(method, [...(sent.get(method) ?? []), params]);
      notify();
    });
  }
  let section = settings;
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => section));
  let lensRefreshes = 0;
  connection.onRequest(CodeLensRefreshRequest.type, () => {
    lensRefreshes++;
    notify();
  });
  connection.onRequest(RegistrationRequest.type, () => {});
  connection.onRequest(WorkDoneProgressCreateRequest.type, () => {});

  /** A server that the test has killed hears nothing, as in an editor. */
  const tell = async (method: string, params: object): Promise<void> => {
    try {
      await connection.sendNotification(method, params);
    } catch (error) {
      if (!server.killed) throw error;
    }
  };
  const versions = new Map<string, number>();
  const edits: ApplyWorkspaceEditParams[] = [];
  const textOf = (file: string): string | undefined => {
    const path = join(root, file);
    return texts.get(file) ?? (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  };
  const session: Omit<Session, 'initialized'> = {
    connection,
    process: server,
    root,
    messages,
    uri,
    write: put,
    remove: (file) => rmSync(join(root, file), { recursive: true }),
    open(file, text) {
      versions.set(file, 1);
      texts.set(file, text);
      const languageId = /\.ya?ml$/.test(file) ? 'yaml' : file.endsWith('.json') ? 'json' : 'typescript';
      void tell('textDocument/didOpen', {
        textDocument: { uri: uri(file), languageId, version: 1, text },
      });
    },
    change(file, text) {
      const version = (versions.get(file) ?? 0) + 1;
      versions.set(file, version);
      texts.set(file, text);
      void tell('textDocument/didChange', {
        textDocument: { uri: uri(file), version },
        contentChanges: [{ text }],
      });
    },
    close(file) {
      texts.delete(file);
      void tell('textDocument/didClose', { textDocument: { uri: uri(file) } });
    },
    changed(...changed) {
      void tell('workspace/didChangeWatchedFiles', {
        changes: changed.map((file) => ({ uri: uri(file), type: existsSync(join(root, file)) ? 2 : 3 })),
      });
    },
    configure(changed) {
      section = changed;
      void tell('workspace/didChangeConfiguration', {
        settings: { flagwright: changed },
      });
    },
    lensRefreshes: () => lensRefreshes,
    findings: (file) => (published.get(file)?.at(-1) ?? []).map(({ code, message }) => `${code}: ${message}`),
    until,
    untilFindings(file, wanted) {
      return until(() => {
        const found = session.findings(file);
        return published.has(file) && wanted(found) ? found : undefined;
      });
    },
    untilStatus: (wanted) => until(() => statuses.findLast(wanted)),
    at(text, marked) {
      const start = text.indexOf(marked.replace('|', ''));
      if (start < 0) throw new Error(`the text does not hold ${marked}`);
      return indexLines(text).positionAt(start + marked.indexOf('|'));
    },
    publications: (file) => published.get(file) ?? [],
    apply(edit) {
      const changes = edit.documentChanges
        ? edit.documentChanges.flatMap((change) => {
            if ('edits' in change) return [{ target: change.textDocument.uri, edits: change.edits }];
            if (change.kind === 'rename') throw new Error('files are edited, made and deleted, no more');
            if (change.kind === 'delete') {
              session.remove(fileOf(change.uri));
              session.changed(fileOf(change.uri));
              return [];
            }
            session.write(fileOf(change.uri), '');
            session.open(fileOf(change.uri), '');
            session.changed(fileOf(change.uri));
            return [];
          })
        : Object.entries(edit.changes ?? {}).map(([target, edits]) => ({ target, edits }));
      for (const { target, edits } of changes) {
        const file = fileOf(target);
        const text = textOf(file) ?? '';
        const lines = indexLines(text);
        const spans = edits.map((change) => {
          if (!('newText' in change)) throw new Error('a plain edit is expected');
          const { start, end } = change.range;
          return {
            span: { start: lines.offsetAt(start), end: lines.offsetAt(end) },
            newText: change.newText,
          };
        });
        const after = applyEdits(text, spans);
        if (texts.has(file)) session.change(file, after);
        else {
          // A file that is not open is opened by the edit, and saved.
          put(file, after);
          session.changed(file);
        }
      }
    },
    textOf,
    edits,
    untilSent: <T>(method: string) => until(() => sent.get(method)?.at(-1) as T | undefined),
    async stop() {
      const exit = new Promise<number | null>((done) => server.once('exit', done));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      return exit;
    },
    async dispose() {
      if (server.exitCode === null && server.signalCode === null) await session.stop();
      connection.dispose();
      if (at === undefined) rmSync(parent, { recursive: true, force: true });
    },
  };
  connection.onRequest(ApplyWorkspaceEditRequest.type, (params) => {
    edits.push(params);
    // As the editors do it: an edit of another version than the present one is refused, whole.
    const isStale = params.edit.documentChanges?.some(
      (change) =>
        'textDocument' in change &&
        change.textDocument.version !== null &&
        change.textDocument.version !== versions.get(fileOf(change.textDocument.uri)),
    );
    if (!isStale) session.apply(params.edit);
    notify();
    return { applied: !isStale };
  });
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: URI.file(root).toString(),
    workspaceFolders: roots.map((name) => ({ uri: uri(name), name: name || folder })),
    capabilities,
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return { ...session, initialized };
}

/** What an editor such as VS Code can do. */
export const FULL: ClientCapabilities = {
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    definition: { linkSupport: true },
    completion: {
      completionItem: { documentationFormat: ['markdown'], labelDetailsSupport: true, snippetSupport: true },
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor'] } },
      resolveSupport: { properties: ['edit', 'command'] },
      dataSupport: true,
      disabledSupport: true,
      isPreferredSupport: true,
    },
    publishDiagnostics: { versionSupport: true, relatedInformation: true },
  },
  workspace: {
    applyEdit: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
    workspaceFolders: true,
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    codeLens: { refreshSupport: true },
  },
  window: { workDoneProgress: true, showMessage: { messageActionItem: {} }, showDocument: { support: true } },
};
