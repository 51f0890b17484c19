import { expect, it } from 'vitest';
import { createMemoryHost, loadWorkspace } from '../support/memory-host';

const FLAGS = ['flags.yaml', 'flags: { dark: true, light: true }'] as const;
const APP = ['app.ts', "import { DARK } from './all';\nflags.isEnabled(DARK);\n"] as const;
const BARREL = ['all/index.ts', "export * from './one';\nexport * from './two';\n"] as const;
const NONE = ['all/one.ts', "export const OTHER = 'light';\n"] as const;
const KEY = ['all/two.ts', "export const DARK = 'dark';\n"] as const;

async function load(...files: (readonly [string, string])[]) {
  const host = createMemoryHost([FLAGS, APP, ...files]);
  const workspace = await loadWorkspace(host);
  const scanned = () => files.map(([path]) => path).filter((path) => workspace.snapshot().facts(path));
  const keys = () =>
    workspace
      .snapshot()
      .readsIn('app.ts')
      .map(({ key }) => key);
  return { workspace, scanned, keys };
}

it('of the modules that a module hands on, those are scanned that may export what is asked for', async () => {
  const { scanned, keys } = await load(BARREL, NONE, KEY);
  expect(keys()).toEqual(['dark']);
  expect(scanned()).toEqual(['all/index.ts', 'all/two.ts']);
});

it('a module that hands on others, or a value as a whole, may export any name', async () => {
  const further = ['all/one.ts', "export * /* all */ from '../keys';\n"] as const;
  const keys = ['keys/index.ts', "module.exports = require('./table');\n"] as const;
  const table = ['keys/table.js', "module.exports = { DARK: 'dark' };\n"] as const;
  const { keys: found } = await load(BARREL, further, keys, table);
  expect(found()).toEqual(['dark']);
});

it('what a module comes to export is found, though it was not scanned before', async () => {
  const { workspace, keys } = await load(BARREL, NONE);
  expect(keys()).toEqual([undefined]);
  await workspace.setBuffer('all/one.ts', `${NONE[1]}export const DARK = 'dark';\n`);
  expect(keys()).toEqual(['dark']);
  await workspace.setBuffer('all/one.ts', "export * from './three';\n");
  expect(keys()).toEqual([undefined]);
  await workspace.setBuffer('all/three.ts', KEY[1]);
  expect(keys()).toEqual(['dark']);
});
