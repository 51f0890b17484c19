// `npm start`: from a fresh clone to the shop in an editor. Needs Node and git, and nothing installed before.
//   --no-open   stops after the terminal
//   --port N    where code-server listens, if it comes to that
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCodeServer, startCodeServer } from './lib/code-server.mjs';
import { copyOfShop, unpackedExtension } from './lib/extension.mjs';
import { checkNode, ensureDebianPackages, ensureNodeModules } from './lib/setup.mjs';
import { exitCode, fail, heading, onPath, root, run } from './lib/shell.mjs';
import { desktopVSCode } from './lib/suite.mjs';

const FILE = 'src/checkout.ts';
const LINE = 14;
const REMOVED = 'express_shipping';

const { values: options } = parseArgs({
  options: { 'no-open': { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
});

/** Runs the command line of Flagwright in the shop. Findings are what we want to show, so status 1 is no failure. */
async function flagwright(shop, ...args) {
  console.log(`$ flagwright ${args.join(' ')}\n`);
  const code = await exitCode(process.execPath, [path.join(root, 'dist/cli.js'), ...args], { cwd: shop });
  if (code > 1) throw new Error(`flagwright ${args.join(' ')} ended with status ${code}.`);
}

/** Opens the shop in the best VS Code there is; gives a promise that lasts as long as we have to stay. */
async function openShop(shop) {
  const args = [
    ...[`--extensionDevelopmentPath=${root}`, '--disable-workspace-trust', '--new-window', shop],
    ...['--goto', `${path.join(shop, FILE)}:${LINE}`],
  ];
  if (onPath('code')) {
    heading('Opening the shop in VS Code');
    return run('code', args);
  }
  const desktop = await desktopVSCode();
  if (desktop) {
    heading('Opening the shop in a VS Code of its own; close its window or press Ctrl-C to end');
    return run(desktop, args, { shell: false });
  }
  return serveShop(shop);
}

async function serveShop(shop) {
  await ensureDebianPackages({ browser: false });
  await ensureCodeServer();
  const server = await startCodeServer({ port: options.port, extension: await unpackedExtension() });
  heading('The shop is open in VS Code, in your browser, at');
  console.log(`\n  ${server.url({ folder: shop, file: path.join(shop, FILE), line: LINE })}\n`);
  console.log('Press Ctrl-C to end.');
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.stop());
  await server.ended;
}

async function main() {
  checkNode();
  await ensureNodeModules();
  heading('Building');
  await run(process.execPath, ['esbuild.mjs']);

  const shop = copyOfShop();
  heading('What Flagwright finds in examples/shop');
  await flagwright(shop, 'lint');
  heading(`What it would change to remove the flag ${REMOVED}`);
  await flagwright(shop, 'remove', REMOVED);

  if (options['no-open']) return;
  console.log(`\nThe editor gets a copy of the shop, so that you may change what you like: ${shop}`);
  await openShop(shop);
}

await main().catch(fail);
