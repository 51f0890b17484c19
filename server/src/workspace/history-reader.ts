import type { FlagFileOptions } from '../flags/options';
import type { History } from './host';
import { type FileHistory, readHistory } from './state-history';

/** Reads the history of the flag files in the background, and keeps what it told last. */
export interface HistoryReader {
  /** False until the first reading is done. */
  readonly isRead: boolean;
  readonly histories: ReadonlyMap<string, FileHistory>;
  /** Begins anew; what is under way is given up. */
  start(files: readonly { readonly path: string; readonly options: FlagFileOptions }[]): void;
  /** Settles when nothing is under way. */
  settled(): Promise<void>;
}

export function createHistoryReader(history: History | undefined, onRead: () => void): HistoryReader {
  let histories: ReadonlyMap<string, FileHistory> = new Map();
  let isRead = history === undefined;
  let work: Promise<void> | undefined;
  let stop = new AbortController();

  const read = async (
    from: History,
    files: Parameters<HistoryReader['start']>[0],
    signal: AbortSignal,
  ): Promise<void> => {
    // Whoever has no history to tell must not keep the rest waiting.
    const found = await readHistory(from, files, signal).catch(() => new Map<string, FileHistory>());
    if (signal.aborted) return;
    histories = found;
    isRead = true;
    work = undefined;
    onRead();
  };

  return {
    get isRead() {
      return isRead;
    },
    get histories() {
      return histories;
    },
    start(files) {
      if (!history) return;
      stop.abort();
      stop = new AbortController();
      work = read(history, files, stop.signal);
    },
    async settled() {
      while (work) await work;
    },
  };
}
