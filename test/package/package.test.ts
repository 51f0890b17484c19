/** What is shipped: the exact content of the .vsix and of the npm tarball, and their size. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const texts: Record<string, string> = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8'));
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
        'extension/package.nls.json',
        'extension/l10n/bundle.l10n.json',
        ...namesIn('walkthrough', '.md').map((name) => `extension/${name}`),
        ...filesOf('examples/shop').map((name) => `extension/${name}`),
        'extension/readme.md',
        'extension/images/flags.svg',
        'extension/images/icon.png',
        'extension/dist/THIRD-PARTY-NOTICES.txt',
        'extension/dist/core.js',
        'extension/dist/examine.js',
        'extension/dist/extension.js',
        'extension/dist/pull.js',
        'extension/dist/report-page.css',
        'extension/dist/report-page.js',
        'extension/dist/server.js',
        'extension/dist/syntax.js',
        'extension/dist/typecheck.js',
        'extension/dist/typescript.js',
        'extension/dist/web-extension.js',
        'extension/dist/web-server.js',
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

  test('holds TypeScript once, minified, and what parses of it', () => {
    const holders = Object.keys(content).filter((name) => Buffer.from(content[name]!).includes(TYPESCRIPT));
    expect(holders).toEqual(['extension/dist/typescript.js']);
    expect(text('dist/typescript.js').length).toBeLessThan(4_000_000);
    expect(text('dist/syntax.js').length).toBeLessThan(450_000);
  });

  test('has every file that its manifest names', () => {
    const { contributes } = manifest;
    const named: string[] = [
      manifest.main,
      manifest.browser,
      manifest.icon,
      ...contributes.grammars.map(({ path }: { path: string }) => path),
      ...[...contributes.yamlValidation, ...contributes.jsonValidation].map(
        ({ url }: { url: string }) => url,
      ),
    ];
    named.push(
      'package.nls.json',
      ...contributes.walkthroughs[0].steps.map(
        ({ media }: { media: { markdown: string } }) => media.markdown,
      ),
    );
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
        'dist/evaluate.js',
        'dist/examine.js',
        'dist/library.js',
        'dist/report-page.css',
        'dist/report-page.js',
        'dist/syntax.js',
        'dist/types/library/load-flags.d.ts',
        'dist/typecheck.js',
        'dist/typescript.js',
        ...namesIn('dist/lib', '.d.ts'),
        ...['evaluate', 'matching', 'model', 'public', 'share'].map(
          (name) => `dist/types/flags/${name}.d.ts`,
        ),
        ...['silencer', 'span'].map((name) => `dist/types/text/${name}.d.ts`),
        ...namesIn('schemas', '.json'),
      ].sort(),
    );
    expect(unpackedSize).toBeLessThan(9_000_000);
  }, 60_000);

  describe('in another project', () => {
    const project = mkdtempSync(path.join(os.tmpdir(), 'flagwright-consumer-'));
    beforeAll(() => {
      const pack = ['pack', '--ignore-scripts', '--pack-destination', project];
      execFileSync('npm', pack, { cwd: root, shell, stdio: 'ignore' });
      const [tarball] = readdirSync(project);
      const home = path.join(project, 'node_modules', 'flagwright');
      mkdirSync(home, { recursive: true });
      execFileSync('tar', ['-xf', path.join(project, tarball!), '-C', home, '--strip-components=1']);
      const CALL = `const flags = readFlags('flags: { half: { enabled: true, percentage: 50, allowed_users: [ana] } }');
        const answers = ['ana', 'ben', 'cai'].map((user_id) => evaluate(flags.get('half'), { user_id }).on);
        console.log(JSON.stringify([answers, bucketOf('new_checkout', 'user_123'), sharesOf(flags.get('half'), syntheticUsers({}, 10)).present.of]));`;
      const names = '{ bucketOf, evaluate, readFlags, sharesOf, syntheticUsers }';
      writeFileSync(path.join(project, 'esm.mjs'), `import ${names} from 'flagwright/evaluate';\n${CALL}`);
      writeFileSync(
        path.join(project, 'cjs.cjs'),
        `const ${names} = require('flagwright/evaluate');\n${CALL}`,
      );
      writeFileSync(
        path.join(project, 'feature_flags.yaml'),
        'flags:\n  pro: { enabled: true, allowed_users: [ana], percentage: 0 }\n',
      );
      const LOAD = `loadFlags().then((flags) => console.log(JSON.stringify(['ana', 'ben'].map((user_id) => evaluate(flags.get('pro'), { user_id }).on))));`;
      writeFileSync(
        path.join(project, 'load.mjs'),
        `import { evaluate, loadFlags } from 'flagwright';\n${LOAD}`,
      );
      writeFileSync(
        path.join(project, 'load.cjs'),
        `const { evaluate, loadFlags } = require('flagwright');\n${LOAD}`,
      );
      writeFileSync(
        path.join(project, 'load-typed.mts'),
        `import { evaluate, type Flag, loadFlags } from 'flagwright';
        const flags: ReadonlyMap<string, Flag> = await loadFlags('.', { environment: 'production' });
        export const on: boolean = evaluate(flags.get('pro'), {}).on;
        loadFlags({ environment: 'production' });`,
      );
      writeFileSync(
        path.join(project, 'typed.mts'),
        `import ${names} from 'flagwright/evaluate';\n${CALL}
        const wrong: string = evaluate(undefined, {}).on;`,
      );
    }, 60_000);
    afterAll(() => rmSync(project, { recursive: true, force: true }));

    test.each(['esm.mjs', 'cjs.cjs'])('evaluates flags: %s', (file) => {
      const output = execFileSync(process.execPath, [file], { cwd: project, encoding: 'utf8' });
      expect(JSON.parse(output)).toEqual([[true, false, true], 32, 10]);
    });

    test('has types, that find a mistake and nothing else', () => {
      const options: ts.CompilerOptions = {
        strict: true,
        noEmit: true,
        module: ts.ModuleKind.NodeNext,
        moduleResolution: ts.ModuleResolutionKind.NodeNext,
        target: ts.ScriptTarget.ES2022,
        lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
        types: [],
      };
      const files = ['typed.mts', 'load-typed.mts'].map((name) => path.join(project, name));
      const problems = ts.getPreEmitDiagnostics(ts.createProgram(files, options));
      expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([
        "Argument of type '{ environment: string; }' is not assignable to parameter of type 'string'.",
        "Type 'boolean' is not assignable to type 'string'.",
      ]);
    });

    test.each(['load.mjs', 'load.cjs'])('loads the flags of a project: %s', (file) => {
      const output = execFileSync(process.execPath, [file], { cwd: project, encoding: 'utf8' });
      expect(JSON.parse(output)).toEqual([true, false]);
    });

    test('needs neither Node nor a language server', () => {
      const text = readFileSync(path.join(project, 'node_modules/flagwright/dist/evaluate.js'), 'utf8');
      expect(text).not.toMatch(/\brequire\(/);
      expect(text).not.toContain(TYPESCRIPT);
      expect(text.length).toBeLessThan(400_000);
    });
  });

  test('has no runtime dependency to install', () => {
    expect(manifest.dependencies).toBeUndefined();
  });
});

describe('the manifest', () => {
  test('describes every setting as a sentence', () => {
    type Section = { readonly properties: Record<string, { markdownDescription?: string; scope?: string }> };
    const sections: readonly Section[] = manifest.contributes.configuration;
    for (const [key, setting] of sections.flatMap(({ properties }) => Object.entries(properties))) {
      expect(key).toMatch(/^flagwright\./);
      expect(texts[(setting.markdownDescription ?? '').replaceAll('%', '')], key).toMatch(/^Controls .*\.$/);
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

  test('starts with the first source that is opened, for flags may be kept in a service and in no file', () => {
    for (const language of ['typescript', 'typescriptreact', 'javascript', 'javascriptreact'])
      expect(manifest.activationEvents).toContain(`onLanguage:${language}`);
  });

  test('pins every dependency', () => {
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
    }
  });
});

/** The files below a folder of the project. */
function filesOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}
