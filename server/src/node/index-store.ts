import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import type { IndexStore } from '../workspace/saved-index';
import { reasonOf } from './paths';

/** The version and a hash of the sources, set by the build: another build may find other things. */
declare const BUILD: string | undefined;

const FORMAT = `flagwright ${typeof BUILD === 'undefined' ? 'from its sources' : BUILD}`;

/** In bytes: a larger index is not saved, and of all indexes together the oldest go. */
const LARGEST_INDEX = 300_000_000;
const MOST_IN_FOLDER = 1_000_000_000;

/**
 * Keeps the index of the workspace at `root` as one file in `folder`, which may be deleted at any time. A file that is
 * cut off, changed or of another version is taken for none. What goes wrong is reported, and costs time at most.
 */
export function indexStore(folder: string, root: string, report: (message: string) => void): IndexStore {
  const file = join(folder, `${createHash('sha256').update(root).digest('hex').slice(0, 32)}.index`);
  return {
    load: async () => {
      try {
        if ((await stat(file)).size > LARGEST_INDEX) return undefined;
        return await decode(await readFile(file));
      } catch {
        // None there, or one that cannot be used: it is written again.
        return undefined;
      }
    },
    save: async (chunks) => {
      const draft = `${file}.${process.pid}.part`;
      try {
        await mkdir(folder, { recursive: true });
        const isWhole = await write(draft, chunks);
        if (!isWhole) return await rm(draft, { force: true });
        await rename(draft, file);
        await prune(folder, file);
      } catch (error) {
        report(
          `The index could not be saved in ${folder} (${reasonOf(error)}): the next start reads all files again.`,
        );
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Each chunk goes with its length and a hash, so that nothing is taken for whole that is not. */
async function write(path: string, chunks: Iterable<unknown>): Promise<boolean> {
  const handle = await open(path, 'w');
  try {
    let size = 0;
    const put = async (bytes: Uint8Array): Promise<void> => {
      const head = Buffer.alloc(4);
      head.writeUInt32LE(bytes.length);
      await handle.writev([head, hashOf(bytes), bytes]);
      size += bytes.length;
    };
    await put(Buffer.from(FORMAT));
    for (const chunk of chunks) {
      await put(serialize(chunk));
      if (size > LARGEST_INDEX) return false;
      await setImmediate();
    }
    await put(new Uint8Array());
    return true;
  } finally {
    await handle.close();
  }
}

/** The chunks of a file; nothing where it is not whole, or of another version. */
async function decode(content: Buffer): Promise<unknown[] | undefined> {
  const chunks: unknown[] = [];
  let isOwn = false;
  for (let at = 0; at + HEAD <= content.length; ) {
    const end = at + HEAD + content.readUInt32LE(at);
    const bytes = content.subarray(at + HEAD, end);
    if (end > content.length || !hashOf(bytes).equals(content.subarray(at + 4, at + HEAD))) return undefined;
    if (bytes.length === 0) return end === content.length ? chunks : undefined;
    if (isOwn) chunks.push(deserialize(bytes));
    else if (bytes.toString() !== FORMAT) return undefined;
    isOwn = true;
    at = end;
    await setImmediate();
  }
  return undefined;
}

const HASH = 8;
const HEAD = 4 + HASH;

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest().subarray(0, HASH);
}

/** Deletes what was saved longest ago, until the rest is small enough, and what a process left half written. */
async function prune(folder: string, own: string): Promise<void> {
  const found = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile() || path === own) continue;
    if (name.endsWith('.part') && Date.now() - stats.mtimeMs > 3_600_000) await rm(path, { force: true });
    else if (name.endsWith('.index')) found.push({ path, size: stats.size, time: stats.mtimeMs });
  }
  found.sort((a, b) => b.time - a.time);
  let sum = (await stat(own)).size;
  for (const { path, size } of found) {
    sum += size;
    if (sum > MOST_IN_FOLDER) await rm(path, { force: true });
  }
}
