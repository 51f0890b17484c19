/** Reading only what differs tells the same as reading all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFlagFile } from '../../server/src/flags/read';
import { keyReader } from '../../server/src/workspace/past-keys';

const OPTIONS = { configured: true };

/** What a whole reading gives. */
function keysOf(text: string): string[] | undefined {
  const file = readFlagFile('flags.yaml', text, OPTIONS);
  return file?.broken ? undefined : (file?.flags ?? []).map(({ key }) => key).sort();
}

const LINES = [
  '  a: true',
  '  b:',
  '    enabled: true',
  '    percentage: 5',
  '    rules:',
  '      - attribute: plan',
  '        equals: pro',
  '  c: { enabled: true,',
  '    owner: x }',
  '  d: &base',
  '  e: *base',
  '  <<: *base',
  '    <<: *base',
  "    description: 'it",
  "      goes on'",
  '    description: |',
  '      text: in lines',
  '  # a comment',
  '',
  'other:',
  'flags:',
  '---',
  ' f: true',
  '      g: true',
  '  "h i": false',
  '  - key: j',
  '    ? k',
];

describe('the keys of version after version', () => {
  it('are those of each alone', () => {
    const edit = fc.record({
      at: fc.nat({ max: 12 }),
      remove: fc.nat({ max: 4 }),
      insert: fc.array(fc.constantFrom(...LINES), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), fc.boolean(), (edits, newline) => {
        const lines = [
          'flags:',
          '  x: true',
          '  y:',
          '    enabled: true',
          '    percentage: 10',
          '  z: false',
        ];
        const read = keyReader(OPTIONS);
        for (const { at, remove, insert } of [{ at: 0, remove: 0, insert: [] }, ...edits]) {
          lines.splice(Math.min(at, lines.length), remove, ...insert);
          const text = lines.join('\n') + (newline ? '\n' : '');
          const keys = read('flags.yaml', text);
          const expected = keysOf(text);
          expect(keys && [...keys].sort(), text).toEqual(expected && [...new Set(expected)]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
