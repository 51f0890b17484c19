// Brings what the build and the tests need: npm's packages, and on Debian those of the system.
import { existsSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { heading, onPath, output, root, run } from './shell.mjs';

/** Where big downloads live that are no dependencies of the project. */
export const cache = process.env.FLAGWRIGHT_CACHE ?? path.join(os.homedir(), '.cache', 'flagwright');

/** Debian's packages: a browser with a font for the pictures, and what code-server's native modules are built with. */
const DEBIAN = [
  { name: 'chromium', present: () => Boolean(findChromium()) },
  { name: 'fonts-dejavu-core', present: () => existsSync('/usr/share/fonts/truetype/dejavu') },
  {
    name: 'libkrb5-dev',
    present: () => existsSync('/usr/include/gssapi.h') || existsSync('/usr/include/gssapi'),
  },
  { name: 'g++', present: () => Boolean(onPath('g++')) },
  { name: 'make', present: () => Boolean(onPath('make')) },
  { name: 'python3', present: () => Boolean(onPath('python3')) },
];

export function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20)
    throw new Error(`Node ${process.versions.node} is too old; Flagwright needs Node 20 or newer.`);
}

/** Installs the locked packages, unless node_modules is already as the lock file says. */
export async function ensureNodeModules() {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  heading('Installing the locked packages (npm ci)');
  await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { hint: 'npm ci failed' });
}

/** The browser of the system that Playwright drives. */
export function findChromium() {
  return (
    process.env.FLAGWRIGHT_CHROMIUM ??
    onPath('chromium') ??
    onPath('chromium-browser') ??
    onPath('google-chrome')
  );
}

/** The Debian packages that are still missing. */
export function missingPackages() {
  return DEBIAN.filter(({ present }) => !present()).map(({ name }) => name);
}

/** Installs what is missing on Debian as root; elsewhere says what is missing. */
export async function ensureDebianPackages() {
  const missing = missingPackages();
  if (missing.length === 0) return;
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new Error(
      `The whole test run needs ${missing.join(', ')}, and only Debian as root lets it install them. ` +
        'Install them yourself, or use “npm run test:portable”.',
    );
  }
  heading(`Installing Debian packages: ${missing.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env });
}

function isDebian() {
  return existsSync('/etc/debian_version') && output('which', ['apt-get']) !== undefined;
}

/** A small version stamp for `heading`s: name and version of this project. */
export function projectVersion() {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;
}
