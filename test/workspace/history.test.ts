/** The snapshot while the past is being read, and what hover and findings say of it. Every test lives on 2026-11-23. */
import { expect, it } from 'vitest';
import { hover } from '../../server/src/features/hover';
import { parseDay } from '../../server/src/flags/dates';
import { checkWorkspace } from '../../server/src/rules/check';
import type { PastVersion } from '../../server/src/workspace/host';
import type { Snapshot } from '../../server/src/workspace/snapshot';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, TODAY } from '../support/memory-host';

const FILE = 'flags.yaml';
const NOW = 'flags:\n  dark: { enabled: true }\n  menu: { enabled: true, created: 2026-01-01 }\n';

/** A workspace whose flag file has these versions, which come when `open` is called. */
function workspaceWith(
  versions: readonly Omit<Extract<PastVersion, { day: number }>, 'path' | 'name'>[] | 'shallow',
) {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const told: string[] = [];
  const host = {
    ...createMemoryHost([
      [FILE, NOW],
      ['app.ts', "flags.isEnabled('dark'), flags.isEnabled('menu');"],
    ]),
    history: {
      async *versions(): AsyncIterable<PastVersion> {
        await opened;
        if (versions === 'shallow') yield { path: FILE, missing: versions };
        else for (const version of versions) yield { path: FILE, name: FILE, ...version };
      },
    },
  };
  const workspace = createWorkspace(host, { clock: () => TODAY, onHistory: () => told.push('read') });
  return { workspace, open, told };
}

const stale = (snapshot: Snapshot) =>
  checkWorkspace(snapshot).flatMap(({ rule, flag, file }) =>
    rule === 'stale-flag' && file === FILE ? [flag] : [],
  );

const hoverOf = async (snapshot: Snapshot, flag: string) =>
  (await hover(snapshot, FILE, NOW.indexOf(`${flag}:`)))?.plainText;

it('says nothing is stale before the past is known, so that nothing is taken back', async () => {
  const { workspace, open, told } = workspaceWith([
    { day: parseDay('2026-11-01')!, text: NOW },
    { day: parseDay('2026-02-01')!, text: NOW.replace('menu: { enabled: true', 'menu: { enabled: false') },
  ]);
  await workspace.load();
  expect(workspace.snapshot().isHistoryRead).toBe(false);
  expect(stale(workspace.snapshot())).toEqual([]);
  expect(await hoverOf(workspace.snapshot(), 'menu')).toContain('The history is still being read.');
  open();
  await workspace.historyRead();
  expect(told).toEqual(['read']);
  // `menu` was turned on lately, and `dark` has been on since it was first seen.
  expect(stale(workspace.snapshot())).toEqual(['dark']);
  expect(await hoverOf(workspace.snapshot(), 'menu')).toContain(
    'State last changed 2026-11-01, 22 days ago (git)',
  );
  expect(await hoverOf(workspace.snapshot(), 'dark')).toContain(
    'Unchanged in git since 2026-02-01, 295 days ago',
  );
});

it('takes what is not committed for a change of today', async () => {
  const { workspace, open } = workspaceWith([
    { day: parseDay('2026-02-01')!, text: 'flags:\n  menu: { enabled: false, created: 2026-01-01 }\n' },
  ]);
  await workspace.load();
  open();
  await workspace.historyRead();
  expect(stale(workspace.snapshot())).toEqual([]);
  expect(await hoverOf(workspace.snapshot(), 'menu')).toContain('State changed since the last commit');
  expect(await hoverOf(workspace.snapshot(), 'dark')).toContain('Not committed yet');
});

it('says that a shallow clone does not tell', async () => {
  const { workspace, open } = workspaceWith('shallow');
  await workspace.load();
  open();
  await workspace.historyRead();
  expect(stale(workspace.snapshot())).toEqual(['menu']);
  const text = await hoverOf(workspace.snapshot(), 'dark');
  expect(text).toContain('no history that counts, for the clone is shallow.');
  expect(text).toContain('When its state changed is unknown: the clone is shallow');
});
