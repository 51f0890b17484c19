/** The VS Code side of Flagwright, wherever it runs: starts the language server, shows its state, and offers the commands. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions, StaticFeature } from 'vscode-languageclient';
import { cleanUp } from './cleanUp';
import { createDocumentView, type DocumentView, type WrittenDocument } from './documents';
import { ask, showReads, switchFlag, syntaxesWithSchema } from './flagFile';
import { createFlagView } from './flagView';
import { createKeyColors } from './keyColors';
import { type NewFlagArgument, newFlag } from './newFlag';
import { plain } from './plain';
import { stoppableProgress } from './progress';
import { createReportView, type Report, type ReportView } from './removalReport';
import { createRemovalViews, type Preview, type RemovalViews } from './removals';
import { removeFlag } from './removeFlag';
import { refusedRenames } from './rename';
import { showReport } from './report';
import { setting, wrongSettings } from './settings';
import { createStatusItem, type ServerStatus, type Status } from './status';
import { registerTools } from './tools';
import { whoGetsThis } from './whoGetsThis';

const LANGUAGES = ['typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'yaml', 'json', 'jsonc'];

/** The server of this window; absent while it is turned off. */
let client: BaseLanguageClient | undefined;

/** One change at a time: two quick restarts must not leave two servers behind. */
let turn: Promise<void> = Promise.resolve();

/** Gives the server when it is there, or has failed. */
export type ServerNow = () => Promise<BaseLanguageClient | undefined>;

/** What differs between VS Code on a machine and VS Code in a browser. */
export interface Platform {
  makeClient(options: LanguageClientOptions): Promise<BaseLanguageClient>;
  /** The schemes of the files that the server can get at. */
  readonly schemes: readonly string[];
  /** Whether flags can be pulled, which takes a process. */
  readonly pulls: boolean;
  /** The commands that are others here and there. */
  register(server: ServerNow, log: LogOutputChannel): Disposable[];
}

/** Returns before the server answers, which takes longer than VS Code should wait for an extension; requests wait for it. */
export function start(context: ExtensionContext, platform: Platform): void {
  const log = window.createOutputChannel('Flagwright', { log: true });
  const item = createStatusItem('flagwright.showMenu');
  const reports = createReportView();
  const removals = createRemovalViews(reports);
  const documents = createDocumentView();
  const flags = createFlagView(() => client, context.workspaceState);
  const keyColors = createKeyColors(() => client, context);
  let status: Status = { state: 'starting' };

  const show = (next: Status) => {
    status = next;
    if (setting<boolean>(context, 'flagwright.statusBar.visible')) item.show(status);
    else item.hide();
  };

  const restart = () => {
    turn = turn.then(async () => {
      await endServer();
      flags.clear();
      if (!setting<boolean>(context, 'flagwright.enable')) {
        return show({ state: 'stopped', message: l10n.t('The setting flagwright.enable is off.') });
      }
      const start = performance.now();
      try {
        client = await createClient(platform, log, {
          show,
          reports,
          removals,
          documents,
          storage: context.storageUri ?? context.globalStorageUri,
          isEnabled: () => setting<boolean>(context, 'flagwright.enable'),
        });
        await client.start();
        flags.follow(client);
        keyColors.follow(client);
        log.info(`The language server answers after ${Math.round(performance.now() - start)} ms.`);
      } catch (error) {
        log.error('The language server could not start.', error);
        show({ state: 'failed', message: l10n.t('The language server could not start; the log says why.') });
      }
    });
    return turn;
  };
  const tell = async (what: string) => (await server())?.sendNotification(what);
  /** The server once it runs, for a command may be what VS Code has activated us for. */
  const server: ServerNow = async () => {
    await turn;
    return client;
  };

  context.subscriptions.push(
    log,
    item,
    reports,
    removals,
    ...registerTools(server),
    documents,
    flags,
    keyColors,
    commands.registerCommand('flagwright.restart', restart),
    commands.registerCommand('flagwright.showLog', () => log.show()),
    commands.registerCommand('flagwright.showMenu', () => showMenu(platform, status.state)),
    commands.registerCommand('flagwright.stopReading', async () => tell('flagwright/stopReading')),
    commands.registerCommand('flagwright.readOn', async () => tell('flagwright/readOn')),
    commands.registerCommand('flagwright.removeFlag', async () => removeFlag(await server())),
    commands.registerCommand('flagwright.newFlag', async (given?: NewFlagArgument) =>
      newFlag(await server(), given),
    ),
    commands.registerCommand('flagwright.cleanUp', async () => cleanUp(await server())),
    commands.registerCommand('flagwright.whoGetsThis', async (lens) =>
      whoGetsThis(await server(), context.workspaceState, lens),
    ),
    commands.registerCommand('flagwright.showReport', async () => {
      await server();
      await showReport(() => client);
    }),
    commands.registerCommand('flagwright.switchFlag', switchFlag),
    commands.registerCommand('flagwright.ask', ask),
    commands.registerCommand('flagwright.showReads', showReads),
    ...platform.register(server, log),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration(async (change) => {
      if (!change.affectsConfiguration('flagwright')) return;
      warnOfWrongSettings(context);
      if (change.affectsConfiguration('flagwright.enable')) await restart();
      else show(status);
    }),
  );
  void warnOfWrongSettings(context);
  void restart();
}

