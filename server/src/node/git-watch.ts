import { existsSync, type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { printed } from './git-log';
import { byRepository } from './repositories';

/** Watches the repositories of files: what they say of the past is another after a commit, a checkout or a pull. */
export interface HeadWatcher {
  /** Watches the repositories of these files, too; settles when it does. */
  follow(paths: readonly string[]): Promise<void>;
  dispose(): void;
}

/**
 * Tells when the commit that is checked out is another one, or a shallow clone has become whole. Clients cannot: a
 * repository may lie around their folder, and git's own folder elsewhere (a work tree, a submodule).
 */
export function watchHeads(root: string, onMove: () => void): HeadWatcher {
  const repositories = new Map<string, Promise<{ dispose(): void } | undefined>>();
  let isDisposed = false;
  return {
    async follow(paths) {
      if (isDisposed) return;
      for (const top of byRepository(root, paths).keys()) {
        if (top !== undefined && !repositories.has(top)) repositories.set(top, watchHead(top, onMove));
      }
      await Promise.all(repositories.values());
    },
    dispose() {
      isDisposed = true;
      for (const watching of repositories.values()) void watching.then((watcher) => watcher?.dispose());
    },
  };
}

async function watchHead(top: string, onMove: () => void): Promise<{ dispose(): void } | undefined> {
  const folder = (await printed(top, ['rev-parse', '--absolute-git-dir']))?.replace(/\n$/, '');
  if (folder === undefined) return undefined;
  let head: string | undefined;
  let isLooking = false;
  let isOutdated = false;
  let isDisposed = false;
  const look = async (): Promise<void> => {
    isLooking = true;
    do {
      isOutdated = false;
      const now = await headOf(top);
      if (now === head || isDisposed) continue;
      const isFirst = head === undefined;
      head = now;
      if (!isFirst) onMove();
    } while (isOutdated && !isDisposed);
    isLooking = false;
  };
  const changed = (): void => {
    isOutdated = true;
    if (!isLooking) void look();
  };

  const logs = join(folder, 'logs');
  let logWatcher: FSWatcher | undefined;
  const watchLogs = (): void => {
    if (logWatcher || !existsSync(logs)) return;
    logWatcher = watchQuietly(logs, (name) => {
      if (name === null || name === 'HEAD') changed();
    });
  };
  watchLogs();
  const watcher = watchQuietly(folder, (name) => {
    watchLogs();
    // Every `git status` touches the index; without a log nothing else tells of a commit for sure.
    if (!logWatcher || name === null || TELLING.has(name)) changed();
  });
  // Only now, so that nothing moves in between.
  await look();
  return {
    dispose() {
      isDisposed = true;
      watcher?.close();
      logWatcher?.close();
    },
  };
}

/** The log is written before the commit is another one; that `HEAD.lock` goes is the last that git does of it. */
const TELLING = new Set(['HEAD', 'HEAD.lock', 'shallow', 'packed-refs', 'logs']);

/** A folder that cannot be watched, or goes away, tells nothing: the past is then as old as the last reading. */
function watchQuietly(folder: string, onChange: (name: string | null) => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => onChange(name));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

/** The commit, and whether the clone is shallow; the empty text before the first commit. */
async function headOf(top: string): Promise<string> {
  return (await printed(top, ['rev-parse', '--is-shallow-repository', 'HEAD'])) ?? '';
}
