import { setImmediate } from 'node:timers/promises';
import type { Breathe } from '../workspace/host';

const SLICE = 10;

/** Those who wait go on one after the other, each in a turn of its own: what they all do next would be one long slice together. */
export function breather(now: () => number = () => performance.now()): Breathe {
  let last = now();
  let turn = Promise.resolve();
  return () => {
    if (now() - last < SLICE) return undefined;
    turn = turn
      .then(() => setImmediate())
      .then(() => {
        last = now();
      });
    return turn;
  };
}
