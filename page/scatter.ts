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
/** How wide a mark is where there are few, and where there are very many. */
const SIZE = { largest: 11, smallest: 6 };
/** So many have room at their largest. */
const FEW = 150;
/** A mark that moves away from others stays so near to what it says. */
const REACH = { x: 14, y: 18 };

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
  const size = Math.max(SIZE.smallest, SIZE.largest * Math.min(1, Math.sqrt(FEW / flags.length)));
  const dots = placed(flags, size, {
    x: (flag) => (flag.age === null ? MARGIN.left + LANE / 2 : x(flag.age)),
    y: ({ percentage }) => (percentage === null ? bottom - 16 : y(percentage)),
  });
  const scale = (size / SIZE.largest) ** 2;
  const marks = dots.map(({ flag, at }) => {
    const element = svg(
      'path',
      {
        class: flag.due === null ? 'dot' : 'dot due',
        d:
          symbol(flag.due === null ? symbolCircle : symbolDiamond, scale * (flag.due === null ? 70 : 95))() ??
          '',
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

/** Flags that would lie on each other move a little, until each can be seen; where there is no room, they lie on each other. */
function placed(
  flags: readonly ReportedFlag[],
  size: number,
  place: { x(flag: ReportedFlag): number; y(flag: ReportedFlag): number },
): { flag: ReportedFlag; at: { x: number; y: number } }[] {
  const taken = new Map<string, { x: number; y: number }[]>();
  const cell = (x: number, y: number): string => `${Math.floor(x / size)} ${Math.floor(y / size)}`;
  const isFree = (x: number, y: number): boolean =>
    [-size, 0, size].every((dx) =>
      [-size, 0, size].every((dy) =>
        (taken.get(cell(x + dx, y + dy)) ?? []).every((one) => Math.hypot(one.x - x, one.y - y) >= size),
      ),
    );
  const isInside = (y: number): boolean => y > MARGIN.top - 16 && y < HEIGHT - MARGIN.bottom;
  const shifts = shiftsBy(size / 2);
  return [...flags]
    .sort((a, b) => place.x(a) - place.x(b) || (a.key < b.key ? -1 : 1))
    .map((flag) => {
      const [x, y] = [place.x(flag), place.y(flag)];
      const [dx, dy] = shifts.find((to) => isInside(y + to[1]) && isFree(x + to[0], y + to[1])) ?? [0, 0];
      const at = { x: x + dx, y: y + dy };
      const name = cell(at.x, at.y);
      taken.set(name, [...(taken.get(name) ?? []), at]);
      return { flag, at };
    });
}

/** Where a mark may move to, the nearest first; up and down before to a side. */
function shiftsBy(step: number): readonly (readonly [x: number, y: number])[] {
  const along = (reach: number): number[] => {
    const steps = Math.floor(reach / step);
    return Array.from({ length: 2 * steps + 1 }, (_, i) => (i - steps) * step);
  };
  const weight = ([x, y]: readonly [number, number]): number => Math.hypot(2 * x, y);
  return along(REACH.x)
    .flatMap((x) => along(REACH.y).map((y) => [x, y] as const))
    .sort((a, b) => weight(a) - weight(b));
}
