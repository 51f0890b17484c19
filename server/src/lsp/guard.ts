import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Runs the handlers of requests and notifications so that no defect in one of them ends the server. */
export interface Guard {
  /** Wraps the handler of a request: a cancelled one is answered as such, a failed one is logged and gets `fallback`. */
  request<P, R>(
    name: string,
    fallback: R,
    run: (params: P, token: CancellationToken) => Promise<R>,
  ): (params: P, token: CancellationToken) => Promise<R | ResponseError<void>>;
  /** Runs work that nobody waits for. */
  background(name: string, run: () => Promise<void>): void;
}

export function createGuard(log: (message: string) => void): Guard {
  const report = (name: string, error: unknown, params?: unknown): void => {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(
      `A defect in Flagwright: ${name} failed.${params === undefined ? '' : ` ${placeIn(params)}`}\n${details}`,
    );
  };
  return {
    request: (name, fallback, run) => async (params, token) => {
      // Whatever has arrived in the meantime, a cancellation above all, is handled first.
      await new Promise((resolve) => setImmediate(resolve));
      if (token.isCancellationRequested) return cancelled();
      try {
        const result = await run(params, token);
        return token.isCancellationRequested ? cancelled() : result;
      } catch (error) {
        if (token.isCancellationRequested) return cancelled();
        report(name, error, params);
        return fallback;
      }
    },
    background(name, run) {
      run().catch((error: unknown) => report(name, error));
    },
  };
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** Where a request was made: enough to try it again, without the texts that it may carry. */
function placeIn(params: unknown): string {
  const { textDocument, position, range, command, uri, flag } = (params ?? {}) as Record<string, unknown>;
  const document = (textDocument ?? { uri }) as { uri?: unknown; version?: unknown };
  const { uri: address, version } = document;
  return JSON.stringify({ uri: address, version, position, range, command, flag });
}
