import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterEach, expect, test } from 'vitest';
import { diskHost } from '../../server/src/node/disk';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import type { RemovalPlan } from '../../server/src/removal/plan';
import { type CheckedChange, createTypeChecker } from '../../server/src/removal/type-check';
import { applyEdits } from '../../server/src/text/edits';
import type { Place } from '../../server/src/workspace/snapshot';
import { parseFixture } from '../support/fixture';
import { loadWorkspace } from '../support/memory-host';

const LIBRARY = path.join(path.dirname(require.resolve('typescript')));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** Removes flag `x`, kept on, from a project on disk, and type-checks it. */
async function remove(source: string): Promise<{ plan: RemovalPlan; after: Record<string, string> }> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'flagwright-types-')));
  folders.push(root);
  const { files } = parseFixture(source);
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  const checker = createTypeChecker(root, LIBRARY, ts.sys);
  const workspace = await loadWorkspace(diskHost(root));
  const request = { flag: 'x', keep: true, scope: { kind: 'everywhere' } } as const;
  const gate = Object.assign(async (changes: readonly CheckedChange[]) => checker.check(changes), {
    keysAt: async (places: readonly Place[]) => checker.keysAt(places),
    mayAnswerAt: async (places: readonly Place[]) => checker.mayAnswerAt(places),
  });
  const plan = await planFromWorkspace(workspace, request, gate);
  const after = plan.files.map(({ file, edits }) => [file, applyEdits(files.get(file)!, edits)]);
  return { plan, after: Object.fromEntries(after) };
}

const PROJECT = `
    //- flags.yaml
    flags:
      x: { enabled: true }
      y: { enabled: true, percentage: 50 }
    //- tsconfig.json
    { "compilerOptions": { "strict": true, "target": "ES2022", "module": "ESNext", "moduleResolution": "bundler", "types": [] }, "include": ["src"] }
    //- src/flags.ts
    export declare const flags: { isEnabled(key: string): boolean };
`.trimEnd();

test('a removal that compiles passes', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/app.ts
    import { flags } from './flags';
    export const label: string = flags.isEnabled('x') ? 'new' : 'old';
  `);
  expect(plan.checks).toEqual({ types: 'passed' });
  expect(after['src/app.ts']!.trim()).toBe("export const label: string = 'new';");
  expect(plan.removesEntry).toBe(true);
});

test('an edit after which the file no longer compiles is withheld with its reason, the others are made', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/app.ts
    import { flags } from './flags';
    export function label(): string {
      let look: 'new' | 'old' = flags.isEnabled('x') ? 'new' : 'old';
      if (look === 'old') return 'OLD';
      return look;
    }
    //- src/other.ts
    import { flags } from './flags';
    export const other = flags.isEnabled('x') ? 1 : 2;
  `);
  expect(Object.keys(after)).toEqual(['src/other.ts']);
  expect(plan.review.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    expect.stringMatching(/^src\/app\.ts: The edit would not compile: TS2367: /),
  ]);
  expect(plan.removesEntry).toBe(false);
  expect(plan.checks).toEqual({ types: 'passed' });
});

test('of several edits in a file each that does not compile is withheld alone', async () => {
  const { plan, after } =
    await remove(`${PROJECT.replace('"strict": true', '"strict": true, "noUnusedParameters": true')}
    //- src/app.ts
    import { flags } from './flags';
    export function first(text: string): string {
      return flags.isEnabled('x') ? 'new' : text;
    }
    export const second = flags.isEnabled('x') ? 1 : 2;
    export function third(text: string): string {
      if (flags.isEnabled('x')) return 'new';
      return text;
    }
    export const fourth = flags.isEnabled('x') ? 3 : 4;
  `);
  expect(after['src/app.ts']).toContain('second = 1;');
  expect(after['src/app.ts']).toContain('fourth = 3;');
  expect(plan.review.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(/TS6133/),
    expect.stringMatching(/TS6133/),
  ]);
});

