import type { TextEdit } from '../text/edits';
import { span } from '../text/span';
import type { Layout } from './layout';
import type { Member } from './locate-entry';

/**
 * The edits that put one more member behind another of the same map or list: on a line of its own where that one has
 * its own, with the comma that brackets ask for. A comment at the end of a line stays there. Lines are kept `apart` by an
 * empty one.
 */
export function insertAfter(layout: Layout, previous: Member, item: string, apart = false): TextEdit[] {
  const { text } = layout;
  return '{['.includes(text[previous.container.span.start]!)
    ? insideBrackets(layout, previous, item)
    : onLines(layout, previous, item, apart);
}

function insideBrackets(layout: Layout, previous: Member, item: string): TextEdit[] {
  const { text, eol } = layout;
  const before = text.slice(text.lastIndexOf('\n', previous.span.start - 1) + 1, previous.span.start);
  const isOwnLine = before.trim() === '';
  const separator = isOwnLine ? `${eol}${before}` : ' ';
  const end = previous.span.end;
  const comma = layout.commaAfter(end);
  const at = (offset: number): number =>
    isOwnLine && layout.isBlankUntilLineEnd(offset) ? layout.endOfLine(offset) : offset;
  if (comma !== undefined) {
    const behind = at(comma);
    return [{ span: span(behind, behind), newText: `${separator}${item},` }];
  }
  const behind = at(end);
  if (behind === end) return [{ span: span(end, end), newText: `,${separator}${item}` }];
  return [
    { span: span(end, end), newText: ',' },
    { span: span(behind, behind), newText: `${separator}${item}` },
  ];
}

function onLines(layout: Layout, previous: Member, item: string, apart: boolean): TextEdit[] {
  const { text, eol } = layout;
  const indent = ' '.repeat(layout.columnOf(previous.span.start));
  const end = layout.endOfLine(endOfText(text, previous));
  const at = layout.ownLines(previous.span)?.end ?? Math.min(text.length, end + eol.length);
  const before = at > 0 && text[at - 1] !== '\n' ? eol : '';
  return [
    {
      span: span(at, at),
      newText: `${before}${apart ? eol : ''}${indent}${item}${before === '' ? eol : ''}`,
    },
  ];
}

/** A block text ends with the line break behind it. */
function endOfText(text: string, { span: { start, end } }: Member): number {
  let at = end;
  while (at > start && text[at - 1]!.trim() === '') at--;
  return at;
}
