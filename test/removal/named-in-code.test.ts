import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

/** Of a flag that no flag file declares: the code alone says which flags there are. */
const remove = (source: string): Promise<string> => removeWhole(source, { flag: 'newUi' });

const PAGE = `
    //- src/page.ts
    import { useToggles } from './toggles';
    export function Page() {
      const { newUi, dark } = useToggles();
      return newUi && dark ? 'new' : 'old';
    }`;

const LEFT_PAGE = `//- src/page.ts
import { useToggles } from './toggles';
export function Page() {
  const { dark } = useToggles();
  return dark ? 'new' : 'old';
}`;

const HOOK = `
    //- src/toggles.ts
    import { createContext, useContext } from 'react';
    const Context = createContext({});
    export const useToggles = () => useContext(Context);`;

describe('a table all of whose members the code names as flags', () => {
  it('is one where a list of flags has a row for each: the row goes', async () => {
    expect(
      await remove(`${PAGE}${HOOK}
    //- src/defined.ts
    export default {
      toggles: [
        { id: 'newUi', title: 'The new pages', initialValue: false },
        { id: 'dark', title: 'Dark mode', initialValue: false },
      ] as const,
    };`),
    ).toBe(`//- src/defined.ts
export default {
  toggles: [
    { id: 'dark', title: 'Dark mode', initialValue: false },
  ] as const,
};
${LEFT_PAGE}`);
  });

  it('is one where a type of remote configuration has them', async () => {
    const page = PAGE.replaceAll('useToggles', 'useRemoteConfig');
    expect(
      await remove(`${page}${HOOK.replaceAll('useToggles', 'useRemoteConfig')}
    //- src/defined.ts
    export interface RemoteConfig { newUi: boolean; dark: boolean }`),
    ).toBe(`//- src/defined.ts
export interface RemoteConfig { dark: boolean }
${LEFT_PAGE.replaceAll('useToggles', 'useRemoteConfig')}`);
  });

  it('is one where the program fills it from elsewhere', async () => {
    expect(
      await remove(`
    //- src/page.ts
    import config from './config';
    if (config.flags.newUi && config.flags.dark) a();
    //- src/config.ts
    export default {
      port: 80,
      flags: { newUi: env('NEW_UI'), dark: env('DARK') },
    };`),
    ).toBe(`//- src/config.ts
export default {
  port: 80,
  flags: { dark: env('DARK') },
};
//- src/page.ts
import config from './config';
if (config.flags.dark) a();`);
  });

  it('is one where something else is in it as well, if one of those flags is taken out of it', async () => {
    const page = PAGE.replace('newUi, dark }', 'newUi, dark, refresh }').replace(
      'useToggles()',
      'useTogglesContext()',
    );
    expect(
      await remove(`${page}
    //- src/defined.ts
    export enum Toggle { NewUi = 'newUi', Dark = 'dark' }`),
    ).toContain("const { dark, refresh } = useTogglesContext();\n  return dark ? 'new' : 'old';");
  });

  it('is none where the code takes something else out of it', async () => {
    expect(
      await remove(`
    //- src/page.ts
    if (regex.flags.newUi && regex.flags.global) a();
    //- src/config.ts
    export default { flags: { newUi: env('NEW_UI'), dark: env('DARK') } };`),
    ).toContain('This is likely a read of the flag, but only its name says so.');
  });

  it.each([
    ['the others are no flags', "{ id: 'newUi', title: 'New' }, { id: 'compact', title: 'Compact' }"],
    [
      'it does something',
      "{ id: 'newUi', onChange: () => set('newUi') }, { id: 'dark', onChange: () => set('dark') }",
    ],
  ])('keeps its row in a list where %s', async (_, rows) => {
    const after = await remove(`${PAGE}${HOOK}
    //- src/defined.ts
    export interface Flags { newUi: boolean; dark: boolean }
    export const toggles = [${rows}];`);
    expect(after).toContain(LEFT_PAGE);
    expect(after).toContain('src/defined.ts: Its declaration stays.');
  });
});

