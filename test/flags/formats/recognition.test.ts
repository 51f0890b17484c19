import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addEntry } from '../../../server/src/flags/add-entry';
import { describeRule, describeState } from '../../../server/src/flags/describe';
import { evaluate } from '../../../server/src/flags/evaluate';
import { lifecycle } from '../../../server/src/flags/lifecycle';
import { readFlagFile } from '../../../server/src/flags/read';
import { removeEntry } from '../../../server/src/flags/remove-entry';
import { applyEdits } from '../../../server/src/text/edits';

/** One small file of each format. */
const SAMPLES: readonly (readonly [service: string, path: string, text: string])[] = [
  [
    'flagd',
    'f.json',
    '{"flags": {"a": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"}}}',
  ],
  [
    'flagd',
    'f.yaml',
    'flags:\n  a:\n    state: DISABLED\n    variants: { on: true }\n    targeting: { fractional: [[on, 1]] }\n',
  ],
  ['openfeature', 'f.json', '{"flags": {"a": {"flagType": "boolean", "defaultValue": true}}}'],
  ['launchdarkly', 'f.json', '{"flagValues": {"a": true}, "flags": {}}'],
  [
    'launchdarkly',
    'f.yaml',
    'flags:\n  a: { on: true, variations: [true, false], fallthrough: { variation: 0 } }\n',
  ],
  [
    'flipt',
    'f.yaml',
    'namespace: default\nflags:\n  - key: a\n    type: BOOLEAN_FLAG_TYPE\n    enabled: true\n    rollouts:\n      - threshold: { percentage: 5, value: true }\n',
  ],
  [
    'unleash',
    'f.json',
    '{"version": 1, "features": [{"name": "a", "enabled": true, "strategies": [{"name": "flexibleRollout", "parameters": {"rollout": "5"}}]}]}',
  ],
  [
    'unleash',
    'f.json',
    '{"features": [{"name": "a"}], "featureStrategies": [{"featureName": "a", "name": "default"}], "featureEnvironments": [{"featureName": "a", "enabled": true, "environment": "dev"}]}',
  ],
  [
    'growthbook',
    'f.json',
    '{"features": {"a": {"defaultValue": false, "rules": [{"force": true, "coverage": 0.5}]}}}',
  ],
  ['growthbook', 'f.json', '{"a": {"defaultValue": "x"}}'],
  [
    'go-feature-flag',
    'f.yaml',
    'a:\n  variations: { x: true, y: false }\n  defaultRule: { percentage: { x: 10, y: 90 } }\n  targeting: [{ query: k eq 1, variation: y }]\n',
  ],
  [
    'go-feature-flag',
    'f.yaml',
    'a: { percentage: 10, rule: k eq 1, true: true, false: false, default: false }\n',
  ],
  ['split', 'f.yaml', '- a:\n    treatment: on\n    keys: [k]\n- a:\n    treatment: off\n'],
  [
    'flagsmith',
    'f.json',
    '{"api_key": "k", "feature_states": [{"enabled": true, "feature": {"name": "a"}}], "identity_overrides": [{"identifier": "i", "identity_features": [{"enabled": false, "feature": {"name": "a"}}]}]}',
  ],
  [
    'configcat',
    'f.json',
    '{"f": {"a": {"t": 0, "v": {"b": true}, "p": [{"p": 10, "v": {"b": false}}], "r": [{"c": [], "s": {"v": {"b": false}}}]}}}',
  ],
  [
    'microsoft',
    'f.json',
    '{"feature_management": {"feature_flags": [{"id": "a", "enabled": true, "conditions": {"client_filters": [{"name": "Percentage"}]}}]}}',
  ],
  ['microsoft', 'f.json', '{"FeatureManagement": {"a": true, "b": {"EnabledFor": [{"Name": "AlwaysOn"}]}}}'],
  [
    'harness',
    'f.yaml',
    'featureFlags:\n  flags:\n    - flag:\n        identifier: a\n        spec:\n          type: boolean\n          variations: [{ identifier: t, value: "true" }]\n          environments: [{ identifier: e, state: on, default: { onVariation: t } }]\n',
  ],
  ['gitlab', 'f.yml', 'name: a\ngroup: group::x\ntype: wip\ndefault_enabled: false\n'],
  ['chromium', 'f.json', '[{"name": "a", "owners": ["b"], "expiry_milestone": 5}]'],
];

