import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { flipt } from '../oracles/flipt';
import {
  expectEmptied,
  expectMeaning,
  expectOracle,
  expectShares,
  flagOf,
  read,
  states,
  tally,
  without,
  words,
} from './support';

const FILE = `version: "1.2"
namespace: default
flags:
  - key: new_nav
    name: New navigation
    type: BOOLEAN_FLAG_TYPE
    description: The bar at the top
    enabled: true
    metadata: { owner: web }
  - key: old_nav
    name: Old navigation
    type: BOOLEAN_FLAG_TYPE
  - key: tenth
    name: A tenth
    type: BOOLEAN_FLAG_TYPE
    enabled: false
    rollouts:
      - threshold: { percentage: 10, value: true }
  - key: beta
    name: Beta
    type: BOOLEAN_FLAG_TYPE
    enabled: false
    rollouts:
      - segment: { key: beta-users, value: true }
      - threshold: { percentage: 50, value: true }
  - key: whole
    name: Everyone
    type: BOOLEAN_FLAG_TYPE
    enabled: false
    rollouts:
      - threshold: { percentage: 100, value: true }
      - segment: { key: beta-users, value: false }
  - key: colour
    name: Colour
    type: VARIANT_FLAG_TYPE
    enabled: true
    variants:
      - key: red
      - key: blue
    rules:
      - segment: beta-users
        distributions:
          - variant: red
            rollout: 30
          - variant: blue
            rollout: 70
  - key: layout
    name: Layout
    enabled: true
    variants:
      - key: wide
        default: true
  - key: paused
    name: Paused
    enabled: false
segments:
  - key: beta-users
    match_type: ANY_MATCH_TYPE
`;

describe("Flipt's features.yaml", () => {
  const file = read('features.yaml', FILE);

  test('says what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      new_nav: 'on by enabled',
      old_nav: 'off by enabled',
      tenth: 'partial by rollouts',
      beta: 'partial by rollouts',
      whole: 'on by rollouts',
      colour: 'partial by rules',
      layout: 'fixed "wide" by default',
      paused: 'off by enabled, a default',
    });
    expect(file.problems).toEqual([]);
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      tenth: 'on for 10 % of users',
      beta: [
        'on for everyone who matches one of 2 rules',
        'the segment is beta-users, gives on',
        '50 % of all others, gives on',
      ],
      colour: ['serving red or blue', 'the segment is beta-users, gives red to 30 %, blue to 70 %'],
    });
  });

  test('metadata are free', () => {
    expect(flagOf(file, 'new_nav')).toMatchObject({
      owner: { value: 'web' },
      description: { value: 'The bar at the top' },
    });
    expect(flagOf(file, 'tenth').canHave).toEqual({ owner: true, expiry: false });
  });

  test('an entry goes, and the others stay', () => {
    expect(without('tenth', 'features.yaml', FILE)).not.toContain('tenth');
    expectEmptied('features.yaml', FILE);
  });

  test('each document is a namespace with keys of its own', () => {
    const document = (namespace: string, enabled: boolean) =>
      `namespace: ${namespace}\nflags:\n  - key: a\n    type: BOOLEAN_FLAG_TYPE\n    enabled: ${enabled}\n`;
    const { flags, problems } = read(
      'features.yaml',
      `${document('default', true)}---\n${document('shop', false)}`,
    );
    expect(flags.map((flag) => flag.state.kind)).toEqual(['on', 'off']);
    expect(problems).toEqual([]);
  });

  test('our own list of flags is none of it', () => {
    const text =
      'flags:\n  - key: a\n    enabled: true\n    rules: [{ attribute: plan, operator: equals, value: pro }]\n';
    expect(read('flags.yaml', text).flags[0]!.rules[0]!.operator).toBe('equals');
  });
});

describe('the oracle: @flipt-io/flipt-client-js, to which the same flags are given as its server would', () => {
  const PEOPLE = [...'abcdefghijklmnop'].map((id, i) => ({
    id,
    attributes: i % 2 === 0 ? { plan: 'pro' } : {},
  }));
  const rollout = fc.oneof(
    fc.record({
      threshold: fc.record({ percentage: fc.constantFrom(0, 50, 100), value: fc.boolean() }),
    }),
    fc.record({ segment: fc.record({ key: fc.constant('pros'), value: fc.boolean() }) }),
  );
  const boolean = fc.record({
    type: fc.constant('BOOLEAN_FLAG_TYPE'),
    enabled: fc.boolean(),
    rollouts: fc.array(rollout, { maxLength: 2 }),
  });
  const distributions = fc.constantFrom(0, 50, 100).map((share) => [
    { variant: 'red', rollout: share },
    { variant: 'blue', rollout: 100 - share },
  ]);
  const variant = fc.record({
    type: fc.constant('VARIANT_FLAG_TYPE'),
    enabled: fc.constantFrom(true, true, false),
    variants: fc.constantFrom<{ key: string; default?: boolean }[]>(
      [{ key: 'red' }, { key: 'blue' }],
      [{ key: 'red', default: true }, { key: 'blue' }],
    ),
    rules: fc.array(
      distributions.map((shares) => ({ segment: 'pros', distributions: shares })),
      { maxLength: 1 },
    ),
  });
  const PROS = {
    key: 'pros',
    match_type: 'ANY_MATCH_TYPE',
    constraints: [{ type: 'STRING_COMPARISON_TYPE', property: 'plan', operator: 'eq', value: 'pro' }],
  };

  test('what we call settled is the answer for everyone', async () => {
    // It says on the console that the client that it has made itself is made in an old way.
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const count = tally();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(boolean, variant), { minLength: 40, maxLength: 40 }),
        async (generated) => {
          const flags = generated.map((one, i) => ({ key: `f${i}`, name: `f${i}`, ...one }));
          const text = JSON.stringify({ namespace: 'default', flags, segments: [PROS] });
          await expectOracle(flipt, read('features.json', text), text, PEOPLE, count);
        },
      ),
      { numRuns: 25 },
    );
    warn.mockRestore();
    expectMeaning('flipt', count);
  });

  test('a share is the one that the SDK serves', async () => {
    expect(await expectShares(flipt, read('features.yaml', FILE), FILE)).toEqual(['tenth']);
  });
});
