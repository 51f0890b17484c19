import { describe, expect, it } from 'vitest';
import { describeState } from '../../server/src/flags/describe';
import type { FlagFileOptions } from '../../server/src/flags/options';
import { removeEntry } from '../../server/src/flags/remove-entry';
import { switchFlag } from '../../server/src/flags/switch-flag';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';
import { readFlags } from './support';

/** `key: state in words`, with the environment where the file has sections. */
function told(text: string, options: FlagFileOptions = {}): string[] {
  return readFlags(text, options).flags.map(
    (flag) => `${flag.environment ? `${flag.environment} ` : ''}${flag.key}: ${describeState(flag)}`,
  );
}

describe('environments in one file', () => {
  const SECTIONS = `environments:
  production:
    a: { enabled: true, percentage: 10 }
    b: true
  dev:
    a: { enabled: true }
    b: true
`;

  it('as sections, each with the keys of its own', () => {
    expect(told(SECTIONS)).toEqual([
      'production a: on for 10 % of users',
      'production b: on for everyone',
      'dev a: on for everyone',
      'dev b: on for everyone',
    ]);
    expect(readFlags(SECTIONS).problems).toEqual([]);
    expect(told(SECTIONS, { environment: 'dev' })).toEqual(['a: on for everyone', 'b: on for everyone']);
  });

  it('are one flag to the team, partial where they disagree', async () => {
    const { snapshot } = await openFixture(`\n//- feature_flags.yaml\n${SECTIONS}`);
    const a = snapshot.flag('a')!;
    expect(a.declarations.map(({ environment, flag }) => `${environment} ${flag.state.kind}`)).toEqual([
      'production partial',
      'dev on',
    ]);
    expect([a.state.kind, snapshot.flag('b')!.state.kind]).toEqual(['partial', 'on']);
  });

  it('are switched one by one, and removed together', () => {
    const source = { path: 'flags.yaml', text: SECTIONS, options: { configured: true } };
    const edit = switchFlag({ ...source, environment: 'dev' }, 'a', 'off');
    expect('refusal' in edit ? edit.refusal : applyEdits(SECTIONS, edit.edits)).toBe(
      SECTIONS.replace('a: { enabled: true }', 'a: { enabled: false }'),
    );
    const removed = removeEntry(SECTIONS, readFlags(SECTIONS), 'b');
    expect('refusal' in removed ? removed.refusal : applyEdits(SECTIONS, removed)).toBe(
      SECTIONS.replaceAll('    b: true\n', ''),
    );
  });

  it('in the entry of the flag', () => {
    const text = `a:
  owner: me
  environments: { dev: { enabled: true }, production: { enabled: false } }
b:
  environments: { dev: true, production: true }
c: { dev: true, production: false }
`;
    expect(told(text)).toEqual([
      'a: on in dev, off in production',
      'b: on for everyone',
      'c: on in dev, off in production',
    ]);
    expect(told(text, { environment: 'production' })).toEqual([
      'a: off for everyone',
      'b: on for everyone',
      'c: off for everyone',
    ]);
  });

  it('by their names, beside texts that tell of the flag', () => {
    const text = JSON.stringify({
      newUi: { label: 'New', development: true, test: false, production: false, locked: true },
      done: { label: 'Done', development: true, production: true },
    });
    expect(told(text)).toEqual([
      'newUi: on in development, off in test, off in production',
      'done: on for everyone',
    ]);
    expect(told(text, { environment: 'production' })).toEqual([
      'newUi: off for everyone',
      'done: on for everyone',
    ]);
    // A section of flags, one place alone, and what says nothing of production.
    for (const other of [
      '{"a": {"test": true, "production": false, "newUi": true}}',
      '{"a": {"label": "A", "production": true}}',
      '{"a": {"label": "A", "test": true, "preview": true}}',
    ])
      expect(told(other).filter((one) => one.includes(' in '))).toEqual([]);
  });

  it('in the entry of the flag, which says the rest for all of them', () => {
    const text = `a:
  enabled: true
  percentage: 50
  environments: { dev: { percentage: 100 }, production: { enabled: false } }
b:
  enabled: false
  environments: { dev: true }
c:
  enabled: true
  environments: { dev: true }
`;
    expect(told(text)).toEqual([
      'a: on in dev, off in production, on for some in others',
      'b: on in dev, off in others',
      'c: on for everyone',
    ]);
    expect(told(text, { environment: 'production' })).toEqual([
      'a: off for everyone',
      'b: off for everyone',
      'c: on for everyone',
    ]);
    const inner = (key: string) =>
      readFlags(text)
        .flags.find((flag) => flag.key === key)!
        .environments!.map((flag) => `${flag.environment}: ${describeState(flag)}`);
    expect(inner('a')).toEqual(['dev: on for everyone', 'production: off for everyone']);
    expect(inner('b')).toEqual(['dev: on for everyone']);
  });

  it('is told from flags that bear such names', () => {
    expect(told('flags:\n  production: { enabled: true }\n  environments: { enabled: false }\n')).toEqual([
      'production: on for everyone',
      'environments: off for everyone',
    ]);
  });
});

describe("a project's own words", () => {
  it('say on, off or for some', () => {
    const options = {
      fields: { enabled: 'state', owner: 'author' },
      states: { hidden: 'off', allowed: 'partial', on: 'on' },
    } as const;
    const text =
      'a: { state: hidden, author: kim }\nb: { state: allowed }\nc: { state: on }\nd: { state: other }\n';
    expect(told(text, options)).toEqual([
      'a: off for everyone',
      'b: on for some',
      'c: on for everyone',
      'd: fixed at other',
    ]);
    expect(readFlags(text, options).problems).toEqual([]);
    expect(readFlags(text, options).flags[0]!.owner?.value).toBe('kim');
  });
});
