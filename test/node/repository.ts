import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { folder, put } from './folder';

/** A git repository on disk for one test. Its commits have a fixed author and day, so that their names do not change. */
export interface TestRepository {
  readonly root: string;
  git(...args: readonly string[]): string;
  /** Writes files (`null` deletes one) and commits all that differs. Gives the commit's name. */
  commit(
    files: Readonly<Record<string, string | null>>,
    options?: { readonly day?: string; readonly message?: string },
  ): string;
}

export function repository(files: Readonly<Record<string, string>> = {}, branch = 'main'): TestRepository {
  const root = folder();
  const run = (args: readonly string[], day = '2026-06-01'): string => {
    const date = `${day}T12:00:00Z`;
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...IDENTITY, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    }).trim();
  };
  run(['init', '--quiet', `--initial-branch=${branch}`]);
  const commit: TestRepository['commit'] = (changes, { day, message = 'change' } = {}) => {
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) rmSync(join(root, path));
      else put(root, path, content);
    }
    run(['add', '--all'], day);
    run(['commit', '--quiet', '--allow-empty', '--message', message], day);
    return run(['rev-parse', 'HEAD']);
  };
  if (Object.keys(files).length > 0) commit(files);
  return { root, git: (...args) => run(args), commit };
}

/** Nobody's own settings count. */
const IDENTITY = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};
