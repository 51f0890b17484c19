import { closeSync, readSync } from 'node:fs';
import type { PlacedText, TextFile } from '../workspace/kept-texts';

/**
 * A file that is open for reading, and is closed when nobody holds it any more. It stays what it was when another one takes its
 * name, or when it is deleted; `onLost` is told where it cannot be read all the same.
 */
export function textFile(fd: number, onLost: () => void): TextFile {
  const file: TextFile = {
    read: (at, length) => {
      try {
        return bytesAt(fd, at, length).toString('latin1');
      } catch (error) {
        onLost();
        throw error;
      }
    },
  };
  open.register(file, fd);
  return file;
}

/** @throws where there are not so many. */
function bytesAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let done = 0; done < length; ) {
    const count = readSync(fd, bytes, done, length - done, at + done);
    if (count === 0) throw new Error('The file of the index has been cut off');
    done += count;
  }
  return bytes;
}

const open = new FinalizationRegistry<number>((fd) => closeSync(fd));

/** Texts in memory, where a file that is open cannot be given another content. */
export function textsIn(bytes: Buffer): TextFile {
  return { read: (at, length) => bytes.toString('latin1', at, at + length) };
}

/** Texts that lie one after the other, by their lengths. */
export function placedTexts(file: TextFile, from: number, lengths: Iterable<number>): PlacedText[] {
  let at = from;
  return Array.from(lengths, (length) => {
    at += length;
    return { file, at: at - length, length };
  });
}
