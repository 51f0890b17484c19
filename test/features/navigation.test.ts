import { describe, expect, it } from 'vitest';
import { definition } from '../../server/src/features/definition';
import { highlights, references } from '../../server/src/features/references';
import { drawPlace, type Opened, openFixture } from '../support/workspace';

const SHOP = `
      //- flags.yaml
      flags:
        dark_mode: { enabled: true }
        KEY_IN_YAML: { enabled: true }
      //- app.ts
      if (isEnabled('KEY_IN_APP')) a();
      const other = isEnabled('dark_mode') && flags.isEnabled(name);
      //- more.ts
      export const on = () => isEnabled("dark_mode");
      //- deploy.sh
      curl flags/dark_mode`;

/** The shop with the cursor at its flag, in the file that is named. */
function shop(where: 'yaml' | 'app'): Promise<Opened> {
  return openFixture(
    SHOP.replace('KEY_IN_YAML', where === 'yaml' ? 'check$0out' : 'checkout').replace(
      'KEY_IN_APP',
      where === 'app' ? 'check$0out' : 'checkout',
    ),
  );
}

function draw(
  { textOf }: Opened,
  places: readonly { file: string; span: { start: number; end: number } }[],
): string[] {
  return places.map(({ file, span }) => `${file}: ${drawPlace(textOf(file), span)}`);
}

