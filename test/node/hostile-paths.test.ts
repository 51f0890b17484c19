import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCodeowners } from '../../server/src/node/codeowners';
import { diskHost } from '../../server/src/node/disk';
import { writeFiles } from '../../server/src/node/write';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { folder, put } from './folder';

const SECRET = 'flags:\n  secret: true\n';

/** A workspace beside a folder that is none of its business, with every way into it that a repository can hold. */
function surrounded() {
  const outside = folder({
    'flags.yaml': SECRET,
    'tsconfig.json': '{ "compilerOptions": { "paths": { "x": ["y"] } } }',
    'a.ts': "export const KEY = 'secret';",
  });
  const root = folder({
    'flags.yaml': 'flags:\n  own: true\n',
    'tsconfig.json': JSON.stringify({
      extends: [`${outside}/tsconfig.json`, '../../../../../../etc/passwd', './away/tsconfig.json'],
      compilerOptions: { paths: { '*': [`${outside}/*`, '../../*', 'away/*'] } },
    }),
    'src/a.ts': `import { KEY } from '${outside}/a'; import * as b from '../../${outside}/a'; import c from '../away/a';\nflags.isEnabled(KEY); flags.isEnabled(b.KEY); flags.isEnabled(c);\n`,
    'flagwright.config.json': JSON.stringify({
      flagFiles: [{ glob: ['flags.yaml', '../**', '/**', `${outside}/**`, 'away/**', 'link.yaml'] }],
      wrappers: [
        { call: 'x', key: 0, keys: { table: `../${outside}/a.ts#KEY` } },
        { call: 'y', keys: { table: 'away/a.ts#KEY' } },
      ],
    }),
    'package.json': JSON.stringify({
      name: 'p',
      workspaces: ['../**', 'away', outside],
      main: '../../../etc/passwd',
      exports: { '.': '../x.ts' },
    }),
  });
  symlinkSync(outside, join(root, 'away'));
  symlinkSync(join(outside, 'flags.yaml'), join(root, 'link.yaml'));
  symlinkSync('..', join(root, 'src', 'up'));
  symlinkSync('loop-b', join(root, 'loop-a'));
  symlinkSync('loop-a', join(root, 'loop-b'));
  return { outside, root };
}

describe('what lies outside of the folder', () => {
  it('is not read, by whatever name it goes', async () => {
    const { outside, root } = surrounded();
    const host = diskHost(root);
    const names = [
      'away/flags.yaml',
      'link.yaml',
      `../${outside}/flags.yaml`,
      '../../../../../../../../etc/hostname',
      'src/../away/flags.yaml',
      'src/up/away/flags.yaml',
      'loop-a',
      'loop-a/x',
      '.',
      '',
      'away',
      'src/\0x',
    ];
    for (const name of names) expect(await host.read(name)).toMatchObject({ problem: expect.any(String) });
    expect(await host.read('src/up/flags.yaml')).toEqual({ text: 'flags:\n  own: true\n' });
  });

  it('is no part of the workspace', async () => {
    const { outside, root } = surrounded();
    const host = diskHost(root);
    const asked: string[] = [];
    const read = (path: string) => {
      asked.push(path);
      return host.read(path);
    };
    const workspace = createWorkspace({ ...host, read });
    await workspace.load();
    await workspace.refresh([
      'away/flags.yaml',
      'away',
      `../${outside}/flags.yaml`,
      'away/a.ts',
      'link.yaml',
    ]);
    const snapshot = workspace.snapshot();
    expect(snapshot.keys()).toEqual(['own']);
    expect(snapshot.readsOf('secret')).toEqual([]);
    expect(await workspace.text('away/flags.yaml')).toBeUndefined();
    expect(asked.filter((path) => path.startsWith('/') || path.startsWith('..'))).toEqual([]);
  });

  it('is not read either once a link has taken the place of a folder', async () => {
    const { outside, root } = surrounded();
    put(root, 'late/flags.yaml', 'flags:\n  late: true\n');
    const workspace = createWorkspace(diskHost(root));
    await workspace.load();
    rmSync(join(root, 'late'), { recursive: true });
    symlinkSync(outside, join(root, 'late'));
    await workspace.refresh(['late/flags.yaml']);
    expect(workspace.snapshot().flag('secret')).toBeUndefined();
  });

  it('is not written', () => {
    const { outside, root } = surrounded();
    for (const file of ['away/flags.yaml', 'away/new.ts', '../x.ts', `${outside}/flags.yaml`, 'link.yaml']) {
      const before = file.endsWith('.ts') ? null : SECRET;
      expect(() => writeFiles(root, [{ file, before, after: 'changed' }])).toThrow(/Nothing was written/);
    }
  });
});

