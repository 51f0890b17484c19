import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskHost } from '../../server/src/node/disk';
import type { FileEntry } from '../../server/src/workspace/host';
import { asOrdinaryUser, folder, put } from './folder';

/** What is listed; the names that are known before are the same. */
async function list(root: string, exclude: string[] = [], report?: (message: string) => void) {
  let first: readonly FileEntry[] = [];
  let known: readonly string[] = [];
  const entries = await diskHost(root, report ? { report } : {}).list(exclude, async ({ has, those }) => {
    first = those(() => true);
    known = everythingIn(root).filter(has);
  });
  const byPath = (list: readonly FileEntry[]) => list.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  expect(byPath(first)).toEqual(byPath(entries));
  expect(known.toSorted()).toEqual(byPath(entries).map(({ path }) => path));
  return entries.map((entry) => entry.path + (entry.isSpecial ? ' (special)' : '')).sort();
}

/** All names in a folder, as far as it may be looked into. */
function everythingIn(folder: string, below = ''): string[] {
  try {
    return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
      const path = below + entry.name;
      return entry.isDirectory() ? [path, ...everythingIn(folder, `${path}/`)] : [path];
    });
  } catch {
    return [];
  }
}

describe('list', () => {
  it('gives files with their sizes, and when they were written', async () => {
    const root = folder({ 'a.ts': 'four', 'src/deep/b.ts': '' });
    const modified = (file: string): number => statSync(join(root, file)).mtimeMs;
    expect(await diskHost(root).list([])).toEqual([
      { path: 'a.ts', size: 4, modified: modified('a.ts') },
      { path: 'src/deep/b.ts', size: 0, modified: modified('src/deep/b.ts') },
    ]);
  });

  it('honours .gitignore files, the nearer one first', async () => {
    const root = folder({
      '.gitignore': '*.log\n/generated\nlocal/*\n!local/kept.ts\n',
      'a.log': '',
      'generated/a.ts': '',
      'src/generated/a.ts': '',
      'local/a.ts': '',
      'local/kept.ts': '',
      'src/.gitignore': '!important.log\n*.tmp.ts\n',
      'src/important.log': '',
      'src/other.log': '',
      'src/a.tmp.ts': '',
      'a.tmp.ts': '',
    });
    expect(await list(root)).toEqual([
      '.gitignore',
      'a.tmp.ts',
      'local/kept.ts',
      'src/.gitignore',
      'src/generated/a.ts',
      'src/important.log',
    ]);
  });

  it('reads what says how modules are called, which a pattern meant for others ignores', async () => {
    const root = folder({
      '.gitignore': '/*.json\n/generated\n',
      'tsconfig.json': '{}',
      'tsconfig.base.json': '{}',
      'package.json': '{}',
      'flags.json': '{}',
      'generated/tsconfig.json': '{}',
    });
    expect(await list(root)).toEqual(['.gitignore', 'package.json', 'tsconfig.base.json', 'tsconfig.json']);
  });

  it('reads what a deeper .gitignore takes back, as git does', async () => {
    const root = folder({
      '.gitignore': 'generated/\n',
      'packages/a/.gitignore': '!generated/\n',
      'packages/a/generated/a.ts': '',
      'packages/b/generated/b.ts': '',
    });
    expect(await list(root)).toEqual(['.gitignore', 'packages/a/.gitignore', 'packages/a/generated/a.ts']);
  });

  it('agrees with git on a tangle of patterns', async () => {
    const root = folder({
      '.gitignore': 'a/**/z.ts\n**/skip\n\\#odd.ts\n*.[oa]\n!b.o\nsp ace.ts\ntrailing.ts   \n',
      'lib/.gitignore': '/top.ts\n*\n!keep/\n!keep/**\n',
      'a/b/c/z.ts': '',
      'a/z.ts': '',
      'skip/a.ts': '',
      'x/skip/a.ts': '',
      '#odd.ts': '',
      'a.o': '',
      'b.o': '',
      'sp ace.ts': '',
      'trailing.ts': '',
      'lib/top.ts': '',
      'lib/other.ts': '',
      'lib/keep/top.ts': '',
      'Upper/SKIP/a.ts': '',
    });
    execFileSync('git', ['init', '-q', root]);
    put(root, '.git/info/exclude', 'x/\n');
    const options = ['ls-files', '-z', '--others', '--exclude-per-directory=.gitignore'];
    const git = execFileSync('git', ['-C', root, ...options, '--exclude-from=.git/info/exclude'], {
      encoding: 'utf8',
    });
    expect(await list(root)).toEqual(git.split('\0').filter(Boolean).sort());
  });

  it("honours the repository's rules above a folder of it", async () => {
    const root = folder({
      '.git/info/exclude': 'secret.ts\n',
      '.gitignore': '/app/gen\n*.log\n',
      'app/gen/a.ts': '',
      'app/a.log': '',
      'app/secret.ts': '',
      'app/a.ts': '',
      'other.ts': '',
    });
    expect(await list(join(root, 'app'))).toEqual(['a.ts']);
  });

  it('shows an ignored folder to whoever opens it', async () => {
    const root = folder({ '.git/HEAD': '', '.gitignore': 'tmp/\n', 'tmp/x/a.ts': '' });
    expect(await list(join(root, 'tmp/x'))).toEqual(['a.ts']);
  });

  it('leaves out dependencies and build output, but no sources that bear such a name', async () => {
    const root = folder({
      'node_modules/x/a.js': '',
      'packages/a/node_modules/x/a.js': '',
      'packages/a/package.json': '{}',
      'packages/a/dist/a.js': '',
      'packages/a/dist/a.d.ts': '',
      'packages/a/src/build/plan.js': '',
      'packages/a/coverage/a.js': '',
      'dist/bundle.js': '',
      'build/tasks.ts': '',
      'src/vendor/list.js': '',
      '.next/a.js': '',
    });
    expect(await list(root)).toEqual([
      'build/tasks.ts',
      'packages/a/package.json',
      'packages/a/src/build/plan.js',
      'src/vendor/list.js',
    ]);
  });

  it('leaves out what the configuration excludes', async () => {
    const root = folder({ 'legacy/deep/a.ts': '', 'src/a.test.ts': '', 'src/a.ts': '', 'old/a.ts': '' });
    expect(await list(root, ['legacy/**', '**/*.test.ts', 'old'])).toEqual(['src/a.ts']);
  });

  it('ends on a loop of symbolic links, and follows none out of the folder', async () => {
    const outside = folder({ 'flags.yaml': '', 'a.ts': '' });
    const root = folder({ 'src/a.ts': '', 'config/production.yaml': '' });
    symlinkSync('..', join(root, 'src/up'));
    symlinkSync('self', join(root, 'self'));
    symlinkSync('self.yaml', join(root, 'self.yaml'));
    symlinkSync(outside, join(root, 'outside'));
    symlinkSync(join(outside, 'flags.yaml'), join(root, 'flags.yaml'));
    symlinkSync('src/a.ts', join(root, 'a.ts'));
    symlinkSync('production.yaml', join(root, 'config/flags.yaml'));
    expect(await list(root)).toEqual([
      'config/flags.yaml',
      'config/production.yaml',
      'flags.yaml (special)',
      'self.yaml (special)',
      'src/a.ts',
    ]);
  });

  it('names a directory that bears the name of a flag file', async () => {
    const root = folder({ 'flags.yaml/inner.ts': '' });
    expect(await list(root)).toEqual(['flags.yaml (special)', 'flags.yaml/inner.ts']);
  });

  it.runIf(process.platform !== 'win32')(
    'goes on where a folder or a .gitignore cannot be read',
    async () => {
      const root = folder({ 'locked/a.ts': '', 'src/.gitignore': 'a.ts', 'src/a.ts': '' });
      chmodSync(join(root, 'locked'), 0);
      chmodSync(join(root, 'src/.gitignore'), 0);
      const messages: string[] = [];
      const files = await asOrdinaryUser(() => list(root, [], (message) => messages.push(message)));
      expect(files).toEqual(['src/.gitignore', 'src/a.ts']);
      expect(messages).toEqual([
        'The folder locked cannot be read (permission denied): the files in it are left out.',
        'src/.gitignore cannot be read (permission denied): its rules are left out.',
      ]);
    },
  );

  it('gives nothing for a folder that is not there', async () => {
    const messages: string[] = [];
    expect(await list('/nowhere/at/all', [], (message) => messages.push(message))).toEqual([]);
    expect(messages).toEqual([
      'The folder /nowhere/at/all cannot be read (it is not there): the files in it are left out.',
    ]);
  });
});

