import { expect, it } from 'vitest';
import { lenses } from '../../server/src/features/lenses';
import { openFixture } from '../support/workspace';

/** The reads and the switches are left out. */
const NONE = { reads: false, switches: false };

it('offer the removal of a flag that has settled, above its entry', async () => {
  const { snapshot, file, textOf } = await openFixture(`
    //- flags.yaml
    flags:
      on: { enabled: true }
      off: { enabled: false }
      half: { enabled: true, percentage: 50 }
      pay: { enabled: true, type: kill_switch }
      set: { enabled: true }
    //- app.ts
    FLAGS.set = isEnabled('set') && isEnabled('on') && isEnabled('off') && isEnabled('half');
  `);
  const drawn = lenses(snapshot, file, NONE).map(
    ({ span, title }) => `${textOf().slice(span.start, span.end)}: ${title}`,
  );
  expect(drawn).toEqual([
    'on: Remove flag: keep the enabled branch…',
    'off: Remove flag: keep the disabled branch…',
    'half: who gets this?',
  ]);
  expect(lenses(snapshot, file, NONE)[0]!.action).toEqual({
    kind: 'removal',
    request: { flag: 'on', keep: true, scope: { kind: 'everywhere' } },
  });
});

it('ask no flag to go that was made off, and not long ago', async () => {
  const { snapshot, file } = await openFixture(`
    //- flags.yaml
    flags:
      new: { enabled: false, created: 2026-11-20 }
      old: { enabled: false, created: 2025-11-20 }
    //- app.ts
    isEnabled('new') && isEnabled('old');
  `);
  expect(lenses(snapshot, file, NONE).map(({ title }) => title)).toEqual([
    'Remove flag: keep the disabled branch…',
  ]);
});

it('are none in code', async () => {
  const { snapshot } = await openFixture(`
    //- flags.yaml
    flags: { on: { enabled: true } }
    //- app.ts
    isEnabled('on');
  `);
  expect(lenses(snapshot, 'app.ts')).toEqual([]);
});

it('say how often a flag is read, how old it is and whose, and switch it', async () => {
  const { snapshot, file, textOf } = await openFixture(`
    //- flags.yaml
    flags:
      half:
        enabled: true
        percentage: 10
        owner: payments-team
        created: 2026-05-01
        schedule: [{ date: 2026-11-01, percentage: 10 }, { date: 2026-12-01, percentage: 50 }]
      pay: { enabled: true, type: kill_switch }
      off: { enabled: false, owner: web }
      plain: true
      twice: true
      twice: true
    //- a.ts
    isEnabled('half') && isEnabled('pay');
    //- b.ts
    isEnabled('half');
  `);
  const drawn = new Map<string, string[]>();
  for (const { span, title } of lenses(snapshot, file)) {
    const key = textOf().slice(span.start, span.end);
    drawn.set(key, [...(drawn.get(key) ?? []), title]);
  }
  expect(Object.fromEntries(drawn)).toEqual({
    half: [
      '2 reads in 2 files · 206 days · payments-team',
      'turn off',
      'step to 50 %',
      'set percentage…',
      'who gets this?',
    ],
    pay: ['1 read in 1 file', 'turn off', 'set percentage…'],
    off: ['no reads · web', 'turn on', 'Remove flag: keep the disabled branch…'],
    plain: ['no reads', 'turn off', 'Remove flag: keep the enabled branch…'],
    twice: ['no reads', 'Remove flag: keep the enabled branch…'],
  });
});
