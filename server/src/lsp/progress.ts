import type { CancellationToken, Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { ClientAbilities } from './client';

/** Shows in the client how far long work is, where the client can show it. */
export interface Progress {
  begin(title: string): void;
  report(done: number, total: number): void;
  done(): void;
}

export function createProgress(connection: Connection, { progress }: ClientAbilities): Progress {
  let reporter: WorkDoneProgressServerReporter | undefined;
  let isDone = false;
  let percent = -1;
  return {
    begin(title) {
      if (!progress) return;
      connection.window.createWorkDoneProgress().then(
        (created) => {
          // Small workspaces are read before the client has answered.
          if (isDone) return;
          reporter = created;
          reporter.begin(title, Math.max(0, percent), undefined, false);
        },
        () => undefined,
      );
    },
    report(done, total) {
      const next = total === 0 ? 0 : Math.floor((done / total) * 100);
      if (next === percent) return;
      percent = next;
      reporter?.report(next, `${done} of ${total} files`);
    },
    done() {
      isDone = true;
      reporter?.done();
    },
  };
}

/** Work that takes less is done before anybody would have read that it is under way. */
const QUICK_MILLISECONDS = 400;

/** Shows that work is under way and what it is at, with a way to stop it; nothing comes of work that was stopped. */
export async function withProgress<T>(
  connection: Connection,
  { progress }: ClientAbilities,
  title: string,
  work: (signal: AbortSignal, say: (message: string) => void) => Promise<T>,
  token?: CancellationToken,
): Promise<T | undefined> {
  const stop = new AbortController();
  const stopper = token?.onCancellationRequested(() => stop.abort());
  let reporter: WorkDoneProgressServerReporter | undefined;
  let isDone = false;
  let stage: string | undefined;
  const begin = (): void => {
    connection.window.createWorkDoneProgress().then(
      (created) => {
        if (isDone) return;
        reporter = created;
        reporter.begin(title, undefined, stage, true);
        reporter.token.onCancellationRequested(() => stop.abort());
      },
      () => undefined,
    );
  };
  const timer = progress ? setTimeout(begin, QUICK_MILLISECONDS) : undefined;
  try {
    const result = await work(stop.signal, (message) => {
      stage = message;
      reporter?.report(message);
    });
    return stop.signal.aborted ? undefined : result;
  } finally {
    isDone = true;
    clearTimeout(timer);
    stopper?.dispose();
    reporter?.done();
  }
}
