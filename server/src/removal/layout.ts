import ts from 'typescript';
import type { DraftEdit } from './draft';
import { boundsStretch, speaksOfFile, speaksOfNextLine } from './tool-comments';
import type { SourceView, View } from './view';

/** A part of the text as nodes have it: with and without what stands in front. */
export interface Extent {
  readonly pos: number;
  readonly end: number;
  getStart(file: ts.SourceFile): number;
}

/** Whitespace at the start of the line that `offset` stands on. */
export function indentAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  let end = start;
  while (end < offset && isBlank(text.charCodeAt(end))) end++;
  return text.slice(start, end);
}

/** A blank where two texts, put side by side, would be read as one token: `return` and `true`, `-` and `-1`. */
export function gapBetween(before: string, after: string): string {
  const last = before.at(-1) ?? '';
  const first = after.charAt(0);
  const meets = isNamePart(first)
    ? isNamePart(last) || last === '/'
    : first === last && '+-/'.includes(first);
  return last !== '' && first !== '' && meets ? ' ' : '';
}

function isNamePart(character: string): boolean {
  return /[\p{ID_Continue}$\u200c\u200d]/u.test(character);
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) at--;
  return at === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? Math.min(1, offset) : at;
}

/** The end of the line, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

/** The start of the next line. */
export function nextLine(text: string, offset: number): number {
  const at = lineEnd(text, offset);
  if (text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10) return at + 2;
  return Math.min(at + 1, text.length);
}

/** The comments between two offsets where no token stands. */
export function commentsBetween(view: SourceView, start: number, end: number): ts.CommentRange[] {
  const found = [
    ...(ts.getTrailingCommentRanges(view.text, start) ?? []),
    ...(ts.getLeadingCommentRanges(view.text, start) ?? []),
  ].filter((comment) => comment.end <= end);
  const byStart = new Map(found.map((comment) => [comment.pos, comment]));
  return [...byStart.values()].sort((a, b) => a.pos - b.pos);
}

/**
 * Moves lines from one indentation to another: those that begin between two offsets. Lines within a template or a
 * continued string stay, since their blanks are part of a value.
 */
export function reindent(
  view: SourceView,
  start: number,
  end: number,
  from: string,
  to: string,
): DraftEdit[] {
  if (from === to) return [];
  const edits: DraftEdit[] = [];
  let fixed: readonly ts.TextRange[] | undefined;
  for (let at = nextLine(view.text, start); at < end; at = nextLine(view.text, at)) {
    if (lineEnd(view.text, at) === at) continue;
    if (!view.text.startsWith(from, at)) continue;
    fixed ??= literalsOverLines(view, start, end);
    const line = at;
    if (fixed.some((range) => range.pos < line && line < range.end)) continue;
    if (from.startsWith(to)) edits.push({ start: at + to.length, end: at + from.length, text: '' });
    else if (to.startsWith(from)) edits.push({ start: at, end: at, text: to.slice(from.length) });
    else edits.push({ start: at, end: at + from.length, text: to });
    if (nextLine(view.text, at) === at) break;
  }
  return edits;
}

function literalsOverLines(view: SourceView, start: number, end: number): ts.TextRange[] {
  const ranges: ts.TextRange[] = [];
  const visit = (node: ts.Node) => {
    if (node.end <= start || node.pos >= end) return;
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node)) {
      const pos = node.getStart(view.file);
      if (lineEnd(view.text, pos) < node.end) ranges.push({ pos, end: node.end });
    }
    ts.forEachChild(node, visit);
  };
  visit(view.file);
  return ranges;
}

/**
 * Takes a statement, a member or a declaration out of its lines: with the comments that belong to it, and without
 * leaving a hole of blank lines. A section's or a licence's comment stays.
 */
export function removeLines(view: SourceView, node: Extent): DraftEdit {
  return takeOut(view.text, ownStart(view, node), ownEnd(view, node));
}

