import { setImmediate } from 'node:timers/promises';
import type { Breathe } from '../workspace/host';

/** In milliseconds. */
const SLICE = 10;

/**
 * Those who wait go on one after the other, each in a turn of its own: what they all do next would be one long slice together.
 * `letOthers` settles when all have had their turn that go first.
 */
export function breather(
  letOthers: () => Promise<void> = setImmediate,
  now: () => number = () => performance.now(),
): Breathe {
  let last = now();
  let turn = Promise.resolve();
  return () => {
    if (now() - last < SLICE) return undefined;
    turn = turn
      .then(() => letOthers())
      .then(() => {
        last = now();
      });
    return turn;
  };
}
