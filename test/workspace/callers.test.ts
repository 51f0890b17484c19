import { expect, it } from 'vitest';
import type { Workspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, loadWorkspace, type MemoryHost } from '../support/memory-host';

const FLAGS = ['flags.yaml', 'flags:\n  a: true\n  b: true\n'] as const;
const READER = ['src/a.ts', "export function openA() { flags.isEnabled('a'); }\n"] as const;

/** The files whose reads guard every call of what reads the flag `a` in `src/a.ts`. */
function guardsOf(workspace: Workspace): readonly string[] {
  const [read] = workspace.snapshot().readsIn('src/a.ts');
  return (read!.callerGuards ?? []).map(({ file }) => file);
}

async function write(host: MemoryHost, workspace: Workspace, path: string, text: string): Promise<void> {
  host.write(path, text);
  await workspace.refresh([path]);
}

it('a function is guarded no more once a file calls it that did not name it before', async () => {
  const host = createMemoryHost([
    FLAGS,
    READER,
    ['src/b.ts', "import { openA } from './a';\nif (flags.isEnabled('b')) openA();\n"],
    ['src/c.ts', 'export const plain = 1;\n'],
  ]);
  const workspace = await loadWorkspace(host);
  expect(guardsOf(workspace)).toEqual(['src/b.ts']);

  await write(host, workspace, 'src/c.ts', "import { openA } from './a';\nopenA();\n");
  expect(guardsOf(workspace)).toEqual([]);

  await write(host, workspace, 'src/c.ts', 'export const plain = 1;\n');
  expect(guardsOf(workspace)).toEqual(['src/b.ts']);
});

it('a function is guarded once the module that is called under a flag hands it on', async () => {
  const host = createMemoryHost([
    FLAGS,
    READER,
    ['src/b.ts', 'export const plain = 1;\n'],
    ['src/c.ts', "import { openB } from './b';\nif (flags.isEnabled('b')) openB();\n"],
  ]);
  const workspace = await loadWorkspace(host);
  expect(guardsOf(workspace)).toEqual([]);

  await write(host, workspace, 'src/b.ts', "export { openA as openB } from './a';\n");
  expect(guardsOf(workspace)).toEqual(['src/c.ts']);
});

it('a template that names a function may call it', async () => {
  const host = createMemoryHost([
    FLAGS,
    READER,
    ['src/b.ts', "import { openA } from './a';\nif (flags.isEnabled('b')) openA();\n"],
  ]);
  const workspace = await loadWorkspace(host);
  expect(guardsOf(workspace)).toEqual(['src/b.ts']);

  await write(host, workspace, 'src/Page.vue', "<script>import { openA } from './a';</script>\n");
  expect(guardsOf(workspace)).toEqual([]);

  host.delete('src/Page.vue');
  await workspace.refresh(['src/Page.vue']);
  expect(guardsOf(workspace)).toEqual(['src/b.ts']);
});

it('what a file was asked for before says nothing of what nobody asks about now', async () => {
  const host = createMemoryHost([
    FLAGS,
    READER,
    ['src/b.ts', "import { openA } from './a';\nif (flags.isEnabled('b')) openA();\n"],
    [
      'src/c.ts',
      "import { openD } from './d';\nconst later = import('./a');\nif (flags.isEnabled('b')) openD();\n",
    ],
    ['src/d.ts', "export function openD() { flags.isEnabled('a'); }\n"],
  ]);
  const workspace = await loadWorkspace(host);
  const fresh = await loadWorkspace(host);
  expect(guardsOf(workspace)).toEqual(guardsOf(fresh));

  await write(host, workspace, 'src/d.ts', 'export function openD() {}\n');
  expect(guardsOf(workspace)).toEqual(guardsOf(await loadWorkspace(host)));
});
