import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { WriteRefused, writeFiles } from '../../server/src/node/write';
import { asOrdinaryUser, folder, put } from './folder';

const text = (root: string, path: string): string => readFileSync(join(root, path), 'utf8');

it('changes, creates and deletes files, and leaves nothing else behind', () => {
  const root = folder({ 'src/a.ts': 'old', 'src/b.ts': 'gone' });
  writeFiles(root, [
    { file: 'src/a.ts', before: 'old', after: 'new' },
    { file: 'src/b.ts', before: 'gone', after: null },
    { file: 'src/c.ts', before: null, after: 'born' },
  ]);
  expect(readdirSync(join(root, 'src')).sort()).toEqual(['a.ts', 'c.ts']);
  expect(text(root, 'src/a.ts')).toBe('new');
  expect(text(root, 'src/c.ts')).toBe('born');
});

it('keeps mode, encoding, byte order mark and line ends', () => {
  const root = folder({
    'run.js': 'a\r\nb',
    'mark.ts': '\uFEFFa',
    'wide.ts': Buffer.from('\uFEFFé', 'utf16le').swap16(),
  });
  chmodSync(join(root, 'run.js'), 0o755);
  writeFiles(root, [
    { file: 'run.js', before: 'a\r\nb', after: 'a\r\n' },
    { file: 'mark.ts', before: 'a', after: 'b' },
    { file: 'wide.ts', before: 'é', after: 'ü' },
  ]);
  expect(text(root, 'run.js')).toBe('a\r\n');
  if (process.platform !== 'win32') expect(statSync(join(root, 'run.js')).mode & 0o777).toBe(0o755);
  expect(text(root, 'mark.ts')).toBe('\uFEFFb');
  expect(readFileSync(join(root, 'wide.ts')).swap16().toString('utf16le')).toBe('\uFEFFü');
});

it("changes a link's target and keeps the link", () => {
  const root = folder({ 'config/real.yaml': 'a: 1' });
  symlinkSync('config/real.yaml', join(root, 'flags.yaml'));
  writeFiles(root, [{ file: 'flags.yaml', before: 'a: 1', after: 'a: 2' }]);
  expect(lstatSync(join(root, 'flags.yaml')).isSymbolicLink()).toBe(true);
  expect(readlinkSync(join(root, 'flags.yaml'))).toBe('config/real.yaml');
  expect(text(root, 'config/real.yaml')).toBe('a: 2');
});

it.each([
  ['has changed', { file: 'b.ts', before: 'what it was', after: '' }],
  ['is gone', { file: 'gone.ts', before: 'text', after: '' }],
  ['has appeared', { file: 'b.ts', before: null, after: '' }],
])('writes nothing when a file %s meanwhile', (_name, change) => {
  const root = folder({ 'a.ts': 'a', 'b.ts': 'b' });
  const changes = [{ file: 'a.ts', before: 'a', after: 'A' }, change];
  expect(() => writeFiles(root, changes)).toThrow(
    new WriteRefused(
      `Nothing was written: ${change.file} has changed since it was read. Run the command again.`,
    ),
  );
  expect(text(root, 'a.ts')).toBe('a');
});

it('never leaves the folder', () => {
  const outside = folder({ 'a.ts': 'a' });
  const root = folder();
  symlinkSync(outside, join(root, 'way'));
  symlinkSync(join(outside, 'a.ts'), join(root, 'link.ts'));
  for (const file of ['../x.ts', 'way/a.ts', 'link.ts']) {
    expect(() => writeFiles(root, [{ file, before: 'a', after: 'b' }])).toThrow(
      `Nothing was written: ${file} lies outside of the folder.`,
    );
  }
  expect(text(outside, 'a.ts')).toBe('a');
});

it.runIf(process.platform !== 'win32')('puts everything back when it fails half-way', async () => {
  const root = folder({ 'open/a.ts': 'a', 'locked/b.ts': 'b' });
  chmodSync(join(root, 'open'), 0o777);
  chmodSync(join(root, 'open/a.ts'), 0o666);
  chmodSync(join(root, 'locked'), 0o755);
  mkdirSync(join(root, 'empty'));
  await asOrdinaryUser(async () => {
    if (process.geteuid?.() !== 65_534) chmodSync(join(root, 'locked'), 0o555);
    expect(() =>
      writeFiles(root, [
        { file: 'open/a.ts', before: 'a', after: 'A' },
        { file: 'locked/b.ts', before: 'b', after: null },
      ]),
    ).toThrow(/^Nothing was written: EACCES/);
  });
  chmodSync(join(root, 'locked'), 0o755);
  expect(readdirSync(join(root, 'open'))).toEqual(['a.ts']);
  expect(text(root, 'open/a.ts')).toBe('a');
  expect(text(root, 'locked/b.ts')).toBe('b');
});

it('takes changes back, and hands over what has become of a file meanwhile', () => {
  const files = { 'src/a.ts': 'a', 'src/b.ts': 'b', 'src/gone.ts': 'g' };
  const root = folder(files);
  chmodSync(join(root, 'src/gone.ts'), 0o755);
  const written = writeFiles(root, [
    { file: 'src/a.ts', before: 'a', after: 'A' },
    { file: 'src/b.ts', before: 'b', after: 'B' },
    { file: 'src/gone.ts', before: 'g', after: null },
    { file: 'src/new.ts', before: null, after: 'n' },
  ]);
  put(root, 'src/b.ts', 'theirs');
  const rescued: string[] = [];
  expect(written.takeBack((file, bytes) => rescued.push(`${file}: ${bytes}`))).toEqual([]);
  expect(rescued).toEqual(['src/b.ts: theirs']);
  expect(readdirSync(join(root, 'src')).sort()).toEqual(['a.ts', 'b.ts', 'gone.ts']);
  for (const [file, before] of Object.entries(files)) expect(text(root, file)).toBe(before);
  if (process.platform !== 'win32') expect(statSync(join(root, 'src/gone.ts')).mode & 0o777).toBe(0o755);
});

it('writes a file once that is met by two names, and refuses to make two of it', () => {
  const root = folder({ 'real.ts': 'a' });
  symlinkSync('real.ts', join(root, 'link.ts'));
  writeFiles(root, [
    { file: 'link.ts', before: 'a', after: 'b' },
    { file: 'real.ts', before: 'a', after: 'b' },
  ]);
  expect(text(root, 'real.ts')).toBe('b');
  expect(() =>
    writeFiles(root, [
      { file: 'link.ts', before: 'b', after: 'c' },
      { file: 'real.ts', before: 'b', after: 'd' },
    ]),
  ).toThrow('Nothing was written: link.ts and real.ts are one file, and would become two different ones.');
});
