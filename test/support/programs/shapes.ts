import { type Context, insideFunction, type Written } from './context';
import type { StatementWriter } from './statements';
import { attach, group, indent, parenthesizeObject } from './text';

/** A class with the flag in its fields, its getters and its methods. */
export function classStatement(writer: StatementWriter, context: Context): string[] {
  const name = `C${writer.next()}`;
  const inside = insideFunction(context);
  const base = writer.random.chance(0.2)
    ? ` extends (${group(writer.test(inside))} ? class { up() { return 1; } } : Object)`
    : '';
  const made = `new ${name}()`;
  const hidden = writer.style.dialect !== 'js' && writer.random.chance(0.7) ? 'private ' : '';
  return [
    `class ${name}${base} {`,
    `  field = ${writer.expression(inside)};`,
    `  #on = ${writer.test(inside)};`,
    `  static shared = ${writer.condition(inside)};`,
    ...(writer.random.chance(0.3)
      ? indent(attach('static ', writer.block({ ...inside, depth: context.depth + 1 })))
      : []),
    `  ${hidden}get seen() { return ${group(writer.condition(inside))}; }`,
    `  ${hidden}ask() { return ${writer.test(inside)}; }`,
    `  ${hidden}async later() { return ${writer.test(inside)}; }`,
    `  get value() { return ${group(writer.expression(inside))}; }`,
    `  own(p = ${writer.test(inside)}) { return this.#on ? p : ${writer.operand(inside)}; }`,
    '  run() {',
    ...indent(
      indent([
        ...attach(`if (${group(writer.condition(inside))}) `, [
          '{',
          ...indent([writer.end(writer.call('[this.seen, this.ask()]'))]),
          '}',
        ]),
        ...writer.statements({ ...inside, depth: context.depth + 1 }, 2),
      ]),
    ),
    '  }',
    '}',
    writer.end(
      writer.call(
        `[${made}.field, ${name}.shared, ${made}.value, ${made}.own(), ${made}.own(1), ${made}.run()]`,
      ),
    ),
  ];
}

export function generator(writer: StatementWriter, context: Context): string[] {
  const name = `g${writer.next()}`;
  const inside = insideFunction(context, { isGenerator: true });
  return [
    `function* ${name}() {`,
    ...indent([
      writer.end(`yield ${writer.expression(inside)}`),
      ...writer.ifStatement({ ...inside, depth: context.depth + 1 }),
      writer.end(`yield ${writer.operand(inside)}`),
    ]),
    '}',
    writer.end(writer.call(`[...${name}()]`)),
  ];
}

/** A state, and an effect that sets it, now and then only for one answer of the flag or to what it is. */
function stateAndEffect(writer: StatementWriter, context: Context): Written {
  const { random } = writer;
  const state = `open${writer.next()}`;
  const setter = `set${writer.next()}`;
  const values = ['false', 'true', 'null', "''", '0'];
  const initial = random.pick(values);
  const set = (): string => {
    const value = random.chance(0.5)
      ? initial
      : random.chance(0.8)
        ? random.pick(values)
        : writer.operand(context);
    return writer.end(`${setter}(${value})`);
  };
  const guarded = (test: string): string[] => attach(`if (${test}) `, ['{', `  ${set()}`, '}']);
  const lines = [
    ...guarded(writer.flag(context)),
    ...(random.chance(0.3) ? [set()] : []),
    ...(random.chance(0.3) ? guarded(writer.condition(context)) : []),
  ];
  return {
    text: [
      writer.end(`const [${state}, ${setter}] = useState(${initial})`),
      ...attach('useEffect(() => ', ['{', ...indent(lines), writer.end('}, [a])')]),
      writer.end(writer.call(`[${state}]`)),
    ],
    next: { ...context, names: [...context.names, state] },
  };
}

