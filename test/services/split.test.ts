/** Split as its API reference has it (docs.split.io/reference); never run against the service. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SplitFactory } from '@splitsoftware/splitio';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDay } from '../../server/src/flags/dates';
import { readFlagFile } from '../../server/src/flags/read';
import { cli } from '../cli/cli';
import {
  expectAgreement,
  expectMeaning,
  flagOf,
  read,
  states,
  tally,
  without,
  words,
} from '../flags/formats/support';
import { folder } from '../node/folder';
import { type Asked, loopback, pageOf } from './loopback';

const TOKEN = 'admin-key-0123456789';
const WORKSPACE = '/internal/api/v2/splits/ws/2a1b-ws';

/** A feature flag as "Get feature flag" describes it. */
const flag = (name: string, more: object = {}) => ({
  name,
  description: `About ${name}`,
  trafficType: { id: 'tt-1', name: 'user' },
  creationTime: 1_756_684_800_000,
  id: '0000cea0-8f4d-11e7-b345-491559441642',
  tags: [{ name: 'payments' }, { name: 'beta' }],
  rolloutStatus: { id: 'ec4b199f-ae6f-4839-90e5-3cd0f2c36fd4', name: 'Pre-Production' },
  rolloutStatusTimestamp: 1_756_684_800_000,
  owners: [{ id: 'u-1', type: 'user' }],
  ...more,
});

/** A definition as "Feature flag definition" describes it. */
const definition = (name: string, more: object = {}) => ({
  name,
  environment: { id: 'env-1', name: 'Production' },
  trafficType: { id: 'tt-1', name: 'user' },
  killed: false,
  treatments: [{ name: 'on' }, { name: 'off' }],
  defaultTreatment: 'off',
  trafficAllocation: 100,
  rules: [],
  defaultRule: [{ treatment: 'on', size: 100 }],
  creationTime: 1_756_684_800_000,
  lastUpdateTime: 1_756_684_800_000,
  lastTrafficReceivedAt: 1_764_288_000_000,
  flagSets: [],
  ...more,
});

const HALF = [
  { treatment: 'on', size: 50 },
  { treatment: 'off', size: 50 },
];
const RULE = {
  condition: {
    combiner: 'AND',
    matchers: [{ type: 'IN_LIST_STRING', attribute: 'plan', strings: ['pro'], negate: false }],
  },
  buckets: [{ treatment: 'on', size: 100 }],
};

const DEFINITIONS = [
  definition('everyone'),
  definition('killed', { killed: true }),
  definition('half', { defaultRule: HALF }),
  definition('by-name', {
    treatments: [{ name: 'on', keys: ['bob', 'ann'], segments: ['staff'] }, { name: 'off' }],
    defaultRule: [{ treatment: 'off', size: 100 }],
  }),
  definition('by-rule', { rules: [RULE], defaultRule: [{ treatment: 'off', size: 100 }] }),
  definition('some-traffic', { trafficAllocation: 30 }),
  definition('same-anyway', { rules: [RULE] }),
  ...Array.from({ length: 60 }, (_, i) => definition(`many-${String(i).padStart(2, '0')}`)),
];
const FLAGS = [
  ...DEFINITIONS.map(({ name }) => flag(name)),
  flag('elsewhere'),
  flag('stays', { rolloutStatus: { id: 'p', name: 'Permanent' }, owners: [{ id: 'g-1', type: 'group' }] }),
  flag('gone-from-code', { rolloutStatus: { id: 'r', name: 'Removed from Code' } }),
];

function service(asked: Asked) {
  if (asked.headers.authorization !== `Bearer ${TOKEN}`)
    return { status: 401, body: { code: 401, message: 'API key is not authorized' } };
  const list = (all: readonly object[]) => ({
    body: {
      objects: pageOf(all, asked, 20, 50),
      offset: Number(asked.query.get('offset') ?? 0),
      limit: Number(asked.query.get('limit') ?? 20),
      totalCount: all.length,
    },
  });
  switch (asked.path) {
    case WORKSPACE:
      return list(FLAGS);
    case `${WORKSPACE}/environments/Production`:
      return list(DEFINITIONS);
    case '/internal/api/v2/users/u-1':
      return { body: { id: 'u-1', type: 'user', name: 'Ann', email: 'ann@example.com', status: 'ACTIVE' } };
    case '/internal/api/v2/groups/g-1':
      return { body: { id: 'g-1', type: 'group', name: 'Payments' } };
    default:
      return { status: 404, body: { code: 404, message: 'Not found' } };
  }
}

const FILE = 'flags.split.Production.json';

