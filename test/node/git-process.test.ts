import { chmodSync, existsSync, mkdirSync, rmSync, utimesSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskHost } from '../../server/src/node/disk';
import { openRepository } from '../../server/src/node/git';
import { gitProgram } from '../../server/src/node/git-process';
import { commitOnBranch, requireClean } from '../../server/src/node/git-write';
import { openRevisions } from '../../server/src/node/revisions';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { folder, put } from './folder';
import { repository, type TestRepository } from './repository';

const FLAGS = 'flags:\n  dark: true\n';

/** A repository whose settings name a program in every place where git would run one, and whether it has been run. */
function hostile(): { made: TestRepository; from: string; ran(): string[] } {
  const made = repository();
  const outside = folder();
  const from = made.commit(
    { 'flags.yaml': 'flags:\n  dark: false\n', 'src/a.ts': '' },
    { day: '2026-01-01' },
  );
  made.commit({ 'flags.yaml': FLAGS, '.gitattributes': '* diff=evil filter=evil\n' }, { day: '2026-02-01' });
  const evil = (name: string): string => {
    const path = join(outside, `${name}.sh`);
    put(outside, `${name}.sh`, `#!/bin/sh\ntouch '${join(outside, name)}'\ncat\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const inner = repository({ 'a.txt': 'a' });
  made.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'inner');
  made.git('commit', '--quiet', '--message', 'a submodule');
  for (const name of NAMES) made.git('config', name, evil(name));
  made.git('-C', 'inner', 'config', 'core.fsmonitor', evil('submodule'));
  for (const [name, value] of Object.entries(MORE)) made.git('config', name, value);
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout', 'pre-commit']) {
    put(made.root, `.git/hooks/${hook}`, `#!/bin/sh\ntouch '${join(outside, hook)}'\n`);
    chmodSync(join(made.root, '.git/hooks', hook), 0o755);
  }
  // A file that only seems to have changed is looked at by git itself, through filters.
  utimesSync(join(made.root, 'flags.yaml'), new Date(0), new Date(0));
  utimesSync(join(made.root, 'inner/a.txt'), new Date(0), new Date(0));
  const marks = [
    ...NAMES,
    'submodule',
    'post-index-change',
    'reference-transaction',
    'post-checkout',
    'pre-commit',
  ];
  return { made, from, ran: () => marks.filter((name) => existsSync(join(outside, name))) };
}

const NAMES = [
  'core.fsmonitor',
  'core.pager',
  'core.editor',
  'core.sshCommand',
  'core.askPass',
  'core.gitProxy',
  'core.alternateRefsCommand',
  'credential.helper',
  'diff.external',
  'diff.evil.command',
  'diff.evil.textconv',
  'filter.evil.clean',
  'filter.evil.smudge',
  'filter.evil.process',
  'gpg.program',
  'gpg.ssh.program',
  'interactive.diffFilter',
  'pager.diff',
  'pager.log',
  'sequence.editor',
  'uploadpack.packObjectsHook',
  'trace2.eventTarget',
];
const MORE = { 'filter.evil.required': 'true', 'log.showSignature': 'true', 'alias.log': '!touch aliased' };

describe('of a repository that nobody trusts', () => {
  it('git by itself would run much', () => {
    const { made, ran } = hostile();
    expect(() => made.git('diff', 'HEAD')).toThrow();
    made.git('config', '--unset', 'filter.evil.process');
    put(made.root, 'flags.yaml', 'flags: {}\n');
    made.git('status');
    made.git('log', '-p', '-1');
    expect(ran()).toEqual(expect.arrayContaining(['core.fsmonitor', 'filter.evil.process', 'submodule']));
  });

  it('nothing is run when its history is read', async () => {
    const { made, ran } = hostile();
    const workspace = createWorkspace(diskHost(made.root));
    await workspace.load();
    await workspace.historyRead();
    expect(workspace.snapshot().keys()).toEqual(['dark']);
    expect(ran()).toEqual([]);
  });

  it('nothing is run when it is compared with a commit', async () => {
    const { made, from, ran } = hostile();
    put(made.root, 'flags.yaml', FLAGS);
    const { changes, before, dispose } = openRevisions(made.root, { from, report: () => {} });
    expect(changes.map(({ path }) => path)).toEqual(expect.arrayContaining(['flags.yaml', '.gitattributes']));
    expect(await before.read('flags.yaml')).toEqual({ text: 'flags:\n  dark: false\n' });
    dispose();
    expect(openRepository(made.root).changes(from, 'HEAD')).toHaveLength(3);
    expect(ran()).toEqual([]);
  });

  it('nothing is run when a commit is made beside it', () => {
    const { made, ran } = hostile();
    requireClean(made.root);
    const change = { file: 'flags.yaml', before: FLAGS, after: 'flags: {}\n' };
    const commit = commitOnBranch(made.root, { name: 'x', message: 'remove dark', changes: [change] });
    expect(
      made.git('-c', 'core.fsmonitor=false', '--no-pager', 'cat-file', 'blob', `${commit}:flags.yaml`),
    ).toBe('flags: {}');
    expect(ran()).toEqual([]);
  });

  it('nothing is fetched, and a partial clone is told what to do', () => {
    const { root, git, commit } = repository();
    const first = commit({ 'flags.yaml': 'flags: {}\n' });
    const blob = git('rev-parse', `${first}:flags.yaml`);
    commit({ 'flags.yaml': FLAGS });
    const outside = folder({ 'upload.sh': `#!/bin/sh\ntouch "$(dirname "$0")/fetched"\n` });
    chmodSync(join(outside, 'upload.sh'), 0o755);
    for (const [name, value] of Object.entries({
      'core.repositoryFormatVersion': '1',
      'extensions.partialClone': 'origin',
      'remote.origin.url': outside,
      'remote.origin.promisor': 'true',
      'remote.origin.uploadpack': join(outside, 'upload.sh'),
      'protocol.file.allow': 'always',
    }))
      git('config', name, value);
    rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    expect(() => openRepository(root).files(first)).toThrow(/^The clone is partial/);
    expect(existsSync(join(outside, 'fetched'))).toBe(false);
    expect(() => git('cat-file', '-p', blob)).toThrow();
    expect(existsSync(join(outside, 'fetched'))).toBe(true);
  });

  it('a filter that cannot be turned off is a reason to stop', () => {
    const made = repository({ 'a.ts': '' });
    made.git('config', 'filter.a=b.clean', 'touch x');
    expect(() => openRepository(made.root).changes('HEAD')).toThrow(
      /filter 'a=b', which cannot be turned off/,
    );
  });
});

describe('the program', () => {
  it('is looked for in the folders of the path alone, never in the present one', () => {
    const root = folder();
    for (const place of ['bin', 'here']) {
      put(root, `${place}/git`, '#!/bin/sh\n');
      chmodSync(join(root, place, 'git'), 0o755);
    }
    mkdirSync(join(root, 'first', 'git'), { recursive: true });
    expect(gitProgram(['', '.', 'here', join(root, 'first'), join(root, 'bin')].join(delimiter))).toBe(
      join(root, 'bin', 'git'),
    );
    expect(gitProgram(['', '.', 'here'].join(delimiter))).not.toContain('here');
  });
});
