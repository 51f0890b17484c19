import { describe, expect, it } from 'vitest';
import { type CodeAction, codeActions } from '../../server/src/features/code-actions';
import { entryChange } from '../../server/src/features/entry-edit';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

/** The switches on offer at the cursor, each with what it makes of the flag file's lines that change. */
async function switchesAt(source: string): Promise<string[]> {
  const { snapshot, file, offset, fixture } = await openFixture(source);
  const textOf = (path: string) => fixture.files.get(path);
  const result = (change: CodeAction['change']): string => {
    if (change.kind === 'refusal') return change.reason;
    if (change.kind === 'question') return change.question.choices.map(({ label }) => label).join(', ');
    if (change.kind !== 'entry') return '';
    const done = entryChange(snapshot, change.request, textOf);
    if ('refusal' in done) return done.refusal;
    const [{ file: path, edits }] = done.edits as [(typeof done.edits)[number]];
    const before = textOf(path)!.split('\n');
    const after = applyEdits(textOf(path)!, edits).split('\n');
    return after
      .filter((line) => !before.includes(line))
      .map((line) => line.trim())
      .join(' / ');
  };
  return codeActions(snapshot, file, { start: offset, end: offset }, textOf)
    .filter(({ findings, title }) => findings.length === 0 && !title.startsWith('Remove '))
    .map(({ title, change }) => `${title}: ${result(change)}`);
}

const FLAGS = `
      //- flags.yaml
      flags:
        pay: { enabled: true, type: kill_switch }
        half: # a half
          enabled: true
          percentage: 50
          rules: [{ attribute: plan, operator: equals, value: pro }]
          schedule: [{ date: 2026-12-01, percentage: 75 }]
        off: { enabled: false, percentage: 10 }
        plain: true
`;

describe('switching a flag', () => {
  it('stops at one click, from the read in code too', async () => {
    expect((await switchesAt(`${FLAGS}      //- app.ts\n      isEnabled('pa$0y');`))[0]).toBe(
      "Turn kill switch 'pay' off: pay: { enabled: false, type: kill_switch }",
    );
    expect((await switchesAt(FLAGS.replace('pay:', 'pa$0y:')))[0]).toMatch(/^Turn kill switch 'pay' off: /);
  });

  it('sets a percentage, takes the next step, or rolls out to everyone', async () => {
    expect(await switchesAt(FLAGS.replace('half:', 'ha$0lf:'))).toEqual([
      "Turn flag 'half' off: enabled: false",
      "Take the next step of flag 'half': 75 %, planned for 2026-12-01: percentage: 75",
      "Roll flag 'half' out to everyone: percentage: 100",
      "Set the percentage of flag 'half'…: 1 %, 5 %, 10 %, 25 %, 100 %",
    ]);
  });

  it('offers what makes sense', async () => {
    expect(await switchesAt(FLAGS.replace('off:', 'of$0f:'))).toEqual([
      "Turn flag 'off' on: off: { enabled: true, percentage: 10 }",
      "Set the percentage of flag 'off'…: 1 %, 5 %, 25 %, 50 %, 100 %",
    ]);
    expect(await switchesAt(FLAGS.replace('plain:', 'pla$0in:'))).toEqual([
      "Turn flag 'plain' off: plain: false",
    ]);
  });

  it("turns what a field of the project's own narrows", async () => {
    const of = (fields: string) => switchesAt(`\n//- flags.yaml\nflags:\n  a$0a: { ${fields} }\n`);
    const set = "Set the percentage of flag 'aa'…: 1 %, 5 %, 10 %, 25 %, 50 %, 100 %";
    expect(await of('enabled: true, segments: [beta]')).toEqual([
      "Turn flag 'aa' off: aa: { enabled: false, segments: [beta] }",
      set,
    ]);
    expect(await of('enabled: false, segments: [beta]')).toEqual([
      "Turn flag 'aa' on: aa: { enabled: true, segments: [beta] }",
      set,
    ]);
    expect(await of('enabled: false, context: [{ type: team, enabled: true }]')).toEqual([
      "Turn flag 'aa' on: aa: { enabled: true, context: [{ type: team, enabled: true }] }",
      set,
    ]);
  });

  it('asks in which environment', async () => {
    const source = `
      //- flagwright.config.json
      { "flagFiles": [
        { "glob": "flags.dev.yaml", "environment": "dev" },
        { "glob": "flags.production.yaml", "environment": "production" }
      ] }
      //- flags.dev.yaml
      a: true
      //- flags.production.yaml
      a: false
      //- app.ts
      isEnabled('a$0');`;
    expect(await switchesAt(source)).toEqual([
      "Turn flag 'a' off in dev: a: false",
      "Turn flag 'a' on in production: a: true",
    ]);
  });

  it('says why where it cannot', async () => {
    const source = `
      //- flags.json
      { "splits": [], "flags": [], "manifestVersion": "0.1" }
      //- gitlab/flags.yaml
      name: a$0
      type: development
      group: x
      default_enabled: false`;
    expect(await switchesAt(source)).toEqual([
      "Switch flag 'a': What decides about the flags of gitlab/flags.yaml is not one field of it: the file is of the format 'gitlab'. Change them in the service, or by hand.",
    ]);
  });
});
