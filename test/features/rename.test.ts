import { expect, test } from 'vitest';
import { prepareRename, rename } from '../../server/src/features/rename';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

/** Renames the flag under the cursor; gives the changed files as a fixture, or the refusal. */
async function renamed(source: string, name: string): Promise<string> {
  const { snapshot, file, offset, textOf, fixture } = await openFixture(source);
  const prepared = prepareRename(snapshot, file, offset, textOf);
  if (!prepared) return 'not here';
  if (prepared.refusal !== undefined) return prepared.refusal;
  const result = rename(snapshot, prepared.name, name, textOf);
  if ('refusal' in result) return result.refusal;
  for (const changed of result) expect(fixture.files.has(changed.file)).toBe(true);
  return result
    .map((changed) => `//- ${changed.file}\n${applyEdits(textOf(changed.file), changed.edits).trimEnd()}`)
    .join('\n');
}

test('a flag gets its new name in flag files, code, constants and declarations', async () => {
  const after = await renamed(
    `
    //- flags.yaml
    flags:
      "dark_mode": { enabled: true } # since spring
    //- src/flags.ts
    export enum Flag { Dark = 'dark_mode' }
    export const DARK = "dark_mode";
    //- src/app.ts
    import { DARK, Flag } from './flags';
    flags.isEnabled('dark_$0mode') && flags.isEnabled(Flag.Dark) && flags.isEnabled(DARK);
    flags.isEnabled(\`dark_mode\`);
    const note = 'dark_mode';
  `,
    'night',
  );
  expect(after).toBe(`//- flags.yaml
flags:
  "night": { enabled: true } # since spring
//- src/app.ts
import { DARK, Flag } from './flags';
flags.isEnabled('night') && flags.isEnabled(Flag.Dark) && flags.isEnabled(DARK);
flags.isEnabled(\`night\`);
const note = 'dark_mode';
//- src/flags.ts
export enum Flag { Dark = 'night' }
export const DARK = "night";`);
});

test('from the entry; a key that YAML would not read as text is quoted, a section stays', async () => {
  const source = `
    //- flags.yaml
    flags:
      look:
        da$0rk: { enabled: true }
    //- src/app.ts
    flags.isEnabled('look.dark');
  `;
  expect(await renamed(source, 'look.on')).toBe(`//- flags.yaml
flags:
  look:
    "on": { enabled: true }
//- src/app.ts
flags.isEnabled('look.on');`);
  expect(await renamed(source, 'night')).toBe(
    "Flag 'look.dark' stands in a section of flags.yaml: its new name must begin with 'look.'.",
  );
});

test('names in camelCase keep their form', async () => {
  const after = await renamed(
    `
    //- flags.yaml
    flags:
      da$0rk-mode: { enabled: true }
    //- src/app.tsx
    import { useFlags } from 'launchdarkly-react-client-sdk';
    const flags = useFlags();
    flags.darkMode;
  `,
    'night-2look',
  );
  expect(after).toContain('flags.night2Look;');
  expect(after).toContain('night-2look: { enabled: true }');
});

test('refused where a place cannot be changed for sure', async () => {
  const base = (code: string): string => `
    //- flags.yaml
    flags:
      da$0rk_mode: { enabled: true }
      light: { enabled: true }
    //- src/app.ts
    flags.isEnabled('dark_mode');
    ${code}
  `;
  expect(await renamed(base(''), 'light')).toBe("A flag 'light' is declared already.");
  expect(await renamed(base(''), ' x')).toBe('A flag needs a name without spaces around it.');
  expect(await renamed(base(''), "it's")).toBe("A flag's name holds no quotes, backslashes or line breaks.");
  expect(await renamed(base("flags.isEnabled('dark_' + x);"), 'night')).toBe(
    "A read in src/app.ts puts its key together at run time and may reach flag 'dark_mode'.",
  );
  expect(await renamed(base('KILL_SWITCHES.dark_mode;'), 'night-time')).toBe(
    "'night-time' cannot stand as a name in src/app.ts, where 'dark_mode' is a member.",
  );
});

test("an identifier that stands for a flag is TypeScript's to rename, also one that is called like it", async () => {
  for (const code of [
    "const KEY = 'dark_mode'; flags.isEnabled(KE$0Y);",
    "const dark_mode = 'dark_mode'; flags.isEnabled(dark_$0mode);",
  ]) {
    const source = `
      //- flags.yaml
      flags:
        dark_mode: { enabled: true }
      //- src/app.ts
      ${code}
    `;
    expect(await renamed(source, 'night')).toBe('not here');
  }
});

test('where a rename is refused, the flag is named all the same, and whether its key stands there as a text', async () => {
  const at = async (code: string) => {
    const { snapshot, file, offset, textOf } = await openFixture(`
      //- flags.yaml
      flags:
        dark_mode: { enabled: true }
      //- src/app.ts
      flags.isEnabled('dark_' + x);
      ${code}
    `);
    return prepareRename(snapshot, file, offset, textOf);
  };
  const refusal = "A read in src/app.ts puts its key together at run time and may reach flag 'dark_mode'.";
  expect(await at("flags.isEnabled('dark_$0mode');")).toMatchObject({
    name: 'dark_mode',
    isIdentifier: false,
    refusal,
  });
  expect(await at('KILL_SWITCHES.dark_$0mode;')).toMatchObject({ isIdentifier: true, refusal });
  expect(await at("const note = 'dark_$0mode';")).toBeUndefined();
});
