import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../../server/src/rules/check';
import { check } from '../support/check';
import { workspaceOf } from '../support/memory-host';

// Every test lives on 2026-11-23.

describe('stale-flag', () => {
  it('stands at the entry and at every read, and says why', () =>
    check(`
      //- config/flags.yaml
      flags:
        old: { enabled: true, created: 2026-08-24 }
      # ^^^ stale-flag: Flag 'old' is stale. It is fully on and has been for 91 days, since 2026-08-24: more than the 90 days allowed. Remove it and keep the enabled branch.
        new: { enabled: true, created: 2026-08-25 }
        off: { enabled: false, created: 2025-12-01 }
      # ^^^ stale-flag: Flag 'off' is stale. It is fully off and has been for 357 days, since 2025-12-01: more than the 90 days allowed. Remove it and keep the disabled branch.
      //- src/app.ts
      if (flags.isEnabled('old')) start();
      //                   ^^^ stale-flag
      else if (flags.isEnabled('new')) stop(featureFlags.old);
      //                        ^^^ nested-flag
      //                        ^^^ unreachable-flag
      //                                                 ^^^ nested-flag: Flag 'old' is nested in flag 'new'.
      //                                                 ^^^ stale-flag
      flags.isEnabled('off');
      //               ^^^ stale-flag
    `));

  it('counts from the last past step of the schedule', () =>
    check(`
      //- config/flags.yaml
      flags:
        rolled:
          enabled: true
          percentage: 100
          created: 2026-01-01
          schedule:
            - { date: 2026-02-01, percentage: 10 }
            - { date: 2026-10-01, percentage: 100 }
        old:
      # ^^^ stale-flag
          enabled: true
          percentage: 100
          created: 2026-01-01
          schedule:
            - { date: 2026-02-01, percentage: 100 }
      //- src/app.ts
      flags.isEnabled('rolled'), flags.isEnabled('old');
      //                                          ^^^ stale-flag
    `));

  it('takes the threshold from the configuration, by type', () =>
    check(`
      //- flagwright.config.json
      { "staleAfterDays": { "release": 30, "default": 400 } }
      //- config/flags.yaml
      flags:
        release: { enabled: true, created: 2026-10-01, type: release }
      # ^^^^^^^ stale-flag: Flag 'release' is stale. It is fully on and has been for 53 days, since 2026-10-01: more than the 30 days allowed.
        operational: { enabled: true, created: 2025-12-01, type: operational }
      //- src/app.ts
      flags.isEnabled('release'), flags.isEnabled('operational');
      //               ^^^^^^^ stale-flag
    `));

  it('never speaks of what stays for good, is partial, unknown, or of unknown age', () =>
    check(`
      //- config/flags.yaml
      flags:
        payments: { enabled: true, created: 2020-01-01, type: kill_switch }
        admin: { enabled: true, created: 2020-01-01, type: permission }
        kept: { enabled: true, created: 2020-01-01, permanent: true }
        some: { enabled: true, percentage: 50, created: 2026-01-01 }
        dateless: { enabled: true }
        said: { created: 2026-01-01 }
        bare: true
      //- src/app.ts
      flags.isEnabled('payments'), flags.isEnabled('admin'), flags.isEnabled('kept'), flags.isEnabled('some');
      flags.isEnabled('dateless'), flags.isEnabled('said'), flags.isEnabled('bare');
    `));

  it('does not speak where environments disagree', () =>
    check(`
      //- flagwright.config.json
      {
        "flagFiles": [
          { "glob": "dev.yaml", "environment": "dev" },
          { "glob": "prod.yaml", "environment": "prod" }
        ]
      }
      //- dev.yaml
      flags:
        a: { enabled: true, created: 2026-01-01 }
        b: { enabled: true, created: 2026-01-01 }
      # ^ stale-flag
      //- prod.yaml
      flags:
        a: { enabled: false, created: 2026-01-01 }
        b: { enabled: true, created: 2026-01-01 }
      # ^ stale-flag
      //- src/app.ts
      flags.isEnabled('a'), flags.isEnabled('b');
      //                                     ^ stale-flag
    `));

  it('nor where their files lie in folders of their own', () =>
    check(`
      //- flagwright.config.json
      {
        "flagFiles": [
          { "glob": "config/dev/flags.yaml", "environment": "dev" },
          { "glob": "config/prod/flags.yaml", "environment": "prod" }
        ]
      }
      //- config/dev/flags.yaml
      flags:
        a: { enabled: true, created: 2026-01-01 }
      //- config/prod/flags.yaml
      flags:
        a: { enabled: false, created: 2026-01-01 }
      //- config/dev/seed.ts
      flags.isEnabled('a');
    `));

  it('does not stand at likely reads', () =>
    check(`
      //- config/flags.yaml
      flags:
        old: { enabled: true, created: 2026-01-01 }
      # ^^^ stale-flag
      //- src/app.ts
      betaFlags.includes('old');
      'old' in featureFlags;
    `));
});

