import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay } from '../../../server/src/flags/dates';
import { staysForGood } from '../../../server/src/flags/lifecycle';
import type { Person } from '../oracles/oracle';
import { peopleFor } from '../oracles/people';
import { unleash } from '../oracles/unleash';
import {
  expectAgreement,
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

const BOOTSTRAP = `{
  "version": 2,
  "features": [
    { "name": "plain", "enabled": true, "strategies": [], "type": "release", "createdAt": "2026-09-01T08:00:00Z" },
    { "name": "default", "enabled": true, "strategies": [{ "name": "default" }] },
    {
      "name": "rolled-out",
      "type": "kill-switch",
      "enabled": true,
      "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "100", "stickiness": "default", "groupId": "rolled-out" } }]
    },
    {
      "name": "sticky",
      "enabled": true,
      "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "100", "stickiness": "tenant" } }]
    },
    {
      "name": "half",
      "enabled": true,
      "strategies": [{ "name": "flexibleRollout", "parameters": { "rollout": "50", "stickiness": "default" } }]
    },
    {
      "name": "narrowed",
      "enabled": true,
      "strategies": [
        { "name": "flexibleRollout", "parameters": { "rollout": "100" }, "segments": [7, 8],
          "constraints": [{ "contextName": "country", "operator": "IN", "values": ["DE", "FR"] }] },
        { "name": "userWithId", "parameters": { "userIds": "ann,bob" } }
      ]
    },
    { "name": "off", "enabled": false, "strategies": [{ "name": "default" }] },
    { "name": "silent", "strategies": [] },
    { "name": "child", "enabled": true, "strategies": [], "dependencies": [{ "feature": "plain" }] }
  ],
  "segments": [{ "id": 7, "constraints": [] }]
}
`;

describe("Unleash's bootstrap", () => {
  const file = read('unleash.json', BOOTSTRAP);

  test('says what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      plain: 'on by enabled',
      default: 'on by strategies',
      'rolled-out': 'on by strategies',
      sticky: 'partial by strategies',
      half: 'partial by strategies',
      narrowed: 'partial by strategies',
      off: 'off by enabled',
      silent: 'off by enabled',
      child: 'partial by dependencies',
    });
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      half: 'on for 50 % of users',
      sticky: 'on for 100 % by tenant, off without one',
      narrowed: [
        'on for everyone who matches one of 2 rules',
        'it is in 100 % of users, country in DE, FR, the segment is 7 and 8 (not in this file)',
        'the strategy userWithId says so, {"userIds":"ann,bob"}',
      ],
    });
  });

  test('a type has a lifetime, and some types stay', () => {
    expect(formatDay(flagOf(file, 'plain').expires!.value)).toBe('2026-10-11');
    expect(staysForGood(flagOf(file, 'rolled-out'))).toBe(true);
  });

  test('a parent stays while its child does', () => {
    expect(without('plain', 'unleash.json', BOOTSTRAP)).toContain("Flag 'child' depends on 'plain'");
    expectEmptied('unleash.json', BOOTSTRAP);
  });
});

const EXPORT = `{
  "features": [
    { "name": "checkout", "type": "release", "project": "shop", "stale": false },
    { "name": "search", "type": "experiment", "project": "shop" }
  ],
  "featureStrategies": [
    { "name": "flexibleRollout", "id": "1", "featureName": "checkout", "parameters": { "rollout": "100", "stickiness": "default" } },
    { "name": "flexibleRollout", "id": "2", "featureName": "search", "parameters": { "rollout": "20", "stickiness": "default" } }
  ],
  "featureEnvironments": [
    { "enabled": true, "featureName": "checkout", "environment": "production", "name": "checkout" },
    { "enabled": false, "featureName": "search", "environment": "production", "name": "search" }
  ],
  "featureTags": [{ "featureName": "checkout", "tagType": "simple", "tagValue": "q4" }],
  "dependencies": [{ "feature": "search", "dependencies": [{ "feature": "checkout", "enabled": true }] }],
  "segments": []
}
`;

