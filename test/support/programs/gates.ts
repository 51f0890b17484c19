import { type Context, insideFunction, type Written } from './context';
import type { StatementWriter } from './statements';
import { attach, indent } from './text';

/**
 * A component that shows something for one answer of the flag and nothing for the other, now and then one around it, and pages that show
 * them: as they are, by a condition, or where somebody asks what they are.
 */
export function gate(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { random } = writer;
  const name = writer.fresh('Gate');
  if (declared.has(name)) return { text: [writer.simple(context)], next: context };
  declared.add(name);
  const inside = insideFunction(context, { names: [...context.names, 'p'], depth: context.depth + 1 });
  const test = random.chance(0.8) ? writer.flag(inside) : writer.test(inside);
  const body = random.chance(0.5)
    ? [
        ...attach(`if (${random.chance(0.5) ? '!' : ''}(${test})) `, ['return null;']),
        ...(random.chance(0.3) ? [writer.simple(inside)] : []),
        `return ${writer.markup(inside)};`,
      ]
    : [
        `return ${random.pick([`(${test}) ? ${writer.markup(inside)} : null`, `(${test}) && ${writer.markup(inside)}`])};`,
      ];
  const outer = `${name}Around`;
  const around = random.chance(0.4)
    ? [`function ${outer}({ q }) {`, ...indent([`return <${name} p={q} />;`]), '}']
    : [];
  const tag = (): string => {
    const given = random.chance(0.3) ? writer.call(writer.operand(context)) : writer.operand(context);
    if (around.length > 0 && random.chance(0.5)) return `<${outer} q={${given}} />`;
    return random.chance(0.7) ? `<${name} p={${given}} />` : `<${name}>{${given}}</${name}>`;
  };
  const shown = (): string =>
    random.pick([
      () => tag(),
      () => `<div>${tag()} b</div>`,
      () => `<div>{${writer.condition(context)} && ${tag()}}</div>`,
      () => `<div>{${writer.condition(context)} ? ${tag()} : ${writer.markup(context)}}</div>`,
      () => `<div>{${tag()} || ${writer.markup(context)}}</div>`,
      () => `<div title={${tag()} ? 'a' : 'b'}>{[${tag()}, 1]}</div>`,
      () => `[${tag()}].map((one) => (one ? 1 : 2))`,
    ])();
  const calls = Array.from({ length: 1 + random.below(2) }, () => writer.end(writer.call(shown())));
  return {
    text: [
      `function ${name}({ p }) {`,
      ...indent(body.map((line) => writer.end(line))),
      '}',
      ...around,
      ...calls,
    ],
    next: context,
  };
}
