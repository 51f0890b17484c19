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
  it('is not the flag: who asks for it is left, and what it is made of, for later nothing would show that any more', async () => {
    expect(
      await remove(`
    //- src/page.ts
    ${SDK}
    export function page(user) {
      const flags = { newUi: isEnabled('newUi') && user.isAdmin };
      return flags.newUi ? a() : b();
    }
    //- src/other.ts
    ${SDK}
    if (isEnabled('newUi')) c();`),
    ).toBe(`//- src/other.ts
c();
src/page.ts! ${MIXED}`);
  });

  it('gives way to what is left of it where nothing asks for it by that name', async () => {
    expect(
      await remove(`
    //- src/page.ts
    ${SDK}
    export const page = (user) => show({ newUi: isEnabled('newUi') && user.isAdmin });`),
    ).toContain('show({ newUi: user.isAdmin })');
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
    ).toBe(`src/page.ts! ${MIXED}`);
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
      'the flag and more decide whether it is set',
      "export function useFlags() {\n  let newUi = false;\n  if (user.isAdmin && isEnabled('newUi')) newUi = true;\n  return { newUi };\n}",
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
    [
      'only some are given the one that has it',
      "export function useFlags() {\n  if (isEnabled('newUi') && user.isAdmin) return { newUi: true };\n  return { newUi: false };\n}",
    ],
    [
      'it is left out where the flag is on',
      "export const useFlags = () => ({ ...(isEnabled('newUi') ? {} : { newUi: true }) });",
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

describe('a function that answers for this flag with more than it', () => {
  const ask = (reader: string, keep?: boolean): Promise<string> =>
    remove(
      `
    //- src/reader.ts
    ${SDK}
    ${reader.replaceAll('\n', '\n    ')}
    //- src/page.ts
    import { hasFeature } from './reader';
    if (hasFeature('newUi')) a();
    else b();`,
      keep,
    );

  const READERS: readonly [string, string][] = [
    [
      'by a case of its own',
      "export function hasFeature(name) {\n  switch (name) {\n    case 'newUi': return isEnabled('newUi') && user.isAdmin;\n    default: return false;\n  }\n}",
    ],
    [
      'by what a table has',
      "const FLAGS = { newUi: isEnabled('newUi') && user.isAdmin };\nexport const hasFeature = (name) => FLAGS[name];",
    ],
    [
      'by a function of a table',
      "const FLAGS = { newUi: () => isEnabled('newUi') && user.isAdmin };\nexport const hasFeature = (name) => FLAGS[name]();",
    ],
    [
      'by a map',
      "const FLAGS = new Map([['newUi', () => isEnabled('newUi') && user.isAdmin]]);\nexport const hasFeature = (name) => FLAGS.get(name)();",
    ],
    [
      'by what another function gives',
      "const flags = () => ({ newUi: isEnabled('newUi') && user.isAdmin });\nexport const hasFeature = (name) => flags()[name];",
    ],
  ];

  test.each(READERS)('is still asked: %s', async (_, reader) => {
    const removed = await ask(reader);
    expect(removed).not.toContain('//- src/page.ts');
    expect(removed).toContain('src/page.ts! The function called here does more than read the flag.');
  });

  test.each(READERS)('is not where nothing else decides: %s', async (_, reader) => {
    expect(await ask(reader, false)).toContain('//- src/page.ts\nb();');
    expect(await ask(reader.replace(' && user.isAdmin', ''))).toContain('//- src/page.ts\na();');
  });
});

describe('a name in a list of what is on', () => {
  const list = (made: string, keep?: boolean): Promise<string> =>
    remove(
      `
    //- src/page.ts
    ${SDK}
    export function page(user) {
      ${made}
      return features.includes('newUi') ? a() : b();
    }`,
      keep,
    );

  test.each([
    ["const features = isEnabled('newUi') && user.isPro ? ['newUi'] : [];"],
    ["const features = []; if (isEnabled('newUi') && user.isPro) features.push('newUi');"],
    ["const features = isEnabled('newUi') ? [] : ['newUi'];"],
    ["const features = ['newUi'].filter(() => isEnabled('newUi') && user.isPro);"],
  ])('is asked for where more than the flag decides: %s', async (made) => {
    const removed = await list(made);
    expect(removed).toContain(`src/page.ts! ${MIXED}`);
    expect(removed).not.toContain('//- src/page.ts');
  });

  test.each([
    ["const features = isEnabled('newUi') ? ['newUi'] : [];"],
    ["const features = []; if (isEnabled('newUi')) features.push('newUi');"],
  ])('is there where the flag is on: %s', async (made) => {
    expect(await list(made)).toContain('  return a();');
    expect(await list(made, false)).toContain('  return b();');
  });

  it('is not where nothing else decides', async () => {
    expect(
      await list("const features = isEnabled('newUi') && user.isPro ? ['newUi'] : [];", false),
    ).toContain('  return b();');
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
    ["true, ...(isEnabled('newUi') && { newUi: true })"],
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
