import { expect, it } from 'vitest';
import type { Examiners } from '../../server/src/workspace/host';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, TODAY } from '../support/memory-host';

it('files far from wrappers are scanned once for all of them, however many call one another', async () => {
  const far = Array.from({ length: 1600 }, (_, i): [string, string] => [
    `src/pages/${i}.ts`,
    "import { gated, once, twice } from '../all';\nif (gated('a') && once('a') && twice('b') && unleash.isEnabled('b')) show();\n",
  ]);
  const host = createMemoryHost([
    ['flags.yaml', 'flags:\n  a: true\n  b: false\n'],
    ['src/gate.ts', 'export const gated = (key: string) => unleash.isEnabled(key);\n'],
    ['src/once.ts', "import { gated } from './gate';\nexport const once = (key: string) => gated(key);\n"],
    ['src/twice.ts', "import { once } from './once';\nexport const twice = (key: string) => once(key);\n"],
    ['src/parts.ts', "export * from './gate';\nexport * from './once';\nexport * from './twice';\n"],
    ['src/all.ts', "export * from './parts';\n"],
    ...far,
  ]);
  /** How often each file is about to be examined; who is asked leaves all of them to be examined here. */
  const examined = new Map<string, number>();
  const examiners: Examiners = {
    isWorth: () => true,
    examine: async (jobs) => {
      for (const { path } of jobs) examined.set(path, (examined.get(path) ?? 0) + 1);
      return jobs;
    },
  };
  const workspace = createWorkspace({ ...host, examiners }, { clock: () => TODAY });
  await workspace.load();

  const { readsOf } = workspace.snapshot();
  expect(readsOf('a').filter(({ certainty }) => certainty === 'certain')).toHaveLength(2 * far.length);
  expect(readsOf('b').filter(({ certainty }) => certainty === 'certain')).toHaveLength(2 * far.length);
  // At first, and for all wrappers together.
  expect(examined.get('src/pages/0.ts')).toBe(2);
});
