import { describe, expect, it } from 'vitest';
import { folder } from '../node/folder';
import { cli, cliIn } from './cli';

const FLAGS = `
//- config/flags.yaml
flags:
  rollout:
    enabled: true
    percentage: 25
    owner: pay
    created: 2026-06-01
    expires: 2026-12-31
  done: { enabled: true, created: 2026-01-01 }
  off: { enabled: false }
  colour: { enabled: "blue" }
  switch: { type: kill_switch, enabled: true, created: 2020-01-01 }
  gone: { enabled: true, percentage: 50, expires: 2026-06-05 }
//- src/app.ts
isEnabled('rollout');
if (flags.off) isEnabled('done');
isEnabled('done');
`;

describe('list', () => {
  it('has the fields of the contract in JSON, all of them always', async () => {
    const { status, stdout, stderr } = await cliIn(FLAGS, 'list --format json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { flags } = JSON.parse(stdout);
    // What only services know.
    const PLAIN = { tags: [], lastEvaluated: null, permanent: false, archived: false };
    expect(flags.slice(0, 3)).toEqual([
      {
        key: 'rollout',
        file: 'config/flags.yaml',
        line: 1,
        state: 'partial',
        stage: 'gradual rollout',
        next: 'Raise the percentage step by step to 100.',
        percentage: 25,
        owner: 'pay',
        created: '2026-06-01',
        expires: '2026-12-31',
        reads: 1,
        since: null,
        stale: false,
        ...PLAIN,
      },
      {
        key: 'done',
        file: 'config/flags.yaml',
        line: 7,
        state: 'on',
        stage: 'settled',
        next: 'Remove the flag from the code.',
        percentage: null,
        owner: null,
        created: '2026-01-01',
        expires: null,
        reads: 2,
        since: '2026-01-01',
        stale: true,
        ...PLAIN,
      },
      {
        key: 'off',
        file: 'config/flags.yaml',
        line: 8,
        state: 'off',
        stage: 'code deployed behind it',
        next: 'Turn it on for internal users with allowed_users or rules.',
        percentage: null,
        owner: null,
        created: null,
        expires: null,
        reads: 1,
        since: null,
        stale: false,
        ...PLAIN,
      },
    ]);
    expect(flags[3]).toMatchObject({ key: 'colour', state: 'unknown', stage: null });
  });

  it('names the flags that code reads and no flag file declares', async () => {
    const app = "//- app.ts\nimport { useFlag } from '@unleash/proxy-client-react';\nuseFlag('new_cart');\n";
    const { stdout, stderr } = await cliIn(app, 'list');
    expect(stdout).toBe('0 flags\n');
    expect(stderr.split('\n')[1]).toBe(
      "flagwright: 1 flag is read in code and in no flag file: 'new_cart'. 'usages' and 'remove --keep' take such a flag by its name, and 'pull' brings what a service says of it.",
    );
    const both = await cliIn(`//- flags.yaml\nflags: { old: true }\n${app}`, 'list');
    expect(both.stderr).toBe("flagwright: 1 flag is read in code and in no flag file: 'new_cart'.\n");
  });

  it('is a table for people', async () => {
    expect(await cliIn(FLAGS, 'list')).toEqual({
      status: 0,
      stderr: '',
      stdout: `FLAG     STATE    STAGE                      OWNER    AGE  READS  NEXT
rollout  25 %     gradual rollout            pay     14 d      1  Raise the percentage step by step to 100.
done     on       settled (stale)            -       5 mo      2  Remove the flag from the code.
off      off      code deployed behind it    -          -      1  Turn it on for internal users with allowed_users or rules.
colour   unknown  -                          -          -      0  -
switch   on       code removed               -      6.5 y      0  Delete the entry from the flag file.
gone     50 %     gradual rollout (expired)  -          -      0  Raise the percentage step by step to 100.

6 flags: 2 on, 1 off, 2 partial, 1 unknown; 1 stale, 1 expired
`,
    });
  });

  const ENVIRONMENTS = {
    'flagwright.config.json': JSON.stringify({
      flagFiles: [
        { glob: 'prod.yaml', environment: 'production' },
        { glob: 'stage.yaml', environment: 'staging' },
      ],
    }),
    'prod.yaml': 'flags: { a: { enabled: true }, b: { enabled: true } }',
    'stage.yaml': 'flags: { a: { enabled: false }, b: { enabled: true } }',
  };

  it('gives the state in each environment, and one of them on request', async () => {
    const root = folder(ENVIRONMENTS);
    const states = async (...words: string[]): Promise<unknown> => {
      const { stdout } = await cli(root, ['list', '--format', 'json', ...words]);
      return (JSON.parse(stdout).flags as { key: string; state: string; environments?: unknown }[]).map(
        ({ key, state, environments }) => [key, state, environments],
      );
    };
    expect(await states()).toEqual([
      ['a', 'partial', { production: 'on', staging: 'off' }],
      ['b', 'on', { production: 'on', staging: 'on' }],
    ]);
    expect(await states('--environment', 'staging')).toEqual([
      ['a', 'off', undefined],
      ['b', 'on', undefined],
    ]);
  });

  const IN_ENTRIES = {
    'flags.yaml': `flags:
  a: { environments: { production: { enabled: true, percentage: 5 }, dev: { enabled: true } } }
  b: { environments: { production: false, dev: true } }
  c: { enabled: true }
`,
    'export.json': JSON.stringify({
      features: [{ name: 'u', type: 'release' }],
      featureStrategies: [
        { featureName: 'u', name: 'flexibleRollout', environment: 'dev', parameters: { rollout: '20' } },
      ],
      featureEnvironments: [
        { featureName: 'u', environment: 'dev', enabled: true },
        { featureName: 'u', environment: 'production', enabled: false },
      ],
    }),
    'flagwright.config.json': JSON.stringify({ flagFiles: [{ glob: ['flags.yaml', 'export.json'] }] }),
  };

  it('gives the state in each environment of an entry, too', async () => {
    const root = folder(IN_ENTRIES);
    const rows = async (...words: string[]): Promise<unknown> => {
      const { stdout } = await cli(root, ['list', '--format', 'json', ...words]);
      return (
        JSON.parse(stdout).flags as {
          key: string;
          state: string;
          percentage: number;
          environments?: unknown;
        }[]
      ).map(({ key, state, percentage, environments }) => [key, state, percentage, environments]);
    };
    expect(await rows()).toEqual([
      ['u', 'partial', null, { dev: 'partial', production: 'off' }],
      ['a', 'partial', null, { production: 'partial', dev: 'on' }],
      ['b', 'partial', null, { production: 'off', dev: 'on' }],
      ['c', 'on', null, undefined],
    ]);
    expect(await rows('--environment', 'production')).toEqual([
      ['u', 'off', null, undefined],
      ['a', 'partial', 5, undefined],
      ['b', 'off', null, undefined],
      ['c', 'on', null, undefined],
    ]);
    const { stdout } = await cli(root, ['list']);
    expect(stdout).toContain('b     production off, dev on');
  });

  it('evaluates and removes in an environment of an entry', async () => {
    const root = folder(IN_ENTRIES);
    expect(await cli(root, ['evaluate', 'b', '--environment', 'dev'])).toMatchObject({
      stdout: 'on\ntargeting: it is enabled for everyone\n',
      stderr: '',
    });
    expect(await cli(root, ['evaluate', 'b'])).toMatchObject({
      stdout: 'off\nenabled: it is not enabled\n',
      stderr: "flagwright: 'b' is declared more than once; this is its answer in production.\n",
    });
    const refused = await cli(root, ['remove', 'b']);
    expect(refused.stderr).toContain("'b' is off in production, on in dev: neither fully on nor fully off");
    const { stdout } = await cli(root, ['remove', 'b', '--environment', 'dev', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ keep: true, files: [{ file: 'flags.yaml' }] });
  });

  it('does not evaluate what the file says in a way of its own', async () => {
    const root = folder({
      'flags.yaml':
        'flags: { a: { enabled: false, context: [{ type: team, enabled: true }] }, b: { enabled: true, segments: [x] } }',
    });
    expect(await cli(root, ['evaluate', 'a'])).toMatchObject({
      status: 2,
      stderr:
        "flagwright: 'a' is off, with exceptions in context, and the file says for whom in a way of its own.\n",
    });
    expect((await cli(root, ['evaluate', 'b'])).stderr).toContain(
      "The state of 'b' is unknown: segments may say",
    );
  });

  it('refuses an environment that nobody named', async () => {
    expect(await cliIn(ENVIRONMENTS, 'list --environment prod')).toEqual({
      status: 2,
      stdout: '',
      stderr: "flagwright: There is no environment 'prod': known are production, staging.\n",
    });
  });

  it('refuses to remove a flag that differs, but not with its environment named', async () => {
    const root = folder(ENVIRONMENTS);
    expect(await cli(root, ['remove', 'a'])).toEqual({
      status: 2,
      stdout: '',
      stderr:
        "flagwright: 'a' is not the same everywhere: on in production, off in staging. Name the value that the code keeps: --keep on or --keep off.\n",
    });
    const { status, stdout } = await cli(root, [
      'remove',
      'a',
      '--environment',
      'staging',
      '--format',
      'json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      keep: false,
      files: [{ file: 'prod.yaml' }, { file: 'stage.yaml' }],
    });
  });
});

describe('stale', () => {
  it('lists the longest due first, with why', async () => {
    expect(await cliIn(FLAGS, 'stale')).toEqual({
      status: 1,
      stderr: '',
      stdout: `FLAG  DUE FOR  READS  OWNER
done  75 days      2  -
  It is fully on and has been for 165 days, since 2026-01-01: more than the 90 days allowed.
  Stage 6 of 8: settled. Next: Remove the flag from the code.
gone  10 days      0  -
  It expired on 2026-06-05, 10 days ago.
  Stage 4 of 8: gradual rollout. Next: Raise the percentage step by step to 100.

2 of 6 flags due for removal; begin with flagwright remove done
`,
    });
  });

  it('writes JSON', async () => {
    const { status, stdout } = await cliIn(FLAGS, 'stale --format json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout).flags[1]).toEqual({
      key: 'gone',
      file: 'config/flags.yaml',
      line: 11,
      state: 'partial',
      owner: null,
      reads: 0,
      stage: 'gradual rollout',
      next: 'Raise the percentage step by step to 100.',
      stale: false,
      expired: true,
      age: null,
      dueDays: 10,
      command: 'flagwright remove gone --keep on --write',
      why: 'It expired on 2026-06-05, 10 days ago.',
    });
  });

  it('writes findings for GitHub and code scanning', async () => {
    const root = folder(FLAGS);
    expect((await cli(root, ['stale', '--format', 'github'])).stdout).toContain(
      "::warning file=config/flags.yaml,line=12,endLine=12,col=3,endColumn=6,title=expired-flag::'gone' is due for removal. It expired on 2026-06-05, 10 days ago.\n",
    );
    const sarif = JSON.parse((await cli(root, ['stale', '--format', 'sarif'])).stdout);
    expect(sarif.runs[0].results.map((result: { ruleId: string }) => result.ruleId)).toEqual([
      'stale-flag',
      'expired-flag',
    ]);
  });

  it('exits with 0 when nothing is due', async () => {
    expect(
      await cliIn({ 'flags.yaml': 'flags: { a: { enabled: true, created: 2026-06-01 } }' }, 'stale'),
    ).toEqual({
      status: 0,
      stdout: 'No flag is due for removal; 1 flag\n',
      stderr: '',
    });
  });

  it("goes by the team's own days", async () => {
    const files = {
      'flagwright.config.json': '{ "staleAfterDays": { "release": 7 } }',
      'flags.yaml': 'flags: { a: { enabled: true, type: release, created: 2026-06-01 } }',
    };
    const { stdout } = await cliIn(files, 'stale --format json');
    expect(JSON.parse(stdout).flags).toMatchObject([{ key: 'a', dueDays: 7 }]);
  });
});

