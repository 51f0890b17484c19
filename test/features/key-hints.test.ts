import { expect, it } from 'vitest';
import { keyHints, knownKeys } from '../../server/src/features/key-hints';
import { openFixture } from '../support/workspace';

/** The text with the hints between brackets where the editor draws them. */
async function drawn(source: string, part?: { start: number; end: number }): Promise<string> {
  const { snapshot, textOf } = await openFixture(`
    //- flags.yaml
    flags:
      half: { enabled: true, percentage: 10, owner: payments-team }
      nobody: { enabled: true, percentage: 10 }
      done: { enabled: true, created: 2026-08-01, owner: web }
      gone: { enabled: false, created: 2026-11-22 }
      pay: { enabled: true, type: kill_switch, owner: ops }
    //- flags.ts
    export const FLAGS = { HALF: 'half' };
    export function isEnabled(key: string): boolean { return table.has(key); }
    export const halfIsOn = () => isEnabled('half');
    //- app.ts
    ${source}
  `);
  const text = textOf('app.ts');
  return keyHints(snapshot, 'app.ts', text, part ?? { start: 0, end: text.length }).reduceRight(
    (sum, { offset, label }) => `${sum.slice(0, offset)}[${label}]${sum.slice(offset)}`,
    text,
  );
}

it('stand behind the key, and say how far a flag is and whose', async () => {
  expect(await drawn("isEnabled('half') && isEnabled(\"nobody\") && isEnabled('pay');")).toContain(
    "isEnabled('half'[10 % · payments-team]) && isEnabled(\"nobody\"[10 %]) && isEnabled('pay'[100 % · ops]);",
  );
});

it('say for how long a settled flag has been as it is', async () => {
  expect(await drawn("isEnabled('done') && isEnabled('gone');")).toMatch(
    /'done'\[100 % for 114 days\]\) && isEnabled\('gone'\[off for 1 day\]\)/,
  );
});

it('stand behind constants and behind calls of wrappers', async () => {
  const source = "import { FLAGS, halfIsOn, isEnabled } from './flags'; isEnabled(FLAGS.HALF); halfIsOn();";
  expect(await drawn(source)).toContain(
    'isEnabled(FLAGS.HALF[10 % · payments-team]); halfIsOn()[10 % · payments-team];',
  );
});

it('are those of the part that is on the screen', async () => {
  const source = "isEnabled('half'); isEnabled('nobody');";
  expect(await drawn(source, { start: 0, end: 15 })).toBe(
    "isEnabled('half'[10 % · payments-team]); isEnabled('nobody');\n",
  );
});

it('keys are coloured where a flag file declares them', async () => {
  const { snapshot, textOf } = await openFixture(`
    //- app.ts
    isEnabled('half') && isEnabled('unheard_of');
    //- flags.yaml
    flags: { half: { enabled: true } }
  `);
  const text = textOf('app.ts');
  const keys = knownKeys(snapshot, 'app.ts', { start: 0, end: text.length });
  expect(keys.map(({ start, end }) => text.slice(start, end))).toEqual(['half']);
});

it('gives the keys of the flags that code reads where there is no flag file', async () => {
  const { snapshot, textOf } = await openFixture(`
    //- app.ts
    import { useFlags } from 'launchdarkly-react-client-sdk';
    const { newCart } = useFlags();
    useFlag('new_search') || door.isEnabled('open');
  `);
  const text = textOf('app.ts');
  const keys = (part: { start: number; end: number }) =>
    knownKeys(snapshot, 'app.ts', part).map(({ start, end }) => text.slice(start, end));
  expect(keys({ start: 0, end: text.length })).toEqual(['newCart', 'new_search']);
  expect(keys({ start: 0, end: text.indexOf('useFlag(') })).toEqual(['newCart']);
});
