// Builds dist/: the extension, the language server, the command line, and the one TypeScript that both load.
import { build } from 'esbuild';

const production = !process.argv.includes('--dev');

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: production,
  sourcemap: production ? false : 'inline',
  logLevel: 'warning',
  legalComments: 'none',
};

/** Bundles import `typescript` as the file beside them, so that it is shipped once. */
const sharedTypeScript = {
  name: 'shared-typescript',
  setup(context) {
    context.onResolve({ filter: /^typescript$/ }, () => ({ path: './typescript.js', external: true }));
  },
};

await Promise.all([
  build({
    ...shared,
    entryPoints: { extension: 'client/src/extension.ts' },
    outdir: 'dist',
    external: ['vscode'],
  }),
  build({
    ...shared,
    entryPoints: { server: 'server/src/lsp/main.ts', cli: 'server/src/cli/main.ts' },
    outdir: 'dist',
    plugins: [sharedTypeScript],
  }),
  build({
    ...shared,
    entryPoints: { typescript: 'node_modules/typescript/lib/typescript.js' },
    outdir: 'dist',
    minify: true,
    sourcemap: false,
    legalComments: 'inline',
    // Behind `typeof`-guards inside TypeScript; never reached by createSourceFile and the checker.
    external: ['source-map-support', 'perf_hooks', 'inspector'],
  }),
]);
