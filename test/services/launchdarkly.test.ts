/** LaunchDarkly as its OpenAPI description has it (app.launchdarkly.com/api/v2/openapi.json); never run against the service. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatDay } from '../../server/src/flags/dates';
import { staysForGood } from '../../server/src/flags/lifecycle';
import { readFlagFile } from '../../server/src/flags/read';
import { cli } from '../cli/cli';
import { expectOracle, flagOf, states, tally } from '../flags/formats/support';
import { launchdarkly } from '../flags/oracles/launchdarkly';
import { folder } from '../node/folder';
import { type Asked, loopback, pageOf } from './loopback';

const TOKEN = 'api-12345678-abcd';

/** The flag of the description's example, `FeatureFlags`, with the environment that it has. */
const EXAMPLE = {
  name: 'My Flag',
  kind: 'boolean',
  description: 'This flag controls the example widgets',
  key: 'flag-key-123abc',
  _version: 1,
  creationDate: 1_756_684_800_000,
  includeInSnippet: true,
  clientSideAvailability: { usingEnvironmentId: true, usingMobileKey: true },
  variations: [
    { _id: 'e432f62b-55f6-49dd-a02f-eb24acf39d05', value: true },
    { _id: 'a00bf58d-d252-476c-b915-15a74becacb4', value: false },
  ],
  temporary: true,
  tags: ['example-tag'],
  _links: {
    parent: { href: '/api/v2/flags/my-project', type: 'application/json' },
    self: { href: '/api/v2/flags/my-project/my-flag', type: 'application/json' },
  },
  maintainerId: '569f183514f4432160000007',
  _maintainer: {
    _id: '569f183514f4432160000007',
    firstName: 'Ariel',
    lastName: 'Flores',
    role: 'admin',
    email: 'ariel@acme.com',
    _links: { self: { href: '/api/v2/members/569f183514f4432160000007', type: 'application/json' } },
  },
  customProperties: {},
  archived: false,
  deprecated: false,
  defaults: { onVariation: 0, offVariation: 1 },
};

const ENVIRONMENT = {
  on: true,
  archived: false,
  salt: '61eddeadbeef4da1facecafe3a60a397',
  sel: '810edeadbeef4844facecafe438f2999492',
  lastModified: 1_627_071_171_347,
  version: 1,
  targets: [],
  contextTargets: [],
  rules: [],
  fallthrough: { variation: 0 },
  offVariation: 1,
  prerequisites: [],
  _site: { href: '/default/my-environment/features/client-side-flag', type: 'text/html' },
  _environmentName: 'My Environment',
  trackEvents: false,
  trackEventsFallthrough: false,
};

const flag = (key: string, more: object = {}, environment: object = {}) => ({
  ...EXAMPLE,
  key,
  ...more,
  environments: { production: { ...ENVIRONMENT, ...environment } },
});

const FLAGS = [
  flag('on-for-all'),
  flag('off', {}, { on: false }),
  flag(
    'to-a-tenth',
    {},
    {
      fallthrough: {
        rollout: {
          contextKind: 'user',
          variations: [
            { variation: 0, weight: 10_000 },
            { variation: 1, weight: 90_000 },
          ],
        },
      },
    },
  ),
  flag(
    'by-mail',
    {},
    {
      fallthrough: { variation: 1 },
      rules: [
        {
          _id: '6a7755ac-e47a-40ea-9579-a09dd5f061bd',
          ref: 'x',
          variation: 0,
          clauses: [
            {
              _id: 'c',
              attribute: 'email',
              op: 'endsWith',
              values: ['@acme.com'],
              contextKind: 'user',
              negate: false,
            },
          ],
        },
      ],
    },
  ),
  flag(
    'by-name',
    {},
    { fallthrough: { variation: 1 }, targets: [{ values: ['c', 'a'], variation: 0, contextKind: 'user' }] },
  ),
  flag('child', {}, { prerequisites: [{ key: 'by-mail', variation: 0 }] }),
  flag('stays', { temporary: false, _maintainerTeam: { key: 'team-1', name: 'Example team', _links: {} } }),
  flag('deprecated', { deprecated: true }),
  flag(
    'nobody-by-name',
    {},
    {
      targets: [{ values: [], variation: 1, contextKind: 'user' }],
      contextTargets: [{ values: [], variation: 1, contextKind: 'user' }],
    },
  ),
  ...Array.from({ length: 200 }, (_, i) => flag(`many-${String(i).padStart(3, '0')}`)),
];
const ARCHIVED = [flag('gone', { archived: true, archivedDate: 1_764_288_000_000 })];

