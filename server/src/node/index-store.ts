import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { textOf } from '../workspace/kept-texts';
import type { Chunk, IndexStore } from '../workspace/saved-index';
import { reasonOf } from './paths';
import { placedTexts, textFile, textsIn } from './text-file';

/** The version and a hash of the sources, set by the build: another build may find other things. */
declare const BUILD: string | undefined;

const FORMAT = `flagwright ${typeof BUILD === 'undefined' ? 'from its sources' : BUILD}`;

/** In bytes: a larger index is not saved, and of all indexes together the oldest go. */
const LARGEST_INDEX = 500_000_000;
const MOST_IN_FOLDER = 1_000_000_000;

/**
 * Keeps the index of the workspace at `root` as one file in `folder`, which may be deleted at any time. A file that is
 * cut off, changed or of another version is taken for none. What goes wrong is reported, and costs time at most.
 */
export function indexStore(folder: string, root: string, report: (message: string) => void): IndexStore {
  const file = join(folder, `${createHash('sha256').update(root).digest('hex').slice(0, 32)}.index`);
  let isLost = false;
  const onLost = (): void => {
    isLost = true;
  };
  return {
    isLost: () => isLost,
    load: async () => {
      isLost = false;
      try {
        if ((await stat(file)).size > LARGEST_INDEX) return undefined;
        return await load(file, onLost);
      } catch {
        // None there, or one that cannot be used: it is written again.
        return undefined;
      }
    },
    save: async (chunks) => {
      const draft = `${file}.${process.pid}.part`;
      try {
        await mkdir(folder, { recursive: true });
        const placings = await write(draft, chunks);
        if (!placings) {
          await rm(draft, { force: true });
          return [];
        }
        const isHeld = HOLDS_OPEN && placings.some(hasTexts);
        const texts = isHeld ? textFile(openSync(draft, 'r'), onLost) : undefined;
        await rename(draft, file);
        await prune(folder, file);
        return texts ? placings.map(({ at, lengths }) => placedTexts(texts, at, lengths)) : [];
      } catch (error) {
        report(
          `The index could not be saved in ${folder} (${reasonOf(error)}): the next start reads all files again.`,
        );
        await rm(draft, { force: true }).catch(() => undefined);
        return [];
      }
    },
  };
}

/** Windows gives no file that is open another content. */
const HOLDS_OPEN = process.platform !== 'win32';

/**
 * Each record goes with its length and a hash, so that nothing is taken for whole that is not: the format first, then for
 * each chunk its data with the lengths of its texts, and those one after the other, and an empty one at the end. Gives where
 * the texts lie.
 */
async function write(path: string, chunks: Iterable<Chunk>): Promise<Placing[] | undefined> {
  const handle = await open(path, 'w');
  try {
    let size = 0;
    const put = async (bytes: Uint8Array): Promise<void> => {
      const head = Buffer.alloc(HEAD);
      head.writeUInt32LE(bytes.length);
      head.set(hashOf(bytes), LENGTH);
      await handle.writev([head, bytes]);
      size += HEAD + bytes.length;
    };
    const placings: Placing[] = [];
    await put(Buffer.from(FORMAT));
    for (const { data, texts = [] } of chunks) {
      const lengths = Int32Array.from(texts, ({ length }) => length);
      await put(serialize({ data, lengths } satisfies Written));
      placings.push({ at: size + HEAD, lengths });
      if (texts.length > 0) await put(Buffer.from(texts.map(textOf).join(''), 'latin1'));
      if (size > LARGEST_INDEX) return undefined;
      await setImmediate();
    }
    await put(new Uint8Array());
    return placings;
  } finally {
    await handle.close();
  }
}

/** The chunks of a file; nothing where it is not whole, or of another version. It stays open for the texts. */
async function load(path: string, onLost: () => void): Promise<Chunk[] | undefined> {
  const fd = openSync(path, 'r');
  let isHeld = false;
  try {
    const found = await decode(fd);
    isHeld = HOLDS_OPEN && found?.some(hasTexts) === true;
    const file = isHeld ? textFile(fd, onLost) : undefined;
    return found?.map(({ data, at, lengths, texts }) => ({
      data,
      texts: file ? placedTexts(file, at, lengths) : placedTexts(textsIn(texts!), 0, lengths),
    }));
  } finally {
    if (!isHeld) closeSync(fd);
  }
}

interface Written {
  readonly data: unknown;
  readonly lengths: Int32Array;
}

/** Where the texts of a chunk lie in a file, one after the other. */
interface Placing {
  readonly at: number;
  readonly lengths: Int32Array;
}

const hasTexts = ({ lengths }: Placing): boolean => lengths.length > 0;

/** The chunks of the file that is open; nothing where it is not whole, or of another version. */
async function decode(fd: number): Promise<Decoded[] | undefined> {
  const { size } = fstatSync(fd);
  let at = 0;
  const next = async (): Promise<Buffer | undefined> => {
    const head = await bytesAt(fd, at, HEAD);
    if (!head) return undefined;
    const length = head.readUInt32LE(0);
    // A length that is none takes no memory.
    const bytes = at + HEAD + length > size ? undefined : await bytesAt(fd, at + HEAD, length);
    if (!bytes || !hashOf(bytes).equals(head.subarray(LENGTH))) return undefined;
    at += HEAD + length;
    return bytes;
  };
  if ((await next())?.toString() !== FORMAT) return undefined;
  const chunks: Decoded[] = [];
  for (let bytes = await next(); bytes; bytes = await next()) {
    if (bytes.length === 0) return at === size ? chunks : undefined;
    const { data, lengths } = deserialize(bytes) as Written;
    const from = at + HEAD;
    const texts = lengths.length > 0 ? await next() : Buffer.alloc(0);
    if (!texts) return undefined;
    chunks.push({ data, lengths, at: from, ...(!HOLDS_OPEN && { texts }) });
  }
  return undefined;
}

interface Decoded extends Written, Placing {
  /** All texts, where the file is not held open. */
  readonly texts?: Buffer;
}

/** Some bytes of a file; nothing where it ends before. */
async function bytesAt(fd: number, at: number, length: number): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await readPart(fd, bytes, done, length - done, at + done);
    if (bytesRead === 0) return undefined;
    done += bytesRead;
  }
  return bytes;
}

const readPart = promisify(read);

const LENGTH = 4;
const HASH = 8;
const HEAD = LENGTH + HASH;

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
