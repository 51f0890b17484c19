import { count } from './formats/words';
import { printable, styleFor, type Terminal } from './terminal';

/** A bar on one line of standard error, where a person watches. */
export interface Progress {
  report(done: number, total: number): void;
  /** Wipes the line. */
  end(): void;
}

/** Below it nobody has to wait. */
const FEWEST = 500;

const BAR = 30;

/** What is waited for, on one line of standard error, where a person watches. */
export interface Waiting {
  say(what: string): void;
  /** Wipes the line. */
  end(): void;
}

export function waitingOn({ stderr, env }: Terminal): Waiting {
  if (stderr.isTTY !== true || env.TERM === 'dumb') return { say() {}, end() {} };
  let isShown = false;
  return {
    say(what) {
      // A longer one would take a second line, which is not wiped.
      stderr.write(`\r\u001B[K${printable(what).slice(0, 78)}`);
      isShown = true;
    },
    end() {
      if (isShown) stderr.write('\r\u001B[K');
      isShown = false;
    },
  };
}

export function progressOn({ stderr, env }: Terminal): Progress {
  if (stderr.isTTY !== true || env.TERM === 'dumb') return { report() {}, end() {} };
  const style = styleFor(stderr, env);
  let shown = -1;
  return {
    report(done, total) {
      const percent = Math.floor((done / total) * 100);
      if (total < FEWEST || percent === shown) return;
      shown = percent;
      const filled = Math.round((percent / 100) * BAR);
      const bar = style.green('━'.repeat(filled)) + style.dim('─'.repeat(BAR - filled));
      stderr.write(`\rReading ${bar} ${`${percent}`.padStart(3)} %  ${done} of ${count(total, 'file')}`);
    },
    end() {
      if (shown >= 0) stderr.write('\r\u001B[K');
    },
  };
}