/** Takes what stands between two offsets out of its lines, without leaving a hole of blank lines. */
export function takeOut(text: string, first: number, last: number): DraftEdit {
  let [start, end] = [first, last];
  const guard = lineStart(text, start) + text.slice(lineStart(text, start), start).indexOf(';');
  if (
    text.slice(lineStart(text, start), start).trim() === ';' &&
    !'([`/+-'.includes(text.slice(end).trimStart().charAt(0))
  ) {
    // The semicolon in front kept this statement apart from the one before; nothing is left to keep apart.
    start = guard;
  }
  const startsLine = text.slice(lineStart(text, start), start).trim() === '';
  const endsLine = text.slice(end, lineEnd(text, end)).trim() === '';
  if (startsLine && endsLine) {
    start = lineStart(text, start);
    const lineBreak = lineEnd(text, end);
    end = nextLine(text, end);
    if (end === lineBreak) return removeLastLine(text, start, end);
    return withoutHole(text, start, end);
  }
  if (endsLine) {
    while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
    end = lineEnd(text, end);
  } else {
    while (isBlank(text.charCodeAt(end))) end++;
  }
  return { start, end, text: '' };
}

/** The last line of a text without a final line break takes the break before it along. */
function removeLastLine(text: string, start: number, end: number): DraftEdit {
  let from = start;
  if (text.charCodeAt(from - 1) === 10) from--;
  if (text.charCodeAt(from - 1) === 13) from--;
  return { start: from, end, text: '' };
}

/** Blank lines on both sides of what goes become one; none is left at a block's edge. */
function withoutHole(text: string, start: number, end: number): DraftEdit {
  let to = end;
  const before = start === 0 ? undefined : text.slice(lineStart(text, start - 1), start).trim();
  const previous = previousLine(text, start);
  const isBlankBefore = previous !== undefined && previous.trim() === '';
  const opensBlock = before !== undefined && /[{([:]$/.test(previous?.trimEnd() ?? '');
  const isFirst = previous === undefined;
  if (isBlankBefore || opensBlock || isFirst) {
    while (to < text.length && text.slice(to, lineEnd(text, to)).trim() === '' && nextLine(text, to) > to) {
      to = nextLine(text, to);
    }
  }
  let from = start;
  const rest = text.slice(to).trimStart();
  if (isBlankBefore && (rest === '' || rest.startsWith('}') || rest.startsWith('</'))) {
    let line = previousLine(text, from);
    while (line !== undefined && line.trim() === '' && from > 0) {
      from = lineStart(text, beforeBreak(text, from));
      line = previousLine(text, from);
    }
    return { start: from, end: to, text: '' };
  }
  return { start: from, end: isBlankBefore || opensBlock || isFirst ? to : end, text: '' };
}

/**
 * Several parts that go side by side leave the blank lines around them side by side: between two lines one stays, at a
 * block's edge none but one that the author had there.
 */
export function closeHoles(view: View): DraftEdit[] {
  const { text, originOf } = view;
  const edits: DraftEdit[] = [];
  const isJoined = (offset: number): boolean => {
    const before = offset === 0 ? -1 : originOf(offset - 1);
    const here = offset === text.length ? view.original.file.text.length : originOf(offset);
    return before !== undefined && here === before + 1;
  };
  let fixed: readonly ts.TextRange[] | undefined;
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    const start = at;
    while (at < text.length && isBlankLine(text, at)) at = nextLine(text, at);
    const end = at;
    if (end === start || isAllJoined(start, end, isJoined)) continue;
    fixed ??= literalsOverLines(view, 0, text.length);
    if (fixed.some(({ pos, end: last }) => pos < end && start < last)) continue;
    const before = text.slice(0, start).trimEnd().at(-1);
    const rest = text.slice(end);
    const isAfterEdge = before === undefined || '{(['.includes(before);
    const isBeforeEdge = rest === '' || /^[ \t]*(?:[})\]]|<\/)/.test(rest);
    const isFull = (!isAfterEdge || isJoined(start)) && (!isBeforeEdge || isJoined(end));
    const stays = isFull ? nextLine(text, start) : start;
    if (stays < end) edits.push({ start: stays, end, text: '' });
  }
  return edits;
}

