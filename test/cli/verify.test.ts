import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folder } from '../node/folder';
import { cli } from './cli';

const FILES = {
  'flags.yaml': 'flags:\n  done: { enabled: true }\n  other: { enabled: false }\n',
  'src/app.ts': "if (isEnabled('done')) {\n  go();\n}\n",
  'src/more.ts': "export const title = isEnabled('done') ? 'New' : 'Old';",
};
const AFTER = {
  'flags.yaml': 'flags:\n  other: { enabled: false }\n',
  'src/app.ts': 'go();\n',
  'src/more.ts': "export const title = 'New';",
};

const textsIn = (root: string): Record<string, string> =>
  Object.fromEntries(Object.keys(FILES).map((path) => [path, readFileSync(join(root, path), 'utf8')]));

/** A command that runs a program of JavaScript. */
const node = (program: string): string => `node -e "${program}"`;

const remove = (root: string, command: string, ...more: string[]) =>
  cli(root, ['remove', 'done', '--write', '--verify', command, ...more], { env: process.env });

describe('--verify', () => {
  it('leaves the removal where its command passes', async () => {
    const root = folder(FILES);
    const { status, stdout, stderr } = await remove(root, node("console.log('fine')"));
    expect(status).toBe(0);
    expect(stderr).toBe('fine\n');
    expect(stdout).toContain("'done' kept on: 3 files changed, its entry goes\n");
    expect(stdout).toMatch(/`node -e "console\.log\('fine'\)"` passed\n$/);
    expect(textsIn(root)).toEqual(AFTER);
  });

  it('runs its command in the root, on the files as they are after it', async () => {
    const root = folder(FILES);
    const program = "process.exit(require('fs').readFileSync('src/app.ts', 'utf8') === 'go();\\n' ? 0 : 1)";
    expect((await remove(root, node(program))).status).toBe(0);
  });

  it('takes everything back where its command fails, modes included', async () => {
    const root = folder(FILES);
    chmodSync(join(root, 'src/app.ts'), 0o754);
    const { status, stdout, stderr } = await remove(root, node('process.exit(3)'));
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/failed with status 3: everything was taken back, and no file is changed\.\n$/);
    expect(textsIn(root)).toEqual(FILES);
    if (process.platform !== 'win32') expect(statSync(join(root, 'src/app.ts')).mode & 0o777).toBe(0o754);
    expect(readdirSync(join(root, 'src')).sort()).toEqual(['app.ts', 'more.ts']);
  });

  it('takes back what its command has made of a file, too, and keeps that elsewhere', async () => {
    const root = folder(FILES);
    const program =
      "const fs = require('fs'); fs.writeFileSync('src/app.ts', 'formatted'); fs.writeFileSync('log', ''); fs.rmSync('src/more.ts'); process.exit(1)";
    const { stderr } = await remove(root, node(program));
    expect(textsIn(root)).toEqual(FILES);
    const kept = /src\/app\.ts had been changed meanwhile: what became of it is kept in (.+)\.\n$/.exec(
      stderr,
    )![1]!;
    expect(readFileSync(join(kept, 'src/app.ts'), 'utf8')).toBe('formatted');
    // What it writes besides is its own.
    expect(existsSync(join(root, 'log'))).toBe(true);
  });

  it('says in JSON how it went', async () => {
    const json = async (command: string) =>
      JSON.parse((await remove(folder(FILES), command, '--format', 'json')).stdout).checks;
    expect(await json(node('process.exit(0)'))).toMatchObject({ verify: 'passed' });
    expect(await json(node('process.exit(1)'))).toMatchObject({ verify: 'failed' });
  });

  it('has nothing to verify where nothing changes', async () => {
    const root = folder({ 'flags.yaml': 'flags: { a: { enabled: true } }' });
    const { status, stderr } = await cli(root, [
      ...['remove', 'gone', '--keep', 'on', '--write', '--verify', node('process.exit(1)')],
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('needs --write', async () => {
    const { status, stderr } = await cli(folder(FILES), ['remove', 'done', '--verify', 'true']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^flagwright: --verify needs --write: /);
  });

  it.runIf(process.platform !== 'win32')('takes everything back on Ctrl-C', async () => {
    const root = folder(FILES);
    const built = resolve(dirname(fileURLToPath(import.meta.url)), '../../dist/cli.js');
    const program = "console.log('running'); setInterval(() => {}, 1000)";
    const child = spawn(
      process.execPath,
      [built, 'remove', 'done', '--write', '--no-types', '--verify', node(program)],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    const running = new Promise<void>((done) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('running')) done();
      });
    });
    await running;
    expect(textsIn(root)).toEqual(AFTER);
    const ended = new Promise<number | null>((done) => child.once('close', (status) => done(status)));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(said).toContain('Ended by SIGINT: everything was taken back, and no file is changed.');
    expect(textsIn(root)).toEqual(FILES);
  });
});
