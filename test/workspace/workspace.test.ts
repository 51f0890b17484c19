import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import type { Snapshot } from '../../server/src/workspace/snapshot';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { createMemoryHost, loadWorkspace, TODAY, workspaceOf } from '../support/memory-host';
import { openFixture } from '../support/workspace';

const FILES: [string, string][] = [
  ['flags.yaml', 'flags:\n  a: true\n  b: true\n'],
  ['src/gate.ts', 'export const gated = (key: string) => flags.isEnabled(key);\n'],
  ['src/app.ts', "import { gated } from './gate';\ngated('a');\n"],
];

/** `file key` of all reads, and `file rule flag` of all findings. */
const readsOf = (snapshot: Snapshot) =>
  snapshot
    .sources()
    .flatMap((file) => snapshot.readsIn(file).map(({ key }) => `${file} ${key}`))
    .sort();
const findingsOf = (snapshot: Snapshot) =>
  checkWorkspace(snapshot).map(({ file, rule, flag }) => `${file} ${rule} ${flag}`);

describe('an open buffer', () => {
  it('wins over the disk until it is closed', async () => {
    const host = createMemoryHost(FILES);
    const workspace = await loadWorkspace(host);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);

    await workspace.setBuffer('src/app.ts', "import { gated } from './gate';\ngated('b');\n");
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts b']);
    expect(await workspace.text('src/app.ts')).toContain("gated('b')");

    host.write('src/app.ts', '');
    await workspace.refresh(['src/app.ts']);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts b']);

    await workspace.setBuffer('src/app.ts', undefined);
    expect(readsOf(workspace.snapshot())).toEqual([]);
  });

  it('of a flag file changes what is declared', async () => {
    const workspace = await workspaceOf(FILES);
    await workspace.setBuffer('flags.yaml', 'flags:\n  c: true\n');
    expect(workspace.snapshot().keys()).toEqual(['c']);
    expect(findingsOf(workspace.snapshot())).toEqual([
      'flags.yaml unused-flag c',
      'src/app.ts unknown-flag a',
    ]);
    await workspace.setBuffer('flags.yaml', undefined);
    expect(workspace.snapshot().keys()).toEqual(['a', 'b']);
  });

  it('of a wrapper changes the reads of other files', async () => {
    const workspace = await workspaceOf(FILES);
    await workspace.setBuffer('src/gate.ts', 'export const gated = (key: string) => true;\n');
    expect(readsOf(workspace.snapshot())).toEqual([]);
    await workspace.setBuffer('src/gate.ts', undefined);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);
  });

  it('of the configuration counts at once', async () => {
    const workspace = await workspaceOf(FILES);
    expect(findingsOf(workspace.snapshot())).toEqual(['flags.yaml unused-flag b']);
    await workspace.setBuffer('flagwright.config.json', '{ "rules": { "unused-flag": "off" } }');
    expect(findingsOf(workspace.snapshot())).toEqual([]);
    await workspace.setBuffer('flagwright.config.json', undefined);
    expect(findingsOf(workspace.snapshot())).toEqual(['flags.yaml unused-flag b']);
  });

  it('of a file that is not on disk yet belongs to the workspace', async () => {
    const workspace = await workspaceOf(FILES);
    await workspace.setBuffer('src/new.ts', "flags.isEnabled('b');");
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a', 'src/new.ts b']);
    expect(workspace.snapshot().sourceCount).toBe(3);
    await workspace.setBuffer('src/new.ts', undefined);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);
    expect(workspace.snapshot().sourceCount).toBe(2);
  });

  it('of a tsconfig.json that is not on disk yet outlives a change of the configuration', async () => {
    const workspace = await workspaceOf([
      ['src/keys.ts', "export const A = 'a';"],
      ['src/app.ts', "import { A } from '@/keys';\nflags.isEnabled(A);"],
    ]);
    await workspace.setBuffer('tsconfig.json', '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }');
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);
    await workspace.setBuffer('flagwright.config.json', '{}');
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);
  });

  it('of an excluded file does not', async () => {
    const host = createMemoryHost([...FILES, ['flagwright.config.json', '{ "exclude": ["old/**"] }']]);
    host.write('old/a.ts', "flags.isEnabled('x');");
    const workspace = await loadWorkspace(host);
    await workspace.setBuffer('old/a.ts', "flags.isEnabled('y');");
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);
  });
});

