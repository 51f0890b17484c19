import { describe, expect, it } from 'vitest';
import { removeWhole } from '../support/whole-removal';

const remove = (thunk: string): Promise<string> =>
  removeWhole(
    `//- src/flags.ts
export const hasFlag = (state: State, key: string): boolean => state.flags[key];
//- src/thunks.ts
import { hasFlag } from './flags';
${thunk}
`,
    { flag: 'new-ui' },
  );

describe('the state of a store, as a thunk asks for it', () => {
  it.each([
    [
      "export const load = () => (dispatch, getState) => dispatch(map(hasFlag(getState(), 'new-ui')));",
      'export const load = () => (dispatch, getState) => dispatch(map(true));',
    ],
    [
      "export const load = () => async (_dispatch: Dispatch, getState: GetState) => {\n  const isNew = hasFlag(getState(), 'new-ui');\n  return isNew ? fresh(getState()) : old();\n};",
      'export const load = () => async (_dispatch: Dispatch, getState: GetState) => {\n  return fresh(getState());\n};',
    ],
    [
      "export const load = createAsyncThunk('load', async (id, { getState, signal }) => {\n  if (hasFlag(getState(), 'new-ui')) return fresh(id, signal);\n  return old();\n});",
      "export const load = createAsyncThunk('load', async (id, { signal }) => {\n  return fresh(id, signal);\n});",
    ],
  ])('goes with the flag that was asked of it: %s', async (thunk, left) => {
    expect(await remove(thunk)).toContain(left);
  });

  it.each([
    ["export const load = (getState) => run(hasFlag(getState(), 'new-ui'));"],
    ["export const load = (first, getState) => run(hasFlag(getState(), 'new-ui'));"],
    ["export const load = (dispatch, getState) => run(hasFlag(getState('count'), 'new-ui'));"],
    ["export const load = (dispatch, state) => run(hasFlag(state(), 'new-ui'));"],
    [
      "export const load = (dispatch, getState) => { getState = wrap(getState); run(hasFlag(getState(), 'new-ui')); };",
    ],
    [
      "import { getState } from './state';\nexport const load = (dispatch) => run(hasFlag(getState(), 'new-ui'));",
    ],
  ])('stays where it may be something else: %s', async (thunk) => {
    expect(await remove(thunk)).toMatch(/(getState|state)\(.*\), true/);
  });
});
