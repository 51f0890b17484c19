import { describe, expect, it } from 'vitest';
import { questionAt, whoGets } from '../../server/src/features/who-gets';
import { openFixture } from '../support/workspace';

const SOURCE = `
//- flags.yaml
flags:
  checkout:
    enabled: true
    percentage: 40$0
    allowed_users: [ana, 7]
    rules:
      - { attribute: plan, operator: in, value: [pro, team] }
      - { attribute: age, operator: greater_than, value: 17 }
      - { attribute: plan, operator: equals, value: trial }
      - { attribute: email, operator: matches, value: '@x[.]org$' }
    schedule:
      - { date: 2026-12-01, percentage: 100 }
//- app.ts
flags.isEnabled('checkout');
`;

describe('“who gets this?”', () => {
  it('knows the attributes that the rules of the flag under the cursor ask about, with their values', async () => {
    const { snapshot, file, offset, textOf } = await openFixture(SOURCE);
    const question = {
      flag: 'checkout',
      attributes: [
        { name: 'user_id', values: ['ana', '7'] },
        { name: 'plan', values: ['pro', 'team', 'trial'] },
        { name: 'age', values: ['17'] },
        { name: 'email', values: [] },
      ],
    };
    expect(questionAt(snapshot, file, offset)).toEqual(question);
    expect(questionAt(snapshot, 'app.ts', textOf('app.ts').indexOf('checkout'))).toEqual(question);
    expect(questionAt(snapshot, 'app.ts', 0)).toBeUndefined();
  });

  it.each([
    [
      'user_id=ana',
      "'checkout' is on for user_id=ana. Step allowed_users: user ana is in allowed_users. Bucket 78 was not asked for.",
    ],
    [
      'plan=free, age=18',
      "'checkout' is on for plan=free, age=18. Step rules: the rule on age (greater_than) matches.",
    ],
    [
      'user_id=user_123',
      "'checkout' is on for user_id=user_123. Step percentage: bucket 37 of user user_123 is below the percentage 40.",
    ],
    [
      '',
      "'checkout' is off for a context without attributes. Step percentage: it is on for 40 %, and the context names no user_id.",
    ],
  ])('%s', async (text, answer) => {
    const { snapshot, file } = await openFixture(SOURCE);
    const found = whoGets(snapshot, 'checkout', file, text);
    expect('text' in found && found.text).toBe(answer);
  });

  it('counts for how many, with what the context says of all of them', async () => {
    const { snapshot, file } = await openFixture(SOURCE);
    const shares = (text: string) => {
      const found = whoGets(snapshot, 'checkout', file, text, { withShares: true });
      return 'shares' in found && found.shares;
    };
    expect(shares('plan=free')).toEqual([
      expect.stringMatching(/^now (39|40)\.\d %$/),
      '2026-12-01, at 100 %: 100.0 %',
    ]);
    expect(shares('plan=pro')).toEqual(['now 100.0 %', '2026-12-01, at 100 %: 100.0 %']);
  });

  it('says what is wrong with a context, and what a service decides by itself', async () => {
    const { snapshot, file } = await openFixture(SOURCE);
    expect(whoGets(snapshot, 'checkout', file, 'plan')).toEqual({
      problem: "Write attributes as NAME=VALUE, such as user_id=user_123, not 'plan'.",
    });
    expect(whoGets(snapshot, 'none', file, '')).toEqual({ problem: "No flag file declares 'none'." });
  });
});
