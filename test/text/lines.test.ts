import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/text/edits';
import { indexLines } from '../../server/src/text/lines';
import { parseSilencer } from '../../server/src/text/silencer';

const linesOf = (text: string): string[] => {
  const lines = indexLines(text);
  return Array.from({ length: lines.count }, (_, line) => {
    const { start, end } = lines.lineSpan(line);
    return text.slice(start, end);
  });
};

describe('lines', () => {
  it('end with LF, CRLF and CR, in one text too', () => {
    expect(linesOf('a\nb\r\nc\rd')).toEqual(['a', 'b', 'c', 'd']);
    expect(linesOf('\n\r\n\r')).toEqual(['', '', '', '']);
    expect(linesOf('a\n')).toEqual(['a', '']);
    expect(linesOf('')).toEqual(['']);
    expect(linesOf('a\n\rb')).toEqual(['a', '', 'b']);
  });

  it('do not end with U+2028, U+2029, U+0085, a form feed or a vertical tab', () => {
    const text = 'a\u2028b\u2029c\u0085d\fe\vf';
    expect(linesOf(text)).toEqual([text]);
  });

  it('count UTF-16 units: an emoji is two characters wide', () => {
    const lines = indexLines('// 🎉🎉\n🎉x');
    expect(lines.positionAt('// 🎉🎉\n🎉'.length)).toEqual({ line: 1, character: 2 });
    expect(lines.offsetAt({ line: 1, character: 2 })).toBe('// 🎉🎉\n🎉'.length);
    expect(lines.rangeOf({ start: 3, end: 7 })).toEqual({
      start: { line: 0, character: 3 },
      end: { line: 0, character: 7 },
    });
  });

  it('take positions beyond a line or the text for its end', () => {
    const lines = indexLines('ab\r\ncd');
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(6);
    expect(lines.offsetAt({ line: -1, character: 5 })).toBe(0);
    expect(lines.offsetAt({ line: 1, character: -5 })).toBe(4);
    expect(lines.positionAt(99)).toEqual({ line: 1, character: 2 });
    expect(lines.positionAt(-1)).toEqual({ line: 0, character: 0 });
    expect(lines.lineSpan(9)).toEqual({ start: 6, end: 6 });
  });

  const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\u2028', '🎉', ' ') });

  it('lead from any offset to a position and back', () => {
    fc.assert(
      fc.property(text, fc.nat(), (content, seed) => {
        const lines = indexLines(content);
        const offset = seed % (content.length + 1);
        const position = lines.positionAt(offset);
        const { start, end } = lines.lineSpan(position.line);
        // Only between CR and LF an offset lies behind its line's end.
        expect(lines.offsetAt(position)).toBe(Math.min(offset, end));
        expect(start + position.character).toBe(offset);
      }),
    );
  });

  it('are those of the text split by its line breaks', () => {
    fc.assert(
      fc.property(text, (content) => {
        expect(linesOf(content)).toEqual(content.split(/\r\n|\r|\n/));
      }),
    );
  });
});

describe('edits', () => {
  it('apply in any order, and insertions at one place in the order given', () => {
    const edits = [
      { span: { start: 4, end: 5 }, newText: 'E' },
      { span: { start: 0, end: 1 }, newText: '' },
      { span: { start: 4, end: 4 }, newText: '1' },
      { span: { start: 4, end: 4 }, newText: '2' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('bcd12Ef');
  });

  it('that overlap, or lie outside, are a defect', () => {
    const edit = (start: number, end: number) => ({ span: { start, end }, newText: '' });
    expect(() => applyEdits('abcdef', [edit(0, 3), edit(2, 4)])).toThrow(RangeError);
    expect(() => applyEdits('abc', [edit(2, 4)])).toThrow(RangeError);
    expect(() => applyEdits('abc', [edit(2, 1)])).toThrow(RangeError);
  });
});

describe('a silencing comment', () => {
  it.each([
    ['// flagwright-ignore nested-flag: why', ['nested-flag'], 'why'],
    ['# flagwright-ignore a-b, c-d e: why: so', ['a-b', 'c-d', 'e'], 'why: so'],
    ['/* flagwright-ignore a: b */', ['a'], 'b'],
    ['<!-- flagwright-ignore a: b -->', ['a'], 'b'],
    ['flagwright-ignore a', ['a'], ''],
    ['// flagwright-ignore', [], ''],
    ['//flagwright-ignore a:b', ['a'], 'b'],
  ])('%s', (comment, rules, reason) => {
    expect(parseSilencer(comment)).toEqual({ rules, reason });
  });

  it.each(['// flagwright-ignored a: b', '// see flagwright-ignore a: b', '// eslint-disable', ''])(
    'is not %s',
    (comment) => {
      expect(parseSilencer(comment)).toBeUndefined();
    },
  );
});