describe("an export of Unleash's server", () => {
  const file = read('export.json', EXPORT);

  test('has the switch and the strategies in lists of their own', () => {
    expect(states(file)).toEqual({ checkout: 'on by strategies', search: 'off by enabled' });
    expect(states(read('export.json', EXPORT, { environment: 'staging' }))).toEqual({
      checkout: 'unknown',
      search: 'unknown',
    });
  });

  test('all that is about a flag goes with it', () => {
    expect(without('checkout', 'export.json', EXPORT)).toContain("Flag 'search' depends on 'checkout'");
    const rest = without('search', 'export.json', EXPORT);
    expect(rest).not.toContain('search');
    expect(states(read('export.json', rest))).toEqual({ checkout: 'on by strategies' });
  });

  test('every place that names the flag is known to a rename', () => {
    const places = flagOf(file, 'checkout').dependsOn.map(({ span }) => EXPORT.slice(span.start, span.end));
    expect(places).toEqual(['checkout', 'checkout', 'checkout', 'checkout']);
  });
});

describe('the oracle: unleash-client', () => {
  // Random stickiness answers anew each time, so each is asked three times.
  const PEOPLE = ['', ...'abcdefghij'].flatMap((id): Person[] => {
    const person = id === '' ? { attributes: {} } : { id, attributes: { country: id < 'f' ? 'DE' : 'US' } };
    return [person, person, person];
  });
  const strategy = fc.oneof(
    fc.constant({ name: 'default' }),
    fc.constant({ name: 'userWithId', parameters: { userIds: 'a,b' } }),
    fc.record({
      name: fc.constant('flexibleRollout'),
      parameters: fc.record(
        {
          rollout: fc.constantFrom<string | number>('0', '50', '100', 100),
          stickiness: fc.constantFrom('default', 'random', 'userId', 'country'),
        },
        { requiredKeys: ['rollout'] },
      ),
    }),
  );
  const constrained = fc
    .tuple(
      strategy,
      fc.record(
        {
          constraints: fc.constantFrom([], [{ contextName: 'country', operator: 'IN', values: ['DE'] }]),
          segments: fc.constantFrom([], [7], [8]),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([one, narrowing]) => ({ ...one, ...narrowing }));
  const feature = fc.record(
    {
      enabled: fc.constantFrom(true, true, false),
      strategies: fc.array(constrained, { maxLength: 2 }),
      dependencies: fc.constantFrom<object[]>(
        [{ feature: 'parent' }],
        [{ feature: 'parent', enabled: false }],
        [],
      ),
    },
    { requiredKeys: ['strategies'] },
  );
  const segments = [{ id: 7, constraints: [{ contextName: 'country', operator: 'IN', values: ['DE'] }] }];

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(feature, { minLength: 5, maxLength: 5 }), async (generated) => {
        const parent = {
          enabled: true,
          strategies: [{ name: 'userWithId', parameters: { userIds: 'a,b' } }],
        };
        const features = [parent, ...generated].map((one, i) => ({
          ...one,
          name: i === 0 ? 'parent' : `f${i}`,
        }));
        const text = JSON.stringify({ version: 2, features, segments });
        await expectOracle(unleash, read('f.json', text), text, PEOPLE, count);
      }),
      { numRuns: 120 },
    );
    expectMeaning('unleash', count);
  });

  test('a share is the one that the SDK serves', async () => {
    expect(await expectShares(unleash, read('unleash.json', BOOTSTRAP), BOOTSTRAP)).toEqual([
      'sticky',
      'half',
    ]);
  });
});

describe('the cases that Unleash holds its own clients to: @unleash/client-specification', () => {
  interface Specification {
    readonly name: string;
    readonly state?: { readonly features: readonly unknown[] };
    readonly tests?: readonly { readonly toggleName: string; readonly expectedResult: boolean }[];
  }
  const folder = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@unleash/client-specification/package.json')),
    'specifications',
  );
  const names = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as string[];

  test('what we call settled is the answer of every case, and of the client in others', async () => {
    const count = tally();
    for (const name of names) {
      const text = readFileSync(path.join(folder, name), 'utf8');
      const { state, tests } = JSON.parse(text) as Specification;
      // Some are about what streams of changes hold.
      if (!state?.features || !tests) continue;
      const file = read(name, JSON.stringify(state));
      expect(file.problems).toEqual([]);
      await expectOracle(unleash, file, JSON.stringify(state), peopleFor(text));
      for (const flag of file.flags) {
        const answers = tests.filter((one) => one.toggleName === flag.key).map((one) => one.expectedResult);
        if (answers.length > 0) expectAgreement(flag, answers, count);
      }
    }
    expect(count.flags).toBeGreaterThan(100);
    expectMeaning("unleash's specification", count);
  });
});
