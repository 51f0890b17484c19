// Builds dist/: the extension, the language server, the command line, what both load of TypeScript, and the modules with which
// other projects evaluate flags.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { writeDeclarations } from './scripts/lib/declarations.mjs';
import { writeLibraryFiles } from './scripts/lib/library-files.mjs';
import { thirdPartyNotices } from './scripts/lib/notices.mjs';
import { syntaxOfTypeScript } from './scripts/lib/syntax-of-typescript.mjs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const production = !process.argv.includes('--dev');

/** What the sources are: an index that another build has saved may say something else. */
const files = readdirSync('server/src', { recursive: true })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort();
const textOf = (file) => readFileSync(`server/src/${file}`, 'utf8');
const sources = createHash('sha256');
for (const file of files) sources.update(textOf(file));

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // All of Node 20 has them; otherwise each such expression is made anew wherever it is used.
  supported: { 'regexp-unicode-property-escapes': true },
  format: 'cjs',
  minify: production,
  sourcemap: production ? false : 'inline',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
  define: { BUILD: JSON.stringify(`${version} ${sources.digest('hex').slice(0, 16)}`) },
};

const inBrowser = { ...shared, platform: 'browser', target: 'es2022', format: 'iife' };

/** They alone check types, in a process of their own; all others need of TypeScript what parses. */
const CHECKERS = ['node/type-check-process.ts', 'removal/type-check.ts'];

const require = createRequire(import.meta.url);
const typescript = require('typescript');

/** The names of TypeScript's that sources use. */
const namesUsed = (of) => {
  const used = of.flatMap((file) => [...textOf(file).matchAll(/\bts\.(\w+)/g)].map(([, name]) => name));
  return [...new Set(used)].filter((name) => name in typescript).sort();
};
const names = namesUsed(files.filter((file) => !CHECKERS.includes(file)));

/**
 * Bundles import `typescript` as a file beside them, so that it is shipped once: all of it, or what parses. In a web worker it
 * has been loaded before anything asks for it. It goes through a module of its own: otherwise each of the modules that import it would get
 * an object with all of TypeScript's names once more, hundreds of thousands of getters together. What is used of it becomes
 * one plain object, for a scan asks for these names hundreds of times a line.
 */
const sharedTypeScript = (names, loaded, imports = '') => ({
  name: 'shared-typescript',
  setup(context) {
    context.onResolve({ filter: /^typescript$/ }, () => ({ path: 'typescript', namespace: 'shared' }));
    context.onLoad({ filter: /.*/, namespace: 'shared' }, () => ({
      contents: `${imports}const { ${names} } = ${loaded}; export default { ${names} };`,
      resolveDir: import.meta.dirname,
    }));
  },
});

/** Packages that have a build for Node of their own, which differs in nothing that we use. */
const inAnyPlace = {
  yaml: './node_modules/yaml/browser/index.js',
  '@vscode/l10n': './node_modules/@vscode/l10n/dist/browser.js',
};

/** All of the language server that is the same on a machine and in a browser, shipped once: what this module comes to there. */
const CORE = './server/src/lsp/server.ts';
const core = {
  ...inBrowser,
  alias: inAnyPlace,
  external: ['./syntax.js'],
  plugins: [sharedTypeScript(names, `require('./syntax.js')`)],
};
const coreInputs = (await build({ ...core, entryPoints: [CORE], write: false })).metafile.inputs;

/** The modules of the core that others import. */
const asked = new Set();

/** Bundles take the modules of the core from the file `core.js`, so that each is there once. */
const sharedCore = (loaded, imports = '') => ({
  name: 'shared-core',
  setup(context) {
    context.onResolve({ filter: /./ }, async ({ path: name, pluginData, kind, importer, resolveDir }) => {
      if (pluginData === 'asked' || kind === 'entry-point') return undefined;
      if (name === 'core') return { path: name, namespace: 'core' };
      const found = await context.resolve(name, { kind, importer, resolveDir, pluginData: 'asked' });
      const file = `./${path.relative(import.meta.dirname, found.path)}`;
      // Of a package's own data each takes the members that it names; all of it would be asked for.
      const isShared = file.slice(2) in coreInputs && !file.endsWith('.json');
      if (found.namespace !== 'file' || !isShared) return found;
      asked.add(file);
      return { path: file, namespace: 'core' };
    });
    context.onLoad({ filter: /./, namespace: 'core' }, ({ path: file }) => ({
      contents:
        file === 'core'
          ? `${imports}export default ${loaded};`
          : `module.exports = require('core').default[${JSON.stringify(file)}];`,
      resolveDir: import.meta.dirname,
    }));
  },
});

