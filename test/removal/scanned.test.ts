import { expect, test } from 'vitest';
import { planFromWorkspace } from '../../server/src/removal/from-workspace';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

/** Removals on what the real scan of a workspace finds. */
async function remove(source: string) {
  const flagFile = '//- config/flags.yaml\nflags:\n  dark_mode: { enabled: true }\n';
  const { fixture, workspace } = await openFixture(flagFile + source);
  const request = { flag: 'dark_mode', keep: true, scope: { kind: 'everywhere' } } as const;
  const plan = await planFromWorkspace(workspace, request);
  const after = Object.fromEntries(
    plan.files.map(({ file, edits }) => [file, applyEdits(fixture.files.get(file)!, edits)]),
  );
  return { after, reasons: plan.review.map(({ reason }) => reason) };
}

test('a flag taken out of its table by destructuring', async () => {
  const { after, reasons } = await remove(`//- src/a.tsx
import { useFlags } from 'launchdarkly-react-client-sdk';
export function A() {
  const { darkMode } = useFlags();
  return darkMode ? <X /> : <Y />;
}
`);
  expect(reasons).toEqual([]);
  expect(after['src/a.tsx']).toBe('export function A() {\n  return <X />;\n}\n');
});

test('wrappers of another file: by name, by namespace, with effects', async () => {
  const { after, reasons } = await remove(`//- src/a.ts
import { isDark, isDarkLoud, flag } from './w';
import * as w from './w';
if (isDark()) a();
if (isDarkLoud()) b();
if (flag('dark_mode')) c();
if (w.isDark()) d();
//- src/w.ts
import { client } from './client';
export const isDark = () => client.isEnabled('dark_mode');
export function isDarkLoud() { track(); return client.isEnabled('dark_mode'); }
export function flag(key: string) { track(key); return client.isEnabled(key); }
`);
  expect(reasons).toEqual(['The function called here does more than read the flag.']);
  expect(after).toEqual({
    'src/a.ts': `import { isDarkLoud, flag } from './w';
a();
if (isDarkLoud()) b();
if (flag('dark_mode')) c();
d();`,
    'src/w.ts': `import { client } from './client';
export function isDarkLoud() { track(); return true; }
export function flag(key: string) { track(key); return client.isEnabled(key); }
`,
  });
});