describe('expired-flag', () => {
  it('stands at the entry and at every read once the day has passed', () =>
    check(`
      //- config/flags.yaml
      flags:
        sale: { enabled: true, percentage: 50, expires: 2026-11-22 }
      # ^^^^ expired-flag: Flag 'sale' expired on 2026-11-22, yesterday. Remove it, or extend its expiry.
        gone: { enabled: true, percentage: 50, removal_date: 2026-10-24 }
      # ^^^^ expired-flag: Flag 'gone' expired on 2026-10-24, 30 days ago.
        today: { enabled: true, percentage: 50, expires: 2026-11-23 }
      # ^^^^^ expired-flag: Flag 'today' expires on 2026-11-23, today. Plan its removal, or extend its expiry.
        tomorrow: { enabled: true, percentage: 50, expires: 2026-11-24 }
      # ^^^^^^^^ expired-flag: Flag 'tomorrow' expires on 2026-11-24, tomorrow.
        soon: { enabled: true, percentage: 50, expires: 2026-12-07 }
      # ^^^^ expired-flag: Flag 'soon' expires on 2026-12-07, in 14 days.
        later: { enabled: true, percentage: 50, expires: 2026-12-08 }
      //- src/app.ts
      flags.isEnabled('sale'), flags.isEnabled('gone'), flags.isEnabled('today');
      //               ^^^^ expired-flag: Flag 'sale' expired on 2026-11-22, yesterday.
      //                                        ^^^^ expired-flag
      flags.isEnabled('tomorrow'), flags.isEnabled('soon'), flags.isEnabled('later');
    `));

  it('informs of what is about to expire, whatever the severity of what has', async () => {
    const severities = async (rules: string) => {
      const files = {
        'flagwright.config.json': `{ "rules": { ${rules} } }`,
        'flags.yaml':
          'flags: { gone: { enabled: true, expires: 2026-11-01 }, soon: { enabled: true, expires: 2026-11-24 } }',
      };
      const snapshot = (await workspaceOf(Object.entries(files))).snapshot();
      return checkWorkspace(snapshot).flatMap(({ rule, severity }) =>
        rule === 'expired-flag' ? [severity] : [],
      );
    };
    expect(await severities('')).toEqual(['warning', 'info']);
    expect(await severities('"expired-flag": "error"')).toEqual(['error', 'info']);
    expect(await severities('"expired-flag": "hint"')).toEqual(['hint', 'hint']);
  });
});

describe('long-lived-flag', () => {
  it('speaks of flags older than a year, at any percentage, at the entry alone', () =>
    check(`
      //- config/flags.yaml
      flags:
        habit: { enabled: true, percentage: 50, created: 2025-11-22 }
      # ^^^^^ long-lived-flag: Flag 'habit' is 366 days old. Finish its rollout and remove it, or mark it permanent.
        year: { enabled: true, percentage: 50, created: 2025-11-23 }
        payments: { enabled: true, created: 2020-01-01, type: kill_switch }
        admin: { enabled: true, created: 2020-01-01, type: permission }
        kept: { enabled: true, created: 2020-01-01, permanent: true }
      //- src/app.ts
      flags.isEnabled('habit'), flags.isEnabled('year'), flags.isEnabled('payments'), flags.isEnabled('admin'), flags.isEnabled('kept');
    `));
});

describe('rollout-schedule', () => {
  it('compares the percentage with the step for today', () =>
    check(`
      //- config/flags.yaml
      flags:
        behind:
      # ^^^^^^ rollout-schedule: Flag 'behind' is behind its schedule: 50 % is planned for today, 10 % is set. Take the step, or change the plan.
          enabled: true
          percentage: 10
          schedule: [{ date: 2026-11-01, percentage: 10 }, { date: 2026-11-23, percentage: 50 }]
        ahead:
      # ^^^^^ rollout-schedule: Flag 'ahead' is ahead of its schedule: 10 % is planned for today, 50 % is set.
          enabled: true
          percentage: 50
          schedule: [{ date: 2026-11-01, percentage: 10 }, { date: 2026-11-24, percentage: 50 }]
        right:
          enabled: true
          percentage: 50
          schedule: [{ date: 2026-11-01, percentage: 10 }, { date: 2026-11-23, percentage: 50 }]
      //- src/app.ts
      flags.isEnabled('behind'), flags.isEnabled('ahead'), flags.isEnabled('right');
    `));

  it('finds a plan that takes a step back', () =>
    check(`
      //- config/flags.yaml
      flags:
        back:
      # ^^^^ rollout-schedule: The schedule of flag 'back' goes back from 50 % to 10 % on 2026-12-02. Correct the steps.
          enabled: true
          percentage: 5
          schedule:
            - { date: 2026-11-01, percentage: 5 }
            - { date: 2026-12-01, percentage: 50 }
            - { date: 2026-12-02, percentage: 10 }
      //- src/app.ts
      flags.isEnabled('back');
    `));

  it('does not take a flag that was turned off for a delay', () =>
    check(`
      //- config/flags.yaml
      flags:
        off:
          enabled: false
          percentage: 10
          schedule: [{ date: 2026-11-01, percentage: 100 }]
        waits:
      # ^^^^^ rollout-schedule: Flag 'waits' is behind its schedule: 100 % is planned for today, 0 % is set.
          enabled: true
          percentage: 0
          schedule: [{ date: 2026-11-01, percentage: 100 }]
        users:
          enabled: true
          allowed_users: [kim]
          schedule: [{ date: 2026-12-01, percentage: 100 }]
        early:
      # ^^^^^ rollout-schedule: Flag 'early' is ahead of its schedule: 0 % is planned for today, 100 % is set.
          enabled: true
          schedule: [{ date: 2026-12-01, percentage: 100 }]
      //- src/app.ts
      for (const key of ['off', 'waits', 'users', 'early']) flags.isEnabled(key);
    `));
});
