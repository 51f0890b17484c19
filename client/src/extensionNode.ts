/** Flagwright on a machine: the server is a process of its own. */
import { join } from 'node:path';
import { commands, type Disposable, type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import { type ServerNow, start, stop } from './extension';
import { createPullCommands } from './pullFlags';
import { setting } from './settings';
import { openShop, walkOnInShop } from './shop';

export function activate(context: ExtensionContext): void {
  const module = context.asAbsolutePath('dist/server.js');
  start(context, {
    async makeClient(options) {
      const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
      const server = {
        run: {
          module,
          transport: TransportKind.ipc,
          // What was compiled is kept there, which takes a third of the server's start.
          options: { env: { NODE_COMPILE_CACHE: join(context.globalStorageUri.fsPath, 'compiled') } },
        },
        debug: {
          module,
          transport: TransportKind.ipc,
          options: { execArgv: ['--nolazy', '--inspect=6009'] },
        },
      };
      return new LanguageClient('flagwright', 'Flagwright', server, options);
    },
    schemes: ['file'],
    pulls: true,
    register: (server, log) => [
      commands.registerCommand('flagwright.openShop', () => openShop(context)),
      ...registerPull(context, server, log),
    ],
  });
  void walkOnInShop(context);
}

export function deactivate(): Promise<void> {
  return stop();
}

/** A minute in milliseconds; a test has one that passes sooner. */
const MINUTE = Number(process.env.FLAGWRIGHT_TEST_MINUTE) || 60_000;

/** The commands that pull, and a timer that does so unasked where a person wants it. */
function registerPull(context: ExtensionContext, server: ServerNow, log: LogOutputChannel): Disposable[] {
  const pulls = createPullCommands(context, server, log);
  let timer: NodeJS.Timeout | undefined;
  const pullOften = () => {
    clearInterval(timer);
    const minutes = setting<number>(context, 'flagwright.pull.everyMinutes');
    if (minutes > 0) timer = setInterval(() => void pulls.pullQuietly(), Math.max(1, minutes) * MINUTE);
  };
  pullOften();
  return [
    { dispose: () => clearInterval(timer) },
    commands.registerCommand('flagwright.pullFlags', pulls.pull),
    commands.registerCommand('flagwright.forgetTokens', pulls.forgetTokens),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('flagwright.pull')) pullOften();
    }),
  ];
}
