import type { URI } from 'vscode-uri';
import { type IgnoreLayer, ignoredBy, ignoreLayer, layersInside } from '../node/ignore-layers';
import { isAlwaysSkipped, isBuildOutput } from '../node/skipped';
import { globTest } from '../workspace/globs';
import type { FileContent, FileEntry, WorkspaceHost } from '../workspace/host';

/** The files of a workspace as the client tells of them, for a server that has no disk. */
export interface ClientFiles {
  /** What lies in a folder; nothing where it cannot be read. */
  entries(uri: string): Promise<readonly ClientEntry[] | null>;
  read(uri: string): Promise<FileContent>;
}

export interface ClientEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/**
 * The folder at `root` as a workspace sees it, by way of the client. Its `.gitignore` files count, those above it do not.
 * How big files are, and when they were changed, would be a question for each, so nobody knows.
 */
export function clientHost(root: URI, files: ClientFiles, log: (message: string) => void): WorkspaceHost {
  const base = root.path.endsWith('/') ? root.path : `${root.path}/`;
  const uriOf = (path: string): string =>
    root.with({ path: path === '' ? root.path : base + path }).toString();
  const read = (path: string): Promise<FileContent> => files.read(uriOf(path));
  return {
    read,
    list: (exclude) =>
      list({ isExcluded: globTest(exclude), entries: (path) => files.entries(uriOf(path)), read, log }),
  };
}

interface Walk {
  readonly isExcluded: (path: string) => boolean;
  entries(path: string): Promise<readonly ClientEntry[] | null>;
  read(path: string): Promise<FileContent>;
  log(message: string): void;
}

interface Folder {
  /** Empty for the root; else it ends in `/`. */
  readonly path: string;
  /** What lies beside it. */
  readonly siblings: readonly string[];
  readonly layers: readonly IgnoreLayer[];
}

/** Folders that are asked for at once: each may be a request over a network. */
const MOST_AT_ONCE = 16;

async function list(walk: Walk): Promise<FileEntry[]> {
  const found: FileEntry[] = [];
  let waiting: Folder[] = [{ path: '', siblings: [], layers: [] }];
  while (waiting.length > 0) {
    const now = waiting.slice(0, MOST_AT_ONCE);
    const visited = await Promise.all(now.map((folder) => visit(folder, walk)));
    found.push(...visited.flatMap(({ files }) => files));
    waiting = [...waiting.slice(MOST_AT_ONCE), ...visited.flatMap(({ folders }) => folders)];
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function visit(
  { path: directory, siblings, layers }: Folder,
  { isExcluded, entries, read, log }: Walk,
): Promise<{ files: FileEntry[]; folders: Folder[] }> {
  const list = await entries(directory.slice(0, -1));
  if (!list) {
    log(`The folder ${directory || 'of the workspace'} cannot be read: the files in it are left out.`);
    return { files: [], folders: [] };
  }
  const names = list.map(({ name }) => name);
  const fileNames = list.filter(({ kind }) => kind === 'file').map(({ name }) => name);
  if (directory !== '' && isBuildOutput(...placeOf(directory), { files: fileNames, siblings }))
    return { files: [], folders: [] };
  const all = fileNames.includes('.gitignore')
    ? [...layers, ...(await ownLayer(directory, read, log))]
    : layers;
  const files: FileEntry[] = [];
  const folders: Folder[] = [];
  for (const { name, kind } of list) {
    const path = directory + name;
    if (isAlwaysSkipped(name) || isExcluded(path)) continue;
    if (ignoredBy(all, kind === 'folder' ? `${path}/` : path)) continue;
    if (kind === 'folder')
      folders.push({ path: `${path}/`, siblings: names, layers: layersInside(all, `${path}/`) });
    else if (kind === 'file') files.push({ path, size: 0 });
  }
  return { files, folders };
}

/** A folder's name, and the path of the one that it lies in. */
function placeOf(directory: string): [name: string, parent: string] {
  const path = directory.slice(0, -1);
  const at = path.lastIndexOf('/') + 1;
  return [path.slice(at), path.slice(0, at)];
}

async function ownLayer(
  directory: string,
  read: Walk['read'],
  report: (message: string) => void,
): Promise<IgnoreLayer[]> {
  const name = `${directory}.gitignore`;
  const content = await read(name);
  if (!('text' in content)) return [];
  return [ignoreLayer(content.text, { name, report, ignoresCase: false, below: directory })];
}
