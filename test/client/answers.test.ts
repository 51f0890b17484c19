import { expect, test } from 'vitest';
import { isDay, parsePercentage } from '../../client/src/answers';

test('a percentage is read as people type it', () => {
  expect(['25', ' 25 % ', '12,5', '0', '100'].map(parsePercentage)).toEqual([25, 25, 12.5, 0, 100]);
  for (const text of ['', '-1', '101', 'half', '%']) expect(parsePercentage(text)).toBeUndefined();
});

test('a day is one that the calendar has', () => {
  expect(['2027-01-31', '2028-02-29'].every(isDay)).toBe(true);
  for (const text of ['2027-02-30', '2027-2-1', 'soon', '', '2027-01-31T00:00'])
    expect(isDay(text)).toBe(false);
});
