import {
  type CancellationToken,
  CancellationTokenSource,
  type Progress,
  ProgressLocation,
  window,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** An answer that takes less is there before anybody would have read what it takes. */
const QUICK_MILLISECONDS = 400;

/** Asks the server while the person watches, who may stop it: then there is no answer. */
export async function asked<T>(
  client: BaseLanguageClient,
  title: string,
  method: string,
  params: unknown,
): Promise<T | undefined> {
  const source = new CancellationTokenSource();
  const stopped = new Promise<undefined>((resolve) => {
    source.token.onCancellationRequested(() => resolve(undefined));
  });
  const answer = client.sendRequest<T>(method, params, source.token).catch((error: unknown) => {
    if (!source.token.isCancellationRequested) throw error;
    return undefined;
  });
  const first = Promise.race([answer, stopped]);
  const watched = (_: Progress<unknown>, cancellation: CancellationToken): Promise<unknown> => {
    cancellation.onCancellationRequested(() => source.cancel());
    return first.catch(() => undefined);
  };
  const timer = setTimeout(
    () =>
      void window.withProgress(
        { location: ProgressLocation.Notification, title, cancellable: true },
        watched,
      ),
    QUICK_MILLISECONDS,
  );
  return first.finally(() => clearTimeout(timer));
}
