import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDay, parseDay, today } from '../../server/src/flags/dates';
import { type LifecycleInput, lifecycle } from '../../server/src/flags/lifecycle';
import { flagWith } from './support';

const TODAY = parseDay('2026-11-15')!;

const of = (fields: string, input: Partial<LifecycleInput> = {}) =>
  lifecycle(flagWith(fields), { today: TODAY, ...input });

describe('stages', () => {
  test.each([
    ['enabled: false', undefined, 1],
    ['enabled: false', 0, 1],
    ['enabled: false', 2, 2],
    ['enabled: true, allowed_users: [u]', 2, 3],
    ['enabled: true, percentage: 0, allowed_users: [u]', 2, 3],
    ['enabled: true, percentage: 10', 2, 4],
    ['enabled: true, percentage: 100, created: 2026-11-01', 2, 5],
    ['enabled: true, created: 2026-01-01', 2, 6],
    ['enabled: true, created: 2026-01-01', 0, 7],
    ['enabled: false, created: 2026-01-01', 0, 7],
    ['owner: x', 2, undefined],
  ])('{ %s } with %s reads: %s', (fields, reads, stage) => {
    expect(of(fields, reads === undefined ? {} : { reads }).stage?.number).toBe(stage);
  });

  test('the next step is named, and a kill switch has none', () => {
    expect(of('enabled: true, created: 2026-01-01', { reads: 2 }).stage).toEqual({
      number: 6,
      name: 'settled',
      next: 'Remove the flag from the code.',
    });
    expect(of('enabled: true, type: kill_switch', { reads: 2 }).stage?.next).toBe(
      'None: it is meant to stay.',
    );
  });
});

describe('staleness', () => {
  const stale = (fields: string, input: Partial<LifecycleInput> = {}) => of(fields, input).staleness;

  test('begins after more than 90 days fully on or fully off', () => {
    expect(stale('enabled: true, created: 2026-08-17')).toMatchObject({ stale: false, days: 90 });
    expect(stale('enabled: true, created: 2026-08-16')).toMatchObject({ stale: true, days: 91 });
    expect(stale('enabled: false, created: 2026-08-16')).toMatchObject({ stale: true });
    expect(stale('enabled: true, percentage: 10, created: 2020-01-01')).toMatchObject({ stale: false });
  });

  test('says why', () => {
    expect(stale('enabled: true, created: 2026-08-16').why).toBe(
      'It is fully on and has been for 91 days, since 2026-08-16: more than the 90 days allowed.',
    );
    expect(stale('enabled: true').why).toContain('nothing tells since when');
  });

  test('counts from the latest of creation, last past step and change of state', () => {
    const fields =
      'enabled: true, created: 2026-01-01, schedule: [{ date: 2026-03-01, percentage: 100 }, { date: 2026-12-01, percentage: 100 }]';
    expect(formatDay(stale(fields).since!)).toBe('2026-03-01');
    expect(stale(fields, { stateChanged: TODAY - 5 })).toMatchObject({ stale: false, days: 5 });
  });

  test('has a threshold for each type', () => {
    const staleAfterDays = { release: 30, default: 10 };
    const created = 'enabled: true, created: 2026-10-25';
    expect(stale(`${created}, type: release`, { staleAfterDays }).stale).toBe(false);
    expect(stale(created, { staleAfterDays }).stale).toBe(true);
    expect(stale(`${created}, type: experiment`, { staleAfterDays: { release: 1 } }).stale).toBe(false);
  });

  test.each(['type: kill_switch', 'type: permission', 'permanent: true'])('never comes with %s', (field) => {
    const { staleness, longLived } = of(`enabled: true, created: 2020-01-01, ${field}`);
    expect(staleness.stale || longLived).toBe(false);
  });
});

test('a flag has expired when its day has passed, and is about to within 14 days', () => {
  expect(of('enabled: true, expires: 2026-11-14')).toMatchObject({ expired: true });
  expect(of('enabled: true, expires: 2026-11-15')).toMatchObject({ expired: false, expiresIn: 0 });
  expect(of('enabled: true, expires: 2026-11-29')).toMatchObject({ expired: false, expiresIn: 14 });
  expect(of('enabled: true, expires: 2026-11-30')).not.toHaveProperty('expiresIn');
});

test('a flag is long-lived when older than a year', () => {
  expect(of('enabled: true, percentage: 5, created: 2025-11-15')).toMatchObject({
    age: 365,
    longLived: false,
  });
  expect(of('enabled: true, percentage: 5, created: 2025-11-14')).toMatchObject({
    age: 366,
    longLived: true,
  });
});

test('the percentage is behind the schedule, ahead of it or on it', () => {
  const schedule = 'schedule: [{ date: 2026-11-01, percentage: 10 }, { date: 2026-11-20, percentage: 100 }]';
  const standing = (fields: string) => of(`${fields}, ${schedule}`).schedule?.standing;
  expect(standing('enabled: true, percentage: 5')).toBe('behind');
  expect(standing('enabled: true, percentage: 10')).toBe('on schedule');
  expect(standing('enabled: true')).toBe('ahead');
  expect(standing('enabled: false, percentage: 10')).toBe('behind');
});

describe('days', () => {
  test.each([
    ['1970-01-01', 0],
    ['2026-11-15T23:59:59-02:00', 20773],
    ['2026-11-15 10:00:00', 20772],
    ['2024-02-29', 19782],
    ['2026-02-29', undefined],
    ['2026-02-30', undefined],
    ['2026-13-01', undefined],
    ['2026-1-1', undefined],
    ['2026-11-15T25:00', undefined],
    ['soon', undefined],
    ['2026-11-15x', undefined],
  ])('%s', (text, day) => expect(parseDay(text)).toBe(day));

  test('parsing undoes formatting', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => parseDay(formatDay(day)) === day),
    );
  });

  test('today is the day in UTC', () => {
    expect(formatDay(today(() => Date.UTC(2026, 10, 15, 23, 59)))).toBe('2026-11-15');
  });
});
