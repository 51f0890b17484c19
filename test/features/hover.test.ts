import { describe, expect, it } from 'vitest';
import { hover } from '../../server/src/features/hover';
import { drawPlace, openFixture } from '../support/workspace';

/** The hover at the cursor as the client gets it, or nothing. */
async function hoverAt(source: string): Promise<string | undefined> {
  const { snapshot, file, offset } = await openFixture(source);
  const linkTo = async ({ file: target }: { file: string }) => ({
    text: `${target}:1`,
    href: `file:///${target}#L1`,
  });
  return (await hover(snapshot, file, offset, linkTo))?.markdown;
}

async function expectHover(source: string, markdown: string): Promise<void> {
  expect(await hoverAt(source)).toBe(dedent(markdown));
}

function dedent(text: string): string {
  const lines = text.split('\n').slice(1, -1);
  const indent = /^\s*/.exec(lines[0] ?? '')![0].length;
  return lines.map((line) => line.slice(indent)).join('\n');
}

describe('the hover of a read', () => {
  it('shows all that is known of the flag, in the order in which one wants to know it', () =>
    expectHover(
      `
      //- flagwright.config.json
      { "ticketUrl": "https://tickets.example/browse/{ticket}" }
      //- config/flags.yaml
      flags:
        new_checkout:
          enabled: true
          percentage: 10
          allowed_users: [user_123, user_456]
          rules:
            - { attribute: plan, operator: in, value: [pro, enterprise] }
            - { attribute: country, operator: equals, value: US }
          schedule:
            - { date: 2026-11-01, percentage: 1 }
            - { date: 2026-11-20, percentage: 50 }
          description: The one-page checkout
          owner: payments-team
          created: 2026-10-12
          expires: 2027-01-31
          jira: PAY-1234
          type: release
      //- src/app.ts
      if (isEnabled('new_$0checkout')) start();
      //- src/more.ts
      export const on = () => isEnabled('new_checkout');
      `,
      `
      \`new_checkout\` is **on for 10 % of users, 2 users by name and everyone who matches one of 2 rules**

      ▰▱▱▱▱▱▱▱▱▱ 10 %

      The one-page checkout

      - Allowed users: \`user_123\`, \`user_456\`
      - On where plan is one of pro, enterprise, or country is US
      - Evaluates to on for other users in the buckets 0 to 9, to off for everyone else and without a user_id
      - Schedule: 1 % from 2026-11-01 → 50 % from 2026-11-20 (behind schedule: 50 % planned by now, 10 % served)
      - Owner: **payments-team**
      - Created 2026-10-12, 42 days ago; expires 2027-01-31, in 69 days; type release
      - Ticket: [PAY-1234](https://tickets.example/browse/PAY-1234)
      - Stage 4 of 8: gradual rollout. Next: Raise the percentage step by step to 100.
      - 2 reads in 2 files
      - Declared in [config/flags.yaml:1](file:///config/flags.yaml#L1)
      `,
    ));

  it('says why a flag is stale', () =>
    expectHover(
      `
      //- flags.yaml
      flags:
        dark_mode: { enabled: true, percentage: 100, created: 2026-01-01 }
      //- app.ts
      isEnabled('dark_mode$0');
      `,
      `
      \`dark_mode\` is **on for everyone**

      ▰▰▰▰▰▰▰▰▰▰ 100 %

      - Owner: none
      - Created 2026-01-01, 326 days ago
      - Stage 6 of 8: settled. Next: Remove the flag from the code.
      - **Stale.** It is fully on and has been for 326 days, since 2026-01-01: more than the 90 days allowed.
      - 1 read in 1 file
      - Declared in [flags.yaml:1](file:///flags.yaml#L1)
      `,
    ));

  it('says why one that is fully off is not stale, and when it expired', () =>
    expectHover(
      `
      //- flags.yaml
      flags:
        banner: { enabled: false, created: 2026-11-22, expires: 2026-11-22, owner: growth }
      //- app.ts
      isEnabled('$0banner');
      `,
      `
      \`banner\` is **off for everyone**

      ▱▱▱▱▱▱▱▱▱▱ 0 %

      - Owner: **growth**
      - Created 2026-11-22, yesterday; expired 2026-11-22, yesterday
      - Stage 2 of 8: code deployed behind it. Next: Turn it on for internal users with allowed_users or rules.
      - Not stale. It is fully off and has been for 1 day, since 2026-11-22: within the 90 days allowed.
      - 1 read in 1 file
      - Declared in [flags.yaml:1](file:///flags.yaml#L1)
      `,
    ));

  it.each([
    [
      'enabled: true, percentage: 1',
      'on for users in bucket 0, to off for everyone else and without a user_id',
    ],
    [
      'enabled: true, percentage: 12.5',
      'on for users in the buckets 0 to 12, to off for everyone else and without a user_id',
    ],
    ['enabled: true, allowed_users: [kim]', 'off for everyone else'],
    [
      'enabled: true, percentage: 0, rules: [{ attribute: plan, operator: equals, value: pro }]',
      'off for everyone else',
    ],
  ])('says who evaluates to what: %s', async (fields, expected) => {
    const text = await hoverAt(`
      //- flags.yaml
      flags:
        s$0ome: { ${fields} }
    `);
    expect(text?.split('\n').filter((line) => line.includes('valuates'))).toEqual([
      `- Evaluates to ${expected}`,
    ]);
  });

  it.each([
    ['the state says it all', 'enabled: true', ''],
    ['the state is unknown', 'enabled: true, percentage: 150', ''],
    ['a rule cannot be read', 'enabled: true, rules: [{ attribute: plan, operator: near, value: pro }]', ''],
    [
      "the project's own code reads the rules",
      'enabled: true, percentage: 5, rules: [pro]',
      ', "fields": { "rules": "rules" }',
    ],
    ["the project's own word says: for some", 'enabled: beta', ', "states": { "beta": "partial" }'],
    [
      'its environments differ',
      'environments: { dev: true, production: { enabled: true, percentage: 5 } }',
      '',
    ],
  ])('is silent about that where %s', async (_, fields, options) => {
    const text = await hoverAt(`
      //- flagwright.config.json
      { "flagFiles": [{ "glob": "flags.yaml"${options} }] }
      //- flags.yaml
      flags:
        s$0ome: { ${fields} }
    `);
    expect(text).toContain('`some` is');
    expect(text).not.toContain('valuates to');
  });

  it('names the state of each environment of an entry', async () => {
    const text = await hoverAt(`
      //- flags.yaml
      flags:
        s$0earch:
          owner: shop
          environments:
            dev: true
            production: { enabled: true, percentage: 10 }
    `);
    expect(text).toContain('`search` is **on in dev, on for some in production**');
    expect(text).toContain('- Environments: **dev** on for everyone · **production** on for 10 % of users');
    expect(text).toContain('- Owner: **shop**');
  });

  it('names the state of each environment, and that they differ', async () => {
    const text = await hoverAt(`
      //- flagwright.config.json
      {
        "flagFiles": [
          { "glob": "flags.production.yaml", "environment": "production" },
          { "glob": "flags.staging.yaml", "environment": "staging" }
        ]
      }
      //- flags.production.yaml
      flags:
        search: { enabled: false }
      //- flags.staging.yaml
      flags:
        search: { enabled: true }
      //- app.ts
      isEnabled('sear$0ch');
    `);
    expect(text).toContain('`search` is **not the same in all environments**');
    expect(text).toContain('- Environments: **production** off for everyone · **staging** on for everyone');
    expect(text).not.toMatch(/[▰▱]|stale/);
    expect(text).toContain('flags.production.yaml:1');
    expect(text).toContain('flags.staging.yaml:1');
  });

  it("tells the code's default and a read known by its name only", async () => {
    const text = await hoverAt(`
      //- flags.yaml
      flags:
        blue: { enabled: true, percentage: 50 }
      //- app.ts
      flags.getFlag('blu$0e', false);
    `);
    expect(text).toContain("- The code's default here is false");
    expect(
      await hoverAt(`
      //- flags.yaml
      flags:
        blue: { enabled: true, percentage: 50 }
      //- app.ts
      if (betaFeatures.includes('blu$0e')) go();
    `),
    ).toContain("- Taken for a read by the reader's name only, so Flagwright never edits it");
  });

  it('counts at most five users and rules, and says how many more there are', async () => {
    const users = Array.from({ length: 8 }, (_, i) => `u${i}`).join(', ');
    const text = await hoverAt(`
      //- flags.yaml
      flags:
        beta: { enabled: true, allowed_users: [${users}] }
      //- app.ts
      isEnabled('be$0ta');
    `);
    expect(text).toContain('- Allowed users: `u0`, `u1`, `u2`, `u3`, `u4` and 3 more');
    expect(text).not.toContain('▰');
  });
});

