import { describe, expect, it, test } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (source: string, keep?: boolean): Promise<string> =>
  removeWhole(
    `
    //- flags.yaml
    newUi:
      enabled: true${source}`,
    { flag: 'newUi', ...(keep !== undefined && { keep }) },
  );

const SDK = "import { isEnabled } from 'unleash-client';";
const MIXED =
  'Code gives a member of this name more than the flag, or its opposite, and this may be that one.';

describe('a member that is made of the flag and of more', () => {
  it('is no longer the flag: who asks for it still learns the rest', async () => {
    expect(
      await remove(`
    //- src/page.ts
    ${SDK}
    export function page(user) {
      const flags = { newUi: isEnabled('newUi') && user.isAdmin };
      return flags.newUi ? a() : b();
    }`),
    ).toBe(`//- src/page.ts
export function page(user) {
  const flags = { newUi: user.isAdmin };
  return flags.newUi ? a() : b();
}
src/page.ts: Its declaration stays. src/page.ts still names it.`);
  });

  it('is what the flag is where nothing else decides', async () => {
    expect(
      await remove(
        `
    //- src/page.ts
    ${SDK}
    export function page(user) {
      const flags = { newUi: isEnabled('newUi') && user.isAdmin };
      return flags.newUi ? a() : b();
    }`,
        false,
      ),
    ).toBe(`//- src/page.ts
export function page(user) {
  return b();
}`);
  });

  it('is followed from table to table', async () => {
    expect(
      await remove(`
    //- src/flags.ts
    export const flags = { newUi: process.env.NEW_UI === 'true' };
    //- src/allowed.ts
    import { flags } from './flags';
    export const ownFlags = { newUi: !flags.newUi };
    //- src/others.ts
    import { ownFlags } from './allowed';
    export const otherFlags = { newUi: ownFlags.newUi };
    //- src/page.ts
    import { otherFlags } from './others';
    if (otherFlags.newUi) a();
    else b();`),
    ).toContain(`//- src/page.ts
b();`);
  });

  test.each([
    ['a hook gives', "export const useFlags = () => ({ newUi: isEnabled('newUi') && user.isAdmin });"],
    [
      'it is named first',
      "export function useFlags() {\n  const newUi = isEnabled('newUi') && user.isAdmin;\n  return { newUi };\n}",
    ],
    [
      'it is set on the way',
      "export function useFlags() {\n  let newUi = false;\n  if (user.isAdmin) newUi = isEnabled('newUi');\n  return { newUi };\n}",
    ],
    [
      'only some have it',
      "export const useFlags = () => ({ ...(user.isAdmin && { newUi: isEnabled('newUi') }) });",
    ],
    [
      'a function of its own works it out',
      "const canSee = () => user.isAdmin && isEnabled('newUi');\nexport const useFlags = () => ({ newUi: canSee() });",
    ],
    [
      'several answers are given',
      "function canSee() {\n  if (!user.isAdmin) return false;\n  return isEnabled('newUi');\n}\nexport const useFlags = () => ({ newUi: canSee() });",
    ],
    ['it is handed to a function', "export const useFlags = () => ({ newUi: allow(isEnabled('newUi')) });"],
  ])('leaves who may ask for it, where %s', async (_, table) => {
    const removed = await remove(`
    //- src/use-flags.ts
    ${SDK}
    ${table.replaceAll('\n', '\n    ')}
    //- src/page.ts
    import { useFlags } from './use-flags';
    const flags = useFlags();
    if (flags.newUi) a();
    else b();
    export function page() {
      const { newUi } = useFlags();
      return newUi;
    }`);
    expect(removed).not.toContain('//- src/page.ts');
    expect(removed).toContain(`src/page.ts! ${MIXED}\nsrc/page.ts! ${MIXED}`);
  });
});

describe('a member that is the flag and nothing else', () => {
  test.each([
    ["isEnabled('newUi')"],
    ["!!isEnabled('newUi')"],
    ["isEnabled('newUi') ?? false"],
    ["isEnabled('newUi') === true"],
    ["isEnabled('newUi') || user.isAdmin"],
    ["isEnabled('newUi') ? true : false"],
    ["toBoolean(isEnabled('newUi'))"],
    ["useMemo(() => isEnabled('newUi'), [])"],
    ["process.env.NEW_UI === 'true' && user.isAdmin"],
  ])('gives way wherever it is asked for: %s', async (value) => {
    const removed = await remove(`
    //- src/use-flags.ts
    ${SDK}
    import { useMemo } from 'react';
    export const useFlags = () => ({ newUi: ${value} });
    //- src/page.ts
    import { useFlags } from './use-flags';
    const { newUi } = useFlags();
    if (newUi) a();
    else b();`);
    expect(removed).toContain('//- src/page.ts\na();');
    expect(removed).not.toContain('!');
  });
});
