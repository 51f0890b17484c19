import { type Style, widthOf } from '../terminal';

/** A cell, and how it is coloured once it has its width. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** Columns side by side under their titles; those named in `right` are aligned to the right. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly Cell[])[],
  style: Style,
  right: readonly string[] = [],
): string {
  const widths = titles.map((title, i) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(textOf(row[i] ?? '')))),
  );
  const lineOf = (cells: readonly Cell[]): string =>
    cells
      .map((cell, i) => {
        const text = textOf(cell);
        const gap = ' '.repeat(widths[i]! - widthOf(text));
        const painted = typeof cell === 'string' ? text : cell.paint(text);
        if (right.includes(titles[i]!)) return gap + painted;
        return i === cells.length - 1 ? painted : painted + gap;
      })
      .join('  ')
      .trimEnd();
  return [titles.map((text) => ({ text, paint: style.bold })), ...rows]
    .map((row) => `${lineOf(row)}\n`)
    .join('');
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}