test('files that import an edited one are checked as well', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/look.ts
    import { flags } from './flags';
    export const look = flags.isEnabled('x') ? 'new' : 'old';
    //- src/again.ts
    export * from './look';
    //- src/user.ts
    import { look } from './again';
    export const isOld = look === 'old';
  `);
  expect(after).toEqual({});
  expect(plan.review.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    expect.stringMatching(/^src\/look\.ts: The edit would not compile: TS2367: /),
  ]);
});

test('errors that were there before count for nothing', async () => {
  const { plan } = await remove(`${PROJECT}
    //- src/app.ts
    import { flags } from './flags';
    const wrong: number = 'text';
    export const label = flags.isEnabled('x') ? wrong : 2;
  `);
  expect(plan.checks).toEqual({ types: 'passed' });
  expect(plan.review).toEqual([]);
});

test('a module without types stops no check: what comes from it may be anything, and the plan names it', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/app.ts
    import { flags } from './flags';
    import { a } from 'no-such-package';
    export const label = flags.isEnabled('x') ? a.deep(2) : 2;
    //- src/other.ts
    import { flags } from './flags';
    import b from 'no-such-package/b';
    export const look: 'new' | 'old' = flags.isEnabled('x') ? 'new' : 'old';
    export const isOld = look === 'old' && b;
  `);
  expect(plan.checks).toEqual({ types: 'passed', unresolved: ['no-such-package'] });
  expect(Object.keys(after)).toEqual(['src/app.ts']);
  expect(plan.review.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    expect.stringMatching(/^src\/other\.ts: The edit would not compile: TS2367: /),
  ]);
});

test('what a configuration names and is not installed stops no check, and the plan names it', async () => {
  const bare = PROJECT.replace('"types": []', '"types": ["node"]').replace(
    '"include"',
    '"files": ["node_modules/styles/modules.d.ts"], "include"',
  );
  const { plan, after } = await remove(`${bare}
    //- src/app.ts
    import { flags } from './flags';
    import styles from './app.module.css';
    export const label = flags.isEnabled('x') ? styles : process.env;
    //- src/other.ts
    import { flags } from './flags';
    export const look: 'new' | 'old' = flags.isEnabled('x') ? 'new' : 'old';
    export const isOld = look === 'old';
  `);
  expect(plan.checks).toEqual({
    types: 'passed',
    unresolved: ['./app.module.css', 'node', 'node_modules/styles/modules.d.ts'],
  });
  expect(Object.keys(after)).toEqual(['src/app.ts']);
  expect(plan.review.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    expect.stringMatching(/^src\/other\.ts: The edit would not compile: TS2367: /),
  ]);
});

test('without library files nothing can be checked, and one sentence says why', async () => {
  const { plan } = await remove(`${PROJECT.replace('"strict"', '"noLib": true, "strict"')}
    //- src/app.ts
    import { flags } from './flags';
    export const label = flags.isEnabled('x') ? 1 : 2;
  `);
  expect(plan.checks).toEqual({
    types: 'not-run',
    reason: "The project's types cannot be loaded: Cannot find global type 'Array'.",
  });
});

