// Makes a release.
//   node scripts/release.mjs VERSION     on a clean main: tests, version, changelog, artifacts, commit and tag; pushes nothing
//   node scripts/release.mjs --artifacts only builds release/: extension, npm package, notes, checksums
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packExtension } from './lib/extension.mjs';
import { fail, heading, output, root, run } from './lib/shell.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    artifacts: { type: 'boolean', default: false },
    'no-tests': { type: 'boolean', default: false },
  },
});
const folder = path.join(root, 'release');
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const git = (...args) => run('git', args);

async function release(version) {
  if (!/^\d+\.\d+\.\d+$/.test(version ?? ''))
    throw new Error('Name the version: node scripts/release.mjs 1.2.3');
  if (output('git', ['status', '--porcelain'], { cwd: root }) !== '')
    throw new Error('Something is not committed: a release is made of what is.');
  if (output('git', ['branch', '--show-current'], { cwd: root }) !== 'main')
    throw new Error('A release is made on main.');
  const changelog = dated(read('CHANGELOG.md'), version);
  if (!options['no-tests']) await run('npm', ['test']);

  heading(`Version ${version}`);
  await run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
  writeFileSync(path.join(root, 'CHANGELOG.md'), changelog);
  await artifacts();
  await git('commit', '--all', '--quiet', '--message', `Release ${version}`);
  // The action runs from the tag with no installation, so its commit holds what is built; main holds none of it.
  await git('checkout', '--quiet', '--detach');
  try {
    await git(
      'add',
      '--force',
      'dist/action.js',
      'dist/examine.js',
      'dist/syntax.js',
      'dist/typescript.js',
      'dist/typecheck.js',
      'dist/lib',
    );
    await git('commit', '--quiet', '--message', `Release ${version}, built`);
    await git('tag', '--annotate', `v${version}`, '--message', `Flagwright ${version}`);
  } finally {
    await git('checkout', '--quiet', '--force', 'main');
  }
  console.log(`\nTagged v${version}. To publish it: git push origin main v${version}`);
}

/** The changelog with the day in place of “unreleased”. */
function dated(text, version) {
  const heading = `## ${version} (unreleased)`;
  if (!text.includes(heading)) throw new Error(`CHANGELOG.md has no heading “${heading}”.`);
  return text.replace(heading, `## ${version} (${new Date().toISOString().slice(0, 10)})`);
}

async function artifacts() {
  const { version } = JSON.parse(read('package.json'));
  heading('Building the extension and the npm package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  await run('node', ['esbuild.mjs']);
  await packExtension(path.join(folder, `flagwright-${version}.vsix`));
  await run('npm', ['pack', '--silent', '--pack-destination', folder]);
  const sums = readdirSync(folder)
    .sort()
    .map((name) => {
      const hash = createHash('sha256').update(readFileSync(path.join(folder, name)));
      return `${hash.digest('hex')}  ${name}\n`;
    });
  writeFileSync(path.join(folder, 'SHA256SUMS'), sums.join(''));
  writeFileSync(path.join(folder, 'NOTES.md'), notes(read('CHANGELOG.md'), version));
  for (const name of readdirSync(folder)) console.log(`release/${name}`);
}

/** What the changelog says of a version. */
function notes(text, version) {
  const sections = text.split(/^(?=## )/m);
  const own = sections.find((section) => section.startsWith(`## ${version} `)) ?? '';
  return `${own.split('\n').slice(1).join('\n').trim()}\n`;
}

await (options.artifacts ? artifacts() : release(positionals[0])).catch(fail);
