import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkspaceHost } from '../../server/src/workspace/host';
import { type KeptText, textOf } from '../../server/src/workspace/kept-texts';
import { forgetUnpacked } from '../../server/src/workspace/packed-facts';
import type { Chunk, IndexStore } from '../../server/src/workspace/saved-index';
import { createWorkspace, type Workspace } from '../../server/src/workspace/workspace';
import { contentOf } from '../support/content';
import { createMemoryHost, type MemoryHost, TODAY } from '../support/memory-host';

/** Enough files that are about nothing, so that saving is worth while. */
const FILLER = Array.from({ length: 200 }, (_, i): [string, string] => [
  `filler/${i}.ts`,
  `export const x${i} = ${i};\n`,
]);

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'flags.yaml': ['flags:\n  a: true\n  b: false\n', 'flags:\n  a: false\n  c: true\n'],
  'flagwright.config.json': ['{ "wrappers": [{ "call": "ask", "key": 1 }] }', '{ "exclude": ["old/**"] }'],
  'src/gate.ts': [
    'export const gated = (key: string) => unleash.isEnabled(key);\n',
    'export const gated = (x: number, key: string) => !unleash.isEnabled(key);\n',
    'export const gated = (key: string) => unleash.isDisabled(key);\n',
  ],
  'src/twice.ts': [
    "import { gated } from './gate';\nexport const twice = (key: string) => gated(key);\n",
    "export { gated as twice } from './gate';\n",
  ],
  'src/keys.ts': ["export const KEY = 'a';\n", "export const KEY = 'b';\n"],
  'src/app.tsx': [
    "import { twice } from './twice';\nimport { KEY } from './keys';\nif (twice(KEY)) ask(me, 'b');\n",
    "import { gated } from './gate';\nif (gated('a') && gated(1, 'c')) show();\n",
  ],
  'old/app.ts': ["flags.isEnabled('a');\n", "flags.isEnabled('b');\n"],
  'tools/run.py': ['on("a")\n', 'on("c")\n'],
};

/** A read whose key another file tells. */
const READING: readonly (readonly [string, string])[] = [
  ['flags.yaml', TEXTS['flags.yaml']![0]!],
  ['src/read.ts', "import { KEY } from './keys';\nunleash.isEnabled(KEY);\n"],
];

const path = fc.constantFrom(...Object.keys(TEXTS));
const state = fc.record(
  Object.fromEntries(
    Object.entries(TEXTS).map(([name, texts]) => [name, fc.option(fc.constantFrom(...texts))]),
  ),
);
/** What happens to the files between two starts; `quietly` leaves the times as they were. */
const edits = fc.array(
  fc.record({ path, text: fc.nat(2), isGone: fc.boolean(), isTouchedOnly: fc.boolean() }),
  { maxLength: 4 },
);

/** Files in memory, each with the time of its last change, and a place for the index. */
function createHost(files: Iterable<readonly [string, string]>): {
  host: WorkspaceHost;
  memory: MemoryHost;
  touch: (path: string, at?: number) => void;
  alterConclusion: (alter: (conclusion: object) => object) => void;
} {
  const memory = createMemoryHost(files);
  const times = new Map<string, number>();
  let now = 0;
  const conclusions = createStore();
  return {
    memory,
    alterConclusion: (alter) => {
      const [head, conclusion] = conclusions.chunks!;
      conclusions.chunks = [head!, { data: alter(conclusion!.data as object) }];
    },
    touch: (path, at = ++now) => times.set(path, at),
    host: {
      ...memory,
      store: createStore(),
      conclusions,
      list: async (exclude) =>
        (await memory.list(exclude)).map((entry) => ({ ...entry, modified: times.get(entry.path) ?? 0 })),
    },
  };
}

/** A store in memory, whose texts are elsewhere than those who save and load them, and may be lost. */
function createStore(): IndexStore & { chunks: Chunk[] | undefined; lose(): void } {
  let isLost = false;
  const placed = ({ texts = [] }: Chunk): KeptText[] =>
    texts.map(textOf).map((text) => ({ file: { read: reader(text) }, at: 1, length: text.length }));
  const reader =
    (text: string) =>
    (at: number, length: number): string => {
      if (isLost) throw new Error('cut off');
      return text.slice(at - 1, at - 1 + length);
    };
  const store = {
    chunks: undefined as Chunk[] | undefined,
    isLost: () => isLost,
    lose: () => {
      isLost = true;
      store.chunks = undefined;
    },
    load: async () => {
      isLost = false;
      return store.chunks?.map((chunk) => ({ data: structuredClone(chunk.data), texts: placed(chunk) }));
    },
    save: async (saved: Iterable<Chunk>) => {
      store.chunks = [...saved].map(({ data, texts = [] }) => ({
        data: structuredClone(data),
        texts: texts.map(textOf),
      }));
      return store.chunks.map(placed);
    },
  };
  return store;
}

