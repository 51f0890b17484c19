// Running programs and saying what is going on.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export const windows = process.platform === 'win32';

const bold = (text) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);

export function heading(text) {
  console.log(`\n${bold(`▸ ${text}`)}`);
}

/** Runs a program with our own output; fails with `hint` where the program does. */
export async function run(command, args, { hint, ...options } = {}) {
  const code = await exitCode(command, args, options);
  if (code !== 0) throw new Error(`${hint ?? `${command} ${args.join(' ')} failed`} (exit status ${code}).`);
}

/** Runs a program with our own output, and gives its exit status. */
export function exitCode(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      // npm and npx are scripts on Windows.
      shell: windows,
      ...options,
      env: { ...process.env, ...options.env },
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal ? 1 : code));
  });
}

/** What a program prints, or undefined where it is absent or fails. */
export function output(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', shell: windows, ...options });
  return status === 0 ? stdout.trim() : undefined;
}

export function onPath(command) {
  return output(windows ? 'where' : 'which', [command])?.split(/\r?\n/)[0];
}

/** Reports a defect of the set-up as one clear line, and the stack only where a person asks for it. */
export function fail(error) {
  console.error(`\nflagwright: ${process.env.DEBUG ? error.stack : error.message}`);
  process.exitCode = 1;
}
