/** The report's page: draws the data that stands in it. Run in a browser, or in a view of VS Code. */
import type { Report, ReportedFlag } from '../server/src/features/report';
import { debtChart } from './debt';
import { age, count, el } from './dom';
import { nestedGraph } from './nested';
import { scatter } from './scatter';
import { createSelection, type Selection } from './selection';
import { bars, flagTable, nameOf, table } from './tables';

/** What the editor around the page can do; nothing in a browser. */
interface Editor {
  postMessage(
    message: { kind: 'open'; file: string; line: number } | { kind: 'remove'; file: string; flag: string },
  ): void;
}

declare const acquireVsCodeApi: undefined | (() => Editor);

/** The rest is in the table of all flags. Here, for the page is drawn from here on. */
const MOST_READ = 20;

const editor = typeof acquireVsCodeApi === 'undefined' ? undefined : acquireVsCodeApi();
const report = JSON.parse(document.getElementById('report')!.textContent!) as Report;
const selection = createSelection();
document.body.append(page(report, selection));

function page(report: Report, selection: Selection): HTMLElement {
  const { flags, stages } = report;
  const main = el('main', {}, header(report));
  if (flags.length === 0) {
    main.append(el('p', {}, 'There are no flags.'));
    return main;
  }
  const due = flags.filter((flag) => flag.due !== null);
  const stageBars = [
    ...stages.map(({ number, name }) => ({
      label: `${number} · ${name}`,
      ...sums(flags.filter(({ stage }) => stage === number)),
    })),
    ...(flags.some(({ stage }) => stage === null)
      ? [{ label: 'not known', ...sums(flags.filter(({ stage }) => stage === null)) }]
      : []),
  ];
  const production = productionSection(report, selection);
  main.append(
    wide(
      section(
        'Age against rollout',
        'Each mark is a flag; a diamond is due for removal.',
        scatter(flags, selection),
      ),
    ),
    details(selection),
    section('Stage of life', '', bars('Flags by stage', ['Stage', 'Flags', 'Due', ''], stageBars)),
    section('Owners', '', bars('Flags by owner', ['Owner', 'Flags', 'Due', ''], ownerBars(flags))),
    section(
      'Reads',
      readsNote(flags),
      bars('Reads of each flag', ['Flag', 'Reads', ''], readBars(flags, selection)),
    ),
    nestedSection(report, selection),
    removalSection(due, selection),
    ...(production ? [production] : []),
    debtSection(report),
    wide(section('All flags', '', flagTable(report, selection))),
  );
  return main;
}

function header({ title, date, flags, nested }: Report): HTMLElement {
  const due = flags.filter((flag) => flag.due !== null);
  const lines = due.reduce((sum, { removal }) => sum + (removal?.deleted ?? 0), 0);
  const tile = (number: number, words: string): HTMLElement =>
    el('li', {}, el('strong', {}, String(number)), el('span', {}, ` ${words}`));
  return el(
    'header',
    { class: 'wide' },
    el('h1', {}, `Feature flags of ${title}`),
    el('p', { class: 'quiet' }, `As of ${date}, by Flagwright`),
    el(
      'ul',
      { class: 'tiles' },
      tile(flags.length, flags.length === 1 ? 'flag' : 'flags'),
      tile(due.length, 'due for removal'),
      tile(lines, `${lines === 1 ? 'line' : 'lines'} to delete with them`),
      tile(flags.filter(({ reads }) => reads === 0).length, 'without a read'),
      tile(nested.length, nested.length === 1 ? 'nested pair' : 'nested pairs'),
    ),
  );
}

function section(title: string, note: string, ...content: readonly Node[]): HTMLElement {
  const id = `section-${title.toLowerCase().replaceAll(' ', '-')}`;
  return el(
    'section',
    { 'aria-labelledby': id },
    el('h2', { id }, title),
    note !== '' && el('p', { class: 'quiet' }, note),
    ...content,
  );
}

/** What is known of the chosen flag, in a corner of the page until it is closed; read out when another is chosen. */
function details(selection: Selection): HTMLElement {
  const content = el('div', { 'aria-live': 'polite' });
  const close = el(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => hide() },
    '×',
  );
  const panel = el(
    'aside',
    { class: 'details', 'aria-label': 'The chosen flag', hidden: true },
    close,
    content,
  );
  const hide = (): void => {
    panel.hidden = true;
  };
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  selection.onChange((flag) => {
    panel.hidden = false;
    content.replaceChildren(...detailsOf(flag));
  });
  return panel;
}