async function start(host: WorkspaceHost, now = TODAY): Promise<Workspace> {
  const workspace = createWorkspace(host, { clock: () => now });
  await workspace.load();
  await workspace.saved();
  return workspace;
}

describe('an index that was saved', () => {
  it('gives the answers of a fresh start, whatever has happened to the files since', async () => {
    await fc.assert(
      fc.asyncProperty(state, fc.array(edits, { maxLength: 3 }), async (first, rounds) => {
        const texts = Object.entries(first).filter((entry): entry is [string, string] => entry[1] !== null);
        const { host, memory, touch } = createHost([...FILLER, ...texts]);
        await start(host);
        for (const round of rounds) {
          for (const { path, text, isGone, isTouchedOnly } of round) {
            touch(path);
            if (isGone) memory.delete(path);
            else if (!isTouchedOnly) memory.write(path, TEXTS[path]![text % TEXTS[path]!.length]!);
          }
          const { store: _, conclusions: ___, ...fresh } = host;
          expect(contentOf((await start(host)).snapshot())).toEqual(
            contentOf((await start(fresh)).snapshot()),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['which a file says that it was changed in', TODAY, TODAY + 1_000_000],
    ['that is over once the clock is set back', TODAY - 1_000_000, TODAY],
  ])('trusts no time %s: another change may bear the same', async (_, clock, changed) => {
    const [one, other] = TEXTS['src/keys.ts']!;
    const { host, memory, touch } = createHost([...FILLER, ...READING, ['src/keys.ts', one!]]);
    touch('src/keys.ts', changed);
    await start(host, clock);
    memory.write('src/keys.ts', other!);
    const { store: __, conclusions: ___, ...fresh } = host;
    const [again, anew] = [await start(host, clock), await start(fresh, clock)];
    expect(contentOf(again.snapshot())).toEqual(contentOf(anew.snapshot()));
    expect(again.snapshot().readsOf('b')).toHaveLength(1);
  });

  it('takes up a reading that was ended anywhere, and what changed after it', async () => {
    await fc.assert(
      fc.asyncProperty(state, edits, fc.nat(260), async (first, changes, reads) => {
        const texts = Object.entries(first).filter((entry): entry is [string, string] => entry[1] !== null);
        const { host, memory, touch } = createHost([...FILLER, ...texts]);
        const stop = new AbortController();
        let left = reads;
        const ending: WorkspaceHost = {
          ...host,
          read: (path) => {
            if (left-- === 0) stop.abort();
            return host.read(path);
          },
        };
        const workspace = createWorkspace(ending, { clock: () => TODAY });
        await workspace.load({ signal: stop.signal });
        for (const { path, text, isGone } of changes) {
          touch(path);
          if (isGone) memory.delete(path);
          else memory.write(path, TEXTS[path]![text % TEXTS[path]!.length]!);
          await workspace.refresh([path]);
        }
        await workspace.load();
        const { store: _, conclusions: ___, ...fresh } = host;
        expect(contentOf(workspace.snapshot())).toEqual(contentOf((await start(fresh)).snapshot()));
      }),
      { numRuns: 60 },
    );
  });

  it('spares reading the files that are the same', async () => {
    const { host, memory, touch } = createHost([
      ...FILLER,
      ['src/a.ts', "flags.isEnabled('a');"],
      ['flags.yaml', 'flags: { a: true }'],
    ]);
    await start(host);
    touch('filler/7.ts');
    memory.write('filler/8.ts', "flags.isEnabled('b'); // longer");
    const before = new Map(memory.reads);
    await start(host);
    const again = [...memory.reads]
      .filter(([path, count]) => count > (before.get(path) ?? 0))
      .map(([path]) => path);
    expect(again.filter((path) => path.endsWith('.ts')).sort()).toEqual(['filler/7.ts', 'filler/8.ts']);
  });

  it('lets a workspace be kept up to date from where the last start has left it', async () => {
    await fc.assert(
      fc.asyncProperty(state, edits, async (first, changes) => {
        const texts = Object.entries(first).filter((entry): entry is [string, string] => entry[1] !== null);
        const { host, memory, touch } = createHost([...FILLER, ...texts]);
        await start(host);
        const workspace = await start(host);
        for (const [index, { path, text, isGone }] of changes.entries()) {
          touch(path);
          if (isGone) memory.delete(path);
          else memory.write(path, TEXTS[path]![text % TEXTS[path]!.length]!);
          // Before or after what was taken over is connected in the background.
          if (index === 1) await workspace.connect();
          await workspace.refresh([path]);
          const { store: _, conclusions: __, ...fresh } = host;
          expect(contentOf(workspace.snapshot())).toEqual(contentOf((await start(fresh)).snapshot()));
        }
      }),
      { numRuns: 60 },
    );
  });

  describe('with what followed from all files', () => {
    const FILES: readonly (readonly [string, string])[] = [
      ['flags.yaml', 'flags: { a: true }\n'],
      ['package.json', '{ "name": "shop" }'],
      ['src/gate.ts', 'export const gated = (key: string) => unleash.isEnabled(key);\n'],
      ['src/app.ts', "import { gated } from './gate';\ngated('a');\n"],
    ];

    it.each<[string, (start: ReturnType<typeof createHost>) => void, number]>([
      ['takes it over where nothing has changed', () => {}, 99],
      ['takes it over where a file was saved as it was', ({ touch }) => touch('src/app.ts'), 99],
      [
        'works it out where a source has changed',
        ({ memory }) => memory.write('src/b.ts', "gated('a');\n"),
        1,
      ],
      ['works it out where a source is gone', ({ memory }) => memory.delete('filler/3.ts'), 1],
      [
        'works it out where a flag has come',
        ({ memory }) => memory.write('flags.yaml', 'flags: { a: true, b: true }\n'),
        1,
      ],
      [
        'works it out where modules are named otherwise',
        ({ memory }) => memory.write('package.json', '{ "name": "market" }'),
        1,
      ],
      [
        'works it out under another configuration',
        ({ memory }) => memory.write('flagwright.config.json', '{ "exclude": ["old/**"] }'),
        1,
      ],
    ])('%s', async (_, change, count) => {
      const host = createHost([...FILLER, ...FILES]);
      await start(host.host);
      // Nothing else says how often a flag is read that nobody reads so often.
      host.alterConclusion((conclusion) => ({ ...conclusion, readCounts: new Map([['a', 99]]) }));
      change(host);
      expect((await start(host.host)).snapshot().readCount('a')).toBe(count);
    });

    it('keeps nothing of unsaved texts, and takes nothing over for them', async () => {
      const { host } = createHost([...FILLER, ...FILES]);
      const typing = createWorkspace(host, { clock: () => TODAY });
      await typing.setBuffer('src/app.ts', "import { gated } from './gate';\ngated('a') && gated('a');\n");
      await typing.load();
      await typing.saved();
      expect(typing.snapshot().readCount('a')).toBe(2);
      expect(await host.conclusions!.load()).toBeUndefined();
      await start(host);
      expect(await host.conclusions!.load()).toBeDefined();
      await typing.load();
      expect(typing.snapshot().readCount('a')).toBe(2);
    });

    it('shows the reads as the same ones when they have been connected', async () => {
      const { host } = createHost([...FILLER, ...FILES]);
      await start(host);
      const workspace = await start(host);
      const before = workspace.snapshot().readsIn('src/app.ts');
      await workspace.connect();
      await workspace.setBuffer('src/gate.ts', `${FILES[2]![1]}\n`);
      expect(before).toHaveLength(1);
      expect(workspace.snapshot().readsIn('src/app.ts')).toBe(before);
    });
  });

  it('is of no use under another configuration', async () => {
    const { host, memory } = createHost([
      ...FILLER,
      ['src/a.ts', "ask('a');"],
      ['flags.yaml', 'flags: { a: true }'],
    ]);
    await start(host);
    memory.write('flagwright.config.json', '{ "wrappers": [{ "call": "ask" }] }');
    expect((await start(host)).snapshot().readsOf('a')).toHaveLength(1);
  });

  it('holds nothing of unsaved texts', async () => {
    const { host } = createHost([...FILLER, ['src/a.ts', ''], ['flags.yaml', 'flags: { a: true }']]);
    const first = createWorkspace(host, { clock: () => TODAY });
    await first.setBuffer('src/a.ts', "flags.isEnabled('a');");
    await first.load();
    await first.saved();
    expect(first.snapshot().readsOf('a')).toHaveLength(1);
    expect((await start(host)).snapshot().readsOf('a')).toHaveLength(0);
  });

  it('is made anew where its texts are lost while it is in use', async () => {
    const { host, memory } = createHost([...FILLER, ...READING, ['src/a.ts', "flags.isEnabled('a');"]]);
    const store = createStore();
    await start({ ...host, store });
    const workspace = await start({ ...host, store });
    store.lose();
    forgetUnpacked();
    memory.write('src/a.ts', "flags.isEnabled('b');");
    await workspace.refresh(['src/a.ts']);
    const { store: _, conclusions: __, ...fresh } = host;
    expect(contentOf(workspace.snapshot())).toEqual(contentOf((await start(fresh)).snapshot()));
  });

  it('is not saved again for what is typed, however much that is', async () => {
    const { host } = createHost([...FILLER, ['src/a.ts', ''], ['flags.yaml', 'flags: { a: true }']]);
    let saves = 0;
    const store: IndexStore = {
      load: async () => undefined,
      save: async () => {
        saves++;
        return [];
      },
      isLost: () => false,
    };
    const workspace = await start({ ...host, store });
    for (let key = 0; key < 210; key++)
      await workspace.setBuffer('src/a.ts', `flags.isEnabled('${'a'.repeat(key)}');`);
    await workspace.saved();
    expect(saves).toBe(1);
  });
});
