import { isUtf8 } from 'node:buffer';
import type { FileContent } from '../workspace/host';

/** The encodings that are read: UTF-8, and UTF-16 where a byte order mark says so, as VS Code does. */
export type Encoding = 'utf8' | 'utf8-bom' | 'utf16le' | 'utf16be';

/** The text of a file without its byte order mark, or why it has none. */
export function decode(bytes: Buffer): FileContent {
  switch (encodingOf(bytes)) {
    case 'utf16le':
      return { text: bytes.toString('utf16le', 2) };
    case 'utf16be':
      return { text: swapped(bytes.subarray(2)).toString('utf16le') };
    case 'utf8-bom':
      return decodeUtf8(bytes.subarray(3));
    case 'utf8':
      return decodeUtf8(bytes);
  }
}

/** What the first bytes say. */
export function encodingOf(bytes: Buffer): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf8-bom';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf16be';
  return 'utf8';
}

/** The bytes of a text, with the mark that its encoding has. */
export function encode(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf16le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'utf16be':
      return swapped(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    case 'utf8-bom':
      return Buffer.from(`\uFEFF${text}`, 'utf8');
    case 'utf8':
      return Buffer.from(text, 'utf8');
  }
}

function decodeUtf8(bytes: Buffer): FileContent {
  if (!isUtf8(bytes)) {
    return { problem: `The file is not UTF-8${placeOfDamage(bytes)}. Save it as UTF-8.` };
  }
  // A NUL near the beginning is no text of a program.
  if (bytes.subarray(0, 512).includes(0)) {
    return {
      problem: 'The file is binary, or UTF-16 without a byte order mark. If it is text, save it as UTF-8.',
    };
  }
  return { text: bytes.toString('utf8') };
}

/** `: line 3 holds the byte 0xE9`. */
function placeOfDamage(bytes: Buffer): string {
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    const text = bytes.subarray(start, end);
    if (!isUtf8(text)) return `: line ${line} holds the byte 0x${firstBadByte(text)}`;
    start = end;
  }
  return '';
}

function firstBadByte(line: Buffer): string {
  let good = 0;
  while (good < line.length && line[good]! < 0x80) good++;
  for (let end = good + 1; end <= line.length; end++) {
    if (isUtf8(line.subarray(good, end))) good = end;
    else if (end - good >= 4) break;
  }
  return (line[good] ?? 0).toString(16).toUpperCase().padStart(2, '0');
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}
