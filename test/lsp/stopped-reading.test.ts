import { expect, it } from 'vitest';
import { openFolder } from '../../server/src/lsp/folder';
import { createGuard } from '../../server/src/lsp/guard';
import { checkWorkspace } from '../../server/src/rules/check';
import { createMemoryHost } from '../support/memory-host';
import { SHOP } from './shop';

/** A folder of which one file comes only when it is let through. */
function folderWaitingFor(held: string) {
  const host = createMemoryHost(Object.entries(SHOP));
  let letThrough: () => void = () => undefined;
  let asked: () => void = () => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const isLet = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  const told: string[] = [];
  const folder = openFolder('file:///shop', {
    runtime: {
      openFolder: () => ({
        host: {
          ...host,
          async read(path) {
            if (path === held) {
              asked();
              await isLet;
            }
            return host.read(path);
          },
        },
      }),
    },
    guard: createGuard((message) => told.push(message)),
    log: () => {},
    onChange: () => {},
    onPreview: () => {},
    showReading: () => ({ report: () => {}, done: () => {} }),
    onStopped: () => told.push('stopped'),
    onFailure: () => {},
    mayAsk: true,
  })!;
  return { folder, host, isAsked, letThrough, told };
}

it('a reading that a person stops leaves a part, in which the flags are known and changes are read', async () => {
  const { folder, isAsked, letThrough, told } = folderWaitingFor('src/checkout.ts');
  await isAsked;
  folder.stopReading();
  letThrough();
  await folder.loaded;
  expect(told).toEqual(['stopped']);
  expect(folder.isPart()).toBe(true);
  const part = await folder.current();
  expect(part.complete).toBe(false);
  expect(part.keys()).toEqual(['dark_mode', 'new_checkout']);

  folder.setBuffer('config/flags.yaml', 'flags: { other: true }');
  const changed = await folder.current();
  expect(changed.keys()).toEqual(['other']);
  expect(changed.complete).toBe(false);
});

it('whoever needs all of it has the rest read', async () => {
  const { folder, isAsked, letThrough } = folderWaitingFor('src/checkout.ts');
  await isAsked;
  folder.stopReading();
  letThrough();
  expect(await Promise.all([folder.whole(), folder.whole()])).toEqual([true, true]);
  expect(folder.isPart()).toBe(false);
  expect(checkWorkspace(await folder.current()).map(({ rule, flag }) => `${rule} ${flag}`)).toContain(
    'unknown-flag new_chekout',
  );
});

it('what waits for it when it is stopped is told so, and does not go on by itself', async () => {
  const { folder, isAsked, letThrough } = folderWaitingFor('src/checkout.ts');
  await isAsked;
  const whole = folder.whole();
  folder.stopReading();
  letThrough();
  expect(await whole).toBe(false);
  expect(folder.isPart()).toBe(true);
});
