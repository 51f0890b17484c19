import * as l10n from '@vscode/l10n';
import {
  CodeLensRefreshRequest,
  type Connection,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  MessageType,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { name, version } from '../../../package.json';
import { status } from '../features/status';
import { ACTION_KINDS, COMMANDS, registerActions } from './actions';
import { type ClientAbilities, capabilitiesOf } from './client';
import type { FarPlace } from './convert';
import { createPublisher, type Publisher } from './diagnostics';
import { MALFORMED } from './door';
import { registerFlagFile } from './flag-file';
import { registerFlagView } from './flag-view';
import { type Folder, openFolder } from './folder';
import { createGuard } from './guard';
import { registerFeatures, TRIGGER_CHARACTERS } from './handlers';
import { registerKeys } from './keys';
import { registerLenses } from './lenses';
import { ask, say } from './messages';
import { readingProgress } from './progress';
import { registerPull } from './pull';
import { registerQuestions } from './questions';
import { registerRename } from './rename';
import { registerReport } from './report';
import type { Runtime } from './runtime';
import { createSettings, type SettingsSource } from './settings';
import { registerTools } from './tools';
import { registerWatcher } from './watching';

/** Serves one client over a connection: an editor's window with any number of folders. */
export function startServer(connection: Connection, runtime: Runtime): void {
  const log = (message: string): void => connection.console.log(message);
  const guard = createGuard((message) => connection.console.error(message));
  const documents = new TextDocuments(TextDocument);
  const folders = new Map<string, { readonly folder: Folder; readonly publisher: Publisher }>();
  let abilities: ClientAbilities = capabilitiesOf({});
  let watchesForUs = false;
  let initial: readonly WorkspaceFolder[] = [];
  let options: unknown;
  const settings = createSettings(
    connection,
    () => abilities,
    () => options,
    () => settingsChanged(),
    guard,
  );

  /** The folder of a document; of nested ones the innermost. */
  const folderOf = (uri: string): { folder: Folder; path: string } | undefined => {
    let best: { folder: Folder; path: string } | undefined;
    for (const { folder } of folders.values()) {
      const path = folder.pathOf(uri);
      if (path !== undefined && !(best && best.path.length <= path.length)) best = { folder, path };
    }
    return best;
  };

  let lastStatus = '';
  const sendStatus = (): void => {
    const all = [...folders.values()].map(({ folder }) => folder);
    const failures = all.flatMap((folder) => folder.failure() ?? []);
    const next = status(
      all.map(({ workspace }) => workspace.snapshot()),
      { failures, isPart: all.some((folder) => folder.isPart()) },
    );
    const stamp = JSON.stringify(next);
    if (stamp === lastStatus) return;
    lastStatus = stamp;
    void connection.sendNotification('flagwright/status', next);
  };

  /** Lenses follow from files that the client does not know of, and from settings. */
  const refreshLenses = (): void => {
    if (!abilities.refreshesLenses) return;
    guard.background('refreshing the lenses', () => connection.sendRequest(CodeLensRefreshRequest.type));
  };

  const settingsChanged = (): void => {
    refreshLenses();
    keys.update();
    for (const { publisher } of folders.values()) publisher.update('all');
  };

  const addFolder = (uri: string): void => {
    if (folders.has(uri)) return;
    const folder = openFolder(uri, {
      runtime,
      storage: storageIn(options),
      guard,
      log,
      onPreview: (path, snapshot) => publisher.preview(path, snapshot),
      showReading: (name, onStop) =>
        readingProgress(connection, abilities, l10n.t('Reading {0}', name), onStop),
      onStopped: () => guard.background('asking whether to go on', () => askToGoOn(folder)),
      mayAsk: !abilities.isUntrusted,
      onFailure: (message) => {
        say(connection, MessageType.Error, message);
        sendStatus();
      },
      onChange: (changed) => {
        publisher.update(changed);
        if (folder && mayDeclare(folder, changed)) {
          for (const other of folders.values())
            if (other.folder !== folder) other.publisher.update(new Set());
        }
        sendStatus();
        flagView.update();
        keys.update();
      },
    });
    if (!folder) {
      log(`${uri} is not on a disk, so its flags are not read.`);
      return;
    }
    const publisher = createPublisher({
      folder,
      owns: (file) => folderOf(file)?.folder === folder,
      declaredElsewhere: (key) =>
        [...folders.values()].flatMap(({ folder: other }) => (other === folder ? [] : entriesIn(other, key))),
      fades: async () => abilities.fades && (await settings.current()).fading,
      run: guard.background,
      turn: guard.lastTurn,
      send: (file, diagnostics) => {
        const open = documents.get(file);
        return connection.sendDiagnostics({
          uri: file,
          diagnostics,
          ...(open && { version: open.version }),
        });
      },
    });
    folders.set(uri, { folder, publisher });
    if (!watchesForUs) guard.background('watching the files', () => folder.watch());
    for (const document of documents.all()) takeIn(document);
  };

  const askToGoOn = async (folder: Folder | undefined): Promise<void> => {
    if (!folder) return;
    const text = l10n.t(
      'Not all of {0} has been read: until it has, Flagwright calls nothing wrong there, and removes nothing.',
      folder.name,
    );
    const goOn = l10n.t('Read the Rest');
    if ((await ask(connection, MessageType.Info, text, goOn)) === goOn) await folder.whole();
  };

  const removeFolder = (uri: string): void => {
    const entry = folders.get(uri);
    entry?.publisher.dispose();
    entry?.folder.dispose();
    folders.delete(uri);
  };

  const takeIn = (document: TextDocument): void => {
    const place = folderOf(document.uri);
    place?.folder.setBuffer(place.path, document.getText(), document.uri);
  };

  const refuse = ({ problem }: { problem: string }): ResponseError<void> => {
    log(problem);
    return new ResponseError(ErrorCodes.InvalidParams, problem);
  };
  connection.onRequest(MALFORMED, refuse);
  connection.onNotification(MALFORMED, ({ problem }: { problem: string }) => log(problem));

  connection.onInitialize((params): InitializeResult => {
    abilities = capabilitiesOf(params.capabilities);
    initial = foldersOf(params);
    options = params.initializationOptions;
    translate(options);
    return {
      capabilities: {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        completionProvider: { triggerCharacters: [...TRIGGER_CHARACTERS], resolveProvider: true },
        hoverProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        renameProvider: { prepareProvider: true },
        codeActionProvider: { codeActionKinds: [...ACTION_KINDS], resolveProvider: true },
        codeLensProvider: {},
        inlayHintProvider: true,
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        selectionRangeProvider: true,
        documentLinkProvider: {},
        executeCommandProvider: { commands: [...COMMANDS] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      serverInfo: { name, version },
    };
  });

  connection.onInitialized(() => {
    if (abilities.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) removeFolder(uri);
        for (const { uri } of added) addFolder(uri);
        sendStatus();
        flagView.update();
      });
    }
    watchesForUs = abilities.watchesFiles;
    for (const { uri } of initial) addFolder(uri);
    sendStatus();
    guard.background('asking the client to tell of its settings', () => settings.register());
    if (!watchesForUs) return;
    guard.background('asking the client to watch files', async () => {
      watchesForUs = await registerWatcher(connection, log);
      if (!watchesForUs) for (const { folder } of folders.values()) await folder.watch();
    });
  });

  documents.onDidChangeContent(({ document }) => takeIn(document));
  documents.onDidClose(({ document }) => {
    const place = folderOf(document.uri);
    place?.folder.setBuffer(place.path, undefined);
  });

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const touched = new Map<Folder, string[]>();
    for (const { uri } of changes) {
      const place = folderOf(uri);
      if (!place || isNoise(place.path)) continue;
      touched.set(place.folder, [...(touched.get(place.folder) ?? []), place.path]);
    }
    for (const [folder, paths] of touched) folder.touch(paths);
  });

  connection.onNotification('flagwright/stopReading', () => {
    for (const { folder } of folders.values()) folder.stopReading();
  });
  connection.onNotification('flagwright/readOn', () => {
    for (const { folder } of folders.values())
      guard.background('reading on', async () => void (await folder.whole()));
  });

  const context: ServerContext = {
    connection,
    guard,
    folderOf,
    folders: () => [...folders.values()].map(({ folder }) => folder),
    documents,
    log,
    settings,
    abilities: () => abilities,
  };
  registerFeatures(context);
  registerLenses(context);
  registerFlagFile(context);
  registerActions(context);
  registerRename(context);
  registerQuestions(context);
  registerPull(context);
  registerTools(context);
  registerReport(context, runtime);
  const flagView = registerFlagView(context);
  const keys = registerKeys(context);
  connection.onShutdown(() => {
    for (const uri of [...folders.keys()]) removeFolder(uri);
  });
  documents.listen(connection);
  connection.listen();
  // Not before it is listened to: what nobody takes is lost.
  runtime.onHeard?.(guard.heard);
}

