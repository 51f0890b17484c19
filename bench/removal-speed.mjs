// How long planning a removal takes with the index warm and without types: a flag with 50 reads in a workspace of 4,000 files.
//   node bench/removal-speed.mjs
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const FILES = 4000;
const READS = 50;
const ROUNDS = 7;

const folder = mkdtempSync(path.join(tmpdir(), 'flagwright-speed-'));
try {
  const root = path.join(folder, 'workspace');
  const bundle = path.join(folder, 'core.cjs');
  await build({
    stdin: {
      contents: `
        export { diskHost } from './server/src/node/disk';
        export { planFromWorkspace } from './server/src/removal/from-workspace';
        export { createWorkspace } from './server/src/workspace/workspace';`,
      resolveDir: process.cwd(),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    external: ['typescript'],
    outfile: bundle,
  });
  writeWorkspace(root);
  // The bundle lies elsewhere; TypeScript is found from here.
  process.env.NODE_PATH = path.resolve('node_modules');
  const require = createRequire(import.meta.url);
  require('node:module').Module._initPaths();
  const { createWorkspace, diskHost, planFromWorkspace } = require(bundle);
  const workspace = createWorkspace(diskHost(root));
  await workspace.load();
  const request = { flag: 'new_page', keep: true, scope: { kind: 'everywhere' } };
  const times = [];
  const work = [];
  let plan;
  for (let round = 0; round < ROUNDS; round++) {
    const before = performance.now();
    const worked = process.cpuUsage();
    plan = await planFromWorkspace(workspace, request);
    times.push(performance.now() - before);
    const { user, system } = process.cpuUsage(worked);
    work.push((user + system) / 1000);
  }
  console.log(
    `${FILES} files, ${READS} reads: ${plan.files.length} files changed, ${plan.review.length} left`,
  );
  // On a machine that does other things as well, the time waited says less than the time worked.
  console.log(`waited:  ${told(times)}`);
  console.log(`worked:  ${told(work)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function told(times) {
  const [first] = times;
  const sorted = times.toSorted((a, b) => a - b);
  const [median, longest] = [sorted[sorted.length >> 1], sorted.at(-1)];
  return `first ${first.toFixed(0)} ms, median ${median.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`;
}

/** Pages of some 120 lines that import one another; every eightieth reads the flag and shows an old part without it. */
function writeWorkspace(root) {
  mkdirSync(path.join(root, 'src'), { recursive: true });
  const write = (file, text) => writeFileSync(path.join(root, file), text);
  write('flags.yaml', 'flags:\n  new_page: { enabled: true }\n  other: { enabled: false }\n');
  write('package.json', '{ "private": true }\n');
  write(
    'tsconfig.json',
    '{ "compilerOptions": { "strict": true, "jsx": "react-jsx" }, "include": ["src"] }\n',
  );
  write(
    'src/flags.ts',
    "export type FlagKey = 'new_page' | 'other';\nexport const flags = { isEnabled: (key: FlagKey) => key.length > 0 };\n",
  );
  for (let i = 0; i < FILES - 1; i++) {
    const reads = i % Math.floor(FILES / READS) === 0 && i / Math.floor(FILES / READS) < READS;
    const lines = Array.from({ length: 100 }, (_, n) => `  const value${n} = compute(${n}, props.size);`);
    write(
      `src/Page${i}.tsx`,
      [
        "import { flags } from './flags';",
        `import { part as next } from './Page${(i + 1) % (FILES - 1)}';`,
        'export const part = (size: number) => size + 1;',
        'export const compute = (a: number, b: number) => next(a) + b;',
        'const oldPart = () => <p>old</p>;',
        `export function Page${i}(props: { size: number }) {`,
        ...lines,
        reads
          ? "  return flags.isEnabled('new_page') ? <b>{value1}</b> : oldPart();"
          : '  return <i>{value1}{oldPart()}</i>;',
        '}',
        '',
      ].join('\n'),
    );
  }
}
