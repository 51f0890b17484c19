import { expect, it } from 'vitest';
import { flagRow, readsOfFlag, undeclaredRow } from '../../server/src/features/flag-rows';
import { undeclaredFlags } from '../../server/src/workspace/undeclared';
import { openFixture } from '../support/workspace';

const SHOP = `
  //- config/flags.yaml
  flags:
    old: { enabled: true, percentage: 100, created: 2020-01-01, owner: web, type: release }
    half: { enabled: true, percentage: 10 }
    pay: { enabled: true, type: kill_switch, created: 2020-01-01 }
    beta_search: { enabled: false }
  //- src/b.ts
  import { isEnabled } from './flags';
  isEnabled('half') && isEnabled('old');
  isEnabled(\`beta_\${name}\`);
  //- src/a.ts
  import { isEnabled } from './flags';
  isEnabled('half');
`;

it('a row says what one wants to know of a flag at a glance', async () => {
  const { snapshot } = await openFixture(SHOP);
  const row = (key: string) => flagRow(snapshot, snapshot.flag(key)!).row;
  expect(row('old')).toMatchObject({
    key: 'old',
    file: 'config/flags.yaml',
    state: 'on',
    rollout: '100 %',
    stateInWords: 'on for everyone',
    stage: { number: 6, name: 'settled' },
    owner: 'web',
    type: 'release',
    reads: 1,
    due: expect.stringContaining('It is fully on and has been for'),
  });
  expect(row('half')).toMatchObject({ rollout: '10 %', reads: 2, stage: { number: 4 } });
  expect(row('half')).not.toHaveProperty('due');
  expect(row('pay')).not.toHaveProperty('due');
});

it('the reads stand by file, and say where they are not sure', async () => {
  const { snapshot } = await openFixture(SHOP);
  const drawn = (key: string) =>
    readsOfFlag(snapshot, key).map(({ file, note }) => (note === undefined ? file : `${file} ${note}`));
  expect(drawn('half')).toEqual(['src/a.ts', 'src/b.ts']);
  expect(drawn('beta_search')).toEqual(['src/b.ts may reach it: the key is made at run time']);
});

it('the stamp of a row follows its reads, and nothing else that moves', async () => {
  const stamps = async (source: string) => {
    const { snapshot } = await openFixture(source);
    return ['old', 'half'].map((key) => flagRow(snapshot, snapshot.flag(key)!).stamp);
  };
  const [old, half] = await stamps(SHOP);
  const [oldMoved, halfMoved] = await stamps(
    SHOP.replace("  isEnabled('half');", "  \n  isEnabled('half');"),
  );
  expect(oldMoved).toBe(old);
  expect(halfMoved).not.toBe(half);
});

it('a flag that only the code knows has a row of what the code says', async () => {
  const { snapshot } = await openFixture(`
    //- src/app.ts
    import { useFlag } from '@unleash/proxy-client-react';
    useFlag('new_cart') && useFlag('new_cart');
    isEnabled('by_name_alone');
  `);
  expect([...undeclaredFlags(snapshot)].map(([key, reads]) => undeclaredRow(key, reads).row)).toEqual([
    {
      key: 'new_cart',
      file: 'src/app.ts',
      isUndeclared: true,
      state: 'unknown',
      rollout: '',
      stateInWords: 'in no flag file',
      reads: 2,
    },
  ]);
});
