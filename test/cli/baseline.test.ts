import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { folder, put } from '../node/folder';
import { cli } from './cli';

const FLAGS = `flags:
  checkout: { enabled: true, percentage: 10, owner: pay, created: 2026-06-01, expires: 2026-12-31 }
`;
const FILES = {
  'flags.yaml': FLAGS,
  'src/app.ts': "flags.isEnabled('checkout');\nif (flags.isEnabled('chekout')) go();\n",
};
const lint = (root: string, ...argv: string[]) => cli(root, ['lint', ...argv]);
const baselineOf = (root: string) => JSON.parse(readFileSync(`${root}/flagwright.baseline.json`, 'utf8'));

it('lets only new findings fail', async () => {
  const root = folder(FILES);
  expect(await lint(root, '--update-baseline')).toEqual({
    status: 0,
    stdout: '',
    stderr: 'flagwright: flagwright.baseline.json holds 1 finding now\n',
  });
  expect(baselineOf(root)).toEqual({
    version: 1,
    findings: [
      {
        rule: 'unknown-flag',
        file: 'src/app.ts',
        flag: 'chekout',
        code: "if (flags.isEnabled('chekout')) go();",
      },
    ],
  });
  expect(await lint(root)).toEqual({
    status: 0,
    stdout: 'no findings in 2 files; 1 flag\n',
    stderr: 'flagwright: 1 finding in flagwright.baseline.json not shown\n',
  });

  // It moves and is indented; another comes.
  put(root, 'src/app.ts', `{\n  ${FILES['src/app.ts'].replace('\n', '\n  ')}}\n`);
  put(root, 'src/new.ts', "flags.isEnabled('chekout');\n");
  const { status, stdout } = await lint(root, '--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout).diagnostics).toEqual([expect.objectContaining({ file: 'src/new.ts' })]);
});

it('forgets what is gone, and counts what is alike', async () => {
  const twice = "flags.isEnabled('chekout');\nflags.isEnabled('chekout');\n";
  const root = folder({ ...FILES, 'src/twice.ts': twice });
  await lint(root, '--update-baseline');
  expect(baselineOf(root).findings).toContainEqual(
    expect.objectContaining({ file: 'src/twice.ts', count: 2 }),
  );
  put(root, 'src/app.ts', "flags.isEnabled('checkout');\n");
  await lint(root, '--update-baseline');
  expect(baselineOf(root).findings).toHaveLength(1);
  put(root, 'src/twice.ts', `${twice}flags.isEnabled('chekout');\n`);
  expect((await lint(root)).stdout).toContain('1 warning in 3 files');
});

it('changes only what is known of the paths that are named', async () => {
  const root = folder({ ...FILES, 'lib/a.ts': "flags.isEnabled('chekout');\n" });
  await lint(root, '--update-baseline');
  put(root, 'lib/a.ts', '');
  put(root, 'src/app.ts', "flags.isEnabled('checkout');\n");
  await lint(root, 'lib', '--update-baseline');
  expect(baselineOf(root).findings).toEqual([expect.objectContaining({ file: 'src/app.ts' })]);
});

it('mentions no flag: what only it names is unused still', async () => {
  const root = folder({ 'flags.yaml': FLAGS, 'src/app.ts': '' });
  await lint(root, '--update-baseline');
  expect(baselineOf(root).findings).toEqual([
    expect.objectContaining({ rule: 'unused-flag', flag: 'checkout' }),
  ]);
  expect((await lint(root)).stderr).toBe('flagwright: 1 finding in flagwright.baseline.json not shown\n');
});

it('is not written while the configuration is wrong', async () => {
  const root = folder({ ...FILES, 'flagwright.config.json': '{ "rules": { "nested-flag": "loud" } }' });
  const before = await lint(root, '--update-baseline');
  expect(before.status).toBe(2);
  expect(() => baselineOf(root)).toThrow();
});

it.each([
  [
    '{',
    /^flagwright: flagwright\.baseline\.json is no JSON \(.+\)\. Write it anew with --update-baseline\.\n$/,
  ],
  ['{}', /is no baseline of version 1\. Write it anew/],
  [
    '{"version":1,"findings":[{"rule":"unknown-flag"}]}',
    /^flagwright: Entry 1 of flagwright\.baseline\.json lacks a rule, a file or the code, or has a count that is none\./,
  ],
])('says what is wrong with %s', async (text, message) => {
  const { status, stdout, stderr } = await lint(folder({ ...FILES, 'flagwright.baseline.json': text }));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