describe('a table that gives feature flags by its name, of a flag that nothing else declares', () => {
  const page = (read: string): Promise<string> =>
    remove(`
    //- src/page.ts
    import { useFlags, useFeatures, getLicensedFeatures, pattern } from './provider';
    export function Page({ featureFlags, flags }) {
      show(pattern.flags.global, flags.other, getLicensedFeatures().seats, useFlags().other, useFeatures().flags.other, featureFlags.other);
      ${read}
    }
    //- src/provider.ts
    export function useFlags(fallback) { const flags = useService(); return online ? flags : fallback; }
    export const useFeatures = () => useContext(Features);
    export const getLicensedFeatures = () => load();
    export const pattern = compile();`);

  it.each([
    'const { newUi } = useFlags({ newUi: false }); return newUi ? a() : b();',
    'return useFlags().newUi ? a() : b();',
    'const flags = useFlags(); return flags.newUi ? a() : b();',
    'const { flags: { newUi } } = useFlags(); return newUi ? a() : b();',
    'const features = useFeatures(); return features.flags.newUi ? a() : b();',
    'return featureFlags.newUi ? a() : b();',
  ])('answers: %s', async (read) => {
    expect(await page(read)).toContain('return a();');
  });

  it.each([
    'return pattern.flags.newUi ? a() : b();',
    'return flags.newUi ? a() : b();',
    'return getLicensedFeatures().newUi ? a() : b();',
    'return useFlags().newUi.percentage > 5 ? a() : b();',
  ])('is not known for certain: %s', async (read) => {
    expect(await page(read)).toBe(
      'src/page.ts! This is likely a read of the flag, but only its name says so.',
    );
  });

  it('is none whose flag is another', async () => {
    expect(await page('return useFlags().newUiColour ? a() : b();')).toBe('');
  });
});

describe('a table that is all of a module', () => {
  const removeFrom = (file: string, table: string, asking: string): Promise<string> =>
    remove(`//- src/${file}\n${table}\n//- src/page.ts\n${asking}\n`);
  const ES =
    "import flags from './MODULE';\nexport const page = () => (flags.newUi && flags.dark ? 'new' : 'old');";
  const COMMON =
    "const flags = require('./MODULE');\nmodule.exports = () => (flags.newUi && flags.dark ? 'new' : 'old');";

  it.each([
    ['flags.ts', 'export default {', ES],
    ['featureFlags/index.ts', 'export default {', ES],
    ['features.js', 'module.exports = {', COMMON],
  ])('is one of flags where the module is called so: %s', async (file, head, asking) => {
    const own = asking.replace('MODULE', file.replace(/(?:\/index)?\.\w+$/, ''));
    const rest = own.replace('flags.newUi && ', '');
    expect(await removeFrom(file, `${head}\n  newUi: true,\n  dark: false,\n};`, own)).toBe(
      [
        [`//- src/${file}`, `${head}\n  dark: false,\n};`],
        ['//- src/page.ts', rest],
      ]
        .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
        .flat()
        .join('\n'),
    );
  });

  it('is likely one otherwise', async () => {
    const result = await removeFrom(
      'theme.ts',
      'export default { newUi: load(), dark: false };',
      ES.replace('MODULE', 'theme'),
    );
    expect(result).toContain('src/page.ts! This is likely a read of the flag, but only its name says so.');
  });
});