describe('definition', () => {
  it('leads from a read to the entry', async () => {
    const opened = await shop('app');
    const found = definition(opened.snapshot, opened.file, opened.offset)!;
    expect(drawPlace(opened.textOf(), found.origin)).toBe("if (isEnabled('[checkout]')) a();");
    expect(
      draw(
        opened,
        found.targets.map(({ file, selection }) => ({ file, span: selection })),
      ),
    ).toEqual(['flags.yaml: [checkout]: { enabled: true }']);
    expect(draw(opened, found.targets)[0]).toMatch(/^flags\.yaml: \[checkout: \{ enabled: true \}/);
  });

  it('leads from an entry to itself', async () => {
    const opened = await shop('yaml');
    const found = definition(opened.snapshot, opened.file, opened.offset)!;
    expect(found.targets.map(({ file }) => file)).toEqual(['flags.yaml']);
    expect(found.origin).toEqual(found.targets[0]!.selection);
  });

  it('leads to the entries of all environments', async () => {
    const { snapshot, file, offset } = await openFixture(`
      //- flagwright.config.json
      { "flagFiles": [ { "glob": "a.yaml", "environment": "a" }, { "glob": "b.yaml", "environment": "b" } ] }
      //- a.yaml
      flags: { search: true }
      //- b.yaml
      flags: { sear$0ch: true }
    `);
    expect(definition(snapshot, file, offset)!.targets.map((target) => target.file)).toEqual([
      'b.yaml',
      'a.yaml',
    ]);
  });

  it('leads to where code declares the flag, too', async () => {
    const opened = await openFixture(`
      //- flags.yaml
      flags: { dark: true, light: true }
      //- flags.ts
      export enum Flag { Dark = 'dark', Light = 'light' }
      export type FlagKey = 'dark' | 'light';
      export interface FlagDefaults { dark: boolean }
      export const FLAG_TABLE = { dark: false } as const;
      //- app.ts
      import { Flag } from './flags';
      isEnabled(Flag.Da$0rk);
    `);
    const found = definition(opened.snapshot, opened.file, opened.offset)!;
    expect(
      draw(
        opened,
        found.targets.map(({ file, selection }) => ({ file, span: selection })),
      ),
    ).toEqual([
      'flags.yaml: flags: { [dark]: true, light: true }',
      "flags.ts: export enum Flag { Dark = '[dark]', Light = 'light' }",
      "flags.ts: export type FlagKey = '[dark]' | 'light';",
      'flags.ts: export interface FlagDefaults { [dark]: boolean }',
      'flags.ts: export const FLAG_TABLE = { [dark]: false } as const;',
    ]);
  });

  it('leads nowhere from an undeclared flag, a dynamic key, or other code', async () => {
    const at = async (code: string) => {
      const { snapshot, file, offset } = await openFixture(`
      //- flags.yaml
      flags: { a: true }
      //- app.ts
      ${code}
    `);
      return definition(snapshot, file, offset);
    };
    expect(await at("isEnabled('$0b');")).toBeUndefined();
    expect(await at(`isEnabled(\`$0a\${b}\`);`)).toBeUndefined();
    expect(await at("isEna$0bled('a');")).toBeUndefined();
  });
});

describe('references', () => {
  for (const where of ['yaml', 'app'] as const) {
    it(`finds reads and entries from ${where === 'yaml' ? 'the entry' : 'a read'}`, async () => {
      const opened = await shop(where);
      const { snapshot, file, offset } = opened;
      const all = references(snapshot, file, offset, { includeDeclaration: true });
      expect(draw(opened, all)).toEqual([
        'flags.yaml: [checkout]: { enabled: true }',
        "app.ts: if (isEnabled('[checkout]')) a();",
      ]);
      const reads = references(snapshot, file, offset, { includeDeclaration: false });
      expect(draw(opened, reads)).toEqual(["app.ts: if (isEnabled('[checkout]')) a();"]);
    });
  }

  it('counts reads in all files, and of an undeclared flag too', async () => {
    const opened = await openFixture(`
      //- app.ts
      flags.isEnabled('$0x'); flags.isEnabled('y');
      //- more.ts
      export const a = flags.isEnabled("x");
    `);
    const { snapshot, file, offset } = opened;
    expect(draw(opened, references(snapshot, file, offset, { includeDeclaration: true }))).toEqual([
      "app.ts: flags.isEnabled('[x]'); flags.isEnabled('y');",
      'more.ts: export const a = flags.isEnabled("[x]");',
    ]);
  });

  it('say what each place is to the flag', async () => {
    const { workspace, snapshot, file, offset } = await openFixture(`
      //- flags.yaml
      flags: { dark: true }
      //- flags.ts
      export enum Flag { Dark = 'dark' }
      //- app.ts
      isEnabled('da$0rk');
      //- app.test.ts
      isEnabled('dark');
      //- test/helper.ts
      isEnabled('dark');
      //- latest/app.ts
      isEnabled('dark');
      //- deploy.sh
      curl flags/dark
    `);
    await workspace.findMentions(['dark']);
    void snapshot;
    const found = references(workspace.snapshot(), file, offset, { includeDeclaration: true });
    expect(found.map(({ file, kind }) => `${file} ${kind}`)).toEqual([
      'flags.yaml declaration',
      'flags.ts declaration',
      'app.test.ts test',
      'app.ts read',
      'latest/app.ts read',
      'test/helper.ts test',
      'deploy.sh mention',
    ]);
  });

  it('and highlights stand for constants, lists and mocks by what is written there', async () => {
    const opened = await openFixture(`
      //- flags.yaml
      flags: { dark: true, light: true }
      //- app.ts
      type Key = 'dark' | 'light';
      const ask = (key: Key) => flags.isEnabled(key);
      ask('da$0rk'); ask('light');
      for (const key of ['dark', 'light'] as const) ask(key);
      // dark
      button.isEnabled(); seen.has('dark'); log('dark');
    `);
    const { snapshot, file, offset } = opened;
    expect(draw(opened, references(snapshot, file, offset, { includeDeclaration: true }))).toEqual([
      'flags.yaml: flags: { [dark]: true, light: true }',
      "app.ts: type Key = '[dark]' | 'light';",
      "app.ts: ask('[dark]'); ask('light');",
      "app.ts: for (const key of ['dark', 'light'] as const) ask([key]);",
    ]);
    expect(
      highlights(snapshot, file, offset).map(({ place, kind }) => `${kind} ${draw(opened, [place])[0]}`),
    ).toEqual([
      "write app.ts: type Key = '[dark]' | 'light';",
      "read app.ts: ask('[dark]'); ask('light');",
      "read app.ts: for (const key of ['dark', 'light'] as const) ask([key]);",
    ]);
  });

  it('counts assignments', async () => {
    const opened = await openFixture(`
      //- flags.yaml
      flags: { payments: { type: kill_switch, enabled: true } }
      //- app.ts
      if (KILL_SWITCHES.pay$0ments) pay();
      KILL_SWITCHES.payments = false;
    `);
    const { snapshot, file, offset } = opened;
    expect(draw(opened, references(snapshot, file, offset, { includeDeclaration: false }))).toEqual([
      'app.ts: if (KILL_SWITCHES.[payments]) pay();',
      'app.ts: KILL_SWITCHES.[payments] = false;',
    ]);
    expect(highlights(snapshot, file, offset).map(({ kind }) => kind)).toEqual(['write', 'read']);
  });

  it('finds nothing where no flag is', async () => {
    const { snapshot, file } = await openFixture(`
      //- app.ts
      const a = 1;
    `);
    expect(references(snapshot, file, 3, { includeDeclaration: true })).toEqual([]);
    expect(highlights(snapshot, file, 3)).toEqual([]);
  });
});
