import { describe, expect, test } from 'vitest';
import { expectProblems, readFlags } from './support';

describe('invalid-flag', () => {
  test('deciding fields', () => {
    expectProblems(`
      //- flags.yaml
      flags:
        a: { enabled: "true" }
        #             ^^^^^^ invalid-flag: Flag 'a': enabled must be true or false, and "true" is text. Write true without quotes.
        b: { enabled: yes }
        #             ^^^ invalid-flag: Flag 'b': enabled is yes, which is text in YAML 1.2 and true in older parsers. Write true.
        c: { enabled: true, percentage: 150 }
        #                               ^^^ invalid-flag: Flag 'c': percentage must be a number from 0 to 100, and 150 is not.
        d: { enabled: true, percentage: -5 }
        #                               ^^ invalid-flag: Flag 'd': percentage must be a number from 0 to 100, and -5 is not.
        e: { enabled: true, percentage: 50% }
        #                               ^^^ invalid-flag: Flag 'e': percentage must be a number from 0 to 100, and 50% is text. Write 50.
        f: off
        #  ^^^ invalid-flag: Flag 'f': its value is off, which is text in YAML 1.2 and false in older parsers. Write false.
        g:
      # ^ invalid-flag: Flag 'g': it has no value. Give it true, false or fields.
        h: [1]
        #  ^^^ invalid-flag: Flag 'h': its value must be true or false, and this is a list.
    `);
  });

  test('descriptive fields', () => {
    expectProblems(`
      //- flags.yaml
      flags:
        a: { enabled: true, created: 2026-02-30 }
        #                            ^^^^^^^^^^ invalid-flag: Flag 'a': created must be a date such as 2027-01-31, and 2026-02-30 is none. Correct it.
        b: { enabled: true, owner: [x] }
        #                          ^^^ invalid-flag: Flag 'b': owner must be text, and this is a list.
        c: { enabled: true, type: killswitch }
        #                         ^^^^^^^^^^ invalid-flag: Flag 'c': type is killswitch, which is no type of flag. Did you mean kill_switch?
        d: { enabled: true, allowed_users: u1 }
        #                                  ^^ invalid-flag: Flag 'd': allowed_users must be a list of user ids, and u1 is text. Put it in [ ].
        e: { enabled: true, schedule: [{ date: soon, percentage: 1 }] }
        #                                      ^^^^ invalid-flag: Flag 'e': the schedule's date must be a date such as 2027-01-31, and soon is none. Correct it.
        f: { enabled: true, expires: , owner: , rules: , jira: 42 }
    `);
  });

  test('rules', () => {
    expectProblems(`
      //- flags.yaml
      - key: a
        enabled: true
        rules:
          - { attribute: plan, operator: equal, value: pro }
          #                              ^^^^^ invalid-flag: Flag 'a': 'equal' is no operator, so the rule never matches. Did you mean equals?
          - { attribute: plan, operator: in, value: pro }
          #                                         ^^^ invalid-flag: Flag 'a': in needs a list of values, and pro is text, so the rule never matches.
          - { attribute: age, operator: greater_than, value: old }
          #                                                  ^^^ invalid-flag: Flag 'a': greater_than needs a number or a date, and old is text, so the rule never matches.
          - { attribute: id, operator: matches, value: "(" }
          #                                            ^^^ invalid-flag: Flag 'a': matches needs a regular expression that RE2 knows, and "(" is text, so the rule never matches.
          - { attribute: app, operator: semver_greater_than, value: 1.10 }
          #                                                         ^^^^ invalid-flag: Flag 'a': semver_greater_than needs a version such as "2.1.0", and 1.10 is a number, so the rule never matches. Put it in quotes: "1.10".
          - { operator: exists }
          # ^^^^^^^^^^^^^^^^^^^^ invalid-flag: Flag 'a': a rule has no attribute. Name the attribute of the context that it asks about.
          - { attribute: a, operator: equals }
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ invalid-flag: Flag 'a': the rule with equals has no value, so it never matches. Add one.
          - plan is pro
          # ^^^^^^^^^^^ invalid-flag: Flag 'a': a rule must have an attribute, an operator and a value, and plan is pro is text.
    `);
  });

  test('a list item without a key', () => {
    expectProblems(`
      //- flags.yaml
      flags:
        - enabled: true
      #   ^^^^^^^^^^^^^ invalid-flag: Each flag of the list needs a key or name, and this one has none. Add it.
        - dark_mode
      #   ^^^^^^^^^ invalid-flag: Each flag of the list needs a key or name, and this one is dark_mode. Add it.
    `);
  });
});

