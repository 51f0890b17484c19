import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Order, Outcome } from './loop';

/** A text that takes longer is one that hangs. */
const HANGS_AFTER_MILLISECONDS = 20_000;
const CACHE = 'node_modules/.cache';
const SCRIPT = 'fuzz-loop.js';

/**
 * Runs the fuzzer on one target in a thread of its own, so that a text on which the target hangs is found as well.
 * The same seed tries the same texts, as long as the machine is as fast.
 */
export async function fuzzTarget(target: string, seconds: number, seed: number): Promise<Outcome> {
  // Where the bundle finds the packages that stay outside of it.
  mkdirSync(CACHE, { recursive: true });
  const folder = resolve(mkdtempSync(join(CACHE, 'fuzz-')));
  try {
    await build({
      entryPoints: ['test/fuzz/loop.ts'],
      outfile: join(folder, SCRIPT),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
      external: ['typescript'],
    });
    return await inThread(
      { target, seconds, seed, script: SCRIPT, current: new SharedArrayBuffer(16_384) },
      join(folder, SCRIPT),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inThread(order: Order, script: string): Promise<Outcome> {
  const worker = new Worker(script, { workerData: order });
  const beat = new Int32Array(order.current, 4, 1);
  return new Promise((resolve, reject) => {
    let [last, since] = [-1, performance.now()];
    const watch = setInterval(() => {
      const now = Atomics.load(beat, 0);
      if (now !== last) [last, since] = [now, performance.now()];
      else if (performance.now() - since > HANGS_AFTER_MILLISECONDS) {
        const text = textIn(order.current);
        void worker.terminate();
        finish({ runs: now, kept: 0, places: 0, finds: [{ text, error: 'it hangs' }] });
      }
    }, 500);
    const finish = (outcome: Outcome): void => {
      clearInterval(watch);
      resolve(outcome);
    };
    worker.on('message', (outcome: Outcome) => {
      finish(outcome);
      void worker.terminate();
    });
    worker.on('error', (error) => {
      finish({
        runs: Atomics.load(beat, 0),
        kept: 0,
        places: 0,
        finds: [{ text: textIn(order.current), error: String(error.stack ?? error) }],
      });
    });
    worker.on('exit', () => {
      clearInterval(watch);
      reject(new Error('the thread has ended without an outcome'));
    });
  });
}

function textIn(memory: SharedArrayBuffer): string {
  const length = new Int32Array(memory, 0, 1)[0]!;
  return String.fromCharCode(...new Uint16Array(memory, 8, Math.min(length, 8000)));
}
