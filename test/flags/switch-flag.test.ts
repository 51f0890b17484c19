import { describe, expect, test } from 'vitest';
import type { FlagFileOptions } from '../../server/src/flags/options';
import { nextStep, switchFlag } from '../../server/src/flags/switch-flag';
import type { Wanted } from '../../server/src/flags/switches';
import { applyEdits } from '../../server/src/text/edits';
import { flagWith } from './support';

interface Where extends FlagFileOptions {
  readonly path?: string;
  readonly key?: string;
}

/** The text with the flag `a` switched, or why it is not. */
function switched(
  text: string,
  wanted: Wanted,
  { path = 'flags.yaml', key = 'a', ...options }: Where = {},
): string {
  const result = switchFlag({ path, text, options: { configured: true, ...options } }, key, wanted);
  return 'refusal' in result ? result.refusal : applyEdits(text, result.edits);
}

/** A text, what is done, and the text after that; comments and all else must stay. */
function check(before: string, wanted: Wanted, after: string, where: Where = {}): void {
  expect(switched(before, wanted, where)).toBe(after);
}

describe('a flag of a plain file', () => {
  test('is turned off and on by its `enabled`', () => {
    const on = 'flags:\n  # Ask Kim.\n  a:\n    enabled: true # since May\n    percentage: 10\n  b: true\n';
    const off = on.replace('enabled: true', 'enabled: false');
    check(on, 'off', off);
    check(off, 'on', on);
    check('a: { enabled: true, owner: me }\n', 'off', 'a: { enabled: false, owner: me }\n');
    check('a: true # x\r\nb: true\r\n', 'off', 'a: false # x\r\nb: true\r\n');
    check('{ "a": { "enabled": true } }', 'off', '{ "a": { "enabled": false } }', { path: 'flags.json' });
  });

  test('gets the field that it lacks, where people would write it', () => {
    check('a:\n  owner: me # Kim\nb: true\n', 'on', 'a:\n  owner: me # Kim\n  enabled: true\nb: true\n');
    check('a:\n  enabled: true\n  owner: me\n', 25, 'a:\n  enabled: true\n  percentage: 25\n  owner: me\n');
    check('- name: a\n  enabled: true # yes\n', 25, '- name: a\n  enabled: true # yes\n  percentage: 25\n');
    check('a: { enabled: true }\n', 25, 'a: { enabled: true, percentage: 25 }\n');
    check(
      '{\n  "a": {\n    "enabled": true, // x\n    "owner": "me"\n  }\n}\n',
      25,
      '{\n  "a": {\n    "enabled": true, // x\n    "percentage": 25,\n    "owner": "me"\n  }\n}\n',
      { path: 'flags.json' },
    );
    check('a:\n  enabled:\n  owner: me\n', 'on', 'a:\n  enabled: true\n  owner: me\n');
  });

  test('that is enabled at 0 % is on for everyone once it is turned on', () =>
    check('a: { enabled: false, percentage: 0 }\n', 'on', 'a: { enabled: true, percentage: 100 }\n'));

  test('goes by the names that the project has', () =>
    check('a: { serve: true }\n', 'off', 'a: { serve: false }\n', { fields: { enabled: 'serve' } }));

  test.each([
    ['a: true\n', 25, "No one field sets the percentage of 'a', which is on for everyone. Edit it by hand."],
    ['a: true\na: false\n', 'off', "flags.yaml declares 'a' 2 times. Keep one first."],
    ['b: true\n', 'off', "flags.yaml declares no flag 'a'."],
    ['a: true\nb: "x\n', 'off', 'flags.yaml has syntax errors. Mend them first.'],
    [
      'a: &a { enabled: true }\nb: *a\n',
      'off',
      "An edit of 'a' would change more than this flag. Make it by hand.",
    ],
    [
      'b: &a { enabled: true }\na: *a\n',
      'off',
      "An edit of 'a' would change more than this flag. Make it by hand.",
    ],
  ] as const)('is left alone in %j', (text, wanted, refusal) => expect(switched(text, wanted)).toBe(refusal));

  test('has an own field once it differs from what is merged in', () =>
    check(
      '.d: &d { enabled: true, owner: me }\na:\n  <<: *d\n  type: release\n',
      'off',
      '.d: &d { enabled: true, owner: me }\na:\n  <<: *d\n  type: release\n  enabled: false\n',
    ));
});

