import { describe, expect, it } from 'vitest';
import { renderOutcome, textAfter, trialsAt, whatIf } from '../../server/src/features/what-if';
import { openFixture } from '../support/workspace';

const SOURCE = `
//- flags.yaml
flags:
  menu:
    enabled: true
    percentage: 50$0 # for now
    allowed_users: [kim]
    created: 2026-01-01
  dark: { enabled: true, percentage: 10 }
//- app.ts
if (flags.isEnabled('menu')) {
  paint(flags.isEnabled('dark'));
} else {
  old(flags.isEnabled('dark'));
}
`;

async function outcome(source: string, percentage: 0 | 100): Promise<string | undefined> {
  const { snapshot, file, offset, textOf, workspace } = await openFixture(source);
  const trial = trialsAt(snapshot, file, offset).find((one) => one.percentage === percentage);
  const text = trial && textAfter(snapshot, trial, textOf());
  const found = text === undefined ? undefined : whatIf(snapshot, workspace.snapshotIf(file, text), trial!);
  const lineOf = (place: { file: string; span: { start: number } }) =>
    `${place.file}:${textOf(place.file).slice(0, place.span.start).split('\n').length}`;
  return found && renderOutcome(found, lineOf);
}

describe('what if', () => {
  it('everyone gets it: what becomes stale, unreachable, and who is asked behind it', async () => {
    expect(await outcome(SOURCE, 100)).toBe(`# What if menu goes to 100 %?

Now it is on for 50 % of users and 1 user by name; then it is **on for everyone**.

Stage 6 of 8: settled. Next: Remove the flag from the code.

**Stale at once.** It is fully on and has been for 326 days, since 2026-01-01: more than the 90 days allowed.

## What is found then, and not now

- \`app.ts:1\` \`stale-flag\` Flag 'menu' is stale. It is fully on and has been for 326 days, since 2026-01-01: more than the 90 days allowed. Remove it and keep the enabled branch.
- \`app.ts:4\` \`unreachable-flag\` Flag 'dark' is asked in a branch that never runs, since 'menu' is on for everyone. Remove 'menu' with the branch.
- \`flags.yaml:2\` \`stale-flag\` Flag 'menu' is stale. It is fully on and has been for 326 days, since 2026-01-01: more than the 90 days allowed. Remove it and keep the enabled branch.
- \`flags.yaml:2\` \`unreachable-rule\` Flag 'menu' is on for 100 %, so its allowed users decide nothing. Remove the list.

## Nested in it

- \`app.ts:2\` \`dark\` is asked by everyone who comes here
- \`app.ts:4\` \`dark\` is never asked here any more
`);
  });

  it('nobody gets it', async () => {
    const source = SOURCE.replace('    allowed_users: [kim]\n    created: 2026-01-01\n', '');
    const text = await outcome(source, 0);
    expect(text).toContain('then it is **off for everyone**.');
    expect(text).toContain("`app.ts:2` `unreachable-flag` Flag 'dark' is asked in a branch that never runs");
    expect(text).toContain('`app.ts:2` `dark` is never asked here any more');
  });

  it('takes away what was wrong', async () => {
    const text = await outcome(
      `
      //- flags.yaml
      flags:
        menu:
          enabled: true
          percentage: 50$0
          schedule: [{ date: 2026-11-01, percentage: 100 }]
      //- app.ts
      flags.isEnabled('menu');
    `,
      100,
    );
    expect(text).toContain('Stale from 2027-01-31 on, unless it changes before.');
    expect(text).toContain(
      "## What is found now, and not then\n\n- `flags.yaml:2` `rollout-schedule` Flag 'menu' is behind",
    );
  });

  it('is asked on the percentage alone, and not for what is already there', async () => {
    const { snapshot, file, textOf } = await openFixture(SOURCE);
    const at = (word: string) =>
      trialsAt(snapshot, file, textOf().indexOf(word)).map(({ percentage }) => percentage);
    expect(at('percentage')).toEqual([100, 0]);
    expect(at('created')).toEqual([]);
    const whole = await openFixture('//- flags.yaml\nflags:\n  a: { enabled: true, percentage: 100$0 }');
    expect(trialsAt(whole.snapshot, whole.file, whole.offset)).toEqual([
      { flag: 'a', file: 'flags.yaml', percentage: 0 },
    ]);
  });
});