describe('evaluate', () => {
  it("does not guess at a service's own rules", async () => {
    const files = `
//- flags.json
{ "flags": { "half": { "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off",
  "targeting": { "if": [{ "==": [{ "var": "plan" }, "pro"] }, "on", "off"] } } } }
`;
    const { status, stdout, stderr } = await cliIn(files, 'evaluate half --context plan=pro');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/'half' is on for some, and flagd decides for whom/);
  });

  const FILE = {
    'flags.yaml': `flags:
  new_checkout:
    enabled: true
    percentage: 40
    allowed_users: [ana]
    rules:
      - { attribute: plan, operator: in, value: [pro] }
      - { attribute: age, operator: greater_than, value: 17 }
  everyone: { enabled: true }
`,
  };

  // new_checkout:user_123 is in bucket 57: see flag-model.md for how to compute it elsewhere.
  it.each([
    ['new_checkout', 'off\npercentage: it is on for 40 %, and the context names no user_id\n'],
    ['new_checkout --context user_id=ana', 'on\nallowed_users: user ana is in allowed_users\n'],
    ['new_checkout --context plan=pro', 'on\nrules: the rule on plan (in) matches\n'],
    [
      'new_checkout --context plan=free --context age=18',
      'on\nrules: the rule on age (greater_than) matches\n',
    ],
    ['everyone', 'on\ntargeting: it is enabled for everyone\n'],
  ])('%s', async (words, stdout) => {
    expect(await cliIn(FILE, `evaluate ${words}`)).toEqual({ status: 0, stdout, stderr: '' });
  });

  it('explains the bucket', async () => {
    const { stdout } = await cliIn(FILE, 'evaluate new_checkout --context user_id=user_123 --explain');
    const lines = stdout.split('\n');
    const bucket = Number(/bucket (\d+)/.exec(lines[1]!)![1]);
    expect(lines[0]).toBe(bucket < 40 ? 'on' : 'off');
    expect(lines[2]).toBe(
      `bucket: ${bucket}, the first two bytes of MD5 of "new_checkout:user_123" modulo 100`,
    );
    const other = await cliIn(FILE, 'evaluate everyone --context user_id=ana --explain');
    expect(other.stdout).toMatch(/^on\n.*\nbucket: \d+, .*; it was not asked for\n$/);
    const none = await cliIn(FILE, 'evaluate everyone --explain');
    expect(none.stdout).toMatch(/\nbucket: none, for the context names no user_id\n$/);
  });

  it('says all of it in JSON', async () => {
    const { stdout } = await cliIn(FILE, 'evaluate new_checkout --context user_id=ana --format json');
    expect(JSON.parse(stdout)).toEqual({
      flag: 'new_checkout',
      on: true,
      step: 'allowed_users',
      reason: 'user ana is in allowed_users',
      bucket: expect.any(Number),
    });
  });

  describe('shares', () => {
    const PLAN = {
      'flags.yaml': `flags:
  plan:
    enabled: true
    percentage: 10
    allowed_users: [ana]
    rules: [{ attribute: plan, operator: equals, value: pro }]
    schedule:
      - { date: 2026-07-01, percentage: 50 }
      - { date: 2026-06-01, percentage: 10 }
      - { date: 2026-08-01, percentage: 100 }
`,
      'users.csv': 'user_id,plan,city\nana,free,\nben,pro,"Bad Ems, Lahn"\n\ncai,free,Rom\ndee,,\n',
      'ids.csv': 'ana\nben\n',
      'wrong.csv': 'id,plan\n1,pro\n',
      'torn.csv': 'user_id,plan\n"ana,pro\n',
    };

    it('of a list of users, now and at each planned step', async () => {
      const { status, stdout } = await cliIn(PLAN, 'evaluate plan --users users.csv');
      expect(status).toBe(0);
      // The buckets of plan:cai and plan:dee are 74 and 23.
      expect(stdout).toBe(`off
percentage: it is on for 10 %, and the context names no user_id

WHEN        PLANNED    SHARE   USERS
now                   50.0 %  2 of 4
2026-06-01     10 %   50.0 %  2 of 4
2026-07-01     50 %   75.0 %  3 of 4
2026-08-01    100 %  100.0 %  4 of 4
`);
    });

    it('of a mere list of ids, with what is said of everyone', async () => {
      const words = 'evaluate plan --users ids.csv --context plan=pro --format json';
      const { shares } = JSON.parse((await cliIn(PLAN, words)).stdout);
      expect(shares[0]).toEqual({ date: null, percentage: null, on: 2, of: 2 });
    });

    it('of 100,000 users that are made up', async () => {
      const { stdout } = await cliIn(PLAN, 'evaluate plan --share --format json');
      const { shares } = JSON.parse(stdout);
      expect(shares.map(({ date, of }: { date: string; of: number }) => [date, of])).toEqual([
        [null, 100_000],
        ['2026-06-01', 100_000],
        ['2026-07-01', 100_000],
        ['2026-08-01', 100_000],
      ]);
      const [now, first, second, last] = shares.map(({ on }: { on: number }) => on / 1000);
      expect(now).toBe(first);
      expect(Math.abs(now - 10)).toBeLessThan(0.5);
      expect(Math.abs(second - 50)).toBeLessThan(0.5);
      expect(last).toBe(100);
    });

    it.each([
      [
        '--users wrong.csv',
        'The first line of wrong.csv must name the columns, with user_id among them; it is id, plan.',
      ],
      ['--users none.csv', 'There is no file none.csv.'],
      ['--users .', '. is a folder, not a CSV file.'],
      ['--users torn.csv', 'torn.csv is no CSV: '],
      ['--users ids.csv --share', '--users and --share ask for two lists of users. Take one of them.'],
    ])('refuses %s', async (words, message) => {
      const { status, stdout, stderr } = await cliIn(PLAN, `evaluate plan ${words}`);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(`flagwright: ${message}`);
    });
  });

  it('takes a value with an equals sign whole', async () => {
    const files = {
      'flags.yaml':
        'flags: { a: { enabled: true, rules: [{ attribute: q, operator: equals, value: "x=y" }] } }',
    };
    expect((await cliIn(files, 'evaluate a --context q=x=y')).stdout).toMatch(/^on\n/);
  });

  it('answers off for a flag that no file declares, with a note', async () => {
    expect(await cliIn(FILE, 'evaluate nothing')).toEqual({
      status: 0,
      stdout: 'off\nunknown: unknown flag\n',
      stderr: "flagwright: No flag file declares 'nothing', so it is off.\n",
    });
  });
});

