// How long reading a folder takes, cold and from the saved index, against ripgrep for the same names in the same run: see speed.md.
//
//   node esbuild.mjs && node bench/speed.mjs DIR… [--rounds 3]
//
// Each DIR is a checkout with a flag file. Needs ripgrep (Debian: apt-get install -y ripgrep). Nothing is written into DIR.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
});
if (folders.length === 0 || spawnSync('rg', ['--version']).error) {
  console.error('usage: node bench/speed.mjs DIR… [--rounds 3], with ripgrep on the path');
  process.exit(2);
}
const rounds = Number(options.rounds);
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const SOURCES = '*.{ts,tsx,js,jsx,mts,mjs,cts,cjs}';

console.log(
  '| folder | sources | MB | flags | ripgrep | cold | × ripgrep | from the index | × ripgrep | memory |',
);
console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
for (const folder of folders) console.log(row(resolve(folder)));

function row(root) {
  const own = mkdtempSync(join(tmpdir(), 'flagwright-speed-'));
  try {
    const list = (...more) => measured(root, own, ['list', '--format', 'json', ...more]);
    const keys = JSON.parse(list('--no-cache').stdout).flags.map(({ key }) => key);
    const names = join(own, 'names');
    writeFileSync(names, `${keys.join('\n')}\n`);
    const files = execFileSync('rg', ['--files', '-g', SOURCES, root], { encoding: 'utf8', maxBuffer: 1e9 })
      .split('\n')
      .filter(Boolean);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const search = () => timed(() => spawnSync('rg', ['-c', '-w', '-F', '-f', names, '-g', SOURCES, root]));
    const ripgrep = [];
    const cold = [];
    const warm = [];
    // In turns, so that what else the machine does falls on all alike.
    for (let round = 0; round < rounds; round++) {
      ripgrep.push(search());
      rmSync(join(own, 'cache'), { recursive: true, force: true });
      cold.push(list());
      ripgrep.push(search());
      warm.push(list());
    }
    const least = Math.min(...ripgrep);
    const of = (runs) => Math.min(...runs.map(({ seconds }) => seconds));
    const memory = Math.max(...cold.map(({ memory: most }) => most));
    const cells = [basename(root), files.length, (bytes / 1e6).toFixed(0), keys.length];
    const times = [of(cold), of(warm)].flatMap((time) => [`${time.toFixed(2)} s`, (time / least).toFixed(1)]);
    return `| ${[...cells, `${least.toFixed(2)} s`, ...times, `${memory} MB`].join(' | ')} |`;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** One run of the command line, with the most memory that it took. */
function measured(root, own, args) {
  const usage = join(own, 'usage.cjs');
  writeFileSync(
    usage,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(join(own, 'memory'))}, String(process.resourceUsage().maxRSS)));`,
  );
  const env = { ...process.env, XDG_CACHE_HOME: join(own, 'cache') };
  let result;
  const seconds = timed(() => {
    result = spawnSync(process.execPath, ['--require', usage, cli, ...args, '--root', root], {
      env,
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
  });
  const told = join(own, 'memory');
  const memory = existsSync(told) ? Math.round(Number(readFileSync(told, 'utf8')) / 1000) : 0;
  return { seconds, memory, stdout: result.stdout };
}

function timed(work) {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1000;
}
