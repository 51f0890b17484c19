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

describe('invalid-flag, further', () => {
  it('finds lists of values that no attribute can all have', () =>
    check(`
      //- config/flags.yaml
      flags:
        a: { enabled: true, rules: [{ attribute: id, operator: in, value: [u1, 17] }] }
      # ^ invalid-flag: Flag 'a': in lists values of different types, and an attribute has one: 17 is a number, u1 is text. Put it in quotes: "17".
        b: { enabled: true, rules: [{ attribute: id, operator: not_in, value: [17, u1] }] }
      # ^ invalid-flag: Flag 'b': not_in lists values of different types, and an attribute has one: 17 is a number, u1 is text. Put it in quotes: "17".
        c: { enabled: true, rules: [{ attribute: id, operator: in, value: [true, 1] }] }
      # ^ invalid-flag: Flag 'c': in lists values of different types, and an attribute has one: 1 is a number, true is a boolean. Give all values of the list one type.
        d: { enabled: true, rules: [{ attribute: id, operator: in, value: [2026-01-01, u1] }] }
      //- src/app.ts
      for (const key of ['a', 'b', 'c', 'd']) flags.isEnabled(key);
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
            - { attribute: country, operator: equals, value: DE }
            - { attribute: country, operator: not_equals, value: US }
            - { attribute: tags, operator: contains, value: pro }
            - { attribute: tags, operator: contains, value: professional }
            - { attribute: since, operator: starts_with, value: '2026-01-01' }
            - { attribute: since, operator: equals, value: 2026-01-01 }
            - { attribute: version, operator: semver_less_than, value: '1.0.0' }
            - { attribute: version, operator: semver_greater_than, value: '2.0.0' }
            - { attribute: id, operator: exists, value: false }
            - { attribute: id, operator: equals, value: u1 }
      //- src/app.ts
      for (const key of ['covered', 'never', 'more', 'fine']) flags.isEnabled(key);
    `));
});

describe('unreachable-rule, further', () => {
  it('finds values that an earlier bound, list or negation has let in', () =>
    check(`
      //- config/flags.yaml
      flags:
        a:
      # ^ unreachable-rule: A rule of flag 'a' decides nothing: "age is one of 30, 40" is covered by "age is greater than 18".
          enabled: true
          rules:
            - { attribute: age, operator: greater_than, value: 18 }
            - { attribute: age, operator: in, value: [30, 40] }
        b:
      # ^ unreachable-rule: A rule of flag 'b' decides nothing: "country is DE" is covered by "country is not US".
          enabled: true
          rules:
            - { attribute: country, operator: not_equals, value: US }
            - { attribute: country, operator: equals, value: DE }
        c:
      # ^ unreachable-rule: A rule of flag 'c' decides nothing: "version is a version after 2.0.0" is covered by "version is a version after 1.9.0".
          enabled: true
          rules:
            - { attribute: version, operator: semver_greater_than, value: '1.9.0' }
            - { attribute: version, operator: semver_greater_than, value: '2.0.0' }
        d:
      # ^ unreachable-rule: A rule of flag 'd' decides nothing: "user_id is one of kim, 7" names only users that allowed_users lists. Remove it.
          enabled: true
          allowed_users: [kim, 7]
          rules:
            - { attribute: user_id, operator: in, value: [kim, '7'] }
        e:
          enabled: true
          allowed_users: [kim]
          rules:
            - { attribute: user_id, operator: in, value: [kim, lee] }
      //- src/app.ts
      for (const key of ['a', 'b', 'c', 'd', 'e']) flags.isEnabled(key);
    `));

  it('finds bounds that contradict each other: one of the two always lets in', () =>
    check(`
      //- config/flags.yaml
      flags:
        numbers:
      # ^^^^^^^ unreachable-rule: The rules "age is greater than 17" and "age is less than 66" of flag 'numbers' bound nothing: any rule that matches turns the flag on, and one of the two always does. Say with one rule who gets it.
          enabled: true
          rules:
            - { attribute: age, operator: greater_than, value: 17 }
            - { attribute: age, operator: less_than, value: 66 }
        dates:
      # ^^^^^ unreachable-rule: The rules
          enabled: true
          rules:
            - { attribute: since, operator: less_than, value: 2026-06-01 }
            - { attribute: since, operator: greater_than, value: 2026-01-01 }
        none:
      # ^^^^ unreachable-rule: The rules "country is not US" and "country is not DE"
          enabled: true
          rules:
            - { attribute: country, operator: not_equals, value: US }
            - { attribute: country, operator: not_equals, value: DE }
        both:
      # ^^^^ unreachable-rule: The rules "plan is there" and "plan is not there"
          enabled: true
          rules:
            - { attribute: plan, operator: exists }
            - { attribute: plan, operator: exists, value: false }
        fine:
          enabled: true
          rules:
            - { attribute: age, operator: less_than, value: 18 }
            - { attribute: age, operator: greater_than, value: 65 }
            - { attribute: size, operator: less_than, value: 18 }
            - { attribute: height, operator: greater_than, value: 5 }
            - { attribute: country, operator: not_equals, value: US }
            - { attribute: code, operator: not_equals, value: 1 }
            - { attribute: code, operator: not_equals, value: one }
      //- src/app.ts
      for (const key of ['numbers', 'dates', 'none', 'both', 'fine']) flags.isEnabled(key);
    `));
});

