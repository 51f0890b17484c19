import { expect, it } from 'vitest';
import { commitMessage, dueFlags } from '../../server/src/features/clean-up';
import { openFixture } from '../support/workspace';

it('lists what is due and settled: on before off, the longest due first, and none that is to stay or is written', async () => {
  const { snapshot } = await openFixture(`
    //- flags.yaml
    flags:
      off: { enabled: false, created: 2018-01-01 }
      on: { enabled: true, created: 2020-01-01, owner: web }
      longer: { enabled: true, created: 2019-01-01 }
      expired: { enabled: true, created: 2026-11-01, expires: 2026-11-20 }
      fresh: { enabled: true, created: 2026-11-01 }
      half: { enabled: true, percentage: 50, expires: 2020-01-01 }
      pay: { enabled: true, type: kill_switch, created: 2019-01-01 }
      set: { enabled: true, created: 2019-01-01 }
    //- app.ts
    FLAGS.set = isEnabled('on');
  `);
  expect(dueFlags(snapshot).map(({ key }) => key)).toEqual(['longer', 'on', 'expired', 'off']);
  expect(dueFlags(snapshot)[1]?.detail).toMatch(/^web · It is fully on and has been for \d+ days/);
});

it('a commit message says why, or lists what went', async () => {
  const { snapshot } = await openFixture(`
    //- flags.yaml
    flags:
      on: { enabled: true, created: 2020-01-01 }
      off: { enabled: false, created: 2020-01-01 }
    //- app.ts
    isEnabled('on');
  `);
  expect(commitMessage(snapshot, [{ flag: 'on', keep: true }])).toMatch(
    /^Remove flag 'on', keep the enabled branch\n\nIt is fully on and has been for .*$/,
  );
  expect(
    commitMessage(snapshot, [
      { flag: 'on', keep: true },
      { flag: 'off', keep: false },
    ]),
  ).toBe('Remove 2 feature flags\n\n- on: keep the enabled branch\n- off: keep the disabled branch');
});
