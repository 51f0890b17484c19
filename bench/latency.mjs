// How long a person waits for the server: see latency.md.
//
//   node esbuild.mjs && node bench/latency.mjs [DIR…] [--save]
//
// Each DIR is a checkout with a flag file; without one, it is a folder that is made up. Nothing is written into DIR.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { save: { type: 'boolean', default: false } },
});
const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url));
const LAST = new URL('latency.json', import.meta.url);
const last = existsSync(LAST) ? JSON.parse(readFileSync(LAST, 'utf8')) : {};
const ROUNDS = 200;
const AFFECTED = 1000;
const own = mkdtempSync(join(tmpdir(), 'flagwright-latency-'));
const figures = {};

console.log('| folder | what | times | median | 99 of 100 | goal | last committed |');
console.log('|---|---|--:|--:|--:|--:|--:|');
try {
  for (const folder of folders.length > 0 ? folders.map((name) => resolve(name)) : [madeUp(3000)])
    await measure(folder);
  for (const size of [1000, 4000]) await renamed(size);
} finally {
  rmSync(own, { recursive: true, force: true });
}
if (options.save) writeFileSync(LAST, `${JSON.stringify({ ...last, ...figures }, null, 2)}\n`);

/** First diagnostics, answers and keystrokes in one folder, in a file that is open and nowhere on disk. */
async function measure(folder) {
  const name = folders.length > 0 ? basename(folder) : 'made up, 3000';
  const file = 'flagwright-latency.tsx';
  const line = (i) => `if (useFlag('${i % 30 === 0 ? `no_such_${i}` : 'no_such'}')) call${i}();`;
  const lines = Array.from({ length: 3000 }, (_, i) =>
    i % 30 === 0 ? line(i) : `export const value${i} = [${i}, 'text'];`,
  );
  const text = ["import { useFlag } from '@unleash/proxy-client-react';", ...lines].join('\n');
  const begun = performance.now();
  const session = await connect(folder);
  const found = session.published(file);
  session.open(file, text);
  await found;
  row(
    name,
    'first diagnostics of the open file, from the start of the server',
    [performance.now() - begun],
    300,
  );
  await session.indexed;
  row(name, '(the whole folder)', [performance.now() - begun]);
  for (const kind of ['hover', 'completion', 'definition']) {
    const times = [];
    for (let i = 0; i < ROUNDS; i++) {
      const at = { line: 1 + 30 * (i % 100), character: 14 };
      const start = performance.now();
      await session.ask(`textDocument/${kind}`, { textDocument: { uri: session.uri(file) }, position: at });
      times.push(performance.now() - start);
    }
    row(name, kind, times, 10);
  }
  const typed = [];
  for (let i = 0; i < ROUNDS; i++) {
    const at = 1 + 30 * (i % 100);
    const range = { start: { line: at, character: 13 }, end: { line: at, character: 13 } };
    const told = session.published(file);
    const start = performance.now();
    session.change(file, { range, text: 'x' });
    await told;
    typed.push(performance.now() - start);
  }
  row(name, 'a keystroke in a file of 3,000 lines, to its diagnostics', typed, 25);
  console.log(`| ${name} | memory of the server (RSS), MB | 1 | ${session.memory()} | | | |`);
  await session.end();
}

/** A flag is renamed in its file; a thousand of `size` files read it. */
async function renamed(size) {
  const folder = madeUp(size);
  const session = await connect(folder);
  await session.indexed;
  const flags = readFileSync(join(folder, 'feature_flags.yaml'), 'utf8');
  session.open('feature_flags.yaml', flags, 'yaml');
  const times = [];
  for (let i = 0; i < 10; i++) {
    const key = i % 2 === 0 ? 'flag_other' : 'flag_many';
    const told = session.publishedMany(AFFECTED);
    const start = performance.now();
    session.change('feature_flags.yaml', { text: flags.replace('flag_many', key) });
    await told;
    times.push(performance.now() - start);
  }
  row(`made up, ${size}`, `a flag renamed: diagnostics of ${AFFECTED} files`, times, 200);
  await session.end();
}

