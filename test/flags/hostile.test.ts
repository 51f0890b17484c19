import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addEntry } from '../../server/src/flags/add-entry';
import { describeRule, describeState } from '../../server/src/flags/describe';
import { evaluate } from '../../server/src/flags/evaluate';
import { lifecycle } from '../../server/src/flags/lifecycle';
import { readFlagFile } from '../../server/src/flags/read';
import { removeEntry } from '../../server/src/flags/remove-entry';
import { applyEdits } from '../../server/src/text/edits';

const PATHS = ['flags.yaml', 'flags.json'];

/** Reads a text in every way and asks everything of what comes out. */
function exercise(text: string): void {
  for (const path of PATHS) {
    readFlagFile(path, text);
    const file = readFlagFile(path, text, { configured: true })!;
    for (const { span } of [...file.problems, ...file.flags, ...file.silencers]) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(span.end).toBeLessThanOrEqual(text.length);
    }
    for (const flag of file.flags.slice(0, 5)) {
      evaluate(flag, { user_id: 'u', plan: 'pro' }, 'text');
      lifecycle(flag, { today: 20000 });
      describeState(flag);
      flag.rules.forEach(describeRule);
      const edits = removeEntry(text, file, flag.key);
      if (!('refusal' in edits)) applyEdits(text, edits);
    }
    applyEdits(text, addEntry(text, file, 'new', { owner: 'me' }));
  }
}

describe('no input makes the reader fail', () => {
  test.each([
    ['100,000 open brackets', '['.repeat(100_000)],
    ['100,000 nested maps', '{"a":'.repeat(100_000)],
    ['100,000 nested lists', `flags: ${'- '.repeat(100_000)}`],
    ['closing brackets', '}]'.repeat(10_000)],
    ['an anchor in itself', 'flags: &a [*a]'],
    ['a map merged into itself', 'flags: &a { <<: *a, b: true }'],
    ['an unknown alias', 'flags: { a: *nowhere }'],
    ['keys that are maps', 'flags: { ? { a: 1 } : true, ? [x] : false }'],
    ['lone surrogates', 'flags: { "\ud800": true, a: "\udc00" }'],
    [
      'a directive and tags',
      '%YAML 1.1\n---\nflags: { a: yes, b: !!str true, c: !env X, d: !!timestamp 2020-01-01 }',
    ],
    ['only a byte order mark', '\ufeff'],
  ])('%s', (_, text) => exercise(text));

  test('aliases of aliases are not expanded', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    let text = 'flags:\n  a: &a { enabled: true, x: [1, 2, 3, 4, 5, 6, 7, 8, 9] }\n';
    for (let i = 1; i < letters.length; i++) {
      const names = Array.from({ length: 9 }, (_, n) => `k${n}: *${letters[i - 1]}`).join(', ');
      text += `  ${letters[i]}: &${letters[i]} { enabled: true, ${names} }\n`;
    }
    const file = readFlagFile('flags.yaml', text)!;
    expect(file.broken).toBe(true);
    expect(file.flags).toHaveLength(letters.length);
    expect(file.problems.map((problem) => problem.message)).toContain('The aliases stand for too much data.');
  });

  test('a text beyond the size that is read gives one clear problem', () => {
    const file = readFlagFile('flags.yaml', `flags:\n${'  # x\n'.repeat(400_000)}`, { configured: true })!;
    expect(file).toMatchObject({ broken: true, flags: [], problems: [{ rule: 'invalid-flag' }] });
  });

  test('any sequence of pieces of syntax', () => {
    const piece = fc.constantFrom(
      ...[
        'flags:',
        '\n',
        '  ',
        '- ',
        'a: ',
        'enabled: true',
        '{',
        '}',
        '[',
        ']',
        ',',
        '"',
        "'",
        ': ',
        '# c',
        '//',
        '/*',
      ],
      ...[
        '&a ',
        '*a',
        '<<: ',
        '|\n',
        '? ',
        '---\n',
        '...\n',
        '\t',
        '\r\n',
        'key: x',
        '\\',
        '!t ',
        '%',
        'null',
        '0',
        '"f"',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => exercise(pieces.join(''))),
      { numRuns: 1500 },
    );
  });

  test('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => exercise(text)),
      { numRuns: 300 },
    );
  });
});
