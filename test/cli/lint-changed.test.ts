import { renameSync } from 'node:fs';
import { expect, it } from 'vitest';
import { folder, put } from '../node/folder';
import { repository } from '../node/repository';
import { cli } from './cli';

const FLAGS = `flags:
  checkout: { enabled: true, percentage: 10, owner: pay, created: 2026-06-01, expires: 2026-12-31 }
`;
const FILES = {
  'flags.yaml': FLAGS,
  'src/app.ts': "flags.isEnabled('checkout');\nflags.isEnabled('chekout');\n",
};

/** `rule file:line` of what lint shows. */
async function shown(root: string, words: string, env: Record<string, string> = {}): Promise<string[]> {
  const { stdout, stderr } = await cli(root, ['lint', '--format', 'json', ...words.split(' ')], { env });
  expect(stderr).toBe('');
  return JSON.parse(stdout).diagnostics.map(
    ({ rule, file, range }: { rule: string; file: string; range: { start: { line: number } } }) =>
      `${rule} ${file}:${range.start.line + 1}`,
  );
}

it('shows what the branch has brought, committed or not', async () => {
  const { root, git, commit } = repository(FILES);
  git('switch', '--quiet', '--create', 'feature');
  expect(await shown(root, '--changed')).toEqual([]);

  commit({ 'src/committed.ts': "flags.isEnabled('chekout');\n" });
  put(root, 'src/untracked.ts', "flags.isEnabled('chekout');\n");
  // Old findings move with their code.
  put(root, 'src/app.ts', `\n\n${FILES['src/app.ts']}`);
  expect(await shown(root, '--changed')).toEqual([
    'unknown-flag src/committed.ts:1',
    'unknown-flag src/untracked.ts:1',
  ]);
  expect(await shown(root, '--changed HEAD')).toEqual(['unknown-flag src/untracked.ts:1']);
});

it('shows what the branch does to code that it did not touch', async () => {
  const { root, git, commit } = repository({ ...FILES, 'src/other.ts': "flags.isEnabled('dark');\n" });
  commit({
    'flags.yaml': `${FLAGS}  dark: { enabled: true, percentage: 10, owner: web, created: 2026-06-01, expires: 2026-12-31 }\n`,
  });
  git('switch', '--quiet', '--create', 'feature');
  commit({ 'flags.yaml': FLAGS });
  expect(await shown(root, '--changed main')).toEqual(['unknown-flag src/other.ts:1']);
});

it('does not take a renamed file for a new one', async () => {
  const { root, git } = repository(FILES);
  git('switch', '--quiet', '--create', 'feature');
  renameSync(`${root}/src/app.ts`, `${root}/src/main.ts`);
  git('add', '--all');
  expect(await shown(root, '--changed')).toEqual([]);
});

it('knows that a second one alike is new', async () => {
  const { root } = repository(FILES);
  put(root, 'src/app.ts', `${FILES['src/app.ts']}flags.isEnabled('chekout');\n`);
  expect(await shown(root, '--changed')).toEqual(['unknown-flag src/app.ts:3']);
});

it('begins where the branch left the one that the pull request goes to', async () => {
  const { root, git, commit } = repository(FILES);
  git('switch', '--quiet', '--create', 'release');
  commit({ 'src/release.ts': "flags.isEnabled('relase');\n" });
  git('switch', '--quiet', '--create', 'feature');
  commit({ 'src/feature.ts': "flags.isEnabled('featur');\n" });
  git('switch', '--quiet', 'release');
  commit({ 'src/later.ts': "flags.isEnabled('later');\n" });
  git('switch', '--quiet', 'feature');
  expect(await shown(root, '--changed', { GITHUB_BASE_REF: 'release' })).toEqual([
    'unknown-flag src/feature.ts:1',
  ]);
  expect(await shown(root, '--changed', { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' })).toEqual([
    'unknown-flag src/feature.ts:1',
    'unknown-flag src/release.ts:1',
  ]);
});

it('takes a folder of the repository as its root', async () => {
  const { root, commit } = repository({ 'web/flags.yaml': FLAGS, 'web/app.ts': FILES['src/app.ts'] });
  commit({ 'web/new.ts': "flags.isEnabled('chekout');\n", 'api/new.ts': "flags.isEnabled('chekout');\n" });
  expect(await shown(root, '--root web --changed HEAD~1')).toEqual(['unknown-flag new.ts:1']);
});

it('says what is wrong with the history', async () => {
  const { root } = repository(FILES);
  const lint = async (folder: string, ...argv: string[]) => cli(folder, ['lint', ...argv]);
  expect(await lint(root, '--changed', 'src')).toEqual({
    status: 2,
    stdout: '',
    stderr: "flagwright: There is no revision 'src'.\n",
  });
  expect(await lint(root, '--changed', '--update-baseline')).toMatchObject({
    status: 2,
    stderr: 'flagwright: --update-baseline takes all findings, and --changed only some: give one of them.\n',
  });
  const { status, stderr } = await lint(folder(FILES), '--changed');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^flagwright: \S+ is in no git repository that can be read\. [^\n]+\n$/);
});

it('asks for more history where a clone is shallow', async () => {
  const origin = repository(FILES);
  origin.commit({ 'src/more.ts': '' });
  const clone = repository();
  clone.git('fetch', '--quiet', '--depth=1', `file://${origin.root}`, 'main');
  clone.git('checkout', '--quiet', 'FETCH_HEAD');
  expect(await cli(clone.root, ['lint', '--changed', 'HEAD~1'])).toMatchObject({
    status: 2,
    stderr:
      "flagwright: There is no revision 'HEAD~1': the clone is shallow, fetch more of the history (in GitHub Actions, `fetch-depth: 0`).\n",
  });
});
