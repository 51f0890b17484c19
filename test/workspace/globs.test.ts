import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { globProblem, globTest } from '../../server/src/workspace/globs';

const piece = fc.constantFrom(
  'a',
  'b',
  '.',
  '*',
  '?',
  '/',
  '**/',
  '/**',
  '{a,b*}',
  '{,.*}',
  '[ab]',
  '@(a|b*)',
  '?(a)',
  'x',
  '-',
  '$',
  '+',
);
const path = fc
  .array(
    fc.string({ unit: fc.constantFrom('a', 'b', 'x', '.', '-', '$', '+'), minLength: 1, maxLength: 3 }),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((names) => names.filter((name) => name !== '.' && name !== '..').join('/'))
  .filter((text) => text !== '');

describe('globs', () => {
  it('mean what they mean to others', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 7 }),
        fc.array(path, { maxLength: 12 }),
        (pieces, paths) => {
          const glob = pieces.join('');
          if (globProblem(glob) !== undefined) return;
          const isMatch = picomatch(glob, { dot: true, windows: false });
          for (const one of paths)
            expect([glob, one, globTest([glob])(one)]).toEqual([glob, one, isMatch(one)]);
        },
      ),
      { numRuns: 2000, seed: 11 },
    );
  });

  it('mean the same in both engines', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 7 }),
        fc.array(path, { maxLength: 12 }),
        (pieces, paths) => {
          const glob = pieces.join('');
          // An alternative that never matches, and is too much for backtracking.
          const slow = `{${glob},${'*y'.repeat(5)}}`;
          if (/[{,}]/.test(glob) || globProblem(glob) !== undefined || globProblem(slow) !== undefined)
            return;
          const isMatch = picomatch(slow, { dot: true, windows: false });
          for (const one of paths)
            expect([slow, one, globTest([slow])(one)]).toEqual([slow, one, isMatch(one)]);
        },
      ),
      { numRuns: 2000, seed: 12 },
    );
  });

  it('keep names that begin with a dot, exceptions and none at all apart', () => {
    const isMeant = globTest(['**/*.ts', 'x/**'], ['**/old/**']);
    expect(['.a/.b.ts', 'x/y', 'old/a.ts', 'a/old/b.ts', 'b.js'].map(isMeant)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(globTest([])('a')).toBe(false);
  });

  it.each([
    '*a'.repeat(25).concat('b'),
    '**/'.repeat(20).concat('*a*a*a*a/b'),
    '*(a|a?)*(a|a?)*(a|a?)b',
    '((a+)+)+b',
    '(a*)*(a*)*(a*)*b',
    '@(a*|*a)@(a*|*a)@(a*|*a)@(a*|*a)@(a*|*a)b',
    `{${'*a,'.repeat(200)}}`.repeat(3).concat('b'),
    '+(+(+(a)))b',
    '!(!(!(*a*a*a*a)))',
    '{1..100000000}',
    '['.repeat(5000),
    '('.repeat(5000),
    '{'.repeat(5000),
    '!'.repeat(5000),
    '\\',
    '',
  ])('take no longer for a path that is made for them: %.30s', (glob) => {
    const isMeant = globTest([glob]);
    for (const one of [
      'a'.repeat(255),
      'a/'.repeat(2000),
      `${'a'.repeat(60)}/`.repeat(60),
      'ab'.repeat(2000),
    ])
      isMeant(one);
  });
});