function service(asked: Asked) {
  if (asked.headers.authorization !== TOKEN)
    return { status: 401, body: { code: 'unauthorized', message: 'Invalid access token' } };
  const { path, query } = asked;
  if (path === '/api/v2/flags/my-project') {
    const all = query.get('filter') === 'state:archived' ? ARCHIVED : FLAGS;
    const items = pageOf(all, asked, 20, 100);
    const next = Number(query.get('offset') ?? 0) + items.length;
    const env = query.get('env');
    return {
      body: {
        items: items.map((one) => ({ ...one, environments: env === 'production' ? one.environments : {} })),
        totalCount: all.length,
        _links: {
          self: { href: '/api/v2/flags/my-project', type: 'application/json' },
          ...(next < all.length && {
            next: { href: `/api/v2/flags/my-project?offset=${next}`, type: 'application/json' },
          }),
        },
      },
    };
  }
  if (path === '/api/v2/flag-statuses/my-project/production')
    return {
      body: {
        items: [
          {
            name: 'inactive',
            lastRequested: '2020-02-05T18:17:01.514Z',
            default: '',
            _links: {
              parent: { href: '/api/v2/flags/my-project/on-for-all', type: 'application/json' },
              self: { href: '/api/v2/flag-statuses/my-project/on-for-all', type: 'application/json' },
            },
          },
        ],
        _links: { self: { href: path, type: 'application/json' } },
      },
    };
  return { status: 404, body: { code: 'not_found', message: 'Invalid resource identifier' } };
}

const FILE = 'flags.launchdarkly.production.json';

async function pulled(url: string, words = '--project my-project --environment production', token = TOKEN) {
  const root = folder();
  const outcome = await cli(root, ['pull', 'launchdarkly', '--url', url, ...words.split(' ')], {
    env: { LAUNCHDARKLY_ACCESS_TOKEN: token },
  });
  return { root, outcome, text: () => readFileSync(join(root, FILE), 'utf8') };
}

test('a name that is no flag file’s is told, for nobody would read the snapshot', async () => {
  const { url } = await loopback(service);
  const { outcome } = await pulled(url, '--project my-project --environment production --out ld.json');
  expect(outcome.status).toBe(0);
  expect(outcome.stdout).toBe('ld.json: 210 flags from LaunchDarkly; 210 new\n');
  expect(outcome.stderr).toContain(
    'ld.json has no flag file\'s name, so nobody reads it: list it under "pull" or "flagFiles" in flagwright.config.json.',
  );
});

test('all pages become one snapshot, in the format of the file data source', async () => {
  const { url, asked } = await loopback(service);
  const { outcome, text } = await pulled(url);
  expect(outcome).toEqual({
    status: 0,
    stdout: `${FILE}: 210 flags from LaunchDarkly; 210 new\n`,
    stderr: '',
  });
  expect(asked.every(({ headers }) => headers['ld-api-version'] === '20240415')).toBe(true);
  const file = readFlagFile(FILE, text())!;
  expect(file.problems).toEqual([]);
  const { 'on-for-all': onForAll, ...others } = states(file);
  expect(onForAll).toBe('on by fallthrough');
  expect(Object.fromEntries(Object.entries(others).filter(([key]) => !key.startsWith('many-')))).toEqual({
    off: 'off by offVariation',
    'to-a-tenth': 'partial by fallthrough',
    'by-mail': 'partial by rules',
    'by-name': 'partial by targets',
    child: 'partial by prerequisites',
    stays: 'on by fallthrough',
    deprecated: 'on by fallthrough',
    'nobody-by-name': 'on by fallthrough',
    gone: 'off by archivedDate, a default',
  });
  expect(flagOf(file, 'to-a-tenth').percentage?.value).toBe(10);
});

