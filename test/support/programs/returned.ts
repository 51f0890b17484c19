import { type Context, insideFunction, type Written } from './context';
import type { StatementWriter } from './statements';
import { group, indent, parenthesizeObject } from './text';

/**
 * A function that returns the flag among other things, and code that takes it out of that. Now and then the object is looked at
 * as a whole, has more put over it, or is another one on another way.
 */
export function returning(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { random } = writer;
  const name = `makes${writer.next()}`;
  const on = `on${writer.next()}`;
  const other = `other${writer.next()}`;
  for (const one of [name, on, other]) declared.add(one);
  const inside = insideFunction(context, { names: [...context.names, 'p'], depth: context.depth + 1 });
  const object = (value: string): string => {
    const parts = [`${on}: ${value}`, `${other}: ${writer.operand(inside)}`];
    if (random.chance(0.05)) parts.push(`...{ ${on}: p }`);
    if (random.chance(0.05)) parts.push(`['${on}']: p`);
    return `{ ${(random.chance(0.3) ? parts.reverse() : parts).join(', ')} }`;
  };
  const value = (): string => (random.chance(0.9) ? group(writer.flag(inside)) : writer.condition(inside));
  const early = (): string[] => [
    `if (${writer.condition(inside)}) {`,
    ...indent([
      writer.end(`return ${random.chance(0.8) ? object(value()) : `{ ${on}: true, ${other}: 1 }`}`),
    ]),
    '}',
  ];
  const body = [
    ...writer.statements({ ...inside, depth: context.depth + 2 }, random.below(2)),
    ...(random.chance(0.3) ? early() : []),
    writer.end(`return ${object(value())}`),
  ];
  const made = random.pick([
    [`function ${name}(p) {`, ...indent(body), '}'],
    [`const ${name} = (p) => {`, ...indent(body), writer.end('}')],
    [writer.end(`const ${name} = (p) => ${parenthesizeObject(object(value()))}`)],
  ]);

  const call = `${name}(${writer.operand(context)})`;
  const taken = `took${writer.next()}`;
  declared.add(taken);
  const keyword = random.chance(0.1) ? 'let' : 'const';
  const take = random.pick([
    `${keyword} { ${on}, ${other} } = ${call}`,
    `${keyword} { ${other}, ${on} } = ${call}`,
    `${keyword} { ${on}: ${taken}, ${other} } = ${call}`,
    `${keyword} { ${on} } = ${call}, ${other} = 1`,
    `${keyword} { ${on} = 4, ${other} } = ${call}`,
    `${keyword} { ${on}, ...${other} } = ${call}`,
  ]);
  const held = take.includes(taken) ? taken : on;
  const text = [...made, writer.end(take)];
  if (keyword === 'let' && random.chance(0.5))
    text.push(writer.end(`${held} = ${writer.condition(context)}`));
  if (random.chance(0.1)) text.push(writer.end(writer.call(`${name}(2).${random.chance(0.5) ? on : other}`)));
  if (random.chance(0.1)) text.push(writer.end(writer.call(`${name}(3)`)));
  return {
    text,
    next: { ...context, flags: [...context.flags, held], names: [...context.names, other] },
  };
}
