import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkEarly, checkFile } from '../../server/src/rules/check';
import { createWorkspace, type Workspace } from '../../server/src/workspace/workspace';
import { contentOf } from '../support/content';
import { createMemoryHost, loadWorkspace, type MemoryHost, TODAY } from '../support/memory-host';

/** The texts that each file of the workspace may have. Whatever depends on another file is here. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'flags.yaml': [
    'flags:\n  a: true\n  b: { enabled: true, created: 2026-01-01 }\n',
    'flags:\n  a: false\n  pay-card: { enabled: true, percentage: 50 } # flagwright-ignore missing-owner: ours\n',
    'flags:\n  b\n  a: true\n',
    'de: { name: Germany, says: [a, b] }\n',
    '',
  ],
  'packages/p/flags.json': ['{ "flags": { "a": true, "c": true } }', '{ "flags": { "b": ', '[]'],
  'flagwright.config.json': [
    '{ "wrappers": [{ "call": "ask", "key": 1 }], "rules": { "missing-owner": "off" } }',
    '{ "exclude": ["old/**"], "rules": { "stale-flag": "error", "nope": 1 } }',
    '{ "flagFiles": [{ "glob": "flags.yaml", "environment": "dev" }], "include": ["src/**"] }',
    '{ "wrappers": [{ "bulk": "settings.flags", "keys": "camelCase" }',
    '{ "wrappers": [{ "bulk": "settings.flags" }, { "call": "on", "keys": { "table": "src/keys.ts#Flag" } }] }',
  ],
  'tsconfig.json': [
    '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
    '{ "compilerOptions": { "paths": { "~/*": ["./packages/p/src/*"] } } }',
  ],
  'packages/p/package.json': ['{ "name": "p", "main": "src/index.ts" }', '{ "name": "q" }'],
  'packages/p/src/index.ts': [
    "export const KEY = 'c';\nexport * from './gate';\n",
    "export { gated as open } from './gate';\nexport default 'a';\n",
  ],
  'packages/p/src/gate.ts': [
    'export const gated = (key: string) => unleash.isEnabled(key);\n',
    'export const gated = (x: number, key: string) => !unleash.isEnabled(key);\n',
  ],
  'src/keys.ts': [
    "export const A = 'a';\nexport enum Flag { B = 'b' }\n",
    "export const A = 'b';\nexport { KEY as default } from 'p';\n",
  ],
  'src/all.ts': [
    "export * from './keys';\nexport * from './rest';\n",
    "export * from './rest';\nexport const C = 'c';\n",
  ],
  'src/rest.ts': ['export const rest = 1;\n', "export const B = 'b';\n", "export * from './keys';\n"],
  'src/gate.ts': [
    'export function gated(key: string) { return flags.isEnabled(key); }\nexport default gated;\n',
    'export const gated = async (user: User, key: string) => !client.isEnabled(key);\n',
    "export const gated = () => flags.isEnabled('a');\nexport default (key: string) => client.isEnabled(key);\n",
    "export { gated, gated as default } from 'p';\n",
    'export const gated = 1;\n',
  ],
  'src/twice.ts': [
    "import { gated } from './gate';\nexport const twice = (key: string) => gated(key);\n",
    "import gated from './gate';\nimport { A } from '~/keys';\nexport const twice = (key: string) => gated(key) && gated(A);\n",
  ],
  'src/app.tsx': [
    "import { A, Flag } from './keys';\nimport { twice } from './twice';\nif (twice(A)) flags.isEnabled(Flag.B);\n",
    "import on, { gated } from './gate';\nimport { A } from '~/keys';\non('a'), gated('b'), gated(me, A), client.isEnabled('pay-' + x);\n",
    "import { A, B, C } from './all';\nflags.isEnabled(A), flags.isEnabled(B), flags.isEnabled(C);\n",
    "import { open } from 'p';\nif (open('c') && ask(me, 'b')) { KILL_SWITCHES.a = false; } // flagwright-ignore nested-flag: known\n",
    "const { a, payCard } = settings.flags;\nif (featureFlags.a) show(a ? featureFlags[key] : 'b' in featureFlags);\n",
    'export const plain = 1;\n',
    'if (flags.isEnabled(',
  ],
  'src/box.ts': [
    'export class Box { get(key: string) { return flags.isEnabled(key); } }\n',
    'export class Box { get(key: string) { return map[key]; } }\n',
  ],
  'src/shelf.ts': [
    "export { Box as Crate } from './box';\n",
    "import { Box } from './box';\nexport const shelf = { crate: new Box() };\nexport const Names = { A: 'a' };\n",
    "export const shelf = 1;\nexport const Names = { A: 'c' };\n",
  ],
  'src/asks.ts': [
    "this.thing.get('a'), this.thing.get('c'), this.thing.get(key);\n",
    "import { Crate } from './shelf';\nconst own = new Crate();\nown.get('b'), own.get(key);\nexport const via = (k: string) => own.get(k);\n",
    "import { A } from './keys';\nimport { Names } from './shelf';\nmine.get(A), this.mine.get(Names.A);\n",
    "import { shelf } from './shelf';\nshelf.crate.get('b'), shelf.crate.get(key);\n",
  ],
  'src/via.ts': ["import { via } from './asks';\nvia('a'), via('b');\n"],
  'src/panel.ts': [
    "export const panel = () => flags.isEnabled('a') ? 1 : 2;\nexport class Looks { get dark() { return flags.isEnabled('b'); } }\n",
    "export default function panel() { return flags.isEnabled('b') ? 1 : 2; }\nexport const useUi = () => settings.flags;\n",
    'export const panel = 1;\nexport const useUi = () => client.isFeatureEnabled;\n',
  ],
  'src/page.ts': [
    "import { panel, Looks } from './panel';\nif (flags.isEnabled('b')) panel();\nif (new Looks().dark) go();\n",
    "import panel, { useUi } from './panel';\nif (flags.isEnabled('a')) panel();\nuseUi().payCard, useUi()('a');\n",
    "import { open } from './between';\nif (flags.isEnabled('b')) open();\n",
  ],
  'src/between.ts': [
    "import { panel } from './panel';\nexport const open = () => panel();\n",
    "export { panel as open } from './panel';\n",
    "import { panel } from './panel';\nregister(panel);\n",
  ],
  'src/Page.vue': ["<script>import { panel } from './panel'; panel();</script>\n", ''],
  'src/more.js': [
    "const gate = require('./gate');\nmodule.exports = { x: gate.gated('a'), y: client.isEnabled('b') };\n",
    "const { twice: t } = require('./twice');\nt('pay-card');\n",
  ],
  'old/app.ts': ["flags.isEnabled('a');\n", "import { A } from '../src/keys';\nflags.isEnabled(A);\n"],
  'tools/run.py': ['on("a")\n', 'on("pay-card", "b")\n', ''],
};

const path = fc.constantFrom(...Object.keys(TEXTS));
const write = path.chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...TEXTS[name]!)));

/** What can happen to a workspace. */
const change = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      files: fc.array(write, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('open' as const), file: write }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const), path }) },
  // A folder goes, or a whole other set of files stands there: another branch.
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('deleteFolder' as const),
      path: fc.constantFrom('src', 'packages'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('branch' as const), files: fc.array(write, { maxLength: 8 }) }),
  },
  // The same, of which a watcher that cannot keep up tells a part.
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('checkout' as const),
      files: fc.array(write, { maxLength: 8 }),
      told: fc.nat({ max: 4 }),
    }),
  },
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

