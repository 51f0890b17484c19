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
    flags.isEnabled('!dark_mode');
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
flags.isEnabled('!night');
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

test('a literal in a union follows, whatever else the union names: of a parameter, an alias, a variable', async () => {
  const after = await renamed(
    `
    //- flags.yaml
    flags:
      dark_mode: { enabled: true }
    //- src/types.ts
    export type Key = 'dark_mode' | 'other';
    export type Colour = 'dark_mode' | 'red';
    //- src/gate.ts
    import type { Key } from './types';
    export function ask(key: Key) { return flags.isEnabled(key); }
    export const asks = (key: 'dark_mode' | 'more') => flags.isEnabled(key);
    export interface Client { isFeatureEnabled(key: 'dark_mode' | 'third'): boolean }
    //- src/app.ts
    import { ask, asks } from './gate';
    ask('dark_$0mode'), asks('dark_mode');
    const first: 'dark_mode' | 'more' = pick();
    asks(first);
    const colour: 'dark_mode' | 'red' = 'red';
  `,
    'night',
  );
  expect(after).toBe(`//- flags.yaml
flags:
  night: { enabled: true }
//- src/app.ts
import { ask, asks } from './gate';
ask('night'), asks('night');
const first: 'night' | 'more' = pick();
asks(first);
const colour: 'dark_mode' | 'red' = 'red';
//- src/gate.ts
import type { Key } from './types';
export function ask(key: Key) { return flags.isEnabled(key); }
export const asks = (key: 'night' | 'more') => flags.isEnabled(key);
export interface Client { isFeatureEnabled(key: 'night' | 'third'): boolean }
//- src/types.ts
export type Key = 'night' | 'other';
export type Colour = 'dark_mode' | 'red';`);
});

test('the elements of a list, a choice and the values of a table follow where they are written', async () => {
  const after = await renamed(
    `
    //- flags.yaml
    flags:
      dark_mode: { enabled: true }
      light: { enabled: true }
    //- src/app.ts
    for (const key of ['dark_mode', 'light']) flags.isEnabled(key);
    flags.isEnabled(night ? 'dark_mode' : 'light');
    const NAMES = { a: 'dark_mode', b: 'light' };
    flags.isEnabled(NAMES[name]);
    flags.isEnabled('dark_$0mode');
  `,
    'night',
  );
  expect(after).toContain(`for (const key of ['night', 'light']) flags.isEnabled(key);
flags.isEnabled(night ? 'night' : 'light');
const NAMES = { a: 'night', b: 'light' };`);
});

test('a name that is taken out of a table by destructuring keeps its variable', async () => {
  const after = await renamed(
    `
    //- flags.yaml
    flags:
      dark-mo$0de: { enabled: true }
    //- src/app.tsx
    import { useFlags } from 'launchdarkly-react-client-sdk';
    const { darkMode } = useFlags();
    const { darkMode: isDark, other = 1 } = useFlags();
    const { darkMode: on = false } = useFlags();
    const { darkMode = false } = useFlags();
    show(darkMode);
    render({ flags: { darkMode } });
  `,
    'night-look',
  );
  expect(after).toContain(`const { nightLook: darkMode } = useFlags();
const { nightLook: isDark, other = 1 } = useFlags();
const { nightLook: on = false } = useFlags();
const { nightLook: darkMode = false } = useFlags();
show(darkMode);
render({ flags: { darkMode } });`);
});

test('tests and mocks follow, comments and equal texts do not', async () => {
  const after = await renamed(
    `
    //- flags.yaml
    flags:
      dark_mode: { enabled: true }
    //- src/app.ts
    // dark_mode is dear to us
    flags.isEnabled('dark_$0mode');
    set.has('dark_mode');
    log('dark_mode');
    //- src/app.test.ts
    flags.isEnabled.mockImplementation((key) => key === 'dark_mode');
    test('dark', () => { render({ flags: { dark_mode: true } }); const dark_mode = true; render({ flags: { dark_mode } }); expect(flags.isEnabled('dark_mode')).toBe(true); });
  `,
    'night',
  );
  expect(after).toContain(`// dark_mode is dear to us
flags.isEnabled('night');
set.has('dark_mode');
log('dark_mode');`);
  expect(after).toContain(
    `render({ flags: { night: true } }); const dark_mode = true; render({ flags: { night: dark_mode } }); expect(flags.isEnabled('night')).toBe(true);`,
  );
});
