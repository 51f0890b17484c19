import { type Context, insideFunction, type Written } from './context';
import type { StatementWriter } from './statements';
import { group, indent, parenthesizeObject } from './text';

/**
 * A function that hands what it is given to one of two others, as the flag says. Now and then something tells the one from the
 * other: it is used elsewhere, it looks at its `arguments`, it is there later, it is given something else.
 */
export function standIn(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { declarations, calls } = standInApart(writer, context, declared);
  return { text: [...declarations, ...calls], next: context };
}

/** The functions, and the calls of them, which may stand elsewhere: where functions of a module are called, all calls are known. */
export function standInApart(
  writer: StatementWriter,
  context: Context,
  declared: Set<string>,
): { readonly declarations: readonly string[]; readonly calls: readonly string[] } {
  const { random, style } = writer;
  const isComponent = style.dialect === 'tsx' && random.chance(0.4);
  const [first, second, chooser] = (isComponent ? ['Fresh', 'Old', 'Page'] : ['fresh', 'old', 'page']).map(
    (name) => `${name}${writer.next()}`,
  ) as [string, string, string];
  for (const name of [first, second, chooser]) declared.add(name);

  const parameters = isComponent ? ['props'] : ['p', 'q'].slice(0, 1 + random.below(2));
  const inside = insideFunction(context, {
    names: [...context.names, ...(isComponent ? ['props.some'] : parameters)],
    depth: context.depth + 1,
  });
  const declare = (name: string, head: string, last: string, inner: Context): string[] => {
    const statements = !isComponent && random.chance(0.4) ? writer.statements(inner, 1) : [];
    const body = [...statements, writer.end(`return ${last}`)];
    switch (random.below(3)) {
      case 0:
        return [`function ${name}(${head}) {`, ...indent(body), '}'];
      case 1:
        return [`const ${name} = function (${head}) {`, ...indent(body), writer.end('}')];
      default:
        return statements.length > 0
          ? [`const ${name} = (${head}) => {`, ...indent(body), writer.end('}')]
          : [writer.end(`const ${name} = (${head}) => ${parenthesizeObject(last)}`)];
    }
  };
  const answer = (): string => {
    if (random.chance(0.1)) return `[${parameters[0]}, typeof this]`;
    if (!isComponent) return writer.expression(inside);
    // The renderer calls a component as often as it is written out: what it does is counted, what it shows is not.
    return `<b title={${writer.quiet(inside)}}>{props.some}</b>`;
  };
  const head = random.chance(0.1) ? parameters.map((one) => `${one} = 2`).join(', ') : parameters.join(', ');
  const fresh = declare(first, head, answer(), inside);
  const old = declare(second, parameters.join(', '), answer(), inside);

  const given = random.chance(0.1) ? [...parameters].reverse() : parameters;
  const ask = (name: string): string => {
    if (!isComponent) return `${name}(${given.join(', ')})`;
    return random.chance(0.9) ? `<${name} {...props} />` : `<${name} {...props} some={1} />`;
  };
  const choice = `${group(writer.test(insideFunction(context)))} ? ${ask(first)} : ${ask(second)}`;
  const outer = declare(chooser, parameters.join(', '), choice, { ...inside, depth: 5 });
  const parts = random.pick([
    [fresh, old, outer],
    [fresh, old, outer],
    [old, outer, fresh],
  ]);

  const call = (name: string): string =>
    isComponent
      ? `<${name} some={${writer.operand(context)}} />`
      : `${name}(${parameters.map(() => writer.operand(context)).join(', ')})`;
  const calls = [writer.end(writer.call(call(chooser)))];
  if (random.chance(0.1)) calls.push(writer.end(writer.call(call(first))));
  if (random.chance(0.1)) calls.push(writer.end(writer.call(`${chooser}.length`)));
  return { declarations: parts.flat(), calls };
}
