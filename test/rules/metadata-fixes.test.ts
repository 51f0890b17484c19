import { describe, expect, it } from 'vitest';
import { entryChange } from '../../server/src/features/entry-edit';
import type { EntryTask } from '../../server/src/flags/entry-request';
import { checkFile } from '../../server/src/rules/check';
import { fixesFor } from '../../server/src/rules/rules';
import { applyEdits } from '../../server/src/text/edits';
import type { RuleId } from '../../server/src/workspace/rule-ids';
import { openFixture } from '../support/workspace';

/** The mends of the finding of a rule in the first file, as `title → the lines that change`. */
async function fixes(rule: RuleId, source: string): Promise<string[]> {
  const { snapshot, file, fixture } = await openFixture(source);
  const textOf = (path: string) => fixture.files.get(path);
  const finding = checkFile(snapshot, file).find((one) => one.rule === rule);
  if (!finding) throw new Error(`${rule} finds nothing`);
  const lines = (edits: Parameters<typeof applyEdits>[1]): string => {
    const before = textOf(file)!.split('\n');
    const after = applyEdits(textOf(file)!, edits).split('\n');
    return after
      .filter((line) => !before.includes(line))
      .map((line) => line.trim())
      .join(' / ');
  };
  const done = (task: EntryTask, key: string): string => {
    const change = entryChange(snapshot, { file, key, ...task }, textOf);
    return 'refusal' in change ? change.refusal : lines(change.edits[0]!.edits);
  };
  return fixesFor(snapshot, finding, textOf).flatMap(({ title, edits, later }) => {
    if (!later) return [`${title} → ${lines(edits[0]!.edits)}`];
    if (!('choices' in later)) return [`${title} → ${done(later, later.key)}`];
    return [title, ...later.choices.map((choice) => `  ${choice.title} → ${done(choice.task, later.key)}`)];
  });
}

describe('a missing owner', () => {
  it('is asked for: those of the file, of other files, and of CODEOWNERS', async () => {
    expect(
      await fixes(
        'missing-owner',
        `
        //- flags.yaml
        flags:
          a:
            enabled: true # yes
            created: 2026-11-01
          b: { enabled: true, owner: shop }
          c: { enabled: true, owner: web team }
          d: { enabled: true, owner: web team }
        //- other/flags.yaml
        flags: { z: { enabled: true, owner: search } }
        //- .github/CODEOWNERS
        # Everyone
        *.ts @org/web docs@example.com # the front
        /docs
        `,
      ),
    ).toEqual([
      "Add the owner of 'a'…",
      '  Set the owner of \'a\' to web team → owner: "web team"',
      "  Set the owner of 'a' to shop → owner: shop",
      "  Set the owner of 'a' to search → owner: search",
      '  Set the owner of \'a\' to @org/web → owner: "@org/web"',
      '  Set the owner of \'a\' to docs@example.com → owner: "docs@example.com"',
    ]);
  });
});

describe('a missing expiry', () => {
  it('is asked for, with what is usual for the type', async () => {
    expect(
      await fixes(
        'missing-expiry',
        '\n//- flags.yaml\nflags:\n  a: { enabled: true, owner: me, type: experiment }\n',
      ),
    ).toEqual([
      "Add the expiry of 'a'…",
      "  Let 'a' expire on 2026-12-23, in 30 days → a: { enabled: true, owner: me, expires: 2026-12-23, type: experiment }",
      "  Let 'a' expire on 2027-02-21, in 90 days → a: { enabled: true, owner: me, expires: 2027-02-21, type: experiment }",
      "  Let 'a' expire on 2027-05-22, in 180 days → a: { enabled: true, owner: me, expires: 2027-05-22, type: experiment }",
    ]);
  });

  it('goes by the name that the file uses', async () => {
    const [, first] = await fixes(
      'missing-expiry',
      '\n//- flags.yaml\nflags:\n  a: { enabled: true }\n  b: { enabled: true, removal_date: 2027-01-01 }\n',
    );
    expect(first).toContain('a: { enabled: true, removal_date: 2027-02-21 }');
  });
});

describe('an expiry', () => {
  it('is extended from today once it has passed, in the quotes that it has', async () => {
    expect(
      await fixes('expired-flag', "\n//- flags.yaml\na:\n  enabled: true\n  expires: '2026-11-01' # soon\n"),
    ).toEqual([
      "Extend the expiry of 'a' by 30 days, to 2026-12-23 → expires: '2026-12-23' # soon",
      "Extend the expiry of 'a' by 90 days, to 2027-02-21 → expires: '2027-02-21' # soon",
    ]);
  });
});

describe('a duplicate', () => {
  it('goes where both say the same', async () => {
    expect(await fixes('duplicate-flag', '\n//- flags.yaml\na: true\nb: true\na: true\n')).toEqual([
      "Delete the duplicate of 'a' → ",
    ]);
  });

  it('is a choice where they differ', async () => {
    expect(await fixes('duplicate-flag', '\n//- flags.yaml\na: true\nb: true\na: false\n')).toEqual([
      "Delete 'a' on line 3, and keep the other → ",
      "Delete 'a' on line 1, and keep the other → ",
    ]);
  });
});

describe('a flag', () => {
  it('that is behind its schedule takes the step', async () => {
    const flag = 'a: { enabled: true, percentage: 1, schedule: [{ date: 2026-11-01, percentage: 10 }] }';
    expect(await fixes('rollout-schedule', `\n//- flags.yaml\n${flag}\n`)).toEqual([
      `Set flag 'a' to 10 %, as planned for today → ${flag.replace('percentage: 1,', 'percentage: 10,')}`,
    ]);
  });

  it('that is on for everyone drops what decides nothing', async () => {
    expect(
      await fixes(
        'unreachable-rule',
        '\n//- flags.yaml\na: { enabled: true, percentage: 100, allowed_users: [u1], owner: me }\n',
      ),
    ).toEqual([
      "Move 'a' to its fully rolled-out form: no rules, no users → a: { enabled: true, percentage: 100, owner: me }",
    ]);
  });

  it('has its misspelt fields and operators corrected', async () => {
    const flag = 'a: { enabled: true, rules: [{ attribute: plan, operator: equls, value: pro }] }';
    expect(await fixes('invalid-flag', `\n//- flags.yaml\n${flag}\n`)).toEqual([
      `Change to 'equals' → ${flag.replace('equls', 'equals')}`,
    ]);
    expect(await fixes('unknown-field', '\n//- flags.yaml\na: { enabled: true, ownr: me }\n')).toEqual([
      "Change to 'owner' → a: { enabled: true, owner: me }",
    ]);
  });
});