async function pulled(url: string, line = '--project 2a1b-ws --environment Production', token = TOKEN) {
  const root = folder();
  const outcome = await cli(root, ['pull', 'split', '--url', url, ...line.split(' ').filter(Boolean)], {
    env: { SPLIT_API_KEY: token },
  });
  return { root, outcome, text: () => readFileSync(join(root, FILE), 'utf8') };
}

test('flags and their definitions become one snapshot', async () => {
  const { url } = await loopback(service);
  const { outcome, text } = await pulled(url);
  expect(outcome).toEqual({ status: 0, stdout: `${FILE}: 70 flags from Split; 70 new\n`, stderr: '' });
  const file = readFlagFile(FILE, text())!;
  expect(file).toMatchObject({ service: 'split', environment: 'Production', problems: [] });
  const all = Object.entries(states(file)).filter(([key]) => !key.startsWith('many-'));
  expect(Object.fromEntries(all)).toEqual({
    everyone: 'fixed "on" by defaultRule',
    killed: 'fixed "off" by killed',
    half: 'partial by defaultRule',
    'by-name': 'partial by treatments',
    'by-rule': 'partial by rules',
    'some-traffic': 'partial by trafficAllocation',
    'same-anyway': 'fixed "on" by rules',
    elsewhere: 'fixed "control" by treatments, a default',
    stays: 'fixed "control" by treatments, a default',
    'gone-from-code': 'fixed "control" by treatments, a default',
  });
  expect(words(file)).toMatchObject({
    half: 'serving on to 50 % and off to 50 %',
    'by-name': [
      'serving off or on',
      'the key is one of ann, bob or the segment is staff (not in this file), gives on',
    ],
    'by-rule': ['serving off or on', 'plan is in list string "pro", gives on'],
    'some-traffic': ['serving on or off', 'it is among the 70 % outside of the traffic, gives off'],
  });
});

test('owners, tags, dates and marks come along', async () => {
  const { url } = await loopback(service);
  const file = readFlagFile(FILE, (await pulled(url)).text())!;
  const first = flagOf(file, 'everyone');
  expect(first).toMatchObject({
    owner: { value: 'ann@example.com' },
    tags: [{ value: 'beta' }, { value: 'payments' }],
    description: { value: 'About everyone' },
  });
  expect(formatDay(first.created!.value)).toBe('2025-09-01');
  expect(formatDay(first.lastEvaluated!.value)).toBe('2025-11-28');
  expect(flagOf(file, 'stays')).toMatchObject({ owner: { value: 'Payments' }, permanent: { value: true } });
  expect(flagOf(file, 'gone-from-code').mark?.value).toBe('stale');
});

test('an entry goes whole', async () => {
  const { url } = await loopback(service);
  const rest = without('by-rule', FILE, (await pulled(url)).text());
  expect(rest).not.toContain('by-rule');
  expect(read(FILE, rest).flags).toHaveLength(69);
});

test('a token that may not read users still gets the flags', async () => {
  const { url } = await loopback((asked) =>
    /users|groups/.test(asked.path) ? { status: 403, body: { message: 'Forbidden' } } : service(asked),
  );
  const { outcome, text } = await pulled(url);
  expect(outcome.status).toBe(0);
  expect(outcome.stderr).toContain('owners have their ids for names');
  expect(flagOf(readFlagFile(FILE, text())!, 'everyone').owner?.value).toBe('u-1');
});

test('a limit is waited for, or named with its wait: the longer of the two that Split says', async () => {
  const headers = (seconds: string) => ({
    'x-ratelimit-remaining-org': '0',
    'x-ratelimit-reset-seconds-org': '0',
    'x-ratelimit-reset-seconds-ip': seconds,
  });
  let refused = false;
  const short = await loopback((asked) => {
    if (refused) return service(asked);
    refused = true;
    return { status: 429, headers: headers('0'), body: { message: 'Too many requests' } };
  });
  expect((await pulled(short.url)).outcome.status).toBe(0);
  const long = await loopback(() => ({ status: 429, headers: headers('300'), body: {} }));
  const { outcome } = await pulled(long.url);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toBe(
    'flagwright: Split allows no more requests for now (429). Try again in 5 minutes.\n',
  );
});

test.each([
  [
    'a wrong token',
    '--project 2a1b-ws --environment Production',
    'wrong-token-000',
    'does not accept the token (401)',
  ],
  ['an unknown project', '--project nope --environment Production', TOKEN, "has no project 'nope'"],
  [
    'an unknown environment',
    '--project 2a1b-ws --environment Prod',
    TOKEN,
    "has no environment 'Prod' in project '2a1b-ws'",
  ],
  ['nothing said', '', TOKEN, '--project ID --environment NAME'],
])('%s is named', async (_, line, token, message) => {
  const { url } = await loopback(service);
  const { outcome } = await pulled(url, line, token);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain(message);
  expect(outcome.stderr).not.toContain(token);
});

