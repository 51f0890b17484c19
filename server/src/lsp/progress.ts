import * as l10n from '@vscode/l10n';
import type { CancellationToken, Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { ClientAbilities } from './client';

/** Shows in the client how far the reading of a workspace is, where the client can show it. */
export interface Progress {
  report(done: number, total: number): void;
  done(): void;
}

/** In milliseconds: most workspaces are read in less, and their status says that they are being read, with a way to stop it. */
const SHORT_READING = 10_000;

/** Begins to show a reading, with a way to stop it, once it turns out to be long. */
export function readingProgress(
  connection: Connection,
  { progress }: ClientAbilities,
  title: string,
  onStop: () => void,
): Progress {
  let reporter: WorkDoneProgressServerReporter | undefined;
  let isDone = false;
  let percent = -1;
  const begin = (): void => {
    connection.window.createWorkDoneProgress().then(
      (created) => {
        if (isDone) return;
        reporter = created;
        reporter.begin(title, Math.max(0, percent), undefined, true);
        reporter.token.onCancellationRequested(onStop);
      },
      () => undefined,
    );
  };
  const timer = progress ? setTimeout(begin, SHORT_READING) : undefined;
  return {
    report(done, total) {
      const next = total === 0 ? 0 : Math.floor((done / total) * 100);
      if (next === percent) return;
      percent = next;
      reporter?.report(next, l10n.t('{0} of {1} files', done, total));
    },
    done() {
      isDone = true;
      clearTimeout(timer);
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
