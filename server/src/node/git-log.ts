import { type ChildProcess, spawn } from 'node:child_process';
import type { HistoryGap } from '../workspace/host';
import { gitCall } from './git-process';

/** What files were called before a commit that seems to have added them: earlier names, and the paths they go by. */
export async function renamedAt(
  top: string,
  commit: string,
  names: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const parents = await words(top, ['rev-parse', '--verify', '--quiet', `${commit}^1`]);
  if (parents.length === 0) return new Map();
  const list = await words(top, [
    'diff-tree',
    '-r',
    '-z',
    '-M',
    '--diff-filter=R',
    '--name-status',
    `${commit}^1`,
    commit,
  ]);
  const renamed = new Map<string, string>();
  for (let i = 0; i + 2 < list.length; i += 3) {
    const path = names.get(list[i + 2]!);
    if (path !== undefined) renamed.set(list[i + 1]!, path);
  }
  return renamed;
}

export interface FileChange {
  readonly commit: string;
  /** The day on which it was committed. */
  readonly day: number;
  readonly name: string;
  /** As git has it: added, deleted, modified, of another type. */
  readonly status: string;
  /** Links and submodules are none. */
  readonly isFile: boolean;
}

/** The changes of some files or of all in the repository, the newest first, as git tells of them. */
export async function* changesOf(
  top: string,
  from: string,
  names: readonly string[] | 'all',
  signal: AbortSignal | undefined,
): AsyncIterable<FileChange> {
  const child = spawnGit(top, [
    '--literal-pathspecs',
    ...['log', '--first-parent', '-m', '--raw', '-z', '--no-abbrev', '--no-renames', '--no-color'],
    ...['--format=%x01%H %ct', '--stdin'],
  ]);
  signal?.addEventListener('abort', () => child.kill(), { once: true });
  const done = exit(child);
  child.stdin!.on('error', () => {});
  const lines = names === 'all' ? [] : names.filter((name) => !name.includes('\n'));
  child.stdin!.end([from, '--', ...lines, ''].join('\n'));
  try {
    let commit = '';
    let day = 0;
    let entry = '';
    for await (const word of wordsOf(child)) {
      const text = word.trimStart();
      if (text.startsWith('\u0001')) {
        const [hash = '', seconds = '0'] = text.slice(1).trimEnd().split(' ');
        commit = hash;
        day = Math.floor(Number(seconds) / SECONDS_A_DAY);
      } else if (text.startsWith(':') && entry === '') entry = text;
      else if (entry !== '') {
        const [, mode = '', , , status = ''] = entry.slice(1).split(' ');
        entry = '';
        yield { commit, day, name: word, status, isFile: status === 'D' || mode.startsWith('100') };
      }
    }
    if ((await done) !== 0 && !signal?.aborted) throw new Error('git log failed');
  } finally {
    child.kill();
  }
}

const SECONDS_A_DAY = 86_400;

/** Why a repository's history does not tell when something changed. */
export async function gapOf(top: string): Promise<HistoryGap | undefined> {
  try {
    const [answer = ''] = await words(top, [
      'rev-parse',
      '--is-shallow-repository',
      '--verify',
      'HEAD^{commit}',
    ]);
    if (answer.trim().startsWith('true')) return 'shallow';
    // What is missing of a partial clone would be fetched, and nothing here goes over a network.
    const promisors = await words(top, [
      'config',
      '--get-regexp',
      '^remote\\..*\\.(promisor|partialclonefilter)$',
    ]);
    return promisors.length > 0 ? 'partial' : undefined;
  } catch {
    return 'failed';
  }
}

/** What a git command prints; undefined where it fails, or where there is no git. */
export async function printed(top: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const child = spawnGit(top, args);
    const done = exit(child);
    child.stdin!.end();
    child.stdout!.setEncoding('utf8');
    let text = '';
    for await (const chunk of child.stdout!) text += chunk;
    return (await done) === 0 ? text : undefined;
  } catch {
    return undefined;
  }
}

/** What a git command prints, parted at NULs; nothing where it says no. @throws where there is no git. */
async function words(top: string, args: readonly string[]): Promise<string[]> {
  const child = spawnGit(top, args);
  const done = exit(child);
  child.stdin!.end();
  const list: string[] = [];
  for await (const word of wordsOf(child)) list.push(word);
  const status = await done;
  // Git's own failures are 128 and above; 1 is an answer.
  if (status !== 0 && status !== 1) throw new Error(`git ${args[0]} failed`);
  return list.filter((word) => word !== '');
}

async function* wordsOf(child: ChildProcess): AsyncIterable<string> {
  child.stdout!.setEncoding('utf8');
  let rest = '';
  for await (const chunk of child.stdout!) {
    const list = (rest + chunk).split('\0');
    rest = list.pop()!;
    yield* list;
  }
  if (rest !== '') yield rest;
}

function exit(child: ChildProcess): Promise<number | null> {
  const status = new Promise<number | null>((resolve, reject) => {
    child.on('close', resolve);
    child.on('error', reject);
  });
  // It may fail before anyone waits for it.
  status.catch(() => undefined);
  return status;
}

function spawnGit(top: string, command: readonly string[]): ChildProcess {
  const { program, args, env } = gitCall(command);
  // A hook's variables speak of another repository, or of an index of its own.
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'])
    delete env[name];
  return spawn(program, args, { cwd: top, env, stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
}
