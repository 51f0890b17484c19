import ts from 'typescript';
import { type Span, span } from '../text/span';

/** A member of an enum, a type, a table or a list, among all of them. */
export interface Listed {
  readonly node: ts.Node;
  readonly siblings: readonly ts.Node[];
}

/** The member with its separator; with its whole lines where nothing else stands on them. */
export function extentOf({ node, siblings }: Listed, source: ts.SourceFile): Span {
  const { text } = source;
  const isUnion = ts.isLiteralTypeNode(node);
  let start = docStart(node, source);
  let { end } = node;
  if (isUnion) {
    const bar = barBefore(text, start);
    if (bar !== undefined) start = bar;
    else {
      end = skip(text, end, '|');
      while (text[end] === ' ') end++;
    }
  } else {
    const separated = skip(text, end, ',') > end ? skip(text, end, ',') : skip(text, end, ';');
    if (separated > end) end = separated;
    else if (siblings.indexOf(node) > 0 && !ts.isPropertySignature(node)) {
      // The last of a list on one line: the comma before it goes along, unless a trailing one is the file's custom.
      const comma = commaBefore(text, start);
      if (comma !== undefined && !isAloneOnLines(text, start, end)) start = comma;
    }
  }
  if (!isUnion && siblings.length === 1 && ts.isObjectLiteralExpression(node.parent)) {
    // Nothing is left in it: `{}`.
    const open = node.parent.getStart(source) + 1;
    const close = node.parent.end - 1;
    const isBare = text.slice(open, start).trim() === '' && text.slice(end, close).trim() === '';
    if (isBare) return span(open, close);
  }
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(lineStart, start).trim() !== '') {
    // Something stands before it on the line: of the blanks around it one side goes.
    while (!isUnion && text[end] === ' ' && /[\s({[]/.test(text[start - 1] ?? '')) end++;
    return span(start, end);
  }
  const after = trailingComment(text, end);
  if (after === undefined) {
    while (text[end] === ' ') end++;
    return span(start, end);
  }
  return span(lineStart, after);
}

/** The start of a member, or of the doc comment directly above it. */
function docStart(node: ts.Node, source: ts.SourceFile): number {
  const start = node.getStart(source);
  const last = ts.getLeadingCommentRanges(source.text, node.getFullStart())?.at(-1);
  const isDoc =
    last && source.text.startsWith('/**', last.pos) && !source.text.slice(last.end, start).includes('\n\n');
  return isDoc ? last.pos : start;
}

function barBefore(text: string, start: number): number | undefined {
  let at = start - 1;
  while (at >= 0 && /\s/.test(text[at]!)) at--;
  if (text[at] !== '|') return undefined;
  // `a | b`: the blank before the bar goes with it, a line break stays.
  while (text[at - 1] === ' ' && !/^\s*$/.test(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))) at--;
  return at;
}

function commaBefore(text: string, start: number): number | undefined {
  let at = start - 1;
  while (at >= 0 && /\s/.test(text[at]!)) at--;
  return text[at] === ',' ? at : undefined;
}

function isAloneOnLines(text: string, start: number, end: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return text.slice(lineStart, start).trim() === '' && trailingComment(text, end) !== undefined;
}

function skip(text: string, from: number, separator: string): number {
  let at = from;
  while (/\s/.test(text[at] ?? '')) at++;
  return text[at] === separator ? at + 1 : from;
}

/** The end of the line where nothing but a comment follows, its line break included; nothing where code follows. */
function trailingComment(text: string, end: number): number | undefined {
  const newline = text.indexOf('\n', end);
  const rest = text.slice(end, newline < 0 ? text.length : newline).trim();
  if (rest !== '' && !rest.startsWith('//')) return undefined;
  return newline < 0 ? text.length : newline + 1;
}