describe("a flag of a service's file", () => {
  const json = { path: 'flags.json' };
  const flagd = (flag: string) =>
    `{ "flags": { "a": { "variants": { "yes": true, "no": false }, ${flag} } } }`;

  test('flagd: by its default variant, or its state where targeting decides', () => {
    check(
      flagd('"state": "ENABLED", "defaultVariant": "yes"'),
      'off',
      flagd('"state": "ENABLED", "defaultVariant": "no"'),
      json,
    );
    check(
      flagd('"state": "DISABLED", "defaultVariant": "yes"'),
      'on',
      flagd('"state": "ENABLED", "defaultVariant": "yes"'),
      json,
    );
    check(
      flagd('"state": "DISABLED", "defaultVariant": "no"'),
      'on',
      flagd('"state": "ENABLED", "defaultVariant": "yes"'),
      json,
    );
    const targeted = (state: string) =>
      flagd(
        `"state": "${state}", "defaultVariant": "no", "targeting": { "if": [{ "var": "x" }, "yes", "no"] }`,
      );
    check(targeted('ENABLED'), 'off', targeted('DISABLED'), json);
    const shares = (yes: number) =>
      flagd(
        `"state": "ENABLED", "defaultVariant": "no", "targeting": { "fractional": [["yes", ${yes}], ["no", ${100 - yes}]] }`,
      );
    check(shares(10), 30, shares(30), json);
  });

  test('GO Feature Flag: by its default rule, or `disable`', () => {
    const flag = (rule: string) => `a:\n  variations:\n    A: true\n    B: false\n  ${rule}\n`;
    check(flag('defaultRule: { variation: A }'), 'off', flag('defaultRule: { variation: B }'));
    check(
      flag('defaultRule: { percentage: { A: 10, B: 90 } }'),
      'off',
      flag('defaultRule: { percentage: { A: 10, B: 90 } }\n  disable: true'),
    );
    check(
      flag('defaultRule: { percentage: { A: 10, B: 90 } }'),
      30,
      flag('defaultRule: { percentage: { A: 30, B: 70 } }'),
    );
    check(
      'a:\n  percentage: 10\n  true: true\n  false: false\n  default: false\n',
      30,
      'a:\n  percentage: 30\n  true: true\n  false: false\n  default: false\n',
    );
  });

  test('Flipt: by `enabled`, where no rollout decides', () => {
    const file = (flag: string) =>
      `namespace: default\nflags:\n- key: a\n  type: BOOLEAN_FLAG_TYPE\n  ${flag}\n`;
    check(file('enabled: true'), 'off', file('enabled: false'));
    const rollout = (share: number) =>
      file(`enabled: false\n  rollouts:\n  - threshold:\n      percentage: ${share}\n      value: true`);
    check(rollout(10), 30, rollout(30));
    expect(switched(rollout(10), 'off')).toBe(
      "What decides about 'a' is more than one field. Edit it by hand.",
    );
  });

  test('LaunchDarkly: by `on`, or the value for everyone', () => {
    const flag = (on: boolean) =>
      `{ "flags": { "a": { "on": ${on}, "variations": [true, false], "fallthrough": { "variation": 0 }, "offVariation": 1 } } }`;
    check(flag(true), 'off', flag(false), json);
    check(flag(false), 'on', flag(true), json);
    check(
      '{ "flagValues": { "a": true, "b": "x" } }',
      'off',
      '{ "flagValues": { "a": false, "b": "x" } }',
      json,
    );
    const shares = (on: number) =>
      `{ "flags": { "a": { "on": true, "variations": [true, false], "fallthrough": { "rollout": { "variations": [{ "variation": 0, "weight": ${on} }, { "variation": 1, "weight": ${100000 - on} }] } } } } }`;
    check(shares(10000), 12.5, shares(12500), json);
  });

  test('Unleash: by `enabled`, in an export in its only environment', () => {
    const features = (enabled: boolean, rollout: string) =>
      `{ "version": 2, "features": [{ "name": "a", "enabled": ${enabled}, "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "${rollout}", "stickiness": "default" } }] }] }`;
    check(features(true, '50'), 'off', features(false, '50'), json);
    check(features(true, '50'), 75, features(true, '75'), json);
    const exported = (dev: boolean, production: string) =>
      `{ "features": [{ "name": "a" }], "featureEnvironments": [{ "featureName": "a", "environment": "dev", "enabled": ${dev} }${production}], "featureStrategies": [] }`;
    check(exported(true, ''), 'off', exported(false, ''), json);
    const both = ', { "featureName": "a", "environment": "production", "enabled": true }';
    expect(switched(exported(true, both), 'off', json)).toMatch(/^No one field turns off 'a'/);
    check(exported(true, both), 'off', exported(false, both), { ...json, environment: 'dev' });
  });

  test('Microsoft, GrowthBook and ConfigCat: by their booleans', () => {
    check('{ "FeatureManagement": { "a": true } }', 'off', '{ "FeatureManagement": { "a": false } }', json);
    const share = (value: number) =>
      `{ "FeatureManagement": { "a": { "EnabledFor": [{ "Name": "Percentage", "Parameters": { "Value": ${value} } }] } } }`;
    check(share(10), 30, share(30), json);
    check(
      '{ "features": { "a": { "defaultValue": true } } }',
      'off',
      '{ "features": { "a": { "defaultValue": false } } }',
      json,
    );
  });

  test('is left to the service where the file does not decide', () => {
    const definition = 'name: a\ntype: development\ngroup: group::x\ndefault_enabled: false\n';
    expect(switched(definition, 'on')).toBe(
      "What decides about the flags of flags.yaml is not one field of it: the file is of the format 'gitlab'. Change them in the service, or by hand.",
    );
  });
});

test('the next step of a schedule is the earliest beyond what is served', () => {
  const schedule =
    'schedule: [{ date: 2026-11-05, percentage: 100 }, { date: 2026-11-01, percentage: 1 }, { date: 2026-11-02, percentage: 10 }]';
  const next = (fields: string) => nextStep(flagWith(`${fields}, ${schedule}`))?.percentage;
  expect(next('enabled: false')).toBe(1);
  expect(next('enabled: true, percentage: 1')).toBe(10);
  expect(next('enabled: true, percentage: 50')).toBe(100);
  expect(next('enabled: true')).toBeUndefined();
});
