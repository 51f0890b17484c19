import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextChange } from '../text/patch';
import { encode, encodingOf } from './encoding';
import { GitProblem, openRepository } from './git';

/** A commit on top of HEAD, for a branch that is not there yet. */
export interface BranchCommit {
  readonly name: string;
  readonly message: string;
  readonly changes: readonly TextChange[];
}

/** @throws {GitProblem} where tracked files differ from HEAD: a commit beside them would mix both. */
export function requireClean(root: string): void {
  const changed = openRepository(root)
    .run('status', '--porcelain', '--untracked-files=no', '-z')
    .split('\0')[0];
  if (changed) {
    throw new GitProblem(
      `${changed.slice(3)} differs from the last commit: commit or stash your changes first.`,
    );
  }
}

/**
 * Makes a branch with one commit on top of HEAD, through an index of its own: neither the repository's index nor the
 * files on disk change. Gives the commit's name.
 */
export function commitOnBranch(root: string, { name, message, changes }: BranchCommit): string {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-index-'));
  const git = gitWith(root, { GIT_INDEX_FILE: join(folder, 'index') });
  try {
    git(['read-tree', 'HEAD']);
    const prefix = git(['rev-parse', '--show-prefix']).toString().trimEnd();
    for (const { file, after } of changes) {
      const path = `${prefix}${file}`;
      if (after === null) {
        git(['update-index', '--force-remove', '--', file]);
        continue;
      }
      const entry = git(['ls-files', '--stage', '-z', '--', file]).toString();
      const mode = /^\d+/.exec(entry)?.[0] ?? '100644';
      const encoding = entry === '' ? 'utf8' : encodingOf(git(['cat-file', 'blob', `HEAD:${path}`]));
      const blob = git(['hash-object', '-w', '--stdin', `--path=${file}`], encode(after, encoding))
        .toString()
        .trim();
      git(['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`]);
    }
    const tree = git(['write-tree']).toString().trim();
    const commit = git(['commit-tree', tree, '-p', 'HEAD', '-F', '-'], Buffer.from(message))
      .toString()
      .trim();
    // An empty old value: the branch must not be there.
    git(['update-ref', '-m', 'flagwright stale --open-branch', `refs/heads/${name}`, commit, '']);
    return commit;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pushes a branch under its own name. Gives what git said where it could not. */
export function pushBranch(root: string, remote: string, name: string): string | undefined {
  try {
    gitWith(root, {})(['push', '--quiet', '--', remote, `refs/heads/${name}:refs/heads/${name}`]);
    return undefined;
  } catch (error) {
    if (error instanceof GitProblem) return error.message;
    throw error;
  }
}

/** @throws {GitProblem} with what git said. */
function gitWith(root: string, env: Readonly<Record<string, string>>) {
  return (args: readonly string[], input?: Buffer): Buffer => {
    try {
      return execFileSync('git', ['-c', 'core.fsmonitor=false', ...args], {
        cwd: root,
        env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', ...env },
        maxBuffer: 2 ** 30,
        stdio: ['pipe', 'pipe', 'pipe'],
        ...(input && { input }),
      });
    } catch (error) {
      const said = String((error as { stderr?: unknown }).stderr ?? error).trim();
      throw new GitProblem(`git ${args[0]} failed: ${said.split('\n')[0]}`);
    }
  };
}
