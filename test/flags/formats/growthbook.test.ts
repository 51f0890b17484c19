import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlagValue } from '../../../server/src/flags/model';
import { growthbook } from '../oracles/growthbook';
import type { Person } from '../oracles/oracle';
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

const FILE = `{
  "status": 200,
  "features": {
    "new-nav": { "defaultValue": true },
    "old-nav": { "defaultValue": false, "rules": [] },
    "forced": { "defaultValue": false, "rules": [{ "id": "fr_1", "force": true }] },
    "staff": {
      "defaultValue": false,
      "rules": [{ "condition": { "email": { "$regex": "@x.org$" } }, "force": true }]
    },
    "tenth": { "defaultValue": false, "rules": [{ "force": true, "coverage": 0.1, "hashAttribute": "id" }] },
    "button": {
      "defaultValue": "blue",
      "rules": [{ "key": "exp-1", "variations": ["blue", "red"], "weights": [0.5, 0.5], "hashAttribute": "id" }]
    },
    "nothing": { "defaultValue": null },
    "child": {
      "defaultValue": false,
      "rules": [{ "parentConditions": [{ "id": "new-nav", "condition": { "value": true }, "gate": true }], "force": true }]
    },
    "gated": {
      "defaultValue": true,
      "rules": [{ "parentConditions": [{ "id": "old-nav", "condition": { "value": true }, "gate": true }] }]
    },
    "bandit": {
      "defaultValue": "default",
      "rules": [{ "contextualVariations": ["one", "two"], "contextualBanditRef": "b", "hashAttribute": "id", "weights": [1, 0] }]
    }
  },
  "dateUpdated": "2026-10-01T00:00:00.000Z"
}
`;

describe("GrowthBook's features", () => {
  const file = read('features.json', FILE);

  test('say what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      'new-nav': 'on by defaultValue',
      'old-nav': 'off by defaultValue',
      forced: 'on by rules',
      staff: 'partial by rules',
      tenth: 'partial by rules',
      button: 'partial by rules',
      nothing: 'off by defaultValue, a default',
      child: 'partial by rules',
      gated: 'partial by rules',
      bandit: 'partial by rules',
    });
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      staff: ['on for everyone who matches a rule', '{"email":{"$regex":"@x.org$"}}, gives true'],
      tenth: 'on for 10 % of users',
      button: ['serving blue or red', 'anyone asks, gives blue or red'],
      child: [
        'on for everyone who matches a rule',
        "the prerequisites hold (else the code's default applies), gives true",
      ],
      gated: [
        'on for everyone who matches a rule',
        "the prerequisites hold (else the code's default applies), gives what follows",
      ],
      bandit: ['serving one, two or default', 'anyone asks, gives one or two'],
    });
  });

  test('the map may be all there is', () => {
    const text = '{ "a": { "defaultValue": true }, "b": { "defaultValue": 10, "rules": [] } }';
    expect(states(read('f.json', text))).toEqual({ a: 'on by defaultValue', b: 'fixed 10 by defaultValue' });
  });

  test('a prerequisite keeps its feature', () => {
    expect(flagOf(file, 'child').dependsOn.map(({ value }) => value)).toEqual(['new-nav']);
    expect(without('new-nav', 'features.json', FILE)).toContain("Flag 'child' depends on 'new-nav'");
    expectEmptied('features.json', FILE);
  });
});

describe('the oracle: @growthbook/growthbook', () => {
  const PEOPLE = ['', ...'abcdefghij'].map(
    (id): Person =>
      id === '' ? { attributes: {} } : { id, attributes: { email: `${id}@${id < 'f' ? 'x.org' : 'y.org'}` } },
  );
  const value = fc.constantFrom<FlagValue>(true, false, 'A', null);
  const rule = fc.record(
    {
      force: value,
      condition: fc.constantFrom({ email: { $regex: '@x.org$' } }, {}),
      coverage: fc.constantFrom(0, 0.5, 1),
      hashAttribute: fc.constantFrom('id', 'nobody'),
      parentConditions: fc
        .tuple(fc.boolean(), fc.boolean())
        .map(([wanted, gate]) => [{ id: 'parent', condition: { value: wanted }, gate }]),
      variations: fc.tuple(value, value),
      contextualVariations: fc.tuple(value, value),
      id: fc.constant('r'),
    },
    { requiredKeys: [] },
  );
  const feature = fc.record(
    { defaultValue: value, rules: fc.array(rule, { maxLength: 2 }) },
    { requiredKeys: ['defaultValue'] },
  );

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(feature, { minLength: 5, maxLength: 5 }), async (generated) => {
        const all = [{ defaultValue: true }, ...generated].map((one, i) => [
          i === 0 ? 'parent' : `f${i}`,
          one,
        ]);
        const text = JSON.stringify({ features: Object.fromEntries(all) as object });
        await expectOracle(growthbook, read('f.json', text), text, PEOPLE, count);
      }),
      { numRuns: 150 },
    );
    expectMeaning('growthbook', count);
  });

  test('in the file above, too', () => expectOracle(growthbook, read('features.json', FILE), FILE, PEOPLE));

  test('a share is the one that the SDK serves', async () => {
    expect(await expectShares(growthbook, read('features.json', FILE), FILE)).toEqual(['tenth']);
  });
});
