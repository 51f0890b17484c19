import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits } from '../../server/src/text/edits';
import { editsBetween, linesChanged } from '../../server/src/text/patch';

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', '}\n', 'last'), { maxLength: 12 })
  .map((lines) => lines.join(''));

it('the edits between two texts make the one the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(applyEdits(before, editsBetween(before, after))).toBe(after);
    }),
  );
});

it('a replaced line is one edit, and no other line is touched', () => {
  expect(editsBetween('a\nb\nc\n', 'a\nB\nc\n')).toEqual([{ span: { start: 2, end: 4 }, newText: 'B\n' }]);
  expect(linesChanged({ file: 'x', before: 'a\nb\nc\n', after: 'a\nB\n' })).toEqual({ removed: 2, added: 1 });
});
