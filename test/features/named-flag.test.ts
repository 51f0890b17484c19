import { expect, it } from 'vitest';
import { namesFlag } from '../../server/src/features/named-flag';
import { workspaceOf } from '../support/memory-host';

/** Whether a flag is named at `|`. */
async function isNamed(marked: string): Promise<boolean> {
  const workspace = await workspaceOf([['flags.yaml', 'flags: { new-checkout: true }']]);
  return namesFlag(workspace.snapshot(), marked.replace('|', ''), marked.indexOf('|'));
}

it.each([
  "ask('new|-checkout')",
  "ask('new-checkout|')",
  'flags.|newCheckout && x',
  'FLAGS.NEW_CHECK|OUT',
  '|new-checkout',
])('%s names a flag', async (marked) => {
  expect(await isNamed(marked)).toBe(true);
});

it.each(['|', "ask('new-che|ck')", 'new| checkout', 'renewCheck|out', 'a | b'])(
  '%s names none',
  async (marked) => {
    expect(await isNamed(marked)).toBe(false);
  },
);
