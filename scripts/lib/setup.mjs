// Brings what the build and the tests need: npm's packages, and on Debian those of the system.
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { heading, onPath, output, root, run } from './shell.mjs';

/** Where big downloads live that are no dependencies of the project. */
export const cache = process.env.FLAGWRIGHT_CACHE ?? path.join(os.homedir(), '.cache', 'flagwright');

/** Debian's packages: a browser with a font for the pictures, what code-server's native modules are built with, shells and editors. */
const DEBIAN = [
  { name: 'chromium', browser: true, present: () => Boolean(findChromium()) },
  { name: 'fonts-dejavu-core', browser: true, present: () => existsSync('/usr/share/fonts/truetype/dejavu') },
  {
    name: 'libkrb5-dev',
    present: () => existsSync('/usr/include/gssapi.h') || existsSync('/usr/include/gssapi'),
  },
  { name: 'g++', present: () => Boolean(onPath('g++')) },
  { name: 'make', present: () => Boolean(onPath('make')) },
  { name: 'python3', present: () => Boolean(onPath('python3')) },
  // The shells that the command line has completion for.
  { name: 'zsh', present: () => Boolean(onPath('zsh')) },
  { name: 'fish', present: () => Boolean(onPath('fish')) },
  // What counts the evaluations of flags in production.
  { name: 'prometheus', present: () => Boolean(onPath('prometheus')) },
  // What a real Unleash keeps its flags in.
  { name: 'postgresql', present: () => existsSync('/usr/lib/postgresql') },
  // The editors in which the language server is tried.
  { name: 'neovim', present: () => Boolean(onPath('nvim')) },
  { name: 'emacs-nox', present: () => Boolean(onPath('emacs')) },
  { name: 'elpa-eglot', present: () => existsSync('/usr/share/doc/elpa-eglot') },
];

export function checkNode() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20)
    throw new Error(`Node ${process.versions.node} is too old; Flagwright needs Node 20 or newer.`);
}

/** Installs the locked packages, unless exactly they are installed already. */
export async function ensureNodeModules() {
  if (isInstalled()) return;
  heading('Installing the locked packages (npm ci)');
  await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], { hint: 'npm ci failed' });
}

/** Compares the lock with npm's note of what it has installed: `npm ci` deletes all, so it must not run needlessly. */
function isInstalled() {
  const packages = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  const note = 'node_modules/.package-lock.json';
  if (!existsSync(path.join(root, note))) return false;
  const installed = packages(note);
  return Object.entries(packages('package-lock.json')).every(
    ([folder, { version, optional, devOptional }]) =>
      folder === '' || (installed[folder]?.version ?? ((optional || devOptional) && version)) === version,
  );
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

/** Installs what is missing on Debian as root, with or without the browser; elsewhere says what is missing. */
export async function ensureDebianPackages({ browser = true } = {}) {
  const missing = DEBIAN.filter((wanted) => (browser || !wanted.browser) && !wanted.present()).map(
    ({ name }) => name,
  );
  if (missing.length === 0) return;
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new Error(
      `Missing here: ${missing.join(', ')}. On Debian, root gets them installed; elsewhere install them yourself. ` +
        '“npm start” needs none of it where VS Code has put its command “code” on the path, nor does “npm run test:portable”.',
    );
  }
  heading(`Installing Debian packages: ${missing.join(', ')}`);
  // What apt-get says of each of two hundred packages interests nobody; its errors do.
  const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] };
  await run('apt-get', ['update', '-qq'], quiet);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
}

function isDebian() {
  return existsSync('/etc/debian_version') && output('which', ['apt-get']) !== undefined;
}
