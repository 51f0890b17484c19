import { expect, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

/** What becomes of a source beside one that asks for the flag. */
async function left(source: string, flag = 'new_ui'): Promise<string> {
  const { workspace, textOf } = await openFixture(`//- flags.yaml
flags:
  ${flag}: { enabled: true }
//- src/app.ts
export const shown = flags.isEnabled('${flag}') ? fresh() : old();
//- src/form.ts
${source}`);
  const plan = await planFromWorkspace(workspace, { flag, keep: true, scope: { kind: 'everywhere' } });
  const edits = plan.files.find(({ file }) => file === 'src/form.ts')?.edits ?? [];
  return applyEdits(textOf('src/form.ts'), edits).trim();
}

test('what nothing uses goes where the comment above says that it is the flag’s, with what only it needed', async () => {
  expect(
    await left(`import { useEffect } from 'react';
import { load, save } from './api';
const LIMIT = 3;
export const Form = () => save();

// TODO: delete with new_ui
const OldForm = () => {
  useEffect(() => load(LIMIT), []);
  return helper();
};

/** Goes with \`new_ui\`. */
type OldProps = { a: 1 };

// new_ui has none.
function helper() {
  return OldForm;
}`),
  ).toBe(`import { save } from './api';
export const Form = () => save();`);
});

test.each([
  ['it is used', '// Until new_ui.\nconst old = 1;\nexport const form = old;'],
  ['others may use it', '// Until new_ui.\nexport const old = 1;'],
  ['making it has an effect', "import { load } from './api';\n// Until new_ui.\nconst old = load();"],
  ['the comment is about something else', '// Until new_uis.\nconst old = 1;\nexport {};'],
  ['the comment stands apart', '// About new_ui.\n\nconst old = 1;\nexport {};'],
  ['it is no module', '// Until new_ui.\nfunction old() {}'],
])('it stays where %s', async (_, source) => {
  expect(await left(source)).toBe(source);
});

test('it stays where the flag has the name of many things', async () => {
  const source = '// Until search.\nconst old = 1;\nexport {};';
  expect(await left(source, 'search')).toBe(source);
});
