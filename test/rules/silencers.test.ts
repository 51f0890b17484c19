import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import { fixesFor, RULES } from '../../server/src/rules/rules';
import { applyEdits } from '../../server/src/text/edits';
import { RULE_IDS } from '../../server/src/workspace/rule-ids';
import { check } from '../support/check';
import { workspaceOf } from '../support/memory-host';

describe('a comment silences a rule', () => {
  it('at the end of its line, or alone on the line above', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true
      //- src/app.ts
      flags.isEnabled('a');
      flags.isEnabled('b'); // flagwright-ignore unknown-flag: comes with the next release
      // flagwright-ignore unknown-flag: comes with the next release
      flags.isEnabled('c');
      /* flagwright-ignore unknown-flag: comes with the next release */
      flags.isEnabled('d');
      flags.isEnabled('e');
      //               ^ unknown-flag
    `));

  it('in JSX', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: { enabled: true, percentage: 50 }
        b: { enabled: true, percentage: 50 }
      //- src/app.tsx
      const App = () => (
        <main>
          {flags.isEnabled('a') ? (
            <>
              {/* flagwright-ignore nested-flag: b goes first */}
              {flags.isEnabled('b') && <b />}
              {flags.isEnabled('b') && <i />}
              {/*               ^ nested-flag */}
              <u title={flags.isEnabled('b') /* flagwright-ignore nested-flag: b goes first */} />
            </>
          ) : null}
        </main>
      );
    `));

  it('in YAML', () =>
    check(`
      //- config/flags.yaml
      flags:
        used: true
        # flagwright-ignore unused-flag: the mobile app reads it
        a: true
        b: true # flagwright-ignore unused-flag: the mobile app reads it
        c: # flagwright-ignore unused-flag: the mobile app reads it
          enabled: true
        d: true
      # ^ unused-flag
      //- src/app.ts
      flags.isEnabled('used');
    `));

  it('only the rules that it names', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: { enabled: true, percentage: 50 }
        b: { enabled: true, percentage: 50, expires: 2026-01-01 } # flagwright-ignore expired-flag: on its way
      //- src/app.ts
      if (flags.isEnabled('a')) {
        // flagwright-ignore nested-flag, expired-flag: on its way
        flags.isEnabled('b');
        // flagwright-ignore nested-flag: on its way
        flags.isEnabled('b');
        //               ^ expired-flag
      }
    `));

  it('only in its own line', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true
      //- src/app.ts
      flags.isEnabled('a');
      flags.isEnabled('b'); // flagwright-ignore unknown-flag: known
      flags.isEnabled('c');
      //               ^ unknown-flag
    `));

  it('whatever ends the lines', async () => {
    const text = [
      "flags.isEnabled('a');",
      '// flagwright-ignore unknown-flag: 🎉 comes soon\u2028',
      "flags.isEnabled('b');",
      "flags.isEnabled('c');",
    ].join('\r\n');
    const workspace = await workspaceOf([
      ['flags.yaml', 'flags:\r\n  a: true\r\n'],
      ['src/app.ts', text],
    ]);
    const found = checkWorkspace(workspace.snapshot());
    expect(found.map(({ rule, flag }) => `${rule} ${flag}`)).toEqual(['unknown-flag c']);
  });
});

