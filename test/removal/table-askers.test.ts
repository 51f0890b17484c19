import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const TABLE = `export const FLAGS = {
  OLD: (user) => user.isOld,
  NEW_UI: (user) => CONFIG.isBeta || user.isNew,
};`;

const remove = (asker: string, page: string, table = TABLE): Promise<string> =>
  removeWhole(`//- src/flags.ts\n${table}\n${asker}\n//- src/page.ts\n${page}`, { flag: 'NEW_UI' });

const left = (asker: string, page: string, table = TABLE): string =>
  `//- src/flags.ts\n${table.replace(/\n {2}NEW_UI.*/, '')}\n${asker}\n//- src/page.ts\n${page}`;

const ASKED = `import { hasFeatureAccess } from './flags';
if (hasFeatureAccess(user, 'NEW_UI')) a();
if (hasFeatureAccess(user, 'OLD')) b();`;
const KEPT = `import { hasFeatureAccess } from './flags';
a();
if (hasFeatureAccess(user, 'OLD')) b();`;
const LIKELY = 'src/page.ts! This is likely a read of the flag, but only its name says so.';

describe("a function that looks the flag up in the project's own table of functions", () => {
  it.each([
    ['export const hasFeatureAccess = (user, name) => FLAGS[name](user);'],
    ['export function hasFeatureAccess(user, name) {\n  return FLAGS[name](user);\n}'],
    [
      'export function hasFeatureAccess(user, name) {\n  const now = getNow();\n  return FLAGS[name](user)(now);\n}',
    ],
    [
      'export const hasFeatureAccess = (user, name) => askFlag({ name, user });\nfunction askFlag({ name, user }) {\n  return FLAGS[name](user);\n}',
    ],
  ])('is asked by its key: %s', async (asker) => {
    expect(await remove(asker, ASKED)).toBe(left(asker, KEPT));
  });

  it('is not asked by one whose name asks for the contrary', async () => {
    const asker = 'export const isFeatureOff = (user, name) => FLAGS[name](user);';
    const page = "import { isFeatureOff } from './flags';\nif (isFeatureOff(user, 'NEW_UI')) a();";
    expect(await remove(asker, page)).toBe(LIKELY);
  });

  it('is asked by a hook that is told when it is on, too', async () => {
    const dates = 'export const DATES = { OLD: new Date(1), NEW_UI: new Date(2) };';
    const hook = `//- src/hook.ts
import { DATES, hasFeatureAccess } from './flags';
export function useFeatureAccess({ featureName, user }) {
  const now = useNow({ live: true, until: DATES[featureName].end?.getTime() ?? DATES[featureName].getTime(), every: 60 * 1000 });
  return hasFeatureAccess({ featureName, user, now });
}`;
    const asker = `export function hasFeatureAccess({ featureName, user, now }) {
  const date = DATES[featureName];
  return FLAGS[featureName](date)(user)(now);
}`;
    const page = (text: string): string => `import { useFeatureAccess } from './hook';
export const Page = () => {
  ${text}
  const isOld = useFeatureAccess({ featureName: 'OLD', user });
  return isNew ? a(isOld) : b();
};`;
    expect(
      await remove(
        `${dates}\n${asker}\n${hook}`,
        page("const isNew = useFeatureAccess({ featureName: 'NEW_UI', user });"),
      ),
    ).toBe(
      left(
        `export const DATES = { OLD: new Date(1) };\n${asker}`,
        `import { useFeatureAccess } from './hook';
export const Page = () => {
  const isOld = useFeatureAccess({ featureName: 'OLD', user });
  return a(isOld);
};`,
      ),
    );
  });

  it.each([
    [
      'does something besides',
      'export function hasFeatureAccess(user, name) {\n  track(name);\n  return FLAGS[name](user);\n}',
    ],
    ['asks for more', 'export const hasFeatureAccess = (user, name) => user.isOn && FLAGS[name](user);'],
    ['says the contrary', 'export const hasFeatureAccess = (user, name) => !FLAGS[name](user);'],
    ['does something to ask', 'export const hasFeatureAccess = (user, name) => FLAGS[name](save(user));'],
    [
      'does something before',
      'export function hasFeatureAccess(user, name) {\n  const seen = audit();\n  return FLAGS[name](seen);\n}',
    ],
    [
      'does something where it is given nothing',
      'export const hasFeatureAccess = (user = load(), name) => FLAGS[name](user);',
    ],
    ['answers later', 'export const hasFeatureAccess = async (user, name) => FLAGS[name](user);'],
    ['looks something else up', 'export const hasFeatureAccess = (user, name) => FLAGS[user.name](user);'],
    [
      'is another one later',
      'export let hasFeatureAccess = (user, name) => FLAGS[name](user);\nhasFeatureAccess = never;',
    ],
  ])('may be asked for more where it %s', async (_, asker) => {
    expect(await remove(asker, ASKED)).toContain(LIKELY);
  });

  it.each([
    ['has none of that name', TABLE.replace('NEW_UI', 'NEWER_UI')],
    ['may have another one', TABLE.replace('const FLAGS', 'let FLAGS')],
    ['comes from elsewhere', "import { FLAGS } from 'lib';"],
  ])('may be asked for something else where its table %s', async (_, table) => {
    const asker = 'export const hasFeatureAccess = (user, name) => FLAGS[name](user);';
    expect(await remove(asker, ASKED, table)).toContain(LIKELY);
  });

  it('may be asked for something else where its name is no question for a flag', async () => {
    const asker = 'export const runJob = (user, name) => FLAGS[name](user);';
    expect(await remove(asker, ASKED.replaceAll('hasFeatureAccess', 'runJob'))).not.toContain(
      '//- src/page.ts',
    );
  });
});
