import { describe, expect, test } from 'vitest';
import { addEntry, type NewEntry } from '../../server/src/flags/add-entry';
import { parseDay } from '../../server/src/flags/dates';
import type { FlagFileOptions } from '../../server/src/flags/options';
import { removeEntry } from '../../server/src/flags/remove-entry';
import { applyEdits } from '../../server/src/text/edits';
import { readFlags } from './support';

/** The text without the flag, or why it stays. */
function without(key: string, text: string, path = 'flags.yaml'): string {
  const edits = removeEntry(text, readFlags(text, {}, path), key);
  return 'refusal' in edits ? edits.refusal : applyEdits(text, edits);
}

describe('removing an entry', () => {
  test('takes the comments directly above it, and what is indented below it', () => {
    const text = `# Copyright 2026
flags:
  # Checkout, see the handbook

  # The new one.
  # Ask Kim.
  a: # on soon
    enabled: true
    # percentage: 10

  # Search
  b: true
`;
    expect(without('a', text)).toBe(`# Copyright 2026
flags:
  # Checkout, see the handbook

  # Search
  b: true
`);
  });

  test('leaves a header at the top of the file', () => {
    expect(without('a', '# Copyright 2026 Shop\na: true\nb: true\n')).toBe(
      '# Copyright 2026 Shop\nb: true\n',
    );
    expect(without('a', '# yaml-language-server: $schema=x\na: true\nb: true\n')).toContain(
      'yaml-language-server',
    );
  });

  test('from a list', () => {
    const text = 'flags:\n- key: a\n  enabled: true\n\n- key: b\n  enabled: false\n';
    expect(without('a', text)).toBe('flags:\n- key: b\n  enabled: false\n');
    expect(without('b', text)).toBe('flags:\n- key: a\n  enabled: true\n');
  });

  test('the last one leaves an empty map or list', () => {
    expect(without('a', 'flags: # all\n  a: true\n')).toBe('flags: {} # all\n');
    expect(without('a', 'flags:\n  - name: a\n    enabled: true\nx: 1\n')).toBe('flags: []\nx: 1\n');
    expect(without('a', '# none\n\na: true\n')).toBe('# none\n\n{}\n');
    expect(without('a', 'flags: { a: true }\n')).toBe('flags: {}\n');
    expect(without('a', '{"flags": {"a": true}}', 'flags.json')).toBe('{"flags": {}}');
  });

  test('sections that become empty go too', () => {
    const text = 'flags:\n  # Shop\n  shop:\n    checkout:\n      a: true\n  other: true\n';
    expect(without('shop.checkout.a', text)).toBe('flags:\n  other: true\n');
  });

  test('from a flow map, at the beginning, in the middle and at the end', () => {
    const text = 'flags: { a: true, b: { enabled: true }, "c": false }\n';
    expect(without('a', text)).toBe('flags: { b: { enabled: true }, "c": false }\n');
    expect(without('b', text)).toBe('flags: { a: true, "c": false }\n');
    expect(without('c', text)).toBe('flags: { a: true, b: { enabled: true } }\n');
  });

  test('from JSON, with the comma that would dangle', () => {
    const text =
      '{\n  "flags": {\n    "a": true, // first\n    // second\n    "b": {\n      "enabled": true\n    }\n  }\n}\n';
    expect(without('b', text, 'flags.json')).toBe('{\n  "flags": {\n    "a": true // first\n  }\n}\n');
    expect(without('a', text, 'flags.json')).toBe(
      '{\n  "flags": {\n    // second\n    "b": {\n      "enabled": true\n    }\n  }\n}\n',
    );
  });

  test('keeps CRLF, a byte order mark and a missing last line break', () => {
    expect(without('a', '\ufeffa: true\r\nb: true')).toBe('\ufeffb: true');
    expect(without('b', '\ufeffa: true\r\nb: true')).toBe('\ufeffa: true');
  });

  test('a block text and its lines go whole', () => {
    expect(
      without(
        'a',
        'flags:\n  a:\n    enabled: true\n    description: |\n      # one\n      two\n  b: true\n',
      ),
    ).toBe('flags:\n  b: true\n');
  });

  test('from the second document', () => {
    expect(without('b', 'a: true\n---\nb: true\n---\nc: true\n')).toBe('a: true\n---\n{}\n---\nc: true\n');
  });

  test.each([
    [
      'an alias needs it',
      'flags:\n  a: &a { enabled: true }\n  b: *a\n',
      "Flag 'b' depends on 'a'. Change that first.",
    ],
    [
      'an alias elsewhere needs it',
      'flags:\n  a: &a { enabled: true }\n  b: true\nx: *a\n',
      "The alias on line 4 refers to 'a'. Change that first.",
    ],
    [
      'it stands twice',
      'flags:\n  a: true\n  a: true\n',
      "flags.yaml declares 'a' 2 times. Delete the entries by hand.",
    ],
    ['it is not there', 'flags:\n  b: true\n', "flags.yaml declares no flag 'a'."],
    [
      'the file has syntax errors',
      'flags:\n  a: true\n  b: "x\n',
      'flags.yaml has syntax errors. Mend them first.',
    ],
    [
      'its line holds more',
      'flags:\n  !!str a: true\n  b: true\n',
      "The entry of 'a' shares its line with others in a way that is not understood.",
    ],
  ])('is refused where %s', (_, text, refusal) => {
    expect(without('a', text)).toBe(refusal);
  });
});