describe('the hover of a read whose flag nobody declared', () => {
  const flags = `
      //- flags.yaml
      flags:
        new_checkout: { enabled: true }
        dark_mode: true`;

  it('says so, what follows, and what was probably meant', () =>
    expectHover(
      `${flags}
      //- app.ts
      isEnabled('new_checkout'); isEnabled('new_che$0kout');
      `,
      `
      \`new_chekout\` is **not declared**

      Nothing in flags.yaml declares it, so it is off. Did you mean \`new_checkout\`?
      `,
    ));

  it("tells the code's default", async () => {
    expect(
      await hoverAt(`${flags}
      //- app.ts
      flags.getFlag('side$0bar', true);
    `),
    ).toContain("declares it, so the code's default applies: true.");
  });

  it('keeps quiet where only the name of a method speaks for a read', async () => {
    expect(
      await hoverAt(`${flags}
      //- app.ts
      button.isEnabled('somet$0hing');
    `),
    ).toBeUndefined();
  });

  it('asks for a flag file where there is none', async () => {
    expect(
      await hoverAt(`
      //- app.ts
      flags.isEnabled('somet$0hing');
    `),
    ).toContain('There is no flag file that could say who gets it.');
  });

  it('says how often a flag is read that no flag file could declare, and what the code falls back on', () =>
    expectHover(
      `
      //- app.ts
      import { useBooleanFlagValue } from '@openfeature/react-sdk';
      if (useBooleanFlagValue('new_c$0art', false)) cart();
      //- other.ts
      import { useBooleanFlagValue } from '@openfeature/react-sdk';
      export const isNew = () => useBooleanFlagValue('new_cart', false);
    `,
      `
      \`new_cart\` is **not declared**

      There is no flag file that could say who gets it. Pull the flags of your service, or name your files under flagFiles in flagwright.config.json.

      - 2 reads in 2 files
      - The code's default here is false
    `,
    ));

  it('says of a flag that only a name speaks for that it is so', async () => {
    expect(
      await hoverAt(`
      //- app.ts
      import { useFlag } from './flags';
      if (useFlag('new_c$0art')) cart();
    `),
    ).toContain("- Read here alone\n- Only the reader's name says that it is a flag");
  });
});

