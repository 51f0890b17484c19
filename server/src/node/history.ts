import type { History, HistoryGap, PastVersion } from '../workspace/host';
import { decode } from './encoding';
import { type Blobs, openBlobs } from './git';
import { changesOf, gapOf, renamedAt } from './git-log';
import { byRepository } from './repositories';

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

function* gaps(paths: Iterable<string>, missing: HistoryGap): Iterable<PastVersion> {
  for (const path of paths) yield { path, missing };
}
