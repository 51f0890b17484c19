import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlagValue } from '../../../server/src/flags/model';
import { configcat } from '../oracles/configcat';
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
  "p": { "u": "https://cdn-global.configcat.com", "r": 0, "s": "salt" },
  "s": [{ "n": "Beta users", "r": [{ "a": "Email", "c": 2, "l": ["@beta.org"] }] }],
  "f": {
    "isAwesome": { "t": 0, "v": { "b": true }, "i": "1" },
    "isOld": { "t": 0, "v": { "b": false }, "r": [], "p": [] },
    "greeting": { "t": 1, "v": { "s": "" }, "i": "2" },
    "limit": { "t": 2, "v": { "i": 10 }, "i": "3" },
    "tenth": { "t": 0, "v": { "b": false }, "p": [{ "p": 10, "v": { "b": true } }, { "p": 90, "v": { "b": false } }] },
    "staff": {
      "t": 0, "v": { "b": false },
      "r": [{ "c": [{ "u": { "a": "Email", "c": 2, "l": ["@x.org"] } }], "s": { "v": { "b": true } } }]
    },
    "testers": { "t": 0, "v": { "b": false }, "r": [{ "c": [{ "s": { "s": 0, "c": 1 } }], "s": { "v": { "b": true } } }] },
    "child": {
      "t": 0, "v": { "b": false },
      "r": [{ "c": [{ "p": { "f": "isAwesome", "c": 0, "v": { "b": true } } }], "s": { "v": { "b": true } } }]
    }
  }
}
`;

describe("ConfigCat's config JSON", () => {
  const file = read('config_v6.json', FILE);

  test('says what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      isAwesome: 'on by v',
      isOld: 'off by v',
      greeting: 'fixed "" by v',
      limit: 'fixed 10 by v',
      tenth: 'partial by p',
      staff: 'partial by r',
      testers: 'partial by r',
      child: 'partial by r',
    });
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      tenth: 'on for 10 % of users',
      staff: ['on for everyone who matches a rule', 'Email contains one of @x.org, gives true'],
      testers: ['on for everyone who matches a rule', 'the segment is not Beta users, gives true'],
      child: ['on for everyone who matches a rule', 'the flag isAwesome is true, gives true'],
    });
  });

  test('a prerequisite keeps its flag', () => {
    expect(flagOf(file, 'child').dependsOn.map(({ value }) => value)).toEqual(['isAwesome']);
    expect(without('isAwesome', 'config_v6.json', FILE)).toContain("Flag 'child' depends on 'isAwesome'");
    expectEmptied('config_v6.json', FILE);
  });
});

describe('the oracle: @configcat/sdk', () => {
  const PEOPLE = ['', ...'abcdefgh'].map(
    (id): Person =>
      id === '' ? { attributes: {} } : { id, attributes: { Email: `${id}@${id < 'e' ? 'x.org' : 'y.org'}` } },
  );
  const KINDS: [number, string, FlagValue[]][] = [
    [0, 'b', [true, false]],
    [1, 's', ['A', 'B']],
    [3, 'd', [0.5, 1]],
  ];
  const setting = fc.constantFrom(...KINDS).chain(([t, letter, values]) => {
    const v = fc.constantFrom(...values).map((value) => ({ [letter]: value }));
    const condition = fc.constantFrom(
      { u: { a: 'Email', c: 2, l: ['@x.org'] } },
      { p: { f: 'parent', c: 0, v: { b: true } } },
    );
    return fc.record(
      {
        t: fc.constant(t),
        v,
        i: fc.constant('id'),
        r: fc.array(fc.record({ c: condition.map((one) => [one]), s: v.map((value) => ({ v: value })) }), {
          maxLength: 1,
        }),
        p: fc.constantFrom(0, 40, 100).chain((share) =>
          fc.tuple(v, v).map(([one, other]) => [
            { p: share, v: one },
            { p: 100 - share, v: other },
          ]),
        ),
      },
      { requiredKeys: ['t', 'v'] },
    );
  });

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(setting, { minLength: 10, maxLength: 10 }), async (generated) => {
        const settings = [{ t: 0, v: { b: true } }, ...generated];
        const f = Object.fromEntries(settings.map((one, i) => [i === 0 ? 'parent' : `f${i}`, one]));
        const text = JSON.stringify({ p: { u: '', r: 0, s: 'salt' }, f });
        await expectOracle(configcat, read('config.json', text), text, PEOPLE, count);
      }),
      { numRuns: 25 },
    );
    expectMeaning('configcat', count);
  });

  test('a share is the one that the SDK serves', async () => {
    expect(await expectShares(configcat, read('config_v6.json', FILE), FILE)).toEqual(['tenth']);
  });
});
