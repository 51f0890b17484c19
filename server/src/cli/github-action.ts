import { appendFileSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { FAILED } from './command';
import { run } from './run';
import { type Output, printable, type Terminal } from './terminal';

/**
 * The GitHub Action: annotations for what a pull request brings, and one comment on it that says what it does to flags,
 * which each later run updates. Gives the exit status of `lint`. See action.yml for its inputs.
 */
export async function githubAction(terminal: Terminal): Promise<number> {
  const { env, stdout } = terminal;
  const root = resolve(terminal.cwd, env.INPUT_ROOT || '.');
  const pullRequest = pullRequestOf(env);
  // The service has cut the pull request off its base, so that one is the right end to compare with.
  const base = pullRequest?.base;
  const lint = ['lint', '--root', root, '--format', 'github', ...(base ? ['--changed', base] : [])];
  const status = env.INPUT_LINT === 'false' ? 0 : await run(lint, terminal);
  if (!pullRequest || env.INPUT_COMMENT === 'false') return status;

  const report: string[] = [];
  const captured: Output = { write: (text) => report.push(text) };
  const compared = await run(['diff', '--root', root, pullRequest.base], { ...terminal, stdout: captured });
  if (compared === FAILED) return Math.max(status, compared);
  const text = report.join('');
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, text);
  const refusal = await comment(text, pullRequest, env);
  // A pull request from a fork may not write: that is no reason to fail it.
  if (refusal !== undefined) stdout.write(`::warning title=flagwright::${printable(refusal)}\n`);
  return status;
}

interface PullRequest {
  readonly number: number;
  /** The commit that it goes to. */
  readonly base: string;
}

/** Nothing where the workflow was started by something else. */
function pullRequestOf(env: Terminal['env']): PullRequest | undefined {
  if (!env.GITHUB_EVENT_PATH) return undefined;
  const { pull_request: event } = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) as {
    pull_request?: { number: number; base: { sha: string } };
  };
  return event && { number: event.number, base: event.base.sha };
}

/** Writes the comment, or updates the one of an earlier run. Gives a sentence where that cannot be done. */
async function comment(
  text: string,
  { number }: PullRequest,
  env: Terminal['env'],
): Promise<string | undefined> {
  const { GITHUB_API_URL = 'https://api.github.com', GITHUB_REPOSITORY, INPUT_TOKEN } = env;
  if (!INPUT_TOKEN) return 'There is no comment, for the action was given no token.';
  const issues = `${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/issues`;
  const mark = `<!-- flagwright: ${env.INPUT_ROOT || '.'} -->`;
  const body = JSON.stringify({ body: `${mark}\n${text}`.slice(0, MOST_CHARACTERS) });
  const call = async (method: string, url: string): Promise<unknown> => {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${INPUT_TOKEN}`,
        'user-agent': 'flagwright',
        'x-github-api-version': '2022-11-28',
      },
      ...(method !== 'GET' && { body }),
    });
    if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
    return response.json();
  };
  try {
    const own = await earlierComment(mark, (page) =>
      call('GET', `${issues}/${number}/comments?per_page=${PAGE}&page=${page}`),
    );
    if (own !== undefined) await call('PATCH', `${issues}/comments/${own}`);
    // Nobody has to be told of nothing.
    else if (!text.includes('Nothing changes for any flag.'))
      await call('POST', `${issues}/${number}/comments`);
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `The comment could not be written (${why}). It needs the permission “pull-requests: write”, which a fork's pull request has not; the job's summary holds the same.`;
  }
}

const PAGE = 100;

/** What GitHub takes. */
const MOST_CHARACTERS = 65_536;

async function earlierComment(
  mark: string,
  read: (page: number) => Promise<unknown>,
): Promise<number | undefined> {
  for (let page = 1; ; page++) {
    const list = (await read(page)) as { id: number; body?: string }[];
    const own = list.find(({ body }) => body?.startsWith(mark));
    if (own || list.length < PAGE) return own?.id;
  }
}