function isBlankLine(text: string, start: number): boolean {
  let at = start;
  while (isBlank(text.charCodeAt(at))) at++;
  return at < text.length ? isBreak(text.charCodeAt(at)) : at > start;
}

function isAllJoined(start: number, end: number, isJoined: (offset: number) => boolean): boolean {
  for (let at = start; at <= end; at++) if (!isJoined(at)) return false;
  return true;
}

function beforeBreak(text: string, start: number): number {
  let at = start;
  if (text.charCodeAt(at - 1) === 10) at--;
  if (text.charCodeAt(at - 1) === 13) at--;
  return at;
}

function previousLine(text: string, start: number): string | undefined {
  const end = beforeBreak(text, start);
  return end === start ? undefined : text.slice(lineStart(text, end), end);
}

/** Where a node begins together with the comments that speak of it. */
export function ownStart(view: SourceView, node: Extent): number {
  const start = node.getStart(view.file);
  const isHeaded = importBelow(view, node) !== undefined || isFirstImport(view, node);
  const comments =
    ts.getLeadingCommentRanges(view.text, node.pos === 0 ? bomLength(view.text) : node.pos) ?? [];
  let own = start;
  for (const comment of comments.toReversed()) {
    const between = view.text.slice(comment.end, own);
    const sameLine = !between.includes('\n') && !between.includes('\r');
    if (!sameLine && !isOneBreak(between)) break;
    const startsLine = view.text.slice(lineStart(view.text, comment.pos), comment.pos).trim() === '';
    if (!startsLine && !sameLine) break;
    const words = view.text.slice(comment.pos, comment.end);
    if (belongsToFile(words) || (isHeaded && !sameLine && !speaksOfNextLine(words))) break;
    own = comment.pos;
  }
  return own;
}

/** What stands above the first import, at the top of the file, speaks of the file. */
function isFirstImport({ file }: SourceView, node: Extent): boolean {
  const first = file.statements.find(
    (one) => !ts.isExpressionStatement(one) || !ts.isStringLiteral(one.expression),
  );
  return first === node && ts.isImportDeclaration(first);
}

/** The import right below another one: what stands above the first, `// Utils`, is the heading of both. */
export function importBelow(view: SourceView, node: Extent): ts.Statement | undefined {
  const { statements } = view.file;
  const index = statements.indexOf(node as ts.Statement);
  const [own, next] = index < 0 ? [] : [statements[index]!, statements[index + 1]];
  if (!own || !next || !ts.isImportDeclaration(own) || !ts.isImportDeclaration(next)) return undefined;
  return nextLine(view.text, own.end) === next.getStart(view.file) ? next : undefined;
}

/** Where a node ends together with the comment that closes its line. */
export function ownEnd(view: SourceView, node: Extent): number {
  let end = node.end;
  if (view.text.charAt(end - 1) === ';') {
    // A semicolon that begins the next line belongs to what follows it there.
    const last = view.text.slice(0, end - 1).trimEnd().length;
    if (last > node.pos && lineEnd(view.text, last) < end) return last;
  }
  for (const comment of ts.getTrailingCommentRanges(view.text, node.end) ?? []) {
    if (view.text.slice(comment.end, lineEnd(view.text, comment.end)).trim() !== '') break;
    end = comment.end;
  }
  return end;
}

/** A licence, a section's heading, or what tells a tool of the file or of a stretch of lines stays whatever stands below it. */
export function belongsToFile(comment: string): boolean {
  if (comment.startsWith('/*!') || comment.startsWith('///')) return true;
  if (boundsStretch(comment) || speaksOfFile(comment)) return true;
  const words = comment.toLowerCase();
  if (['@license', '@licence', 'copyright', 'spdx-'].some((word) => words.includes(word))) return true;
  return ['---', '===', '***', '###', '───'].some((rule) => comment.includes(rule));
}

function isOneBreak(text: string): boolean {
  return text.trim() === '' && text.split('\n').length === 2;
}

function bomLength(text: string): number {
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
}

const BYTE_ORDER_MARK = 0xfeff;

export function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}

function isBreak(unit: number): boolean {
  return unit === 10 || unit === 13;
}
