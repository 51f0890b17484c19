import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');

/** What each folder of `server/src` may import of the others: ARCHITECTURE.md, "Imports point one way". */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  text: [],
  flags: ['text'],
  usages: ['text'],
  workspace: ['text', 'flags', 'usages'],
  rules: ['text', 'flags', 'usages', 'workspace'],
  removal: ['text', 'flags', 'usages', 'workspace'],
  features: ['text', 'flags', 'usages', 'workspace', 'rules', 'removal'],
  services: ['text', 'flags'],
  evidence: ['text', 'flags', 'usages', 'workspace'],
  node: ['text', 'workspace', 'removal', 'features', 'services'],
  lsp: [
    'text',
    'flags',
    'usages',
    'workspace',
    'rules',
    'removal',
    'features',
    'evidence',
    'services',
    'node',
  ],
  library: ['text', 'flags', 'workspace', 'node'],
  // `flagwright lsp` is the language server.
  cli: [
    'text',
    'flags',
    'usages',
    'workspace',
    'rules',
    'removal',
    'features',
    'evidence',
    'services',
    'node',
    'lsp',
  ],
};

/** Where a package may be imported; packages that are not here may be imported anywhere. */
const ONLY_IN: readonly (readonly [name: string, allowed: (file: string) => boolean])[] = [
  ['vscode', inside('client/')],
  ['vscode-languageclient', inside('client/')],
  ['vscode-languageserver', inside('server/src/lsp/')],
  ['vscode-languageserver-textdocument', inside('server/src/lsp/')],
  // The process that checks types hands the compiler its disk.
  [
    'typescript',
    inside('server/src/usages/', 'server/src/removal/', 'server/src/node/type-check-process.ts'),
  ],
  ['yaml', (file) => file.startsWith('server/src/text/yaml') || file.startsWith('server/src/flags/')],
];

/** Where Node's own modules may be imported; in `lsp/` by what starts it, and not by its handlers. */
const mayImportNode = inside(
  'server/src/node/',
  'server/src/cli/',
  'server/src/evidence/',
  'server/src/lsp/main.ts',
  'server/src/lsp/node.ts',
  'client/',
);

/** The folders that must run anywhere: in a browser too. */
const CORE = ['text', 'flags', 'usages', 'workspace', 'rules', 'removal', 'features', 'services'];

const MAX_LINES = 450;

function inside(...prefixes: readonly string[]): (file: string) => boolean {
  return (file) => prefixes.some((prefix) => file.startsWith(prefix));
}

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file of the repository that it names; absent for a package. */
  readonly target?: string;
  /** It is erased: only types come in. */
  readonly isType: boolean;
}

