// How long a person waits for the server: see latency.md.
//
//   node esbuild.mjs && node bench/latency.mjs [DIR…] [--save] [--rounds 200]
//
// Each DIR is a checkout with a flag file; without one, it is a folder that is made up. Nothing is written into DIR.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from './client.mjs';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { save: { type: 'boolean', default: false }, rounds: { type: 'string', default: '200' } },
});
const LAST = new URL('latency.json', import.meta.url);
const last = existsSync(LAST) ? JSON.parse(readFileSync(LAST, 'utf8')) : {};
const ROUNDS = Number(options.rounds);
const AFFECTED = 1000;
/** By then the server has given back what it does not hold any more. */
const REST_MILLISECONDS = 60_000;
const own = mkdtempSync(join(tmpdir(), 'flagwright-latency-'));
/** What the engine has compiled is kept there, by the first start of all for those after it. */
const env = { NODE_COMPILE_CACHE: join(own, 'compiled') };
const STARTS = 11;
const figures = {};

console.log('| folder | what | times | median | 99 of 100 | goal | of a processor | last committed |');
console.log('|---|---|--:|--:|--:|--:|--:|--:|');
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
  const begin = async () => {
    const begun = performance.now();
    const session = await connect(folder, mkdtempSync(join(own, 'storage-')), env);
    const found = session.published(file);
    session.open(file, text);
    await found;
    return { session, begun, time: performance.now() - begun, processor: session.processor() };
  };
  const first = 'first diagnostics of the open file, from the start of the server';
  const starts = [];
  for (let i = 0; i < STARTS; i++) {
    const start = await begin();
    if (i === 0) row(name, `${first}, the first of all`, [start.time], undefined, start.processor);
    else starts.push(start);
    await start.session.end();
  }
  const processor = starts.reduce((sum, start) => sum + start.processor, 0) / starts.length;
  row(
    name,
    first,
    starts.map(({ time }) => time),
    300,
    processor,
  );
  const { session, begun } = await begin();
  await session.indexed;
  row(name, '(the whole folder)', [performance.now() - begun], undefined, session.processor());
  for (const kind of ['hover', 'completion', 'definition']) {
    const times = [];
    const before = session.processor();
    for (let i = 0; i < ROUNDS; i++) {
      const at = { line: 1 + 30 * (i % 100), character: 14 };
      const start = performance.now();
      await session.ask(`textDocument/${kind}`, { textDocument: { uri: session.uri(file) }, position: at });
      times.push(performance.now() - start);
    }
    row(name, kind, times, 10, (session.processor() - before) / ROUNDS);
  }
  const typed = [];
  const before = session.processor();
  for (let i = 0; i < ROUNDS; i++) {
    const at = 1 + 30 * (i % 100);
    const range = { start: { line: at, character: 13 }, end: { line: at, character: 13 } };
    const told = session.published(file);
    const start = performance.now();
    session.change(file, { range, text: 'x' });
    await told;
    typed.push(performance.now() - start);
  }
  row(
    name,
    'a keystroke in a file of 3,000 lines, to its diagnostics',
    typed,
    25,
    (session.processor() - before) / ROUNDS,
  );
  megabytes(name, 'memory of the server (RSS)', session.memory());
  await new Promise((settle) => setTimeout(settle, REST_MILLISECONDS));
  megabytes(name, 'the same, when nobody has asked for anything for a minute', session.memory(), 250);
  megabytes(name, 'the most that it was', session.peak());
  await session.end();
}

/** A flag is renamed in its file; a thousand of `size` files read it. */
async function renamed(size) {
  const folder = madeUp(size);
  const session = await connect(folder, mkdtempSync(join(own, 'storage-')), env);
  await session.indexed;
  const flags = readFileSync(join(folder, 'feature_flags.yaml'), 'utf8');
  session.open('feature_flags.yaml', flags, 'yaml');
  const times = [];
  const before = session.processor();
  for (let i = 0; i < 10; i++) {
    const key = i % 2 === 0 ? 'flag_other' : 'flag_many';
    const told = session.publishedMany(AFFECTED);
    const start = performance.now();
    session.change('feature_flags.yaml', { text: flags.replace('flag_many', key) });
    await told;
    times.push(performance.now() - start);
  }
  row(
    `made up, ${size}`,
    `a flag renamed: diagnostics of ${AFFECTED} files`,
    times,
    200,
    (session.processor() - before) / 10,
  );
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

/** `processor`: what of a processor's time the server took for one, other than waiting for its turn. */
function row(name, what, times, goal, processor) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  const key = `${name}: ${what}`;
  figures[key] = Number(processor.toFixed(1));
  const cells = [
    name,
    what,
    times.length,
    ms(at(0.5)),
    ms(at(0.99)),
    goal ? ms(goal) : '',
    ms(processor),
    last[key] ? ms(last[key]) : '',
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function megabytes(name, what, value, goal = '') {
  const key = `${name}: ${what}, MB`;
  figures[key] = Math.round(value);
  console.log(
    `| ${name} | ${what} | 1 | ${figures[key]} MB | | ${goal && `${goal} MB`} | | ${last[key] ?? ''} |`,
  );
}

function ms(time) {
  return `${time < 100 ? time.toFixed(1) : Math.round(time)} ms`;
}
