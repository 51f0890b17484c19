import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { HistoryMissing, type PastChange } from '../workspace/host';
import { decode } from './encoding';
import { openBlobs } from './git';
import { changesOf, gapOf, renamedAt } from './git-log';
import { withSlashes } from './paths';
import { isAlwaysSkipped } from './skipped';

/**
 * The last change of each day of every file below `root` whose name ever was one that `isMeant` says yes to, deleted ones
 * too, and of what such a file was before it was called so. Each file's newest comes first.
 *
 * @throws {HistoryMissing}
 */
export async function* changesAnywhere(
  root: string,
  isMeant: (path: string) => boolean,
  signal?: AbortSignal,
): AsyncIterable<PastChange> {
  const top = topOf(root);
  const gap = top === undefined ? 'none' : await gapOf(top);
  if (top === undefined || gap) throw new HistoryMissing(gap ?? 'none');
  const prefix = withSlashes(relative(top, root));
  const blobs = openBlobs(top);
  const lastDays = new Map<string, number>();

  /** The path below `root` under which a file counts by its name. */
  const meantPath = (name: string): string | undefined => {
    if (prefix !== '' && !name.startsWith(`${prefix}/`)) return undefined;
    const path = prefix === '' ? name : name.slice(prefix.length + 1);
    return isMeant(path) && !path.split('/').some(isAlwaysSkipped) ? path : undefined;
  };

  /** `former` are the names that files had before they got one that counts, and the paths that they go by. */
  async function* walk(
    from: string,
    before: number,
    former?: ReadonlyMap<string, string>,
  ): AsyncIterable<PastChange> {
    // A merge may be older than what it brings: on the way back no day is later than the one before.
    let day = before;
    const ended = new Set<string>();
    const added = new Map<string, Added>();
    /** The commits in which a file that does not count went: it may have become one that does. */
    const withLosses = new Set<string>();
    for await (const change of changesOf(top!, from, former ? [...former.keys()] : 'all', signal)) {
      const { commit, name, status } = change;
      const path = former ? former.get(name) : meantPath(name);
      if (former ? path === undefined || ended.has(name) : path === undefined) {
        if (status === 'D') withLosses.add(commit);
        continue;
      }
      day = Math.min(day, change.day);
      const isFile = status !== 'D' && change.isFile;
      if (lastDays.get(path!) !== day) {
        lastDays.set(path!, day);
        yield { path: path!, name, day, text: async () => (isFile ? textOf(commit, name) : undefined) };
      }
      if (status === 'A') {
        const known = added.get(commit) ?? { day, names: new Map() };
        added.set(commit, { day, names: known.names.set(name, path!) });
      }
      if (former && status === 'A') ended.add(name);
      if (former && ended.size === former.size) break;
    }
    for (const [commit, { day: on, names }] of added) {
      if (!former && !withLosses.has(commit)) continue;
      const were = await renamedAt(top!, commit, names);
      for (const name of [...were.keys()]) if (meantPath(name) !== undefined) were.delete(name);
      if (were.size > 0) yield* walk(`${commit}^1`, on, were);
    }
  }

  const textOf = async (commit: string, name: string): Promise<string | undefined> => {
    const bytes = await blobs.read(commit, name);
    const content = bytes && decode(bytes);
    return content && 'text' in content ? content.text : undefined;
  };

  try {
    yield* walk('HEAD', Number.POSITIVE_INFINITY);
  } catch {
    throw new HistoryMissing('failed');
  } finally {
    blobs.end();
  }
}

interface Added {
  readonly day: number;
  readonly names: Map<string, string>;
}

/** The folder of the repository that a folder lies in. */
function topOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}
