import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf, type Context, evaluate } from '../../server/src/flags/evaluate';
import { flagWith } from './support';

const on = (fields: string, context: Context = {}) => evaluate(flagWith(fields), context).on;
const step = (fields: string, context: Context = {}) => evaluate(flagWith(fields), context).step;

describe('the steps decide in their order', () => {
  test('an unknown flag is off', () => {
    expect(evaluate(undefined, { user_id: 'u' })).toEqual({
      on: false,
      step: 'unknown',
      reason: 'unknown flag',
    });
  });

  test('what is not enabled is off, whoever asks', () => {
    const fields =
      'enabled: false, percentage: 100, allowed_users: [u], rules: [{attribute: a, operator: exists}]';
    expect(step(fields, { user_id: 'u', a: 1 })).toBe('enabled');
    expect(on('owner: x')).toBe(false);
    expect(on('enabled: "true"')).toBe(false);
  });

  test('an allowed user is in before rules and percentage are asked', () => {
    expect(step('enabled: true, percentage: 0, allowed_users: [u]', { user_id: 'u' })).toBe('allowed_users');
    expect(on('enabled: true, percentage: 0, allowed_users: [u]', { user_id: 'v' })).toBe(false);
  });

  test('allowed users compare as text', () => {
    expect(on('enabled: true, allowed_users: [123, "007"]', { user_id: 123 })).toBe(true);
    expect(on('enabled: true, allowed_users: [123, "007"]', { user_id: '007' })).toBe(true);
    expect(on('enabled: true, allowed_users: [0123]', { user_id: '123' })).toBe(false);
  });

  test('any rule that matches turns the flag on', () => {
    const fields =
      'enabled: true, percentage: 0, rules: [{attribute: plan, operator: in, value: [pro]}, {attribute: country, operator: equals, value: US}]';
    expect(step(fields, { country: 'US' })).toBe('rules');
    expect(step(fields, { country: 'DE', plan: 'free' })).toBe('percentage');
  });

  test('the percentage counts buckets below it', () => {
    const bucket = bucketOf('f', 'u');
    expect(evaluate(flagWith(`enabled: true, percentage: ${bucket}`), { user_id: 'u' })).toMatchObject({
      on: false,
      bucket,
    });
    expect(evaluate(flagWith(`enabled: true, percentage: ${bucket + 1}`), { user_id: 'u' })).toMatchObject({
      on: true,
      bucket,
    });
  });

  test('without a user a percentage is off, unless it is 100', () => {
    expect(on('enabled: true, percentage: 99.9')).toBe(false);
    expect(on('enabled: true, percentage: 100')).toBe(true);
  });

  test('without a percentage it is on for everyone, or for its users and rules alone', () => {
    expect(step('enabled: true')).toBe('targeting');
    expect(on('enabled: true')).toBe(true);
    expect(on('enabled: true, allowed_users: [u]', { user_id: 'v' })).toBe(false);
    expect(on('enabled: true, allowed_users: [], rules: []')).toBe(true);
  });

  test('a percentage that is no number is on for nobody', () => {
    expect(on('enabled: true, percentage: "50"', { user_id: 'u' })).toBe(false);
    expect(on('enabled: true, percentage: ".inf"')).toBe(false);
  });
});