/** A component whose hooks, effects and markup depend on the flag, and a page that shows it. */
export function component(writer: StatementWriter, context: Context): string[] {
  const { random } = writer;
  const name = `View${writer.next()}`;
  const on = `seen${writer.next()}`;
  const inside = insideFunction(context, {
    names: [...context.names, 'p', 'state'],
    depth: context.depth + 1,
  });
  const known = { ...inside, flags: [...context.flags, on] };
  const hooks = [
    `const ${on} = ${writer.flag({ ...inside, answers: [] })}`,
    `const [state, setState] = useState(${writer.condition(known)})`,
    `const kept${writer.next()} = useMemo(() => ${parenthesizeObject(writer.expression(known))}, [${on}, a])`,
    `const act = useCallback(() => ${parenthesizeObject(writer.condition(known))}, [${on}])`,
  ];
  const state = random.chance(0.8) ? stateAndEffect(writer, known) : { text: [], next: known };
  const effect = attach('useEffect(() => ', [
    '{',
    ...indent(writer.ifStatement(known)),
    writer.end(`}, [${random.pick([on, `${on}, b`, 'b'])}])`),
  ]);
  return [
    `function ${name}({ p }) {`,
    ...indent([
      ...hooks.filter((_, index) => index < 2 || random.chance(0.6)).map((hook) => writer.end(hook)),
      ...(random.chance(0.6) ? effect : []),
      ...state.text,
      ...(random.chance(0.5)
        ? attach(`if (${writer.test(state.next)}) `, ['{', `  return ${writer.markup(state.next)};`, '}'])
        : []),
      `return ${writer.markup(state.next)};`,
    ]),
    '}',
    writer.end(
      writer.call(
        random.chance(0.5) ? `<${name} p={${writer.condition(context)}} />` : `<div><${name} p={1} /></div>`,
      ),
    ),
  ];
}

/** Enums and namespaces, which TypeScript alone has. */
export function typedDeclaration(writer: StatementWriter, context: Context): Written {
  const name = `T${writer.next()}`;
  const test = writer.test({ ...context, isAsync: false });
  if (context.depth > 0 || writer.random.chance(0.5)) {
    const text = [
      `let ${name}: ${writer.random.pick(['any', 'unknown', `{ readonly on?: unknown }`])} = { on: ${test} }`,
      writer.call(`(${name} as any).on`),
    ];
    return { text: text.map((line) => writer.end(line)), next: context };
  }
  const text = [
    `enum ${name} { A = ${group(test)} ? 1 : 2, B = 4, C = ${group(test)} ? B : A }`,
    writer.call(`[${name}.A, ${name}.B, ${name}.C]`),
  ];
  return { text: [text[0]!, writer.end(text[1]!)], next: context };
}

/** A name that a pattern takes out of what holds the flag. */
export function takenApart(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const { random } = writer;
  const name = writer.fresh('d');
  const other = writer.fresh('e');
  if (declared.has(name) || declared.has(other) || name === other || writer.style.answer === 'variant') {
    return { text: [writer.simple(context)], next: context };
  }
  const patterns =
    writer.style.answer === 'settings'
      ? [
          `const { on: ${name}, title: ${other} = ${writer.operand(context)} } = getVariant('x')`,
          `const { limit: ${name} = 3, ...${other} } = getVariant('x')`,
          `const { list: [${name}, ${other} = 1] } = getVariant('x')`,
        ]
      : [
          `const { value: ${name} } = useFlag('x'), ${other} = ${name}`,
          `const [{ enabled: ${name} }] = useDecision('x'), ${other} = 1`,
          `const { x: ${name} } = useFlags(), ${other} = ${name}`,
          `const { x: ${name}, y: ${other} } = useFlags()`,
          `const { y: ${other}, x: ${name} } = useFlags()`,
          `const { own: { x: ${name} } } = useFlags(), ${other} = ${name}`,
          `const { own: { x: ${name} }, y: ${other} } = useFlags()`,
          `const { y: ${other}, own: { y: { length: ${other}Length } = '', x: ${name} } } = useFlags()`,
        ];
  if (context.isAsync && writer.style.answer === 'boolean') {
    patterns.push(
      `const [${name}, ${other}] = await Promise.all([variation('x'), ${writer.operand(context)}])`,
      `const [${other}, ${name}] = await Promise.all([(async () => ${group(writer.expression({ ...context, isAsync: false, isGenerator: false }))})(), variation('x')])`,
      `const { value: ${name} } = await variationDetail('x'), ${other} = ${name}`,
    );
  }
  declared.add(name).add(other);
  return {
    text: [writer.end(random.pick(patterns))],
    next: {
      ...context,
      flags: [...context.flags.filter((flag) => flag !== other), name],
      names: [...context.names, name, other],
      answers: context.answers.filter((answer) => answer !== name && answer !== other),
    },
  };
}

/** All flags in one table, or the flag in an object of the program's own. */
export function wholeTable(writer: StatementWriter, context: Context, declared: Set<string>): Written {
  const name = `table${writer.next()}`;
  declared.add(name);
  const isTable = writer.style.answer === 'boolean' && writer.random.chance(0.5);
  const text = isTable
    ? `const ${name} = useFlags()`
    : `const ${name} = { held: ${writer.flag(context)}, y: ${writer.operand(context)} }`;
  const member = `${name}.${isTable ? 'x' : 'held'}`;
  return { text: [writer.end(text)], next: { ...context, flags: [...context.flags, member] } };
}

