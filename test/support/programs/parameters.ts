import { type Context, insideFunction, type Written } from './context';
import type { StatementWriter } from './statements';
import { indent, parenthesizeObject } from './text';

/**
 * A function that is handed the flag at most of its calls: as an argument, as an option of an object or as a prop. Now and then it is
 * used in a way that hides what it is handed: assigned again, read from `arguments`, called by another name.
 */
export function handed(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { random, style } = writer;
  const name = writer.fresh(style.dialect === 'tsx' && random.chance(0.4) ? 'Row' : 'take');
  if (declared.has(name)) return { text: [writer.simple(context)], next: context };
  declared.add(name);
  const [onName, otherName] = [`on${writer.next()}`, `other${writer.next()}`];
  const isProps = name.startsWith('Row');
  const isOption = isProps || random.chance(0.4);
  // A part of what is given is asked for where it is needed: `given.on`.
  const whole = isOption && random.chance(0.5) ? `given${writer.next()}` : undefined;
  const isFirst = random.chance(0.5);
  const isAlone = random.chance(0.3);
  const on = whole === undefined ? onName : `${whole}.${onName}`;
  const other = whole === undefined || (isAlone && !isProps) ? otherName : `${whole}.${otherName}`;
  const inside = insideFunction(context, {
    names: [
      ...context.names,
      ...(isAlone && (isProps || !isOption) ? [] : [other]),
      ...(random.chance(0.5) ? [on] : []),
      ...(whole !== undefined && random.chance(0.1) ? [whole] : []),
    ],
    flags: [...context.flags, on],
    assignable: random.chance(0.1) ? [...context.assignable, on] : context.assignable,
    depth: context.depth + 1,
  });
  const fallback = random.chance(0.2) ? ` = ${random.pick(['1', 'true', 'false'])}` : '';
  const taken = isAlone ? `{ ${on} }` : `{ ${on}${fallback}, ${other} }`;
  const pattern = whole ?? taken;
  const given = `${on}${fallback}`;
  const listed = isFirst ? [given, ...(isAlone ? [] : [other])] : [...(isAlone ? [] : [other]), given];
  const parameters = isProps
    ? pattern
    : isOption
      ? isAlone
        ? `${other}, ${pattern}`
        : pattern
      : listed.join(', ');

  const give = (): string => {
    if (random.chance(0.7)) return writer.flag(context);
    return random.chance(0.4)
      ? random.pick(['true', 'false', "'blue'", 'undefined'])
      : writer.condition(context);
  };
  const call = (): string => {
    const [value, rest] = [give(), random.chance(0.8) ? '2' : writer.condition(context)];
    if (isProps) return `<${name} ${onName}={${value}}${isAlone ? '' : ` ${otherName}={${rest}}`} />`;
    if (isOption)
      return isAlone
        ? `${name}(${rest}, { ${onName}: ${value} })`
        : `${name}({ ${onName}: ${value}, ${otherName}: ${rest} })`;
    if (!isFirst && !isAlone && random.chance(0.1)) return `${name}(${rest})`;
    const first = isFirst ? value : rest;
    return `${name}(${isAlone ? value : `${first}, ${isFirst ? rest : value}`})`;
  };
  const last = isProps ? writer.markup(inside) : parenthesizeObject(writer.expression(inside));
  const isArrow = random.chance(0.3);
  const body = isArrow
    ? [writer.end(`const ${name} = (${parameters}) => ${last}`)]
    : [
        `function ${name}(${parameters}) {`,
        ...indent([
          ...(random.chance(0.05) ? [writer.end(writer.call('arguments.length'))] : []),
          ...writer.statements(inside, random.below(3)),
          writer.end(`return ${last}`),
        ]),
        '}',
      ];
  const calls = Array.from({ length: 1 + random.below(3) }, () => writer.end(writer.call(call())));
  if (random.chance(0.05)) calls.push(writer.end(writer.call(`${name}.length`)));
  return { text: [...body, ...calls], next: context };
}

const CHOOSERS = [
  ['{ when, show, children }', ['return when ? show : children']],
  ['{ when, show = null, children }', ['if (when) return <>{children}</>', 'return show || null']],
  [
    'props',
    [
      "const isFunction = (part) => typeof part === 'function'",
      'const shown = (part) => (isFunction(part) ? part() : part)',
      'if (props.when && !isFunction(props.when)) return shown(props.children)',
      'return props.show ? shown(props.show) : null',
    ],
  ],
  ['{ when, show, children }', ['call(1, when)', 'return when ? show : children']],
  ['{ when, show, children, ...rest }', ['return when && !rest.other ? <i>{show}</i> : children']],
] as const;

/** A component that chooses among what it is given, or does a little more than that. */
export function chooser(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { random } = writer;
  const name = writer.fresh('Pick');
  if (declared.has(name)) return { text: [writer.simple(context)], next: context };
  declared.add(name);
  const [props, body] = random.pick(CHOOSERS);
  const shown = (): string =>
    random.pick([writer.markup(context), "'s'", 'null', writer.condition(context), '() => 1']);
  const element = (): string => {
    const attributes = [
      `when={${random.chance(0.8) ? writer.flag(context) : writer.condition(context)}}`,
      ...(random.chance(0.7) ? [`show={${shown()}}`] : []),
      ...(random.chance(0.1) ? [`other={${writer.condition(context)}}`] : []),
    ].join(' ');
    const inside = random.pick([writer.markup(context), 'text', `{${writer.condition(context)}}`, '']);
    return random.chance(0.7) ? `<${name} ${attributes}>${inside}</${name}>` : `<${name} ${attributes} />`;
  };
  const calls = Array.from({ length: 1 + random.below(2) }, () =>
    writer.end(writer.call(random.chance(0.5) ? element() : `<div>${element()} b</div>`)),
  );
  return {
    text: [`function ${name}(${props}) {`, ...indent(body.map((line) => writer.end(line))), '}', ...calls],
    next: context,
  };
}