test('an error that was there is the same one when the edit makes its types narrower', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/app.ts
    import { flags } from './flags';
    const isNew = flags.isEnabled('x');
    const options = { isNew };
    export const label: string = options;
  `);
  expect(plan.review).toEqual([]);
  expect(after['src/app.ts']).toContain('const options = { isNew: true };');
});

test('where nothing covers the file, the plan says why types were not checked', async () => {
  const { plan } = await remove(`
    //- flags.yaml
    flags:
      x: { enabled: true }
    //- src/app.js
    export const label = flags.isEnabled('x') ? 1 : 2;
  `);
  expect(plan.checks).toEqual({ types: 'not-run', reason: 'No tsconfig.json covers src/app.js.' });
});

const TYPED = `${PROJECT}
    //- src/keys.ts
    export type FlagKey = 'x' | 'y';
    export declare const typed: { isEnabled(key: FlagKey): boolean };
    //- src/app.ts
    import { typed } from './keys';
    export const look = typed.isEnabled('x') ? 1 : 2;
    export function ask<K extends FlagKey>(keys: readonly K[]) {
      return keys.filter((key) => key && typed.isEnabled(key));
    }`.replace('import { typed }', 'import { type FlagKey, typed }');

test('a text that is the key and of another type does not keep the declarations', async () => {
  const withEvents = (parameter: string) =>
    remove(`${PROJECT}
    //- src/keys.ts
    export interface Flags { x?: boolean; y?: boolean }
    //- src/events.ts
    export type EventName = 'x' | 'opened';
    export declare function trackEvent(name: ${parameter}): void;
    //- src/app.ts
    import { flags } from './flags';
    import { trackEvent } from './events';
    trackEvent('x');
    export const label = flags.isEnabled('x') ? 1 : 2;
  `);
  expect((await withEvents('EventName')).after['src/keys.ts']).toContain('interface Flags { y?: boolean }');
  expect((await withEvents('string')).after['src/keys.ts']).toBeUndefined();
});

test('where not all types are known, a member that is never true or false does not keep the declarations', async () => {
  const beside = (program: string) =>
    remove(`${PROJECT}
    //- src/keys.ts
    export interface Flags { x?: boolean; y?: boolean }
    //- src/plan.ts
    export interface Plan<T = string> { x: { parts: number }; list?: T }
    export interface Other { x?: boolean | string }
    export declare const plan: Plan;
    export declare const other: Other;
    export declare function show(...all: unknown[]): void;
    //- src/app.ts
    import { flags } from './flags';
    import { a } from 'no-such-package';
    import { type Other, type Plan, other, plan, show } from './plan';
    export const label = flags.isEnabled('x') ? a.deep(2) : 2;
    ${program}
  `).then(({ after }) => after['src/keys.ts']?.includes('interface Flags { y?: boolean }') ?? false);
  expect(await beside('show(plan.x); const made: Plan = { x: plan.x };')).toBe(true);
  expect(await beside('const { x } = plan; show({ x });')).toBe(true);
  expect(await beside('show(other.x);')).toBe(false);
  expect(await beside('const made: Other = { x: undefined };')).toBe(false);
  expect(await beside('show(a.x);')).toBe(false);
  expect(await beside('export const ask = <T extends { x: unknown }>(one: T) => one.x;')).toBe(false);
});

test('what gives way to another thing compiles: members of results, functions that hand on; no names of values', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/page.ts
    import { flags } from './flags';
    interface Options { title: string; depth?: number }
    type Show = (options: Options) => string;
    const newPage = ({ title, depth = 1 }: Options): string => title.repeat(depth);
    const oldPage = (options: Options): string => options.title;
    export const page: Show = (options: Options) => flags.isEnabled('x') ? newPage(options) : oldPage(options);
    export function usePage(title: string) {
      return { isNew: flags.isEnabled('x'), text: page({ title }) };
    }
    //- src/app.ts
    import { flags } from './flags';
    import { page, usePage } from './page';
    const { isNew, text } = usePage('a');
    const loud = (one: string): string => one + '!';
    const calm = (one: string): string => one;
    const say = flags.isEnabled('x') ? loud : calm;
    export const all: readonly string[] = [say(isNew ? text : ''), page({ title: 'b', depth: 2 })];
  `);
  expect(plan.checks).toEqual({ types: 'passed' });
  expect(plan.review).toEqual([]);
  expect(after['src/page.ts']).toBe(
    `interface Options { title: string; depth?: number }
type Show = (options: Options) => string;
export const page: Show = ({ title, depth = 1 }: Options): string => title.repeat(depth);
export function usePage(title: string) {
  return { text: page({ title }) };
}`,
  );
  expect(after['src/app.ts']).toContain("[say(text), page({ title: 'b', depth: 2 })]");
});

