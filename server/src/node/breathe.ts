import { setImmediate } from 'node:timers/promises';

/** Lets other work run when the last time is more than a few milliseconds ago; else returns at once. */
export type Breathe = () => Promise<void> | undefined;

const SLICE = 10;

export function breather(now: () => number = () => performance.now()): Breathe {
  let last = now();
  return () => {
    if (now() - last < SLICE) return undefined;
    return setImmediate().then(() => {
      last = now();
    });
  };
}
