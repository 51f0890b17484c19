import type { Terminal } from './terminal';

/** Counts files on one line of standard error, where a person watches. */
export interface Progress {
  report(done: number, total: number): void;
  /** Wipes the line. */
  end(): void;
}

/** Below it nobody has to wait. */
const FEWEST = 500;

export function progressOn({ stderr, env }: Terminal): Progress {
  if (stderr.isTTY !== true || env.TERM === 'dumb') return { report() {}, end() {} };
  let shown = -1;
  return {
    report(done, total) {
      const percent = Math.floor((done / total) * 100);
      if (total < FEWEST || percent === shown) return;
      shown = percent;
      stderr.write(`\r${done} of ${total} files read`);
    },
    end() {
      if (shown >= 0) stderr.write('\r\u001B[K');
    },
  };
}
