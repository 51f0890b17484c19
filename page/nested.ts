import {
  forceCenter,
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
} from 'd3-force';
import type { Nesting, ReportedFlag } from '../server/src/features/report';
import { count, shorten, svg } from './dom';
import { asChoices, type Selection } from './selection';

interface Place {
  readonly key: string;
  x: number;
  y: number;
}

const WIDTH = 560;

/** Flags that lie in flags: an arrow from the outer to the inner one. */
export function nestedGraph(
  nested: readonly Nesting[],
  flags: ReadonlyMap<string, ReportedFlag>,
  selection: Selection,
): SVGSVGElement {
  const keys = [...new Set(nested.flatMap(({ outer, inner }) => [outer, inner]))];
  const height = Math.min(720, 140 + keys.length * 26);
  const places = laidOut(keys, nested, height);
  const at = new Map(places.map((place) => [place.key, place]));
  const arrow = svg(
    'marker',
    { id: 'arrow', viewBox: '0 0 8 8', refX: 15, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto' },
    svg('path', { d: 'M0,0L8,4L0,8z', class: 'arrow' }),
  );
  const root = svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: 'group',
      'aria-label': 'Flags that are asked inside of others. Arrow keys go from flag to flag.',
    },
    svg('defs', {}, arrow),
  );
  for (const { outer, inner, places: number } of nested) {
    const [from, to] = [at.get(outer)!, at.get(inner)!];
    root.append(
      svg(
        'line',
        { class: 'edge', x1: from.x, y1: from.y, x2: to.x, y2: to.y, 'marker-end': 'url(#arrow)' },
        svg('title', {}, `${inner} is asked inside of ${outer} in ${count(number, 'place')}`),
      ),
    );
  }
  const marks = places.flatMap(({ key, x, y }) => {
    const flag = flags.get(key);
    const anchor = x < 120 ? 'start' : x > WIDTH - 120 ? 'end' : 'middle';
    const label = svg('text', { class: 'name', x: 0, y: -12, 'text-anchor': anchor }, shorten(key));
    const element = svg(
      'g',
      { class: 'node', transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, 'aria-label': key },
      shorten(key) !== key && svg('title', {}, key),
      svg('circle', { r: 18, class: 'touch' }),
      svg('circle', { r: 7, class: flag?.due ? 'dot due' : 'dot' }),
      label,
    );
    root.append(element);
    return flag ? [{ element, flag }] : [];
  });
  asChoices(marks, selection);
  return root;
}

function laidOut(keys: readonly string[], nested: readonly Nesting[], height: number): Place[] {
  const places = keys.map(
    (key, i): Place => ({ key, x: WIDTH / 2 + 40 * Math.cos(i), y: height / 2 + 40 * Math.sin(i) }),
  );
  const links = nested.map(({ outer, inner }) => ({ source: outer, target: inner }));
  forceSimulation(places)
    .force(
      'link',
      forceLink<Place, { source: string; target: string }>(links)
        .id(({ key }) => key)
        .distance(130),
    )
    .force('charge', forceManyBody().strength(-500))
    .force('center', forceCenter(WIDTH / 2, height / 2))
    .force('x', forceX(WIDTH / 2).strength(0.04))
    .force('y', forceY(height / 2).strength(0.16))
    .force('room', forceCollide(34))
    .stop()
    .tick(300);
  for (const place of places) {
    place.x = Math.max(16, Math.min(WIDTH - 16, place.x));
    place.y = Math.max(28, Math.min(height - 16, place.y));
  }
  return places;
}