async function apply(
  change: Change,
  host: MemoryHost,
  workspace: Workspace,
  open: Map<string, string>,
): Promise<void> {
  switch (change.kind) {
    case 'write':
      for (const [path, text] of change.files) host.write(path, text);
      return workspace.refresh(change.files.map(([path]) => path));
    case 'delete':
    case 'deleteFolder':
      host.delete(change.path);
      return workspace.refresh([change.path]);
    case 'open':
      open.set(...change.file);
      return workspace.setBuffer(...change.file);
    case 'close':
      open.delete(change.path);
      return workspace.setBuffer(change.path, undefined);
    case 'branch':
    case 'checkout': {
      const before = host.paths;
      for (const path of before) host.delete(path);
      for (const [path, text] of change.files) host.write(path, text);
      const all = [...before, ...change.files.map(([path]) => path)];
      if (change.kind === 'branch') return workspace.refresh(all);
      await workspace.refresh(all.slice(0, change.told));
      await workspace.headMoved();
      return;
    }
  }
}

async function fromScratch(host: MemoryHost, open: ReadonlyMap<string, string>): Promise<Workspace> {
  const workspace = createWorkspace(host, { clock: () => TODAY });
  for (const [path, text] of open) await workspace.setBuffer(path, text);
  await workspace.load();
  return workspace;
}

