import { expect, it } from 'vitest';
import type { Examiners } from '../../server/src/workspace/host';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, TODAY } from '../support/memory-host';

/** Counts how often each file is about to be examined, and leaves all of them to be examined by whoever asks. */
function countingExaminers(): {
  readonly examiners: Examiners;
  readonly examined: ReadonlyMap<string, number>;
} {
  const examined = new Map<string, number>();
  const examine: Examiners['examine'] = async (jobs) => {
    for (const { path } of jobs) examined.set(path, (examined.get(path) ?? 0) + 1);
    return jobs;
  };
  return { examined, examiners: { isWorth: () => true, examine } };
}

it('a file that was scanned for one wrapper is not scanned again for another that is called alike', async () => {
  const store = (name: string, ask: string): string =>
    `export class ${name} { get(key: string) { return ${ask}; } }\n`;
  const host = createMemoryHost([
    ['flags.yaml', 'flags:\n  a: true\n  b: false\n'],
    ['src/door.ts', store('Door', 'unleash.isEnabled(key)')],
    ['src/gate.ts', `import { Door } from './door';\n${store('Gate', 'new Door().get(key)')}`],
    [
      'src/pages.ts',
      "import { Gate } from './gate';\nconst gate = new Gate();\nif (gate.get('a') && other.get(name)) show();\n",
    ],
  ]);
  const { examiners, examined } = countingExaminers();
  const workspace = createWorkspace({ ...host, examiners }, { clock: () => TODAY });
  await workspace.load();

  const { readsOf } = workspace.snapshot();
  expect(readsOf('a').map(({ file, certainty, through }) => [file, certainty, through])).toEqual([
    ['src/pages.ts', 'certain', 'src/gate.ts#Gate.get'],
  ]);
  // At first, and for the `get` of `Door`: that of `Gate` adds nothing to what is known of its calls.
  expect(examined.get('src/pages.ts')).toBe(2);
});

it('a wrapper of a wrapper is found however long the chain is', async () => {
  const LENGTH = 30;
  const host = createMemoryHost([
    ['flags.yaml', 'flags:\n  a: true\n'],
    ['src/gate0.ts', 'export const gate0 = (key: string) => unleash.isEnabled(key);\n'],
    ...Array.from({ length: LENGTH }, (_, i): [string, string] => [
      `src/gate${i + 1}.ts`,
      `import { gate${i} } from './gate${i}';\nexport const gate${i + 1} = (key: string) => gate${i}(key);\n`,
    ]),
    ['src/page.ts', `import { gate${LENGTH} } from './gate${LENGTH}';\nif (gate${LENGTH}('a')) show();\n`],
  ]);
  const workspace = createWorkspace(host, { clock: () => TODAY });
  await workspace.load();
  expect(
    workspace
      .snapshot()
      .readsOf('a')
      .map(({ file }) => file),
  ).toEqual(['src/page.ts']);
});

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
  const { examiners, examined } = countingExaminers();
  const workspace = createWorkspace({ ...host, examiners }, { clock: () => TODAY });
  await workspace.load();

  const { readsOf } = workspace.snapshot();
  expect(readsOf('a').filter(({ certainty }) => certainty === 'certain')).toHaveLength(2 * far.length);
  expect(readsOf('b').filter(({ certainty }) => certainty === 'certain')).toHaveLength(2 * far.length);
  // At first, and for all wrappers together.
  expect(examined.get('src/pages/0.ts')).toBe(2);
});
