// How the cost of reading a workspace grows with it: see speed.md.
//
//   node esbuild.mjs && node bench/growth.mjs DIR DIR… [--svg bench/growth.svg]
//
// The folders, each with a flag file, are read from the smallest to the largest, without a saved index. What counts is the time of
// processors, of all threads together: it says less about what else the machine does than the time that passes.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: { svg: { type: 'string' } },
});
if (folders.length < 2) {
  console.error('usage: node bench/growth.mjs DIR DIR… [--svg FILE]');
  process.exit(2);
}
const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const told = join(tmpdir(), `flagwright-growth-${process.pid}`);
const onExit = `data:text/javascript,${encodeURIComponent(
  `import { writeFileSync } from 'node:fs'; process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); writeFileSync(${JSON.stringify(told)}, JSON.stringify([(userCPUTime + systemCPUTime) / 1e6, maxRSS / 1e3])); });`,
)}`;

console.log('| folder | sources | MB | processor | for 1,000 sources | memory at most |');
console.log('|---|--:|--:|--:|--:|--:|');
const points = [];
for (const folder of folders) {
  const root = resolve(folder);
  const files = execFileSync('rg', ['--files', '-g', '*.{ts,tsx,js,jsx,mts,mjs,cts,cjs}', root], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  })
    .split('\n')
    .filter(Boolean);
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  spawnSync(
    process.execPath,
    [
      '--max-old-space-size=8000',
      '--import',
      onExit,
      cli,
      'list',
      '--no-cache',
      '--format',
      'json',
      '--root',
      root,
    ],
    { stdio: 'ignore' },
  );
  const [seconds, memory] = JSON.parse(readFileSync(told, 'utf8'));
  points.push({ sources: files.length, seconds });
  const perThousand = (seconds / files.length) * 1000;
  console.log(
    `| ${basename(root)} | ${files.length} | ${megabytes.toFixed(0)} | ${seconds.toFixed(1)} s | ${perThousand.toFixed(2)} s | ${memory.toFixed(0)} MB |`,
  );
}
rmSync(told, { force: true });
if (options.svg) writeFileSync(options.svg, plot(points));

/** The points, and the line through the origin and the smallest: what grows with the folder alone stays on it. */
function plot(all) {
  const [width, height, edge] = [480, 300, 44];
  const most = { x: Math.max(...all.map(({ sources }) => sources)), y: 0 };
  const slope = all[0].seconds / all[0].sources;
  most.y = Math.max(...all.map(({ seconds }) => seconds), slope * most.x);
  const x = (sources) => (edge + ((width - 2 * edge) * sources) / most.x).toFixed(1);
  const y = (seconds) => (height - edge - ((height - 2 * edge) * seconds) / most.y).toFixed(1);
  const path = all.map(({ sources, seconds }) => `${x(sources)},${y(seconds)}`).join(' ');
  const dots = all
    .map(({ sources, seconds }) => `<circle cx="${x(sources)}" cy="${y(seconds)}" r="3" fill="#0b6bcb"/>`)
    .join('');
  const labels = all
    .map(
      ({ sources, seconds }) =>
        `<text x="${x(sources)}" y="${Number(y(seconds)) - 8}" text-anchor="end">${seconds.toFixed(0)} s</text>`,
    )
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#555">
<title>Time of a processor by the number of sources</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<path d="M${x(0)} ${y(most.y)}V${y(0)}H${x(most.x)}" fill="none" stroke="#999"/>
<path d="M${x(0)} ${y(0)}L${x(most.x)} ${y(slope * most.x)}" stroke="#bbb" stroke-dasharray="4 3"/>
<polyline points="${path}" fill="none" stroke="#0b6bcb" stroke-width="1.5"/>
${dots}${labels}
<text x="${x(most.x)}" y="${height - edge + 16}" text-anchor="end">${most.x} sources</text>
<text x="${x(0)}" y="${edge - 12}">time of a processor; dashed: in proportion to the smallest</text>
</svg>
`;
}
