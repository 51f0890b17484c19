type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void) | undefined>>;
type Child = Node | string | undefined | false;

/** An element of the page; texts become text, whatever stands in them. `on…` are listeners, `false` and nothing no attribute. */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(name), attributes, children);
}

/** The same for SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== undefined && child !== false) element.append(child);
  return element;
}

/** `1 flag`, `3 flags`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `12 days`, `7 months`, `2.5 years`. */
export function age(days: number): string {
  if (days < 60) return count(days, 'day');
  return days < 730 ? `${Math.floor(days / 30.44)} months` : `${(days / 365.25).toFixed(1)} years`;
}

/** Short enough to stand in a chart; the whole name is told elsewhere. */
export function shorten(text: string, length = 28): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
