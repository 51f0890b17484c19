import { expect, it } from 'vitest';
import { createMemoryHost, loadWorkspace } from '../support/memory-host';

const FILES = [
  ['flags.yaml', 'flags: { dark: true }'],
  ['src/door.ts', 'export function opens(key) { return flags.isEnabled(key); }'],
  ['src/gate.ts', 'export class Gate { ask(key) { return flags.isEnabled(key); } }'],
  ['src/index.ts', 'export const nothing = 0;'],
  ['src/app.ts', "import { opens } from '.';\nopens('dark');"],
  ['src/other.ts', "anything.ask('light');"],
] as const;

it('a read is found when a module in between begins to hand its reader on', async () => {
  const workspace = await loadWorkspace(createMemoryHost([...FILES]));
  const files = () =>
    workspace
      .snapshot()
      .readsOf('dark')
      .map(({ file }) => file);
  expect(files()).toEqual([]);
  await workspace.setBuffer('src/index.ts', "export { opens } from './door';");
  expect(files()).toEqual(['src/app.ts']);
});

it('a read of a method is found when its flag is declared', async () => {
  const workspace = await loadWorkspace(createMemoryHost([...FILES]));
  await workspace.setBuffer('flags.yaml', 'flags: { dark: true, light: true }');
  expect(
    workspace
      .snapshot()
      .readsOf('light')
      .map(({ file }) => file),
  ).toEqual(['src/other.ts']);
});

it('what another file holds is known by that name as long as it says so', async () => {
  const workspace = await loadWorkspace(
    createMemoryHost([
      ['flags.yaml', 'flags: { dark: true }'],
      ['src/gate.ts', 'export class Gate { ask(key) { return flags.isEnabled(key); } }'],
      ['src/shop.ts', "import { Gate } from './gate';\nexport const gate = new Gate();"],
      ['src/app.ts', "import { gate } from './shop';\ngate.ask('dark');"],
    ]),
  );
  const reads = () =>
    workspace
      .snapshot()
      .readsOf('dark')
      .map(({ file, certainty }) => `${file} ${certainty}`);
  expect(reads()).toEqual(['src/app.ts certain']);
  await workspace.setBuffer('src/shop.ts', 'export const gate = stranger();');
  expect(reads()).toEqual(['src/app.ts likely']);
  await workspace.setBuffer('src/shop.ts', "import { Gate } from './gate';\nexport const gate = new Gate();");
  expect(reads()).toEqual(['src/app.ts certain']);
});