describe('adding an entry', () => {
  const entry: NewEntry = { owner: 'shop', created: parseDay('2026-11-01')! };

  const added = (text: string, key = 'new', options: FlagFileOptions = {}, path = 'flags.yaml') =>
    applyEdits(text, addEntry(text, readFlags(text, options, path), key, entry, options));

  test('as a block, with the indentation of its neighbours', () => {
    expect(added('flags:\n    a:\n        enabled: true\n\nother: 1\n')).toBe(
      'flags:\n    a:\n        enabled: true\n    new:\n        enabled: false\n        owner: shop\n        created: 2026-11-01\n\nother: 1\n',
    );
  });

  test('apart from its neighbours, where these are', () => {
    const apart = 'flags:\n  a:\n    enabled: true\n\n  b:\n    enabled: true\n';
    const block = '  new:\n    enabled: false\n    owner: shop\n    created: 2026-11-01\n';
    expect(added(apart)).toBe(`${apart}\n${block}`);
    expect(added(`${apart}\n# end\n`)).toBe(`${apart}\n${block}\n# end\n`);
    const list = 'flags:\r\n- name: a\r\n\r\n- name: b\r\n';
    expect(added(list)).toBe(
      `${list}\r\n- name: new\r\n  enabled: false\r\n  owner: shop\r\n  created: 2026-11-01\r\n`,
    );
    expect(added(apart.replace(/\n$/, ''))).toBe(`${apart}\n${block.replace(/\n$/, '')}`);
  });

  test('in flow, as its neighbours', () => {
    expect(added('flags:\n  a: { enabled: true }\n')).toBe(
      'flags:\n  a: { enabled: true }\n  new: { enabled: false, owner: shop, created: 2026-11-01 }\n',
    );
  });

  test('as a plain boolean', () => {
    expect(added('a: true\nb: false')).toBe('a: true\nb: false\nnew: false');
  });

  test('in a list, under the name that the list uses', () => {
    expect(added('flags:\r\n- name: a\r\n  enabled: true\r\n')).toBe(
      'flags:\r\n- name: a\r\n  enabled: true\r\n- name: new\r\n  enabled: false\r\n  owner: shop\r\n  created: 2026-11-01\r\n',
    );
  });

  test('in JSON', () => {
    expect(added('{\n  "a": {\n    "enabled": true\n  }\n}\n', 'new', {}, 'flags.json')).toBe(
      '{\n  "a": {\n    "enabled": true\n  },\n  "new": {\n    "enabled": false,\n    "owner": "shop",\n    "created": "2026-11-01"\n  }\n}\n',
    );
  });

  test('in the section that its key begins with', () => {
    expect(added('shop:\n  a: true\nb: true\n', 'shop.new')).toBe(
      'shop:\n  a: true\n  new: false\nb: true\n',
    );
  });

  test('into an empty map, an empty value and an empty file', () => {
    const block = 'flags:\n  new:\n    enabled: false\n    owner: shop\n    created: 2026-11-01\n';
    expect(added('flags: {}\n')).toBe(block);
    expect(added('flags: {} # none\n')).toBe(block.replace(/\n$/, ' # none\n'));
    expect(added('flags:\n')).toBe('flags: { new: { enabled: false, owner: shop, created: 2026-11-01 } }\n');
    expect(applyEdits('', addEntry('', undefined, 'new', entry))).toBe(block);
    expect(applyEdits('', addEntry('', undefined, 'new', {}, { format: 'json' }))).toBe(
      '{\n  "flags": {\n    "new": {\n      "enabled": false\n    }\n  }\n}\n',
    );
  });

  test('quotes what YAML would take for something else', () => {
    expect(added('a: true\n', 'on')).toBe('a: true\n"on": false\n');
    expect(added('a: true\n', 'x: y')).toBe('a: true\n"x: y": false\n');
  });

  test("under the project's own names", () => {
    const options = { fields: { enabled: 'serve', owner: 'team' } };
    expect(added('flags:\n  - name: a\n    serve: true\n', 'new', options)).toBe(
      'flags:\n  - name: a\n    serve: true\n  - name: new\n    serve: false\n    team: shop\n    created: 2026-11-01\n',
    );
  });

  test('behind a merge key', () => {
    const text = 'x: &x { a: true }\nflags:\n  <<: *x\n';
    expect(added(text)).toContain('flags:\n  <<: *x\n  new:');
  });
});
