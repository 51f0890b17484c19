// Compares Flagwright's removals with those that people made: for each commit of bench/removal.json that removed a flag,
// the flag is removed from the commit's parent, with the files that nobody imports any more, and the result is held against
// the commit.
//   node bench/removal.mjs LIST PATH-OF-A-FULL-CLONE [--types] [--modules FOLDER] [--show] [--suggested] [COMMIT…]
// For a list whose commits name repositories of their own, PATH is a folder with the clones: PATH/owner/name.
// With --suggested a person has agreed to what Flagwright asks to be named in a configuration, and has it removed then.
// FOLDER holds the `node_modules` of the clone and of its folders, without which types cannot be checked.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { diffArrays } from 'diff';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    types: { type: 'boolean' },
    modules: { type: 'string' },
    show: { type: 'boolean' },
    suggested: { type: 'boolean' },
  },
});
const [name, repository, ...only] = positionals;
const lists = JSON.parse(readFileSync('bench/removal.json', 'utf8'));
const list = lists.find((one) => one.name === name);
if (!list || !repository) {
  const names = lists.map((one) => `'${one.name}'`).join(', ');
  console.error(`Usage: node bench/removal.mjs LIST PATH-OF-A-FULL-CLONE, where LIST is one of ${names}.`);
  process.exit(2);
}
const cli = path.resolve('dist/cli.js');
const tree = mkdtempSync(path.join(tmpdir(), 'flagwright-bench-'));
const style = path.join(tree, '..', `${path.basename(tree)}-style`);
mkdirSync(style);
writeFileSync(
  path.join(style, 'biome.json'),
  JSON.stringify({ root: true, formatter: { lineWidth: 80, expand: 'never' }, files: { maxSize: 2 ** 24 } }),
);
const git = (folder, ...args) =>
  execFileSync('git', ['-C', folder, '-c', 'core.quotepath=off', ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

const rows = [];
try {
  for (const one of list.commits) {
    const { commit, flag, keep, beyond = [] } = one;
    if (only.length > 0 && !only.includes(commit)) continue;
    const clone = one.repository ? path.join(repository, one.repository) : repository;
    rows.push({ commit, flag, keep, ...inTree(clone, one, () => compare(commit, flag, keep, beyond)) });
    console.error(JSON.stringify(rows.at(-1)));
  }
} finally {
  for (const folder of [tree, style]) rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${table(rows)}`);

/** What `work` gives while the tree is a work tree of the clone, with the commit's folders alone: pictures and documentation need not be there. */
function inTree(clone, { folders = list.folders }, work) {
  git(clone, 'worktree', 'add', '--detach', '--force', '--no-checkout', tree, 'HEAD');
  try {
    git(tree, 'sparse-checkout', 'set', ...folders);
    return work();
  } finally {
    git(clone, 'worktree', 'remove', '--force', tree);
  }
}

/** The commit's sources against ours, line by line of the parent. */
function compare(commit, flag, keep, beyond) {
  try {
    git(tree, 'checkout', '--quiet', '--force', `${commit}^`);
  } catch {
    // Of a file outside of the folders a clone may lack the content: git says so, and has checked out the rest.
    if (git(tree, 'rev-parse', 'HEAD') !== git(tree, 'rev-parse', `${commit}^`)) {
      return { error: 'the clone lacks what the commit needs' };
    }
  }
  git(tree, 'clean', '-fdq');
  if (list.config) configure(list.config);
  linkModules();
  const started = performance.now();
  let run = remove(flag, keep);
  const suggested =
    values.suggested && /^To remove these reads too, .*"wrappers": (\[.*\])$/m.exec(run.stderr);
  if (suggested) {
    const { wrappers = [], ...config } = list.config ?? {};
    configure({ ...config, wrappers: [...wrappers, ...JSON.parse(suggested[1])] });
    run = remove(flag, keep);
  }
  const seconds = (performance.now() - started) / 1000;
  if (run.status === 2) return { error: run.stderr.trim().split('\n').at(-1) };
  const plan = JSON.parse(run.stdout);
  const ours = new Map(plan.files.map((file) => [file.file, file]));
  const theirs = changedBy(commit);

  const row = { removed: 0, beyond: 0, shared: 0, extra: 0, orphaned: 0, files: theirs.size, equal: 0 };
  const all = [...new Set([...theirs.keys(), ...ours.keys()])];
  const texts = formatted(
    all.flatMap((file) => {
      const before = show(`${commit}^`, file);
      const after = !theirs.has(file) ? before : theirs.get(file) ? show(commit, theirs.get(file)) : '';
      const own = ours.has(file) ? (ours.get(file).after ?? '') : before;
      return [before, after, own].map((text) => ({ file, text }));
    }),
  );
  for (const [index, file] of all.entries()) {
    const [before, after, own] = texts.slice(3 * index);
    const human = removedLines(before, after);
    const machine = removedLines(before, own);
    const shared = [...human].filter((line) => machine.has(line));
    row.removed += human.size;
    row.shared += shared.length;
    const others = linesBeyond(beyond, file);
    row.beyond += [...human].filter((line) => others.has(line) && !machine.has(line)).length;
    // A file that nobody imports any more is no matter of the flag's lines: people often leave it for later.
    if (ours.get(file)?.after === null) row.orphaned += machine.size - shared.length;
    else row.extra += machine.size - shared.length;
    if (theirs.has(file) && normal(own) === normal(after)) row.equal++;
    if (values.show) print(file, before, human, machine);
  }
  return {
    ...row,
    review: plan.review.length,
    types: plan.checks.types,
    seconds: Number(seconds.toFixed(1)),
  };
}

function configure(config) {
  writeFileSync(path.join(tree, 'flagwright.config.json'), JSON.stringify(config));
}

function remove(flag, keep) {
  const args = [cli, 'remove', flag, '--keep', keep, '--delete-orphans', '--format', 'json'];
  return spawnSync('node', [...args, ...(values.types ? [] : ['--no-types'])], {
    cwd: tree,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}

/**
 * The sources that a commit changes, by their names before, with those after; a moved file is the same file, also where it
 * takes the place of another one.
 */
function changedBy(commit) {
  // Of pictures and films the clone may lack the content.
  const sources = ['*.js', '*.ts', '*.jsx', '*.tsx', '*.cjs', '*.cts', '*.mjs', '*.mts'];
  const changes = git(tree, 'diff', '--name-status', '-M', '-B', `${commit}^`, commit, '--', ...sources);
  const lines = changes.trim().split('\n');
  const entries = lines.map((line) => line.split('\t')).filter(([status]) => status !== 'A');
  const pairs = entries.map(([status, before, after = before]) => [
    before,
    status === 'D' ? undefined : after,
  ]);
  const known = new Set(pairs.map(([before]) => before));
  const replaced = pairs.filter(
    ([before, after]) => after && after !== before && !known.has(after) && show(`${commit}^`, after) !== '',
  );
  pairs.push(...replaced.map(([, after]) => [after, undefined]));
  return new Map(pairs.filter(([file]) => /\.[cm]?[jt]sx?$/.test(file)));
}

function linkModules() {
  for (const folder of values.modules ? ['.', ...(list.folders ?? [])] : []) {
    const from = path.resolve(values.modules, folder, 'node_modules');
    const to = path.join(tree, folder, 'node_modules');
    if (existsSync(from) && !existsSync(to)) symlinkSync(from, to);
  }
}

/** The lines that people removed for other reasons than the flag, by number, as the list names them: `'12-40, 44'`. */
function linesBeyond(beyond, file) {
  const parts = beyond.filter((one) => one.file === file).flatMap(({ lines }) => lines.split(', '));
  return new Set(
    parts.flatMap((part) => {
      const [from, to = from] = part.split('-').map(Number);
      return Array.from({ length: to - from + 1 }, (_, index) => from - 1 + index);
    }),
  );
}

/** What people removed and Flagwright did not (`-`), and the other way round (`+`). */
function print(file, before, human, machine) {
  const lines = before.split('\n');
  const told = lines.flatMap((line, i) =>
    human.has(i) === machine.has(i) ? [] : [`  ${human.has(i) ? '-' : '+'} ${i + 1}: ${line.trim()}`],
  );
  if (told.length > 0) console.error([file, ...told].join('\n'));
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

/** Texts as one formatter writes them, whichever the repository has: where lines break is no matter of the removal. */
function formatted(texts) {
  const paths = texts.map(({ file }, index) => path.join(style, 'texts', `${index}${path.extname(file)}`));
  mkdirSync(path.join(style, 'texts'));
  for (const [index, { text }] of texts.entries()) writeFileSync(paths[index], text);
  spawnSync('npx', ['biome', 'format', '--write', `--config-path=${style}`, path.join(style, 'texts')]);
  const results = paths.map((file) => readFileSync(file, 'utf8'));
  rmSync(path.join(style, 'texts'), { recursive: true });
  return results;
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
    '| commit | flag | kept | lines people removed | beyond the flag | of them by Flagwright | others | of orphans | files | equal | for review | types | s |';
  const lines = all.map((row) =>
    row.error
      ? `| ${row.commit} | ${row.flag} | ${row.keep} | ${row.error} |`
      : `| ${row.commit} | ${row.flag} | ${row.keep} | ${row.removed} | ${row.beyond} | ${row.shared} | ${row.extra} | ${row.orphaned} | ${row.files} | ${row.equal} | ${row.review} | ${row.types} | ${row.seconds} |`,
  );
  const sum = (field) => all.reduce((total, row) => total + (row[field] ?? 0), 0);
  const percent = (whole) => `${((100 * sum('shared')) / Math.max(1, whole)).toFixed(0)} %`;
  const share = `${percent(sum('removed'))}; ${percent(sum('removed') - sum('beyond'))} without those beyond`;
  const whole = all.filter((row) => row.files > 0 && row.equal === row.files).length;
  const complete = all.filter((row) => row.files > 0 && row.shared + row.beyond === row.removed).length;
  return [
    head,
    head.replace(/[^|]+/g, '---'),
    ...lines,
    `| ${all.length}, of them ${whole} equal, ${complete} complete | | | ${sum('removed')} | ${sum('beyond')} | ${sum('shared')} (${share}) | ${sum('extra')} | ${sum('orphaned')} | ${sum('files')} | ${sum('equal')} | ${sum('review')} | | |`,
  ].join('\n');
}
