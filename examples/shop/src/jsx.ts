/** A React small enough to read: elements are plain objects, drawn as text. The bundler turns JSX into calls of `h`. */
export interface View {
  readonly tag: string;
  readonly props: Record<string, unknown>;
  readonly children: readonly Child[];
}

export type Child = View | string | number | boolean | undefined | readonly Child[];

type Component = (props: never) => View;

declare global {
  namespace JSX {
    type Element = View;
    interface ElementChildrenAttribute {
      children: unknown;
    }
    interface IntrinsicElements {
      [tag: string]: Record<string, unknown>;
    }
  }
}

export function h(tag: string | Component, props: object | null, ...children: Child[]): View {
  if (typeof tag === 'function') return tag({ ...props, children } as never);
  return { tag, props: { ...props }, children };
}

export function draw(child: Child): string {
  if (typeof child === 'object' && 'tag' in child) {
    const attributes = Object.entries(child.props).map(([name, value]) => ` ${name}="${value}"`);
    return `<${child.tag}${attributes.join('')}>${draw(child.children)}</${child.tag}>`;
  }
  if (typeof child === 'object') return child.map(draw).join('');
  return typeof child === 'string' || typeof child === 'number' ? String(child) : '';
}
