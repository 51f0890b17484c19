import { scaleLinear } from 'd3-scale';
import type { Report, ReportedFlag } from '../server/src/features/report';
import { age, el, svg } from './dom';
import type { Selection } from './selection';

type Cell = Node | string;

/** A table with its name; columns of numbers stand to the right. */
export function table(
  caption: string,
  titles: readonly string[],
  rows: readonly (readonly Cell[])[],
  right: readonly number[] = [],
): HTMLTableElement {
  const cells = (row: readonly Cell[]) =>
    row.map((cell, i) =>
      i === 0
        ? el('th', { scope: 'row' }, cell)
        : el('td', { class: right.includes(i) ? 'number' : undefined }, cell),
    );
  return el(
    'table',
    {},
    el('caption', { class: 'hidden' }, caption),
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        ...titles.map((title, i) =>
          el(
            'th',
            { scope: 'col', class: right.includes(i) ? 'number' : undefined },
            // Above bars there is nothing to read but for those who hear it.
            title === '' ? el('span', { class: 'hidden' }, 'As a bar') : title,
          ),
        ),
      ),
    ),
    el('tbody', {}, ...rows.map((row) => el('tr', {}, ...cells(row)))),
  );
}

export interface Bar {
  readonly label: Cell;
  readonly value: number;
  /** How many of them are due for removal. */
  readonly due?: number;
}

/** Numbers as bars, in a table: whoever does not see the bars reads the numbers. */
export function bars(caption: string, titles: readonly string[], list: readonly Bar[]): HTMLTableElement {
  const most = Math.max(1, ...list.map(({ value }) => value));
  const width = scaleLinear([0, most], [0, 200]);
  const rows = list.map(({ label, value, due = 0 }): Cell[] => [
    label,
    String(value),
    ...(titles.length > 3 ? [due === 0 ? '–' : String(due)] : []),
    svg(
      'svg',
      { viewBox: '0 0 200 12', class: 'bar', 'aria-hidden': 'true', preserveAspectRatio: 'none' },
      svg('rect', { width: width(value), height: 12, class: 'value' }),
      svg('rect', { width: width(due), height: 12, class: 'value due' }),
    ),
  ]);
  return table(caption, titles, rows, titles.length > 3 ? [1, 2] : [1]);
}

/** A flag's name that a person can choose. */
export function nameOf(flag: ReportedFlag, selection: Selection): HTMLButtonElement {
  return el('button', { type: 'button', class: 'name', onclick: () => selection.choose(flag) }, flag.key);
}

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  value(flag: ReportedFlag): string | number;
  cell?(flag: ReportedFlag): Cell;
}

/** All flags, to be sorted and filtered. */
export function flagTable({ flags, stages }: Report, selection: Selection): HTMLElement {
  const stageName = new Map(stages.map(({ number, name }) => [number, `${number} · ${name}`]));
  const columns: readonly Column[] = [
    { title: 'Flag', value: ({ key }) => key, cell: (flag) => nameOf(flag, selection) },
    { title: 'Rollout', value: ({ rollout }) => rollout },
    { title: 'Stage', value: ({ stage }) => (stage === null ? '–' : stageName.get(stage)!) },
    { title: 'Owner', value: ({ owner }) => owner ?? '–' },
    {
      title: 'Age',
      isNumber: true,
      value: (flag) => flag.age ?? -1,
      cell: (flag) => (flag.age === null ? '–' : age(flag.age)),
    },
    { title: 'Reads', isNumber: true, value: ({ reads }) => reads },
    { title: 'Due', value: ({ due }) => (due === null ? '–' : 'due') },
  ];
  let sorted: { column: Column; isUp: boolean } = { column: columns[0]!, isUp: true };
  const body = el('tbody');
  const status = el('p', { role: 'status', class: 'quiet' });
  const filter = el('input', { type: 'search', id: 'filter', autocomplete: 'off', oninput: () => fill() });
  const heads = columns.map((column) => {
    const head = el('th', { scope: 'col', class: column.isNumber ? 'number' : undefined });
    head.append(el('button', { type: 'button', class: 'sort', onclick: () => sortBy(column) }, column.title));
    return head;
  });
  const rows = new Map<ReportedFlag, HTMLTableRowElement>();
  for (const flag of flags) {
    const cells = columns.map(({ value, cell, isNumber }, i) => {
      const content = cell ? cell(flag) : String(value(flag));
      return i === 0
        ? el('th', { scope: 'row' }, content)
        : el('td', { class: isNumber ? 'number' : undefined }, content);
    });
    rows.set(flag, el('tr', {}, ...cells));
  }
  function sortBy(column: Column): void {
    sorted = { column, isUp: sorted.column === column ? !sorted.isUp : column.isNumber !== true };
    fill();
  }
  function fill(): void {
    const words = filter.value.toLowerCase().split(/\s+/);
    const { column, isUp } = sorted;
    const found = flags.filter((flag) => {
      const text = columns
        .map(({ value }) => value(flag))
        .join('\n')
        .toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const order = (a: ReportedFlag, b: ReportedFlag): number => {
      const [x, y] = [column.value(a), column.value(b)];
      return (x < y ? -1 : x > y ? 1 : 0) * (isUp ? 1 : -1);
    };
    body.replaceChildren(...[...found].sort(order).map((flag) => rows.get(flag)!));
    status.textContent = found.length === flags.length ? '' : `${found.length} of ${flags.length} flags`;
    heads.forEach((head, i) => {
      if (columns[i] === column) head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
      else head.removeAttribute('aria-sort');
    });
  }
  fill();
  selection.onChange((flag) => {
    for (const [other, row] of rows) row.classList.toggle('chosen', other === flag);
  });
  return el(
    'div',
    {},
    el('label', { for: 'filter' }, 'Filter '),
    filter,
    status,
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of all flags' },
      el(
        'table',
        {},
        el('caption', { class: 'hidden' }, 'All flags'),
        el('thead', {}, el('tr', {}, ...heads)),
        body,
      ),
    ),
  );
}