describe('usages', () => {
  const FILES = `
//- config/flags.yaml
flags:
  checkout: { enabled: true }
//- src/app.ts
isEnabled('checkout');
flags.isEnabled(\`check\${rest}\`);
//- scripts/run.py
if flag("checkout"):
`;

  it('has the fields of the contract, in the order of files and places', async () => {
    const { status, stdout, stderr } = await cliIn(FILES, 'usages checkout --format json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const range = (line: number, from: number, to: number) => ({
      start: { line, character: from },
      end: { line, character: to },
    });
    expect(JSON.parse(stdout)).toEqual({
      flag: 'checkout',
      usages: [
        { file: 'config/flags.yaml', range: range(1, 2, 10), kind: 'declaration', certainty: 'certain' },
        { file: 'scripts/run.py', range: range(0, 9, 17), kind: 'mention', certainty: 'likely' },
        { file: 'src/app.ts', range: range(0, 11, 19), kind: 'read', certainty: 'certain' },
        { file: 'src/app.ts', range: range(1, 16, 30), kind: 'dynamic', certainty: 'undeterminable' },
      ],
    });
  });

  it('shows them with their code', async () => {
    const { stdout } = await cliIn(FILES, 'usages checkout');
    expect(stdout).toContain(`src/app.ts:1:12 read
  |
1 | isEnabled('checkout');
  |            ^^^^^^^^

`);
    expect(stdout.split('\n').at(-2)).toBe(
      'checkout: 1 read, 1 declaration, 1 mention, 1 dynamic read that may reach it',
    );
  });

  it('takes a flag that no file declares for declared', async () => {
    const files = { 'flags.yaml': 'other: true', 'a.ts': "isEnabled('hidden'); isEnabled('hidden')" };
    const { status, stdout, stderr } = await cliIn(files, 'usages hidden --format json');
    expect(status).toBe(0);
    expect(stderr).toBe("flagwright: No flag file declares 'hidden'.\n");
    expect(JSON.parse(stdout).usages).toMatchObject([
      { kind: 'read', certainty: 'certain' },
      { kind: 'read', certainty: 'certain' },
    ]);
  });

  it('says that there are none', async () => {
    const { status, stdout } = await cliIn({ 'flags.yaml': 'other: true' }, 'usages nowhere');
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'nowhere: 0 reads, 0 declarations\n' });
  });
});
