import { describe, expect, it } from 'vitest';
import { completeFlagFile, type FieldItem } from '../../server/src/features/flag-file-completion';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

/** What is offered at the cursor, and the text after the first of them that is named so. */
async function completeAt(
  source: string,
): Promise<{ items: readonly FieldItem[]; accept(label: string): string }> {
  const { snapshot, file, offset, textOf, fixture } = await openFixture(source);
  const found = completeFlagFile(snapshot, file, textOf(), offset, (path) => fixture.files.get(path));
  return {
    items: found?.items ?? [],
    accept(label) {
      const item = found?.items.find((one) => one.label === label);
      if (!found || !item) throw new Error(`${label} is not offered`);
      // A place to fill in, `${1:name}`, is shown as <1:name>.
      const newText = item.insertText.replace(/\$\{([^}]*)\}/g, '<$1>');
      return applyEdits(textOf(), [{ span: found.span, newText }]);
    },
  };
}

async function labelsAt(source: string): Promise<string[]> {
  return (await completeAt(source)).items.map(({ label }) => label);
}

/** A flag file that is in the middle of being written, with another whole flag before and behind. */
const file = (flag: string, name = 'flags.yaml') => `
      //- ${name}
      flags:
        first:
          enabled: true
          owner: web team
          allowed_users: [user_1, user_2]
          rules:
            - { attribute: plan, operator: in, value: [pro, free] }
            - { attribute: country, operator: equals, value: US }
        ${flag}
        last: { enabled: false, owner: shop, allowed_users: [user_3] }`;

