import { describe, expect, it } from 'vitest';
import { type CodeAction, codeActions } from '../../server/src/features/code-actions';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

const FLAGS = `
      //- flags.yaml
      flags:
        dark_mode: { enabled: true, percentage: 100, created: 2026-01-01, owner: a, expires: 2099-01-01 }
        fresh: { enabled: true, percentage: 100, created: 2026-11-20, owner: a, expires: 2099-01-01 }
        legacy: { enabled: false, created: 2026-01-01, owner: a, expires: 2099-01-01 }
        half: { enabled: true, percentage: 50, owner: a, expires: 2099-01-01 }
        payments: { type: kill_switch, enabled: true, owner: a }
        approve: { type: permission, enabled: true, owner: a }
        ever: { enabled: true, permanent: true, owner: a }
        lost: { percentage: 150, owner: a, expires: 2099-01-01 }
        written: { enabled: true, owner: a, expires: 2099-01-01 }
      //- use.ts
      export const all = ['dark_mode', 'fresh', 'legacy', 'half', 'approve', 'ever', 'lost', 'written'];`;

/** All but the switches, of which test/features/switching.test.ts speaks. */
async function actionsAt(source: string): Promise<CodeAction[]> {
  const { snapshot, file, offset, fixture } = await openFixture(source);
  const { start, end } = fixture.selection ?? { start: offset, end: offset };
  const actions = codeActions(snapshot, fixture.selection?.file ?? file, { start, end }, (path) =>
    fixture.files.get(path),
  );
  return actions.filter(
    ({ findings, change }) => findings.length > 0 || !['entry', 'question'].includes(change.kind),
  );
}

function draw({ title, findings, isPreferred, change }: CodeAction): string {
  const mends = findings.length > 0 ? ` (mends ${findings.map(({ rule }) => rule).join(', ')})` : '';
  const refusal = change.kind === 'refusal' ? ` -- ${change.reason}` : '';
  return `${isPreferred ? '* ' : ''}${title}${mends}${refusal}`;
}

async function drawAt(code: string): Promise<string[]> {
  return (
    await actionsAt(`${FLAGS}
      //- app.ts
      ${code}
    `)
  ).map(draw);
}

describe('where a flag is asked in vain', () => {
  it('the test can be dropped, or the outer flag removed with the branch that never runs', async () => {
    expect((await drawAt("if (isEnabled('half')) { if (!isEnabled('ha$0lf')) a(); }"))[0]).toBe(
      "Drop this test: 'half' is known to be on here (mends unreachable-flag)",
    );
    expect((await drawAt("if (isEnabled('dark_mode')) b(); else if (isEnabled('ha$0lf')) a();"))[0]).toBe(
      "Remove flag 'dark_mode' with the branch that never runs: keep the enabled branch (mends unreachable-flag)",
    );
  });

  it('and what is done is just that', async () => {
    const changed = async (code: string): Promise<string> => {
      const opened = await openFixture(`${FLAGS}
      //- app.ts
      ${code}
    `);
      const { snapshot, workspace, file, offset, textOf } = opened;
      const [action] = codeActions(snapshot, file, { start: offset, end: offset }, textOf);
      if (action?.change.kind !== 'removal') return 'no removal';
      const plan = await planFromWorkspace(workspace, action.change.request);
      return applyEdits(
        textOf(file),
        plan.files.flatMap(({ edits }) => edits),
      ).trim();
    };
    expect(await changed("if (isEnabled('half')) { b(); if (!isEnabled('ha$0lf')) a(); }")).toBe(
      "if (isEnabled('half')) { b(); }",
    );
    expect(await changed("if (isEnabled('dark_mode')) b(); else if (isEnabled('ha$0lf')) a();")).toBe('b();');
  });
});

