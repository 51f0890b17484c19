import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { version } from '../../package.json';
import { folder } from '../node/folder';

const ROOT = join(__dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');

beforeAll(() => {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
}, 120_000);

function flagwright(cwd: string, ...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const FILES = {
  'flags.yaml': 'flags:\n  done: { enabled: true }\n',
  'app.ts': "if (isEnabled('done')) go();\nelse stay();\n",
};

it('runs by itself', () => {
  const root = folder(FILES);
  expect(flagwright(root, '--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  expect(flagwright(root, 'evaluate', 'done')).toEqual({
    status: 0,
    stdout: 'on\ntargeting: it is enabled for everyone\n',
    stderr: '',
  });
  expect(flagwright(root, 'lint', 'nowhere')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'flagwright: There is no file or folder nowhere.\n',
  });
});

it('keeps what was compiled for the next start', () => {
  const cache = folder({});
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  spawnSync(process.execPath, [CLI, '--version'], { env });
  expect(readdirSync(join(cache, 'flagwright/compiled'))).toHaveLength(1);
});

it('removes a flag, and git takes the patch', () => {
  const root = folder(FILES);
  const { status, stdout } = flagwright(root, 'remove', 'done');
  expect(status).toBe(0);
  execFileSync('git', ['init', '-q', root]);
  execFileSync('git', ['-C', root, 'apply', '-'], { input: stdout });
  expect(flagwright(root, 'lint', '--format', 'json').stdout).toContain('"flags": 0');
});

it('ends quietly when nobody reads on', async () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `"flag_${i}": true`);
  const root = folder({ 'flags.json': `{ "flags": { ${keys.join(', ')} } }` });
  const child = spawn(process.execPath, [CLI, 'list'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += String(data);
  });
  child.stdout.once('data', () => child.stdout.destroy());
  await new Promise((resolve) => child.once('close', resolve));
  expect(stderr).toBe('');
});

it('is a language server with lsp --stdio', async () => {
  const child = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { cwd: folder(FILES) });
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const answer = new Promise<string>((resolve) => {
    let all = '';
    child.stdout.on('data', (data) => {
      all += String(data);
      if (all.includes('"capabilities"')) resolve(all);
    });
  });
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  expect(await answer).toContain('"completionProvider"');
  const closed = new Promise((resolve) => child.once('close', resolve));
  send({ id: 2, method: 'shutdown' });
  send({ method: 'exit' });
  expect(await closed).toBe(0);
});

it('leaves each file as it was or as it is to be, when it is killed while it writes', async () => {
  const before = "if (isEnabled('done')) go();\nelse stay();\n";
  const names = Array.from({ length: 200 }, (_, i) => `src/app${i}.ts`);
  const root = folder({ ...FILES, ...Object.fromEntries(names.map((name) => [name, before])) });
  const args = ['remove', 'done', '--write', '--no-types'];
  const watcher = watch(join(root, 'src'));
  const child = spawn(process.execPath, [CLI, ...args], { cwd: root, stdio: 'ignore' });
  watcher.once('change', () => child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('close', resolve));
  watcher.close();
  const texts = () => new Set(names.map((name) => readFileSync(join(root, name), 'utf8')));
  for (const text of texts()) expect([before, 'go();\n']).toContain(text);
  expect(flagwright(root, ...args).status).toBe(0);
  expect([...texts()]).toEqual(['go();\n']);
});
