import { type FSWatcher, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceHost } from '../workspace/host';
import { withSlashes } from './paths';

/**
 * Watches the folders that hold the workspace's files, for clients that tell nothing of changes. Each folder is watched
 * by itself: a recursive watch would take in `node_modules`, on some systems file by file.
 */
export async function watchFolder(
  root: string,
  host: WorkspaceHost,
  onChange: (paths: readonly string[]) => void,
  log: (message: string) => void,
): Promise<{ dispose(): void }> {
  const watchers = new Map<string, FSWatcher>();
  let changed = new Set<string>();
  let isDisposed = false;

  const report = (path: string): void => {
    if (changed.size === 0) setImmediate(flush);
    changed.add(path);
  };
  const flush = (): void => {
    const paths = [...changed];
    changed = new Set();
    if (isDisposed) return;
    for (const path of paths) if (isFolder(path)) add(path);
    onChange(paths);
  };
  const isFolder = (path: string): boolean => {
    if (watchers.has(path) || /(^|\/)(node_modules|\.git)$/.test(path)) return false;
    return statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true;
  };
  const remove = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(join(root, folder), { persistent: false }, (_event, name) => {
        if (name !== null) report(folder === '' ? withSlashes(name) : `${folder}/${withSlashes(name)}`);
      });
      watcher.on('error', () => {
        remove(folder);
        report(folder);
      });
      watchers.set(folder, watcher);
    } catch (error) {
      log(`Changes in ${folder === '' ? 'the workspace folder' : folder} are not noticed: ${String(error)}`);
    }
  };

  for (const folder of foldersOf((await host.list([])).map(({ path }) => path))) {
    if (isDisposed) break;
    add(folder);
  }
  return {
    dispose() {
      isDisposed = true;
      for (const folder of [...watchers.keys()]) remove(folder);
    },
  };
}

/** The folders of files, and the folders around those; the root is the empty path. */
function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}
