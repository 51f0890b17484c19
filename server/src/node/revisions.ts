import { dirname } from 'node:path/posix';
import { globTest } from '../workspace/globs';
import type { FileContent, FileEntry, WorkspaceHost } from '../workspace/host';
import { diskHost } from './disk';
import { decode } from './encoding';
import { type Blobs, type Change, openBlobs, openRepository } from './git';
import { isAlwaysSkipped, isBuildOutput } from './skipped';

/** A folder at two moments of its history. A workspace that reads `host` sees the first until `showAfter` is called. */
export interface TwoRevisions {
  readonly host: WorkspaceHost;
  /** The first moment alone. */
  readonly before: WorkspaceHost;
  /** What differs between them. */
  readonly changes: readonly Change[];
  showAfter(): void;
  /** Ends what reads the history. */
  dispose(): void;
}

/**
 * The folder at the commit `from`, and at the commit `to` or, without one, as it is on disk. What has not changed is
 * read from the second, so that both have the same idea of which files there are.
 *
 * @throws {GitProblem} where the history cannot be read.
 */
export function openRevisions(
  root: string,
  { from, to, report }: { from: string; to?: string; report: (message: string) => void },
): TwoRevisions {
  const changes = openRepository(root).changes(from, to);
  const blobs = openBlobs(root);
  const after = to === undefined ? diskHost(root, { report }) : commitHost(root, to, blobs);
  const before = overlay(after, commitHost(root, from, blobs), changes);
  let shown = before;
  return {
    host: { list: (exclude) => shown.list(exclude), read: (path) => shown.read(path) },
    before,
    changes,
    showAfter: () => {
      shown = after;
    },
    dispose: blobs.end,
  };
}

/** A commit as a workspace sees it. What is tracked belongs to it, though a `.gitignore` may name it. */
export function commitHost(root: string, commit: string, blobs: Blobs): WorkspaceHost {
  return {
    async list(exclude) {
      const isExcluded = globTest(exclude);
      const files = openRepository(root).files(commit);
      const isOutput = outputFolders(files.map(({ path }) => path));
      return files.filter(
        ({ path }) =>
          !parents(path).some((folder) => isOutput(folder) || isExcluded(folder)) && !isExcluded(path),
      );
    },
    async read(path): Promise<FileContent> {
      const bytes = await blobs.read(commit, path);
      return bytes ? decode(bytes) : { problem: 'The commit has no such file.', missing: true };
    },
  };
}

/** `under` with the files that changed as `above` has them. */
function overlay(under: WorkspaceHost, above: WorkspaceHost, changes: readonly Change[]): WorkspaceHost {
  const changed = new Set(changes.flatMap(({ path, was }) => (was === undefined ? [path] : [path, was])));
  return {
    async list(exclude) {
      const [present, former] = await Promise.all([under.list(exclude), above.list(exclude)]);
      const list: FileEntry[] = present.filter(({ path }) => !changed.has(path));
      return [...list, ...former.filter(({ path }) => changed.has(path))];
    },
    read: (path) => (changed.has(path) ? above.read(path) : under.read(path)),
  };
}

/** `a/b/c.ts` → `a`, `a/b`. */
function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, i) => parts.slice(0, i + 1).join('/'));
}

/** Which folders are skipped, as the walk of the disk skips them. */
function outputFolders(paths: readonly string[]): (folder: string) => boolean {
  const files = new Map<string, string[]>();
  for (const path of paths) {
    const folder = parentOf(path);
    const list = files.get(folder);
    if (list) list.push(nameOf(path));
    else files.set(folder, [nameOf(path)]);
  }
  const known = new Map<string, boolean>();
  const judge = (folder: string): boolean => {
    const name = nameOf(folder);
    if (isAlwaysSkipped(name)) return true;
    const parent = parentOf(folder);
    return isBuildOutput(name, parent, {
      files: files.get(folder) ?? [],
      siblings: files.get(parent) ?? [],
    });
  };
  return (folder) => {
    const answer = known.get(folder) ?? judge(folder);
    known.set(folder, answer);
    return answer;
  };
}

function parentOf(path: string): string {
  const parent = dirname(path);
  return parent === '.' ? '' : parent;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