describe('unknown-field', () => {
  test('speaks where a known field was probably meant, and only there', () => {
    expectProblems(`
      //- flags.yaml
      flags:
        a: { enabld: true }
        #    ^^^^^^ unknown-field: Flag 'a': 'enabld' is no known field. Did you mean 'enabled'?
        b: { enabled: true, percentge: 5 }
        #                   ^^^^^^^^^ unknown-field: Flag 'b': 'percentge' is no known field. Did you mean 'percentage'?
        c: { enabled: true, allowedUsers: [u] }
        #                   ^^^^^^^^^^^^ unknown-field: Flag 'c': 'allowedUsers' is no known field. Did you mean 'allowed_users'?
        d: { enabled: true, rules: [{ atribute: plan, operator: exists, attribute: plan }] }
        e: { enabled: true, owner: x, owners: [y], slack: z, tags: [], notes: n, value: 1 }
    `);
  });

  test('gives the text that was meant', () => {
    expect(readFlags('flags: { a: { enabled: true, onwer: x } }').problems[0]).toMatchObject({
      suggestion: 'owner',
    });
  });
});

describe('duplicate-flag', () => {
  test('says where the first one is', () => {
    expectProblems(`
      //- flags.yaml
      flags:
        a: true
        b: { enabled: true, owner: x }
        a: false
      # ^ duplicate-flag: Flag 'a' is declared twice in this file with different values, first on line 2. Keep one.
        b: { owner: x, enabled: true }
      # ^ duplicate-flag: Flag 'b' is declared twice in this file with the same values, first on line 3. Keep one.
    `);
  });

  test('a field that stands twice is invalid', () => {
    expectProblems(`
      //- flags.yaml
      flags:
        a:
          expires: 2027-01-01
          removal_date: 2027-02-01
      #   ^^^^^^^^^^^^ invalid-flag: Flag 'a': expires and removal_date stand twice with different values, the other on line 3. Keep one.
    `);
  });
});

describe('broken syntax is reported, and the rest is kept', () => {
  const keys = (text: string, path = 'flags.yaml') => readFlags(text, {}, path).flags.map((flag) => flag.key);

  test('a string that does not close', () => {
    const source = `
      //- flags.yaml
      flags:
        a:
          description: "never closed
          #            ^^^^^^^^^^^^^ invalid-flag: This string has no closing ". Close it; what follows was read as if it ended here.
        b: { enabled: true, owner: "x }
        #                          ^^^^ invalid-flag: This string has no closing ". Close it; what follows was read as if it ended here.
        c: true
      # ^ invalid-flag: This is not indented as what it belongs to. Align it with its neighbours, and close every bracket.
    `;
    expectProblems(source);
    expect(
      keys('flags:\n  a:\n    description: "never closed\n  b: { enabled: true, owner: "x }\n  c: true\n'),
    ).toEqual(['a', 'b', 'c']);
  });

  test('a string that ends too early by its indentation', () => {
    const text =
      'flags:\n  - key: a\n    description: "wrapped text\n    goes on here"\n    owner: x\n  - key: b\n    enabled: true\n';
    expect(keys(text)).toEqual(['a', 'b']);
  });

  test('tabs', () => {
    const text = 'flags:\n\ta: true\n\tb:\n\t\tenabled: false\n';
    expect(keys(text)).toEqual(['a', 'b']);
    expect(readFlags(text).problems).toHaveLength(1);
  });

  test('brackets that do not close', () => {
    expect(keys('flags:\n  a: { enabled: true\n  b: { enabled: false }\n')).toEqual(['a', 'b']);
    const json = readFlags('{"flags": {"a": {"enabled": true}, "b": true', {}, 'flags.json');
    expect(json).toMatchObject({ broken: true, flags: [{ key: 'a' }, { key: 'b' }] });
  });

  test('a missing comma, colon or value in JSON', () => {
    const text = '{"flags": {"a": true\n "b" {"enabled": true},\n "c": ,\n "d": tru,\n e: true, "f": "x\n}}';
    const file = readFlags(text, {}, 'flags.json');
    expect(keys(text, 'flags.json')).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(file.broken).toBe(false);
  });

  test('a missing colon may hide a flag, so the file counts as broken', () => {
    expect(readFlags('flags:\n  a\n  b: true\n').broken).toBe(true);
    expect(readFlags('flags:\n  a: tru\n  b: true\n').broken).toBe(false);
  });
});
