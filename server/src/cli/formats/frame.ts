import type { Range } from '../../text/lines';
import { printable, type Style, widthOf } from '../terminal';

/** Lines of code with their numbers, and carets under a range. */
export interface Frame {
  readonly code: readonly string[];
  readonly range: Range;
  /** Colours the carets. */
  readonly paint: (text: string) => string;
}

/** Wider code is cut around the range. */
const WIDEST = 100;

/**
 * ```
 *    |
 * 12 |   if (isEnabled('dark_mode')) {
 *    |                  ^^^^^^^^^
 * ```
 */
export function frame({ code, range, paint }: Frame, style: Style): string[] {
  if (code.length === 0) return [];
  const numbers = code.map((_line, i) => String(range.start.line + i + 1));
  const gutter = Math.max(...numbers.map(({ length }) => length));
  const bar = style.blue('|');
  const empty = `${' '.repeat(gutter)} ${bar}`;
  return [
    empty,
    ...code.flatMap((line, i) => {
      const from = i === 0 ? range.start.character : line.length - line.trimStart().length;
      const to = range.start.line + i === range.end.line ? range.end.character : line.length;
      const cut = cutOut(line, from, Math.max(from, to));
      const number = style.blue(numbers[i]!.padStart(gutter));
      return [
        `${number} ${bar} ${cut.text}`.trimEnd(),
        `${empty} ${' '.repeat(cut.indent)}${paint('^'.repeat(cut.width))}`,
      ];
    }),
  ];
}

/** The part of a line around a range, as a terminal shows it, with the range's column and width in it. */
function cutOut(line: string, from: number, to: number): { text: string; indent: number; width: number } {
  const before = shown(line.slice(0, from));
  const marked = shown(line.slice(from, to));
  const after = shown(line.slice(to));
  const room = Math.max(20, WIDEST - widthOf(marked));
  const left =
    widthOf(before) > room / 2 && widthOf(before + after) > room ? lastColumns(before, room / 2) : before;
  const right = firstColumns(after, Math.max(0, room - widthOf(left)));
  const middle = firstColumns(marked, WIDEST);
  return { text: left + middle + right, indent: widthOf(left), width: Math.max(1, widthOf(middle)) };
}

/** Tabs count two columns, and nothing in the code is obeyed by the terminal. */
function shown(text: string): string {
  return printable(text.replaceAll('\t', '  '));
}

function firstColumns(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let result = '';
  for (const character of text) {
    if (widthOf(result + character) >= columns) break;
    result += character;
  }
  return `${result}…`;
}

function lastColumns(text: string, columns: number): string {
  const characters = [...text];
  let result = '';
  while (characters.length > 0 && widthOf(characters.at(-1)! + result) < columns) {
    result = characters.pop()! + result;
  }
  return characters.length > 0 ? `…${result}` : result;
}
