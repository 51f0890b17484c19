import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileContent, WorkspaceHost } from '../workspace/host';
import { breather } from './breathe';
import { decode, encodingOf } from './encoding';
import { evidenceStore } from './evidence-store';
import { changesAnywhere } from './flag-file-log';
import { gitHistory } from './history';
import { indexStore } from './index-store';
import { codeOf, isInside } from './paths';
import { walk } from './walk';

export interface DiskOptions {
  /** Told of what the walk had to leave out: a folder without permission, a `.gitignore` that cannot be read. */
  readonly report?: (message: string) => void;
  /** The folder in which the index and production's last answer are kept; absent where they are not. */
  readonly cache?: string | undefined;
  /** Settles when everybody has had a turn that goes first. */
  readonly turn?: (() => Promise<void>) | undefined;
}

/**
 * The folder at `root` as a workspace sees it.
 *
 * A byte order mark is no part of a text, as editors and the Language Server Protocol have it, so offsets agree with
 * theirs; `writeFiles` puts it back. Disk calls are synchronous and taken in slices of a few milliseconds: with warm
 * caches that is four times as fast as a promise for each file, and other work still gets its turn.
 */
export function diskHost(root: string, { report = () => {}, cache, turn }: DiskOptions = {}): WorkspaceHost {
  const breathe = breather(turn);
  const readNow = textReader(root);
  return {
    list: (exclude, onNames) => walk(root, { exclude, report, breathe, onNames }),
    breathe,
    async read(path) {
      await breathe();
      return readNow(path);
    },
    ...(cache !== undefined && {
      store: indexStore(cache, root, report),
      // Where neither can be kept, the index tells.
      conclusions: indexStore(cache, `${root}\0conclusion`, () => {}),
      evidenceStore: evidenceStore(cache, root),
    }),
    history: gitHistory(root),
    changes: (isMeant, signal) => changesAnywhere(root, isMeant, signal),
  };
}

/** Reads files below a root at once. */
export function textReader(root: string): (path: string) => FileContent {
  const isInRoot = folderTest(root);
  return (path) => readText(root, path, isInRoot);
}

/** In bytes. */
const LARGEST_FILE = 20_000_000;

function readText(root: string, path: string, isInRoot: FolderTest): FileContent {
  const absolute = join(root, path);
  try {
    const stats = statsInside(isInRoot, absolute);
    if (typeof stats === 'string') return { problem: stats };
    const tooLarge = sizeProblem(path, stats.size);
    if (tooLarge !== undefined) return { problem: tooLarge };
    return decode(readFileSync(absolute));
  } catch (error) {
    return failure(error);
  }
}

/** Whether a folder, by its absolute path, really lies in the root or is it. @throws where there is none. */
type FolderTest = (folder: string) => boolean;

/** Files are read folder by folder, so that one answer holds for many; not for long, since a link may take its place. */
function folderTest(root: string): FolderTest {
  const realRoot = realpathOf(root);
  let last: { readonly folder: string; readonly isInside: boolean; readonly at: number } | undefined;
  return (folder) => {
    const now = performance.now();
    if (last?.folder === folder && now - last.at < ANSWER_HOLDS_MILLISECONDS) return last.isInside;
    last = { folder, isInside: isInside(realRoot, realpathSync.native(folder)), at: now };
    return last.isInside;
  };
}

const ANSWER_HOLDS_MILLISECONDS = 20;

/** A named pipe would never end and a link may lead anywhere, so both are looked at before they are opened. */
function statsInside(isInRoot: FolderTest, absolute: string): Stats | string {
  if (!isInRoot(dirname(absolute))) return OUTSIDE;
  let stats = lstatSync(absolute);
  if (stats.isSymbolicLink()) {
    let target: string;
    try {
      target = realpathSync(absolute);
    } catch (error) {
      if (codeOf(error) === 'ELOOP') return 'The symbolic link leads back to itself: let it point to a file.';
      return 'The symbolic link points to nothing that can be read: mend or delete it.';
    }
    if (!isInRoot(dirname(target))) return OUTSIDE;
    stats = statSync(target);
  }
  if (stats.isDirectory())
    return 'This is a directory where a file is expected: rename it, or add it to "exclude".';
  return stats.isFile()
    ? stats
    : 'This is no ordinary file (a pipe, a socket or a device), so it is not read.';
}

const OUTSIDE = 'The symbolic link leads out of the folder and is not followed: put a copy in its place.';

function sizeProblem(path: string, size: number): string | undefined {
  if (size <= LARGEST_FILE) return undefined;
  const isData = /\.(ya?ml|json[c5]?)$/i.test(path);
  const advice = isData
    ? 'Split it into several files.'
    : 'Its flag reads are not seen; if it is generated, add it to "exclude".';
  return `The file is not read: it has ${megabytes(size)}, more than the ${megabytes(LARGEST_FILE)} that Flagwright takes on. ${advice}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, '')} MB`;
}

function failure(error: unknown): FileContent {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { problem: 'The file is gone.', missing: true };
    case 'EACCES':
    case 'EPERM':
      return {
        problem: 'The file cannot be read: permission denied. Allow reading it, or add it to "exclude".',
      };
    default:
      return { problem: `The file cannot be read: ${codeOf(error) ?? String(error)}.` };
  }
}

function realpathOf(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return root;
  }
}

/** A change with the texts as they are on disk: a byte order mark, which `read` takes away, is part of them. */
export function onDisk<T extends { readonly before: string | null; readonly after: string | null }>(
  root: string,
  change: T & { readonly file: string },
): T & { readonly file: string } {
  const { file, before, after } = change;
  if (before === null || encodingOf(readFileSync(join(root, file))) !== 'utf8-bom') return change;
  return { ...change, before: `\uFEFF${before}`, after: after === null ? null : `\uFEFF${after}` };
}
