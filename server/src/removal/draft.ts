import type { TextEdit } from '../text/edits';
import { type Span, span } from '../text/span';
import type { Known } from './known';

/**
 * A text on its way from the original to the result. Each step of a removal is a set of small edits on the draft's
 * current text; the draft remembers which characters are the author's and where they stood, so that the whole way
 * comes out as edits of the original, and so that one can ask of any place whether the author wrote it.
 */
export interface Draft {
  readonly original: string;
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** A run of characters: the author's (`origin` is where it stood) or one that the removal wrote. */
interface Piece {
  readonly text: string;
  readonly origin?: number;
  readonly mark?: Mark;
}

/** What a piece of written text stands for: a value that follows from the flag, and the reads that it follows from. */
export interface Mark {
  readonly known: Known;
  readonly sites: readonly number[];
}

export interface PlacedMark extends Mark {
  readonly span: Span;
}

/** Replaces a span of the draft's text; a mark makes the new text a known value. */
export interface DraftEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly mark?: Mark;
  /** Where the text stood that comes after `text`: it is moved here, and stays known for what it is. */
  readonly moved?: Span;
}

export function startDraft(original: string): Draft {
  return { original, text: original, pieces: [{ text: original, origin: 0 }] };
}

/** The draft after edits, which must not overlap; insertions at one place keep the order given. */
export function applyToDraft(draft: Draft, edits: readonly DraftEdit[]): Draft {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  const pieces: Piece[] = [];
  const source = new PieceReader(draft.pieces);
  for (const { edit } of ordered) {
    pieces.push(...source.readTo(edit.start));
    if (edit.text !== '') pieces.push({ text: edit.text, ...(edit.mark && { mark: edit.mark }) });
    if (edit.moved) pieces.push(...piecesIn(draft, edit.moved));
    source.skipTo(edit.end);
  }
  pieces.push(...source.readTo(draft.text.length));
  return { original: draft.original, text: pieces.map((piece) => piece.text).join(''), pieces };
}

function piecesIn(draft: Draft, { start, end }: Span): Piece[] {
  const source = new PieceReader(draft.pieces);
  source.skipTo(start);
  return source.readTo(end);
}

/** Of several changes, each whole or not at all, those that can be made together; the others wait for another step. */
export function compatible(changes: readonly (readonly DraftEdit[])[]): DraftEdit[] {
  const made: DraftEdit[] = [];
  for (const change of changes) {
    const isFree = change.every((edit) =>
      made.every((other) => edit.end <= other.start || other.end <= edit.start),
    );
    if (isFree) made.push(...change);
  }
  return made;
}

/** The known values that stand in the draft's text. */
export function marksOf(draft: Draft): PlacedMark[] {
  const marks: PlacedMark[] = [];
  let position = 0;
  for (const piece of draft.pieces) {
    const end = position + piece.text.length;
    if (piece.mark) marks.push({ ...piece.mark, span: { start: position, end } });
    position = end;
  }
  return marks;
}

/** Maps places of the draft's text to the original's; `undefined` where the removal wrote the character. */
export function originsOf(draft: Draft): (offset: number) => number | undefined {
  const starts: number[] = [];
  let position = 0;
  for (const piece of draft.pieces) {
    starts.push(position);
    position += piece.text.length;
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = draft.pieces[low];
    if (piece?.origin === undefined || offset >= starts[low]! + piece.text.length) return undefined;
    return piece.origin + (offset - starts[low]!);
  };
}

/** Maps places of the original to the draft's text; `undefined` where the character is no longer there. */
export function placesIn(draft: Draft): (origin: number) => number | undefined {
  const kept: { readonly origin: number; readonly end: number; readonly position: number }[] = [];
  let position = 0;
  for (const { text, origin } of draft.pieces) {
    if (origin !== undefined) kept.push({ origin, end: origin + text.length, position });
    position += text.length;
  }
  return (origin) => {
    const piece = kept.find((one) => one.origin <= origin && origin < one.end);
    return piece && piece.position + (origin - piece.origin);
  };
}

/** The way from the original to the draft, as edits of the original in order. */
export function editsOf(draft: Draft): TextEdit[] {
  const edits: TextEdit[] = [];
  let position = 0;
  let written = '';
  const replaceTo = (end: number) => {
    const removed = draft.original.slice(position, end);
    if (removed !== written) edits.push({ span: { start: position, end }, newText: written });
    written = '';
  };
  for (const piece of draft.pieces) {
    // Of what was moved past something else, the other part has kept its place.
    if (piece.origin === undefined || piece.origin < position) {
      written += piece.text;
      continue;
    }
    replaceTo(piece.origin);
    position = piece.origin + piece.text.length;
  }
  replaceTo(draft.original.length);
  return edits;
}

/** Reads pieces from left to right, cutting them where asked. */
class PieceReader {
  private index = 0;
  private offset = 0;
  private position = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  readTo(end: number): Piece[] {
    const result: Piece[] = [];
    while (this.position < end) {
      const piece = this.pieces[this.index];
      if (!piece) break;
      const length = Math.min(end - this.position, piece.text.length - this.offset);
      if (length > 0) result.push(cut(piece, this.offset, length));
      this.advance(piece, length);
    }
    return result;
  }

  skipTo(end: number): void {
    this.readTo(end);
  }

  private advance(piece: Piece, length: number): void {
    this.offset += length;
    this.position += length;
    if (this.offset >= piece.text.length) {
      this.index++;
      this.offset = 0;
    }
  }
}

function cut(piece: Piece, offset: number, length: number): Piece {
  if (offset === 0 && length === piece.text.length) return piece;
  const text = piece.text.slice(offset, offset + length);
  return piece.origin === undefined ? { text } : { text, origin: piece.origin + offset };
}

/** Edits of the first draft as edits of its text. */
export function toTextEdits(edits: readonly DraftEdit[]): TextEdit[] {
  return edits.map(({ start, end, text }) => ({ span: span(start, end), newText: text }));
}
