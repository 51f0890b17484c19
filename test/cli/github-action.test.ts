import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { githubAction } from '../../server/src/cli/github-action';
import { put } from '../node/folder';
import { repository } from '../node/repository';
import { TODAY } from './cli';

interface Comment {
  readonly id: number;
  body: string;
}

/** A GitHub that knows comments of pull requests, a page at a time, and who may write. */
let comments: Comment[];
let mayWrite: boolean;
let api: Server;
let address: string;

beforeEach(async () => {
  comments = Array.from({ length: 100 }, (_, id) => ({ id, body: `talk ${id}` }));
  mayWrite = true;
  api = createServer((request, response) => {
    const url = new URL(request.url!, 'http://localhost');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status: number, value: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (request.headers.authorization !== 'Bearer secret') return answer(401, {});
      if (request.method === 'GET') {
        const page = Number(url.searchParams.get('page')) - 1;
        const size = Number(url.searchParams.get('per_page'));
        return answer(200, comments.slice(page * size, (page + 1) * size));
      }
      if (!mayWrite) return answer(403, {});
      const { body } = JSON.parse(Buffer.concat(chunks).toString());
      if (request.method === 'POST' && url.pathname === '/repos/o/r/issues/7/comments') {
        comments.push({ id: comments.length, body });
        return answer(201, {});
      }
      const own = comments.find(({ id }) => url.pathname === `/repos/o/r/issues/comments/${id}`);
      if (request.method !== 'PATCH' || !own) return answer(404, {});
      own.body = body;
      return answer(200, {});
    });
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => api.close(resolve)));

const FLAGS =
  'flags:\n  checkout: { enabled: true, percentage: 10, owner: pay, created: 2026-06-01, expires: 2026-12-31 }\n';

function pullRequest() {
  const { root, git, commit } = repository({
    'flags.yaml': FLAGS,
    'app.ts': "flags.isEnabled('checkout');\n",
  });
  const base = git('rev-parse', 'HEAD');
  git('switch', '--quiet', '--create', 'feature');
  put(root, '.git/event.json', JSON.stringify({ pull_request: { number: 7, base: { sha: base } } }));
  const action = async (env: Record<string, string> = {}) => {
    const out: string[] = [];
    const status = await githubAction({
      cwd: root,
      env: {
        GITHUB_API_URL: address,
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_EVENT_PATH: `${root}/.git/event.json`,
        INPUT_TOKEN: 'secret',
        ...env,
      },
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => out.push(text) },
      clock: () => TODAY,
    });
    return { status, output: out.join('') };
  };
  return { root, commit, action };
}

it('annotates what the pull request brings, and comments on it once', async () => {
  const { commit, action, root } = pullRequest();
  commit({ 'new.ts': "flags.isEnabled('chekout');\n" });
  const summary = `${root}/.git/summary.md`;
  const first = await action({ GITHUB_STEP_SUMMARY: summary });
  expect(first.status).toBe(1);
  expect(first.output).toMatch(/^::warning file=new\.ts,line=1,.*title=unknown-flag::/);
  expect(comments).toHaveLength(101);
  expect(comments[100]!.body).toContain('- `chekout` **(no flag file declares it)**: new.ts:1');
  expect(readFileSync(summary, 'utf8')).toContain('`chekout`');

  commit({ 'new.ts': "flags.isEnabled('checkout');\n" });
  expect(await action()).toMatchObject({ status: 0 });
  expect(comments).toHaveLength(101);
  expect(comments[100]!.body).toContain('- `checkout`: new.ts:1');

  commit({ 'new.ts': null });
  await action();
  expect(comments[100]!.body).toContain('Nothing changes for any flag.');
});

it('says nothing where nothing changes', async () => {
  const { action } = pullRequest();
  expect(await action()).toMatchObject({ status: 0 });
  expect(comments).toHaveLength(100);
});

it('does not fail the pull request of a fork, whose token may not write', async () => {
  mayWrite = false;
  const { commit, action } = pullRequest();
  commit({ 'new.ts': "flags.isEnabled('checkout');\n" });
  const { status, output } = await action();
  expect(status).toBe(0);
  expect(output).toContain(
    '::warning title=flagwright::The comment could not be written (GitHub answered 403).',
  );
});

it('does what it is asked for only', async () => {
  const { commit, action } = pullRequest();
  commit({ 'new.ts': "flags.isEnabled('chekout');\n" });
  expect(await action({ INPUT_LINT: 'false', INPUT_COMMENT: 'false' })).toEqual({ status: 0, output: '' });
  expect(comments).toHaveLength(100);
});