test('the oracle: the SDK, to which the same definitions are given as its own endpoint would', async () => {
  const treatment = fc.constantFrom('on', 'off');
  const buckets = fc.constantFrom(0, 0, 50, 100).map((size) => [
    { treatment: 'on', size },
    { treatment: 'off', size: 100 - size },
  ]);
  const generated = fc.record({
    killed: fc.constantFrom(false, false, true),
    defaultTreatment: treatment,
    trafficAllocation: fc.constantFrom(0, 40, 100, 100),
    treatments: fc.constantFrom<{ name: string; keys?: string[] }[]>(
      [{ name: 'on' }, { name: 'off' }],
      [{ name: 'on', keys: ['a', 'b'] }, { name: 'off' }],
    ),
    rules: fc.array(
      buckets.map((all) => ({ ...RULE, buckets: all })),
      { maxLength: 1 },
    ),
    defaultRule: buckets,
  });
  const count = tally();
  await fc.assert(
    fc.asyncProperty(fc.array(generated, { minLength: 60, maxLength: 60 }), async (all) => {
      const objects = all.map((one, i) => ({ ...definition(`f${i}`), ...one }));
      const answers = await answersOf(objects);
      for (const found of read('split.json', JSON.stringify({ objects })).flags)
        expectAgreement(found, answers.get(found.key)!, count);
    }),
    { numRuns: 6 },
  );
  expectMeaning('split definitions', count);
});

type Definition = Omit<ReturnType<typeof definition>, 'treatments' | 'rules'> & {
  readonly treatments: readonly { readonly name: string; readonly keys?: readonly string[] }[];
  readonly rules: readonly { readonly buckets: readonly object[] }[];
};

async function answersOf(definitions: readonly object[]): Promise<Map<string, string[]>> {
  const all = definitions as readonly Definition[];
  const changes = { d: all.map(asSdk), s: -1, t: 1 };
  const { url } = await loopback(({ path, query }) => {
    if (!path.includes('splitChanges')) return { body: {} };
    const isFirst = query.get('since') === '-1';
    return { body: { ff: isFirst ? changes : { d: [], s: 1, t: 1 }, rbs: { d: [], s: -1, t: -1 } } };
  });
  const factory = SplitFactory({
    core: { authorizationKey: 'sdk-key' },
    urls: { sdk: url, events: url, auth: url, telemetry: url, streaming: url },
    streamingEnabled: false,
    sync: { impressionsMode: 'NONE' },
    startup: { readyTimeout: 10 },
  });
  const client = factory.client();
  await client.ready();
  const people = [...'abcdefghijklmnop'].map((key, i) => ({ key, plan: i % 2 === 0 ? 'pro' : 'free' }));
  const answers = new Map(
    all.map(({ name }) => [name, people.map(({ key, plan }) => client.getTreatment(key, name, { plan }))]),
  );
  await client.destroy();
  return answers;
}

/** A definition as Split gives it to its SDKs: people by name first, then the rules, then everyone. */
function asSdk({
  name,
  killed,
  defaultTreatment,
  trafficAllocation,
  treatments,
  rules,
  defaultRule,
}: Definition) {
  const group = (matcher: object) => ({ combiner: 'AND', matchers: [{ negate: false, ...matcher }] });
  return {
    changeNumber: 1,
    trafficTypeName: 'user',
    name,
    trafficAllocation,
    trafficAllocationSeed: 7,
    seed: 11,
    status: 'ACTIVE',
    killed,
    defaultTreatment,
    algo: 2,
    conditions: [
      ...treatments.flatMap(({ name: treatment, keys }) =>
        keys
          ? [
              {
                conditionType: 'WHITELIST',
                matcherGroup: group({ matcherType: 'WHITELIST', whitelistMatcherData: { whitelist: keys } }),
                partitions: [{ treatment, size: 100 }],
              },
            ]
          : [],
      ),
      ...rules.map(({ buckets: partitions }) => ({
        conditionType: 'ROLLOUT',
        matcherGroup: group({
          matcherType: 'WHITELIST',
          keySelector: { trafficType: 'user', attribute: 'plan' },
          whitelistMatcherData: { whitelist: ['pro'] },
        }),
        partitions,
      })),
      { conditionType: 'ROLLOUT', matcherGroup: group({ matcherType: 'ALL_KEYS' }), partitions: defaultRule },
    ],
  };
}
