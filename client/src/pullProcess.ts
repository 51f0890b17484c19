import { fork } from 'node:child_process';
import { type CancellationToken, l10n, workspace } from 'vscode';

/** What a pull has made of a snapshot. */
export interface PullResult {
  readonly file: string;
  readonly flags: number;
  readonly isNew: boolean;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
  readonly notes: readonly string[];
}

export type Outcome = { readonly result: PullResult } | { readonly problem: string; readonly kind: string };

/** Starts the process that pulls, and ends it with the pull; the token goes to it in a message. */
export function runPull(
  module: string,
  request: { readonly root: string; readonly source: object; readonly token: string },
  cancellation: CancellationToken | undefined,
  tell: (message: string) => void,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = fork(module, {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
      env: surroundings(),
    });
    const end = (outcome: Outcome): void => {
      watch?.dispose();
      resolve(outcome);
      // It ends by itself, unless it hangs.
      setTimeout(() => child.kill(), 5000).unref();
    };
    const watch = cancellation?.onCancellationRequested(() => child.connected && child.send('cancel'));
    child.on('message', (message: Outcome | { readonly progress: string }) => {
      if ('progress' in message) tell(message.progress);
      else end(message);
    });
    child.on('error', ({ message }) =>
      end({ problem: l10n.t('The pull could not be started: {0}', message), kind: 'defect' }),
    );
    child.on('exit', () => end({ problem: l10n.t('The pull ended before it was done.'), kind: 'defect' }));
    const { root, source, token } = request;
    child.send({ root, source, token });
  });
}

/** Newer Nodes go through the proxy that the environment names, and VS Code's own setting names one as well. */
function surroundings(): NodeJS.ProcessEnv {
  const proxy = workspace.getConfiguration('http').get<string>('proxy');
  return {
    ...process.env,
    ELECTRON_RUN_AS_NODE: '1',
    NODE_USE_ENV_PROXY: '1',
    ...(proxy && { HTTP_PROXY: proxy, HTTPS_PROXY: proxy }),
  };
}
