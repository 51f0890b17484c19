import ts from 'typescript';
import { parseSource } from './source';

/**
 * The tree of a text that somebody types in: made from the tree of the text before, of which only what was changed is parsed
 * again. It lasts until the next text of the file is parsed, for that takes nodes out of it; so nothing of it may be kept.
 */
export function parseOpen(path: string, text: string): ts.SourceFile {
  const before = latest.get(path);
  // Whatever goes wrong half-way, a tree that was taken apart is not used again.
  latest.delete(path);
  const source = before ? updated(before, text) : parseSource(path, text);
  if (latest.size >= MOST) latest.delete(latest.keys().next().value!);
  latest.set(path, source);
  return source;
}

/** By path, the latest last: a person types in one file, and looks at another. */
const latest = new Map<string, ts.SourceFile>();
const MOST = 2;

/** In characters. */
const PIECE = 1024;

/** Where something is wrong with a text, the parser guesses, and guesses otherwise of what it has parsed before. */
function updated(before: ts.SourceFile, text: string): ts.SourceFile {
  if (before.text === text) return before;
  if (hasErrors(before)) return parseSource(before.fileName, text);
  const source = ts.updateSourceFile(before, text, changeBetween(before.text, text));
  return hasErrors(source) ? parseSource(before.fileName, text) : source;
}

function hasErrors(source: ts.SourceFile): boolean {
  return (source as unknown as { readonly parseDiagnostics: readonly unknown[] }).parseDiagnostics.length > 0;
}

/** The one range in which two texts differ. Most of them is alike, and compared in pieces, which the engine does at once. */
function changeBetween(before: string, after: string): ts.TextChangeRange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start + PIECE <= most && after.startsWith(before.slice(start, start + PIECE), start)) start += PIECE;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  const pieceBefore = (): string => before.slice(before.length - same - PIECE, before.length - same);
  while (same + PIECE <= most - start && after.endsWith(pieceBefore(), after.length - same)) same += PIECE;
  while (
    same < most - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return {
    span: { start, length: before.length - same - start },
    newLength: after.length - same - start,
  };
}
