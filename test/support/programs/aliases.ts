import type { Context, Written } from './context';
import type { StatementWriter } from './statements';
import { group, indent } from './text';

/**
 * A constant that chooses between two names by the flag, those of components where there are any, and code that uses it. Now and then the name chosen is set again, means
 * something else where the constant stands, or is not there yet.
 */
export function alias(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { random } = writer;
  const isComponent = writer.style.dialect === 'tsx';
  const names = isComponent ? ['Left', 'Right', 'Chosen'] : ['left', 'right', 'chosen'];
  const [left, right, name] = names.map((one) => `${one}${writer.next()}`) as [string, string, string];
  for (const one of [left, right, name]) declared.add(one);
  const keyword = random.pick(['const', 'const', 'const', 'let', 'var']);
  const text = [
    writer.end(`${keyword} ${left} = ${isComponent ? '({ v }) => <i>{v}</i>' : writer.operand(context)}`),
    writer.end(`const ${right} = (z) => ${writer.call('z')}`),
  ];
  const early = `early${writer.next()}`;
  if (random.chance(0.15)) text.push(`function ${early}() { return ${writer.call(name)}; }`);
  if (random.chance(0.1)) text.push(writer.end(`try { ${early}() } catch (error) { log('error', 1) }`));
  text.push(writer.end(`const ${name} = ${group(writer.test(context))} ? ${left} : ${right}`));
  if (keyword === 'var' && random.chance(0.5)) text.push(text.shift()!);
  if (keyword !== 'const' && random.chance(0.3))
    text.push(writer.end(`${left} = ${writer.operand(context)}`));
  const shown = isComponent ? `<${name} v={${writer.quiet(context)}} />` : name;
  text.push(writer.end(writer.call(shown)));
  const use = (): string =>
    random.pick([
      writer.call(shown),
      writer.call(name),
      writer.call(`typeof ${name}`),
      writer.call(`JSON.stringify({ ${name} })`),
      writer.call(`((${left}) => [${left}, ${name}])(2)`),
    ]);
  const count = 1 + random.below(3);
  for (let i = 0; i < count; i++) {
    if (random.chance(0.2)) {
      const inner = random.pick([left, right]);
      text.push(
        '{',
        ...indent([writer.end(`const ${inner} = ${i}`), writer.end(use()), writer.end(writer.call(inner))]),
        '}',
      );
    } else text.push(writer.end(use()));
  }
  return { text, next: context };
}
