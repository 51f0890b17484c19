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
  /** The client has said something, which is not taken in yet. */
  heard(): void;
  /** Takes in whatever else has arrived: for what somebody waits for. */
  firstTurn(): Promise<void>;
  /** Lets all go first that somebody waits for: between two slices of work that takes long and is in no hurry. */
  lastTurn(): Promise<void>;
}

/** Until what was heard is taken in: a few turns in which nothing else happens. */
const HEARD_MILLISECONDS = 1;

export function createGuard(log: (message: string) => void): Guard {
  const report = (name: string, error: unknown, params?: unknown): void => {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(
      `A defect in Flagwright: ${name} failed.${params === undefined ? '' : ` ${placeIn(params)}`}\n${details}`,
    );
  };
  let waiting = 0;
  let heardAt = Number.NEGATIVE_INFINITY;
  const isHeard = (): boolean => performance.now() - heardAt < HEARD_MILLISECONDS;
  const firstTurn = (): Promise<void> => {
    waiting++;
    return nextTurn().finally(() => {
      waiting--;
    });
  };
  return {
    request: (name, fallback, run) => async (params, token) => {
      // A cancellation above all is handled first.
      await firstTurn();
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
    heard: () => {
      heardAt = performance.now();
    },
    firstTurn,
    lastTurn: async () => {
      do await nextTurn();
      while (waiting > 0 || isHeard());
    },
    background(name, run) {
      run().catch((error: unknown) => report(name, error));
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