describe('a change on disk', () => {
  it('of a flag file is seen', async () => {
    const host = createMemoryHost(FILES);
    const workspace = await loadWorkspace(host);
    host.write('flags.yaml', 'flags:\n  a: true\n');
    await workspace.refresh(['flags.yaml']);
    expect(findingsOf(workspace.snapshot())).toEqual([]);
  });

  it('creates, deletes and renames files', async () => {
    const host = createMemoryHost(FILES);
    const workspace = await loadWorkspace(host);
    host.write('src/more.ts', "flags.isEnabled('b');");
    await workspace.refresh(['src/more.ts']);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a', 'src/more.ts b']);

    host.delete('src/more.ts');
    host.write('src/renamed.ts', "flags.isEnabled('b');");
    await workspace.refresh(['src/more.ts', 'src/renamed.ts']);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a', 'src/renamed.ts b']);

    host.delete('src');
    await workspace.refresh(['src']);
    expect(readsOf(workspace.snapshot())).toEqual([]);
    expect(workspace.snapshot().sourceCount).toBe(0);

    host.write('src/deep/in/app.ts', "flags.isEnabled('a');");
    await workspace.refresh(['src']);
    expect(readsOf(workspace.snapshot())).toEqual(['src/deep/in/app.ts a']);
  });

  it('of everything at once, as when a branch is switched', async () => {
    const host = createMemoryHost(FILES);
    const workspace = await loadWorkspace(host);
    for (const path of host.paths) host.delete(path);
    const other: [string, string][] = [
      ['config/flags.json', '{ "flags": { "x": true } }'],
      ['lib/gate.ts', 'export default (key: string) => flags.isEnabled(key);\n'],
      ['lib/main.ts', "import on from './gate';\non('x');\non('y');\n"],
      ['tools/run.py', "flags.on('x')"],
    ];
    for (const [path, text] of other) host.write(path, text);
    await workspace.refresh([...FILES, ...other].map(([path]) => path));
    expect(readsOf(workspace.snapshot())).toEqual(['lib/main.ts x', 'lib/main.ts y']);
    expect(findingsOf(workspace.snapshot())).toEqual(['lib/main.ts unknown-flag y']);
  });

  it('of tsconfig.json and package.json changes what imports mean', async () => {
    const host = createMemoryHost([
      ['flags.yaml', 'flags:\n  a: true\n'],
      ['src/keys.ts', "export const A = 'a';"],
      ['src/app.ts', "import { A } from '@/keys';\nflags.isEnabled(A);"],
    ]);
    const workspace = await loadWorkspace(host);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts undefined']);
    host.write('tsconfig.json', '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }');
    await workspace.refresh(['tsconfig.json']);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);
    host.delete('tsconfig.json');
    await workspace.refresh(['tsconfig.json']);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts undefined']);
  });

  it('of a file in another language is searched again', async () => {
    const host = createMemoryHost([...FILES, ['run.py', "on('b')"]]);
    const workspace = await loadWorkspace(host);
    expect(findingsOf(workspace.snapshot())).toEqual([]);
    expect(workspace.snapshot().mentionsOf('b')).toEqual([{ file: 'run.py', span: { start: 4, end: 5 } }]);
    host.write('run.py', '');
    await workspace.refresh(['run.py']);
    expect(findingsOf(workspace.snapshot())).toEqual(['flags.yaml unused-flag b']);
    await workspace.setBuffer('run.py', "on('b')");
    expect(findingsOf(workspace.snapshot())).toEqual([]);
  });

  it('that leaves a file without access is said, and taken back', async () => {
    const host = createMemoryHost(FILES);
    const workspace = await loadWorkspace(host);
    host.block('flags.yaml', 'Permission denied.');
    await workspace.refresh(['flags.yaml']);
    expect([...workspace.snapshot().unreadable]).toEqual([['flags.yaml', 'Permission denied.']]);
    expect(workspace.snapshot().keys()).toEqual([]);
    host.write('flags.yaml', 'flags:\n  a: true\n');
    await workspace.refresh(['flags.yaml']);
    expect([...workspace.snapshot().unreadable]).toEqual([]);
    host.block('flags.yaml', 'Permission denied.');
    await workspace.refresh(['flags.yaml']);
    host.delete('flags.yaml');
    await workspace.refresh(['flags.yaml']);
    expect([...workspace.snapshot().unreadable]).toEqual([]);
  });
});

