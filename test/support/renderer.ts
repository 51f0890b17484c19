import { show } from './execution';

interface Cell {
  readonly hook: string;
  value: unknown;
  dependencies: readonly unknown[] | undefined;
}

interface Rendering {
  readonly cells: Cell[];
  readonly isFirst: boolean;
  index: number;
  readonly effects: (() => void)[];
}

type Make = () => unknown;

/**
 * A renderer that is just enough: the text and the attributes that a page would show. It calls every component twice, the second
 * time with what its effects have set, and holds it to the rule of hooks: the same ones in the same order.
 */
export function createRenderer(): Record<string, unknown> {
  let rendering: Rendering | undefined;

  const cellOf = (hook: string, make: (cell: Cell) => void): Cell => {
    if (!rendering) throw new Error('a hook outside a component');
    const { cells, isFirst } = rendering;
    const index = rendering.index++;
    if (isFirst) cells.push({ hook, value: undefined, dependencies: undefined });
    const cell = cells[index];
    if (cell?.hook !== hook) throw new Error('the hooks come in another order');
    if (isFirst) make(cell);
    return cell;
  };
  const remember = (hook: string, make: Make, dependencies?: readonly unknown[]): unknown => {
    const cell = cellOf(hook, (fresh) => Object.assign(fresh, { value: make(), dependencies }));
    if (haveChanged(cell.dependencies, dependencies)) Object.assign(cell, { value: make(), dependencies });
    return cell.value;
  };

  const renderComponent = (component: (props: object) => unknown, props: object): unknown => {
    const outer = rendering;
    const cells: Cell[] = [];
    let shown: unknown;
    try {
      for (const isFirst of [true, false]) {
        rendering = { cells, isFirst, index: 0, effects: [] };
        shown = component(props);
        if (rendering.index !== cells.length) throw new Error('a hook is missing');
        for (const effect of rendering.effects) effect();
      }
    } finally {
      rendering = outer;
    }
    return { markup: render(shown) };
  };

  return {
    Fragment: 'fragment',
    h: (tag: unknown, attributes: Record<string, unknown> | null, ...children: unknown[]) =>
      typeof tag === 'function'
        ? renderComponent(tag as (props: object) => unknown, { ...attributes, children })
        : element(tag, attributes, children),
    useState: (first: unknown) => {
      const cell = cellOf('state', (fresh) => Object.assign(fresh, { value: first }));
      const set = (value: unknown): void => {
        cell.value = value;
      };
      return [cell.value, set];
    },
    useMemo: (make: Make, dependencies: readonly unknown[]) => remember('memo', make, dependencies),
    useCallback: (callback: unknown, dependencies: readonly unknown[]) =>
      remember('callback', () => callback, dependencies),
    useEffect: (effect: () => void, dependencies: readonly unknown[]) => {
      const cell = cellOf('effect', () => {});
      if (!rendering?.isFirst && !haveChanged(cell.dependencies, dependencies)) return;
      cell.dependencies = dependencies;
      rendering?.effects.push(effect);
    },
  };
}

function haveChanged(before: readonly unknown[] | undefined, after: readonly unknown[] | undefined): boolean {
  return !before || !after || after.some((value, index) => !Object.is(value, before[index]));
}

function element(
  tag: unknown,
  attributes: Record<string, unknown> | null,
  children: readonly unknown[],
): unknown {
  const shown = Object.entries(attributes ?? {})
    .map(([name, value]) => ` ${name}=${show(value)}`)
    .join('');
  const content = children.map(render).join('');
  return { markup: tag === 'fragment' ? content : `<${String(tag)}${shown}>${content}</${String(tag)}>` };
}

function render(child: unknown): string {
  if (child === null || child === undefined || typeof child === 'boolean') return '';
  if (Array.isArray(child)) return child.map(render).join('');
  if (typeof child === 'object' && 'markup' in child) return String(child.markup);
  return typeof child === 'object' || typeof child === 'function' ? show(child) : String(child);
}
