import {
  chmodSync,
  chownSync,
  lstatSync,
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

/**
 * Writes changes so that each file is the old or the new one at every moment, and all of them or none: every new text
 * is written beside its file first, then put in its place. Mode, owner, encoding and byte order mark stay; a symbolic
 * link goes on pointing to its file.
 * @throws {WriteRefused} when a file is not what it was when it was read, or cannot be written.
 */
export function writeFiles(root: string, changes: readonly TextChange[]): void {
  const writes = changes.map((change) => prepare(root, change));
  const done: Write[] = [];
  try {
    for (const write of writes) writeTemporary(write);
    for (const write of writes) {
      if (write.bytes) renameSync(write.temporary, write.target);
      else rmSync(write.target);
      done.push(write);
    }
  } catch (error) {
    for (const write of writes) rmSync(write.temporary, { force: true });
    for (const write of done) restore(write);
    throw new WriteRefused(`Nothing was written: ${(error as Error).message}.`);
  }
}

interface Write {
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
  return { target, temporary, ...(bytes && { bytes }), ...(old && { old }) };
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

function writeTemporary({ temporary, bytes, old }: Write): void {
  if (!bytes) return;
  writeFileSync(temporary, bytes, { flag: 'wx' });
  if (!old) return;
  chmodSync(temporary, old.stats.mode & 0o7777);
  keepOwner(temporary, old.stats);
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

function restore({ target, old }: Write): void {
  try {
    if (!old) rmSync(target, { force: true });
    else {
      writeFileSync(target, old.bytes);
      chmodSync(target, old.stats.mode & 0o7777);
    }
  } catch {
    // The first error is the one to tell of.
  }
}
