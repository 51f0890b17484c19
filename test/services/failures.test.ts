/** Whatever stands between us and a service is named, and the old snapshot stays as it was. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pullToFile } from '../../server/src/node/pull';
import { asking, type HttpAnswer, type PullHost } from '../../server/src/services/asking';
import { PullProblem, Unreachable } from '../../server/src/services/problem';
import { serviceOf } from '../../server/src/services/pull';
import { cli } from '../cli/cli';
import { folder } from '../node/folder';
import { type Answer, loopback } from './loopback';

const TOKEN = 'token-that-nobody-may-see';
const OLD = `{ "$pulled": { "service": "launchdarkly", "url": "https://app.launchdarkly.com" }, "flags": {} }\n`;

async function pullFrom(url: string, env: Record<string, string> = { LAUNCHDARKLY_ACCESS_TOKEN: TOKEN }) {
  const root = folder({ 'flags.json': OLD });
  const words = ['--environment', 'production', '--out', 'flags.json', '--url', url];
  const outcome = await cli(root, ['pull', 'launchdarkly', ...words], { env });
  expect(readFileSync(join(root, 'flags.json'), 'utf8')).toBe(OLD);
  expect(readdirSync(root)).toEqual(['flags.json']);
  expect(outcome.stdout).toBe('');
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).not.toContain(TOKEN);
  return outcome.stderr;
}

const LOGIN = '<!DOCTYPE html><html><head><title>Sign in to Example Corp</title></head><body>…</body></html>';

test.each<[string, Answer | 'nothing', string]>([
  [
    "a proxy's login page",
    { body: LOGIN },
    'In place of LaunchDarkly something else answered, with the web page “Sign in to Example Corp” (200).',
  ],
  [
    "a proxy's refusal",
    { status: 407, body: LOGIN },
    'the request was stopped on its way, as a proxy may do.',
  ],
  ['a firewall', { status: 403, body: LOGIN }, 'something else answered, with the web page “Sign in'],
  ['an empty answer', { body: '' }, 'something else answered, with nothing (200)'],
  [
    'a redirection',
    { status: 302, headers: { location: 'https://login.example.com/' }, body: '' },
    'sends the request on to https://login.example.com/',
  ],
  [
    'a long limit',
    { status: 429, headers: { 'retry-after': '300' }, body: {} },
    'LaunchDarkly allows no more requests for now (429). Try again in 5 minutes.',
  ],
  [
    'a limit until a moment',
    { status: 429, headers: { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }, body: {} },
    'Try again in 60 minutes.',
  ],
  [
    'a service that fails',
    { status: 500, body: { message: 'Internal' } },
    'has failed (500), and says “Internal”',
  ],
  ['an answer of another kind', { body: { flags: 1 } }, 'answers without a list of flags'],
  ['a refusal', { status: 400, body: { message: `no: ${TOKEN}` } }, 'refuses the request for project'],
  ['a connection that is cut', 'nothing', 'the connection was cut.'],
])('%s', async (_, answer, message) => {
  const { url } = await loopback(() => answer);
  expect(await pullFrom(url)).toContain(message);
});

test('no network, and no such host', async () => {
  expect(await pullFrom(await closedAddress())).toMatch(
    /cannot be reached at [\d.:]+: nothing listens there\./,
  );
  expect(await pullFrom('http://launchdarkly.invalid')).toMatch(
    /cannot be reached at launchdarkly.invalid: /,
  );
});

test('no token, and what is none', async () => {
  const { url, asked } = await loopback(() => ({ body: {} }));
  expect(await pullFrom(url, {})).toContain('put it into the environment variable LAUNCHDARKLY_ACCESS_TOKEN');
  for (const broken of ['two words of it', 'torn\napart-by-it', 'ümläut-token', 'brief']) {
    const said = await pullFrom(url, { LAUNCHDARKLY_ACCESS_TOKEN: broken });
    expect(said).toContain('is no token');
    expect(said).not.toContain(broken.split('\n')[0]!);
  }
  expect(asked).toEqual([]);
});

test.each([
  ['ftp://example.com', "'ftp://example.com' is no web address"],
  ['https://ann:secret@example.com', "holds a user's name or password"],
  ['https://example.com/?a=1', "ends before its '?'"],
])('the address %s', async (url, message) => {
  const said = await pullFrom(url);
  expect(said).toContain(message);
  expect(said).not.toContain('secret');
});

test('a project without an environment that the token may see', async () => {
  const { url } = await loopback(() => ({ body: { items: [] } }));
  const args = ['pull', 'launchdarkly', '--project', 'shop', '--url', url];
  const { stderr } = await cli(folder(), args, { env: { LAUNCHDARKLY_ACCESS_TOKEN: TOKEN } });
  expect(stderr).toContain("LaunchDarkly has no environment in project 'shop' that the token may see.");
});

test('an answer that holds the token is not written', async () => {
  const { url } = await loopback(({ path }) =>
    path.includes('flag-statuses')
      ? { body: { items: [] } }
      : {
          body: {
            items: [{ key: 'a', description: `x ${TOKEN}`, environments: { production: {} } }],
            totalCount: 1,
          },
        },
  );
  expect(await pullFrom(url)).toContain('sends the token back in its answer');
});

test('a file that a person has written is not written over', async () => {
  const { url, asked } = await loopback(() => ({ body: {} }));
  const root = folder({ 'flags.json': '{ "flags": { "mine": true } }\n' });
  const line = ['pull', 'launchdarkly', '--environment', 'x', '--url', url, '--out'];
  const env = { LAUNCHDARKLY_ACCESS_TOKEN: TOKEN };
  const outcome = await cli(root, [...line, 'flags.json'], { env });
  expect(outcome.stderr).toContain('flags.json is no snapshot that was pulled');
  expect((await cli(root, [...line, '../out.json'], { env })).stderr).toContain('lies in the workspace');
  expect(readFileSync(join(root, 'flags.json'), 'utf8')).toContain('mine');
  expect(asked).toEqual([]);
});

test('a pull that is cancelled leaves the old snapshot', async () => {
  const stop = new AbortController();
  const { url } = await loopback(() => {
    stop.abort();
    return { body: {} };
  });
  const root = folder({ 'flags.json': OLD });
  const source = { service: 'launchdarkly', environment: 'x', url, file: 'flags.json' } as const;
  await expect(pullToFile(root, source, TOKEN, { signal: stop.signal })).rejects.toMatchObject({
    kind: 'cancelled',
  });
  expect(readFileSync(join(root, 'flags.json'), 'utf8')).toBe(OLD);
});

test('a person who watches the terminal sees what is asked for, until it is done', async () => {
  const { url } = await loopback(() => ({ body: { items: [], totalCount: 0 } }));
  const args = ['pull', 'launchdarkly', '--environment', 'x', '--url', url];
  const env = { LAUNCHDARKLY_ACCESS_TOKEN: TOKEN };
  const watched = await cli(folder(), args, { env, isTTY: true });
  const lines = watched.stderr.split('\r\u001B[K');
  expect(lines).toContain("LaunchDarkly: project 'default' with environment 'x', request 1");
  expect(watched.stderr.slice(watched.stderr.lastIndexOf('\u001B[K'))).not.toContain('LaunchDarkly:');
  expect((await cli(folder(), args, { env })).stderr).not.toContain('request');
});

test('what the team pulls stands in the configuration, and one that fails keeps no other from it', async () => {
  const { url } = await loopback(({ path }) =>
    path.includes('flag-statuses')
      ? { body: { items: [] } }
      : { body: { items: [{ key: 'a', environments: { production: { on: false } } }], totalCount: 1 } },
  );
  const root = folder({
    'flagwright.config.json': JSON.stringify({
      pull: [
        {
          service: 'launchdarkly',
          url: await closedAddress(),
          environment: 'staging',
          file: 'ops/staging.json',
        },
        { service: 'launchdarkly', url, environment: 'production', file: 'ops/production.json' },
      ],
    }),
  });
  const env = { LAUNCHDARKLY_ACCESS_TOKEN: TOKEN };
  const outcome = await cli(root, ['pull'], { env });
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain('nothing listens there');
  expect(outcome.stdout).toBe('ops/production.json: 1 flag from LaunchDarkly; 1 new\n');
  expect(existsSync(join(root, 'ops/staging.json'))).toBe(false);
  // Its name is no flag file's, and yet it is read.
  const list = JSON.parse((await cli(root, ['list', '--format', 'json'])).stdout) as {
    flags: { key: string }[];
  };
  expect(list.flags.map(({ key }) => key)).toEqual(['a']);
});

test.each([
  [[], 'Name a service, one of unleash, launchdarkly, flagsmith, split'],
  [
    ['unlesh'],
    "There is no service 'unlesh': it is one of unleash, launchdarkly, flagsmith, split. Did you mean unleash?",
  ],
  [['--project', 'x'], '--project is about one service'],
  [['split', 'unleash'], 'pull takes one service, not 2'],
])('pull %j', async (words, message) => {
  const outcome = await cli(folder(), ['pull', ...words]);
  expect(outcome.status).toBe(2);
  expect(outcome.stderr).toContain(message);
});

test('a token in the configuration is refused, and the value is not repeated', async () => {
  const config = { pull: [{ service: 'split', token: TOKEN }] };
  const root = folder({ 'flagwright.config.json': JSON.stringify(config) });
  writeFileSync(join(root, 'flags.json'), '{}');
  const outcome = await cli(root, ['pull']);
  expect(outcome.stderr).toContain("'token' belongs into an environment variable");
  expect(outcome.stderr).not.toContain(TOKEN);
});

/** An address of this machine where nobody listens any more. */
async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('waiting', () => {
  function host(answers: readonly (Partial<HttpAnswer> & { readonly headers?: Record<string, string> })[]) {
    const waits: number[] = [];
    let next = 0;
    const told: PullHost = {
      send: async () => {
        const answer = answers[Math.min(next++, answers.length - 1)]!;
        return {
          status: answer.status ?? 200,
          header: (name) => answer.headers?.[name],
          text: answer.text ?? '{"ok":true}',
        };
      },
      wait: async (milliseconds) => {
        waits.push(milliseconds);
      },
      now: () => 1_000_000,
      tell: () => {},
    };
    const ask = asking(serviceOf('launchdarkly'), 'https://app.launchdarkly.com', TOKEN, told);
    return { waits, ask: () => ask({ path: '/api', about: 'x' }) };
  }

  test.each([
    ['retry-after in seconds', { 'retry-after': '7' }, 7000],
    ['retry-after as a date', { 'retry-after': new Date(1_012_000).toUTCString() }, 12_000],
    ['a moment in milliseconds', { 'x-ratelimit-reset': '1003000' }, 3000],
    [
      'seconds of which the longest counts',
      { 'x-ratelimit-reset-seconds-org': '4', 'x-ratelimit-reset-seconds-ip': '9' },
      9000,
    ],
    ['nothing', {}, 10_000],
  ])('%s', async (_, headers, wait) => {
    const { waits, ask } = host([{ status: 429, headers }, {}]);
    expect(await ask()).toEqual({ ok: true });
    expect(waits).toEqual([wait]);
  });

  test('a service that is busy is asked twice more', async () => {
    const back = host([{ status: 503 }, { status: 502 }, {}]);
    expect(await back.ask()).toEqual({ ok: true });
    expect(back.waits).toEqual([1000, 2000]);
    const gone = host([{ status: 503, text: '' }]);
    await expect(gone.ask()).rejects.toMatchObject({ kind: 'service', status: 503 });
    expect(gone.waits).toHaveLength(2);
  });

  test('nobody waits for ever', async () => {
    const { waits, ask } = host([{ status: 429, headers: { 'retry-after': '50' } }]);
    await expect(ask()).rejects.toMatchObject({ kind: 'limit' });
    expect(waits).toEqual([50_000, 50_000]);
  });

  test.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['ETIMEDOUT', 'did not answer in time'],
    ['EAI_AGAIN', 'there is no network'],
    ['EWHATEVER', `broken (EWHATEVER)`],
  ])('%s', async (code, message) => {
    const told: PullHost = {
      send: () => Promise.reject(new Unreachable(code, 'broken')),
      wait: async () => {},
      now: () => 0,
      tell: () => {},
    };
    const ask = asking(serviceOf('split'), 'https://api.split.io', TOKEN, told);
    const failure = await ask({ path: '/', about: 'x' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PullProblem);
    expect((failure as Error).message).toContain(message);
    expect((failure as Error).message).toContain('api.split.io');
  });
});