describe('removing a flag', () => {
  it('is offered here, in the file and everywhere for a flag that is fully on', async () => {
    expect(await drawAt("if (isEnabled('dark$0_mode')) a();")).toEqual([
      "* Remove flag 'dark_mode': keep the enabled branch here (mends stale-flag)",
      "Remove flag 'dark_mode': keep the enabled branch in this file (mends stale-flag)",
      "Remove flag 'dark_mode': keep the enabled branch everywhere, with its entry (mends stale-flag)",
    ]);
  });

  it('is a choice like any other while the flag is not stale', async () => {
    expect((await drawAt("if (isEnabled('fre$0sh')) a();"))[0]).toBe(
      "* Remove flag 'fresh': keep the enabled branch here",
    );
  });

  it('is never preferred for a flag that is fully off', async () => {
    expect(await drawAt("if (isEnabled('leg$0acy')) a();")).toEqual([
      "Remove flag 'legacy': keep the disabled branch here (mends stale-flag)",
      "Remove flag 'legacy': keep the disabled branch in this file (mends stale-flag)",
      "Remove flag 'legacy': keep the disabled branch everywhere, with its entry (mends stale-flag)",
    ]);
  });

  it('is offered everywhere at the entry', async () => {
    const actions = await actionsAt(`
      //- flags.yaml
      flags:
        dark$0_mode: { enabled: true, created: 2026-01-01, owner: a, expires: 2099-01-01 }
      //- app.ts
      if (isEnabled('dark_mode')) a();
    `);
    expect(actions.map(draw)).toEqual([
      "* Remove flag 'dark_mode': keep the enabled branch everywhere, with its entry (mends stale-flag)",
    ]);
    expect(actions[0]!.change).toEqual({
      kind: 'removal',
      request: { flag: 'dark_mode', keep: true, scope: { kind: 'everywhere' } },
    });
  });

  it('carries what the planner has to know, and no plan', async () => {
    const [here, file] = await actionsAt(`${FLAGS}
      //- app.ts
      isEnabled('dark$0_mode');
    `);
    expect(here!.change).toEqual({
      kind: 'removal',
      request: {
        flag: 'dark_mode',
        keep: true,
        scope: { kind: 'here', file: 'app.ts', span: { start: 11, end: 20 } },
      },
    });
    expect(file!.change).toMatchObject({ request: { scope: { kind: 'file', file: 'app.ts' } } });
  });

  it('is a decision of the person for a flag that is not settled, both ways and never preferred', async () => {
    expect(await drawAt("if (isEnabled('ha$0lf')) a();")).toEqual([
      "Remove flag 'half': keep the enabled branch here (not settled: your decision)",
      "Remove flag 'half': keep the enabled branch in this file (not settled: your decision)",
      "Remove flag 'half': keep the enabled branch everywhere, with its entry (not settled: your decision)",
      "Remove flag 'half': keep the disabled branch here (not settled: your decision)",
      "Remove flag 'half': keep the disabled branch in this file (not settled: your decision)",
      "Remove flag 'half': keep the disabled branch everywhere, with its entry (not settled: your decision)",
    ]);
    expect(
      (await drawAt("if (isEnabled('lo$0st')) a();")).filter((line) => /your decision/.test(line)),
    ).toHaveLength(6);
  });

  it('keeps the constant that a flag serves, by decision', async () => {
    expect(
      (
        await actionsAt(`
      //- flagwright.config.json
      { "flagFiles": [{ "glob": "flags.yaml", "fields": { "enabled": "serve" } }] }
      //- flags.yaml
      flags:
        colour$0: { serve: blue, owner: a, expires: 2099-01-01 }
      //- app.ts
      if (getFlag('colour') === 'blue') a();
    `)
      ).map(draw),
    ).toEqual(["Remove flag 'colour': keep 'blue' everywhere, with its entry (not settled: your decision)"]);
  });

  it('is refused with its reason for a flag that is meant to stay, or is written', async () => {
    const refused = async (flag: string) => {
      const drawn = await drawAt(
        `if (isEnabled('$0${flag}')) a();\n      KILL_SWITCHES.written = isEnabled('written');`,
      );
      return drawn.filter((line) => line.startsWith('Remove'));
    };
    expect(await refused('payments')).toEqual([
      "Remove flag 'payments' -- 'payments' is a kill switch, which is meant to stay.",
    ]);
    expect(await refused('approve')).toEqual([
      "Remove flag 'approve' -- 'approve' is a permission flag, which is meant to stay.",
    ]);
    expect(await refused('ever')).toEqual([
      "Remove flag 'ever' -- 'ever' is a permanent flag, which is meant to stay.",
    ]);
    expect(await refused('written')).toEqual([
      "Remove flag 'written' -- 'written' is written in app.ts, so its value can change at run time.",
    ]);
  });

  it('is not offered in place where only a name speaks for the read', async () => {
    expect(await drawAt("if (betaFeatures.includes('dark$0_mode')) a();")).toEqual([
      "Treat 'betaFeatures.includes' as a flag reader, in flagwright.config.json",
      "* Remove flag 'dark_mode': keep the enabled branch everywhere, with its entry",
    ]);
  });

  it('is not offered for what is no flag', async () => {
    expect(await drawAt('const x$0 = 1;')).toEqual([]);
  });
});