/** The protocol for assistants validates answers to questions that our server never asks; that part stays out. */
const withoutAnswerValidator = {
  name: 'without-answer-validator',
  setup(context) {
    context.onResolve({ filter: /\/ajv-provider\.js$/ }, () => ({
      path: 'validator',
      namespace: 'left-out',
    }));
    context.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: 'export class AjvJsonSchemaValidator {}',
    }));
  },
};

const loadKept = `import { loadKept } from './server/src/node/keep-compiled';`;

const servers = await Promise.all([
  build({
    ...shared,
    alias: inAnyPlace,
    entryPoints: { server: 'server/src/lsp/main.ts' },
    outdir: 'dist',
    plugins: [sharedCore(`loadKept('core.js')`, loadKept)],
  }),
  build({
    ...inBrowser,
    alias: inAnyPlace,
    entryPoints: { 'web-server': 'server/src/lsp/worker-main.ts' },
    outdir: 'dist',
    plugins: [sharedCore('self.core')],
  }),
]);

const results = await Promise.all([
  // Gives each module that is asked of it by its path: to `require` in Node, and to a worker's `importScripts` as `core`.
  build({
    ...core,
    stdin: {
      contents: [...asked].map((file) => `export * as ${JSON.stringify(file)} from '${file}';`).join('\n'),
      resolveDir: import.meta.dirname,
    },
    globalName: 'core',
    footer: { js: 'module.exports = core;' },
    outfile: 'dist/core.js',
  }),
  build({
    ...shared,
    entryPoints: { extension: 'client/src/extensionNode.ts' },
    outdir: 'dist',
    external: ['vscode'],
  }),
  // The same without Node, for VS Code in a browser.
  build({
    ...inBrowser,
    format: 'cjs',
    entryPoints: { 'web-extension': 'client/src/extensionWeb.ts' },
    outdir: 'dist',
    external: ['vscode'],
  }),
  build({
    ...shared,
    entryPoints: {
      cli: 'server/src/cli/main.ts',
      action: 'server/src/cli/github-action-main.ts',
      examine: 'server/src/node/examine-thread.ts',
      pull: 'server/src/node/pull-process.ts',
    },
    outdir: 'dist',
    plugins: [sharedTypeScript(names, `loadKept('syntax.js')`, loadKept), withoutAnswerValidator],
  }),
  build({
    ...shared,
    entryPoints: { typecheck: 'server/src/node/type-check-process.ts' },
    outdir: 'dist',
    plugins: [sharedTypeScript(namesUsed(files), `loadKept('typescript.js')`, loadKept)],
  }),
  // For the tests of other projects, wherever they run: without the one package's build for Node.
  build({
    ...shared,
    alias: inAnyPlace,
    entryPoints: { evaluate: 'server/src/flags/public.ts' },
    outdir: 'dist',
  }),
  build({
    ...shared,
    entryPoints: { library: 'server/src/library/load-flags.ts' },
    outdir: 'dist',
    external: ['typescript'],
  }),
  // The report's page: its script and its style are written into it.
  build({
    ...inBrowser,
    entryPoints: { 'report-page': 'page/main.ts' },
    outdir: 'dist',
    sourcemap: false,
  }),
  build({
    minify: production,
    entryPoints: { 'report-page': 'page/style.css' },
    outdir: 'dist',
    metafile: true,
  }),
  build({
    ...shared,
    entryPoints: { typescript: 'node_modules/typescript/lib/typescript.js' },
    outdir: 'dist',
    minify: true,
    sourcemap: false,
    legalComments: 'inline',
    metafile: true,
    // Behind `typeof`-guards inside TypeScript; never reached by createSourceFile and the checker.
    external: ['source-map-support', 'perf_hooks', 'inspector'],
  }),
  build({
    ...shared,
    stdin: { contents: syntaxOfTypeScript(require.resolve('typescript'), names) },
    outfile: 'dist/syntax.js',
    minify: true,
    sourcemap: false,
    legalComments: 'inline',
  }),
]).catch(() => process.exit(1)); // esbuild has already said what is wrong

for (const { outputs } of results.map(({ metafile }) => metafile))
  for (const [output, { inputs }] of Object.entries(outputs))
    if (output !== 'dist/typecheck.js' && CHECKERS.some((file) => `server/src/${file}` in inputs))
      throw new Error(`${output} checks types, and loads nothing that does.`);

writeLibraryFiles('dist/lib');
for (const entry of ['flags/public.ts', 'library/load-flags.ts'])
  writeDeclarations(`server/src/${entry}`, 'server/src', 'dist/types');
const notices = thirdPartyNotices([...servers, ...results].map(({ metafile }) => metafile));
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices);
