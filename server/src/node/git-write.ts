import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextChange } from '../text/patch';
import { encode, encodingOf } from './encoding';
import { GitProblem, git, ownFiltersOff, problemOf } from './git';
import { gitCall, gitProgram } from './git-process';

/** A commit on top of HEAD, for a branch that is not there yet. */
export interface BranchCommit {
  readonly name: string;
  readonly message: string;
  readonly changes: readonly TextChange[];
}

/** @throws {GitProblem} where tracked files differ from HEAD: a commit beside them would mix both. */
export function requireClean(root: string): void {
  const status = ['status', '--porcelain', '--untracked-files=no', '-z'];
  const changed = git(root, gitCall(status, ownFiltersOff(root))).split('\0')[0];
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
  const git = writer(root, { GIT_INDEX_FILE: join(folder, 'index') });
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

/**
 * Pushes a branch under its own name, as the person's own push would: with the hooks and the programs of the
 * repository's settings. Gives what git said where it could not.
 */
export function pushBranch(root: string, remote: string, name: string): string | undefined {
  const args = ['push', '--quiet', '--', remote, `refs/heads/${name}:refs/heads/${name}`];
  try {
    execFileSync(gitProgram(process.env.PATH ?? ''), args, {
      cwd: root,
      env: { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return undefined;
  } catch (error) {
    return `git push failed: ${problemOf(error).message}`;
  }
}

/** @throws {GitProblem} with what git said. */
function writer(root: string, variables: Readonly<Record<string, string>>) {
  const off = ownFiltersOff(root);
  return (command: readonly string[], input?: Buffer): Buffer => {
    const { program, args, env } = gitCall(command, off);
    try {
      return execFileSync(program, args, {
        cwd: root,
        env: { ...env, ...variables },
        maxBuffer: 2 ** 30,
        stdio: ['pipe', 'pipe', 'pipe'],
        ...(input && { input }),
      });
    } catch (error) {
      throw new GitProblem(`git ${command[0]} failed: ${problemOf(error).message}`);
    }
  };
}