it('a configuration that is code is never run, nor read', async () => {
  const mark = join(folder(), 'mark');
  const code = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'x'); module.exports = { flagFiles: [{ glob: 'other.yaml' }] };`;
  const names = ['js', 'cjs', 'mjs', 'ts', 'json.js'].map((kind) => `flagwright.config.${kind}`);
  const root = folder({
    'flags.yaml': 'flags:\n  own: true\n',
    'other.yaml': 'flags:\n  other: true\n',
    'package.json': '{ "main": "flagwright.config.js", "scripts": { "prepare": "touch x" } }',
    'tsconfig.json':
      '{ "compilerOptions": { "plugins": [{ "name": "./flagwright.config.js" }] }, "extends": "./flagwright.config.js" }',
    ...Object.fromEntries(names.map((name) => [name, code])),
    'flagwright.config.yaml': `flagFiles: !!js/function 'function () { ${code} }'\n`,
  });
  const workspace = createWorkspace(diskHost(root));
  await workspace.load();
  expect(workspace.snapshot().keys()).toEqual(['own']);
  expect(() => writeFileSync(mark, '', { flag: 'wx' })).not.toThrow();
});

describe('rules made to take long', () => {
  const NASTY = `${'*a'.repeat(25)}b\n${'**/'.repeat(12)}x\n[[[\n\\\n!\n/\n${'a'.repeat(10_000)}\n*.log\n`;

  it('in .gitignore are left out with a word', async () => {
    const said: string[] = [];
    const root = folder({
      '.gitignore': NASTY,
      [`${'a'.repeat(200)}b`]: '',
      [`${'a'.repeat(200)}.ts`]: '',
      'x.log': '',
    });
    mkdirSync(join(root, 'a'.repeat(250)));
    const paths = (await diskHost(root, { report: (message) => said.push(message) }).list([])).map(
      ({ path }) => path,
    );
    expect(paths).not.toContain('x.log');
    expect(said.sort()).toEqual([
      '.gitignore:1 has too many stars: the rule is left out.',
      '.gitignore:2 has too many stars: the rule is left out.',
    ]);
  });

  it('in .gitignore hold for names that are short enough, or look otherwise, without a word', async () => {
    const said: string[] = [];
    const rule = 'report.[0-9]*.[0-9]*.[0-9]*.[0-9]*.json';
    const root = folder({ '.gitignore': rule, 'report.20191231.1.2.3.json': '', 'report.json': '' });
    mkdirSync(join(root, 'a'.repeat(250)));
    const paths = (await diskHost(root, { report: (message) => said.push(message) }).list([])).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(['.gitignore', 'report.json']);
    expect(said).toEqual([]);
  });

  it('in CODEOWNERS are left out', () => {
    const root = folder({
      CODEOWNERS: NASTY.split('\n')
        .map((line) => `${line} @team`)
        .join('\n'),
    });
    expect(readCodeowners(root)('x.log')).toEqual(['@team']);
    expect(readCodeowners(root)('a'.repeat(250))).toEqual([]);
  });
});
