import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { split } from '../oracles/split';
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

const FILE = `# What the developers' machines see.
- new_checkout:
    treatment: on
    config: '{"colour": "red"}'

- reporting:
    treatment: "v2"
    keys: ["ann", "bob"]
# everyone else
- reporting:
    treatment: "v1"

- by_name:
    treatment: "on"
    keys: ann
- same:
    treatment: "on"
    keys: ann
- same:
    treatment: "on"
- typed:
    treatment: true
`;

describe("Split's localhost file", () => {
  const file = read('split.yaml', FILE);

  test('says what each flag is, and which field says so', () => {
    expect(states(file)).toEqual({
      // Unquoted, it stays the text "on".
      new_checkout: 'fixed "on" by treatment',
      reporting: 'partial by keys',
      by_name: 'partial by keys',
      same: 'fixed "on" by keys',
      typed: 'unknown by treatment',
    });
  });

  test('in words', () => {
    expect(words(file)).toMatchObject({
      new_checkout: 'fixed at on',
      reporting: ['serving v2 or v1', 'the key is one of ann, bob, gives v2'],
      by_name: ['serving on or control', 'the key is one of ann, gives on'],
    });
  });

  test('a flag in several items goes whole, and a rename knows them all', () => {
    const rest = without('reporting', 'split.yaml', FILE);
    expect(rest).not.toContain('reporting');
    expect(rest).not.toContain('everyone else');
    expect(flagOf(file, 'reporting').dependsOn.map(({ span }) => FILE.slice(span.start, span.end))).toEqual([
      'reporting',
    ]);
    expectEmptied('split.yaml', FILE);
  });
});

describe('the oracle: @splitsoftware/splitio on localhost', () => {
  const PEOPLE = [...'abcd'].map((id) => ({ id, attributes: {} }));
  const treatment = fc.constantFrom('on', '"on"', '"off"', 'off', 'v1');
  const keys = fc.constantFrom('', '', 'a', '[a, b]', '["zz"]');
  const item = fc.tuple(fc.constantFrom(...'fghijklm'), treatment, keys);

  test('what we call settled is the answer for everyone', async () => {
    const count = tally();
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 12, maxLength: 12 }), async (items) => {
        const text = items
          .map(([key, value, only]) => `- ${key}:\n    treatment: ${value}\n${only && `    keys: ${only}\n`}`)
          .join('');
        await expectOracle(split, read('split.yaml', text), text, PEOPLE, count);
      }),
      { numRuns: 12 },
    );
    expectMeaning('split', count);
  });

  test('in the file above, too', async () => {
    // The SDK reads no file at all in which a treatment is no text.
    const text = FILE.slice(0, FILE.indexOf('- typed:'));
    await expectOracle(split, read('split.yaml', text), text, PEOPLE);
  });
});
