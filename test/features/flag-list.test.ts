import { expect, it } from 'vitest';
import { listFlags, namedFlag } from '../../server/src/features/flag-list';
import { openFixture } from '../support/workspace';

it('has the flags that are due first, the longest due before the others', async () => {
  const { snapshot } = await openFixture(`
    //- flags.yaml
    flags:
      half: { enabled: true, percentage: 50, owner: shop }
      kill: { enabled: true, type: kill_switch }
      fresh: { enabled: true, created: 2026-11-20 }
      late: { enabled: true, created: 2026-01-01, owner: shop }
      later: { enabled: false, created: 2025-01-01 }
      over: { enabled: true, expires: 2026-01-01 }
    //- app.ts
    if (isEnabled('half') && isEnabled('late')) a(isEnabled('late'));
  `);
  expect(listFlags(snapshot).map(({ group, key, state, detail }) => [group, key, state, detail])).toEqual([
    [
      'due',
      'later',
      'off for everyone',
      'no reads · It is fully off and has been for 691 days, since 2025-01-01: more than the 90 days allowed.',
    ],
    [
      'due',
      'late',
      'on for everyone',
      'shop · 2 reads · It is fully on and has been for 326 days, since 2026-01-01: more than the 90 days allowed.',
    ],
    ['due', 'over', 'on for everyone', 'no reads · It has expired.'],
    [
      'settled',
      'fresh',
      'on for everyone',
      'no reads · It is fully on and has been for 3 days, since 2026-11-20: within the 90 days allowed.',
    ],
    [
      'open',
      'half',
      'on for 50 % of users',
      'shop · 1 read · It is on for some and off for others, so it is still in use.',
    ],
    ['stays', 'kill', 'on for everyone', "no reads · 'kill' is a kill switch, which is meant to stay."],
  ]);
});

it('says what the code can keep of each', async () => {
  const { snapshot } = await openFixture(`
    //- flags.yaml
    flags:
      on: { enabled: true }
      half: { enabled: true, percentage: 50 }
      kill: { enabled: true, type: kill_switch }
  `);
  const choices = new Map(listFlags(snapshot).map(({ key, choices: all }) => [key, all]));
  expect(choices.get('on')).toEqual([
    {
      title: 'keep the enabled branch',
      request: { flag: 'on', keep: true, scope: { kind: 'everywhere' } },
    },
  ]);
  expect(choices.get('half')!.map(({ title }) => title)).toEqual([
    'keep the enabled branch',
    'keep the disabled branch',
  ]);
  expect(choices.get('kill')).toEqual([]);
});

it('has the flags that code reads and no flag file declares, with what they may be', async () => {
  const { snapshot } = await openFixture(`
    //- src/app.ts
    import { useBooleanFlagValue, useStringFlagValue } from '@openfeature/react-sdk';
    if (useBooleanFlagValue('new_cart', false)) cart();
    paint(useStringFlagValue('color', 'blue'));
    isEnabled('by_name_alone');
    //- src/other.ts
    import { useBooleanFlagValue } from '@openfeature/react-sdk';
    export const isNew = () => useBooleanFlagValue('new_cart', false);
  `);
  const listed = listFlags(snapshot);
  expect(listed.map(({ group, key, file, state, detail }) => [group, key, file, state, detail])).toEqual([
    ['undeclared', 'color', 'src/app.ts', 'in no flag file', '1 read'],
    ['undeclared', 'new_cart', 'src/app.ts', 'in no flag file', '2 reads'],
  ]);
  expect(listed.map(({ choices }) => choices.map(({ title }) => title))).toEqual([
    ["keep 'blue'"],
    ['keep the enabled branch', 'keep the disabled branch'],
  ]);
});

it('has nothing of a function that asks for a flag by a key which it is given', async () => {
  const { snapshot } = await openFixture(`
    //- flags.ts
    export function getFeatureFlag(flagName) { return store.getState().flags[flagName].enabled; }
    export const isFlagOn = (entry) => store.flags[entry.id].enabled;
    //- app.ts
    import { getFeatureFlag, isFlagOn } from './flags';
    if (getFeatureFlag(page.featureFlag)) show();
    if (isFlagOn(page)) show();
  `);
  expect(listFlags(snapshot)).toEqual([]);
});

it('has what a function is asked for that is called like a question for a flag, where there is no flag file', async () => {
  const keys = async (more: string) => {
    const { snapshot } = await openFixture(`
      //- more.yaml
      ${more}
      //- app.ts
      useFlag('new_cart');
      isFeatureEnabled('new_search', user);
      hasFlag('--color');
      door.isEnabled('open');
    `);
    return listFlags(snapshot).map(({ key }) => key);
  };
  expect(await keys('none: true')).toEqual(['new_cart', 'new_search']);
  expect(await keys('//- flags.yaml\n      flags: { old: true }')).toEqual(['old']);
});

it('lets a person name one that nothing speaks of, and decide', () => {
  expect(namedFlag('v8_middleware', 'router.ts')).toEqual({
    key: 'v8_middleware',
    file: 'router.ts',
    group: 'undeclared',
    state: 'in no flag file',
    detail: 'by its name alone',
    choices: [true, false].map((keep) => ({
      title: `keep the ${keep ? 'enabled' : 'disabled'} branch`,
      request: { flag: 'v8_middleware', keep, scope: { kind: 'everywhere' } },
    })),
  });
});