describe('kill-switch', () => {
  it('finds a read over the network, and one behind a flag that is not the nearest', () =>
    check(`
      //- config/flags.yaml
      flags:
        pay: { enabled: true, type: kill_switch }
        some: { enabled: true, percentage: 50 }
      //- src/flipt.ts
      import { FliptClient } from '@flipt-io/flipt';
      const flipt = new FliptClient({ url });
      export const mayPay = async () => (await flipt.boolean({ flagKey: 'pay', context: {} })).enabled;
      //                                                                 ^^^ kill-switch: Kill switch 'pay' is asked over the network here, since @flipt-io/flipt asks its service at each read.
      //- src/local.ts
      import { OpenFeature } from '@openfeature/server-sdk';
      const client = OpenFeature.getClient();
      export const mayPay = async () => client.getBooleanValue('pay', true);
      //- src/app.ts
      if (flags.isEnabled('some')) {
        if (flags.isEnabled(keyOf(user))) flags.isEnabled('pay');
        //                  ^^^^^^^^^^^ dynamic-flag
        //                                                 ^^^ kill-switch: Kill switch 'pay' is asked behind flag 'some'.
        //                                                 ^^^ nested-flag
      }
    `));

  it("finds a read by the project's own reader that sends a request each time", () =>
    check(`
      //- config/flags.yaml
      flags:
        pay: { enabled: true, type: kill_switch }
      //- src/flags.ts
      import axios from 'axios';
      export async function isEnabled(key: string): Promise<boolean> {
        const answer = await ask(key);
        return answer.on;
      }
      async function ask(key: string) {
        const response = await fetch('/flags/' + key);
        return response.json();
      }
      export class Client {
        async isEnabled(key: string) {
          return (await axios.get('/flags/' + key)).data.on;
        }
      }
      const cache = new Map();
      export async function isFeatureEnabled(key: string) {
        if (cache.has(key)) return cache.get(key);
        return (await fetch('/flags/' + key)).ok;
      }
      export async function hasFeature(key: string) {
        return (await fetch('/flags/' + key, { next: { revalidate: 60 } })).ok;
      }
      export async function isFlagEnabled(key: string) {
        all ??= await fetch('/flags');
        return all[key];
      }
      //- src/app.ts
      import { Client, hasFeature, isEnabled, isFeatureEnabled, isFlagEnabled } from './flags';
      const client = new Client();
      await isEnabled('pay');
      //               ^^^ kill-switch: Kill switch 'pay' is asked over the network here, since its reader sends a request each time. Read it from flags that are held in memory.
      await client.isEnabled('pay');
      //                      ^^^ kill-switch: Kill switch 'pay' is asked over the network here
      await isFeatureEnabled('pay');
      await hasFeature('pay');
      await isFlagEnabled('pay');
    `));

  it('finds what stands in for the answer where there is none', () =>
    check(`
      //- config/flags.yaml
      flags:
        pay: { enabled: true, type: kill_switch }
      //- src/app.ts
      export const a = flags.isEnabled('pay') ?? false;
      //                                ^^^ kill-switch: Kill switch 'pay' falls back to false here
      export const b = (await flags.isEnabled('pay')) ?? true;
      export async function mayPay() {
        try {
          return await flags.isEnabled('pay');
          //                            ^^^ kill-switch: Kill switch 'pay' falls back to false here
        } catch (error) {
          log(error);
          return false;
        }
      }
      export async function mayRefund() {
        try {
          return flags.isEnabled('pay');
        } catch {
          return false;
        }
      }
      export function maySell() {
        try {
          return flags.isEnabled('pay');
        } catch {
          return true;
        }
      }
      export const c = !flags.isEnabled('pay') ?? false;
    `));

  it('finds one that depends on another flag, where the format has prerequisites', () =>
    check(`
      //- flags.json
      { "version": 1, "features": [
        { "name": "pay", "type": "kill-switch", "enabled": true, "strategies": [],
        //         ^^^ kill-switch: Kill switch 'pay' depends on flag 'billing'. Let it depend on none, so that it always works.
          "dependencies": [{ "feature": "billing" }] },
        { "name": "billing", "type": "kill-switch", "enabled": true, "strategies": [{ "name": "default" }] }
      ] }
      //- src/app.ts
      flags.isEnabled('pay'), flags.isEnabled('billing');
    `));

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
