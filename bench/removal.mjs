// Compares Flagwright's removals with those that people made: for each commit of bench/removal.json that removed a flag,
// the flag is removed from the commit's parent, and the result is held against the commit.
//   node bench/removal.mjs PATH-OF-A-FULL-CLONE [--types] [COMMIT…]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diffArrays } from 'diff';

const [repository, ...rest] = process.argv.slice(2);
if (!repository) {
  console.error('Usage: node bench/removal.mjs PATH-OF-A-FULL-CLONE [--types] [COMMIT…]');
  process.exit(2);
}
const only = rest.filter((word) => word !== '--types');
const cli = path.resolve('dist/cli.js');
const { commits, folders, config } = JSON.parse(readFileSync('bench/removal.json', 'utf8'));
const tree = mkdtempSync(path.join(tmpdir(), 'flagwright-bench-'));
const git = (folder, ...args) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });

git(repository, 'worktree', 'add', '--detach', '--force', '--no-checkout', tree, 'HEAD');
// Pictures and documentation need not be there.
git(tree, 'sparse-checkout', 'set', ...folders);
const rows = [];
try {
  for (const { commit, flag, keep } of commits) {
    if (only.length > 0 && !only.includes(commit)) continue;
    rows.push({ commit, flag, ...compare(commit, flag, keep) });
    console.log(JSON.stringify(rows.at(-1)));
  }
} finally {
  git(repository, 'worktree', 'remove', '--force', tree);
  rmSync(tree, { recursive: true, force: true });
}
console.log(`\n${table(rows)}`);

/** The commit's sources against ours, line by line of the parent. */
function compare(commit, flag, keep) {
  git(tree, 'checkout', '--quiet', '--force', `${commit}^`);
  git(tree, 'clean', '-fdq');
  writeFileSync(path.join(tree, 'flagwright.config.json'), JSON.stringify(config));
  const started = performance.now();
  const args = [
    cli,
    'remove',
    flag,
    '--keep',
    keep,
    '--format',
    'json',
    ...(rest.includes('--types') ? [] : ['--no-types']),
  ];
  const run = spawnSync('node', args, { cwd: tree, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const seconds = (performance.now() - started) / 1000;
  if (run.status === 2) return { error: run.stderr.trim().split('\n').at(-1) };
  const plan = JSON.parse(run.stdout);
  const ours = new Map(plan.files.map((file) => [file.file, file]));
  const names = git(tree, 'diff', '--name-only', '--no-renames', `${commit}^`, commit).split('\n');
  const theirs = names.filter((name) => /\.[cm]?[jt]sx?$/.test(name));

  let removed = 0;
  let shared = 0;
  let extra = 0;
  let equal = 0;
  for (const file of new Set([...theirs, ...ours.keys()])) {
    const before = show(`${commit}^`, file);
    const human = removedLines(before, show(commit, file));
    const machine = ours.has(file)
      ? removedLines(ours.get(file).before, ours.get(file).after ?? '')
      : new Set();
    removed += human.size;
    for (const line of human) if (machine.has(line)) shared++;
    for (const line of machine) if (!human.has(line)) extra++;
    if (
      theirs.includes(file) &&
      normal(ours.get(file)?.after ?? (ours.has(file) ? '' : before)) === normal(show(commit, file))
    )
      equal++;
  }
  return {
    removed,
    shared,
    extra,
    files: theirs.length,
    equal,
    review: plan.review.length,
    types: plan.checks.types,
    seconds: Number(seconds.toFixed(1)),
  };
}

function show(commit, file) {
  const run = spawnSync('git', ['-C', tree, 'show', `${commit}:${file}`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return run.status === 0 ? run.stdout : '';
}

/** The lines of the text before, by number, that are not in the text after; how a line is indented does not count. */
function removedLines(before, after) {
  const lines = (text) => text.split('\n').map((line) => line.trim());
  const removed = new Set();
  let number = 0;
  for (const part of diffArrays(lines(before), lines(after))) {
    if (part.added) continue;
    for (const line of part.value) {
      if (part.removed && line !== '') removed.add(number);
      number++;
    }
  }
  return removed;
}

/** A text without what a formatter decides. */
function normal(text) {
  return text
    .replace(/\s+/g, '')
    .replace(/,(?=[)\]}])/g, '')
    .replace(/[()]/g, '');
}

function table(all) {
  const head =
    '| commit | flag | lines people removed | of them by Flagwright | more lines by Flagwright | files | equal | left for review | types | s |';
  const lines = all.map((row) =>
    row.error
      ? `| ${row.commit} | ${row.flag} | ${row.error} |`
      : `| ${row.commit} | ${row.flag} | ${row.removed} | ${row.shared} | ${row.extra} | ${row.files} | ${row.equal} | ${row.review} | ${row.types} | ${row.seconds} |`,
  );
  const sum = (name) => all.reduce((total, row) => total + (row[name] ?? 0), 0);
  const share = `${((100 * sum('shared')) / Math.max(1, sum('removed'))).toFixed(0)} %`;
  return [
    head,
    head.replace(/[^|]+/g, '---'),
    ...lines,
    `| all | | ${sum('removed')} | ${sum('shared')} (${share}) | ${sum('extra')} | ${sum('files')} | ${sum('equal')} | ${sum('review')} | | |`,
  ].join('\n');
}
