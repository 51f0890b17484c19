import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlagValue } from '../../../server/src/flags/model';
import { flagd } from '../oracles/flagd';
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
  "$schema": "https://flagd.dev/schema/v0/flags.json",
  "flags": {
    // Everyone has it.
    "new-welcome-banner": {
      "state": "ENABLED",
      "variants": { "on": true, "off": false },
      "defaultVariant": "on",
      "metadata": { "owner": "web", "expires": "2027-01-31" }
    },
    "old-banner": { "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off", "targeting": {} },
    "paused": { "state": "DISABLED", "variants": { "on": true, "off": false }, "defaultVariant": "on" },
    "fib-algo": {
      "state": "ENABLED",
      "variants": { "recursive": "recursive", "memo": "memo" },
      "defaultVariant": "recursive",
      "targeting": { "if": [{ "in": ["@faas.com", { "var": "email" }] }, "memo", null] }
    },
    "header-color": { "state": "ENABLED", "variants": { "red": "#f00", "blue": "#00f" }, "defaultVariant": "red" },
    "rollout": {
      "state": "ENABLED",
      "variants": { "on": true, "off": false },
      "defaultVariant": "off",
      "targeting": { "fractional": [["on", 25], ["off", 75]] }
    },
    "by-weight": {
      "state": "ENABLED",
      "variants": { "a": "A", "b": "B" },
      "defaultVariant": "a",
      "targeting": { "fractional": [{ "var": "email" }, ["a", 1], ["b", 1]] }
    },
    "no-default": { "state": "ENABLED", "variants": { "on": true } },
    "misspelled": { "state": "ENABLED", "variants": { "on": true }, "defaultVariant": "om" }
  }
}
`;

describe('flagd definitions', () => {
  const file = read('flags.json', FILE);

  test('say what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      'new-welcome-banner': 'on by defaultVariant',
      'old-banner': 'off by defaultVariant',
      paused: 'off by state, a default',
      'fib-algo': 'partial by targeting',
      'header-color': 'fixed "#f00" by defaultVariant',
      rollout: 'partial by targeting',
      'by-weight': 'partial by targeting',
      'no-default': 'unknown',
      misspelled: 'unknown by defaultVariant',
    });
    expect(file.problems.map(({ message }) => message)).toEqual([
      "Flag 'misspelled': it has no variant 'om'. Correct it.",
    ]);
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      paused: "off in the file, so the code's default applies",
      'fib-algo': ['serving recursive or memo', '@faas.com is in email gives memo, else the default'],
      rollout: 'on for 25 % of users',
      'by-weight': 'serving A to 50 % and B to 50 %',
    });
  });

  test('free metadata are read by our own names, and others can have what one has', () => {
    expect(flagOf(file, 'new-welcome-banner')).toMatchObject({ owner: { value: 'web' }, expires: {} });
    expect(flagOf(file, 'paused').canHave).toEqual({ owner: true, expiry: true });
  });

  test('an entry goes, and the others stay', () => {
    expect(without('new-welcome-banner', 'flags.json', FILE)).not.toContain('Everyone has it');
    expectEmptied('flags.json', FILE);
  });

  test('YAML is the same, and a list with keys, too', () => {
    const yaml =
      'flags:\n  a:\n    state: ENABLED\n    variants: { on: true, off: false }\n    defaultVariant: off\n';
    expect(states(read('flags.yaml', yaml))).toEqual({ a: 'off by defaultVariant' });
    const list = '{"flags": [{"key": "a", "state": "ENABLED", "variants": {"x": 1}, "defaultVariant": "x"}]}';
    expect(states(read('flags.json', list))).toEqual({ a: 'fixed 1 by defaultVariant' });
  });
});

describe('the oracle: @openfeature/flagd-core', () => {
  const VARIANTS: Record<string, Record<string, FlagValue>> = {
    boolean: { on: true, off: false },
    text: { on: 'A', off: 'B' },
  };
  const PEOPLE = ['', ...'abcdefghij'].map((id) =>
    id === ''
      ? { attributes: {} }
      : { id, attributes: { email: `${id}@${id < 'f' ? 'faas.com' : 'x.org'}` } },
  );
  const variant = fc.constantFrom('on', 'off');
  const targeting = fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    fc.constant({}),
    fc.tuple(variant, fc.option(variant)).map(([then, other]) => ({
      if: [{ ends_with: [{ var: 'email' }, 'faas.com'] }, then, other],
    })),
    fc.nat({ max: 100 }).map((weight) => ({
      fractional: [
        ['on', weight],
        ['off', 100 - weight],
      ],
    })),
  );
  const flag = fc.record(
    {
      state: fc.constantFrom('ENABLED', 'ENABLED', 'ENABLED', 'DISABLED'),
      variants: fc.constantFrom(...Object.values(VARIANTS)),
      defaultVariant: variant,
      targeting,
    },
    { requiredKeys: ['state', 'variants'] },
  );

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(flag, { minLength: 1, maxLength: 4 }), async (flags) => {
        const definitions = Object.fromEntries(flags.map((one, i) => [`f${i}`, one]));
        const text = JSON.stringify({ flags: definitions }, null, 2);
        await expectOracle(flagd, read('flags.json', text), text, PEOPLE, count);
      }),
      { numRuns: 150 },
    );
    expectMeaning('flagd', count);
  });

  test('a share is the one that the SDK serves', async () => {
    // It reads no file at all in which a variant is misspelled.
    const text = strictJson(without('misspelled', 'flags.json', FILE));
    expect(await expectShares(flagd, read('flags.json', text), text)).toEqual(['rollout']);
  });
});
