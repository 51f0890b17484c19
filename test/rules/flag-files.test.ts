import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import { fixesFor } from '../../server/src/rules/rules';
import { applyEdits } from '../../server/src/text/edits';
import { check } from '../support/check';
import { workspaceOf } from '../support/memory-host';

const all = { quiet: [] };

describe('invalid-flag', () => {
  it('stands at the entry of what cannot be meant', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: { enabled: true, percentage: 150 }
      # ^ invalid-flag
        b: { enabled: "true" }
      # ^ invalid-flag
        c: yes
      # ^ invalid-flag
        d: { enabled: true, expires: soon }
      # ^ invalid-flag
      //- src/app.ts
      flags.isEnabled('a'), flags.isEnabled('b'), flags.isEnabled('c'), flags.isEnabled('d');
    `));

  it('stands at broken syntax, and the rest of the file counts', () =>
    check(`
      //- config/flags.json
      { "flags": { "a": { "enabled": true, "percentage": 10 }
           "b": true } }
      //   ^ invalid-flag: A comma is missing before this.
      //- src/app.ts
      flags.isEnabled('a') || flags.isEnabled('b');
    `));
});

describe('unknown-field', () => {
  it('speaks only where a known field was probably meant, and corrects it', async () => {
    const text = 'flags:\n  a: { enabled: true, percentge: 10, colour: red, team_lead: kim }\n';
    const files = new Map([
      ['flags.yaml', text],
      ['src/a.ts', "flags.isEnabled('a');"],
    ]);
    const snapshot = (await workspaceOf(files)).snapshot();
    const findings = checkWorkspace(snapshot).filter(({ rule }) => rule === 'unknown-field');
    expect(findings.map(({ span, severity }) => [text.slice(span.start, span.end), severity])).toEqual([
      ['a', 'hint'],
    ]);
    const [fix] = fixesFor(snapshot, findings[0]!, (path) => files.get(path));
    expect(fix!.title).toBe("Change to 'percentage'");
    expect(applyEdits(text, fix!.edits[0]!.edits)).toContain('percentage: 10, colour');
  });
});

describe('duplicate-flag', () => {
  it('finds one key twice in a file', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true
        a: false
      # ^ duplicate-flag
      //- src/app.ts
      flags.isEnabled('a');
    `));

  it('finds one key in two files of a package', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: true
      # ^ duplicate-flag: Flag 'a' is declared in other/flags.json too. Keep one of the two, or give the files an environment each.
      //- other/flags.json
      { "flags": { "a": true } }
      //            ^ duplicate-flag: Flag 'a' is declared in config/flags.yaml too.
      //- src/app.ts
      flags.isEnabled('a');
    `));

  it('does not take environments for duplicates, but two files of one environment', () =>
    check(`
      //- flagwright.config.json
      {
        "flagFiles": [
          { "glob": "dev*.yaml", "environment": "dev" },
          { "glob": "prod.yaml", "environment": "prod" }
        ]
      }
      //- dev.yaml
      flags:
        a: true
      //- prod.yaml
      flags:
        a: true
        b: true
      //- dev2.yaml
      flags:
        b: true
        c: true
      # ^ duplicate-flag: Flag 'c' is declared in dev3.yaml too.
      //- dev3.yaml
      flags:
        c: true
      # ^ duplicate-flag: Flag 'c' is declared in dev2.yaml too.
      //- src/app.ts
      flags.isEnabled('a'), flags.isEnabled('b'), flags.isEnabled('c');
    `));

  it('does not take packages of a monorepo for duplicates', () =>
    check(`
      //- package.json
      { "workspaces": ["packages/*"] }
      //- packages/a/package.json
      { "name": "a" }
      //- packages/a/config/flags.yaml
      flags:
        a: true
      //- packages/b/package.json
      { "name": "b" }
      //- packages/b/flags.yaml
      flags:
        a: false
      //- packages/b/more/flags.yaml
      flags:
        b: true
      //- packages/b/src/app.ts
      flags.isEnabled('a'), flags.isEnabled('b');
    `));
});

describe('missing-owner and missing-expiry', () => {
  it('ask both of a flag that is meant to go', () =>
    check(
      `
      //- config/flags.yaml
      flags:
        a: { enabled: true, percentage: 50 }
      # ^ missing-owner: Flag 'a' has no owner. Say who decides about it.
      # ^ missing-expiry: Flag 'a' has no expiry. Say by when it should be gone.
        b: { enabled: true, percentage: 50, owner: web, expires: 2027-01-01 }
        c: { enabled: true, percentage: 50, owner: web, removal_date: 2027-01-01 }
      //- src/app.ts
      flags.isEnabled('a'), flags.isEnabled('b'), flags.isEnabled('c');
    `,
      all,
    ));

  it('ask no expiry of what stays for good', () =>
    check(
      `
      //- config/flags.yaml
      flags:
        payments: { enabled: true, type: kill_switch }
      # ^^^^^^^^ missing-owner
        admin: { enabled: true, type: permission, owner: web }
        kept: { enabled: true, permanent: true, owner: web }
      //- src/app.ts
      flags.isEnabled('payments'), flags.isEnabled('admin'), flags.isEnabled('kept');
    `,
      all,
    ));

  it('ask nothing of plain booleans', () =>
    check(
      `
      //- config/flags.yaml
      flags:
        a: true
        section: { b: false }
      //- src/app.ts
      flags.isEnabled('a'), flags.isEnabled('section.b');
    `,
      all,
    ));

  it("read the project's own field names", () =>
    check(
      `
      //- flagwright.config.json
      { "flagFiles": [{ "glob": "toggles.yml", "fields": { "owner": "team", "expires": "until" } }] }
      //- toggles.yml
      flags:
        a: { enabled: true, percentage: 50, team: web, until: 2027-01-01 }
        b: { enabled: true, percentage: 50, team: web, until: 2026-01-01 }
      # ^ expired-flag
      //- src/app.ts
      flags.isEnabled('a'), flags.isEnabled('b');
      //                                     ^ expired-flag
    `,
      all,
    ));
});

describe('unreachable-rule', () => {
  it('finds what 100 % has decided before', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: { enabled: true, percentage: 100, allowed_users: [u1] }
      # ^ unreachable-rule: Flag 'a' is on for 100 %, so its allowed users decide nothing. Remove the list.
        b:
      # ^ unreachable-rule: Flag 'b' is on for 100 %, so its rules decide nothing. Remove them.
          enabled: true
          percentage: 100
          rules: [{ attribute: plan, operator: equals, value: pro }]
        c: { enabled: true, percentage: 50, allowed_users: [u1] }
      //- src/app.ts
      flags.isEnabled('a'), flags.isEnabled('b'), flags.isEnabled('c');
    `));

  it('finds rules that an earlier one covers, or that can never match', () =>
    check(`
      //- config/flags.yaml
      flags:
        covered:
      # ^^^^^^^ unreachable-rule: A rule of flag 'covered' decides nothing:
          enabled: true
          rules:
            - { attribute: plan, operator: in, value: [pro, team] }
            - { attribute: plan, operator: equals, value: pro }
        never:
      # ^^^^^ unreachable-rule: A rule of flag 'never' can never match: plan is in an empty list.
          enabled: true
          rules:
            - { attribute: plan, operator: in, value: [] }
        more:
      # ^^^^ unreachable-rule
      # ^^^^ unreachable-rule
      # ^^^^ unreachable-rule
          enabled: true
          rules:
            - { attribute: age, operator: greater_than, value: 18 }
            - { attribute: age, operator: greater_than, value: 21 }
            - { attribute: mail, operator: ends_with, value: '@x.org' }
            - { attribute: mail, operator: ends_with, value: 'kim@x.org' }
            - { attribute: id, operator: exists }
            - { attribute: id, operator: equals, value: u1 }
        fine:
          enabled: true
          rules:
            - { attribute: plan, operator: equals, value: pro }
            - { attribute: plan, operator: in, value: [pro, team] }
            - { attribute: age, operator: greater_than, value: 21 }
            - { attribute: age, operator: greater_than, value: 18 }
            - { attribute: age, operator: less_than, value: 10 }
            - { attribute: country, operator: not_equals, value: US }
            - { attribute: country, operator: equals, value: DE }
            - { attribute: id, operator: exists, value: false }
            - { attribute: id, operator: equals, value: u1 }
      //- src/app.ts
      for (const key of ['covered', 'never', 'more', 'fine']) flags.isEnabled(key);
    `));
});

