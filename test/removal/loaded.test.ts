import { describe, expect, it } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { openFixture } from '../support/workspace';

/** What becomes of a file that loses its last importer, beside another one: whether it is deleted, and what is said of it. */
async function remove(
  other: string,
  text: string,
  { old = 'export const old = () => 1;', at = 'src/parts/old.ts', deleteOrphans = true } = {},
): Promise<{ isDeleted: boolean; notes: string[] }> {
  const { workspace } = await openFixture(`//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/page.ts
import { client } from './client';
import { old } from './${at.replace('src/', '').replace('.ts', '')}';
export const page = () => (client.isEnabled('new_ui') ? 1 : old());
//- ${at}
${old}
//- ${other}
${text}`);
  const request = { flag: 'new_ui', keep: true, deleteOrphans, scope: { kind: 'everywhere' } } as const;
  const { deleted, notes } = await planFromWorkspace(workspace, request);
  return {
    isDeleted: deleted.includes(at),
    notes: notes.filter(({ file }) => file === at).map(({ message }) => message),
  };
}

describe('a file that nothing imports any more', () => {
  it.each([
    ['src/boot.ts', "new Worker(new URL('./parts/old.ts', import.meta.url));", 'may load it'],
    ['src/boot.ts', "export const all = import.meta.glob('./parts/*.ts');", 'may load it'],
    ['src/boot.ts', "export const all = import.meta.glob(['./parts/*.ts', '!./a']);", 'may load it'],
    ['src/boot.ts', "export const all = import.meta.glob('/src/**/*.ts');", 'may load it'],
    ['src/boot.ts', "export const all = glob('src/parts/**');", 'may load it'],
    ['src/boot.ts', "export const all = require.context('./parts', true);", 'may load it'],
    ['src/boot.ts', 'export const load = (name) => import(`./parts/$' + '{name}.ts`);', 'may load it'],
    ['vite.config.ts', "export default { test: { setupFiles: ['./src/parts/old.ts'] } };", 'may load it'],
    ['package.json', '{ "name": "a", "bin": { "a": "./dist/parts/old.js" } }', 'names it'],
    ['package.json', '{ "name": "a", "scripts": { "b": "tsx src/parts/old" } }', 'names it'],
    ['Dockerfile', 'FROM node\nCMD ["node", "src/parts/old.ts"]', 'names it'],
    ['index.html', '<script type="module" src="/src/parts/old.ts"></script>', 'names it'],
  ])('stays where %s names it: %s', async (file, text, why) => {
    const { isDeleted, notes } = await remove(file, text);
    expect(isDeleted).toBe(false);
    expect(notes).toEqual([`No other file imports this one any more, but ${file} ${why}.`]);
  });

  it.each([
    ['src/other/parts.ts', "import { old } from './old';\nexport const x = old;"],
    ['src/boot.ts', "export const title = 'old'; export const at = './parts/older.ts';"],
    ['src/boot.ts', "export const all = import.meta.glob('./others/*.ts');"],
    ['src/stories/all.ts', "export const all = import.meta.glob('../**/*.story.ts');"],
    ['src/boot.ts', "export const all = import.meta.glob('/src/**/*.page.ts');"],
    ['package.json', '{ "name": "a", "scripts": { "b": "tsx src/parts/older" } }'],
    ['src/parts/old.test.ts', "import { old } from './old';\nvi.mock('./old');\nit('a', () => old());"],
  ])('goes where %s speaks of something else: %s', async (file, text) => {
    expect(await remove(file, text)).toEqual({ isDeleted: true, notes: [] });
  });

  it.each([
    ["import { registry } from '../registry';\nregistry.add('old');\nexport const old = () => 1;"],
    ['window.old = 1;\nexport const old = () => 1;'],
    ["import './polyfill';\nexport const old = () => 1;"],
  ])('stays, and is told of, where it does something when it is loaded: %s', async (old) => {
    const told = [
      'No other file imports this one any more. It does something when it is loaded, which nothing does now.',
    ];
    expect(await remove('src/registry.ts', 'export const registry = new Set();', { old })).toEqual({
      isDeleted: false,
      notes: told,
    });
    expect((await remove('src/a.ts', 'export {};', { old, deleteOrphans: false })).notes).toEqual(told);
  });

  it.each([
    ["import './old.css';\nexport const old = () => 1;"],
    ["export const old = () => 1;\nold.displayName = 'Old';"],
    ["'use client';\nexport const old = () => 1;"],
  ])('goes where that concerns itself alone: %s', async (old) => {
    expect((await remove('src/a.ts', 'export {};', { old })).isDeleted).toBe(true);
  });
});
