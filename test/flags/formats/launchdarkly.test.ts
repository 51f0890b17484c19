import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlagValue } from '../../../server/src/flags/model';
import { launchdarkly } from '../oracles/launchdarkly';
import type { Person } from '../oracles/oracle';
import {
  expectEmptied,
  expectMeaning,
  expectOracle,
  expectShares,
  flagOf,
  read,
  states,
  strictJson,
  tally,
  without,
  words,
} from './support';

const FILE = `{
  "flags": {
    "everyone": { "key": "everyone", "on": true, "variations": [true, false], "fallthrough": { "variation": 0 }, "offVariation": 1 },
    "off-is-true": { "key": "off-is-true", "on": false, "variations": [true, false], "fallthrough": { "variation": 1 }, "offVariation": 0 },
    "off-is-nothing": { "key": "off-is-nothing", "on": false, "variations": [true, false], "fallthrough": { "variation": 0 } },
    "tenth": {
      "key": "tenth", "on": true, "variations": [true, false], "offVariation": 1,
      "fallthrough": { "rollout": { "variations": [{ "variation": 0, "weight": 10000 }, { "variation": 1, "weight": 90000 }] } }
    },
    "colour": {
      "key": "colour", "on": true, "variations": ["red", "blue"], "fallthrough": { "variation": 0 },
      "targets": [{ "values": ["ann", "bob"], "variation": 1 }],
      "rules": [{ "id": "r", "variation": 1, "clauses": [
        { "attribute": "email", "op": "endsWith", "values": ["@x.org"] },
        { "attribute": "", "op": "segmentMatch", "values": ["beta"], "negate": true }
      ] }]
    },
    "child": {
      "key": "child", "on": true, "variations": [true, false], "fallthrough": { "variation": 0 }, "offVariation": 1,
      "prerequisites": [{ "key": "everyone", "variation": 0 }]
    },
    "misnumbered": { "key": "misnumbered", "on": true, "variations": [true], "fallthrough": { "variation": 7 } }
  },
  // Values for everyone.
  "flagValues": { "simple": true, "limit": 25, "theme": "dark" }
}
`;

describe("LaunchDarkly's file data", () => {
  const file = read('flagdata.json', FILE);

  test('say what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      everyone: 'on by fallthrough',
      'off-is-true': 'on by offVariation',
      'off-is-nothing': 'off by on, a default',
      tenth: 'partial by fallthrough',
      colour: 'partial by rules',
      child: 'partial by prerequisites',
      misnumbered: 'unknown by fallthrough',
      simple: 'on by simple',
      limit: 'fixed 25 by limit',
      theme: 'fixed "dark" by theme',
    });
    expect(file.problems).toMatchObject([{ flag: 'misnumbered', rule: 'invalid-flag' }]);
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      tenth: 'on for 10 % of users',
      colour: [
        'serving red or blue',
        'email endsWith @x.org and the segment is not beta (not in this file), gives blue',
        'the user is one of ann, bob, gives blue',
      ],
    });
  });

  test('a segment that the file holds needs no such note', () => {
    const text = FILE.replace(
      '// Values',
      '"segments": { "beta": { "key": "beta", "included": ["ann"] } },\n  // Values',
    );
    expect(words(read('flagdata.json', text)).colour).toContain(
      'email endsWith @x.org and the segment is not beta, gives blue',
    );
  });

  test('the format has no owner and no date', () => {
    expect(flagOf(file, 'everyone').canHave).toEqual({ owner: false, expiry: false });
  });

  test('a prerequisite keeps its flag', () => {
    expect(without('everyone', 'flagdata.json', FILE)).toBe(
      "Flag 'child' depends on 'everyone'. Change that first.",
    );
    expect(without('limit', 'flagdata.json', FILE)).toContain('{ "simple": true, "theme": "dark" }');
    expectEmptied('flagdata.json', FILE);
  });

  test('values alone are a file, and YAML is the same', () => {
    expect(states(read('f.yaml', 'flagValues:\n  a: false\n  b: [1]\n'))).toEqual({
      a: 'off by a',
      b: 'fixed [1] by b',
    });
  });
});

describe('the oracle: @launchdarkly/node-server-sdk with its FileData', () => {
  const PEOPLE = [...'abcdefgh'].map(
    (id, i): Person => ({
      id,
      attributes: { kind: i === 7 ? 'org' : 'user', ...(i % 2 === 0 && { email: `${id}@x.org` }) },
    }),
  );
  const index = fc.constantFrom(0, 1);
  const weights = fc.constantFrom(0, 0, 30_000, 100_000).map((weight) => ({
    rollout: {
      variations: [
        { variation: 0, weight },
        { variation: 1, weight: 100_000 - weight },
      ],
    },
  }));
  const flag = fc.record(
    {
      on: fc.boolean(),
      variations: fc.constantFrom<FlagValue[]>([true, false], ['red', 'blue'], [1, { a: [] }], ['A', null]),
      fallthrough: fc.oneof(
        index.map((variation) => ({ variation })),
        weights,
      ),
      offVariation: index,
      targets: fc.constantFrom([], [{ values: ['a', 'b'], variation: 1 }]),
      contextTargets: fc.constantFrom([], [{ contextKind: 'org', values: ['h'], variation: 0 }]),
      rules: index.map((variation) => [
        { id: 'r', variation, clauses: [{ attribute: 'email', op: 'endsWith', values: ['@x.org'] }] },
      ]),
      prerequisites: index.map((variation) => [{ key: 'parent', variation }]),
    },
    { requiredKeys: ['on', 'variations', 'fallthrough'] },
  );

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(flag, { minLength: 40, maxLength: 40 }), async (generated) => {
        const parent = { on: true, variations: [true, false], fallthrough: { variation: 0 } };
        const all = [parent, ...generated].map((one, i) => ({
          ...one,
          key: i === 0 ? 'parent' : `f${i}`,
          version: 1,
        }));
        const text = JSON.stringify({ flags: Object.fromEntries(all.map((one) => [one.key, one])) });
        await expectOracle(launchdarkly, read('flagdata.json', text), text, PEOPLE, count);
      }),
      { numRuns: 30 },
    );
    expectMeaning('launchdarkly', count);
  });

  test('in the file above, too', async () => {
    const text = strictJson(FILE);
    await expectOracle(launchdarkly, read('flagdata.json', text), text, PEOPLE);
  });

  test('a share is the one that the SDK serves', async () => {
    expect(
      await expectShares(launchdarkly, read('flagdata.json', strictJson(FILE)), strictJson(FILE)),
    ).toEqual(['tenth']);
  });
});
