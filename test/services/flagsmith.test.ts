/** Flagsmith as its OpenAPI description has it (openapi.yaml of its repository); never run against the service. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Flagsmith, LocalFileHandler } from 'flagsmith-nodejs';
import { expect, test } from 'vitest';
import { formatDay } from '../../server/src/flags/dates';
import { staysForGood } from '../../server/src/flags/lifecycle';
import { readFlagFile } from '../../server/src/flags/read';
import { cli } from '../cli/cli';
import { expectAgreement, flagOf, states, tally } from '../flags/formats/support';
import { folder } from '../node/folder';
import { type Asked, loopback } from './loopback';

const TOKEN = 'org.0123456789abcdef';
const ENVIRONMENT_KEY = 'B62qaMZNwfiqT76p38ggrQ';

const state = (id: number, name: string, enabled: boolean, more: object = {}) => ({
  feature: { id, name, type: 'STANDARD' },
  enabled,
  django_id: id,
  feature_state_value: null,
  featurestate_uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
  multivariate_feature_state_values: [],
  feature_segment: null,
  ...more,
});

/** `V1EnvironmentDocumentResponse`. */
const DOCUMENT = {
  id: 7,
  name: 'Production',
  api_key: ENVIRONMENT_KEY,
  updated_at: '2026-11-28T10:00:00Z',
  project: {
    id: 12,
    name: 'Shop',
    hide_disabled_flags: false,
    organisation: {
      id: 1,
      name: 'Us',
      feature_analytics: false,
      stop_serving_flags: false,
      persist_trait_data: true,
    },
    segments: [
      {
        id: 1,
        name: 'pro customers',
        rules: [
          {
            type: 'ALL',
            conditions: [],
            rules: [
              {
                type: 'ANY',
                rules: [],
                conditions: [{ operator: 'EQUAL', property_: 'plan', value: 'pro' }],
              },
            ],
          },
        ],
        feature_states: [state(3, 'reports', true, { feature_segment: { priority: 0 } })],
      },
    ],
  },
  feature_states: [
    state(3, 'reports', false),
    state(1, 'new_nav', true),
    state(2, 'old_nav', false),
    state(4, 'stays', true),
    state(5, 'to_remove', true),
    state(6, 'shelved', true),
  ],
  identity_overrides: [],
};

/** `ListFeature`, whose owners its serializer writes in full. */
const feature = (id: number, name: string, more: object = {}) => ({
  id,
  name,
  type: 'STANDARD',
  default_enabled: false,
  initial_value: null,
  created_date: '2026-09-01T08:00:00.000000Z',
  description: `About ${name}`,
  tags: [],
  multivariate_options: [],
  is_archived: false,
  owners: [],
  group_owners: [],
  uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
  project: 12,
  is_server_key_only: false,
  ...more,
});
const FEATURES = [
  feature(1, 'new_nav', {
    tags: [21],
    owners: [
      { id: 9, email: 'ann@example.com', first_name: 'Ann', last_name: 'A', last_login: null, uuid: 'x' },
    ],
    group_owners: [{ id: 3, name: 'Payments' }],
  }),
  feature(2, 'old_nav'),
  feature(3, 'reports'),
  feature(4, 'stays', { tags: [22] }),
  feature(5, 'to_remove', { tags: [23] }),
  feature(6, 'shelved', { is_archived: true }),
];
const tag = (id: number, label: string, more: object = {}) => ({
  id,
  label,
  color: '#3d4db6',
  description: null,
  project: 12,
  uuid: 'y',
  is_permanent: false,
  is_system_tag: false,
  type: 'NONE',
  ...more,
});
const TAGS = [
  tag(21, 'beta'),
  tag(22, 'keep', { is_permanent: true }),
  tag(23, 'Stale', { type: 'STALE', is_system_tag: true }),
];

function service(asked: Asked) {
  if (asked.headers.authorization !== `Api-Key ${TOKEN}`)
    return { status: 401, body: { detail: 'Invalid token.' } };
  const { path, query } = asked;
  /** `Paginated…List`. */
  const pages = (all: readonly object[], size: number) => {
    const page = Number(query.get('page') ?? 1);
    const isLast = page * size >= all.length;
    return {
      body: {
        count: all.length,
        next: isLast ? null : `http://api.example.org${path}?page=${page + 1}`,
        previous: null,
        results: all.slice((page - 1) * size, page * size),
      },
    };
  };
  switch (path) {
    case '/api/v1/environments/':
      return pages(
        query.get('project') === '12'
          ? [{ id: 7, name: 'Production', api_key: ENVIRONMENT_KEY, project: 12 }]
          : [],
        10,
      );
    case `/api/v1/environments/${ENVIRONMENT_KEY}/document/`:
      return { body: DOCUMENT };
    case '/api/v1/projects/12/features/':
      return pages(FEATURES, 4);
    case '/api/v1/projects/12/tags/':
      return pages(TAGS, 2);
    case '/api/v1/projects/12/features/1/evaluation-data/':
      // `FeatureEvaluationData`; the days come in any order, those without evaluations too.
      return {
        body: [
          { day: '2026-11-20', count: 12, labels: null },
          { day: '2026-11-21', count: 0, labels: null },
          { day: '2026-11-19', count: 7, labels: { user_agent: 'node' } },
        ],
      };
    default:
      return path.endsWith('/evaluation-data/')
        ? { body: [] }
        : { status: 404, body: { detail: 'Not found.' } };
  }
}

const FILE = 'flags.flagsmith.Production.json';

async function pulled(url: string, line = '--project 12 --environment Production', token = TOKEN) {
  const root = folder();
  const outcome = await cli(root, ['pull', 'flagsmith', '--url', url, ...line.split(' ').filter(Boolean)], {
    env: { FLAGSMITH_MASTER_API_KEY: token },
  });
  return { root, outcome, text: () => readFileSync(join(root, FILE), 'utf8') };
}

