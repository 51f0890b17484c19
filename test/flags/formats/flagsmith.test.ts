import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flagsmith } from '../oracles/flagsmith';
import type { Person } from '../oracles/oracle';
import {
  expectEmptied,
  expectMeaning,
  expectOracle,
  flagOf,
  read,
  states,
  tally,
  without,
  words,
} from './support';

const FILE = `{
  "id": 1,
  "api_key": "B62qaMZNwfiqT76p38ggrQ",
  "project": {
    "id": 1, "name": "Shop", "hide_disabled_flags": false, "organisation": { "id": 1, "name": "Us" },
    "segments": [
      {
        "id": 1, "name": "pro customers",
        "rules": [{ "type": "ALL", "conditions": [], "rules": [
          { "type": "ANY", "rules": [], "conditions": [{ "operator": "EQUAL", "property_": "plan", "value": "pro" }] }
        ] }],
        "feature_states": [
          { "django_id": 9, "enabled": true, "feature": { "id": 3, "name": "reports", "type": "STANDARD" }, "feature_state_value": null }
        ]
      }
    ]
  },
  "feature_states": [
    { "django_id": 1, "enabled": true, "feature": { "id": 1, "name": "new_nav", "type": "STANDARD" }, "feature_state_value": null },
    { "django_id": 2, "enabled": false, "feature": { "id": 2, "name": "old_nav", "type": "STANDARD" }, "feature_state_value": null },
    { "django_id": 3, "enabled": false, "feature": { "id": 3, "name": "reports", "type": "STANDARD" }, "feature_state_value": null },
    {
      "django_id": 4, "enabled": true, "feature": { "id": 4, "name": "colour", "type": "MULTIVARIATE" }, "feature_state_value": "red",
      "multivariate_feature_state_values": [
        { "id": 1, "percentage_allocation": 30, "multivariate_feature_option": { "id": 1, "value": "blue" } }
      ]
    },
    { "django_id": 5, "enabled": true, "feature": { "id": 5, "name": "beta", "type": "STANDARD" }, "feature_state_value": null }
  ],
  "identity_overrides": [
    {
      "identifier": "ann", "environment_api_key": "B62qaMZNwfiqT76p38ggrQ", "created_date": "2026-01-01T00:00:00Z",
      "identity_features": [
        { "django_id": 7, "enabled": false, "feature": { "id": 5, "name": "beta", "type": "STANDARD" }, "feature_state_value": null }
      ]
    }
  ]
}
`;

describe("Flagsmith's environment document", () => {
  const file = read('environment.json', FILE);

  test('says what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      new_nav: 'on by enabled',
      old_nav: 'off by enabled',
      reports: 'partial by enabled',
      // The shares are of its value.
      colour: 'on by enabled',
      beta: 'partial by enabled',
    });
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      reports: ['on for everyone who matches a rule', 'the segment is pro customers, gives on'],
      beta: ['on for everyone who matches a rule', 'the identity is ann, gives off'],
    });
  });

  test('its overrides go with a flag, and a rename knows them', () => {
    expect(without('reports', 'environment.json', FILE)).not.toContain('reports');
    expect(without('beta', 'environment.json', FILE)).not.toContain('beta');
    expect(flagOf(file, 'beta').dependsOn).toHaveLength(1);
    expectEmptied('environment.json', FILE);
  });
});

describe('the oracle: flagsmith-nodejs, offline', () => {
  const PEOPLE: Person[] = [
    { attributes: {} },
    { id: 'ann', attributes: {} },
    { id: 'bob', attributes: { plan: 'pro' } },
    { id: 'cat', attributes: {} },
  ];
  const override = fc.option(fc.boolean(), { nil: undefined });
  const feature = fc.record({
    enabled: fc.boolean(),
    segment: override,
    identity: override,
    share: fc.nat(100),
  });

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(feature, { minLength: 12, maxLength: 12 }), async (features) => {
        const document = JSON.parse(FILE) as Record<string, unknown>;
        const state = (i: number, enabled: boolean) => ({
          django_id: i + 1,
          enabled,
          feature: { id: i + 1, name: `f${i}`, type: 'STANDARD' },
          feature_state_value: 'x',
          featurestate_uuid: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
          multivariate_feature_state_values: [
            {
              id: i,
              percentage_allocation: features[i]!.share,
              multivariate_feature_option: { id: i, value: 'y' },
              mv_fs_value_uuid: `00000000-0000-4000-8000-${String(i + 500).padStart(12, '0')}`,
            },
          ],
        });
        const overriding = (who: 'segment' | 'identity') =>
          features.flatMap((one, i) => (one[who] === undefined ? [] : [state(i, one[who])]));
        document.feature_states = features.map((one, i) => state(i, one.enabled));
        const [segment] = (document.project as { segments: Record<string, unknown>[] }).segments;
        segment!.feature_states = overriding('segment').map((one) => ({
          ...one,
          feature_segment: { priority: 0 },
        }));
        const [identity] = document.identity_overrides as Record<string, unknown>[];
        identity!.identity_features = overriding('identity');
        const text = JSON.stringify(document);
        await expectOracle(flagsmith, read('environment.json', text), text, PEOPLE, count);
      }),
      { numRuns: 25 },
    );
    expectMeaning('flagsmith', count);
  });

  test('in the file above, too', () => expectOracle(flagsmith, read('environment.json', FILE), FILE, PEOPLE));
});
