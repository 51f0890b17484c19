import { expect, it } from 'vitest';
import { breather } from '../../server/src/node/breathe';

it('lets timers run once its time is up, and only then', async () => {
  let time = 0;
  const breathe = breather(undefined, () => time);
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 0);

  time = 5;
  expect(breathe()).toBeUndefined();
  time = 50;
  while (!ran) {
    await breathe();
    time += 50;
  }
  expect(breathe()).toBeInstanceOf(Promise);
});

it('lets other work run between those who wait, too', async () => {
  let time = 0;
  const breathe = breather(undefined, () => time);
  time = 50;
  const turns: number[] = [];
  let turn = 0;
  let isOver = false;
  const count = (): void => {
    turn++;
    if (!isOver) setImmediate(count);
  };
  count();
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      await breathe();
      turns.push(turn);
    }),
  );
  isOver = true;
  expect(new Set(turns).size).toBe(3);
});
