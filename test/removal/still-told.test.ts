import { expect, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { drawPlace, openFixture } from '../support/workspace';

/** The places of which a removal says that they still name the flag. */
async function told(source: string, flag = 'new_ui'): Promise<string[]> {
  const { workspace, textOf } = await openFixture(
    `//- flags.yaml\nflags:\n  ${flag}: { enabled: true }\n${source}`,
  );
  const plan = await planFromWorkspace(workspace, { flag, keep: true, scope: { kind: 'everywhere' } });
  return plan.notes
    .filter(({ message }) => message === 'This comment still names the flag.')
    .map(({ file, span }) => `${file}: ${drawPlace(textOf(file), span)}`);
}

test('comments that name the flag, in whatever source, are told', async () => {
  const source = `//- src/app.ts
// About new_ui_2, new_uis and my-new_ui.
export const shown = flags.isEnabled('new_ui') ? fresh() : old();
/* TODO: remove once new_ui is gone. */
export const other = 'about new_ui';
//- src/page.tsx
export const Page = () => <p>{/* was new_ui */} // new_ui </p>;
`;
  expect(await told(source)).toEqual([
    'src/app.ts: [/* TODO: remove once new_ui is gone. */]',
    'src/page.tsx: export const Page = () => <p>{[/* was new_ui */]} // new_ui </p>;',
  ]);
});

test('none that goes with what it was about, and none of a name that stands for many things', async () => {
  const source = (key: string): string => `//- src/app.ts
export function show() {
  if (flags.isEnabled('${key}')) return fresh();
  // Without ${key}.
  return old();
}
`;
  expect(await told(source('new_ui'))).toEqual([]);
  expect(await told(`${source('search')}// The search.\n`, 'search')).toEqual([]);
});

test('texts that are the key and of which nothing else is said are told, once for each file', async () => {
  const { workspace, textOf } = await openFixture(`//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/app.ts
export const shown = flags.isEnabled('new_ui') ? fresh() : old();
export const kind = (name) => name === 'new_ui' || name === \`new_ui\`;
export const other = 'about new_ui';
//- src/app.test.ts
it('is new', () => start(['new_ui']));
`);
  const plan = await planFromWorkspace(workspace, {
    flag: 'new_ui',
    keep: true,
    scope: { kind: 'everywhere' },
  });
  expect(
    plan.notes.map(({ file, span, message }) => `${file}: ${drawPlace(textOf(file), span)} ${message}`),
  ).toEqual([
    "src/app.test.ts: it('is new', () => start([['new_ui']])); The flag's key still stands here. No code that is analysed asks for the flag by it.",
    "src/app.ts: export const kind = (name) => name === ['new_ui'] || name === `new_ui`; The flag's key still stands in 2 places of this file, here first. No code that is analysed asks for the flag by it.",
  ]);
});

test('no text is told of while something still asks for the flag', async () => {
  const { workspace } = await openFixture(`//- flags.yaml
flags:
  new_ui: { enabled: true }
//- src/app.ts
export const shown = flags.isEnabled('new_ui') ? fresh() : old();
export const label = flags.isEnabled('new_ui', report()) ? fresh() : old();
//- src/keys.ts
export const keys = ['new_ui'];
`);
  const plan = await planFromWorkspace(workspace, {
    flag: 'new_ui',
    keep: true,
    scope: { kind: 'everywhere' },
  });
  expect(plan.review).not.toEqual([]);
  expect(plan.notes).toEqual([]);
});
