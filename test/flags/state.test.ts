import { describe, expect, test } from 'vitest';
import { flagWith, readFlag, readFlags, states } from './support';

const state = (fields: string) => flagWith(fields).state.kind;

/** The field that decided, as it stands in the file. */
const evidence = (fields: string) => flagWith(fields).state.evidence?.field;

describe('the state of a flag', () => {
  test.each([
    ['enabled: true', 'on', 'enabled'],
    ['enabled: true, percentage: 100', 'on', 'percentage'],
    ['enabled: true, percentage: 100, allowed_users: [u]', 'on', 'percentage'],
    ['enabled: true, allowed_users: [], rules: []', 'on', 'enabled'],
    ['enabled: false', 'off', 'enabled'],
    ['enabled: false, percentage: 100, allowed_users: [u]', 'off', 'enabled'],
    ['enabled: true, percentage: 0', 'off', 'percentage'],
    ['enabled: true, percentage: 0, allowed_users: [u]', 'partial', 'allowed_users'],
    ['enabled: true, percentage: 10', 'partial', 'percentage'],
    ['enabled: true, percentage: 99.5', 'partial', 'percentage'],
    ['enabled: true, allowed_users: [u]', 'partial', 'allowed_users'],
    ['enabled: true, rules: [{ attribute: a, operator: exists }]', 'partial', 'rules'],
    ['owner: team', 'unknown', undefined],
    ['percentage: 100', 'unknown', undefined],
    ['enabled: "true"', 'unknown', 'enabled'],
    ['enabled: yes', 'unknown', 'enabled'],
    ['enabled:', 'unknown', 'enabled'],
    ['enabled: true, percentage: 150', 'unknown', 'percentage'],
    ['enabled: true, percentage: -1', 'unknown', 'percentage'],
    ['enabled: true, percentage: .nan', 'unknown', 'percentage'],
    ['enabled: false, percentage: 150', 'off', 'enabled'],
    ['enabled: true, rules: everyone', 'unknown', 'rules'],
    ['enabled: true, percentage: 100, rules: everyone', 'on', 'percentage'],
    ['enabled: true, enabled: false', 'unknown', 'enabled'],
    ['enabled: true, enabled: true', 'on', 'enabled'],
  ])('{ %s }: %s by %s', (fields, kind, field) => {
    expect(state(fields)).toBe(kind);
    expect(evidence(fields)).toBe(field);
  });

  test('the evidence is the field with its value', () => {
    const text = 'flags:\n  f:\n    enabled: true\n    percentage: 10\n';
    const { evidence } = readFlag(text).state;
    expect(text.slice(evidence!.span.start, evidence!.span.end)).toBe('percentage: 10');
  });

  test('a plain boolean is on or off, and nothing else is', () => {
    expect(states('flags: { a: true, b: false, c: yes, d: "true", e: 1, f: }')).toEqual({
      a: 'on',
      b: 'off',
      c: 'unknown',
      d: 'unknown',
      e: 'unknown',
      f: 'unknown',
    });
  });

  test('a key that stands twice is unknown where the two differ', () => {
    expect(states('flags:\n  a: true\n  b: true\n  a: false\n  b: true\n')).toEqual({
      a: 'unknown',
      b: 'on',
    });
  });
});

describe("a project's own names", () => {
  const options = { fields: { enabled: 'serve', rules: 'context', owner: 'team' } };

  test('a constant that is no boolean is fixed', () => {
    const text =
      'flags: [{ name: a, serve: "10800" }, { name: b, serve: 0 }, { name: c, serve: true }, { name: d, serve: "true" }]';
    expect(states(text, options)).toEqual({ a: 'fixed', b: 'fixed', c: 'on', d: 'unknown' });
    expect(readFlags(text, options).flags[0]!.state).toMatchObject({ value: '10800' });
  });

  test('rules of its own shape narrow and are no problem, even where the flag is off', () => {
    const text =
      'flags:\n  - name: a\n    serve: false\n    context: [{ type: workspace, include: [x], serve: true }]\n';
    const file = readFlags(text, options);
    expect(file.problems).toEqual([]);
    expect(file.flags[0]).toMatchObject({ state: { kind: 'partial' }, rules: [{ operator: 'opaque' }] });
  });

  test('the fields come under our names', () => {
    expect(readFlags('flags: { a: { serve: true, team: checkout } }', options).flags[0]!.owner?.value).toBe(
      'checkout',
    );
  });
});
