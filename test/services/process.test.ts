/** The process that an editor starts for a pull, as it is shipped. */
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { PullMessage, PullRequest } from '../../server/src/node/pull-process';
import { folder } from '../node/folder';
import { loopback } from './loopback';

const MODULE = path.resolve(import.meta.dirname, '../../dist/pull.js');
const TOKEN = 'api-token-of-a-person';

/** Starts it, and gives all that it says until it has ended; `onStart` may tell it more. */
function talk(request: PullRequest, env: Record<string, string> = {}) {
  const said: PullMessage[] = [];
  const child = fork(MODULE, {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, ...env },
  });
  child.on('message', (message) => said.push(message as PullMessage));
  const ended = new Promise<PullMessage[]>((resolve) => child.once('exit', () => resolve(said)));
  child.send(request);
  return { ended, cancel: () => child.send('cancel' satisfies PullRequest) };
}

const FLAGS = { items: [{ key: 'a', environments: { production: { on: true } } }], totalCount: 1 };
const source = (url: string) =>
  ({ service: 'launchdarkly', url, environment: 'production', file: 'flags.json' }) as const;

test('says how it ended, and ends', async () => {
  const { url, asked } = await loopback(({ path: at }) => ({
    body: at.includes('statuses') ? { items: [] } : FLAGS,
  }));
  const root = folder();
  const said = await talk({ root, source: source(url), token: TOKEN }).ended;
  expect(said.slice(0, -1)).toEqual([
    { progress: "project 'default' with environment 'production', request 1" },
    { progress: "project 'default' with environment 'production', request 2" },
    { progress: "environment 'production' in project 'default', request 3" },
  ]);
  expect(said.at(-1)).toEqual({
    result: expect.objectContaining({ file: 'flags.json', flags: 1, isNew: true }),
  });
  expect(asked[0]!.headers.authorization).toBe(TOKEN);
  expect(JSON.stringify(said) + readFileSync(path.join(root, 'flags.json'), 'utf8')).not.toContain(TOKEN);
});

test("takes the environment's token where it gets none", async () => {
  const { url, asked } = await loopback(() => ({ status: 401, body: { message: 'Invalid access token' } }));
  const talking = talk(
    { root: folder(), source: source(url), token: '' },
    { LAUNCHDARKLY_ACCESS_TOKEN: TOKEN },
  );
  expect((await talking.ended).at(-1)).toEqual({
    kind: 'token',
    problem: expect.stringContaining('does not accept the token (401)'),
  });
  expect(asked[0]!.headers.authorization).toBe(TOKEN);
});

test('is cancelled while the service keeps it waiting', async () => {
  let talking: ReturnType<typeof talk> | undefined;
  const { url } = await loopback(() => {
    talking!.cancel();
    return { status: 429, headers: { 'retry-after': '30' }, body: {} };
  });
  const root = folder();
  talking = talk({ root, source: source(url), token: TOKEN });
  const said = await talking.ended;
  expect(said.at(-1)).toEqual({ kind: 'cancelled', problem: 'The pull was cancelled.' });
  expect(existsSync(path.join(root, 'flags.json'))).toBe(false);
});
