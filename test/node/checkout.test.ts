import { describe, expect, it } from 'vitest';
import { diskHost } from '../../server/src/node/disk';
import { checkWorkspace } from '../../server/src/rules/check';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { TODAY } from '../support/memory-host';
import { repository } from './repository';

/** 5,000 in the nightly size: git and the disk take their time. */
const COUNT = Number(process.env.CHECKOUT_FILES ?? 600);

describe('a checkout of another branch', () => {
  it('with thousands of other files leaves what a fresh reading finds, told in pieces or as a whole', {
    timeout: 300_000,
  }, async () => {
    const file = (i: number, kind: string) => `src/${kind}/d${i % 70}/f${i}.ts`;
    const old: Record<string, string> = { 'flags.yaml': 'flags:\n  a: true\n  b: { enabled: false }\n' };
    const next: Record<string, string | null> = {
      'flags.yaml': 'flags:\n  b: true\n  c: { enabled: true, percentage: 5 }\n',
    };
    for (let i = 0; i < COUNT; i++) {
      old[file(i, 'old')] =
        i % 4 === 0 ? "export const x = flags.isEnabled('a');\n" : 'export const x = 1;\n';
      // A third stays under its name and changes, a third moves, a third goes; others come.
      if (i % 3 !== 0) next[file(i, 'old')] = null;
      if (i % 3 === 0)
        next[file(i, 'old')] = i % 2 === 0 ? "export const y = gate('c');\n" : 'export const y = 2;\n';
      if (i % 3 === 1) next[file(i, 'new')] = old[file(i, 'old')]!;
    }
    next['src/gate.ts'] = 'export const gate = (key: string) => flags.isEnabled(key);\n';
    const { root, git, commit } = repository(old);
    git('checkout', '--quiet', '-b', 'other');
    commit(next);
    git('checkout', '--quiet', 'main');

    const workspace = createWorkspace(diskHost(root), { clock: () => TODAY });
    await workspace.load();
    await workspace.historyRead();
    const before = checkWorkspace(workspace.snapshot());
    git('checkout', '--quiet', 'other');
    const paths = [...new Set([...Object.keys(old), ...Object.keys(next)])];
    // A watcher tells in pieces, in whatever order, and does not wait for us.
    await Promise.all(
      [0, 1, 2, 3, 4].map((part) => workspace.refresh(paths.filter((_, i) => i % 5 === part))),
    );
    const fresh = createWorkspace(diskHost(root), { clock: () => TODAY });
    await fresh.load();
    await Promise.all([workspace.historyRead(), fresh.historyRead()]);
    expect(checkWorkspace(workspace.snapshot())).toEqual(checkWorkspace(fresh.snapshot()));
    expect(workspace.snapshot().sources()).toEqual(fresh.snapshot().sources());
    expect(workspace.snapshot().sourceCount).toBe(fresh.snapshot().sourceCount);

    git('checkout', '--quiet', 'main');
    await workspace.refresh(paths);
    await workspace.historyRead();
    expect(checkWorkspace(workspace.snapshot())).toEqual(before);
  });
});
