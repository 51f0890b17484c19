import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { History, HistoryGap, PastVersion } from '../workspace/host';
import { decode } from './encoding';
import { type Blobs, openBlobs } from './git';
import { gitCall } from './git-process';
import { withSlashes } from './paths';

/**
 * What git knows of the past of files in a folder: their committed versions along the first parents, which is what the
 * branch looked like. One walk asks for all files of a repository; it ends when nobody wants to know more.
 */
export function gitHistory(root: string): History {
  return {
    async *versions(paths, isWanted, signal) {
      for (const [top, files] of byRepository(root, paths)) {
        if (signal?.aborted) return;
        yield* top === undefined ? gaps(files.values(), 'none') : versionsIn(top, files, isWanted, signal);
      }
    },
  };
}

/** The files of each repository: their names in it, and the paths that they go by. */
function byRepository(root: string, paths: readonly string[]): Map<string | undefined, Map<string, string>> {
  const tops = new Map<string, string | undefined>();
  const topOf = (folder: string): string | undefined => {
    if (tops.has(folder)) return tops.get(folder);
    const parent = dirname(folder);
    // In a submodule and in a further work tree it is a file.
    const isTop = existsSync(join(folder, '.git'));
    const top = isTop ? folder : parent === folder ? undefined : topOf(parent);
    tops.set(folder, top);
    return top;
  };
  const result = new Map<string | undefined, Map<string, string>>();
  for (const path of paths) {
    const file = join(root, path);
    const top = topOf(dirname(file));
    const files = result.get(top) ?? new Map<string, string>();
    files.set(top === undefined ? path : withSlashes(relative(top, file)), path);
    result.set(top, files);
  }
  return result;
}

async function* versionsIn(
  top: string,
  files: ReadonlyMap<string, string>,
  isWanted: (path: string) => boolean,
  signal: AbortSignal | undefined,
): AsyncIterable<PastVersion> {
  const gap = await gapOf(top);
  if (gap) return yield* gaps(files.values(), gap);
  const blobs = openBlobs(top);
  try {
    const seen = new Set<string>();
    for await (const version of walk(top, 'HEAD', files, isWanted, blobs, signal)) {
      seen.add(version.path);
      yield version;
    }
    yield* gaps(
      [...files.values()].filter((path) => !seen.has(path)),
      'untracked',
    );
  } catch {
    // A repository that breaks off tells nothing; what it has told so far may not be all.
    yield* gaps(files.values(), 'failed');
  } finally {
    blobs.end();
  }
}

/** Walks back from a commit; where a file was renamed, from there on under its earlier name. */
async function* walk(
  top: string,
  from: string,
  files: ReadonlyMap<string, string>,
  isWanted: (path: string) => boolean,
  blobs: Blobs,
  signal: AbortSignal | undefined,
): AsyncIterable<PastVersion> {
  const ended = new Set<string>();
  const added = new Map<string, Map<string, string>>();
  const wanted = (name: string): boolean => !ended.has(name) && isWanted(files.get(name)!);
  for await (const { commit, day, name, status, isFile } of changesOf(top, from, [...files.keys()], signal)) {
    const path = files.get(name);
    if (path !== undefined && wanted(name)) {
      if (status === 'D' || !isFile) {
        ended.add(name);
        yield { path, name, day };
      } else {
        const bytes = await blobs.read(commit, name);
        const content = bytes && decode(bytes);
        if (content && 'text' in content) yield { path, name, day, text: content.text };
        if (status === 'A') {
          ended.add(name);
          added.set(commit, (added.get(commit) ?? new Map()).set(name, path));
        }
      }
    }
    if (![...files.keys()].some(wanted)) break;
  }
  for (const [commit, names] of added) {
    const renamed = await renamedAt(top, commit, names);
    for (const [name, path] of names) {
      if (![...renamed.values()].includes(path) && isWanted(path)) yield { path, name, day: 0 };
    }
    if (renamed.size > 0) yield* walk(top, `${commit}^1`, renamed, isWanted, blobs, signal);
  }
}

/** What files were called before a commit that seems to have added them: earlier names, and the paths they go by. */
async function renamedAt(
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

interface FileChange {
  readonly commit: string;
  /** The day on which it was committed. */
  readonly day: number;
  readonly name: string;
  /** As git has it: added, deleted, modified, of another type. */
  readonly status: string;
  /** Links and submodules are none. */
  readonly isFile: boolean;
}

/** The changes of some files, the newest first, as git tells of them. */
async function* changesOf(
  top: string,
  from: string,
  names: readonly string[],
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
  child.stdin!.end(`${from}\n--\n${names.filter((name) => !name.includes('\n')).join('\n')}\n`);
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
async function gapOf(top: string): Promise<HistoryGap | undefined> {
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

function* gaps(paths: Iterable<string>, missing: HistoryGap): Iterable<PastVersion> {
  for (const path of paths) yield { path, missing };
}
