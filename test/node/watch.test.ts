import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { diskHost } from '../../server/src/node/disk';
import { watchFolder } from '../../server/src/node/watch';
import { folder, put } from './folder';

/** A watched folder, and a promise of the time when all the paths named have been reported. */
async function watched(files: Readonly<Record<string, string>>) {
  const root = folder(files);
  const seen = new Set<string>();
  let look = (): void => {};
  const watcher = await watchFolder(
    root,
    diskHost(root),
    (paths) => {
      for (const path of paths) seen.add(path);
      look();
    },
    (message) => seen.add(message),
  );
  watchers.push(watcher);
  const until = (...paths: string[]): Promise<void> =>
    new Promise((done) => {
      look = () => {
        if (paths.every((path) => seen.has(path))) done();
      };
      look();
    });
  return { root, seen, until, watcher };
}

const watchers: { dispose(): void }[] = [];
afterEach(() => {
  for (const watcher of watchers.splice(0)) watcher.dispose();
});

describe('watching a folder', () => {
  it('tells of files that change, come and go', async () => {
    const { root, until, seen } = await watched({
      'flags.yaml': 'a',
      'src/deep/app.ts': 'b',
      'src/old.ts': 'c',
    });
    put(root, 'flags.yaml', 'changed');
    put(root, 'src/deep/app.ts', 'changed');
    put(root, 'src/new.ts', 'new');
    rmSync(join(root, 'src/old.ts'));
    await until('flags.yaml', 'src/deep/app.ts', 'src/new.ts', 'src/old.ts');
    expect([...seen].sort()).toEqual(['flags.yaml', 'src/deep/app.ts', 'src/new.ts', 'src/old.ts']);
  });

  it('goes on in folders that come', async () => {
    const { root, until } = await watched({ 'a.ts': '' });
    mkdirSync(join(root, 'more'));
    await until('more');
    put(root, 'more/b.ts', '');
    await until('more/b.ts');
  });

  it('tells of a folder that goes', async () => {
    const { root, until } = await watched({ 'src/a.ts': '' });
    rmSync(join(root, 'src'), { recursive: true });
    await until('src');
  });

  it('leaves out what is ignored, and node_modules', async () => {
    const { root, until, seen } = await watched({
      '.gitignore': 'dist/\n',
      'dist/a.js': '',
      'node_modules/x/index.js': '',
      'src/a.ts': '',
    });
    put(root, 'dist/a.js', 'changed');
    put(root, 'node_modules/x/index.js', 'changed');
    put(root, 'src/a.ts', 'changed');
    await until('src/a.ts');
    expect([...seen]).toEqual(['src/a.ts']);
  });

  it('ends', async () => {
    const { root, watcher, seen } = await watched({ 'a.ts': '' });
    watcher.dispose();
    put(root, 'a.ts', 'changed');
    const { root: other, until } = await watched({ 'a.ts': '' });
    put(other, 'a.ts', 'changed');
    await until('a.ts');
    expect([...seen]).toEqual([]);
  });
});
