import { describe, expect, test } from 'vitest';
import { formatDay } from '../../server/src/flags/dates';
import { readFlagFile } from '../../server/src/flags/read';
import { readFlag, readFlags, states } from './support';

describe('layouts', () => {
  test.each([
    ['a map under flags', 'flags:\n  a: { enabled: true }\n  b: false\n'],
    ['a list by key', 'flags:\n  - key: a\n    enabled: true\n  - key: b\n    enabled: false\n'],
    ['a list by name, at the top', '- name: a\n  enabled: true\n- { name: b, enabled: false }\n'],
    ['a map at the top', 'a: { enabled: true }\nb: { enabled: false }\n'],
    ['plain booleans', 'a: true\nb: false\n'],
    ['several documents', 'flags: { a: true }\n---\n# the second\nb: { enabled: false }\n'],
    ['merge keys', '.base: &base { enabled: true }\na: { <<: *base }\nb: { <<: [*base], enabled: false }\n'],
    ['aliases', 'flags:\n  a: &a { enabled: true }\n  b: false\n'],
  ])('%s', (_, text) => {
    expect(states(text)).toEqual({ a: 'on', b: 'off' });
    expect(readFlagFile('flags.yaml', text)?.flags).toHaveLength(2);
  });

  test('JSON, with comments and a last comma', () => {
    const text = '{\n  // all\n  "flags": {\n    "a": { "enabled": true, }, /* b */ "b": false,\n  },\n}\n';
    expect(states(text, {}, 'flags.json')).toEqual({ a: 'on', b: 'off' });
    expect(readFlags(text, {}, 'flags.json').problems).toEqual([]);
  });

  test('flags in sections have dotted keys', () => {
    const text =
      'checkout:\n  one_page: { enabled: true }\n  beta:\n    wallet: false\nowner: { enabled: true }\n';
    expect(states(text)).toEqual({ 'checkout.one_page': 'on', 'checkout.beta.wallet': 'off', owner: 'on' });
  });

  test('a map of values for environments is a flag, no section', () => {
    expect(states('flags:\n  a: { production: true, staging: false }\n')).toEqual({ a: 'partial' });
  });

  test('the configured root is a path', () => {
    const text = 'app:\n  toggles:\n    a: true\nflags:\n  b: true\n';
    expect(states(text, { root: 'app.toggles' })).toEqual({ a: 'on' });
    expect(readFlags(text, { root: 'app.nope' })).toMatchObject({ broken: true, flags: [] });
  });

  test('plain booleans have no room for an owner', () => {
    expect(readFlag('flags: { a: true }').canHave).toEqual({ owner: false, expiry: false });
    expect(readFlag('flags: { a: { enabled: true } }').canHave).toEqual({ owner: true, expiry: true });
  });
});