test('the environment document becomes a snapshot, with what the project knows of its flags', async () => {
  const { url } = await loopback(service);
  const { outcome, text } = await pulled(url);
  expect(outcome.status).toBe(0);
  expect(outcome.stdout).toBe(`${FILE}: 6 flags from Flagsmith; 6 new\n`);
  const file = readFlagFile(FILE, text())!;
  expect(file).toMatchObject({ service: 'flagsmith', environment: 'Production', problems: [] });
  expect(states(file)).toEqual({
    new_nav: 'on by enabled',
    old_nav: 'off by enabled',
    reports: 'partial by enabled',
    shelved: 'on by enabled',
    stays: 'on by enabled',
    to_remove: 'on by enabled',
  });
  expect(flagOf(file, 'new_nav')).toMatchObject({
    owner: { value: 'Payments, ann@example.com' },
    tags: [{ value: 'beta' }],
    description: { value: 'About new_nav' },
  });
  expect(formatDay(flagOf(file, 'new_nav').created!.value)).toBe('2026-09-01');
  expect(formatDay(flagOf(file, 'new_nav').lastEvaluated!.value)).toBe('2026-11-20');
  expect(flagOf(file, 'old_nav').lastEvaluated).toBeUndefined();
  expect(file.flags.filter(staysForGood).map(({ key }) => key)).toEqual(['stays']);
  expect(flagOf(file, 'to_remove').mark?.value).toBe('stale');
  expect(flagOf(file, 'shelved').mark?.value).toBe('archived');
  // It would change with every change of any flag.
  expect(text()).not.toContain('updated_at');
});

test('the only environment need not be named, and its key is as good as its name', async () => {
  const { url } = await loopback(service);
  const unnamed = await pulled(url, '--project 12');
  expect(unnamed.outcome.stdout).toContain('flags.flagsmith.json: 6 flags');
  expect((await pulled(url, `--project 12 --environment ${ENVIRONMENT_KEY}`)).outcome.status).toBe(0);
});

test('of whom it may not be asked now when they were evaluated, the next pull asks', async () => {
  const asked: string[] = [];
  let left = 0;
  const { url } = await loopback((question) => {
    const [, id] = /features\/(\d+)\/evaluation-data/.exec(question.path) ?? [];
    if (id === undefined) return service(question);
    if (left-- <= 0) return { status: 429, headers: { 'retry-after': '1' }, body: { detail: 'Throttled.' } };
    asked.push(id);
    expect(question.query.get('environment_id')).toBe('7');
    return { body: [{ day: `2026-11-0${id}`, count: 1, labels: null }] };
  });
  const root = folder();
  const once = async (questions: number) => {
    left = questions;
    const args = ['pull', 'flagsmith', '--url', url, '--project', '12', '--environment', 'Production'];
    const { stderr } = await cli(root, args, { env: { FLAGSMITH_MASTER_API_KEY: TOKEN } });
    const { flags } = readFlagFile(FILE, readFileSync(join(root, FILE), 'utf8'))!;
    const days = flags.flatMap((flag) => (flag.lastEvaluated ? formatDay(flag.lastEvaluated.value) : []));
    return { stderr, days: days.sort(), asked: asked.splice(0).join(' ') };
  };
  expect(await once(0)).toMatchObject({
    stderr: expect.stringContaining('Flagsmith does not say when they were last evaluated'),
    days: [],
  });
  expect(await once(2)).toMatchObject({
    stderr: expect.stringContaining('of 2 of 6 flags when they were last evaluated'),
    asked: '1 2',
    days: ['2026-11-01', '2026-11-02'],
  });
  expect(await once(3)).toMatchObject({ asked: '3 4 5', days: expect.objectContaining({ length: 5 }) });
  expect(await once(2)).toMatchObject({ asked: '6 1', days: expect.objectContaining({ length: 6 }) });
  const whole = await once(6);
  expect(whole).toMatchObject({ asked: '2 3 4 5 6 1', stderr: expect.not.stringContaining('evaluated') });
  expect(readFileSync(join(root, FILE), 'utf8')).not.toContain('evaluated_up_to');
});

test('the SDK reads the snapshot, and answers what we say', async () => {
  const { url } = await loopback(service);
  const { root, text } = await pulled(url);
  const client = new Flagsmith({ offlineMode: true, offlineHandler: new LocalFileHandler(join(root, FILE)) });
  const all = [
    await client.getEnvironmentFlags(),
    await client.getIdentityFlags('ann', { plan: 'pro' }),
    await client.getIdentityFlags('bob'),
  ];
  const count = tally();
  for (const flag of readFlagFile(FILE, text())!.flags)
    expectAgreement(
      flag,
      all.map((flags) => flags.isFeatureEnabled(flag.key)),
      count,
    );
  expect(count).toEqual({ flags: 6, settled: 5, varying: 1 });
});

test.each([
  [
    'a wrong token',
    '--project 12',
    'org.wrong-0000',
    'does not accept the token (401), and says “Invalid token”',
  ],
  [
    'an unknown project',
    '--project 13 --environment Production',
    TOKEN,
    'has no project 13 with environments',
  ],
  [
    'an unknown environment',
    '--project 12 --environment Prod',
    TOKEN,
    "has no environment 'Prod' in project 12: it has Production",
  ],
  ['a project by its name', '--project Shop', TOKEN, 'by its number'],
])('%s is named', async (_, line, token, message) => {
  const { url } = await loopback(service);
  const { outcome } = await pulled(url, line, token);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain(message);
  expect(outcome.stderr).not.toContain(token);
});
