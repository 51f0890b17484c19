/** `flagwright history`: how the number of flags changed, from real repositories. Every test lives on 2026-06-15. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folder } from '../node/folder';
import { repository } from '../node/repository';
import { cli } from './cli';

const flags = (...lines: string[]) => `flags:\n${lines.map((line) => `  ${line}\n`).join('')}`;

/** The months in which something happened, and the present flags with the day that git saw them. */
async function history(root: string) {
  const { stdout, stderr, status } = await cli(root, ['history', '--format', 'json']);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const { months, flags } = JSON.parse(stdout) as {
    months: { month: string; added: string[]; removed: string[]; present: number }[];
    flags: { key: string; added: string | null; age: number }[];
  };
  return {
    months: months
      .filter(({ added, removed }) => added.length + removed.length > 0)
      .map(({ month, added, removed, present }) =>
        [month, ...added.map((key) => `+${key}`), ...removed.map((key) => `-${key}`), `= ${present}`].join(
          ' ',
        ),
      ),
    flags: Object.fromEntries(flags.map(({ key, added, age }) => [key, `${added} ${age} d`])),
    last: months.at(-1)?.month,
  };
}

it('tells month by month, and how old what is there is', async () => {
  const { root, commit } = repository();
  commit(
    { 'flags.yaml': flags('a: { enabled: true, created: 2025-12-01 }', 'b: true') },
    { day: '2026-01-10' },
  );
  commit(
    { 'flags.yaml': flags('a: { enabled: true, created: 2025-12-01 }', 'c: true') },
    { day: '2026-03-10' },
  );
  expect(await cli(root, ['history'])).toEqual({
    status: 0,
    stderr: '',
    stdout: `MONTH    ADDED  REMOVED  FLAGS
2026-01     +2        -      2  ████████████████████████████████████████
2026-02      -        -      2  ████████████████████████████████████████
2026-03     +1       -1      2  ████████████████████████████████████████
2026-04      -        -      2  ████████████████████████████████████████
2026-05      -        -      2  ████████████████████████████████████████
2026-06      -        -      2  ████████████████████████████████████████

FLAG  IN GIT SINCE   AGE  STATE  OWNER
a     2026-01-10    6 mo  on     -
c     2026-03-10    3 mo  on     -

2 flags, half of them older than 3 mo; in the last 6 months 3 added, 1 removed
`,
  });
});

it('a flag that moves, a file that is renamed and one that is gone', async () => {
  const { root, commit, git } = repository();
  commit(
    {
      'web/flags.yaml': flags('moves: true', 'stays: true'),
      'toggles.yaml': flags('renamed: true', 'x: { enabled: true, owner: web }', 'y: false'),
      'old/flags.json': '{ "flags": { "gone": true, "moves2": false } }',
    },
    { day: '2026-01-10' },
  );
  commit(
    { 'web/flags.yaml': flags('stays: true'), 'api/flags.yaml': flags('moves: true', 'moves2: false') },
    { day: '2026-02-10' },
  );
  commit({ 'old/flags.json': null }, { day: '2026-03-10' });
  git('mv', 'toggles.yaml', 'feature-flags.yaml');
  commit({}, { day: '2026-04-10' });
  expect(await history(root)).toEqual({
    months: ['2026-01 +gone +moves +moves2 +renamed +stays +x +y = 7', '2026-03 -gone = 6'],
    flags: Object.fromEntries(
      ['moves', 'moves2', 'renamed', 'stays', 'x', 'y'].map((key) => [key, '2026-01-10 156 d']),
    ),
    last: '2026-06',
  });
});

it('a day counts as it ended; a file that was broken tells nothing, and values no flags', async () => {
  const { root, commit } = repository();
  const version = (...more: string[]) => ({
    'flags.yaml': flags('a:', '  enabled: true', '  percentage: 10', ...more),
  });
  commit(version(), { day: '2026-01-10' });
  commit(version('short: true'), { day: '2026-02-10' });
  commit(version(), { day: '2026-02-10' });
  commit({ 'flags.yaml': 'flags: {{{' }, { day: '2026-03-10' });
  commit(version('b: true'), { day: '2026-04-10' });
  commit(
    { 'flags.yaml': flags('a:', '  enabled: true', '  percentage: 50', 'b: true') },
    { day: '2026-05-10' },
  );
  commit(
    { 'flags.yaml': flags('a:', '  enabled: true', '  percentage: 60', 'b: true', '"new": true') },
    { day: '2026-05-11' },
  );
  expect((await history(root)).months).toEqual(['2026-01 +a = 1', '2026-04 +b = 2', '2026-05 +new = 3']);
});

it('what is merged counts from its merge, and what is not committed has no day', async () => {
  const { root, commit, git } = repository();
  commit({ 'flags.yaml': flags('a: true') }, { day: '2026-01-10' });
  git('checkout', '--quiet', '-b', 'feature');
  commit({ 'other/flags.yaml': flags('b: true') }, { day: '2026-02-10' });
  git('checkout', '--quiet', 'main');
  commit({ 'x.txt': 'x' }, { day: '2026-03-10' });
  // The merge is of the test repository's own day.
  git('merge', '--quiet', '--no-edit', 'feature');
  const { months, flags: present } = await history(root);
  expect(months).toEqual(['2026-01 +a = 1', '2026-06 +b = 2']);
  expect(present).toEqual({ a: '2026-01-10 156 d', b: '2026-06-01 14 d' });
});

it('only what lies below the folder, and is not excluded', async () => {
  const { root, commit } = repository();
  commit(
    {
      'app/flags.yaml': flags('a: true'),
      'app/legacy/flags.yaml': flags('b: true'),
      'app/node_modules/x/flags.yaml': flags('c: true'),
      'flags.yaml': flags('d: true'),
      'app/flagwright.config.json': '{ "exclude": ["legacy/**"] }',
    },
    { day: '2026-01-10' },
  );
  expect((await history(join(root, 'app'))).months).toEqual(['2026-01 +a = 1']);
});

it('says why there is no history', async () => {
  const { root, commit } = repository();
  commit({ 'flags.yaml': flags('a: true') });
  commit({ 'flags.yaml': flags('a: false') });
  const clone = join(folder(), 'clone');
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, clone]);
  const failure = (stderr: string) => ({ status: 2, stdout: '', stderr: `flagwright: ${stderr}\n` });
  expect(await cli(clone, ['history'])).toEqual(
    failure(
      'The clone is shallow, so git does not tell when flags came: get the rest with `git fetch --unshallow` (in GitHub Actions: `fetch-depth: 0`).',
    ),
  );
  expect(await cli(folder({ 'flags.yaml': flags('a: true') }), ['history'])).toEqual(
    failure('The folder is in no git repository, so there is no history to read.'),
  );
  const { root: empty } = repository();
  expect((await cli(empty, ['history'])).stderr).toContain(
    'Git could not read the history: is git installed, and does HEAD name a commit?',
  );
});