describe('a snapshot', () => {
  it('stays what it is when the workspace changes', async () => {
    const workspace = await workspaceOf(FILES);
    const before = workspace.snapshot();
    expect(workspace.snapshot()).toBe(before);
    await workspace.setBuffer('src/app.ts', '');
    expect(readsOf(before)).toEqual(['src/app.ts a']);
    expect(workspace.snapshot()).not.toBe(before);
    expect(readsOf(workspace.snapshot())).toEqual([]);
  });

  it('takes named keys for declared', async () => {
    const workspace = await workspaceOf([['src/app.ts', "client.isEnabled('x');"]]);
    expect(workspace.snapshot().readsOf('x')[0]!.certainty).toBe('likely');
    expect(workspace.snapshot(['x']).readsOf('x')[0]!.certainty).toBe('certain');
    expect(workspace.snapshot().readsOf('x')[0]!.certainty).toBe('likely');
  });

  it('moves on with the day', async () => {
    let now = TODAY;
    const host = createMemoryHost([
      ['flags.yaml', 'flags:\n  a: { enabled: true, expires: 2026-11-23 }\n'],
      ['src/app.ts', "flags.isEnabled('a');"],
    ]);
    const workspace = createWorkspace(host, { clock: () => now });
    await workspace.load();
    expect(findingsOf(workspace.snapshot())).not.toContain('src/app.ts expired-flag a');
    now += 24 * 60 * 60 * 1000;
    expect(findingsOf(workspace.snapshot())).toContain('src/app.ts expired-flag a');
  });

  it('picks the nearest of several declarations', async () => {
    const snapshot = (
      await workspaceOf([
        ['package.json', '{}'],
        ['a/package.json', '{ "name": "a" }'],
        ['a/flags.yaml', 'flags:\n  x: true\n'],
        ['b/package.json', '{ "name": "b" }'],
        ['b/flags.yaml', 'flags:\n  x: false\n'],
      ])
    ).snapshot();
    expect(snapshot.flag('x', 'a/src/app.ts')!.state.kind).toBe('on');
    expect(snapshot.flag('x', 'b/src/app.ts')!.state.kind).toBe('off');
    expect(snapshot.flag('x')!.state.kind).toBe('unknown');
    expect(snapshot.flag('y')).toBeUndefined();
  });

  it('knows who imports whom', async () => {
    const snapshot = (await workspaceOf(FILES)).snapshot();
    expect(snapshot.importersOf('src/gate.ts')).toEqual(['src/app.ts']);
    expect(snapshot.importersOf('src/app.ts')).toEqual([]);
  });

  it('is incomplete until everything is read, and says nothing that it could take back', async () => {
    const host = createMemoryHost(FILES);
    const workspace = createWorkspace(host, { clock: () => TODAY });
    expect(workspace.snapshot().complete).toBe(false);
    const progress: number[] = [];
    const loading = workspace.load({ onProgress: (done) => progress.push(done) });
    expect(findingsOf(workspace.snapshot())).toEqual([]);
    await loading;
    expect(progress.at(-1)).toBe(2);
    expect(workspace.snapshot().complete).toBe(true);
  });
});

it('sources without a sign of flags are read once and never parsed', async () => {
  const host = createMemoryHost([...FILES, ['src/plain.ts', 'export const x = 1;']]);
  const workspace = await loadWorkspace(host);
  expect(host.reads.get('src/plain.ts')).toBeLessThanOrEqual(2);
  expect(workspace.snapshot().facts('src/plain.ts')).toBeUndefined();
});

describe('what is found in one file', () => {
  const others = Array.from({ length: 40 }, (_, i): [string, string] => [
    `src/other${i}.ts`,
    `export const other = ${i};\n`,
  ]);

  it('is looked for in those that name it, and no other is read again', async () => {
    const host = createMemoryHost([...FILES, ...others]);
    const workspace = await loadWorkspace(host);
    expect(readsOf(workspace.snapshot())).toEqual(['src/app.ts a']);
    expect(others.map(([path]) => host.reads.get(path))).toEqual(others.map(() => 1));
    expect(host.reads.get('src/app.ts')).toBe(2);

    await workspace.setBuffer(
      'src/gate.ts',
      'export const guarded = (key: string) => flags.isEnabled(key);\n',
    );
    expect(readsOf(workspace.snapshot())).toEqual([]);
    const found = await workspace.sourcesWith(['other', 'nowhere']);
    expect(found.get('other')).toHaveLength(others.length);
    expect(found.get('nowhere')).toEqual([]);
    expect(others.map(([path]) => host.reads.get(path))).toEqual(others.map(() => 2));
  });
});

it('a fork sees its own changes, and nobody else does', async () => {
  const { workspace } = await openFixture(`
    //- flags.yaml
    flags: { a: true, b: true }
    //- app.ts
    isEnabled('a');
  `);
  const fork = workspace.fork();
  await fork.setBuffer('app.ts', "isEnabled('b');");
  await fork.setBuffer('flags.yaml', 'flags: { b: true }');
  const reads = (of: typeof workspace) =>
    of
      .snapshot()
      .readsIn('app.ts')
      .map(({ key }) => key);
  expect(reads(fork)).toEqual(['b']);
  expect(fork.snapshot().keys()).toEqual(['b']);
  expect(reads(workspace)).toEqual(['a']);
  expect(workspace.snapshot().keys()).toEqual(['a', 'b']);
  expect(await workspace.text('app.ts')).toContain("'a'");
  await workspace.setBuffer('app.ts', "isEnabled('a') && isEnabled('b');");
  expect(reads(fork)).toEqual(['b']);
});
