import { expect, it } from 'vitest';
import { breather } from '../../server/src/node/breathe';

it('lets timers run once its time is up, and only then', async () => {
  let time = 0;
  const breathe = breather(() => time);
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
