import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type HeadWatcher, watchHeads } from '../../server/src/node/git-watch';
import { folder, put } from './folder';
import { repository } from './repository';

const watchers: HeadWatcher[] = [];
afterEach(() => {
  for (const watcher of watchers.splice(0)) watcher.dispose();
});

/** Follows a file; `moved` settles at the next move after it was asked for. */
async function followed(root: string, path: string) {
  let count = 0;
  let tell = (): void => {};
  const watcher = watchHeads(root, () => {
    count++;
    tell();
  });
  watchers.push(watcher);
  await watcher.follow([path]);
  return {
    watcher,
    count: () => count,
    async movedBy(act: () => void): Promise<void> {
      const moved = new Promise<void>((resolve) => {
        tell = resolve;
      });
      act();
      await moved;
    },
  };
}

describe('watching what is checked out', () => {
  it('tells of a commit that changes no file, a checkout and a reset', async () => {
    const { root, git, commit } = repository({ 'flags.yaml': 'a: true' });
    const { movedBy } = await followed(root, 'flags.yaml');
    await movedBy(() => commit({}));
    await movedBy(() => git('checkout', '--quiet', '-b', 'other', 'HEAD^'));
    await movedBy(() => git('reset', '--quiet', '--hard', 'main'));
  });

  it('tells of it once, and nothing of what is only staged', async () => {
    const { root, git, commit } = repository({ 'flags.yaml': 'a: true' });
    const { movedBy, count } = await followed(root, 'flags.yaml');
    put(root, 'flags.yaml', 'a: false');
    git('add', '--all');
    git('status');
    await movedBy(() => commit({ 'b.txt': 'b' }));
    expect(count()).toBe(1);
  });

  it('tells of a commit that is there only when git has unlocked what is checked out, long after its log', async () => {
    const { root, git, commit } = repository({ 'flags.yaml': 'a: true' });
    commit({});
    const { movedBy } = await followed(root, 'flags.yaml');
    const before = git('rev-parse', 'HEAD^');
    await movedBy(() => {
      writeFileSync(join(root, '.git', git('symbolic-ref', 'HEAD')), `${before}\n`);
      put(root, '.git/HEAD.lock', '');
      rmSync(join(root, '.git/HEAD.lock'));
    });
  });

  it('finds the repository around the folder, and the folder that git keeps for a further work tree', async () => {
    const { root, git, commit } = repository({ 'packages/shop/flags.yaml': 'a: true' });
    const { movedBy } = await followed(join(root, 'packages/shop'), 'flags.yaml');
    await movedBy(() => commit({}));
    const tree = join(folder(), 'tree');
    git('worktree', 'add', '--quiet', tree);
    const further = await followed(tree, 'packages/shop/flags.yaml');
    await further.movedBy(() =>
      execFileSync('git', ['reset', '--quiet', '--hard', 'HEAD^'], { cwd: tree, stdio: 'ignore' }),
    );
  });

  it('begins before the first commit', async () => {
    const { root, commit } = repository();
    const { movedBy } = await followed(root, 'flags.yaml');
    await movedBy(() => commit({ 'flags.yaml': 'a: true' }));
    await movedBy(() => commit({}));
  });

  it('does without a repository, and without its log', async () => {
    const plain = await followed(folder({ 'flags.yaml': '' }), 'flags.yaml');
    expect(plain.count()).toBe(0);
    const { root, git, commit } = repository();
    git('config', 'core.logAllRefUpdates', 'false');
    commit({ 'flags.yaml': 'a: true' });
    rmSync(join(root, '.git/logs'), { recursive: true, force: true });
    const { movedBy } = await followed(root, 'flags.yaml');
    await movedBy(() => commit({ 'flags.yaml': 'a: false' }));
  });
});
