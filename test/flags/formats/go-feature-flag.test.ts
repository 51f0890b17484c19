import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay } from '../../../server/src/flags/dates';
import { goFeatureFlag } from '../oracles/go-feature-flag';
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

const FILE = `# goff.yaml
new-checkout:
  variations:
    enabled: true
    disabled: false
  defaultRule:
    variation: enabled
  metadata:
    owner: payments
    jira: PAY-12

everyone-by-share:
  variations: { A: true, B: false }
  defaultRule:
    percentage: { A: 100, B: 0 }

tenth:
  variations: { A: true, B: false }
  defaultRule:
    percentage:
      A: 10
      B: 90

paused:
  variations: { A: true }
  disable: true
  defaultRule: { variation: A }

targeted:
  variations: { red: "#f00", blue: "#00f" }
  targeting:
    - name: staff
      query: email ew "@x.org"
      variation: red
  defaultRule: { variation: blue }

same-for-all:
  variations: { A: true, B: false }
  targeting:
    - query: beta eq "true"
      variation: A
    - query: never
      variation: B
      disable: true
  defaultRule: { variation: A }

window:
  variations: { A: true, B: false }
  defaultRule: { variation: A }
  experimentation:
    start: 2026-09-01T00:00:00Z
    end: 2026-12-24T00:00:00Z

growing:
  variations: { A: true, B: false }
  defaultRule:
    progressiveRollout:
      initial: { variation: B, percentage: 0, date: 2026-09-01T00:00:00Z }
      end: { variation: A, percentage: 100, date: 2026-10-01T00:00:00Z }

stepwise:
  variations: { A: true, B: false }
  defaultRule: { variation: B }
  scheduledRollout:
    - date: 2026-09-01T00:00:00Z
      defaultRule: { variation: A }

by-team:
  variations: { A: true, B: false }
  bucketingKey: teamId
  defaultRule: { variation: A }

misspelled:
  variations: { A: true }
  defaultRule: { variation: a }
`;

describe('GO Feature Flag', () => {
  const file = read('flags.goff.yaml', FILE);

  test('says what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      'new-checkout': 'on by defaultRule',
      'everyone-by-share': 'on by defaultRule',
      tenth: 'partial by defaultRule',
      paused: 'off by disable, a default',
      targeted: 'partial by targeting',
      'same-for-all': 'on by targeting',
      window: 'partial by experimentation',
      growing: 'partial by defaultRule',
      stepwise: 'partial by scheduledRollout',
      'by-team': 'partial by bucketingKey',
      misspelled: 'unknown by defaultRule',
    });
    expect(file.problems).toMatchObject([{ rule: 'invalid-flag', flag: 'misspelled' }]);
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      tenth: 'on for 10 % of users',
      targeted: ['serving #f00 or #00f', 'email ew "@x.org", gives "#f00"'],
    });
  });

  test('metadata and the end of an experiment', () => {
    expect(flagOf(file, 'new-checkout')).toMatchObject({
      owner: { value: 'payments' },
      ticket: { value: 'PAY-12' },
    });
    expect(formatDay(flagOf(file, 'window').expires!.value)).toBe('2026-12-24');
  });

  test('an entry goes, and the others stay', () => {
    expect(without('new-checkout', 'goff.yaml', FILE)).not.toContain('payments');
    expectEmptied('goff.yaml', FILE);
  });
});

test('the old form has a value for each answer', () => {
  const text = `whole:
  percentage: 100
  true: true
  false: false
  default: false
part:
  rule: anonymous eq true
  percentage: 30
  true: "B"
  false: "A"
  default: "none"
tenth:
  percentage: 10
  true: true
  false: false
  default: false
nobody:
  true: true
  false: false
  default: true
paused: { disable: true, percentage: 100, true: true, false: false, default: false }
`;
  const file = read('old.yaml', text);
  expect(states(file)).toEqual({
    whole: 'on by percentage',
    part: 'partial by rule',
    tenth: 'partial by percentage',
    nobody: 'off by percentage',
    paused: 'off by disable, a default',
  });
  expect(words(file)).toMatchObject({
    part: ['serving B, A or none', 'anonymous eq true, gives "B" to 30 %'],
    tenth: 'on for 10 % of users',
  });
  expectEmptied('old.yaml', text);
});

test('JSON is the same', () => {
  const text = '{"a": {"variations": {"x": 1.5}, "defaultRule": {"variation": "x"}}}';
  expect(states(read('goff.json', text))).toEqual({ a: 'fixed 1.5 by defaultRule' });
});

test('what the relay proxy answers has the flags one level down, and what is no flag is left out', () => {
  const text =
    '{"flags": {"a": {"variations": {"x": true}, "defaultRule": {"variation": "x"}}, "b": {"x": 1}}}';
  expect(states(read('goff.json', text))).toEqual({ a: 'on by defaultRule' });
});

/** No npm package has what evaluates it, so this runs where someone names a file that does. */
const wasm = process.env.GO_FEATURE_FLAG_WASM;

describe.runIf(wasm)("the oracle: GO Feature Flag's own evaluation", () => {
  const PEOPLE = [...'abcdefghijklmnop'].map((id, i) => ({
    id,
    attributes: { ...(i % 2 === 0 && { email: `${id}@x.org` }), ...(i % 3 === 0 && { team: id }) },
  }));
  const variation = fc.constantFrom('A', 'B');
  const share = fc.constantFrom(0, 30, 100).map((a) => ({ percentage: { A: a, B: 100 - a } }));
  const gives = fc.oneof(
    { weight: 2, arbitrary: variation.map((name): object => ({ variation: name })) },
    share,
    fc.constant({
      progressiveRollout: {
        initial: { variation: 'A', percentage: 0, date: '2026-01-01T00:00:00Z' },
        end: { variation: 'B', percentage: 50, date: '2026-02-01T00:00:00Z' },
      },
    }),
  );
  const rule = fc
    .tuple(fc.constantFrom('email ew "@x.org"', 'key eq "zz"', 'not (key eq "zz")'), gives, fc.boolean())
    .map(([query, given, disable]) => ({ query, ...given, disable }));
  const flag = fc.record(
    {
      variations: fc.constantFrom({ A: true, B: false }, { A: 'red', B: 'blue' }, { A: 1, B: 1 }),
      defaultRule: gives,
      targeting: fc.array(rule, { maxLength: 2 }),
      disable: fc.constantFrom(false, false, true),
      bucketingKey: fc.constant('team'),
      experimentation: fc.constant({ start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' }),
      scheduledRollout: fc.constant([{ date: '2026-01-01T00:00:00Z', defaultRule: { variation: 'B' } }]),
    },
    { requiredKeys: ['variations', 'defaultRule'] },
  );

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(flag, { minLength: 20, maxLength: 20 }), async (flags) => {
        const text = JSON.stringify(Object.fromEntries(flags.map((one, i) => [`f${i}`, one])));
        await expectOracle(goFeatureFlag(wasm!), read('goff.json', text), text, PEOPLE, count);
      }),
      { numRuns: 30 },
    );
    expectMeaning('go-feature-flag', count);
  });
});
