import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { staysForGood } from '../../../server/src/flags/lifecycle';
import { harness } from '../oracles/harness';
import { expectEmptied, expectMeaning, expectOracle, flagOf, read, states, tally, words } from './support';

const flag = (name: string, fields: string, environments: string) => `    - flag:
        name: ${name}
        identifier: ${name}
        description: ""
        ${fields}
        spec:
          type: boolean
          default: { onVariation: "true", offVariation: "false" }
          variations:
            - { identifier: "true", value: "true" }
            - { identifier: "false", value: "false" }
          environments:
${environments}`;

const environment = (name: string, state: string, more = '') => `            - identifier: ${name}
              default: { onVariation: "true", offVariation: "false" }
              state: ${state}
${more}`;

const FILE = `featureFlags:
  flags:
${flag('everywhere', 'permanent: false', environment('dev', '"on"') + environment('prod', '"on"'))}
${flag('nowhere', 'permanent: true', environment('dev', '"off"') + environment('prod', '"off"'))}
${flag('staging_only', 'permanent: false', environment('dev', '"on"') + environment('prod', '"off"'))}
${flag(
  'targeted',
  'permanent: false',
  environment(
    'prod',
    '"on"',
    '              targetRules:\n                - targets: [{ identifier: T1 }]\n                  variation: "false"\n',
  ),
)}
`;

describe("Harness's flags under Git", () => {
  const file = read('.harness/flags.yaml', FILE);

  test('are what all environments say', () => {
    expect(states(file)).toEqual({
      everywhere: 'on by state',
      nowhere: 'off by state',
      staging_only: 'partial by state',
      targeted: 'partial by targetRules',
    });
    expect(words(file)).toMatchObject({
      staging_only: 'on in dev, off in prod',
      targeted: ['on for everyone who matches a rule', 'the target is one of T1, gives false'],
    });
  });

  test('or what the configured one says', () => {
    expect(states(read('flags.yaml', FILE, { environment: 'dev' }))).toMatchObject({
      staging_only: 'on by state',
      targeted: 'unknown',
    });
  });

  test('each environment is kept', () => {
    const all = file.flags.flatMap(({ key, environments }) =>
      (environments ?? []).map(({ environment, state }) => `${key} ${environment} ${state.kind}`),
    );
    expect(all).toEqual([
      'everywhere dev on',
      'everywhere prod on',
      'nowhere dev off',
      'nowhere prod off',
      'staging_only dev on',
      'staging_only prod off',
      'targeted prod partial',
    ]);
  });

  test('permanent flags stay', () => {
    expect(staysForGood(flagOf(file, 'nowhere'))).toBe(true);
    expect(staysForGood(flagOf(file, 'everywhere'))).toBe(false);
  });

  test('an entry goes, and the others stay', () => expectEmptied('.harness/flags.yaml', FILE));
});

describe('the oracle: @harnessio/ff-nodejs-server-sdk, to which the same flags are given as its server would', () => {
  const variation = fc.constantFrom('true', 'false');
  const distribution = fc.constantFrom(0, 50, 100).map((weight) => ({
    bucketBy: 'identifier',
    variations: [
      { variation: 'true', weight },
      { variation: 'false', weight: 100 - weight },
    ],
  }));
  const generated = fc.record({
    state: fc.constantFrom('on', 'on', 'off'),
    default: fc.record(
      { onVariation: variation, offVariation: variation, distribution },
      { requiredKeys: ['onVariation', 'offVariation'] },
    ),
    targetRules: fc.array(
      variation.map((one) => ({ targets: [{ identifier: 'a' }], variation: one })),
      { maxLength: 1 },
    ),
  });
  const PEOPLE = [...'abcdefghijklmnop'].map((id) => ({ id, attributes: {} }));
  const VARIATIONS = ['true', 'false'].map((value) => ({ identifier: value, value }));

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(generated, { minLength: 60, maxLength: 60 }), async (environments) => {
        const flags = environments.map((one, i) => ({
          flag: {
            identifier: `f${i}`,
            spec: {
              type: 'boolean',
              variations: VARIATIONS,
              environments: [{ identifier: 'prod', ...one }],
            },
          },
        }));
        const text = JSON.stringify({ featureFlags: { flags } });
        await expectOracle(harness('prod'), read('flags.json', text), text, PEOPLE, count);
      }),
      { numRuns: 5 },
    );
    expectMeaning('harness', count);
  });
});
