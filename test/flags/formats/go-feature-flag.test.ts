import { describe, expect, test } from 'vitest';
import { formatDay } from '../../../server/src/flags/dates';
import { expectEmptied, flagOf, read, states, without, words } from './support';

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