describe('the hover of a dynamic read', () => {
  it('names the prefix and the flags that it may reach', () =>
    expectHover(
      `
      //- flags.yaml
      flags:
        payment_card: { enabled: true }
        payment_klarna: { enabled: true, percentage: 10 }
        other: { enabled: false }
      //- app.ts
      isEnabled('other');
      export const takes = (way: string) => flags.isEnabled(\`payment_$0\${way}\`);
      takes(location.hash);
      `,
      `
      A flag whose key is **made up at run time**

      It begins with \`payment_\`, so these 2 flags count as read.

      - \`payment_card\` is on for everyone
      - \`payment_klarna\` is on for 10 % of users
      `,
    ));
});

describe('the hover in a flag file', () => {
  it('shows the card at the key, and nothing elsewhere', async () => {
    const at = (flags: string) =>
      hoverAt(`
      //- flags.yaml
      ${flags}
      //- app.ts
      isEnabled('dark_mode');
    `);
    expect(await at('flags: { dark$0_mode: true }')).toContain('`dark_mode` is **on for everyone**');
    expect(await at('flags: { dark_mode: tr$0ue }')).toBeUndefined();
    expect(await at('fl$0ags: { dark_mode: true }')).toBeUndefined();
  });

  it('shows the card of a JSON entry at its key without the quotes', async () => {
    const { snapshot, file, offset, textOf } = await openFixture(`
      //- flags.json
      { "flags": { "dark$0_mode": { "enabled": true } } }
    `);
    const found = await hover(snapshot, file, offset);
    expect(drawPlace(textOf(), found!.span)).toBe('{ "flags": { "[dark_mode]": { "enabled": true } } }');
    expect(found!.markdown).toContain('- Not read in code');
    expect(found!.markdown).toContain('- Declared in flags.json');
  });
});

