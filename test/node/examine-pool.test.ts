import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { diskHost } from '../../server/src/node/disk';
import { examinePool, type PoolOptions } from '../../server/src/node/examine-pool';
import type { ExamineOptions, ExamineOutcome } from '../../server/src/workspace/host';
import { NOTHING_INFERRED } from '../../server/src/workspace/known-shapes';
import { type Chunk, loadIndex } from '../../server/src/workspace/saved-index';
import { createWorkspace } from '../../server/src/workspace/workspace';
import { TODAY } from '../support/memory-host';
import { folder } from './folder';

let scripts: string;
const script = (name: string): string => join(scripts, name);

beforeAll(async () => {
  scripts = mkdtempSync(join(tmpdir(), 'flagwright-threads-'));
  const typescript = createRequire(import.meta.url).resolve('typescript');
  await build({
    entryPoints: ['server/src/node/examine-thread.ts'],
    outfile: script('examine.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    plugins: [
      {
        name: 'typescript-elsewhere',
        setup: (context) =>
          context.onResolve({ filter: /^typescript$/ }, () => ({ path: typescript, external: true })),
      },
    ],
  });
});
afterAll(() => rmSync(scripts, { recursive: true, force: true }));

const ALWAYS = { starting: 1, asking: 1 };

describe('threads', () => {
  const FILES: Readonly<Record<string, string | Uint8Array>> = {
    'flags.yaml': 'flags:\n  a: true\n  b: false\n',
    'flagwright.config.json': '{ "wrappers": [{ "call": "ask", "key": 1 }] }',
    'src/gate.ts': 'export const gated = (key: string) => unleash.isEnabled(key);\n',
    'src/twice.ts': "import { gated } from './gate';\nexport const twice = (key: string) => gated(key);\n",
    'src/class.ts': 'export class Gate { allows(key: string) { return unleash.isEnabled(key); } }\n',
    'src/keys.ts': "export const KEY = 'a';\nexport enum Flag { New = 'b' }\n",
    'src/app.tsx':
      "import { twice } from './twice';\nimport { KEY } from './keys';\nif (twice(KEY)) ask(me, 'b');\n",
    'src/🙂.ts': "import { Gate } from './class';\r\nnew Gate().allows('a') && log('🙂');\u2028\r\n",
    'src/plain.ts': 'export const nothing = 1;\n',
    'src/latin.ts': Uint8Array.of(0x2f, 0x2f, 0xe9),
    'src/broken.ts': "if (unleash.isEnabled('a') {{{",
    'src/deep.js': `flags.isEnabled('a');${'['.repeat(100_000)}`,
  };

  /** All that is found below a root: what is saved of each file, and what follows. */
  const found = async (root: string, threads: number): Promise<unknown> => {
    const chunks: Chunk[] = [];
    const store = {
      load: async () => (chunks.length > 0 ? chunks : undefined),
      save: async (saved: Iterable<Chunk>) => {
        chunks.push(...saved);
        return [];
      },
      isLost: () => false,
    };
    const host = {
      ...diskHost(root),
      store,
      ...(threads > 0 && {
        examiners: examinePool(root, { script: script('examine.js'), threads, worth: ALWAYS }),
      }),
    };
    const workspace = createWorkspace(host, { clock: () => TODAY });
    await workspace.load();
    await workspace.saved();
    const { sources, ...rest } = (await loadIndex(store))!;
    const snapshot = workspace.snapshot();
    return {
      ...rest,
      sources: new Map([...sources].sort(([one], [other]) => (one < other ? -1 : 1))),
      reads: snapshot.keys().map((key) => [key, snapshot.readsOf(key)]),
      unreadable: snapshot.unreadable,
      words: await workspace.sourcesWith(['gated', 'Gate', 'KEY']),
    };
  };

  it('find the same as one that does all by itself, to the byte', async () => {
    const filler = Array.from({ length: 200 }, (_, i) => [`filler/${i}.ts`, `export const x${i} = ${i};\n`]);
    const some = fc.subarray(Object.keys(FILES), { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(some, async (names) => {
        const root = folder({
          ...Object.fromEntries(filler),
          ...Object.fromEntries(names.map((name) => [name, FILES[name]!])),
        });
        expect(await found(root, 2)).toEqual(await found(root, 0));
      }),
      { numRuns: 5, examples: [[Object.keys(FILES)]] },
    );
  }, 60_000);
});

describe('a pool of threads', () => {
  /** A thread of which some files get the better. */
  const fragile = (): string => {
    const file = script('fragile.cjs');
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ batch }) => {
        for (const { path } of batch ?? []) {
          if (path.startsWith('ends')) process.exit(1);
          if (path.startsWith('throws')) throw new Error('no');
          while (path.startsWith('hangs'));
        }
        if (batch) parentPort.postMessage(batch.map(({ path }) => ({ examined: { hash: 1, words: path, modules: [] } })));
      });
      parentPort.postMessage([]);`,
    );
    return file;
  };

  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i}.ts`);

  const run = async (
    paths: readonly string[],
    options: PoolOptions,
    { onDone, ...how }: ExamineOptions & { onDone?: () => void } = {},
  ) => {
    const outcomes = new Map<string, ExamineOutcome>();
    const pool = examinePool('/', { threads: 2, worth: ALWAYS, ...options });
    const left = await pool.examine(
      paths.map((path) => ({ path, isWhole: false })),
      { config: { calls: [], bulks: [], components: [] }, inferred: NOTHING_INFERRED },
      (path, outcome) => {
        expect(outcomes.has(path)).toBe(false);
        outcomes.set(path, outcome);
        onDone?.();
      },
      how,
    );
    return { pool, outcomes, left };
  };

  it('outlives threads that end, throw or hang: each is a defect of the one file that does it', async () => {
    const paths = [...names(40), 'ends.ts', ...names(80).slice(40), 'throws.ts', 'hangs.ts', 'ends-too.ts'];
    const { outcomes, left } = await run(paths, { script: fragile(), patience: 3_000 });
    expect(left).toEqual([]);
    expect([...outcomes.keys()].sort()).toEqual([...paths].sort());
    const defects = [...outcomes].flatMap(([path, outcome]) =>
      'defect' in outcome ? [[path, outcome]] : [],
    );
    expect(Object.fromEntries(defects)).toEqual({
      'ends.ts': { defect: 'the thread that examines it ends' },
      'ends-too.ts': { defect: 'the thread that examines it ends' },
      'throws.ts': { defect: 'the thread that examines it ends: no' },
      'hangs.ts': { defect: 'examining it takes too long' },
    });
  }, 30_000);

  it('knows that a thread has begun whose error comes at the same time', async () => {
    const said = script('thrown.txt');
    const file = script('hasty.cjs');
    writeFileSync(said, '');
    writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ batch }) => {
        if (!batch) return;
        process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(said)}, 'thrown'));
        throw new Error('no');
      });
      parentPort.postMessage([]);`,
    );
    const running = run(['throws.ts'], { script: file, threads: 1 });
    // Nothing that the thread says is heard before all of it is there.
    while (readFileSync(said, 'utf8') === '') {}
    const { outcomes, left } = await running;
    expect(left).toEqual([]);
    expect(outcomes.get('throws.ts')).toEqual({ defect: 'the thread that examines it ends: no' });
  });

  it('asks another thread for what one has not answered in time, and takes no notice of the answer that comes then', async () => {
    const said = script('said.txt');
    const file = script('talkative.cjs');
    writeFileSync(said, '');
    writeFileSync(
      file,
      `const { appendFileSync } = require('node:fs');
      const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ batch }) => {
        if (!batch) return;
        parentPort.postMessage(batch.map(({ path }) => ({ examined: { hash: 1, words: path, modules: [] } })));
        appendFileSync(${JSON.stringify(said)}, batch[0].path + ' ');
      });
      parentPort.postMessage([]);`,
    );
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const patience = 1_000;
    let isFirst = true;
    const { outcomes, left } = await run(
      names(32),
      { script: file, threads: 1, patience },
      {
        onDone: () => {
          if (!isFirst) return;
          isFirst = false;
          // The second batch has been answered, but before anybody hears of it, the time for it is over.
          queueMicrotask(() => {
            while (readFileSync(said, 'utf8') !== '0.ts 16.ts ') {}
            vi.advanceTimersByTime(patience);
          });
        },
      },
    );
    vi.runAllTimers();
    expect(left).toEqual([]);
    expect([...outcomes.keys()]).toEqual(names(32));
  });

  it('has whoever asks do what it takes on, from the end and one after the other, and does the rest', async () => {
    const telling = script('telling.cjs');
    writeFileSync(
      telling,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ batch }) => {
        if (batch) parentPort.postMessage(batch.map(() => ({ examined: { hash: 1, words: '', modules: [] } })));
      });
      parentPort.postMessage([]);`,
    );
    const helped: string[] = [];
    let isBusy = false;
    const help = async ({ path }: { readonly path: string }): Promise<boolean> => {
      expect(isBusy).toBe(false);
      isBusy = true;
      await Promise.resolve();
      isBusy = false;
      if (path.endsWith('7.ts')) return false;
      helped.push(path);
      return true;
    };
    const { outcomes, left } = await run(names(200), { script: telling, threads: 1 }, { help });
    expect(left).toEqual([]);
    expect(helped[0]).toBe('199.ts');
    expect([...outcomes.keys(), ...helped].sort()).toEqual(names(200).sort());
    expect(helped.every((path) => !outcomes.has(path))).toBe(true);
  });

  it('gives back what nobody takes on, and what goes wrong where it helps is left to the threads', async () => {
    const refusing = { help: async () => false };
    const broken = await run(names(50), { script: script('missing.js') }, refusing);
    expect(broken.left.map(({ path }) => path).sort()).toEqual(names(50).sort());
    const failing = { help: () => Promise.reject(new Error('no')) };
    const { outcomes, left } = await run(names(50), { script: fragile() }, failing);
    expect(left).toEqual([]);
    expect([...outcomes.keys()].sort()).toEqual(names(50).sort());
  });

  it('gives everything back where no thread can be started, and is not worth asking again', async () => {
    const { pool, outcomes, left } = await run(names(50), { script: script('missing.js') });
    expect(left.map(({ path }) => path).sort()).toEqual(names(50).sort());
    expect(outcomes.size).toBe(0);
    expect(pool.isWorth(1_000_000)).toBe(false);
  });

  it('begins no more when it is told to stop', async () => {
    const stop = new AbortController();
    const { outcomes, left } = await run(
      names(1000),
      { script: fragile() },
      { signal: stop.signal, onDone: () => stop.abort() },
    );
    expect(left).toEqual([]);
    expect(outcomes.size).toBeGreaterThan(0);
    expect(outcomes.size).toBeLessThan(200);
  });

  it('is worth it for many files, for fewer once it is there, and never where there is one processor', async () => {
    const worth = { starting: 20, asking: 5 };
    const { pool } = await run(names(20), { script: fragile(), worth });
    expect([4, 5].map(pool.isWorth)).toEqual([false, true]);
    expect([19, 20].map(examinePool('/', { threads: 2, worth }).isWorth)).toEqual([false, true]);
    expect(examinePool('/', { threads: 0, worth }).isWorth(20)).toBe(false);
  });
});
