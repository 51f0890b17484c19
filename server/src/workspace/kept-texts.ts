import type { Packed } from '../text/packing';

/** A text of bytes: here, or where it takes no memory of the process. */
export type KeptText = Packed | PlacedText;

export interface PlacedText {
  readonly file: TextFile;
  /** In bytes, as the length is. */
  readonly at: number;
  readonly length: number;
}

/** A file that holds texts of bytes. */
export interface TextFile {
  /** @throws where it cannot be read any more. */
  read(at: number, length: number): Packed;
}

/** @throws where it cannot be read any more. */
export function textOf(kept: KeptText): Packed {
  return typeof kept === 'string' ? kept : kept.file.read(kept.at, kept.length);
}

/** Whether both are the same text; the lengths tell most of those apart that are not. */
export function isSameText(a: KeptText, b: KeptText): boolean {
  return a.length === b.length && textOf(a) === textOf(b);
}