describe('words from files', () => {
  const hostile = async (fields: string): Promise<string> =>
    (await hoverAt(`
      //- flagwright.config.json
      { "ticketUrl": "https://tickets.example/{ticket}" }
      //- flags.json
      { "flags": { "x": { "enabled": true, ${fields} } } }
      //- app.ts
      isEnabled('$0x');
    `))!;

  it('cannot make links, images or commands', async () => {
    const text = await hostile(
      '"owner": "[click](command:workbench.action.terminal.new)", "description": "![x](https://evil.example/p.png) <command:a>"',
    );
    expect(text).toContain('- Owner: **\\[click\\](command:workbench.action.terminal.new)**');
    expect(text).toContain('!\\[x\\](https\\://evil.example/p.png) \\<command:a\\>');
  });

  it('cannot bring in HTML, entities or code', async () => {
    const text = await hostile(
      '"owner": "<img src=x onerror=alert(1)>&lt;b&gt;", "description": "`a` **b** ~~c~~ | d"',
    );
    expect(text).toContain('\\<img src=x onerror=alert(1)\\>\\&lt;b\\&gt;');
    expect(text).toContain('\\`a\\` \\*\\*b\\*\\* \\~\\~c\\~\\~ \\| d');
  });

  it('cannot begin headings, lists or lines of their own', async () => {
    const text = await hostile('"description": "# big\\n- item\\n1. one"');
    expect(text).toContain('\n\n\\# big - item 1. one\n\n');
    expect(await hostile('"description": "1. one"')).toContain('\n\n1\\. one\n\n');
    expect(await hostile('"description": "> quote"')).toContain('\n\n\\> quote\n\n');
  });

  it('cannot link a ticket to anything but the web', async () => {
    expect(await hostile('"ticket": "command:evil"')).toContain(
      '[command:evil](https://tickets.example/command%3Aevil)',
    );
    expect(await hostile('"ticket": "javascript:alert(1)"')).toContain(
      '(https://tickets.example/javascript%3Aalert%281%29)',
    );
    expect(await hostile('"ticket": "https://t.example/a(b)<c>"')).toContain(
      '](https://t.example/a%28b%29%3Cc%3E)',
    );
    expect(await hostile('"ticket": "A](command:x)"')).toContain(
      '[A\\](command:x)](https://tickets.example/A%5D%28command%3Ax%29)',
    );
  });

  it('cannot hide or turn round text', async () => {
    expect(await hostile('"owner": "a\\u202eb\\u0007c"')).toContain('- Owner: **abc**');
  });

  it('cannot break out of the code that a key is shown in', async () => {
    const text = await hoverAt(`
      //- flags.json
      { "flags": { "a\`b [c](command:d)": { "enabled": true } } }
      //- app.ts
      isEnabled('a$0\`b [c](command:d)');
    `);
    expect(text).toMatch(/^``a`b \[c\]\(command:d\)`` is \*\*on for everyone\*\*/);
  });

  it('are cut where they are too long', async () => {
    const text = await hostile(`"owner": "${'x'.repeat(500)}", "description": "${'y '.repeat(500)}"`);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(420);
  });
});

describe('plain text', () => {
  it('is the card without notation', async () => {
    const { snapshot, file, offset } = await openFixture(`
      //- flags.yaml
      flags:
        dark_mode: { enabled: true, owner: "a_b *c*", ticket: "https://t.example/1" }
      //- app.ts
      isEnabled('$0dark_mode');
    `);
    expect((await hover(snapshot, file, offset))!.plainText.split('\n')).toEqual([
      'dark_mode is on for everyone',
      '▰▰▰▰▰▰▰▰▰▰ 100 %',
      'Owner: a_b *c*',
      'Ticket: https://t.example/1',
      'Stage 5 of 8: watched at 100 %. Next: Watch it until it has settled.',
      'Not stale. It is fully on, but nothing tells since when: it has no created date, no past schedule and no history.',
      '1 read in 1 file',
      'Declared in flags.yaml',
    ]);
  });
});
