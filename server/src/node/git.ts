import { execFileSync, spawn } from 'node:child_process';
import { type GitCall, gitCall, withoutOwnFilters } from './git-process';
import { codeOf } from './paths';

/** Git could not answer; the message is a sentence for people. */
export class GitProblem extends Error {}

/** A git repository, as seen from a folder in it: all paths are relative to that folder, with `/`. */
export interface Repository {
  /** The full name of the commit that a revision names. @throws {GitProblem} where it names none. */
  commitOf(revision: string): string;
  /** The commit that a revision names, or nothing. */
  find(revision: string): string | undefined;
  /** Where two lines of history part. @throws {GitProblem} where they have nothing in common. */
  mergeBase(a: string, b: string): string;
  /** What differs between two commits or, without `to`, between a commit and what is on disk, untracked files too. */
  changes(from: string, to?: string): Change[];
  /** The files of a commit. */
  files(commit: string): TrackedFile[];
  /** The words of a git command's answer, one command after the other; the command only reads. */
  run(...args: readonly string[]): string;
}

export interface Change {
  readonly path: string;
  /** What a renamed file was called. */
  readonly was?: string;
}

export interface TrackedFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
}

/** @throws {GitProblem} where the folder is in no repository, or there is no git. */
export function openRepository(root: string): Repository {
  const run = (...args: readonly string[]): string => git(root, gitCall(args));
  try {
    run('rev-parse', '--show-prefix');
  } catch (error) {
    if (!(error instanceof GitProblem)) throw error;
    throw new GitProblem(`${root} is in no git repository that can be read. ${error.message}`);
  }
  const find = (revision: string): string | undefined => {
    try {
      return run('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`).trim();
    } catch {
      return undefined;
    }
  };
  return {
    run,
    find,
    commitOf(revision) {
      const commit = find(revision);
      if (commit === undefined) throw new GitProblem(`There is no revision '${revision}'${shallow(run)}.`);
      return commit;
    },
    mergeBase(a, b) {
      try {
        return run('merge-base', a, b).trim();
      } catch {
        throw new GitProblem(`'${a}' and '${b}' have no common commit${shallow(run)}.`);
      }
    },
    changes(from, to) {
      const diff = ['diff', '--name-status', '-z', '--find-renames', '--no-ext-diff', '--relative', from];
      if (to !== undefined) return parseChanges(run(...diff, to, '--'));
      const tracked = parseChanges(git(root, gitCall([...diff, '--'], ownFiltersOff(root))));
      const untracked = words(run('ls-files', '--others', '--exclude-standard', '-z'));
      return [...tracked, ...untracked.map((path) => ({ path }))];
    },
    files: (commit) => parseTree(run('ls-tree', '-r', '-l', '-z', commit)),
  };
}

/** Who works here, as git signs commits; nothing where it does not know. */
export function userOf(root: string): string | undefined {
  try {
    return git(root, gitCall(['config', 'user.name'])).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Reads files out of commits, through one process that `end` ends. */
export interface Blobs {
  /** The bytes of a file; nothing where the commit has no such file. */
  read(commit: string, path: string): Promise<Buffer | undefined>;
  end(): void;
}

export function openBlobs(root: string): Blobs {
  const prefix = git(root, gitCall(['rev-parse', '--show-prefix'])).trimEnd();
  const { program, args, env } = gitCall(['cat-file', '--batch']);
  const child = spawn(program, args, { cwd: root, env, stdio: 'pipe' });
  const waiting: ((bytes: Buffer | undefined) => void)[] = [];
  let chunks: Buffer[] = [];
  let held = 0;
  /** Bytes that must be there before an answer can be whole. */
  let needed = 1;

  const take = (): void => {
    let bytes = Buffer.concat(chunks);
    for (;;) {
      const line = bytes.indexOf(10);
      if (line < 0) break;
      const header = bytes.toString('utf8', 0, line);
      const size = / (?:blob|tree|commit|tag) (\d+)$/.exec(header)?.[1];
      const end = size === undefined ? line + 1 : line + 1 + Number(size) + 1;
      if (bytes.length < end) {
        needed = end;
        break;
      }
      const isBlob = / blob \d+$/.test(header);
      waiting.shift()?.(isBlob ? Buffer.from(bytes.subarray(line + 1, end - 1)) : undefined);
      bytes = bytes.subarray(end);
      needed = 1;
    }
    chunks = [bytes];
    held = bytes.length;
  };
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held >= needed) take();
  });
  const giveUp = (): void => {
    for (const resolve of waiting.splice(0)) resolve(undefined);
  };
  child.on('close', giveUp);
  child.on('error', giveUp);
  child.stdin.on('error', giveUp);
  return {
    read(commit, path) {
      // The protocol of this command has one name a line.
      if (path.includes('\n') || child.exitCode !== null) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting.push(resolve);
        child.stdin.write(`${commit}:${prefix}${path}\n`);
      });
    },
    end: () => void child.stdin.end(),
  };
}

const MOST_BYTES = 2 ** 30;

/** Runs a call in a folder and gives what it prints. @throws {GitProblem} with what git said. */
export function git(root: string, { program, args, env }: GitCall): string {
  try {
    return execFileSync(program, args, {
      cwd: root,
      encoding: 'utf8',
      env,
      maxBuffer: MOST_BYTES,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw problemOf(error);
  }
}

/** A failed call of git as a sentence for people. */
export function problemOf(error: unknown): GitProblem {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR')
    return new GitProblem('There is no git on this machine: install it.');
  const said = String((error as { stderr?: unknown }).stderr ?? error).trim();
  if (/promisor|transport '.*' not allowed/.test(said)) return new GitProblem(PARTIAL);
  return new GitProblem(said.replace(/^fatal: /, '').split('\n')[0] || 'git failed');
}

const PARTIAL =
  'The clone is partial, and Flagwright fetches nothing: clone it whole (in GitHub Actions, without `filter`), or run `git fetch --refetch`.';

/** Settings for calls that compare files on disk with a commit. @throws {GitProblem} where a filter cannot be turned off. */
export function ownFiltersOff(root: string): string[] {
  try {
    return withoutOwnFilters(root);
  } catch (error) {
    throw new GitProblem((error as Error).message);
  }
}

function shallow(run: Repository['run']): string {
  return run('rev-parse', '--is-shallow-repository').trim() === 'true'
    ? ': the clone is shallow, fetch more of the history (in GitHub Actions, `fetch-depth: 0`)'
    : '';
}

function words(text: string): string[] {
  return text.split('\0').filter((word) => word !== '');
}

/** `M\0path\0R100\0old\0new\0`. */
function parseChanges(text: string): Change[] {
  const list = words(text);
  const changes: Change[] = [];
  for (let i = 0; i < list.length; ) {
    const status = list[i++]!;
    const path = list[i++]!;
    if (/^[RC]/.test(status)) changes.push({ path: list[i++]!, was: path });
    else changes.push({ path });
  }
  return changes;
}

/** `100644 blob 1234…  56\tpath\0`; links and submodules are no files. @throws {GitProblem} where objects are missing. */
function parseTree(text: string): TrackedFile[] {
  return words(text).flatMap((entry) => {
    const [, mode, size, path] = /^(\d+) \w+ \w+ +(\S+)\t([\s\S]*)$/.exec(entry) ?? [];
    if (!mode?.startsWith('100') || path === undefined) return [];
    // The object is not here, and nothing is fetched.
    if (size === 'BAD') throw new GitProblem(PARTIAL);
    return [{ path, size: Number(size) }];
  });
}
