import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { TextChange } from '../text/patch';
import { decode, encode, encodingOf } from './encoding';
import { codeOf, isInside } from './paths';

/** Nothing was written; the message is a sentence for people. */
export class WriteRefused extends Error {}

/** Changes that have been written, and can be taken back. */
export interface Written {
  /**
   * Puts every file back as it was. What somebody else has made of a file meanwhile is handed to `rescue` first, with the
   * bytes that are about to go; a file that cannot be put back is named, with why.
   */
  takeBack(rescue: (file: string, bytes: Buffer) => void): readonly NotRestored[];
}

export interface NotRestored {
  readonly file: string;
  readonly why: string;
}

/**
 * Writes changes so that each file is the old or the new one at every moment, and all of them or none: every new text
 * is written beside its file first, then put in its place. Mode, owner, encoding and byte order mark stay; a symbolic
 * link goes on pointing to its file.
 * @throws {WriteRefused} when a file is not what it was when it was read, or cannot be written.
 */
export function writeFiles(root: string, changes: readonly TextChange[]): Written {
  const writes = withoutTwins(changes.map((change) => prepare(root, change)));
  const done: Write[] = [];
  try {
    for (const write of writes) writeTemporary(write, write.bytes, write.old?.stats);
    for (const write of writes) {
      if (write.bytes) renameSync(write.temporary, write.target);
      else rmSync(write.target);
      done.push(write);
    }
  } catch (error) {
    for (const write of writes) rmSync(write.temporary, { force: true });
    const stuck = done.flatMap((write) => restore(write) ?? []);
    const rest = stuck.map(({ file, why }) => ` ${file} could not be put back: ${why}.`).join('');
    throw new WriteRefused(`Nothing was written: ${(error as Error).message}.${rest}`);
  }
  return {
    takeBack: (rescue) =>
      [...writes].reverse().flatMap((write) => {
        const present = bytesAt(write.target);
        if (present && !(write.bytes && present.equals(write.bytes))) rescue(write.file, present);
        return restore(write) ?? [];
      }),
  };
}

interface Write {
  readonly file: string;
  readonly target: string;
  readonly temporary: string;
  /** Absent for a file that goes. */
  readonly bytes?: Buffer;
  /** What was there; absent for a new file. */
  readonly old?: { readonly bytes: Buffer; readonly stats: Stats };
}

function prepare(root: string, { file, before, after }: TextChange): Write {
  const target = targetOf(root, file);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.flagwright`);
  const old = existing(target);
  const current = old ? decode(old.bytes) : undefined;
  const text = current && 'text' in current ? current.text : null;
  if (text !== before) {
    throw new WriteRefused(
      `Nothing was written: ${file} has changed since it was read. Run the command again.`,
    );
  }
  const bytes = after === null ? undefined : encode(after, old ? encodingOf(old.bytes) : 'utf8');
  return { file, target, temporary, ...(bytes && { bytes }), ...(old && { old }) };
}

/** One file may be met by several names, by symbolic links; it is written once, if they agree on what becomes of it. */
function withoutTwins(writes: readonly Write[]): Write[] {
  const byTarget = new Map<string, Write>();
  for (const write of writes) {
    const twin = byTarget.get(write.target);
    if (!twin) byTarget.set(write.target, write);
    else if (twin.bytes?.toString('hex') !== write.bytes?.toString('hex')) {
      throw new WriteRefused(
        `Nothing was written: ${twin.file} and ${write.file} are one file, and would become two different ones.`,
      );
    }
  }
  return [...byTarget.values()];
}

/** Where the path really leads; never out of the root. */
function targetOf(root: string, file: string): string {
  const path = resolve(root, file);
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  const target = isLink ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
  if (!isInside(realpathSync(root), target)) {
    throw new WriteRefused(`Nothing was written: ${file} lies outside of the folder.`);
  }
  return target;
}

function existing(target: string): Write['old'] {
  try {
    return { bytes: readFileSync(target), stats: statSync(target) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new WriteRefused(`Nothing was written: ${(error as Error).message}.`);
  }
}

/** Writes beside the file, and onto the disk: a file that is put in its place is whole even where the power fails. */
function writeTemporary({ temporary }: Write, bytes: Buffer | undefined, stats: Stats | undefined): void {
  if (!bytes) return;
  const handle = openSync(temporary, 'wx');
  try {
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  if (!stats) return;
  // The owner first: to change it clears the bits that run a program as its owner.
  keepOwner(temporary, stats);
  chmodSync(temporary, stats.mode & 0o7777);
}

/** Another's file that is written as root stays the other's. */
function keepOwner(path: string, { uid, gid }: Stats): void {
  const own = statSync(path);
  if (own.uid === uid && own.gid === gid) return;
  try {
    chownSync(path, uid, gid);
  } catch {
    // Only root may give files away; for others the file becomes theirs, as with any editor that saves atomically.
  }
}

function bytesAt(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Puts back what was there, in the way in which it was changed; says what stands against it. */
function restore(write: Write): NotRestored | undefined {
  const { file, target, temporary, old } = write;
  try {
    if (!old) {
      rmSync(target, { force: true });
      return undefined;
    }
    mkdirSync(dirname(target), { recursive: true });
    writeTemporary(write, old.bytes, old.stats);
    renameSync(temporary, target);
    return undefined;
  } catch (error) {
    rmSync(temporary, { force: true });
    return { file, why: (error as Error).message };
  }
}