describe('unused-ignore', () => {
  it('finds a comment that silences nothing', () =>
    check(`
      //- config/flags.yaml
      flags:
        # flagwright-ignore unused-flag: the mobile app reads it
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: There is no unused-flag here to silence. Delete this comment.
        a: true
      //- src/app.ts
      flags.isEnabled('a'); // flagwright-ignore unknown-flag: soon
      //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: There is no unknown-flag here to silence.
    `));

  it('finds a comment without a reason, which does not count', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true
      //- src/app.ts
      flags.isEnabled('a');
      flags.isEnabled('b'); // flagwright-ignore unknown-flag
      //               ^ unknown-flag
      //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: This comment gives no reason, so it does not count.
      flags.isEnabled('c'); // flagwright-ignore unknown-flag:
      //               ^ unknown-flag
      //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: This comment gives no reason
    `));

  it('finds a comment that names no rule, or one that there is not', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true
      //- src/app.ts
      flags.isEnabled('a');
      start(); // flagwright-ignore
      //       ^^^^^^^^^^^^^^^^^^^^ unused-ignore: This comment names no rule. Write
      start(); // flagwright-ignore unknown-flags: soon
      //       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: 'unknown-flags' is no rule of Flagwright, so this comment silences nothing.
    `));

  it('names each of several rules that are idle', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true
      //- src/app.ts
      flags.isEnabled('a');
      flags.isEnabled('b'); // flagwright-ignore unknown-flag, stale-flag: soon
      //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-ignore: There is no stale-flag here to silence.
    `));

  it('is silent for a rule that the team has turned off, and can be turned off itself', async () => {
    await check(`
      //- flagwright.config.json
      { "rules": { "unknown-flag": "off" } }
      //- config/flags.yaml
      flags:
        a: true
      //- src/app.ts
      flags.isEnabled('a'); // flagwright-ignore unknown-flag: soon
    `);
    await check(`
      //- flagwright.config.json
      { "rules": { "unused-ignore": "off" } }
      //- config/flags.yaml
      flags:
        a: true
      //- src/app.ts
      flags.isEnabled('a'); // flagwright-ignore unknown-flag: soon
    `);
  });

  it('does not take prose about the comment, or a string, for one', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true # say flagwright-ignore to silence
      //- src/app.ts
      flags.isEnabled('a'); // write flagwright-ignore to silence
      const help = '// flagwright-ignore unknown-flag: reason';
      //- src/help.tsx
      const help = (
        <p>// flagwright-ignore unknown-flag: reason</p>
      );
      const more = <p>/* flagwright-ignore unknown-flag: reason */ {help} // flagwright-ignore nested-flag: reason
      </p>;
    `));
});

describe('severities', () => {
  const severities = async (rules: string) => {
    const workspace = await workspaceOf([
      ['flagwright.config.json', `{ "rules": ${rules} }`],
      ['flags.yaml', 'flags:\n  a: { enabled: true, percentge: 3 }\n  a: { enabled: true }\n'],
      ['src/app.ts', "flags.isEnabled('a') || flags.isEnabled('b') || flags.isEnabled(name());"],
    ]);
    const found = checkWorkspace(workspace.snapshot());
    return Object.fromEntries(found.map(({ rule, severity }) => [rule, severity]));
  };

  it('are those of the contract where the team says nothing', async () => {
    expect(await severities('{}')).toMatchObject({
      'duplicate-flag': 'error',
      'missing-owner': 'info',
      'missing-expiry': 'info',
      'unknown-field': 'hint',
      'dynamic-flag': 'hint',
      'unknown-flag': 'warning',
    });
    const byDefault = new Map(RULES.map(({ id, severity }) => [id, severity]));
    for (const id of RULE_IDS) {
      const expected =
        id === 'invalid-flag' || id === 'duplicate-flag'
          ? 'error'
          : id === 'missing-owner' || id === 'missing-expiry' || id === 'long-lived-flag'
            ? 'info'
            : id === 'dynamic-flag' || id === 'unknown-field'
              ? 'hint'
              : id === 'unused-ignore'
                ? undefined
                : 'warning';
      expect(byDefault.get(id), id).toBe(expected);
    }
  });

  it('follow the configuration, and `off` turns a rule off', async () => {
    const found = await severities(
      '{ "missing-owner": "error", "unknown-flag": "off", "dynamic-flag": "info" }',
    );
    expect(found).toMatchObject({
      'missing-owner': 'error',
      'dynamic-flag': 'info',
      'missing-expiry': 'info',
    });
    expect(found).not.toHaveProperty('unknown-flag');
  });
});

it('a comment that silences nothing is deleted with its line, or with the blanks before it', async () => {
  const text = `const a = 1;
// flagwright-ignore unknown-flag: one day
flags.isEnabled('a'); // flagwright-ignore unknown-flag: one day
const view = (
  <b>
    {/* flagwright-ignore unknown-flag: one day */}
    {flags.isEnabled('a') /* flagwright-ignore unknown-flag: one day */}
  </b>
);
`;
  const files = new Map([
    ['flags.yaml', 'flags:\n  a: true\n'],
    ['src/a.tsx', text],
  ]);
  const snapshot = (await workspaceOf(files)).snapshot();
  const fixes = checkWorkspace(snapshot)
    .filter(({ rule }) => rule === 'unused-ignore')
    .flatMap((finding) => fixesFor(snapshot, finding, (path) => files.get(path)));
  expect(fixes).toHaveLength(4);
  expect(
    applyEdits(
      text,
      fixes.flatMap(({ edits }) => edits[0]!.edits),
    ),
  ).toBe(`const a = 1;
flags.isEnabled('a');
const view = (
  <b>
    {flags.isEnabled('a')}
  </b>
);
`);
});
