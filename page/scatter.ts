import { axisBottom, axisLeft } from 'd3-axis';
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { symbol, symbolCircle, symbolDiamond } from 'd3-shape';
import type { ReportedFlag } from '../server/src/features/report';
import { age, svg } from './dom';
import { asChoices, type Selection } from './selection';

const WIDTH = 1040;
const HEIGHT = 360;
const MARGIN = { top: 24, right: 24, bottom: 46, left: 64 };
/** Room beside the axes for flags of which the one or the other is not known. */
const LANE = 56;
const SIZE = 11;

/** Each flag by its age and by how many get it. */
export function scatter(flags: readonly ReportedFlag[], selection: Selection): SVGSVGElement {
  const oldest = Math.max(90, ...flags.map((flag) => flag.age ?? 0));
  const isUndated = flags.some((flag) => flag.age === null);
  const isUnmeasured = flags.some(({ percentage }) => percentage === null);
  const x = scaleLinear([0, oldest], [MARGIN.left + (isUndated ? LANE : 0), WIDTH - MARGIN.right]).nice();
  const bottom = HEIGHT - MARGIN.bottom;
  const y = scaleLinear([0, 100], [bottom - 12 - (isUnmeasured ? LANE : 0), MARGIN.top]);
  const root = svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    role: 'group',
    'aria-label': 'Flags by age and rollout. Arrow keys go from flag to flag, the youngest first.',
  });
  const step = oldest > 900 ? 365.25 : 30.44;
  const ticks = ticksOf(x.domain()[1]!, step);
  const bottomAxis = svg('g', { class: 'axis', transform: `translate(0,${bottom})`, 'aria-hidden': 'true' });
  select(bottomAxis).call(
    axisBottom(x)
      .tickValues(ticks)
      .tickFormat((days) => String(Math.round(Number(days) / step))),
  );
  const leftAxis = svg('g', {
    class: 'axis',
    transform: `translate(${MARGIN.left},0)`,
    'aria-hidden': 'true',
  });
  select(leftAxis).call(
    axisLeft(y)
      .tickValues([0, 25, 50, 75, 100])
      .tickFormat((share) => `${share} %`),
  );
  const label = (text: string, at: { x: number; y: number; anchor?: string }): SVGTextElement =>
    svg(
      'text',
      { class: 'label', x: at.x, y: at.y, 'text-anchor': at.anchor ?? 'middle', 'aria-hidden': 'true' },
      text,
    );
  root.append(
    bottomAxis,
    leftAxis,
    label(step > 300 ? 'age in years' : 'age in months', { x: WIDTH / 2, y: HEIGHT - 8 }),
    label('gets it', { x: 8, y: 14, anchor: 'start' }),
  );
  if (isUnmeasured) root.append(label('by rules', { x: MARGIN.left - 8, y: bottom - 12, anchor: 'end' }));
  if (isUndated) root.append(label('no date', { x: MARGIN.left + LANE / 2, y: HEIGHT - 8 }));
  const dots = placed(flags, {
    x: (flag) => (flag.age === null ? MARGIN.left + LANE / 2 : x(flag.age)),
    y: ({ percentage }) => (percentage === null ? bottom - 16 : y(percentage)),
  });
  const marks = dots.map(({ flag, at }) => {
    const element = svg(
      'path',
      {
        class: flag.due === null ? 'dot' : 'dot due',
        d: symbol(flag.due === null ? symbolCircle : symbolDiamond, flag.due === null ? 70 : 95)() ?? '',
        transform: `translate(${at.x.toFixed(1)},${at.y.toFixed(1)})`,
        'aria-label': labelOf(flag),
      },
      svg('title', {}, labelOf(flag)),
    );
    root.append(element);
    return { element, flag };
  });
  asChoices(marks, selection);
  return root;
}

function labelOf({ key, rollout, age: days, due }: ReportedFlag): string {
  return `${key}: ${rollout}, ${days === null ? 'of unknown age' : `${age(days)} old`}${due === null ? '' : ', due for removal'}`;
}

function ticksOf(last: number, step: number): number[] {
  const all = Math.floor(last / step);
  const every = Math.max(1, Math.ceil(all / 10));
  return Array.from({ length: Math.floor(all / every) + 1 }, (_, i) => i * every * step);
}

/** Flags that would lie on each other move up and down until each can be seen. */
function placed(
  flags: readonly ReportedFlag[],
  place: { x(flag: ReportedFlag): number; y(flag: ReportedFlag): number },
): { flag: ReportedFlag; at: { x: number; y: number } }[] {
  const done: { flag: ReportedFlag; at: { x: number; y: number } }[] = [];
  const sorted = [...flags].sort((a, b) => place.x(a) - place.x(b) || (a.key < b.key ? -1 : 1));
  let first = 0;
  for (const flag of sorted) {
    const at = { x: place.x(flag), y: place.y(flag) };
    while (first < done.length && at.x - done[first]!.at.x > SIZE) first++;
    const near = done.slice(first).map((one) => one.at);
    const isFree = (y: number): boolean => near.every((one) => Math.hypot(one.x - at.x, one.y - y) >= SIZE);
    for (let i = 0; i < 2 * near.length + 2; i++) {
      const shift = Math.ceil(i / 2) * (SIZE / 2) * (i % 2 === 0 ? 1 : -1);
      const isInside = at.y + shift > MARGIN.top - 16 && at.y + shift < HEIGHT - MARGIN.bottom;
      if (!isInside || !isFree(at.y + shift)) continue;
      at.y += shift;
      break;
    }
    done.push({ flag, at });
  }
  return done;
}