test('what stands beside the flag is left with it where it is of another type than the one that is asked for, and all else follows', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/load.ts
    export function load(isWanted: boolean): number {
      return isWanted ? 1 : 2;
    }
    //- src/app.ts
    import { flags } from './flags';
    import { load } from './load';
    import { old, other } from './old';
    export const app = (list: string[]) => load(list && flags.isEnabled('x')) + other;
    export const size = () => (flags.isEnabled('x') ? 1 : old());
    //- src/old.ts
    export const old = () => 2;
    export const other = 1;
  `);
  expect(after['src/app.ts']).toContain('load(list && true)');
  expect(after['src/old.ts']!.trim()).toBe('export const other = 1;');
  expect(plan.review).toEqual([]);
  expect(plan.checks).toEqual({ types: 'passed' });
});

test('a dynamic read whose key is of a type is no danger while nothing else says the key', async () => {
  const { plan, after } = await remove(TYPED);
  expect(plan.review).toEqual([]);
  expect(plan.removesEntry).toBe(true);
  expect(after['src/keys.ts']).toContain("export type FlagKey = 'y';");
  expect(after['src/app.ts']).toContain('export const look = 1;');
});

test('where code says the key to it, that place is left for a person, and the entry stays', async () => {
  const { plan } = await remove(`${TYPED}
    //- src/route.ts
    import { ask } from './app';
    export const routes = [{ path: '/', flag: 'x' as const }];
    export const shown = ask(routes.map(({ flag }) => flag));`);
  expect(plan.review.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    "src/route.ts: The flag's key stands here, and a read that computes its key may ask for it.",
  ]);
  expect(plan.removesEntry).toBe(false);
});

test('a text that is the key keeps the entry where a flag is expected, whoever may ask for it', async () => {
  const withRoutes = (type: string) =>
    remove(`${TYPED}
    //- src/route.ts
    import type { FlagKey } from './keys';
    export const routes: { path: string; flag: ${type} }[] = [{ path: '/', flag: 'x' }];`);
  const { plan } = await withRoutes("FlagKey | 'none'");
  expect(plan.review.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
    "src/route.ts: The flag's key stands here, and a read that computes its key may ask for it.",
  ]);
  expect(plan.removesEntry).toBe(false);
  expect(plan.files.map(({ file }) => file)).toEqual(['src/app.ts']);
  expect((await withRoutes('string')).plan.removesEntry).toBe(true);
  expect((await withRoutes("'x' | 'opened'")).plan.removesEntry).toBe(true);
});

test('a client that is asked for what it has listed itself', async () => {
  const { plan } = await remove(`${PROJECT}
    //- src/all.ts
    declare const client: { list(): { name: string }[] | undefined; isEnabled(key: string): boolean };
    export const look = client.isEnabled('x') ? 1 : 2;
    const features = client.list() ?? [];
    export const on = features.filter((feature) => client.isEnabled(feature.name));
    export const all = features.reduce((known, { name }) => ({ ...known, [name]: client.isEnabled(name) }), {});`);
  expect(plan.review).toEqual([]);
  expect(plan.removesEntry).toBe(true);
});

test('of a test whose setting cannot go, for it would not compile, nothing is said as if it had', async () => {
  const { plan, after } = await remove(`${PROJECT}
    //- src/a.ts
    import { flags } from './flags';
    export const a = flags.isEnabled('x') ? 1 : 2;
    export const b = flags.isEnabled('y');
    //- src/setup.ts
    export const setFlags = (given: { x: boolean }): void => void given;
    //- src/a.test.ts
    import { setFlags } from './setup';
    declare const it: (name: string, run: () => void) => void;
    setFlags({ x: false });
    it('is there', () => {});`);
  expect(Object.keys(after)).toEqual(['src/a.ts', 'flags.yaml']);
  expect(plan.notes.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Its declaration stays. Without it src\/a.test.ts would not compile/),
  ]);
});
