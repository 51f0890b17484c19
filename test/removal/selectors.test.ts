import { describe, expect, it } from 'vitest';
import { removeWhole as removeAll } from '../support/whole-removal';

/** Without what is said of files that nobody imports any more. */
const removeWhole = async (...given: Parameters<typeof removeAll>): Promise<string> =>
  (await removeAll(...given)).replace(/\n\S+: No other file imports this one any more\./g, '');

const STORE = `
//- flags.yaml
flags:
  newUi: { enabled: true }
  other: { enabled: true }
//- src/selectors.ts
import { createSelector } from '@reduxjs/toolkit';
export const selectFlags = (state: State) => state.featureFlags;
export const selectIsNew = (state: State) => state.featureFlags.newUi;
export const selectIsOther = createSelector([selectFlags], (flags) => flags.other);
`;

/** The page alone. */
const page = async (source: string, more = ''): Promise<string> =>
  (
    await removeWhole(`${STORE}${more}//- src/page.tsx\n${source}`, {
      flag: 'newUi',
      hidden: ['src/selectors.ts', 'src/made.ts'],
    })
  ).replace('//- src/page.tsx\n', '');

const asked = (hook: string, from: string): string => `import { ${hook} } from '${from}';
import { selectIsNew, selectIsOther } from './selectors';
export function Page() {
  const isNew = ${hook}(selectIsNew);
  const isOther = ${hook}(selectIsOther);
  return isNew ? <New other={isOther} /> : <Old />;
}`;

const left = (hook: string, from: string): string => `import { ${hook} } from '${from}';
import { selectIsOther } from './selectors';
export function Page() {
  const isOther = ${hook}(selectIsOther);
  return <New other={isOther} />;
}`;

describe('a selector that gives nothing but the flag', () => {
  it('goes with what a hook is told by it', async () => {
    expect(await page(asked('useSelector', 'react-redux'))).toBe(left('useSelector', 'react-redux'));
  });

  it.each([
    ['const useAppSelector: TypedUseSelectorHook<State> = useSelector;'],
    ['const useAppSelector = useSelector.withTypes<State>();'],
    ['const useAppSelector = (select: Select) => useSelector(select);'],
  ])('of the project’s own: %s', async (hook) => {
    const hooks = `//- src/hooks.ts\nimport { useSelector } from 'react-redux';\nexport ${hook}\n`;
    expect(await page(asked('useAppSelector', './hooks'), hooks)).toBe(left('useAppSelector', './hooks'));
  });

  it('stays asked by a hook that does more', async () => {
    const hooks = `//- src/hooks.ts
import { useSelector } from 'react-redux';
export const useAppSelector = (select) => {
  track(select);
  return useSelector(select);
};
`;
    expect(await page(asked('useAppSelector', './hooks'), hooks)).toBe('');
  });

  it('may be made of others', async () => {
    const made = `//- src/made.ts
import { createSelector } from 'reselect';
import { selectFlags } from './selectors';
export const selectMade = createSelector(selectFlags, (flags) => Boolean(flags.newUi));
`;
    const source = `import { useSelector } from 'react-redux';
import { selectMade } from './made';
export const Page = () => (useSelector(selectMade) ? <New /> : <Old />);`;
    expect(await page(source, made)).toBe('export const Page = () => <New />;');
  });

  it('is told at once to a saga', async () => {
    const source = (answer: string): string => `import { put, select } from 'redux-saga/effects';
import { selectIsNew } from './selectors';
export function* load() {
  const isNew = ${answer};
  const state = yield select();
  if (isNew) yield put(fresh(state));
}`;
    const after = `import { put, select } from 'redux-saga/effects';
export function* load() {
  const state = yield select();
  yield put(fresh(state));
}`;
    expect(await page(source('yield select(selectIsNew)'))).toBe(after);
    expect(
      await page(source('yield* select(selectIsNew)').replace('redux-saga/effects', 'typed-redux-saga')),
    ).toBe(after.replace('redux-saga/effects', 'typed-redux-saga'));
    expect(await page(source('yield call(selectIsNew)'))).toBe('');
  });
});

describe('a package’s function that asks whether a flag is on', () => {
  const FEATURES = `//- src/features.ts
export enum FeatureName {
  NEW_UI = 'new-ui',
  OTHER = 'other',
}
`;
  const remove = (source: string): Promise<string> =>
    removeWhole(`${FEATURES}//- src/page.ts\n${source}`, { flag: 'new-ui', hidden: ['src/features.ts'] });
  const IMPORT = "import { FeatureName } from './features';\n";

  it.each([
    ['getIsFeatureEnabled(state, Application.WEB, FeatureName.NEW_UI)'],
    ['isFeatureFlagActive(FeatureName.NEW_UI)'],
  ])('is known by a member of what is named for flags: %s', async (call) => {
    const name = call.slice(0, call.indexOf('('));
    expect(
      await remove(
        `import { ${name} } from '@team/features';\n${IMPORT}export const page = (state) => (${call} ? a() : b());`,
      ),
    ).toBe('//- src/page.ts\nexport const page = (state) => a();');
  });

  it.each([
    ["isFeatureEnabled('new-ui')", 'is given a text'],
    ['getFeatureTitle(FeatureName.NEW_UI)', 'asks for something else'],
    ['isFeatureDisabled(FeatureName.NEW_UI)', 'asks for the contrary'],
    ['ask(isFeatureEnabledFor(FeatureName.NEW_UI))', 'may give a function'],
    ['isFeatureEnabledFor(FeatureName.NEW_UI)(state)', 'gives a function'],
  ])('is not known for certain where it %s: %s', async (call) => {
    const name = /\w*Feature\w*/.exec(call)![0];
    const source = `import { ${name} } from '@team/features';\n${IMPORT}export const page = (state) => (${call} ? a() : b());`;
    expect((await remove(source)).includes('a();')).toBe(name === 'isFeatureEnabled');
  });

  it.each(['@/features', './lib/features', '~/features'])(
    'is none of a module that is not found: %s',
    async (from) => {
      const source = `import { getIsFeatureEnabled } from '${from}';\n${IMPORT}export const page = () => (getIsFeatureEnabled(state, FeatureName.NEW_UI) ? a() : b());`;
      expect(await remove(source)).toContain('This is likely a read of the flag');
    },
  );

  it('may fail before the flags are there: nothing fails where its answer is settled', async () => {
    expect(
      await remove(`import { getIsFeatureEnabled } from '@team/features';
${IMPORT}const getIsNew = (state) => {
  try {
    return getIsFeatureEnabled(state, FeatureName.NEW_UI);
  } catch (e) {
    return false;
  }
};
export const page = (state) => (getIsNew(state) ? a() : b());`),
    ).toBe('//- src/page.ts\nexport const page = (state) => a();');
  });
});
