import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryRelease } from '../../server/src/node/memory';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('collects some times after much was read, and then no more', () => {
  const collect = vi.fn();
  const release = memoryRelease({ busy: () => 0, collect });
  vi.advanceTimersByTime(60_000);
  expect(collect).not.toHaveBeenCalled();
  release();
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(collect).toHaveBeenCalledTimes(4);
});

it('waits until nobody asks for anything', () => {
  const collect = vi.fn();
  let share = 0.5;
  memoryRelease({ busy: () => share, collect })();
  vi.advanceTimersByTime(60_000);
  expect(collect).not.toHaveBeenCalled();
  share = 0;
  vi.advanceTimersByTime(60_000);
  expect(collect).toHaveBeenCalledTimes(4);
});

it('begins anew when more was read meanwhile', () => {
  const collect = vi.fn();
  const release = memoryRelease({ busy: () => 0, collect });
  release();
  vi.advanceTimersByTime(4000);
  release();
  vi.advanceTimersByTime(60_000);
  expect(collect).toHaveBeenCalledTimes(2 + 4);
});