/** Ends the server, one that is being started too. */
export function stop(): Promise<void> {
  turn = turn.then(endServer);
  return turn;
}

async function endServer(): Promise<void> {
  const previous = client;
  client = undefined;
  // A server that crashed or never started has nothing to stop, and saying so would help nobody.
  await previous?.dispose().catch(() => undefined);
}

interface ClientParts {
  readonly show: (status: Status) => void;
  readonly reports: ReportView;
  readonly removals: RemovalViews;
  readonly documents: DocumentView;
  /** Where the server may keep what it has read. */
  readonly storage: Uri;
  readonly isEnabled: () => boolean;
}

/** Says to the server what this client does by itself: shows plans of removals, their reports, and refused renames. */
const OWN_ABILITIES: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = {
      ...capabilities.experimental,
      flagwright: {
        showsRemovals: true,
        commands: true,
        colorsKeys: true,
        refusesRenamesLate: true,
        schemaOf: syntaxesWithSchema(),
        isUntrusted: !workspace.isTrusted,
      },
    };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

/** The library of the protocol is most of our code, and is loaded when a server is wanted, not when VS Code waits for us. */
async function createClient(
  { makeClient, schemes }: Platform,
  outputChannel: LogOutputChannel,
  { show, reports, removals, documents, storage, isEnabled }: ClientParts,
): Promise<BaseLanguageClient> {
  const { State } = await import('vscode-languageclient');
  const created: BaseLanguageClient = await makeClient({
    documentSelector: schemes.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
    outputChannel,
    // Restarts within three minutes; then a message leads to the log.
    connectionOptions: { maxRestartCount: 5 },
    // The server's own texts are in the same bundle.
    initializationOptions: { storage: storage.fsPath, texts: l10n.bundle },
    // Hovers show words from flag files, so nothing in them may run a command.
    markdown: { isTrusted: false, supportHtml: false },
    middleware: {
      ...refusedRenames,
      ...stoppableProgress(() => created),
      workspace: {
        // The setting that ends the server is none to tell it: the library would complain that nobody is there.
        didChangeConfiguration: async (sections, next) => {
          if (created === client && isEnabled()) await next(sections);
        },
      },
    },
  });
  // A client that has been replaced may still say something of its last moments.
  created.onNotification('flagwright/status', (status: ServerStatus) => {
    if (created === client) show(status);
  });
  created.registerFeature(OWN_ABILITIES);
  created.onNotification('flagwright/removalPlanned', (preview: Preview) => removals.show(created, preview));
  created.onNotification('flagwright/document', (document: WrittenDocument) => documents.show(document));
  created.onNotification('flagwright/removalReport', (report: Report) => reports.tell(report));
  created.onDidChangeState(({ newState }) => {
    if (created !== client) return;
    if (newState === State.Starting) show({ state: 'starting' });
    if (newState === State.Stopped) {
      show({
        state: 'failed',
        message: l10n.t('The language server has ended; “Flagwright: Show Log” says why.'),
      });
    }
  });
  return created;
}

async function showMenu({ pulls }: Platform, state: Status['state']): Promise<void> {
  const choices = [
    ...(state === 'indexing'
      ? [
          {
            label: `$(stop-circle) ${l10n.t('Stop Reading the Workspace')}`,
            command: 'flagwright.stopReading',
          },
        ]
      : []),
    ...(state === 'part'
      ? [{ label: `$(play) ${l10n.t('Read the Rest of the Workspace')}`, command: 'flagwright.readOn' }]
      : []),
    { label: `$(trash) ${l10n.t('Remove a Flag…')}`, command: 'flagwright.removeFlag' },
    { label: `$(add) ${l10n.t('New Flag…')}`, command: 'flagwright.newFlag' },
    { label: `$(sparkle) ${l10n.t('Clean Up Flags…')}`, command: 'flagwright.cleanUp' },
    { label: `$(person) ${l10n.t('Who Gets This Flag?')}`, command: 'flagwright.whoGetsThis' },
    { label: `$(settings) ${l10n.t('Switch a Flag…')}`, command: 'flagwright.switchFlag' },
    ...(pulls
      ? [
          {
            label: `$(cloud-download) ${l10n.t('Pull Flags from a Service…')}`,
            command: 'flagwright.pullFlags',
          },
        ]
      : []),
    { label: `$(graph) ${l10n.t('Report of All Flags')}`, command: 'flagwright.showReport' },
    { label: `$(output) ${l10n.t('Show Log')}`, command: 'flagwright.showLog' },
    { label: `$(debug-restart) ${l10n.t('Restart Server')}`, command: 'flagwright.restart' },
    {
      label: `$(gear) ${l10n.t('Settings')}`,
      command: 'workbench.action.openSettings',
      argument: 'flagwright.',
    },
  ];
  const choice = await window.showQuickPick(choices, { title: 'Flagwright' });
  if (choice) await commands.executeCommand(choice.command, choice.argument);
}

/** One message for all settings that cannot be used, with the way to them. */
async function warnOfWrongSettings(context: ExtensionContext): Promise<void> {
  const wrong = wrongSettings(context);
  if (wrong.length === 0) return;
  const open = l10n.t('Open Settings');
  const answer = await window.showWarningMessage(plain(wrong.map(({ message }) => message).join(' ')), open);
  if (answer === open) await commands.executeCommand('workbench.action.openSettings', wrong[0]?.key);
}