describe('read', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  it.each([
    ['UTF-8', Buffer.from('é: 1\r\n'), 'é: 1\r\n'],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFa: 1'), 'a: 1'],
    ['UTF-16, little end first', Buffer.from('\uFEFFé: 1', 'utf16le'), 'é: 1'],
    ['UTF-16, big end first', Buffer.from('\uFEFFé: 1', 'utf16le').swap16(), 'é: 1'],
    ['nothing', bytes(), ''],
  ])('reads %s', async (_name, content, text) => {
    const root = folder({ 'flags.yaml': content });
    expect(await diskHost(root).read('flags.yaml')).toEqual({ text });
  });

  it.each([
    [
      'Latin 1',
      Buffer.from('a: 1\nb: ü é', 'latin1'),
      'The file is not UTF-8: line 2 holds the byte 0xFC. Save it as UTF-8.',
    ],
    [
      'a text that ends within a character',
      bytes(0x61, 0xc3),
      'The file is not UTF-8: line 1 holds the byte 0xC3. Save it as UTF-8.',
    ],
    [
      'a binary file',
      bytes(0x61, 0, 0x62),
      'The file is binary, or UTF-16 without a byte order mark. If it is text, save it as UTF-8.',
    ],
  ])('says what is wrong with %s', async (_name, content, problem) => {
    const root = folder({ 'flags.yaml': content });
    expect(await diskHost(root).read('flags.yaml')).toEqual({ problem });
  });

  it('reads a flag file of 10 MB, and no bundle of 25 MB', async () => {
    const root = folder({ 'flags.yaml': 'a'.repeat(10_000_000), 'bundle.js': 'b'.repeat(25_000_000) });
    expect(await diskHost(root).read('flags.yaml')).toEqual({ text: 'a'.repeat(10_000_000) });
    expect(await diskHost(root).read('bundle.js')).toEqual({
      problem:
        'The file is not read: it has 25 MB, more than the 20 MB that Flagwright takes on. Its flag reads are not seen; if it is generated, add it to "exclude".',
    });
  });

  it('says what a thing is that is no file', async () => {
    const outside = folder({ 'flags.yaml': '' });
    const root = folder({ 'flags.yaml/a.ts': '' });
    symlinkSync(join(outside, 'flags.yaml'), join(root, 'out.yaml'));
    symlinkSync('nothing', join(root, 'dangling.yaml'));
    symlinkSync('loop.yaml', join(root, 'loop.yaml'));
    const host = diskHost(root);
    const problem = async (path: string): Promise<unknown> => host.read(path);
    expect(await problem('flags.yaml')).toEqual({
      problem: 'This is a directory where a file is expected: rename it, or add it to "exclude".',
    });
    expect(await problem('out.yaml')).toEqual({
      problem: 'The symbolic link leads out of the folder and is not followed: put a copy in its place.',
    });
    expect(await problem('dangling.yaml')).toEqual({
      problem: 'The symbolic link points to nothing that can be read: mend or delete it.',
    });
    expect(await problem('loop.yaml')).toEqual({
      problem: 'The symbolic link leads back to itself: let it point to a file.',
    });
    expect(await problem('gone.yaml')).toEqual({ problem: 'The file is gone.', missing: true });
  });

  it('does not take a folder for what its modules are told by', async () => {
    const root = folder({ 'routes/package.json/page.ts': '', 'routes/flags.json/page.ts': '' });
    expect(await list(root)).toEqual([
      'routes/flags.json (special)',
      'routes/flags.json/page.ts',
      'routes/package.json/page.ts',
    ]);
  });

  it.runIf(process.platform !== 'win32')('does not wait for a pipe', async () => {
    const root = folder();
    execFileSync('mkfifo', [join(root, 'flags.yaml')]);
    expect(await diskHost(root).read('flags.yaml')).toEqual({
      problem: 'This is no ordinary file (a pipe, a socket or a device), so it is not read.',
    });
  });

  it.runIf(process.platform !== 'win32')('says so where permission is missing', async () => {
    const root = folder({ 'flags.yaml': 'a: 1' });
    chmodSync(join(root, 'flags.yaml'), 0);
    expect(await asOrdinaryUser(() => diskHost(root).read('flags.yaml'))).toEqual({
      problem: 'The file cannot be read: permission denied. Allow reading it, or add it to "exclude".',
    });
  });
});