/** Functions of the file that answer with the flag. */
export function wrappers(writer: StatementWriter, context: Context): Written {
  const { random } = writer;
  const name = `ask${writer.next()}`;
  const inside = insideFunction(context, { names: ['1', "''"] });
  if (writer.style.answer === 'boolean' && random.chance(0.25)) {
    const text = random.pick([
      [`const ${name} = async () => variation('x')`],
      [`const ${name} = async () => await variation('x')`],
      [`const ${name} = () => variation('x')`],
      [`async function ${name}() {`, `  ${writer.end('return isEnabled("x")'.replaceAll('"', "'"))}`, '}'],
    ]);
    return {
      text: text.length === 1 ? [writer.end(text[0]!)] : text,
      next: { ...context, promisers: [...context.promisers, name] },
    };
  }
  const text = random.pick([
    [writer.end(`const ${name} = () => ${writer.test(inside)}`)],
    [`function ${name}(user) {`, `  ${writer.end(`return ${writer.test(inside)}`)}`, '}'],
    [`function ${name}() {`, ...indent([`if (${writer.test(inside)}) return true;`, 'return false;']), '}'],
    [
      `function ${name}() {`,
      ...indent([writer.end(`const on = ${writer.test(inside)}`), writer.end('return on')]),
      '}',
    ],
    [writer.end(`const ${name} = function () { return !${group(writer.test(inside))}; }`)],
  ]);
  return { text, next: { ...context, answers: [...context.answers, name] } };
}

export function asyncStatement(writer: StatementWriter, context: Context): string[] {
  const plain = { ...context, isAsync: false, isGenerator: false };
  const callback = () => `(on) => on ? ${writer.operand(plain)} : ${writer.operand(plain)}`;
  switch (writer.random.below(12)) {
    case 0:
      return [writer.end(`await ${writer.call(writer.operand(context))}`)];
    case 10:
      return [
        writer.end(
          `await Promise.all([${writer.random.pick(["variation('x')", `variation('x'), ${writer.call('7')}`, `${writer.call('8')}, variation('x')`])}])`,
        ),
      ];
    case 1:
      return [writer.end(writer.call(`await variation('x').then(${callback()})`))];
    case 2:
      return [writer.end(writer.call(`await (async () => ${group(writer.expression(context))})()`))];
    case 3:
      return [
        ...attach("await variation('x').then((on) => ", [
          '{',
          ...indent(
            attach('if (on) ', writer.block(insideFunction(context, { flags: [...context.flags, 'on'] }))),
          ),
          writer.end('})'),
        ]),
      ];
    case 4:
      return [
        writer.end(
          `await variation('x').then(${callback()}, (error) => ${writer.operand(plain)}).finally(() => ${writer.call('6')})`,
        ),
      ];
    case 5: {
      const name = `late${writer.next()}`;
      return [
        writer.end(`const ${name} = variation('x')`),
        writer.simple(context),
        writer.end(writer.call(`(await ${name}) ? ${writer.operand(plain)} : ${writer.operand(plain)}`)),
      ];
    }
    case 6:
      return [
        writer.end(
          writer.call(
            `await Promise.all([1, 2].map(async (item) => (await variation('x')) ? ${writer.operand({ ...plain, names: [...context.names, 'item'] })} : item))`,
          ),
        ),
      ];
    case 7:
      return attach('try ', [
        ...writer.block(context).slice(0, -1),
        `  if (!(await variation('x'))) throw new Error('off')${writer.style.hasSemicolons ? ';' : ''}`,
        '} catch (error) {',
        `  ${writer.end(writer.call("error.name === 'Error' ? error.message : error.name"))}`,
        ...attach('} finally ', writer.block({ ...context, loop: false, breakable: false, labels: [] })),
      ]);
    case 8: {
      const item = `each${writer.next()}`;
      return attach(
        `for await (const ${item} of [${writer.operand(plain)}, (await variation('x')) && ${writer.operand(plain)}]) `,
        writer.block({ ...context, loop: true, breakable: true, names: [...context.names, item] }),
      );
    }
    case 9:
      return [writer.end(writer.call("(await variationDetail('x')).value ? 'on' : 'off'"))];
    default:
      return attach("if (await variation('x')) ", writer.block(context));
  }
}
