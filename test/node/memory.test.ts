import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryRelease } from '../../server/src/node/memory';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A process that gives back a part of its memory each time that it collects. */
function processOf(memory: number[]) {
  const surroundings = {
    share: 0,
    busy: () => surroundings.share,
    collect: vi.fn(() => void (memory.length > 1 && memory.shift())),
    taken: () => memory[0]!,
  };
  return surroundings;
}

it('collects after much was read, as long as it is worth it', () => {
  const surroundings = processOf([900, 700, 500, 499]);
  const release = memoryRelease(surroundings);
  vi.advanceTimersByTime(600_000);
  expect(surroundings.collect).not.toHaveBeenCalled();
  release();
  expect(surroundings.collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(600_000);
  expect(surroundings.collect).toHaveBeenCalledTimes(4);
});

it('does not go on for good where memory moves up and down', () => {
  const surroundings = processOf(Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 900 : 500)));
  memoryRelease(surroundings)();
  vi.advanceTimersByTime(6_000_000);
  expect(surroundings.collect).toHaveBeenCalledTimes(20);
});

it('waits until nobody asks for anything', () => {
  const surroundings = processOf([900, 500]);
  surroundings.share = 0.5;
  memoryRelease(surroundings)();
  vi.advanceTimersByTime(600_000);
  expect(surroundings.collect).not.toHaveBeenCalled();
  surroundings.share = 0;
  vi.advanceTimersByTime(600_000);
  expect(surroundings.collect).toHaveBeenCalledTimes(3);
});

it('begins anew when more was read meanwhile', () => {
  const memory = [900, 500];
  const surroundings = processOf(memory);
  const release = memoryRelease(surroundings);
  release();
  vi.advanceTimersByTime(600_000);
  memory.splice(0, 1, 900, 500);
  release();
  vi.advanceTimersByTime(600_000);
  expect(surroundings.collect).toHaveBeenCalledTimes(6);
});