describe('kill-switch', () => {
  it('finds switches that do not reach everyone', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: { enabled: true, type: kill_switch, percentage: 50 }
      # ^ kill-switch: Kill switch 'a' has a percentage, so turning it on does not reach everyone. Remove that.
        b: { enabled: true, type: kill_switch, allowed_users: [u1] }
      # ^ kill-switch: Kill switch 'b' has allowed users
        c: { enabled: true, type: kill_switch, rules: [{ attribute: p, operator: equals, value: 1 }] }
      # ^ kill-switch: Kill switch 'c' has rules
        d: { enabled: true, type: kill_switch }
        e: { enabled: false, type: kill_switch, rules: [], allowed_users: [] }
        f: { enabled: true, type: release, percentage: 50 }
      //- src/app.ts
      for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) flags.isEnabled(key);
    `));

  it('finds a default of false in code, and a read behind another flag', () =>
    check(`
      //- config/flags.yaml
      flags:
        pay: { enabled: true, type: kill_switch }
        some: { enabled: true, percentage: 50 }
      //- src/app.ts
      client.getBooleanValue('pay', false);
      //                      ^^^ kill-switch: Kill switch 'pay' falls back to false here, so a lost connection turns the feature off. Make the default true.
      client.getBooleanValue('pay', true);
      client.getBooleanValue('some', false);
      client.getBooleanValue('pay', fallback);
      if (flags.isEnabled('some')) flags.isEnabled('pay');
      //                                            ^^^ kill-switch: Kill switch 'pay' is asked behind flag 'some'. Ask it first, so that it always works.
      //                                            ^^^ nested-flag
      if (flags.isEnabled('pay')) flags.isEnabled('some');
    `));
});
