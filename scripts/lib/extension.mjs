// The extension as a person gets it: the .vsix, unpacked.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, run } from './shell.mjs';

/** A folder that is gone when the process ends. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(path.join(os.tmpdir(), `flagwright-${name}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Packs the extension without a question to anyone. */
export async function packExtension(file) {
  await run('npx', ['--no-install', 'vsce', 'package', '--no-dependencies', '--out', file], {
    hint: 'The extension could not be packed',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Packs the extension and gives the folder of its content, as VS Code installs it. */
export async function unpackedExtension() {
  const folder = temporaryFolder('extension');
  const vsix = path.join(folder, 'flagwright.vsix');
  await packExtension(vsix);
  // Loaded late: `npm start` reads this file before anything is installed.
  const { unzipSync } = await import('fflate');
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(vsix)))) {
    if (name.endsWith('/')) continue;
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), bytes);
  }
  return path.join(folder, 'extension');
}

/** A copy of the shop that tests and visitors may change as they like. */
export function copyOfShop() {
  const folder = path.join(temporaryFolder('shop'), 'shop');
  cpSync(path.join(root, 'examples', 'shop'), folder, {
    recursive: true,
    filter: (file) => !file.includes('node_modules'),
  });
  return folder;
}
