import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLAG_FIELDS, RULE_FIELDS, SCHEDULE_FIELDS } from '../../server/src/flags/schema';
import { expectColors, expectNoDisturbance, FIELD, FLAG, THEMES } from './colors';
import { tokenize, type YamlGrammar } from './tokens';

describe.each<YamlGrammar>(['today', 'until 1.95'])("with VS Code's YAML grammar, %s", (yaml) => {
  const colors = (source: string) => expectColors(source, { yaml });

  it('colours the flags and their known fields', () =>
    colors(`
      //- flags.yaml
      # Our flags
      flags:
        new_checkout: # the big one
      # ^^^^^^^^^^^^ flag
          enabled: true
      #   ^^^^^^^ field
          rules:
      #   ^^^^^ field
            - { attribute: plan, operator: in, value: [pro] }
      #         ^^^^^^^^^ field
      #                          ^^^^^^^^ field
      #                                        ^^^^^ field
            - attribute: country
      #       ^^^^^^^^^ field
              value: US
      #       ^^^^^ field
          colour: red
        dark-mode: { enabled: true, percentage: 100, mood: dark }
      # ^^^^^^^^^ flag
      #              ^^^^^^^ field
      #                             ^^^^^^^^^^ field

        'team.beta': false
      # ^^^^^^^^^^^ flag
    `));

  it('colours in a list of flags', () =>
    colors(`
      //- flags.yaml
      flags:
        - key: new_checkout
      #   ^^^ field
          enabled: true
      #   ^^^^^^^ field
        - name: dark_mode
      #   ^^^^ field
      //- outdented.yaml
      flags:
      - key: new_checkout
      # ^^^ field
        percentage: 10
      # ^^^^^^^^^^ field
      other:
      - key: not_a_flag
    `));

  it('begins and ends with the block', () =>
    colors(`
      //- flags.yaml
      version: 1
      enabled: true
      flags:
          beta: { enabled: true }
      #   ^^^^ flag
      #           ^^^^^^^ field
      owner: nobody
      other:
        beta: { enabled: true }
      ---
      flags:
        gamma: true
      # ^^^^^ flag
    `));

  it('leaves a value alone that looks like a field', () =>
    colors(`
      //- flags.yaml
      flags:
        beta:
      # ^^^^ flag
          notes: |
            enabled: not a field

            flags: neither
          owner: "enabled: no"
      #   ^^^^^ field
          # enabled: false
    `));

  it('leaves other files alone', () =>
    colors(`
      //- deployment.yaml
      kind: Deployment
      spec:
        enabled: true
        flags:
          beta: { enabled: true, owner: me }
      #flags:
      myflags:
        beta: { enabled: true }
    `));

  it.each(THEMES)('changes nothing else, in the theme %s', async (theme) => {
    const text = readFileSync(join(__dirname, '../../examples/shop/config/feature_flags.yaml'), 'utf8');
    await expectNoDisturbance('source.yaml', text, { yaml, theme });
  });

  it.each(THEMES)('has a colour for flags, the one they have in code, in the theme %s', async (theme) => {
    const text = 'flags:\n  beta: { enabled: true, mood: fine }';
    const tokens = await tokenize('source.yaml', text, { yaml, theme });
    const flag = tokens.find((token) => token.scopes.at(-1) === FLAG)!;
    const field = tokens.find((token) => token.scopes.at(-1) === FIELD)!;
    const key = tokens.find((token) => token.scopes.at(-1) === 'entity.name.tag.yaml')!;
    const inCode = await tokenize('source.ts', "isEnabled('beta')", { theme });
    expect(flag.color).toBe(inCode.find((token) => token.text === 'beta')!.color);
    expect(flag.color).not.toBe(key.color);
    expect(flag.color).not.toBe(field.color);
  });
});

it('knows the fields that the reader knows', async () => {
  const names = [...FLAG_FIELDS, ...RULE_FIELDS, ...SCHEDULE_FIELDS].map((field) => field.name);
  const text = ['flags:', '  beta:', ...names.map((name) => `    ${name}: x`)].join('\n');
  const fields = (await tokenize('source.yaml', text)).filter((token) => token.scopes.at(-1) === FIELD);
  expect(fields.map((token) => token.text)).toEqual(names);
});
