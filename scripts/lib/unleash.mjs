// A real Unleash with a PostgreSQL of its own, both on loopback, for the tests of what is pulled from it.
import { fork, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { cache } from './setup.mjs';
import { heading, output, run } from './shell.mjs';

const UNLEASH = '7.5.1'; // the last version that runs on Node 20
const home = path.join(cache, `unleash-server-${UNLEASH}`);
const complete = path.join(home, 'complete');

/** The tokens of the server that is started: for people and their tools, and for SDKs in one environment. */
export const ADMIN_TOKEN = '*:*.flagwright-test-admin';
export const CLIENT_TOKEN = '*:development.flagwright-test-client';

/** Installs the server into the cache, about half a minute and 190 MB; a half install is made anew. */
export async function ensureUnleash() {
  if (existsSync(complete)) return;
  heading(`Installing unleash-server ${UNLEASH} (once; about half a minute)`);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{ "private": true }');
  const args = ['install', `unleash-server@${UNLEASH}`, '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', args, { cwd: home, hint: 'npm install failed' });
  writeFileSync(complete, '');
}

/** The folder of PostgreSQL's programs: Debian keeps them off the path, one folder a version. */
export function postgresFolder() {
  const versions = '/usr/lib/postgresql';
  const folders = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
  return folders
    .map((version) => path.join(versions, version, 'bin'))
    .find((bin) => existsSync(path.join(bin, 'initdb')));
}

/** What is missing to start the server, in words; nothing where all is there. */
export function missingForUnleash() {
  if (!postgresFolder()) return 'PostgreSQL';
  return existsSync(complete) ? undefined : `unleash-server in ${cache}`;
}

/** Starts both on ports that are free; takes about two seconds. */
export async function startUnleash() {
  const postgres = await startPostgres();
  const child = fork(path.join(import.meta.dirname, 'unleash-process.mjs'), [home], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      INIT_ADMIN_API_TOKENS: ADMIN_TOKEN,
      INIT_BACKEND_API_TOKENS: CLIENT_TOKEN,
      DATABASE_PORT: String(postgres.port),
    },
  });
  process.once('exit', () => child.kill());
  const said = collect(child);
  const answer = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`Unleash ended with status ${code}:\n${said()}`)));
    });
  const { port } = await answer();
  return {
    url: `http://127.0.0.1:${port}`,
    /** Has the server write down at once what it does every half minute: which flags were asked for. */
    async writeLastSeen() {
      const done = answer();
      child.send('writeLastSeen');
      await done;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await ended;
      await postgres.stop();
    },
  };
}

async function startPostgres() {
  const bin = postgresFolder();
  // Files of root are none that PostgreSQL would work with, and as root it refuses.
  const isRoot = process.getuid?.() === 0;
  const as = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'flagwright-postgres-'));
  if (isRoot) output('chown', ['postgres:postgres', folder]);
  const data = path.join(folder, 'data');
  const launch = (program, args) => {
    const [command, ...rest] = [...as, path.join(bin, program), ...args];
    return spawn(command, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const initdb = launch('initdb', [
    '-D',
    data,
    '-U',
    'unleash',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '-N',
  ]);
  const said = collect(initdb);
  const status = await new Promise((resolve) => initdb.once('close', resolve));
  if (status !== 0) throw new Error(`initdb ended with status ${status}:\n${said()}`);

  const port = await freePort();
  // Nothing of it outlives the tests, so nothing waits for the disk.
  const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=16MB'];
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...fast];
  const server = launch('postgres', [
    '-D',
    data,
    '-p',
    String(port),
    ...settings.flatMap((one) => ['-c', one]),
  ]);
  process.once('exit', () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  await spoken(server, /ready to accept connections/);
  return {
    port,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** What a program has said so far. */
function collect(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  return () => text;
}

function spoken(child, words) {
  const said = collect(child);
  return new Promise((resolve, reject) => {
    const look = () => words.test(said()) && resolve();
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with status ${code}:\n${said()}`)));
  });
}
