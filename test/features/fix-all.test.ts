import { expect, it } from 'vitest';
import { flagsToFix } from '../../server/src/features/fix-all';
import { planCleanUp } from '../../server/src/removal/clean-up';
import { applyEdits } from '../../server/src/text/edits';
import { openFixture } from '../support/workspace';

it('takes flags that are due and fully on, of one file, all at once', async () => {
  const { workspace, snapshot, textOf } = await openFixture(`
    //- flags.yaml
    flags:
      one: { enabled: true, created: 2025-01-01 }
      two: { enabled: true, created: 2025-01-01 }
      young: { enabled: true, created: 2026-11-01 }
      off: { enabled: false, created: 2025-01-01 }
      half: { enabled: true, percentage: 50, expires: 2025-01-01 }
      kill: { enabled: true, type: kill_switch, created: 2025-01-01 }
      set: { enabled: true, created: 2025-01-01 }
      maybe: { enabled: true, created: 2025-01-01 }
    //- app.ts
    if (isEnabled('one') && isEnabled('two')) a();
    if (isEnabled('young')) b();
    if (isEnabled('off')) c();
    if (isEnabled('half')) d();
    if (isEnabled('kill')) e();
    FLAGS.set = isEnabled('set');
    if (betaFeatures.includes('maybe')) f();
    //- other.ts
    if (isEnabled('one')) g();
  `);
  const flags = flagsToFix(snapshot, 'app.ts');
  expect(flags).toEqual(['one', 'two']);
  expect(flagsToFix(snapshot, 'flags.yaml')).toEqual([]);
  const plan = await planCleanUp(workspace, 'app.ts', flags);
  expect(plan.map(({ file }) => file)).toEqual(['app.ts']);
  const [first, ...rest] = textOf('app.ts').split('\n');
  expect(first).toContain('one');
  expect(applyEdits(textOf('app.ts'), plan[0]!.edits)).toBe(['a();', ...rest].join('\n'));
});
