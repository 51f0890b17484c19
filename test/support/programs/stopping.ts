import { type Context, insideFunction, type Written } from './context';
import type { StatementWriter } from './statements';
import { attach, indent } from './text';

/**
 * A function that control mostly never comes back from, and code that calls it under the flag. Now and then it returns after all,
 * another one takes its place, or what throws waits for somebody to ask.
 */
export function stopping(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { random, style } = writer;
  const name = writer.fresh('stop');
  if (declared.has(name)) return { text: [writer.simple(context)], next: context };
  declared.add(name);
  const inside = insideFunction(context, { names: [...context.names, 'z'], depth: context.depth + 2 });
  const thrown = writer.end("throw new Error('t')");
  const body = [
    ...(random.chance(0.5) ? [writer.simple(inside)] : []),
    ...(random.chance(0.15) ? [writer.end(`if (${writer.condition(inside)}) return 1`)] : []),
    ...random.pick([
      [thrown],
      [`if (${writer.condition(inside)}) {`, ...indent([thrown]), '} else {', ...indent([thrown]), '}'],
      ['try {', ...indent([writer.simple(inside)]), '} finally {', ...indent([thrown]), '}'],
      ['try {', ...indent([thrown]), '} catch (error) {', ...indent([writer.simple(inside)]), '}'],
    ]),
  ];
  const head = random.pick(['function', 'function', 'const', 'const', 'function*', 'async function']);
  const result = style.dialect !== 'js' && random.chance(0.5) ? (head.includes('*') ? '' : ': any') : '';
  const made =
    head === 'const'
      ? [
          `const ${name} = (z${style.dialect === 'js' ? '' : '?: any'})${result} => {`,
          ...indent(body),
          writer.end('}'),
        ]
      : [`${head} ${name}(z${style.dialect === 'js' ? '' : '?: any'})${result} {`, ...indent(body), '}'];
  const isPut = head === 'function' && random.chance(0.1);
  const put = isPut ? [writer.end(`${name} = () => ${writer.operand(context)}`)] : [];
  const call = writer.end(
    `${name}${random.chance(0.1) ? '?.' : ''}(${random.chance(0.3) ? writer.operand(context) : ''})`,
  );
  // A promise that is thrown away with its error would end the run of all; what is waited for beside it tells when its turn comes.
  const isLoose = head === 'async function';
  const guarded = isLoose
    ? [writer.end(`${name}().catch(() => 9)`)]
    : attach(`if (${writer.condition(context)}) `, [
        '{',
        ...indent([writer.simple(context), call, ...(random.chance(0.5) ? [writer.simple(context)] : [])]),
        '}',
      ]);
  const otherwise = !isLoose && random.chance(0.3) ? attach('else ', writer.block(context)) : [];
  return { text: [...made, ...put, ...guarded, ...otherwise], next: context };
}