describe('a workspace that was changed step by step', () => {
  it('knows what one that is read from scratch knows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { minLength: 3, maxLength: 14 }),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (files, changes) => {
          const host = createMemoryHost(files);
          const workspace = await loadWorkspace(host);
          const open = new Map<string, string>();
          for (const step of changes) await apply(step, host, workspace, open);
          const fresh = await fromScratch(host, open);
          expect(contentOf(workspace.snapshot())).toEqual(contentOf(fresh.snapshot()));
        },
      ),
      { numRuns: 120, seed: 20261123 },
    );
  });

  it('knows it after each step, and whether or not anyone asked in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 10 }), async (changes) => {
        const host = createMemoryHost();
        const workspace = await loadWorkspace(host);
        const open = new Map<string, string>();
        for (const step of changes) {
          await apply(step, host, workspace, open);
          const fresh = await fromScratch(host, open);
          // What would be known of other flags is asked of the same facts, and must leave no trace.
          const asked = [workspace, fresh].map((one) => contentOf(one.snapshot(['c', 'payCard'])));
          expect(asked[0]).toEqual(asked[1]);
          const supposed = [workspace, fresh].map((one) =>
            contentOf(one.snapshotIf('flags.yaml', 'flags: {}')),
          );
          expect(supposed[0]).toEqual(supposed[1]);
          expect(contentOf(workspace.snapshot())).toEqual(contentOf(fresh.snapshot()));
        }
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('knows it when many changes are asked for at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 8 }), async (changes) => {
        const host = createMemoryHost();
        const workspace = await loadWorkspace(host);
        const open = new Map<string, string>();
        await Promise.all(changes.map((step) => apply(step, host, workspace, open)));
        const fresh = await fromScratch(host, open);
        expect(contentOf(workspace.snapshot())).toEqual(contentOf(fresh.snapshot()));
      }),
      { numRuns: 40, seed: 2 },
    );
  });
});

describe('what is said of an open file before all others are read', () => {
  it('is still said in the end', async () => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { minLength: 3, maxLength: 14 }),
        fc.constantFrom(...Object.keys(TEXTS).filter((name) => /\.[jt]sx?$/.test(name))),
        async (files, open) => {
          const host = createMemoryHost(files);
          const workspace = createWorkspace(host, { clock: () => TODAY });
          const text = new Map(files).get(open) ?? '';
          const asked = workspace.preview(open, `${SURE}${text}`);
          const loading = workspace.load();
          await workspace.setBuffer(open, `${SURE}${text}`);
          const early = await asked;
          await loading;
          if (!early) return;
          const said = checkEarly(early, open);
          count += said.length;
          expect(checkFile(workspace.snapshot(), open)).toEqual(expect.arrayContaining(said));
        },
      ),
      { numRuns: 200, seed: 3 },
    );
    expect(count).toBeGreaterThan(30);
  });
});

/** Reads by which something is said early: of a package, with keys from here and from another file. */
const SURE = [
  "import { useFlag } from '@unleash/proxy-client-react';",
  "import { A as KEY } from '/src/keys';",
  "useFlag('a'), useFlag('none'), useFlag(KEY);",
  '',
].join('\n');
