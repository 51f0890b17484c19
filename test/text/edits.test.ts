import { expect, it } from 'vitest';
import { applyEdits, spanAfter, spanBefore } from '../../server/src/text/edits';

const BEFORE = 'if (a) { one(); } two(b); three();';
const EDITS = [
  { span: { start: 0, end: 9 }, newText: '' },
  { span: { start: 15, end: 17 }, newText: '' },
  { span: { start: 22, end: 23 }, newText: 'true' },
];
const AFTER = applyEdits(BEFORE, EDITS);

it('finds the place that a span had before edits', () => {
  expect(AFTER).toBe('one(); two(true); three();');
  const placeOf = (word: string): string => {
    const start = AFTER.indexOf(word);
    const span = spanBefore({ start, end: start + word.length }, EDITS);
    return BEFORE.slice(span.start, span.end);
  };
  expect(placeOf('one')).toBe('one');
  expect(placeOf('two')).toBe('two');
  expect(placeOf('true')).toBe('b');
  expect(placeOf('three();')).toBe('three();');
});

it('finds the place that a span has after edits', () => {
  const placeOf = (word: string): string => {
    const start = BEFORE.indexOf(word);
    const span = spanAfter({ start, end: start + word.length }, EDITS);
    return AFTER.slice(span.start, span.end);
  };
  expect(placeOf('one')).toBe('one');
  expect(placeOf('two')).toBe('two');
  expect(placeOf('b')).toBe('true');
  expect(placeOf('three();')).toBe('three();');
  expect(spanAfter({ start: 4, end: 5 }, EDITS)).toEqual({ start: 0, end: 0 });
});