describe('fields', () => {
  test('all are read with their places', () => {
    const text = `flags:
  new_checkout:
    enabled: true
    percentage: 10
    allowed_users: [user_123, 456]
    rules:
      - { attribute: plan, operator: in, value: [pro, enterprise] }
    schedule:
      - { date: 2026-11-01, percentage: 1 }
    description: The one-page checkout
    owner: payments-team
    created: 2026-10-28
    removal_date: 2027-01-31T12:00:00Z
    jira: PAY-1234
    type: release
    permanent: false
    extra: { kept: [1, null] }
`;
    const flag = readFlag(text);
    const at = (place: { span: { start: number; end: number } } | undefined) =>
      place && text.slice(place.span.start, place.span.end);
    expect(flag.percentage?.value).toBe(10);
    expect(flag.allowedUsers.map((user) => user.value)).toEqual(['user_123', '456']);
    expect(flag.rules[0]).toMatchObject({ attribute: 'plan', operator: 'in', value: ['pro', 'enterprise'] });
    expect(flag.schedule.map((step) => [formatDay(step.date), step.percentage])).toEqual([['2026-11-01', 1]]);
    expect(flag.description?.value).toBe('The one-page checkout');
    expect(at(flag.owner)).toBe('payments-team');
    expect(formatDay(flag.created!.value)).toBe('2026-10-28');
    expect(formatDay(flag.expires!.value)).toBe('2027-01-31');
    expect(flag.ticket?.value).toBe('PAY-1234');
    expect(flag.type?.value).toBe('release');
    expect(flag.permanent?.value).toBe(false);
    expect(flag.fields.at(-1)).toMatchObject({ name: 'extra', value: { kept: [1, null] } });
    expect(text.slice(flag.span.start, flag.span.end).startsWith('new_checkout:')).toBe(true);
    expect(text.slice(flag.keySpan.start, flag.keySpan.end)).toBe('new_checkout');
  });

  test('spans count UTF-16 units of the original text: a byte order mark, CRLF, emoji, quotes', () => {
    const text =
      '\ufeffflags:\r\n  "😀.a":\r\n    owner: "é😀"\r\n    enabled: true\r\n  b: { enabled: true }\r\n';
    const { flags } = readFlags(text);
    expect(flags.map((flag) => text.slice(flag.keySpan.start, flag.keySpan.end))).toEqual(['😀.a', 'b']);
    expect(text.slice(flags[0]!.owner!.span.start, flags[0]!.owner!.span.end)).toBe('"é😀"');
  });

  test('keys that every object has are flags like any other', () => {
    const text = 'flags: { __proto__: true, constructor: { enabled: true, __proto__: 1 }, toString: false }';
    expect(readFlags(text).flags.map((flag) => flag.key)).toEqual(['__proto__', 'constructor', 'toString']);
    const json = '{"flags": {"__proto__": true, "hasOwnProperty": {"enabled": false}}}';
    expect(readFlags(json, {}, 'flags.json').flags.map((flag) => flag.state.kind)).toEqual(['on', 'off']);
  });

  test('a flag whose anchor another one uses is depended on', () => {
    const text = 'flags:\n  a: &a { enabled: true }\n  b: *a\n  c: { <<: *a, percentage: 5 }\n';
    const { flags } = readFlags(text);
    expect(flags.map((flag) => flag.dependsOn.map((dependency) => dependency.value))).toEqual([
      [],
      ['a'],
      ['a'],
    ]);
    expect(flags.map((flag) => flag.state.kind)).toEqual(['on', 'on', 'partial']);
  });
});

describe('what is no flag file', () => {
  test.each([
    ['countries', 'flags.json', '[{"name": "Afghanistan", "code": "AF", "emoji": "x"}]'],
    ['countries by code', 'flags.json', '{"AF": {"name": "Afghanistan", "image": "af.svg", "type": "svg"}}'],
    ['settings', 'flags.yaml', 'name: shop\nversion: 3\nstrict: true\n'],
    ['nothing', 'flags.yaml', ''],
    ['comments', 'flags.yaml', '# later\n'],
    ['text', 'flags.yaml', 'just some words'],
    ['bytes', 'flags.json', '\u0000\u0001\ufffdPNG'],
  ])('%s', (_, path, text) => {
    expect(readFlagFile(path, text)).toBeUndefined();
    expect(readFlagFile(path, text, { configured: true })).toBeDefined();
  });

  test('an empty map under flags is a flag file that holds none yet', () => {
    expect(readFlagFile('flags.yaml', 'flags: {}\n')).toMatchObject({
      flags: [],
      problems: [],
      broken: false,
    });
  });
});

describe('silencers', () => {
  test('stand at the end of the line or alone on the line above', () => {
    const text = `flags:
  a: true # flagwright-ignore unused-flag, stale-flag: read by a script
  # flagwright-ignore missing-owner: nobody: wants it
  b: { enabled: true, description: "# flagwright-ignore nothing: in a string" }
  c: |
    # flagwright-ignore nothing: in a block
`;
    const silencers = readFlags(text).silencers.map(({ rules, reason, covers }) => ({
      rules,
      reason,
      covers: text.slice(covers.start, covers.end).trim().slice(0, 2),
    }));
    expect(silencers).toEqual([
      { rules: ['unused-flag', 'stale-flag'], reason: 'read by a script', covers: 'a:' },
      { rules: ['missing-owner'], reason: 'nobody: wants it', covers: 'b:' },
    ]);
  });

  test('in JSON with comments too, and not in the URL of a string', () => {
    const text =
      '{"flags": {\n  // flagwright-ignore unused-flag: x\n  "a": {"enabled": true, "ticket": "http://flagwright-ignore"}\n}}';
    expect(readFlags(text, {}, 'flags.json').silencers).toMatchObject([
      { rules: ['unused-flag'], reason: 'x' },
    ]);
  });
});
