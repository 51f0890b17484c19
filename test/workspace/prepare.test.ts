import { expect, it } from 'vitest';
import { createWorkspace, type Workspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, loadWorkspace, TODAY } from '../support/memory-host';

const COUNT = 100;

/** Files that read through one another, over a gate that asks for flags. */
function files(gate: string): (readonly [string, string])[] {
  return [
    ['flags.yaml', 'flags: { a: true, b: false }'],
    ['gate.ts', gate],
    ...Array.from({ length: COUNT }, (_, i): [string, string] => [
      `f${i}.ts`,
      `import { gated } from './gate';
       export const reads${i} = (key: string) => gated(key);
       reads${i}('${i % 3 === 0 ? 'a' : 'later'}'), unleash.isEnabled('b'), ${gate.length};`,
    ]),
  ];
}

const found = (workspace: Workspace) =>
  ['a', 'b', 'later'].map((key) => workspace.snapshot([key]).readsOf(key));

it('who asks while much is connected gets an answer, and what comes out is as if nobody had', async () => {
  const before = files('export const gated = (key: string) => unleash.isEnabled(key);');
  const after = files('export const gated = (x: number, key: string) => other.isEnabled(key);');
  const host = createMemoryHost(before);
  let asked = 0;
  const workspace: Workspace = createWorkspace(
    {
      ...host,
      breathe: () => {
        asked++;
        expect(workspace.snapshot(asked % 2 === 0 ? ['later'] : []).keys()).toEqual(['a', 'b']);
        return undefined;
      },
    },
    { clock: () => TODAY },
  );
  await workspace.load();
  expect(asked).toBeGreaterThan(COUNT);
  expect(found(workspace)).toEqual(found(await loadWorkspace(createMemoryHost(before))));
  for (const [path, text] of after) host.write(path, text);
  asked = 0;
  await workspace.refresh(after.map(([path]) => path));
  expect(asked).toBeGreaterThan(COUNT);
  expect(found(workspace)).toEqual(found(await loadWorkspace(createMemoryHost(after))));
});