describe('fixes of findings', () => {
  it('correct a misspelt flag or declare it, with one preferred', async () => {
    const source = `${FLAGS}
      //- app.ts
      isEnabled('fresh'); isEnabled('dark_$0mod');
    `;
    const actions = await actionsAt(source);
    expect(actions.map(draw)).toEqual([
      "* Change to 'dark_mode' (mends unknown-flag)",
      "Add 'dark_mod' to flags.yaml (mends unknown-flag)",
      "Create flag 'dark_mod'… (mends unknown-flag)",
    ]);
    const { change } = actions[0]!;
    if (change.kind !== 'edits') throw new Error('edits are expected');
    const [{ file, edits }] = change.edits as [(typeof change.edits)[number]];
    expect(file).toBe('app.ts');
    const { textOf } = await openFixture(source);
    expect(applyEdits(textOf(), edits).trim()).toBe("isEnabled('fresh'); isEnabled('dark_mode');");
  });

  it('come for all findings that the selection touches', async () => {
    const actions = await actionsAt(`${FLAGS}
      //- app.ts
      isEnabled('fresh');
      $<isEnabled('dark_mod');
      isEnabled('legac');$>
    `);
    expect(actions.map(draw)).toEqual([
      "* Change to 'dark_mode' (mends unknown-flag)",
      "Add 'dark_mod' to flags.yaml (mends unknown-flag)",
      "Change to 'legacy' (mends unknown-flag)",
      "Add 'legac' to flags.yaml (mends unknown-flag)",
      'Put behind a new flag…',
      "Create flag 'dark_mod'… (mends unknown-flag)",
      "Create flag 'legac'… (mends unknown-flag)",
    ]);
  });
});

describe('a flag that no flag file declares', () => {
  const titles = async (source: string): Promise<string[]> => (await actionsAt(source)).map(draw);

  it('goes by a decision, here, in this file or everywhere', async () => {
    const source = `
      //- app.ts
      import { useFlag } from '@unleash/proxy-client-react';
      if (useFlag('new_c$0art')) cart();
    `;
    expect(await titles(source)).toEqual([
      "Remove flag 'new_cart': keep the enabled branch here (in no flag file: your decision)",
      "Remove flag 'new_cart': keep the enabled branch in this file (in no flag file: your decision)",
      "Remove flag 'new_cart': keep the enabled branch everywhere (in no flag file: your decision)",
      "Remove flag 'new_cart': keep the disabled branch here (in no flag file: your decision)",
      "Remove flag 'new_cart': keep the disabled branch in this file (in no flag file: your decision)",
      "Remove flag 'new_cart': keep the disabled branch everywhere (in no flag file: your decision)",
    ]);
  });

  it('and what is done is just that', async () => {
    const { snapshot, workspace, file, offset, textOf } = await openFixture(`
      //- app.ts
      import { useFlag } from '@unleash/proxy-client-react';
      if (useFlag('new_c$0art')) cart();
    `);
    const actions = codeActions(snapshot, file, { start: offset, end: offset }, textOf);
    for (const { change } of actions) {
      if (change.kind !== 'removal') throw new Error(change.kind);
      const { files, review } = await planFromWorkspace(workspace, change.request);
      const after = applyEdits(
        textOf(file),
        files.flatMap(({ edits }) => edits),
      );
      expect(after.trim()).toBe(change.request.keep ? 'cart();' : '');
      expect(review).toEqual([]);
    }
  });

  it('goes the same way beside a flag file, unless another flag was meant', async () => {
    const source = (key: string) => `${FLAGS}
      //- app.ts
      import { useFlag } from '@unleash/proxy-client-react';
      if (useFlag('${key}')) cart();
    `;
    expect((await titles(source('go$0ne'))).at(-1)).toBe(
      "Remove flag 'gone': keep the disabled branch everywhere (in no flag file: your decision)",
    );
    expect((await titles(source('dark_m$0od'))).filter((title) => title.includes('Remove'))).toEqual([]);
  });

  it('goes everywhere at once where the name of a function alone says that it asks for a flag', async () => {
    const source = `
      //- app.ts
      import { useFlag } from './flags';
      if (useFlag('new_c$0art')) cart();
    `;
    expect((await titles(source)).filter((title) => title.includes('Remove'))).toEqual([
      "Remove flag 'new_cart': keep the enabled branch everywhere (in no flag file: your decision)",
      "Remove flag 'new_cart': keep the disabled branch everywhere (in no flag file: your decision)",
    ]);
  });

  it('is none where the name could be that of any question', async () => {
    const source = `
      //- app.ts
      if (door.isEnabled('o$0pen')) enter();
    `;
    expect((await titles(source)).filter((title) => title.includes('Remove'))).toEqual([]);
  });
});
