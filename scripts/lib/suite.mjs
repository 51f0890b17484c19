// Runs the suite of test/vscode in a real VS Code: the one with a window where it can be had, else code-server.
import { existsSync, readFileSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { openBrowser } from './browser.mjs';
import { ensureCodeServer, startCodeServer } from './code-server.mjs';
import { copyOfShop, temporaryFolder } from './extension.mjs';
import { root } from './shell.mjs';
import { pageWithWebExtension, serveFolder } from './web-extension.mjs';

const MINUTES = 60_000;

/** The suite as one file. It stays inside the project, where it finds mocha. */
async function bundleSuite() {
  const { build } = await import('esbuild');
  const folder = path.join(root, '.cache', 'suite');
  await build({
    entryPoints: [path.join(root, 'test/vscode/run.ts')],
    outfile: path.join(folder, 'run.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  const results = path.join(folder, 'results.json');
  rmSync(results, { force: true });
  return { tests: path.join(folder, 'run.js'), results };
}

/** The VS Code that @vscode/test-electron brings; undefined where it cannot be downloaded or has no screen. */
export async function desktopVSCode() {
  const screen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (!screen) return undefined;
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  const version = process.env.VSCODE_VERSION ?? 'stable';
  return downloadAndUnzipVSCode({ version, timeout: 30_000 }).catch(() => undefined);
}

/** Runs the suite against an unpacked extension; gives the number of passed and failed tests. */
export async function runSuite(extension, executable) {
  const { tests, results } = await bundleSuite();
  const shop = copyOfShop();
  if (executable) await runInDesktop({ executable, extension, tests, shop });
  else await runInCodeServer({ extension, tests, results, shop });
  return report(results);
}

async function runInDesktop({ executable, extension, tests, shop }) {
  const { runTests } = await import('@vscode/test-electron');
  const data = temporaryFolder('user-data');
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    launchArgs: [shop, '--user-data-dir', data, '--disable-extensions', '--disable-workspace-trust'],
  });
}

async function runInCodeServer({ extension, tests, results, shop }) {
  await ensureCodeServer();
  const server = await startCodeServer();
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(server.url({ folder: shop, suite: { extension, tests } }));
    await resultsDone(results);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Runs the suite for browsers against an unpacked extension, in the web worker that hosts extensions as on vscode.dev. */
export async function runWebSuite(extension) {
  const { build } = await import('esbuild');
  const shop = copyOfShop();
  const results = path.join(path.dirname(shop), 'results.json');
  // VS Code runs tests where the extension lies that they lie in.
  await build({
    entryPoints: [path.join(root, 'test/vscode/run-web.ts')],
    outfile: path.join(extension, 'suite', 'run.js'),
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
    alias: { 'node:assert/strict': path.join(root, 'test/vscode/assert-web.ts') },
    define: { RESULTS: JSON.stringify(results) },
    logLevel: 'warning',
  });
  await ensureCodeServer();
  const server = await startCodeServer();
  const files = await serveFolder(extension);
  const browser = await openBrowser();
  try {
    const page = await pageWithWebExtension(browser, files, { tests: '/suite/run.js' });
    await page.goto(server.url({ folder: shop }));
    await resultsDone(results);
  } finally {
    await browser.close();
    files.close();
    await server.stop();
  }
  return report(results);
}

/** Waits until the suite has written that it is done. */
function resultsDone(file) {
  return new Promise((resolve, reject) => {
    const watcher = watch(path.dirname(file), () => {
      if (!read(file)?.done) return;
      finish(resolve);
    });
    const timer = setTimeout(() => {
      finish(() => reject(new Error('The suite in VS Code was not done after 8 minutes.')));
    }, 8 * MINUTES);
    const finish = (then) => {
      watcher.close();
      clearTimeout(timer);
      then();
    };
  });
}

function report(file) {
  const { passed, failures, done } = read(file) ?? { passed: 0, failures: [], done: false };
  for (const { test, message } of failures) console.error(`\n✗ ${test}\n${message}`);
  if (!done) console.error('\n✗ VS Code ended before the suite did.');
  return { passed, failed: failures.length + (done ? 0 : 1) };
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
