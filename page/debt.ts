import { axisBottom, axisLeft } from 'd3-axis';
import { scaleLinear, scaleUtc } from 'd3-scale';
import { select } from 'd3-selection';
import { area, curveStepAfter, line } from 'd3-shape';
import type { ReportedMonth } from '../server/src/features/report';
import { count, svg } from './dom';

const WIDTH = 1040;
const HEIGHT = 300;
const MARGIN = { top: 20, right: 24, bottom: 34, left: 64 };
/** Where the number of flags ends and what came and went begins. */
const SPLIT = 190;

/** How many flags there were, and below it how many came and went. */
export function debtChart(months: readonly ReportedMonth[]): SVGSVGElement {
  const start = (month: string): Date => new Date(`${month}-01T00:00:00Z`);
  const after = new Date(start(months.at(-1)!.month));
  after.setUTCMonth(after.getUTCMonth() + 1);
  const x = scaleUtc([start(months[0]!.month), after], [MARGIN.left, WIDTH - MARGIN.right]);
  const most = Math.max(1, ...months.map(({ present }) => present));
  const y = scaleLinear([0, most], [SPLIT, MARGIN.top]).nice();
  const change = Math.max(1, ...months.flatMap(({ added, removed }) => [added, removed]));
  const z = scaleLinear([-change, change], [HEIGHT - MARGIN.bottom, SPLIT + 24]);
  const last = months.at(-1)!;
  const root = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'img',
    'aria-label': `Number of flags from ${months[0]!.month} to ${last.month}: now ${last.present}, at most ${most}.`,
  });
  const points = [
    ...months.map(({ month, present }) => [start(month), present] as const),
    [after, last.present] as const,
  ];
  const shape = area<readonly [Date, number]>(
    (d) => x(d[0]),
    y(0),
    (d) => y(d[1]),
  ).curve(curveStepAfter);
  const edge = line<readonly [Date, number]>(
    (d) => x(d[0]),
    (d) => y(d[1]),
  ).curve(curveStepAfter);
  root.append(
    svg('path', { class: 'area', d: shape(points) ?? '' }),
    svg('path', { class: 'line', d: edge(points) ?? '' }),
  );
  months.forEach(({ month, added, removed, present }, i) => {
    const left = x(start(month));
    const right = x(months[i + 1] ? start(months[i + 1]!.month) : after);
    const width = Math.max(1, Math.min(24, (right - left) * 0.7));
    const middle = (left + right - width) / 2;
    const bar = (value: number, kind: string): SVGRectElement =>
      svg('rect', {
        class: kind,
        x: middle,
        width,
        y: Math.min(z(0), z(value)),
        height: Math.abs(z(value) - z(0)),
      });
    root.append(
      svg(
        'g',
        {},
        svg('title', {}, `${month}: ${added} added, ${removed} removed, ${count(present, 'flag')}`),
        svg('rect', {
          class: 'touch',
          x: left,
          width: Math.max(1, right - left),
          y: MARGIN.top,
          height: HEIGHT - MARGIN.top - MARGIN.bottom,
        }),
        added > 0 && bar(added, 'added'),
        removed > 0 && bar(-removed, 'removed'),
      ),
    );
  });
  const bottom = svg('g', { class: 'axis', transform: `translate(0,${HEIGHT - MARGIN.bottom})` });
  select(bottom).call(axisBottom<Date>(x).ticks(8));
  const left = svg('g', { class: 'axis', transform: `translate(${MARGIN.left},0)` });
  select(left).call(axisLeft(y).ticks(5));
  const zero = svg('line', { class: 'zero', x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: z(0), y2: z(0) });
  const label = (text: string, at: number): SVGTextElement =>
    svg('text', { class: 'label', x: MARGIN.left - 8, y: at, 'text-anchor': 'end' }, text);
  root.append(
    bottom,
    left,
    zero,
    label(`+${change} added`, z(change) + 6),
    label(`−${change} removed`, z(-change)),
  );
  return root;
}