/** Every import of a source: declarations, re-exports, `import()`, `require()` and types of modules. */
function importsOf(file: string, text: string): Import[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, isType = false): void => {
    if (!node || !ts.isStringLiteralLike(node)) return;
    const target = node.text.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), node.text)
      : undefined;
    found.push({ from: file, specifier: node.text, isType, ...(target !== undefined && { target }) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isErased(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isExternalModuleReference(node)) add(node.expression);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node)) {
      const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
      if (isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isErased(clause: ts.ImportClause | undefined): boolean {
  if (!clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return clause !== undefined;
  const names = clause.namedBindings;
  return (
    !clause.name &&
    names !== undefined &&
    ts.isNamedImports(names) &&
    names.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .sort();
}

const texts = new Map(
  ['server/src', 'client/src']
    .flatMap(sourcesIn)
    .map((file) => [file, readFileSync(path.join(ROOT, file), 'utf8')]),
);
const imports = [...texts].flatMap(([file, text]) => importsOf(file, text));

/** The folder below `server/src` that a file lies in. */
function layerOf(file: string): string | undefined {
  return /^server\/src\/([^/]+)\//.exec(file)?.[1];
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** The ways in which imports break the rules, each as one line. */
function violations(list: readonly Import[]): string[] {
  return list.flatMap(({ from, specifier, target }) => {
    const line = `${from} imports ${specifier}`;
    if (target !== undefined) {
      // The version and the name of the product.
      if (target === 'package.json') return inside('server/src/lsp/', 'server/src/cli/')(from) ? [] : [line];
      const [layer, other] = [layerOf(from), layerOf(target)];
      if (from.startsWith('client/')) return target.startsWith('client/') ? [] : [line];
      if (target.startsWith('client/') || layer === undefined || other === undefined) return [line];
      return layer === other || MAY_IMPORT[layer]?.includes(other) ? [] : [line];
    }
    if (isBuiltin(specifier)) {
      return specifier.startsWith('node:') && mayImportNode(from) ? [] : [line];
    }
    const name = packageOf(specifier);
    return ONLY_IN.some(([only, isAllowed]) => only === name && !isAllowed(from)) ? [line] : [];
  });
}

/** Files that load one another in a circle, as `a → b → a`; a type may point back. */
function cyclesIn(list: readonly Import[], files: ReadonlySet<string>): string[] {
  const next = new Map<string, string[]>();
  for (const { from, target, isType } of list) {
    const file =
      !isType &&
      target &&
      [`${target}.ts`, `${target}.tsx`, `${target}/index.ts`, target].find((name) => files.has(name));
    if (file) next.set(from, [...(next.get(from) ?? []), file]);
  }
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) cycles.push([...way.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const other of next.get(file) ?? []) visit(other, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return cycles;
}

describe('the architecture', () => {
  it('imports point one way, and packages stay where they belong', () => {
    expect(violations(imports)).toEqual([]);
  });

  it('no file loads itself, over however many others', () => {
    expect(cyclesIn(imports, new Set(texts.keys()))).toEqual([]);
  });

  it('every folder has its place in the order', () => {
    const folders = new Set([...texts.keys()].flatMap((file) => layerOf(file) ?? []));
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
    for (const folder of CORE) expect(folders).toContain(folder);
  });

  it(`no source has more than ${MAX_LINES} lines`, () => {
    const long = [...texts].map(([file, text]) => [file, text.split('\n').length] as const);
    expect(long.filter(([, lines]) => lines > MAX_LINES)).toEqual([]);
  });

  it('the core runs without Node: it can be bundled for a browser', async () => {
    const files = [...texts.keys()].filter((file) => CORE.includes(layerOf(file) ?? ''));
    const bundle = await build({
      stdin: {
        contents: files.map((file, index) => `export * as m${index} from './${file}';`).join('\n'),
        resolveDir: ROOT,
        loader: 'ts',
      },
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      metafile: true,
      logLevel: 'silent',
      // TypeScript asks for Node behind guards; its bundle runs in browsers, as its playground shows.
      external: ['typescript'],
    });
    const outside = Object.values(bundle.metafile.outputs).flatMap((output) =>
      output.imports.map(({ path }) => path),
    );
    expect(outside.filter((name) => name !== 'typescript')).toEqual([]);
    expect(bundle.warnings).toEqual([]);
  });

  it('the core touches neither the process nor its globals', () => {
    const found = [...texts].flatMap(([file, text]) => {
      if (!CORE.includes(layerOf(file) ?? '')) return [];
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
      const names: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isTypeNode(node)) return;
        const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
        if (ts.isIdentifier(node) && NODE_GLOBALS.has(node.text) && !isMember)
          names.push(`${file}: ${node.text}`);
        ts.forEachChild(node, visit);
      };
      ts.forEachChild(source, visit);
      return names;
    });
    expect(found).toEqual([]);
  });
});

const NODE_GLOBALS = new Set(['process', 'Buffer', '__dirname', '__filename', 'setImmediate', 'global']);

describe('these rules find', () => {
  const file = (name: string, text: string) => violations(importsOf(name, text));

  it.each([
    ['server/src/text/a.ts', "import { x } from '../flags/model';"],
    ['server/src/usages/a.ts', "import type { x } from '../workspace/config';"],
    ['server/src/rules/a.ts', "export * from '../features/hover';"],
    ['server/src/removal/a.ts', "const x: import('../lsp/server').Server = y;"],
    ['server/src/workspace/a.ts', "const fs = await import('node:fs');"],
    ['server/src/features/a.ts', "import fs = require('fs');"],
    ['server/src/node/a.ts', "import 'fs';"],
    ['server/src/cli/a.ts', "import ts from 'typescript';"],
    ['server/src/features/a.ts', "import { Range } from 'vscode-languageserver/node';"],
    ['server/src/lsp/a.ts', "import * as vscode from 'vscode';"],
    ['server/src/workspace/a.ts', "import { parse } from 'yaml';"],
    ['client/src/a.ts', "import { x } from '../../server/src/text/span';"],
  ])('%s: %s', (name, text) => {
    expect(file(name, text)).toHaveLength(1);
  });

  it('a circle', () => {
    const circle = [
      ...importsOf('server/src/text/a.ts', "import './b';"),
      ...importsOf('server/src/text/b.ts', "import { type A, b } from './c';"),
      ...importsOf('server/src/text/c.ts', "import('./a');"),
    ];
    const files = new Set(['a', 'b', 'c'].map((name) => `server/src/text/${name}.ts`));
    expect(cyclesIn(circle, files)).toHaveLength(1);
    const back = importsOf(
      'server/src/text/b.ts',
      "import type { A } from './a';\nimport { type B } from './a';",
    );
    expect(cyclesIn([...circle.slice(0, 1), ...back], files)).toEqual([]);
  });
});