function detailsOf(flag: ReportedFlag): Node[] {
  const facts: readonly (readonly [string, string])[] = [
    ['Rollout', flag.rollout],
    ['Owner', flag.owner ?? 'nobody'],
    ['Age', flag.age === null ? 'not known' : age(flag.age)],
    ['Reads', String(flag.reads)],
    ['Entry', `${flag.file}:${flag.line}`],
    ...(flag.due === null ? [] : [['Due', flag.due] as const]),
    ...(flag.removal ? [['Removal', removalText(flag)] as const] : []),
  ];
  const action = (title: string, message: Parameters<Editor['postMessage']>[0]): HTMLElement =>
    el('button', { type: 'button', onclick: () => editor?.postMessage(message) }, title);
  return [
    el('h3', {}, flag.key),
    el('dl', {}, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    ...(editor
      ? [
          action('Go to Its Entry', { kind: 'open', file: flag.file, line: flag.line }),
          ' ',
          action('Remove…', { kind: 'remove', file: flag.file, flag: flag.key }),
        ].map((node) => (typeof node === 'string' ? document.createTextNode(node) : node))
      : []),
  ];
}

function removalText({ removal }: ReportedFlag): string {
  const { keep, deleted, added, files, left } = removal!;
  const rest = left === 0 ? '' : `; ${count(left, 'place')} left for a person`;
  return `${keep}: ${count(deleted, 'line')} deleted and ${added} added in ${count(files, 'file')}${rest}`;
}

function sums(flags: readonly ReportedFlag[]): { value: number; due: number } {
  return { value: flags.length, due: flags.filter(({ due }) => due !== null).length };
}

function ownerBars(flags: readonly ReportedFlag[]) {
  const byOwner = new Map<string, ReportedFlag[]>();
  for (const flag of flags) {
    const owner = flag.owner ?? 'nobody';
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), flag]);
  }
  return [...byOwner]
    .map(([label, list]) => ({ label, ...sums(list) }))
    .sort((a, b) => b.value - a.value || (a.label < b.label ? -1 : 1));
}

function readBars(flags: readonly ReportedFlag[], selection: Selection) {
  return [...flags]
    .sort((a, b) => b.reads - a.reads || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_READ)
    .map((flag) => ({ label: nameOf(flag, selection), value: flag.reads }));
}

function readsNote(flags: readonly ReportedFlag[]): string {
  return flags.length > MOST_READ ? `The ${MOST_READ} that are read most.` : '';
}

function nestedSection({ nested, flags }: Report, selection: Selection): HTMLElement {
  if (nested.length === 0) return section('Nested flags', 'No flag is asked inside of another.');
  const byKey = new Map(flags.map((flag) => [flag.key, flag]));
  const name = (key: string): Node | string => (byKey.has(key) ? nameOf(byKey.get(key)!, selection) : key);
  const rows = nested.map(({ outer, inner, places }) => [name(outer), name(inner), String(places)]);
  return section(
    'Nested flags',
    'An arrow leads to a flag that is asked only where the other has a certain answer.',
    nestedGraph(nested, byKey, selection),
    asTable(table('Nested flags', ['Outer flag', 'Inner flag', 'Places'], rows, [2])),
  );
}

function removalSection(due: readonly ReportedFlag[], selection: Selection): HTMLElement {
  if (due.length === 0) return section('Removals due', 'No flag is due for removal.');
  const rows = [...due]
    .sort((a, b) => (b.removal?.deleted ?? -1) - (a.removal?.deleted ?? -1) || (a.key < b.key ? -1 : 1))
    .map((flag) => [
      nameOf(flag, selection),
      flag.owner ?? 'nobody',
      flag.removal ? String(flag.removal.deleted) : '–',
      flag.removal ? String(flag.removal.files) : '–',
      flag.removal ? String(flag.removal.left) : 'needs a decision',
      flag.due!,
    ]);
  const titles = ['Flag', 'Owner', 'Lines deleted', 'Files', 'Left for a person', 'Why'];
  const list = el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of removals' },
    table('Removals due', titles, rows, [2, 3]),
  );
  const result = section(
    'Removals due',
    'Planned as the removal itself is; types are checked when it is made.',
    list,
  );
  return wide(result);
}

/** How variants compare in production, a column for each of the team's queries. */
function productionSection({ flags }: Report, selection: Selection): HTMLElement | undefined {
  const measured = flags.filter(({ production }) => production !== undefined);
  if (measured.length === 0) return undefined;
  const names = [
    ...new Set(measured.flatMap(({ production }) => production!.measures.map(({ name }) => name))),
  ];
  const rows = measured.map((flag) => {
    const { evaluations, measures } = flag.production!;
    const values = names.map((name) => measures.find((measure) => measure.name === name)?.values ?? '–');
    return [nameOf(flag, selection), evaluations, ...values];
  });
  const list = el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of what production says' },
    table('In production', ['Flag', 'Evaluations', ...names], rows),
  );
  return wide(
    section('In production', 'As the configured Prometheus has it, by the answer that was given.', list),
  );
}

function debtSection({ months, noHistory }: Report): HTMLElement {
  if (months.length === 0) return section('Flags over time', noHistory ?? 'Git knows of no flag yet.');
  const rows = [...months]
    .reverse()
    .map(({ month, added, removed, present }) => [month, String(added), String(removed), String(present)]);
  const result = section(
    'Flags over time',
    '',
    debtChart(months),
    asTable(table('Flags over time', ['Month', 'Added', 'Removed', 'Flags'], rows, [1, 2, 3])),
  );
  return wide(result);
}

function wide(content: HTMLElement): HTMLElement {
  content.classList.add('wide');
  return content;
}

function asTable(content: HTMLTableElement): HTMLElement {
  return el('details', {}, el('summary', {}, 'As a table'), content);
}
