/** What git knows counts for the age of a state, on the command line. Every test lives on 2026-06-15. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../node/folder';
import { repository } from '../node/repository';
import { cli } from './cli';

const FLAGS = (dark: boolean) => ({
  'flags.yaml': `flags:
  dark: { enabled: ${dark} }
  menu: { enabled: true }
  late: { enabled: ${dark}, created: 2025-01-01 }
  sure: { enabled: true, created: 2026-01-01 }
`,
  'app.ts': "for (const key of ['dark', 'menu', 'late', 'sure']) flags.isEnabled(key);\n",
});

const staleFlags = async (root: string) => {
  const { stdout, stderr } = await cli(root, ['stale', '--format', 'json']);
  const { flags } = JSON.parse(stdout) as { flags: { key: string; why: string }[] };
  return { stderr, flags: Object.fromEntries(flags.map(({ key, why }) => [key, why])) };
};

it('a flag without a date is as old as git knows it, and a change of its state counts', async () => {
  const { root, commit } = repository();
  commit(FLAGS(false), { day: '2026-02-01' });
  commit(FLAGS(true), { day: '2026-05-01' });
  expect(await staleFlags(root)).toEqual({
    stderr: '',
    flags: {
      menu: 'It is fully on and has been for 134 days, since 2026-02-01 (from git): more than the 90 days allowed.',
      sure: 'It is fully on and has been for 165 days, since 2026-01-01: more than the 90 days allowed.',
    },
  });
  const { stdout } = await cli(root, ['list', '--format', 'json']);
  const since = (JSON.parse(stdout).flags as { key: string; since: string }[]).map((flag) => [
    flag.key,
    flag.since,
  ]);
  expect(Object.fromEntries(since)).toEqual({
    dark: '2026-05-01',
    menu: '2026-02-01',
    late: '2026-05-01',
    sure: '2026-01-01',
  });
  const lint = JSON.parse((await cli(root, ['lint', '--format', 'json'])).stdout);
  const stale = (lint.diagnostics as { rule: string; flag: string }[]).filter(
    ({ rule }) => rule === 'stale-flag',
  );
  expect(new Set(stale.map(({ flag }) => flag))).toEqual(new Set(['menu', 'sure']));
});

it('a shallow clone tells nothing, and says so', async () => {
  const { root, commit } = repository();
  commit(FLAGS(false), { day: '2026-01-01' });
  commit(FLAGS(true), { day: '2026-05-01' });
  const clone = join(folder(), 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, clone]);
  const { flags, stderr } = await staleFlags(clone);
  expect(Object.keys(flags)).toEqual(['late', 'sure']);
  expect(stderr).toBe(
    'flagwright: The clone is shallow, so git does not tell since when flags are what they are (in GitHub Actions: `fetch-depth: 0`).\n',
  );
});