/** A folder of `size` sources, of which a thousand read the flag `flag_many` and the others one of fifty. */
function madeUp(size) {
  const folder = mkdtempSync(join(own, 'made-up-'));
  const keys = ['flag_many', ...Array.from({ length: 50 }, (_, i) => `flag_${i}`)];
  writeFileSync(
    join(folder, 'feature_flags.yaml'),
    `flags:\n${keys.map((key) => `  ${key}: { enabled: true, percentage: 50 }\n`).join('')}`,
  );
  for (let i = 0; i < size; i++) {
    const key = i < AFFECTED ? 'flag_many' : `flag_${i % 50}`;
    const path = join(folder, `src/d${i % 40}`);
    mkdirSync(path, { recursive: true });
    writeFileSync(
      join(path, `f${i}.ts`),
      `import { useFlag } from '@unleash/proxy-client-react';\nexport const f${i} = () => useFlag('${key}');\n`,
    );
  }
  return folder;
}

function row(name, what, times, goal) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  const key = `${name}: ${what}`;
  figures[key] = Number(at(0.99).toFixed(1));
  const cells = [
    name,
    what,
    times.length,
    ms(at(0.5)),
    ms(at(0.99)),
    goal ? ms(goal) : '',
    last[key] ? ms(last[key]) : '',
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function ms(time) {
  return `${time < 100 ? time.toFixed(1) : Math.round(time)} ms`;
}

async function connect(folder) {
  const child = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [reader, writer] = [new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)];
  const waiting = new Map();
  const listeners = new Set();
  const versions = new Map();
  let ready;
  const indexed = new Promise((settle) => {
    ready = settle;
  });
  reader.listen((message) => {
    if (message.method === 'flagwright/status' && message.params.state === 'ready') ready();
    if (message.method === 'textDocument/publishDiagnostics')
      for (const listener of [...listeners]) listener(message.params.uri);
    if (message.method === undefined) {
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    } else if (message.id !== undefined) {
      const result =
        message.method === 'workspace/configuration' ? message.params.items.map(() => ({})) : null;
      void writer.write({ jsonrpc: '2.0', id: message.id, result });
    }
  });
  let id = 0;
  const ask = async (method, params) => {
    const mine = ++id;
    const answer = new Promise((settle) => waiting.set(mine, settle));
    await writer.write({ jsonrpc: '2.0', id: mine, method, params });
    return answer;
  };
  const notify = (method, params) => void writer.write({ jsonrpc: '2.0', method, params });
  const uri = (file) => pathToFileURL(join(folder, file)).href;
  /** Waits until so many files that `isWanted` had findings sent. */
  const until = (count, isWanted) =>
    new Promise((settle) => {
      const seen = new Set();
      const listener = (file) => {
        if (!isWanted(file) || seen.add(file).size < count) return;
        listeners.delete(listener);
        settle();
      };
      listeners.add(listener);
    });
  const root = pathToFileURL(folder).href;
  await ask('initialize', {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: basename(folder) }],
    initializationOptions: { storage: mkdtempSync(join(own, 'storage-')) },
    capabilities: {
      textDocument: { hover: { contentFormat: ['markdown'] } },
      workspace: {
        configuration: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
        workspaceFolders: true,
      },
    },
  });
  notify('initialized', {});
  return {
    indexed,
    ask,
    uri,
    published: (file) => until(1, (sent) => sent === uri(file)),
    publishedMany: (count) => until(count, (sent) => sent.endsWith('.ts')),
    open(file, text, languageId = 'typescriptreact') {
      versions.set(file, 1);
      notify('textDocument/didOpen', { textDocument: { uri: uri(file), languageId, version: 1, text } });
    },
    change(file, change) {
      const version = versions.get(file) + 1;
      versions.set(file, version);
      notify('textDocument/didChange', {
        textDocument: { uri: uri(file), version },
        contentChanges: [change],
      });
    },
    memory: () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024),
    async end() {
      const exit = new Promise((settle) => child.once('exit', settle));
      await ask('shutdown');
      notify('exit');
      await exit;
    },
  };
}