describe('a list that is called after flags, of a flag that nothing else asks for', () => {
  const inList = (more: string): Promise<string> =>
    remove(`
    //- src/page.ts
    export const page = ({ allowedFeatures }) => (allowedFeatures.includes('newUi') ? fresh() : old());
    //- src/other.ts
    export const other = ({ allowedFeatures }) => (allowedFeatures.includes('export') ? more() : less());
    ${more}`);
  const LEFT = '//- src/page.ts\nexport const page = ({ allowedFeatures }) => fresh();';
  const LIKELY = 'src/page.ts! This is likely a read of the flag, but only its name says so.';

  it('is where it is looked for, whatever else is', async () => {
    expect(await inList('')).toBe(LEFT);
  });

  it('is where its name stands for it', async () => {
    expect(
      await remove(`
    //- src/features.ts
    export const EXPORT = 'export';
    export const NEW_UI = 'newUi';
    //- src/page.ts
    import { EXPORT, NEW_UI } from './features';
    const { allowedFeatures } = session;
    export const page = allowedFeatures.includes(NEW_UI) ? fresh() : old();
    export const other = allowedFeatures.includes(EXPORT);`),
    ).toBe(`//- src/features.ts
export const EXPORT = 'export';
//- src/page.ts
import { EXPORT } from './features';
const { allowedFeatures } = session;
export const page = fresh();
export const other = allowedFeatures.includes(EXPORT);`);
  });

  it('is however the code comes to it', async () => {
    expect(
      await inList(`//- src/more.ts
    const { allowedFeatures } = session;
    export const more = () => allowedFeatures.includes('newUi') && allowedFeatures.includes('export');
    export class Page {
      show() {
        const { allowedFeatures } = this.context || {};
        return allowedFeatures.includes('newUi') && this.context.allowedFeatures.includes('newUi');
      }
    }`),
    ).toBe(`//- src/more.ts
const { allowedFeatures } = session;
export const more = () => allowedFeatures.includes('export');
export class Page {
  show() {
    return true;
  }
}
${LEFT}`);
  });

  it.each([
    ['a reader', "if (isEnabled('newUi')) a();", 'a();'],
    ['a hook', 'if (useFeatureFlags().newUi) a();', 'a();'],
  ])('may be of something else where %s is asked for it too', async (_, code, after) => {
    expect(await inList(`//- src/more.ts\n    ${code}`)).toBe(`//- src/more.ts\n${after}\n${LIKELY}`);
  });

  it('may be of something else where another list has one of its name', async () => {
    const text = await inList(`//- src/more.ts
    export const plan = ({ userFeatures }) => userFeatures.includes('newUi') && userFeatures.includes('sso');`);
    expect(text).toContain(LIKELY);
  });
});

describe('a flag that is found in a list of objects by its name, and asked whether it is on', () => {
  const program = (found: string): string => `
    //- src/page.ts
    import { Key } from './keys';
    export function usePage(): string {
      const { featureFlags } = useApp();
      return ${found} ? fresh() : old();
    }`;

  it.each([
    ['featureFlags?.find((flag) => flag.name === Key.NEW_UI)?.active'],
    ["featureFlags.find(({ key }) => key === 'newUi')?.enabled"],
    ["featureFlags.find((flag) => { return 'newUi' === flag.key; })!.isEnabled"],
    ['(featureFlags?.find((flag) => flag.name === Key.NEW_UI)?.active ?? false)'],
    ['!featureFlags.findLast(({ id }) => id === Key.NEW_UI)?.off'],
  ])('is asked for: %s', async (found) => {
    const keys = "//- src/keys.ts\nexport enum Key { NEW_UI = 'newUi', DARK = 'dark' }";
    expect(await remove(`${program(found)}\n${keys}`)).toMatch(
      /export function usePage\(\): string \{\n {2}return fresh\(\);\n\}/,
    );
  });

  it.each([
    ['featureFlags.find((flag) => flag.name === Key.NEW_UI)?.limit'],
    ['featureFlags.find((flag) => flag.name === Key.NEW_UI)'],
    ['featureFlags.find((flag) => flag.name === Key.NEW_UI && flag.isMine)?.active'],
    ['featureFlags.find((flag) => flag.name === Key.NEW_UI || isNew)?.active'],
    ['featureFlags.find((flag) => flag.owner === Key.NEW_UI)?.active'],
    ['useApp().limits.find((flag) => flag.name === Key.NEW_UI)?.active'],
    ['featureFlags.some((flag) => flag.name === Key.NEW_UI)'],
    ['featureFlags.filter((flag) => flag.name === Key.NEW_UI).length > 0'],
  ])('is left where more is looked for, or something else is asked: %s', async (found) => {
    const keys = "//- src/keys.ts\nexport enum Key { NEW_UI = 'newUi', DARK = 'dark' }";
    expect(await remove(`${program(found)}\n${keys}`)).not.toContain('//- src/');
  });
});
