/** What is shipped: the exact content of the .vsix and of the npm tarball, and their size. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const shell = process.platform === 'win32';

const namesIn = (folder: string, ending: string) =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);

/** A message of the TypeScript compiler, which none of our own files has a reason to hold. */
const TYPESCRIPT = "Variable '{0}' is used before being assigned.";

describe('the .vsix', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'flagwright-package-'));
  const file = path.join(folder, 'flagwright.vsix');
  let content: Record<string, Uint8Array>;
  let size: number;

  beforeAll(() => {
    execFileSync('npx', ['--no-install', 'vsce', 'package', '--no-dependencies', '--out', file], {
      cwd: root,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const bytes = readFileSync(file);
    size = bytes.length;
    content = unzipSync(bytes);
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const text = (name: string) => Buffer.from(content[`extension/${name}`] ?? []).toString('utf8');

  test('holds these files and no others', () => {
    expect(Object.keys(content).sort()).toEqual(
      [
        '[Content_Types].xml',
        'extension.vsixmanifest',
        'extension/LICENSE.txt',
        'extension/changelog.md',
        'extension/package.json',
        'extension/readme.md',
        'extension/images/icon.png',
        'extension/dist/THIRD-PARTY-NOTICES.txt',
        'extension/dist/extension.js',
        'extension/dist/server.js',
        'extension/dist/typecheck.js',
        'extension/dist/typescript.js',
        ...namesIn('dist/lib', '.d.ts').map((name) => `extension/${name}`),
        ...namesIn('schemas', '.json').map((name) => `extension/${name}`),
        ...namesIn('syntaxes', '.tmLanguage.json').map((name) => `extension/${name}`),
      ].sort(),
    );
  });

  test('is smaller than 2.5 MB, and the extension than 500 kB', () => {
    expect(size).toBeLessThan(2_500_000);
    expect(text('dist/extension.js').length).toBeLessThan(500_000);
  });

  test('holds TypeScript once, minified', () => {
    const holders = Object.keys(content).filter((name) => Buffer.from(content[name]!).includes(TYPESCRIPT));
    expect(holders).toEqual(['extension/dist/typescript.js']);
    expect(text('dist/typescript.js').length).toBeLessThan(4_000_000);
  });

  test('has every file that its manifest names', () => {
    const { contributes } = manifest;
    const named: string[] = [
      manifest.main,
      manifest.icon,
      ...contributes.grammars.map(({ path }: { path: string }) => path),
      ...[...contributes.yamlValidation, ...contributes.jsonValidation].map(
        ({ url }: { url: string }) => url,
      ),
    ];
    for (const name of named) expect(Object.keys(content)).toContain(path.posix.join('extension', name));
  });

  test('names the licence of everything that is bundled', () => {
    const names = [...text('dist/THIRD-PARTY-NOTICES.txt').matchAll(/^(\S+) \d+\.\d+\.\d+ \(.+\)$/gm)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(
      expect.arrayContaining(['typescript', 'vscode-languageclient', 'vscode-languageserver', 'yaml']),
    );
  });
});

describe('the npm package', () => {
  test('holds these files and no others', () => {
    const [{ files, unpackedSize }] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        shell,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
    expect(files.map((file: { path: string }) => file.path).sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'package.json',
        'dist/THIRD-PARTY-NOTICES.txt',
        'dist/cli.js',
        'dist/server.js',
        'dist/typecheck.js',
        'dist/typescript.js',
        ...namesIn('dist/lib', '.d.ts'),
        ...namesIn('schemas', '.json'),
      ].sort(),
    );
    expect(unpackedSize).toBeLessThan(8_000_000);
  }, 60_000);

  test('has no runtime dependency to install', () => {
    expect(manifest.dependencies).toBeUndefined();
  });
});

describe('the manifest', () => {
  test('describes every setting as a sentence', () => {
    for (const [key, setting] of Object.entries<{ markdownDescription?: string; scope?: string }>(
      manifest.contributes.configuration.properties,
    )) {
      expect(key).toMatch(/^flagwright\./);
      expect(setting.markdownDescription, key).toMatch(/^Controls .*\.$/);
      expect(setting.scope, key).toBeDefined();
    }
  });

  test('gives every command a category', () => {
    for (const { command, category } of manifest.contributes.commands) {
      expect(category, command).toBe('Flagwright');
    }
  });

  test('names literal files and globs apart: VS Code expands braces only beside a star', () => {
    for (const event of manifest.activationEvents) {
      expect(event.includes('{'), event).toBe(event.includes('*'));
    }
  });

  test('pins every dependency', () => {
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
    }
  });
});