describe('operators', () => {
  /** `rule('greater_than: 10', 11)`: whether the rule matches the attribute's value. */
  const rule = (text: string, attribute?: unknown, reading: 'typed' | 'text' = 'typed') => {
    const [operator, value] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
    const flag = flagWith(`enabled: true, rules: [{ attribute: a, operator: ${operator}, value: ${value} }]`);
    return evaluate(flag, attribute === undefined ? {} : { a: attribute }, reading).on;
  };

  test.each([
    ['equals: pro', 'pro', true],
    ['equals: pro', 'Pro', false],
    ['equals: 5', 5, true],
    ['equals: 5', '5', false],
    ['equals: true', true, true],
    ['not_equals: pro', 'free', true],
    ['not_equals: pro', 5, false],
    ['in: [pro, enterprise]', 'enterprise', true],
    ['in: [1, 2]', '1', false],
    ['in: []', 'x', false],
    ['not_in: [pro]', 'free', true],
    ['not_in: [pro]', 'pro', false],
    ['not_in: [1]', 'free', false],
    ['not_in: []', 'free', true],
    ['greater_than: 9', 10, true],
    ['greater_than: 9', 9, false],
    ['greater_than: 9', '10', false],
    ['less_than: 9', -1, true],
    ['greater_than: 2026-01-01', '2026-01-02', true],
    ['greater_than: 2026-01-01', '2026-01-01T23:00:00Z', false],
    ['less_than: 2026-01-01', '2025-12-31', true],
    ['less_than: 2026-01-01', 'soon', false],
    ['equals: 2026-01-01', '2026-01-01T10:00:00Z', true],
    ['contains: oo', 'foobar', true],
    ['contains: pro', ['free', 'pro'], true],
    ['contains: pr', ['free', 'pro'], false],
    ['starts_with: fo', 'foo', true],
    ['ends_with: oo', 'foo', true],
    ['ends_with: oo', 5, false],
    ['matches: "^u.*1$"', 'user_1', true],
    ['matches: ser', 'user_1', true],
    ['matches: "^ser"', 'user_1', false],
    ['semver_greater_than: "2.9.0"', '2.10.0', true],
    ['semver_greater_than: "2.0.0"', '2.0.0-rc.1', false],
    ['semver_less_than: "2.0.0"', '2.0.0-rc.1', true],
    ['semver_equals: "1.2"', 'v1.2.0+build.5', true],
    ['semver_equals: "1.2"', 'latest', false],
    ['exists: true', null, true],
    ['exists: false', 'x', false],
  ])('%s against %j: %s', (text, attribute, expected) => {
    expect(rule(text, attribute)).toBe(expected);
  });

  test('an attribute that the context lacks matches nothing but exists: false', () => {
    for (const text of [
      'equals: x',
      'not_equals: x',
      'not_in: [x]',
      'not_in: []',
      'exists: true',
      'matches: ""',
    ]) {
      expect(rule(text)).toBe(false);
    }
    expect(rule('exists: false')).toBe(true);
  });

  test('what every object inherits is no attribute', () => {
    const flag = flagWith('enabled: true, rules: [{ attribute: constructor, operator: exists }]');
    expect(evaluate(flag, {}).on).toBe(false);
    expect(evaluate(flag, { constructor: 'x' }).on).toBe(true);
  });

  test.each([
    ['equals: 5', '5.0', true],
    ['equals: 5', '5 apples', false],
    ['equals: "5"', '5', true],
    ['equals: "5"', '5.0', false],
    ['equals: true', 'true', true],
    ['equals: true', 'yes', false],
    ['not_equals: 5', 'five', false],
    ['greater_than: 9', '10', true],
    ['greater_than: 9', '0x10', false],
    ['in: [1, 2]', '2', true],
    ['less_than: 2026-01-01', '2025-06-01', true],
    ['contains: 12', '0123', true],
  ])('from a command line, %s against %j: %s', (text, attribute, expected) => {
    expect(rule(text, attribute, 'text')).toBe(expected);
  });

  test('a pattern that backtracking engines choke on is linear', () => {
    expect(rule('matches: "^(a+)+$"', `${'a'.repeat(50_000)}b`)).toBe(false);
  });
});

test('a larger percentage never takes the flag from anyone', () => {
  const percentage = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(percentage, percentage, fc.string(), (a, b, user) => {
      const [smaller, larger] = a < b ? [a, b] : [b, a];
      const at = (value: number) => on(`enabled: true, percentage: ${value}`, { user_id: user });
      return !at(smaller) || at(larger);
    }),
    { numRuns: 50 },
  );
});
