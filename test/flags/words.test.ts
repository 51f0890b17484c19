import { describe, expect, test } from 'vitest';
import { describeRule, describeState } from '../../server/src/flags/describe';
import { suggest } from '../../server/src/flags/suggest';
import { compareVersions, parseVersion } from '../../server/src/flags/versions';
import { parseSilencer } from '../../server/src/text/silencer';
import { flagWith, readFlag } from './support';

test.each([
  ['enabled: true', 'on for everyone'],
  ['enabled: false', 'off for everyone'],
  ['enabled: true, percentage: 10', 'on for 10 % of users'],
  [
    'enabled: true, percentage: 10, allowed_users: [a, b], rules: [{ attribute: x, operator: exists }]',
    'on for 10 % of users, 2 users by name and everyone who matches a rule',
  ],
  ['enabled: true, percentage: 150', 'unknown: percentage is 150'],
  ['owner: x', 'unknown: the file does not say whether it is enabled'],
])('{ %s } is %s', (fields, words) => {
  expect(describeState(flagWith(fields))).toBe(words);
});

test('a constant and an undeclared flag', () => {
  expect(describeState(readFlag('- { name: a, serve: 10800 }', { fields: { enabled: 'serve' } }))).toBe(
    'fixed at 10800',
  );
  expect(describeState(undefined)).toBe('not in this file');
});

test.each([
  ['attribute: plan, operator: in, value: [pro, enterprise]', 'plan is one of pro, enterprise'],
  ['attribute: country, operator: equals, value: US', 'country is US'],
  ['attribute: age, operator: greater_than, value: 18', 'age is greater than 18'],
  ['attribute: email, operator: exists, value: false', 'email is not there'],
  ['attribute: app, operator: semver_less_than, value: "2.0.0"', 'app is a version before 2.0.0'],
])('a rule { %s }: %s', (rule, words) => {
  expect(describeRule(flagWith(`enabled: true, rules: [{ ${rule} }]`).rules[0]!)).toBe(words);
});

describe('suggestions', () => {
  const fields = ['enabled', 'percentage', 'allowed_users', 'expires', 'owner', 'type'];
  test.each([
    ['enabeld', 'enabled'],
    ['percentge', 'percentage'],
    ['percent', 'percentage'],
    ['allowedUsers', 'allowed_users'],
    ['Owner', 'owner'],
    ['tpye', 'type'],
    ['tags', undefined],
    ['rollout', undefined],
    ['id', undefined],
    ['', undefined],
  ])('%s: %s', (word, meant) => expect(suggest(word, fields)).toBe(meant));
});

test('versions are ordered as semantic versioning orders them', () => {
  const ordered = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2',
    'v1.10.0',
    '99999999999999999999.0.0',
  ];
  for (let i = 1; i < ordered.length; i++) {
    expect(compareVersions(parseVersion(ordered[i - 1]!)!, parseVersion(ordered[i]!)!)).toBeLessThan(0);
  }
  expect(compareVersions(parseVersion('1.0.0+a')!, parseVersion('v1')!)).toBe(0);
  expect(parseVersion('1.x')).toBeUndefined();
});

test.each([
  ['# flagwright-ignore stale-flag: why', { rules: ['stale-flag'], reason: 'why' }],
  ['// flagwright-ignore a, b', { rules: ['a', 'b'], reason: '' }],
  ['/* flagwright-ignore a: see https://x.y */', { rules: ['a'], reason: 'see https://x.y' }],
  ['flagwright-ignore', { rules: [], reason: '' }],
  ['# flagwright-ignored a', undefined],
  ['# see flagwright-ignore a', undefined],
])('the comment %s', (comment, silencer) => expect(parseSilencer(comment)).toEqual(silencer));
