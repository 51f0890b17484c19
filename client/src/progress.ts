import { ProgressLocation, window } from 'vscode';
import type { BaseLanguageClient, Middleware } from 'vscode-languageclient';
import { plain } from './plain';

interface Shown {
  report(message: string): void;
  end(): void;
}

/**
 * Shows work of the server that can be stopped as a notification with its button. The library shows all progress in the status bar,
 * where there is none.
 */
export function stoppableProgress(
  clientNow: () => BaseLanguageClient,
): Pick<Middleware, 'handleWorkDoneProgress'> {
  const shown = new Map<string | number, Shown>();
  return {
    handleWorkDoneProgress(token, step, next) {
      const open = shown.get(token);
      if (step.kind === 'begin' && step.cancellable) {
        const cancel = (): void =>
          void clientNow().sendNotification('window/workDoneProgress/cancel', { token });
        shown.set(token, showProgress(step.title, cancel));
      } else if (step.kind === 'report' && open) {
        if (step.message !== undefined) open.report(step.message);
      } else {
        open?.end();
        shown.delete(token);
        next(token, step);
      }
    },
  };
}

function showProgress(title: string, cancel: () => void): Shown {
  let report: Shown['report'] = () => undefined;
  let end: Shown['end'] = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const location = ProgressLocation.Notification;
  void window.withProgress(
    { location, title: plain(title), cancellable: true },
    (progress, { onCancellationRequested }) => {
      report = (message) => progress.report({ message: plain(message) });
      onCancellationRequested(() => {
        cancel();
        end();
      });
      return ended;
    },
  );
  return { report: (message) => report(message), end: () => end() };
}
