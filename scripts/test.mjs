// `npm test`: brings all that the tests need and runs every one of them; complete on Debian as root.
//   --portable    leaves out what needs Debian's packages, and names it
//   --only STEP   runs the build and one step: checks, unit, editors, vscode, web or person
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCodeServer, startCodeServer } from './lib/code-server.mjs';
import { copyOfShop, temporaryFolder, unpackedExtension } from './lib/extension.mjs';
import { checkNode, ensureDebianPackages, ensureNodeModules, findChromium } from './lib/setup.mjs';
import { exitCode, fail, heading, root } from './lib/shell.mjs';
import { desktopVSCode, runSuite, runWebSuite } from './lib/suite.mjs';
import { ensureUnleash } from './lib/unleash.mjs';

const { values: options } = parseArgs({
  options: { portable: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const leftOut = [];

/** Pictures show the code and what Flagwright says of it. */
const PICTURE_SETTINGS = {
  // Hints come when they come; what is compared is the text.
  'editor.inlayHints.enabled': 'offUnlessPressed',
  'workbench.activityBar.location': 'hidden',
  'editor.occurrencesHighlight': 'off',
};

/** A program that either succeeds or fails counts as one test. */
async function check(command, args) {
  const passed = (await exitCode(command, args)) === 0;
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
}

const steps = {
  async checks() {
    return sum([
      await check('npx', ['--no-install', 'biome', 'check']),
      await check('npx', ['--no-install', 'tsc', '--noEmit']),
      await check('npx', ['--no-install', 'tsc', '--noEmit', '-p', 'page']),
    ]);
  },

  unit() {
    // What is missing for them is a failure, unless it was left out on purpose.
    if (!options.portable) return vitest('unit*', { FLAGWRIGHT_COMPLETE: '1' });
    leftOut.push('the tests against a real Unleash, where PostgreSQL or the server is missing');
    return vitest('unit*');
  },

  async editors() {
    if (options.portable) {
      leftOut.push('Neovim and Emacs (Debian’s)');
      return sum([]);
    }
    return vitest('editors');
  },

  async vscode() {
    const desktop = await desktopVSCode();
    if (!desktop && options.portable) {
      leftOut.push('the suite in VS Code (no window, or no download; elsewhere code-server runs it)');
      return sum([]);
    }
    return runSuite(await unpackedExtension(), desktop);
  },

  async web() {
    if (options.portable) {
      leftOut.push('the suite in VS Code for browsers (needs chromium and code-server)');
      return sum([]);
    }
    return runWebSuite(await unpackedExtension());
  },

  async person() {
    if (options.portable) {
      leftOut.push('the test in the browser (needs chromium and code-server)');
      return sum([]);
    }
    await ensureCodeServer();
    const folder = copyOfShop();
    const server = await startCodeServer({
      settings: PICTURE_SETTINGS,
      extension: await unpackedExtension(),
      // Nobody waits a minute for flags to be pulled by themselves.
      env: { FLAGWRIGHT_TEST_MINUTE: '1000' },
    });
    try {
      return await vitest('person', {
        FLAGWRIGHT_WORKBENCH: server.url({ folder }),
        FLAGWRIGHT_SHOP: folder,
        FLAGWRIGHT_CODE_SERVER: server.data,
        FLAGWRIGHT_CHROMIUM: findChromium(),
        FLAGWRIGHT_PICTURES: process.env.UPDATE_SCREENSHOTS
          ? path.join(root, 'docs', 'images')
          : temporaryFolder('pictures'),
      });
    } finally {
      await server.stop();
    }
  },
};

/** Runs one project of vitest, and takes the counts from its JSON report. */
async function vitest(project, env = {}) {
  const file = path.join(temporaryFolder('report'), 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const status = await exitCode(
    'npx',
    ['--no-install', 'vitest', 'run', '--project', project, ...reporters],
    { env },
  );
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that cannot be loaded has no tests that could fail, and an error outside of tests belongs to none.
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.length,
  );
  const failed = report.numFailedTests + broken.length;
  const skipped = report.numPendingTests + report.numTodoTests;
  if (skipped) console.log(`${skipped} skipped`);
  return { passed: report.numPassedTests, failed: status !== 0 && failed === 0 ? 1 : failed };
}

function sum(counts) {
  return {
    passed: counts.reduce((total, { passed }) => total + passed, 0),
    failed: counts.reduce((total, { failed }) => total + failed, 0),
  };
}

async function timed(name, action) {
  heading(name);
  const start = performance.now();
  const counts = await action().catch((error) => {
    fail(error);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`\n${name}: ${counts.passed} passed, ${counts.failed} failed, ${seconds} s`);
  return counts;
}

async function setUp() {
  checkNode();
  await ensureNodeModules();
  if (!options.portable) {
    await ensureDebianPackages();
    await ensureCodeServer();
    await ensureUnleash();
  }
  return sum([]);
}

async function main() {
  const names = options.only ? [options.only] : Object.keys(steps);
  const unknown = names.find((name) => !steps[name]);
  if (unknown)
    throw new Error(`There is no step ${unknown}; the steps are ${Object.keys(steps).join(', ')}.`);

  const results = [await timed('set-up', setUp)];
  if (results[0].failed === 0) results.push(await timed('build', () => check('node', ['esbuild.mjs'])));
  // Without a build every other step would fail for the same reason.
  if (sum(results).failed === 0) {
    for (const name of names) results.push(await timed(name, steps[name]));
  }

  const total = sum(results);
  for (const part of leftOut) console.log(`\nLeft out: ${part}.`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

await main().catch(fail);
