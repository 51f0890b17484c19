import { describe, expect, it } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

/** What a removal makes of the one source of a fixture, or why it leaves it. */
async function remove(code: string, more = ''): Promise<string> {
  const flags = '//- flags.yaml\nflags:\n  x: { enabled: true }\n  y: { enabled: true }\n';
  const { fixture, workspace } = await openFixture(`${flags}${more}//- app.ts\n${code}\n`);
  const plan = await planFromWorkspace(workspace, { flag: 'x', keep: true, scope: { kind: 'everywhere' } });
  const edits = plan.files.find(({ file }) => file === 'app.ts')?.edits;
  if (edits) return applyEdits(fixture.files.get('app.ts')!, edits).trimEnd();
  return plan.review.map(({ reason }) => reason).join('\n');
}

const TAKEN = 'The answer is taken here for something that holds it, such as a stream.';
const GIVEN = 'The function called here gives what holds the answer, and not the answer itself.';

describe('a read that only a name speaks for', () => {
  const service = (type: string): string => `//- service.ts
export class FlagService {
  getFeatureFlag$(key: string): ${type} { return this.store.select(key); }
}
`;

  it('is told to give a stream where its function does', async () => {
    const asked = "export const title$ = this.flags.getFeatureFlag$('x').pipe(map((on) => (on ? 1 : 2)));";
    expect(await remove(asked, service('Observable<boolean>'))).toBe(
      'This is likely a read of the flag: it gives what holds the answer, such as a stream, and what is made of that stays.',
    );
    expect(await remove(asked, service('any'))).toBe(
      'This is likely a read of the flag, but only its name says so.',
    );
  });
});

describe('a read of which nothing tells what it gives', () => {
  it.each([
    "export const on$ = this.flags.isEnabled('x');",
    "export class A { on$ = this.flags.isEnabled('x'); }",
    "export class A { on: Observable<boolean>; go() { this.on = this.flags.isEnabled('x'); } }",
    "export class A { go() { this.on$ = this.flags.isEnabled('x'); } }",
    "export class A { canActivate(): Observable<boolean> { return this.flags.isEnabled('x'); } }",
    "export const isOn = (): Signal<boolean> => flags.isEnabled('x');",
    "import { combineLatest } from 'rxjs';\nexport const both = combineLatest([a, flags.isEnabled('x')]);",
    "import { forkJoin } from 'rxjs';\nexport const both = forkJoin({ a, on: flags.isEnabled('x') });",
    "import { switchMap } from 'rxjs/operators';\nexport const on = user.pipe(switchMap(() => flags.isEnabled('x')));",
    "import { defer as later } from 'rxjs';\nexport const on = later(() => { return flags.isEnabled('x'); });",
    "import { toSignal } from '@angular/core/rxjs-interop';\nexport const on = toSignal(flags.isEnabled('x'));",
    "export class A { on = this.flags.isEnabled('x'); title = this.on() ? 1 : 2; }",
    "export class A { go() { this.on = this.flags.isEnabled('x'); this.on.subscribe(show); } }",
    "export const state = { on$: flags.isEnabled('x') };",
  ])('stays where it is taken for a stream: %s', async (code) => {
    expect(await remove(code)).toBe(TAKEN);
  });

  it.each([
    ["export const on = flags.isEnabled('x');", 'export const on = true;'],
    [
      "export class A { on = this.flags.isEnabled('x'); go() { return [this.on.toString(), show(this.on)]; } }",
      'export class A { on = true; go() { return [this.on.toString(), show(this.on)]; } }',
    ],
    ["export const $on = flags.isEnabled('x');", 'export const $on = true;'],
    [
      "export async function isOn(): Promise<boolean> { return flags.isEnabled('x'); }",
      'export async function isOn(): Promise<boolean> { return true; }',
    ],
    [
      "export class A { canActivate(): boolean | Observable<boolean> { return flags.isEnabled('x'); } }",
      'export class A { canActivate(): boolean | Observable<boolean> { return true; } }',
    ],
    [
      "export const all = (): Record<string, boolean> => ({ x: flags.isEnabled('x') });",
      'export const all = (): Record<string, boolean> => ({ x: true });',
    ],
    [
      "import { filter, of } from 'rxjs';\nexport const on = of(flags.isEnabled('x')).pipe(filter(() => flags.isEnabled('x')));",
      "import { filter, of } from 'rxjs';\nexport const on = of(true).pipe(filter(() => true));",
    ],
    [
      "import { merge } from './lists';\nexport const on = merge(flags.isEnabled('x'));",
      "import { merge } from './lists';\nexport const on = merge(true);",
    ],
  ])('goes where its answer itself is taken: %s', async (code, after) => {
    expect(await remove(code)).toBe(after);
  });
});

