// Precision and recall of finding flag reads in public repositories: see finding.md.
//
//   node bench/finding.mjs DIR [name…] [--show] [--json | --table]
//
// DIR holds a checkout of each repository under its own name, at the commit that its truth table names. Flag files and
// configurations are laid over the checkouts in memory; nothing is written into them.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'boolean' }, json: { type: 'boolean' }, table: { type: 'boolean' } },
});
const [folder, ...only] = positionals;
if (folder === undefined) {
  console.error('usage: node bench/finding.mjs DIR [name…] [--show] [--json | --table]');
  process.exit(2);
}

const { createWorkspace, diskHost, indexLines } = await core();
const results = [];
for (const file of (await readdir(join(here, 'finding'))).sort()) {
  const table = JSON.parse(await readFile(join(here, 'finding', file), 'utf8'));
  const name = table.repository.split('/')[1];
  if (only.length > 0 && !only.includes(name)) continue;
  const root = join(folder, name);
  const none = await measure(root, table, undefined);
  const some = table.config === null ? none : await measure(root, table, table.config);
  results.push({
    repository: table.repository,
    isFurther: table.isFurther === true,
    flags: table.flags.length,
    none,
    some,
  });
  if (!options.json && !options.table) report(table.repository, none, some);
}
if (options.json) console.log(JSON.stringify(results, undefined, 2));
else if (options.table) {
  tabulate(results.filter(({ isFurther }) => !isFurther));
  console.log();
  tabulate(results.filter(({ isFurther }) => isFurther));
} else total(results);

/** The core as one module; the sources are TypeScript. */
async function core() {
  const cache = join(here, '..', 'node_modules', '.cache', 'flagwright-bench');
  await mkdir(cache, { recursive: true });
  const outfile = join(cache, `finding-${process.pid}.mjs`);
  await build({
    stdin: {
      contents: `
        export { createWorkspace } from './server/src/workspace/workspace';
        export { diskHost } from './server/src/node/disk';
        export { indexLines } from './server/src/text/lines';`,
      resolveDir: join(here, '..'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}

/** What is found in a checkout, held against the truth. */
async function measure(root, table, config) {
  const flags = table.flags.map((key) => `  ${JSON.stringify(key)}: { enabled: true, percentage: 50 }\n`);
  const overlay = new Map([['feature_flags.yaml', `flags:\n${flags.join('')}`]]);
  if (config) overlay.set('flagwright.config.json', JSON.stringify(config));
  const workspace = createWorkspace(overlaid(diskHost(root), overlay));
  const begun = performance.now();
  await workspace.load();
  const seconds = (performance.now() - begun) / 1000;
  const snapshot = workspace.snapshot();

  const truth = new Map();
  for (const [flag, places] of Object.entries(table.reads)) {
    for (const place of places) add(truth, `${flag} ${place}`);
  }
  const wanted = new Map(truth);
  const found = { certain: 0, likely: 0 };
  const wrong = [];
  for (const flag of table.flags) {
    for (const { file, span, certainty } of snapshot.readsOf(flag)) {
      const text = await workspace.text(file);
      const { line } = indexLines(text).positionAt(span.start);
      const place = `${flag} ${file}:${line + 1} ${text.slice(span.start, span.end)}`;
      if (take(wanted, place) || takeWithin(wanted, place)) found[certainty]++;
      else wrong.push({ place, certainty });
    }
  }
  const size = [...truth.values()].reduce((sum, count) => sum + count, 0);
  const falselyCertain = wrong.filter(({ certainty }) => certainty === 'certain').length;
  return {
    truth: size,
    certain: found.certain,
    likely: found.likely,
    falselyCertain,
    falselyLikely: wrong.length - falselyCertain,
    precision: ratio(found.certain, found.certain + falselyCertain),
    recall: ratio(found.certain + found.likely, size),
    problems: snapshot.configProblems.map(({ message }) => message),
    missed: [...wanted].flatMap(([place, count]) => Array(count).fill(place)),
    wrong,
    seconds: Math.round(seconds * 10) / 10,
  };
}

function overlaid(host, overlay) {
  return {
    list: async (exclude) => [
      ...(await host.list(exclude)).filter(({ path }) => !overlay.has(path)),
      ...[...overlay].map(([path, text]) => ({ path, size: text.length })),
    ],
    read: async (path) => (overlay.has(path) ? { text: overlay.get(path) } : host.read(path)),
  };
}

function add(counts, name) {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function take(counts, name) {
  const count = counts.get(name);
  if (count === undefined) return false;
  if (count === 1) counts.delete(name);
  else counts.set(name, count - 1);
  return true;
}

/** A key that is one of several stands in an expression that names them all: `useFlag(a ? FLAGS.A : FLAGS.B)`. */
function takeWithin(counts, place) {
  const [flag, at, ...words] = place.split(' ');
  const text = words.join(' ');
  for (const name of counts.keys()) {
    const [otherFlag, otherAt, ...other] = name.split(' ');
    if (otherFlag === flag && otherAt === at && text.includes(other.join(' '))) return take(counts, name);
  }
  return false;
}

function ratio(part, whole) {
  return whole === 0 ? 1 : part / whole;
}

function report(name, none, some) {
  console.log(`${name}: ${none.truth} reads (${none.seconds} s)`);
  for (const [title, result] of [
    ['without', none],
    ['with', some],
  ]) {
    console.log(
      `  ${title.padEnd(8)} recall ${result.recall.toFixed(3)} (${result.certain} certain, ${result.likely} likely)` +
        `  precision ${result.precision.toFixed(3)}  false: ${result.falselyCertain} certain, ${result.falselyLikely} likely`,
    );
    for (const problem of result.problems) console.log(`    configuration: ${problem}`);
    if (!options.show) continue;
    for (const place of result.missed) console.log(`    missed ${place}`);
    for (const { place, certainty } of result.wrong) console.log(`    false, ${certainty}: ${place}`);
  }
}

function total(results) {
  for (const [title, of] of [
    ['without', 'none'],
    ['with', 'some'],
  ]) {
    const { recall, precision } = sumOf(results, of);
    console.log(
      `all, ${title} configuration: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}`,
    );
  }
}

/** The results of all repositories as one. */
function sumOf(results, of) {
  const sum = (field) => results.reduce((whole, result) => whole + result[of][field], 0);
  const counts = Object.fromEntries(
    ['truth', 'certain', 'likely', 'falselyCertain', 'falselyLikely'].map((field) => [field, sum(field)]),
  );
  return {
    ...counts,
    precision: ratio(counts.certain, counts.certain + counts.falselyCertain),
    recall: ratio(counts.certain + counts.likely, counts.truth),
  };
}

/** The table of finding.md. */
function tabulate(results) {
  const cells = ({ certain, likely, falselyCertain, falselyLikely, precision, recall }) =>
    `${recall.toFixed(2)} | ${precision.toFixed(2)} | ${certain} + ${likely} | ${falselyCertain} + ${falselyLikely}`;
  for (const { repository, flags, none, some } of results) {
    console.log(`| ${repository} | ${flags} | ${none.truth} | ${cells(none)} | ${cells(some)} |`);
  }
  const flags = results.reduce((whole, result) => whole + result.flags, 0);
  const [none, some] = [sumOf(results, 'none'), sumOf(results, 'some')];
  console.log(`| **all** | ${flags} | ${none.truth} | ${cells(none)} | ${cells(some)} |`);
}
