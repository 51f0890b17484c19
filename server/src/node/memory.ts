import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { forgetUnpacked } from '../workspace/packed-facts';

/** What tells whether this process is at rest, and frees what it no longer holds; tests pass their own. */
export interface Surroundings {
  /** The share of the time since it was asked last in which the process had something to do, from 0 to 1. */
  readonly busy: () => number;
  readonly collect: () => void;
  /** Bytes that the system counts for the process. */
  readonly taken: () => number;
}

/**
 * How often garbage is collected at most: each time the heap gives back another part of what lies between what is held, until
 * `FEW` times in a row it gave back next to nothing.
 */
const MOST = 20;
const FEW = 2;
const WORTH_IT = 0.02;
const PAUSE_MILLISECONDS = 2000;
const AT_REST = 0.05;

/**
 * Gives memory back to the system some seconds after much was read, once nobody has asked for anything for two of them.
 * By itself the engine keeps several times what is held, ready for more of the same; what is collected takes a moment.
 */
export function memoryRelease({ busy, collect, taken }: Surroundings = processItself()): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = 0;
  let idle = 0;
  let before = Number.POSITIVE_INFINITY;
  const wait = (): void => {
    busy();
    timer = setTimeout(release, PAUSE_MILLISECONDS);
    timer.unref?.();
  };
  const release = (): void => {
    if (busy() < AT_REST) {
      const now = taken();
      idle = now > before * (1 - WORTH_IT) ? idle + 1 : 0;
      before = now;
      if (idle === FEW || left-- === 0) return;
      collect();
    }
    wait();
  };
  return () => {
    left = MOST;
    idle = 0;
    before = Number.POSITIVE_INFINITY;
    clearTimeout(timer);
    wait();
  };
}

function processItself(): Surroundings {
  let last = performance.eventLoopUtilization();
  const collect = collector();
  return {
    busy: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
    collect: () => {
      forgetUnpacked();
      collect();
    },
    taken: process.memoryUsage.rss,
  };
}

/** The engine's own collector, which it shows to whoever asks for it by a flag; where it does not, nothing is done. */
function collector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    // What is compiled under other flags than the next process has is of no use to it.
    setFlagsFromString('--no-expose-gc');
    return typeof collect === 'function' ? () => void collect() : () => undefined;
  } catch {
    return () => undefined;
  }
}