test('the maintainer, tags, dates and marks come along', async () => {
  const { url } = await loopback(service);
  const file = readFlagFile(FILE, (await pulled(url)).text())!;
  const first = flagOf(file, 'on-for-all');
  expect(first).toMatchObject({
    owner: { value: 'ariel@acme.com' },
    tags: [{ value: 'example-tag' }],
    description: { value: 'This flag controls the example widgets' },
  });
  expect(formatDay(first.created!.value)).toBe('2025-09-01');
  expect(formatDay(first.lastEvaluated!.value)).toBe('2020-02-05');
  expect(flagOf(file, 'stays').owner?.value).toBe('Example team');
  expect(file.flags.filter(staysForGood).map(({ key }) => key)).toEqual(['stays']);
  expect(flagOf(file, 'deprecated').mark?.value).toBe('stale');
  expect(flagOf(file, 'gone').mark?.value).toBe('archived');
});

test('the SDK reads the snapshot, and answers what we say', async () => {
  const { url } = await loopback(service);
  const text = (await pulled(url)).text();
  const people = [...'abcdefghijklmnopqrstuvwxyz'].map((id, i) => ({
    id,
    attributes: i % 2 === 0 ? { email: `${id}@acme.com` } : {},
  }));
  const count = tally();
  await expectOracle(launchdarkly, readFlagFile(FILE, text)!, text, people, count);
  expect(count).toMatchObject({ flags: 210, varying: 4 });
});

test('a token that may not read the statuses still gets the flags', async () => {
  const { url } = await loopback((asked) =>
    asked.path.startsWith('/api/v2/flag-statuses')
      ? {
          status: 403,
          body: { code: 'forbidden', message: 'Forbidden. Access to the requested resource was denied.' },
        }
      : service(asked),
  );
  const { outcome } = await pulled(url);
  expect(outcome.status).toBe(0);
  expect(outcome.stderr).toContain('The token may not read the statuses of flags');
});

test.each([
  [
    'a wrong token',
    '--project my-project --environment production',
    'api-wrong-0000',
    'does not accept the token (401), and says “Invalid access token”',
  ],
  ['an unknown project', '--project nope --environment production', TOKEN, "has no project 'nope'"],
  [
    'an unknown environment',
    '--project my-project --environment prod',
    TOKEN,
    "has no environment 'prod' in project 'my-project'",
  ],
])('%s is named', async (_, words, token, message) => {
  const { url } = await loopback(service);
  const { outcome } = await pulled(url, words, token);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain(message);
  expect(outcome.stderr).not.toContain(token);
});

test('a limit is waited for where it is short, by the header that LaunchDarkly has for it', async () => {
  let refused = false;
  const { url } = await loopback((asked) => {
    if (refused) return service(asked);
    refused = true;
    const headers = { 'x-ratelimit-reset': String(Date.now()) };
    return {
      status: 429,
      headers,
      body: { code: 'rate_limited', message: "You've exceeded the API rate limit. Try again later." },
    };
  });
  const { outcome } = await pulled(url);
  expect(outcome.status).toBe(0);
  expect(outcome.stderr).toContain('LaunchDarkly allows no more requests for a moment: waiting 0 s');
});

test('where nothing has changed the file is left alone, whatever order the answers have', async () => {
  const first = await loopback(service);
  const { root, text } = await pulled(first.url);
  const before = text();
  const turned = [...FLAGS].reverse();
  const { url } = await loopback((asked) => {
    const answer = service(asked);
    const isFlags = asked.path.startsWith('/api/v2/flags/') && asked.query.get('filter') === null;
    return isFlags ? { body: { ...answer.body, items: pageOf(turned, asked, 20, 100) } } : answer;
  });
  writeFileSync(join(root, FILE), before.replaceAll(first.url, url));
  const { stdout } = await cli(
    root,
    ['pull', 'launchdarkly', '--url', url, '--project', 'my-project', '--environment', 'production'],
    { env: { LAUNCHDARKLY_ACCESS_TOKEN: TOKEN } },
  );
  expect(stdout).toContain('nothing has changed');
});