/** What the handlers of requests need of the server. */
export interface ServerContext {
  readonly connection: Connection;
  readonly guard: ReturnType<typeof createGuard>;
  readonly documents: TextDocuments<TextDocument>;
  readonly abilities: () => ClientAbilities;
  readonly log: (message: string) => void;
  readonly settings: SettingsSource;
  folderOf(uri: string): { readonly folder: Folder; readonly path: string } | undefined;
  readonly folders: () => readonly Folder[];
}

function foldersOf(params: InitializeParams): readonly WorkspaceFolder[] {
  if (params.workspaceFolders) return params.workspaceFolders;
  const uri = params.rootUri ?? (params.rootPath ? URI.file(params.rootPath).toString() : undefined);
  return uri ? [{ uri, name: uri }] : [];
}

/** The folder that the client names for what is kept from one start to the next. */
function storageIn(options: unknown): string | undefined {
  const storage = (options as { readonly storage?: unknown } | null | undefined)?.storage;
  return typeof storage === 'string' && storage !== '' ? storage : undefined;
}

/** Folders in which much happens and nothing of interest. */
function isNoise(path: string): boolean {
  return /(^|\/)(node_modules|\.git)\//.test(path);
}

/** Whether a change may make a flag known, or unknown. */
function mayDeclare(folder: Folder, changed: ReadonlySet<string> | 'all'): boolean {
  if (changed === 'all') return true;
  const { flagFiles } = folder.workspace.snapshot();
  return [...changed].some((file) => flagFiles.has(file));
}

/** The entries of a flag in another folder than the one that asks. */
function entriesIn(folder: Folder, key: string): FarPlace[] {
  const declared = folder.workspace.snapshot().flag(key);
  return (declared?.declarations ?? []).map(({ flag }) => ({
    folder,
    place: { file: flag.file, span: flag.keySpan },
    message: l10n.t("The folder '{0}' declares it, in {1}.", folder.name, flag.file),
  }));
}

/** Speaks the person's language as far as the client brings texts along; else the texts are as they stand in the code. */
function translate(options: unknown): void {
  const texts = options && typeof options === 'object' && 'texts' in options ? options.texts : undefined;
  const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
  const contents = Object.fromEntries(Object.entries(texts ?? {}).filter(isText));
  l10n.config({ contents });
}