describe('completion in a flag file', () => {
  it('of the fields that the entry lacks, while the word breaks the file', async () => {
    const labels = await labelsAt(file('second:\n          enabled: true\n          $0'));
    expect(labels).toEqual(
      'percentage allowed_users rules schedule description owner created expires removal_date ticket jira type permanent'.split(
        ' ',
      ),
    );
    const { accept } = await completeAt(file('second:\n          enabled: true\n          perc$0'));
    expect(accept('percentage')).toContain('    enabled: true\n    percentage: \n  last:');
  });

  it('of the first field of an entry, or its value', async () => {
    const labels = await labelsAt(file('second:\n          en$0'));
    expect(labels).toContain('enabled');
    expect(labels).toContain('true');
    expect(await labelsAt(file('second: t$0'))).toContain('true');
  });

  it('in brackets, with and without what follows', async () => {
    expect(await labelsAt(file('second: { enabled: true, pe$0 }'))).toContain('percentage');
    expect(await labelsAt(file('second: { enabled: true, $0'))).toContain('percentage');
    expect(await labelsAt(file('second: { ty$0, enabled: true }'))).toContain('type');
  });

  it('of a field whose colon is there already', async () => {
    const { accept } = await completeAt(file('second:\n          perc$0: 10'));
    expect(accept('percentage')).toContain('    percentage: 10\n');
  });

  it.each([
    ['enabled: $0', ['true', 'false']],
    ['type: $0', ['release', 'experiment', 'operational', 'kill_switch', 'permission']],
    ['type: rel$0', ['release', 'experiment', 'operational', 'kill_switch', 'permission']],
    ['percentage: $0', ['0', '1', '5', '10', '25', '50', '100']],
    ['created: $0', ['2026-11-23', '2026-12-23', '2027-02-21']],
    ['removal_date: 20$0', ['2026-11-23', '2026-12-23', '2027-02-21']],
    ['owner: $0', ['web team', 'shop']],
    ['owner: web t$0', ['web team', 'shop']],
    ['owner: "$0"', ['web team', 'shop']],
    ['allowed_users: [user_1, $0]', ['user_1', 'user_2', 'user_3']],
    ['allowed_users:\n            - u$0', ['user_1', 'user_2', 'user_3']],
    ['rules:\n            - $0', ['attribute', 'operator', 'value']],
    ['rules:\n            - attribute: plan\n              $0', ['operator', 'value']],
    ['rules:\n            - attribute: $0', ['user_id', 'plan', 'country']],
    ['rules: [{ attribute: plan, operator: in, value: [$0] }]', ['pro', 'free']],
    ['rules: [{ attribute: country, operator: equals, value: $0 }]', ['US']],
    ['schedule: [{ date: $0 }]', ['2026-11-23', '2026-12-23', '2027-02-21']],
    ['schedule:\n            - date: 2026-12-01\n              $0', ['percentage']],
    ['description: $0', []],
    ['colour: $0', []],
    ['# own$0', []],
  ])('of %j', async (field, labels) => {
    expect(await labelsAt(file(`second:\n          ${field}`))).toEqual(labels);
  });

  it('of operators, each with what it means', async () => {
    const { items } = await completeAt(file('second: { rules: [{ attribute: plan, operator: eq$0 }] }'));
    expect(items.find(({ label }) => label === 'equals')).toMatchObject({
      description: 'The attribute is the value.',
    });
  });

  it('quotes what must be quoted, and replaces a value of several words', async () => {
    expect((await completeAt(file('second: { owner: web t$0 }'))).accept('web team')).toContain(
      'second: { owner: "web team" }',
    );
    expect((await completeAt(file("second: { owner: 'w$0' }"))).accept('web team')).toContain(
      "owner: 'web team' }",
    );
  });

  it('of a new flag, as the others of the file are', async () => {
    const { accept } = await completeAt(file('$0'));
    expect(accept('new flag')).toContain(
      '  <1:new_flag>:\n  enabled: false\n  description: <2:What it is for>\n  owner: <3:team>\n  created: 2026-11-23\n  type: <4|release,experiment,operational,kill_switch,permission|>\n',
    );
    const booleans = await completeAt('\n//- flags.yaml\na: true\nb: false\n$0\n');
    expect(booleans.accept('new flag')).toBe('a: true\nb: false\n<1:new_flag>: false\n');
    const list = await completeAt('\n//- flags.yaml\n- name: a\n  enabled: true\n- $0\n');
    expect(list.accept('new flag')).toContain('- name: <1:new_flag>\nenabled: false\n');
    expect(await labelsAt('\n//- flags.yaml\n$0\n')).toEqual(['new flag']);
    expect(await labelsAt('\n//- flags.yaml\nflags:\n  $0\n')).toEqual(['new flag']);
  });

  it("under the project's own names", async () => {
    const source = `
      //- flagwright.config.json
      { "flagFiles": [{ "glob": "f.yml", "fields": { "enabled": "serve", "owner": "team" } }] }
      //- f.yml
      flags:
        - name: a
          serve: true
          team: shop
        - name: b
          $0`;
    expect(await labelsAt(source)).toEqual(expect.arrayContaining(['serve', 'team', 'percentage']));
    expect(await labelsAt(source.replace('$0', 'team: $0'))).toEqual(['shop']);
  });

  it('in JSON, in quotes or before they are typed', async () => {
    const json = (flag: string) => `
      //- flags.json
      {
        "flags": {
          "a": { "enabled": true, "owner": "web", "rules": [{ "attribute": "plan", "operator": "equals", "value": "pro" }] },
          "b": { "enabled": false, ${flag} }
        }
      }`;
    expect(await labelsAt(json('"$0"'))).toContain('percentage');
    expect((await completeAt(json('$0'))).accept('percentage')).toContain(
      '"enabled": false, "percentage":  }',
    );
    expect(await labelsAt(json('"owner": "$0"'))).toEqual(['web']);
    expect((await completeAt(json('"owner": $0'))).accept('web')).toContain('"owner": "web"');
    expect(await labelsAt(json('"rules": [{ "operator": "eq$0" }]'))).toContain('equals');
  });

  it.each([
    [
      'LaunchDarkly',
      '{ "flags": { "a": { "on": true, "variations": [true], "prerequisites": [{ "key": "$0" }] }, "b": { "on": true, "variations": [true] } } }',
    ],
    [
      'Unleash',
      '{ "version": 1, "features": [{ "name": "a", "strategies": [], "dependencies": [{ "feature": "$0" }] }, { "name": "b", "strategies": [] }] }',
    ],
  ])('of the flags that one of %s may depend on', async (_, text) => {
    expect(await labelsAt(`\n//- flags.json\n${text}\n`)).toEqual(['b']);
  });

  it.each([
    [
      'a feature of an export',
      '"dependencies": [{ "feature": "a", "dependencies": [{ "feature": "$0" }] }]',
      ['a', 'b'],
    ],
    ['no environment of one', '"featureEnvironments": [{ "environment": "$0" }]', []],
  ])("in Unleash's export: %s", async (_, more, expected) => {
    const text = `{ "features": [{ "name": "a" }, { "name": "b" }], "featureStrategies": [], ${more} }`;
    expect(await labelsAt(`\n//- flags.json\n${text}\n`)).toEqual(expected);
  });

  it.each([
    [
      'flags that a targeting asks for',
      '"targeting": { "if": [{ "==": [{ "var": "$flagd.flagKey" }, "$0"] }, "on"] }',
      ['b'],
    ],
    ['shared evaluators', '"targeting": { "if": [{ "$ref": "$0" }, "on", "off"] }', ['isStaff', 'isBeta']],
    ['the default variant', '"defaultVariant": "$0"', ['on', 'off']],
    ['what an if gives', '"targeting": { "if": [{ "var": "x" }, "$0"] }', ['on', 'off']],
    ['the shares of a fractional', '"targeting": { "fractional": [["$0", 50], ["off", 50]] }', ['on', 'off']],
    ['no attribute', '"targeting": { "==": [{ "var": "$0" }, "x"] }', []],
  ])("in flagd's files: %s", async (_, field, expected) => {
    const flag = (more: string) =>
      `{ "state": "ENABLED", "variants": { "on": true, "off": false }, ${more} }`;
    const text = `{
      "flags": { "a": ${flag(field)}, "b": ${flag('"defaultVariant": "on"')} },
      "$evaluators": { "isStaff": { "var": "staff" }, "isBeta": { "$ref": "isStaff" } }
    }`;
    const source = `\n//- flags.json\n${text}\n`;
    expect(await labelsAt(source)).toEqual(expected);
  });

  it('is silent in a file of that name that is about something else', async () => {
    expect(await labelsAt('\n//- flags.json\n{ "de": "Germany", "$0": "" }\n')).toEqual([]);
    expect(await labelsAt('\n//- flags.yaml\nflags: { a: true }\n//- other.yaml\n$0\n')).toEqual([]);
  });
});
