import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatDay } from '../../../server/src/flags/dates';
import { microsoft } from '../oracles/microsoft';
import type { Person } from '../oracles/oracle';
import { expectEmptied, expectMeaning, expectOracle, flagOf, read, states, tally, words } from './support';

const FILE = `{
  "Logging": { "LogLevel": { "Default": "Information" } },
  "feature_management": {
    "feature_flags": [
      { "id": "Beta", "description": "The new start page", "enabled": true },
      { "id": "Dark", "enabled": false },
      { "id": "Silent" },
      {
        "id": "Campaign",
        "enabled": true,
        "conditions": { "client_filters": [
          // The summer sale.
          { "name": "Microsoft.TimeWindow", "parameters": { "Start": "2026-06-01", "End": "Mon, 31 Aug 2026 23:59:59 GMT" } }
        ] }
      },
      {
        "id": "Some",
        "enabled": true,
        "conditions": { "client_filters": [
          { "name": "Microsoft.Targeting", "parameters": { "Audience": { "Users": ["ann"], "DefaultRolloutPercentage": 0 } } }
        ] }
      },
      {
        "id": "Overridden",
        "enabled": true,
        "variants": [{ "name": "Big", "status_override": "Disabled" }],
        "allocation": { "default_when_enabled": "Big" }
      }
    ]
  }
}
`;

describe("Microsoft's feature management", () => {
  const file = read('appsettings.json', FILE);

  test('says what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      Beta: 'on by enabled',
      Dark: 'off by enabled',
      Silent: 'off by enabled',
      Campaign: 'partial by conditions',
      Some: 'partial by conditions',
      Overridden: 'partial by status_override',
    });
    expect(flagOf(file, 'Beta').description?.value).toBe('The new start page');
  });

  test("the end of a time window is the flag's", () => {
    expect(formatDay(flagOf(file, 'Campaign').expires!.value)).toBe('2026-08-31');
    expect(words(file).Some).toEqual([
      'on for everyone who matches a rule',
      expect.stringContaining('the filter Microsoft.Targeting says so with'),
    ]);
  });

  test('an entry goes, and the others stay', () => expectEmptied('appsettings.json', FILE));
});

test('the older form is a map of booleans and filters', () => {
  const text = `{
  "FeatureManagement": {
    "A": true,
    "B": "false", // the configuration of .NET is text
    "C": { "EnabledFor": [{ "Name": "AlwaysOn" }] },
    "D": { "EnabledFor": [{ "Name": "Percentage", "Parameters": { "Value": 30 } }] },
    "E": { "EnabledFor": [] },
    "F": { "RequirementType": "All", "EnabledFor": [{ "Name": "AlwaysOn" }, { "Name": "Custom" }] }
  }
}
`;
  const file = read('appsettings.json', text);
  expect(states(file)).toEqual({
    A: 'on by A',
    B: 'off by B',
    C: 'on by EnabledFor',
    D: 'partial by EnabledFor',
    E: 'off by E',
    F: 'partial by EnabledFor',
  });
  expect(words(file).D).toBe('on for 30 % of users');
  expectEmptied('appsettings.json', text);
});

describe('the oracle: @microsoft/feature-management', () => {
  const PEOPLE: Person[] = [
    { attributes: {} },
    ...[...'abcdef'].map((id) => ({ id, attributes: id < 'd' ? { team: 'g' } : {} })),
  ];
  const filter = fc.constantFrom(
    { name: 'Microsoft.Targeting', parameters: { Audience: { Users: ['a'], DefaultRolloutPercentage: 0 } } },
    { name: 'Microsoft.Targeting', parameters: { Audience: { DefaultRolloutPercentage: 50 } } },
    { name: 'Microsoft.TimeWindow', parameters: { Start: 'Mon, 01 Jan 2024 00:00:00 GMT' } },
    { name: 'Nobody.Knows', parameters: {} },
  );
  const flag = fc.record(
    {
      enabled: fc.boolean(),
      conditions: fc.record(
        {
          requirement_type: fc.constantFrom('Any', 'All'),
          client_filters: fc.array(filter, { maxLength: 2 }),
        },
        { requiredKeys: [] },
      ),
      variants: fc
        .tuple(fc.constantFrom('None', 'Enabled', 'Disabled'))
        .map(([status_override]) => [{ name: 'V', status_override, configuration_value: 1 }]),
      allocation: fc.constantFrom(
        { default_when_enabled: 'V', default_when_disabled: 'V' },
        { group: [{ variant: 'V', groups: ['g'] }] },
      ),
    },
    { requiredKeys: [] },
  );

  test('what we call settled is the answer for everyone', async () => {
    // It says on the console that nobody knows a filter.
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(flag, { minLength: 6, maxLength: 6 }), async (generated) => {
        const feature_flags = generated.map((one, i) => ({ ...one, id: `f${i}` }));
        const text = JSON.stringify({ feature_management: { feature_flags } });
        await expectOracle(microsoft, read('f.json', text), text, PEOPLE, count);
      }),
      { numRuns: 100 },
    );
    warn.mockRestore();
    expectMeaning('microsoft', count);
  });
});