describe('content tells the format', () => {
  test.each(SAMPLES)('%s: %s %s', (service, path, text) => {
    const file = readFlagFile(path, text)!;
    expect(file.service).toBe(service);
    expect(file.flags[0]!.key).toBe('a');
    expect(file.problems).toEqual([]);
    expect(file.broken).toBe(false);
    expect(readFlagFile(path, text, { format: service, configured: true })).toEqual(file);
  });

  test.each([
    ['our own format', 'f.yaml', 'flags:\n  a: { enabled: true, rules: [] }\n  variants: false\n'],
    ['our own list', 'f.yaml', 'version: 1\nflags:\n  - { key: a, enabled: true }\n'],
    ['plain booleans', 'f.json', '{"features": true, "flagValues": false}'],
  ])('%s is of no service', (_, path, text) => {
    const file = readFlagFile(path, text)!;
    expect(file.flags.length).toBeGreaterThan(0);
    expect(file).not.toHaveProperty('service');
  });

  test.each([
    ['a list of people', 'f.json', '[{"name": "a", "owners": ["b"]}]'],
    ['a list of feature names', 'f.json', '{"version": 2, "features": ["a", "b"]}'],
    [
      'map data',
      'f.json',
      '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "a"}}]}',
    ],
    [
      'form fields',
      'f.json',
      '{"name": {"type": "text", "defaultValue": ""}, "age": {"type": "number", "defaultValue": 0}}',
    ],
    ['settings of an app', 'f.json', '{"Logging": {"LogLevel": {"Default": "Information"}}}'],
  ])('%s is no flag file', (_, path, text) => expect(readFlagFile(path, text)).toBeUndefined());

  test('a file that is not of the configured format says so, and may miss flags', () => {
    const file = readFlagFile('f.json', '{"flagValues": {"a": true}}', {
      format: 'flagd',
      configured: true,
    })!;
    expect(file).toMatchObject({ flags: [], broken: true });
    expect(file.problems[0]!.message).toContain("has the format 'flagd', and nothing in it looks like that");
  });

  test.each(SAMPLES)('a new flag of %s is made in the service, not here', (_, path, text) => {
    expect(addEntry(text, readFlagFile(path, text), 'new', { owner: 'me' })).toEqual([]);
  });
});

describe('no input makes a reader fail', () => {
  const PIECES = [
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\n',
    '  ',
    '- ',
    'null',
    '-1',
    '1e999',
    '""',
    '&x ',
    '*x',
    '<<: ',
    'a',
  ];

  /** A sample with pieces put in and taken out. */
  const damaged = fc
    .tuple(
      fc.constantFrom(...SAMPLES),
      fc.array(fc.tuple(fc.nat(400), fc.nat(6), fc.constantFrom('', ...PIECES)), { maxLength: 4 }),
    )
    .map(([[, path, text], cuts]) => {
      const broken = cuts.reduce((rest, [at, length, piece]) => {
        const start = at % (rest.length + 1);
        return rest.slice(0, start) + piece + rest.slice(start + length);
      }, text);
      return [path, broken] as const;
    });

  /** A sample in which one value is of another kind. */
  const misfit = fc
    .tuple(
      fc.constantFrom(...SAMPLES.filter(([, path]) => path.endsWith('.json'))),
      fc.nat(60),
      fc.constantFrom<unknown>(null, true, 0, 'x', '', [], {}, [null], [{}], { a: null }),
    )
    .map(([[, path, text], position, value]) => {
      let count = 0;
      const data: unknown = JSON.parse(text, (_, old: unknown) => (count++ === position ? value : old));
      return [path, JSON.stringify(data)] as const;
    });

  test.each([
    ['damaged text', damaged],
    ['a value of another kind', misfit],
  ])('%s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, ([path, text]) => exercise(path, text)),
      { numRuns: 700 },
    );
  });

  function exercise(path: string, text: string): void {
    readFlagFile(path, text);
    const file = readFlagFile(path, text, { configured: true })!;
    for (const { span } of [...file.problems, ...file.flags]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
    for (const flag of file.flags) {
      evaluate(flag, { user_id: 'u' }, 'text');
      lifecycle(flag, { today: 20_000 });
      describeState(flag);
      flag.rules.forEach(describeRule);
      const edits = removeEntry(text, file, flag.key);
      if (!('refusal' in edits)) applyEdits(text, edits);
    }
  }
});
