import { expect, it } from 'vitest';
import { lenses } from '../../server/src/features/lenses';
import { openFixture } from '../support/workspace';

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
  const drawn = lenses(snapshot, file).map(
    ({ span, title }) => `${textOf().slice(span.start, span.end)}: ${title}`,
  );
  expect(drawn).toEqual([
    'on: Remove flag: keep the enabled branch…',
    'off: Remove flag: keep the disabled branch…',
    'half: who gets this?',
  ]);
  expect(lenses(snapshot, file)[0]!.action).toEqual({
    kind: 'removal',
    request: { flag: 'on', keep: true, scope: { kind: 'everywhere' } },
  });
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
