import { type Context, insideFunction } from './context';
import type { ExpressionWriter } from './expressions';
import { group } from './text';

/** The flag where it is seldom asked for: who is called, what is named, how many there are. */
export function unusual(writer: ExpressionWriter, context: Context): string {
  const { random } = writer;
  const test = (): string => group(writer.test(context));
  const plain = { ...context, isAsync: false, isGenerator: false };
  switch (random.below(18)) {
    case 0:
      return `(${test()} ? box : ${random.pick(['undefined', 'null', 'box'])})?.get()`;
    case 1:
      return `(${test()} ? box.get : ${random.pick(['undefined', 'other'])})?.(${writer.operand(context)})`;
    case 2:
      return `(${random.pick(['0, ', `${test()}, `, ''])}${test()} ? box.get : other)()`;
    case 3:
      return `String.raw\`<\${${test()} ? ${writer.operand(context)} : 'r'}\${${test()}}>\``;
    case 4:
      return `log(...(${test()} ? ['more', ${writer.operand(context)}] : ['less', 1]))`;
    case 5:
      return `({ get k() { return ${group(writer.expression(insideFunction(plain)))}; } }).k`;
    case 6:
      return `({ [${test()} ? 'k' : 'm']: ${writer.operand(context)}, m: 1 })`;
    case 7:
      return `Object.keys({ k: ${writer.operand(context)}, ...(${test()} ? { k: 1, l: ${writer.operand(context)} } : {}), m: 2 })`;
    case 8:
      return `(function () { return arguments.length + (${writer.test(insideFunction(plain))} ? 1 : 0); })(${test()}, ${writer.operand(context)})`;
    case 9:
      return `((first, ...rest) => [first, rest.length])(${test()}, ...(${test()} ? [1, 2] : [3]))`;
    case 10:
      return `'k' in (${test()} ? { k: ${writer.operand(context)} } : {})`;
    case 11:
      return `((k, [m = ${writer.test(insideFunction(plain))}] = []) => [k, m])(${writer.operand(context)})`;
    case 12:
      return `${writer.operand(context)} ? ${test()} : ${random.pick(['true', 'false', 'null', writer.operand(context)])}`;
    case 13:
      return `new (class { k = ${group(writer.test(insideFunction(plain)))} ? ${writer.operand(insideFunction(plain))} : 2; static m = 1; })().k`;
    case 14:
      return `void (${test()} && ${writer.operand(context)})`;
    case 15:
      return `[...(function* () { yield* (${writer.test(insideFunction(plain))} ? [1, ${writer.operand(insideFunction(plain))}] : []); })()]`;
    case 16:
      return `({ k: 1, ...${random.pick(['{ k: 2 }', 'null', '{}'])} }).k ${random.pick(['===', '+'])} (${test()} ? 1 : 2)`;
    default:
      return classNames(writer, context);
  }
}

/** Names of classes that a package joins; where the file does not import it, it is a function like others. */
function classNames(writer: ExpressionWriter, context: Context): string {
  const { random } = writer;
  const test = (): string => group(writer.condition(context));
  const names = (): string => {
    const entries = ["'k-1'", 'm', "'n n'", '1', "''"]
      .filter(() => random.chance(0.5))
      .map((name) => `${name}: ${random.chance(0.6) ? test() : writer.operand(context)}`);
    return `{ ${entries.join(', ')} }`;
  };
  const given = Array.from({ length: 1 + random.below(3) }, () =>
    random.pick([
      "'p'",
      names(),
      names(),
      test(),
      `${test()} && 'q'`,
      `${test()} ? 'r' : 's'`,
      `[${names()}]`,
    ]),
  );
  return `classNames(${given.join(', ')})`;
}
