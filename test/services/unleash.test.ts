/** What is pulled from a real Unleash, held against what its own SDK answers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Unleash, type UnleashConfig, UnleashEvents } from 'unleash-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_TOKEN, CLIENT_TOKEN, missingForUnleash, startUnleash } from '../../scripts/lib/unleash.mjs';
import { readFlagFile } from '../../server/src/flags/read';
import { cli } from '../cli/cli';
import { expectAgreement, flagOf, states, tally } from '../flags/formats/support';

const missing = missingForUnleash();

test.runIf(process.env.FLAGWRIGHT_COMPLETE)('nothing is missing for what follows', () => {
  expect(missing).toBeUndefined();
});

describe.skipIf(missing)('a real Unleash', () => {
  let server: Awaited<ReturnType<typeof startUnleash>>;
  let folder: string;
  const clients: Unleash[] = [];

  beforeAll(async () => {
    server = await startUnleash();
    folder = mkdtempSync(path.join(tmpdir(), 'flagwright-pull-'));
    await fill();
  }, 60_000);

  afterAll(async () => {
    for (const client of clients) client.destroy();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const pull = (words: string, token = ADMIN_TOKEN) =>
    cli(folder, ['pull', 'unleash', '--url', server.url, ...words.split(' ').filter(Boolean)], {
      env: { UNLEASH_TOKEN: token },
    });
  const FILE = 'flags.unleash.development.json';
  const snapshot = (file = FILE) => readFileSync(path.join(folder, file), 'utf8');

  test('is pulled into a file that is read like any other', async () => {
    const { status, stdout, stderr } = await pull('--environment development');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${FILE}: 12 flags from Unleash; 12 new\n`,
      stderr: '',
    });
    const file = readFlagFile(FILE, snapshot())!;
    expect(file.problems).toEqual([]);
    expect(file).toMatchObject({
      service: 'unleash',
      environment: 'development',
      pulled: { service: 'unleash', url: server.url, project: 'default' },
    });
    expect(states(file)).toEqual({
      bare: 'on by strategies',
      'by-segment': 'partial by strategies',
      'by-user': 'partial by strategies',
      child: 'partial by dependencies',
      everyone: 'on by strategies',
      half: 'partial by strategies',
      'half-off': 'off by enabled',
      'in-germany': 'partial by strategies',
      'kill-switch': 'on by strategies',
      // The server turns a flag off when its last strategy is.
      'nothing-active': 'off by enabled',
      old: 'off by enabled',
      gone: 'off by archivedAt, a default',
    });
  });

  test('what the service knows of a flag comes along', async () => {
    await ask('/api/client/metrics', {
      method: 'POST',
      token: CLIENT_TOKEN,
      body: {
        appName: 'shop',
        instanceId: '1',
        environment: 'development',
        bucket: { start: new Date(), stop: new Date(), toggles: { everyone: { yes: 3, no: 0 } } },
      },
    });
    await server.writeLastSeen();
    await pull('--environment development');
    const file = readFlagFile(FILE, snapshot())!;
    const today = Math.floor(Date.now() / 86_400_000);
    expect(flagOf(file, 'everyone')).toMatchObject({
      description: { value: 'For all' },
      type: { value: 'release' },
      created: { value: today },
      lastEvaluated: { value: today },
      owner: { value: 'payments' },
      tags: [{ value: 'simple:q4' }, { value: 'team:payments' }],
    });
    expect(flagOf(file, 'old').mark?.value).toBe('stale');
    expect(flagOf(file, 'gone').mark?.value).toBe('archived');
  });

  test('a second pull changes nothing, and a change is one line of the difference', async () => {
    await pull('--environment development');
    const before = snapshot();
    expect((await pull('--environment development')).stdout).toContain('nothing has changed');
    await ask('/api/admin/projects/default/features/half/environments/development/off', { method: 'POST' });
    expect((await pull('--environment development')).stdout).toContain('1 changed');
    const lines = before.split('\n');
    const changed = snapshot()
      .split('\n')
      .filter((line, i) => line !== lines[i]);
    expect(changed.map((line) => line.trim())).toEqual(['"enabled": false,']);
    await ask('/api/admin/projects/default/features/half/environments/development/on', { method: 'POST' });
  });

  test('our states are what the real client answers, asking the server and starting from the snapshot', async () => {
    await pull('--environment development');
    const online = await client({
      url: `${server.url}/api`,
      customHeaders: { Authorization: CLIENT_TOKEN },
      refreshInterval: 3_600_000,
    });
    const offline = await client({
      url: 'http://127.0.0.1:9/api',
      bootstrap: { filePath: path.join(folder, FILE) },
    });
    const count = tally();
    for (const flag of readFlagFile(FILE, snapshot())!.flags) {
      const answers = CONTEXTS.map((context) => online.isEnabled(flag.key, context));
      // Without anybody named, a share is drawn by lot.
      const unnamed = [online.isEnabled(flag.key), offline.isEnabled(flag.key)];
      expect(
        CONTEXTS.map((context) => offline.isEnabled(flag.key, context)),
        flag.key,
      ).toEqual(answers);
      if (flag.mark?.value === 'archived') {
        // The SDK knows it no more: the code's default is the answer.
        expect(online.isEnabled(flag.key, {}, true)).toBe(true);
        expect(offline.isEnabled(flag.key, {}, true)).toBe(true);
      } else expectAgreement(flag, [...answers, ...unnamed], count);
    }
    expect(count).toMatchObject({ flags: 11, varying: 4 });
  });

  test('code that reads with the real client is read with the snapshot', async () => {
    await pull('--environment development');
    writeFileSync(
      path.join(folder, 'app.ts'),
      `import { initialize } from 'unleash-client';
const unleash = initialize({ url: 'https://unleash.example.com/api', appName: 'shop' });
if (unleash.isEnabled('everyone')) console.log('new');
if (unleash.isEnabled('gone')) console.log('gone');
if (unleash.isEnabled('evryone')) console.log('typo');
`,
    );
    const { stdout } = await cli(folder, ['lint', '--format', 'json']);
    const found = (JSON.parse(stdout) as { diagnostics: { rule: string; file: string; message: string }[] })
      .diagnostics;
    const inCode = found
      .filter(({ file }) => file === 'app.ts')
      .map(({ rule, message }) => `${rule}: ${message}`);
    expect(inCode).toEqual([
      expect.stringContaining("stale-flag: Flag 'gone' is stale. It is archived in its service"),
      expect.stringContaining("unknown-flag: No flag file declares 'evryone'"),
    ]);
    rmSync(path.join(folder, 'app.ts'));
  });

  test.each([
    ['a wrong token', '--environment development', '*:*.wrong-token-000', 'does not accept the token (401)'],
    ["an SDK's token", '--environment development', CLIENT_TOKEN, 'does not let this token read project'],
    ['an unknown project', '--environment development --project nope', ADMIN_TOKEN, "has no project 'nope'"],
    [
      'an unknown environment',
      '--environment dev',
      ADMIN_TOKEN,
      "has no environment 'dev' in project 'default': it has",
    ],
    ['no environment', '', ADMIN_TOKEN, '--environment development, production'],
  ])('%s is named, and the old snapshot stays', async (_, words, token, message) => {
    await pull('--environment development');
    const before = snapshot();
    const { status, stdout, stderr } = await pull(words, token);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain(token);
    expect(snapshot()).toBe(before);
  });

  const CONTEXTS = Array.from({ length: 20 }, (_, i) => ({
    userId: `user-${i}`,
    properties: { country: i % 2 === 0 ? 'DE' : 'FR' },
  }));

  async function client(config: Partial<UnleashConfig>): Promise<Unleash> {
    const started = new Unleash({
      appName: 'test',
      url: '',
      refreshInterval: 0,
      disableMetrics: true,
      skipInstanceCountWarning: true,
      // A client that finds what an earlier one has kept would say the same.
      backupPath: mkdtempSync(path.join(folder, 'client-')),
      ...config,
    } as UnleashConfig);
    started.on(UnleashEvents.Error, () => {});
    started.on(UnleashEvents.Warn, () => {});
    const isWhole = config.bootstrap ? UnleashEvents.Ready : UnleashEvents.Synchronized;
    await new Promise((resolve) => started.once(isWhole, resolve));
    clients.push(started);
    return started;
  }

  /** What people do in Unleash: flags, strategies, tags, a segment, a parent, stale marks, an archive. */
  async function fill(): Promise<void> {
    const features = '/api/admin/projects/default/features';
    const within = (contextName: string, ...values: string[]) => ({ contextName, operator: 'IN', values });
    const environment = 'environments/development';
    const segment = await ask('/api/admin/segments', {
      method: 'POST',
      body: {
        name: 'germans',
        constraints: [within('country', 'DE')],
      },
    });
    const rollout = (percent: string) => ({
      name: 'flexibleRollout',
      parameters: { rollout: percent, stickiness: 'default', groupId: 'test' },
    });
    const flags: [name: string, type: string, strategies: object[]][] = [
      ['everyone', 'release', [rollout('100')]],
      ['half', 'experiment', [rollout('50')]],
      ['half-off', 'release', [rollout('50')]],
      ['kill-switch', 'kill-switch', [rollout('100')]],
      ['by-user', 'permission', [{ ...rollout('100'), constraints: [within('userId', 'user-1', 'user-2')] }]],
      ['in-germany', 'release', [{ ...rollout('100'), constraints: [within('country', 'DE')] }]],
      ['by-segment', 'release', [{ ...rollout('100'), segments: [segment.id] }]],
      ['nothing-active', 'release', [rollout('50')]],
      ['bare', 'operational', []],
      ['child', 'release', [rollout('100')]],
      ['old', 'operational', [rollout('100')]],
      ['gone', 'release', [rollout('100')]],
    ];
    for (const [name, type, strategies] of flags) {
      const description = name === 'everyone' ? { description: 'For all' } : {};
      await ask(features, { method: 'POST', body: { name, type, ...description } });
      for (const strategy of strategies)
        await ask(`${features}/${name}/${environment}/strategies`, { method: 'POST', body: strategy });
      if (name !== 'half-off' && name !== 'old')
        await ask(`${features}/${name}/${environment}/on`, { method: 'POST' });
    }
    const strategies = `${features}/nothing-active/${environment}/strategies`;
    const [strategy] = (await ask(strategies, { method: 'GET' })) as unknown as { id: string }[];
    await ask(`${strategies}/${strategy!.id}`, {
      method: 'PATCH',
      body: [{ op: 'replace', path: '/disabled', value: true }],
    });
    await ask('/api/admin/tag-types', { method: 'POST', body: { name: 'team', description: 'Who answers' } });
    for (const [type, value] of [
      ['simple', 'q4'],
      ['team', 'payments'],
    ])
      await ask('/api/admin/features/everyone/tags', { method: 'POST', body: { type, value } });
    await ask(`${features}/child/dependencies`, { method: 'POST', body: { feature: 'half-off' } });
    await ask('/api/admin/projects/default/stale', {
      method: 'POST',
      body: { features: ['old'], stale: true },
    });
    await ask(`${features}/gone`, { method: 'DELETE' });
  }

  async function ask(
    where: string,
    { method, body, token = ADMIN_TOKEN }: { method: string; body?: unknown; token?: string },
  ): Promise<{ id?: number }> {
    const response = await fetch(`${server.url}${where}`, {
      method,
      headers: { authorization: token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${where}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as { id?: number });
  }
});