describe('a read of a function of the workspace', () => {
  const CODE =
    "import { featureService } from './service';\nexport const on = featureService.isEnabled('x');";

  it.each([
    'isEnabled(key: string): Observable<boolean> { return this.client.changes(key); }',
    'isEnabled(key: string) { return this.all$.pipe(map((all) => all[key])); }',
    'isEnabled = (key: string): Signal<boolean> => this.client.signal(key);',
    'isEnabled = (key: string) => this.all.asObservable();',
  ])('stays where that is declared to give a stream: %s', async (member) => {
    const service = `//- service.ts\nexport class FeatureService {\n  ${member}\n}\nexport const featureService = new FeatureService();\n`;
    const reason = await remove(CODE, service);
    expect(reason).toBe(GIVEN);
  });

  it('stays where an interface says so', async () => {
    const service =
      '//- service.ts\nexport interface Features { isEnabled(key: string): Observable<boolean>; }\nexport declare const featureService: Features;\n';
    expect(await remove(CODE, service)).toBe(GIVEN);
  });

  it('goes where it gives the answer, or a promise of it', async () => {
    const service =
      '//- service.ts\nexport interface Features { isEnabled(key: string): boolean; }\nexport declare const featureService: Features;\n';
    expect(await remove(CODE, service)).toBe('export const on = true;');
    const promised = service.replace('boolean;', 'Promise<boolean>;');
    const code = CODE.replace('= featureService', '= await featureService');
    expect(await remove(code, promised)).toBe('export const on = true;');
  });
});

it.each([
  ["export const isNew = (): Promise<boolean> => client.isEnabled('x');", 'Promise.resolve(true)'],
  [
    "export class A { isNew(): Promise<boolean> { return (client.isEnabled('x')); } }",
    'Promise.resolve(true)',
  ],
  ["export async function isNew(): Promise<boolean> { return client.isEnabled('x'); }", 'return true'],
  [
    "import { OpenFeature } from '@openfeature/server-sdk';\nconst client = domain ? OpenFeature.getClient(domain) : OpenFeature.getClient();\nexport const isNew = () => client.getBooleanValue('x', false);",
    'Promise.resolve(true)',
  ],
])('a read that a function gives back as a promise stays one: %s', async (code, expected) => {
  expect(await remove(code)).toContain(expected);
});

describe('a read that JavaScript gives back', () => {
  const CLIENT = "import { featureClient } from 'somewhere';\n";

  it.each([
    ["export const isNew = () => featureClient.isEnabled('x');", 'isNew().then(show);'],
    ["export class A { isNew() { return featureClient.isEnabled('x'); } }", 'new A().isNew().catch(show);'],
    ["exports.isNew = function () { return featureClient.isEnabled('x'); };", 'api.isNew().finally(show);'],
  ])('is a promise where somebody waits for it: %s', async (code, use) => {
    const flags = '//- flags.yaml\nflags:\n  x: { enabled: true }\n';
    const of = async (more: string): Promise<string> => {
      const source = `${flags}//- api.js\n${CLIENT}${code}\n//- use.js\nimport * as api from './api';\n${more}\n`;
      const { fixture, workspace } = await openFixture(source);
      const plan = await planFromWorkspace(workspace, {
        flag: 'x',
        keep: true,
        scope: { kind: 'everywhere' },
      });
      const edits = plan.files.find(({ file }) => file === 'api.js')?.edits ?? [];
      return applyEdits(fixture.files.get('api.js')!, edits);
    };
    const isCut = (after: string): boolean => !after.includes('isNew');
    const waited = await of(use);
    expect(isCut(waited) || waited.includes('Promise.resolve(true)')).toBe(true);
    expect(await of('show(api);')).not.toContain('Promise');
  });
});
