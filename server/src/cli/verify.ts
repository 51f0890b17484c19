import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { NotRestored, Written } from '../node/write';
import { printable, type Terminal } from './terminal';

/** What became of a command that was run to verify a change. */
export type Verdict =
  | { readonly kind: 'passed' }
  /** In words that go on after its name: `failed with status 1`. */
  | { readonly kind: 'failed'; readonly why: string };

/** Signals that end a program unless it says otherwise; while they are held, what is under way is brought to its end. */
export interface HeldSignals {
  /** The first that came. */
  readonly received: () => NodeJS.Signals | undefined;
  onSignal(listener: (signal: NodeJS.Signals) => void): void;
  release(): void;
}

const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export function holdSignals(): HeldSignals {
  let first: NodeJS.Signals | undefined;
  const listeners: ((signal: NodeJS.Signals) => void)[] = [];
  const note = (signal: NodeJS.Signals): void => {
    first ??= signal;
    for (const listener of listeners) listener(signal);
  };
  for (const signal of ENDING) process.on(signal, note);
  return {
    received: () => first,
    onSignal: (listener) => void listeners.push(listener),
    release: () => {
      for (const signal of ENDING) process.off(signal, note);
    },
  };
}

/** What a command still has to say when it has ended comes at once; what it has left running may hold its output open for ever. */
const LAST_WORDS_MILLISECONDS = 1000;

/** Runs a command in a folder, as a shell does. What it says goes to standard error: the output is the change's own. */
export function runCommand(
  command: string,
  root: string,
  { stderr, env }: Terminal,
  signals: HeldSignals,
): Promise<Verdict> {
  return new Promise((resolve) => {
    // A person who watches sees it as if it were run by hand, colours and Ctrl-C included; else it is a group of its own.
    const isWatched = stderr.isTTY === true;
    const isGroup = !isWatched && process.platform !== 'win32';
    const output = isWatched ? 2 : 'pipe';
    const child = spawn(command, {
      cwd: root,
      shell: true,
      stdio: [isWatched ? 'inherit' : 'ignore', output, output],
      env: { ...env },
      detached: isGroup,
    });
    const say = (chunk: Buffer): unknown => stderr.write(chunk.toString());
    child.stdout?.on('data', say);
    child.stderr?.on('data', say);
    let count = 0;
    signals.onSignal((signal) => {
      // The terminal has sent Ctrl-C to the command as well; who insists ends it.
      const kind = ++count > 1 ? 'SIGKILL' : signal;
      if (isGroup && child.pid !== undefined) killGroup(child.pid, kind);
      else if (kind !== 'SIGINT' || !process.stdin.isTTY) child.kill(kind);
    });
    child.on('error', (error) => resolve({ kind: 'failed', why: `could not be run: ${error.message}` }));
    child.on('exit', (status, signal) => {
      const end = (): void => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        if (status === 0) resolve({ kind: 'passed' });
        else
          resolve({
            kind: 'failed',
            why: signal ? `was ended by ${signal}` : `failed with status ${status}`,
          });
      };
      const timer = setTimeout(end, LAST_WORDS_MILLISECONDS);
      child.on('close', () => {
        clearTimeout(timer);
        end();
      });
    });
  });
}

function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // It has ended by itself.
  }
}

/**
 * Takes a change back, and gives what a person has to know of it. What a file has become meanwhile, by the command or by
 * somebody who went on working, is kept in a folder of its own: it would be lost otherwise.
 */
export function takeBack(written: Written): string[] {
  let folder: string | undefined;
  const kept: string[] = [];
  const stuck: readonly NotRestored[] = written.takeBack((file, bytes) => {
    folder ??= mkdtempSync(join(tmpdir(), 'flagwright-kept-'));
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    kept.push(file);
  });
  return [
    ...(folder === undefined
      ? []
      : [`${kept.join(', ')} had been changed meanwhile: what became of it is kept in ${folder}.`]),
    ...stuck.map(({ file, why }) => `${file} could not be put back: ${why}.`),
  ].map(printable);
}
