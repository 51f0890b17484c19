import { createRandom, type Random } from '../random';
import type { Project } from './project';
import { indent } from './text';

/**
 * Writes a module of functions, hooks, classes and components that ask for some of what they are given only where the flag has them ask,
 * and modules that call them: mostly with what can be left out, now and then with what has effects, or in ways that hide what
 * is given.
 */
export function generateIdle(seed: number): Project {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'ts', 'tsx', 'tsx'] as const);
  const writer: Writer = { random, isTyped: dialect !== 'js', hasMarkup: dialect === 'tsx', count: 0 };
  const givers = Array.from({ length: 1 + random.below(3) }, () => giver(writer));
  const library = givers.flatMap(({ lines }) => [...lines, '']);
  if (random.chance(0.3)) library.push(...within(writer, random.pick(givers)));
  const hasMiddle = random.chance(0.3);
  const middle = [
    `import { ${givers.map(({ name }) => name).join(', ')} } from './library';`,
    ...givers.flatMap((one, index) => [
      `export function by${index}(q${writer.isTyped ? ': any' : ''}) {`,
      ...indent([...call(writer, one, ['q', 'a'])]),
      '}',
    ]),
    ...(random.chance(0.1) ? [`export { ${random.pick(givers).name} as handed } from './library';`] : []),
    '',
  ];
  const imports = givers.map(({ name }) => (random.chance(0.15) ? `${name} as renamed${name}` : name));
  const called = givers.map((one, index) => ({
    ...one,
    name: imports[index]!.split(' as ').at(-1)!,
  }));
  // A tag is a component only where its name begins with a capital letter.
  const usable = called.map((one, index) => (one.kind === 'props' ? givers[index]! : one));
  const main = [
    `import { ${imports.map((text, index) => (usable[index] === givers[index] ? givers[index]!.name : text)).join(', ')} } from './library';`,
    ...(random.chance(0.05) ? ["import * as all from './library';"] : []),
    ...(hasMiddle
      ? [`import { ${givers.map((_, index) => `by${index}`).join(', ')} } from './middle';`]
      : []),
    'export function main() {',
    ...indent([
      ...locals(writer),
      ...usable.flatMap((one) =>
        Array.from({ length: 1 + random.below(3) }, () =>
          call(writer, one, ['a', 'n', 'kept', 'made']),
        ).flat(),
      ),
      ...(hasMiddle
        ? givers.map((_, index) => `log('by', by${index}(${random.pick(['n', 's', '3'])}));`)
        : []),
      ...usable.flatMap((one) => (random.chance(one.isClass ? 0.15 : 0.04) ? hiding(writer, one) : [])),
      "return log('end', kept);",
    ]),
    '}',
    '',
  ];
  const files: [string, string[]][] = [
    [`src/library.${dialect}`, library],
    ...(hasMiddle ? [[`src/middle.${dialect}`, middle] as [string, string[]]] : []),
    [`src/main.${dialect}`, main],
  ];
  return {
    files: new Map(files.map(([file, lines]) => [file, lines.join('\n')])),
    entry: `src/main.${dialect}`,
    keep: random.chance(0.5),
  };
}

interface Writer {
  readonly random: Random;
  readonly isTyped: boolean;
  readonly hasMarkup: boolean;
  count: number;
}

/** How a function takes what it is given: one after the other, in an object, as props, or all but the first in an object before or behind it. */
type Kind = 'list' | 'options' | 'props' | 'mixed' | 'reversed';

interface Giver {
  readonly name: string;
  readonly kind: Kind;
  /** What it is given, by the names under which it is given. */
  readonly takes: readonly string[];
  /** A class, which is given that when it is made. */
  readonly isClass: boolean;
  readonly lines: readonly string[];
}

function giver(writer: Writer): Giver {
  const { random, isTyped, hasMarkup } = writer;
  const number = ++writer.count;
  const kind: Kind =
    hasMarkup && random.chance(0.5)
      ? 'props'
      : random.pick(['list', 'list', 'options', 'mixed', 'reversed'] as const);
  const isClass = kind !== 'props' && random.chance(0.25);
  const name = `${kind === 'props' ? 'Row' : isClass ? 'Made' : random.pick(['take', 'useThing'])}${number}`;
  const takes = Array.from({ length: 1 + random.below(4) }, (_, index) => `p${number}${'qrst'[index]}`);
  const isList = kind === 'list';
  const whole = !isList && random.chance(0.35) ? `given${number}` : undefined;
  const isApart = whole !== undefined && random.chance(0.4);
  // The names by which its code asks for them.
  const [first] = takes;
  const isMixed = kind === 'mixed' || kind === 'reversed';
  const inObject = isMixed ? takes.slice(1) : isList ? [] : takes;
  const asked = takes.map((one) => (inObject.includes(one) && whole && !isApart ? `${whole}.${one}` : one));
  const typed = (text: string, type = 'any'): string => (isTyped ? `${text}: ${type}` : text);
  const withDefault = (text: string): string =>
    random.chance(0.1) ? `${text} = ${random.pick(['1', 'a', "log('default', 2)"])}` : text;
  const pattern = `{ ${inObject.map(withDefault).join(', ')}${random.chance(0.05) ? ', ...others' : ''} }`;
  const members = `{ ${inObject.map((one) => `${one}${random.chance(0.5) ? '?' : ''}: any`).join('; ')} }`;
  const type = random.pick(['any', members, `Props${number}`]);
  const object =
    inObject.length === 0 && isMixed
      ? []
      : [
          typed(whole ?? pattern, type) +
            (random.chance(0.1) ? ' = {} as any'.slice(0, isTyped ? 99 : 5) : ''),
        ];
  const list = isList
    ? takes.map((one) => (random.chance(0.1) ? `${typed(one)} = 1` : typed(one)))
    : isMixed
      ? [typed(first!), ...object]
      : object;
  if (kind === 'reversed') list.reverse();
  if (isTyped && kind !== 'props' && random.chance(0.06)) list.unshift('this: any');
  if (random.chance(0.08)) list.push(typed('...rest', 'any[]'));
  const parameters = list.join(', ');
  const declared =
    isTyped && type.startsWith('Props') && inObject.length > 0
      ? [
          `${random.chance(0.4) ? 'export ' : ''}interface ${type} {`,
          ...indent(inObject.map((one) => `${one}?: any;`)),
          '}',
        ]
      : [];
  const apart = isApart ? [`const ${pattern} = ${whole};`] : [];
  const body = [...apart, ...asking(writer, asked)];
  if (random.chance(0.04)) body.unshift('log(arguments.length, 0);');
  if (random.chance(0.04) && whole) body.unshift(`log('whole', ${whole});`);
  if (parameters.includes('...rest')) body.push("log('rest', rest);");
  if (pattern.includes('...others') && (!whole || isApart) && inObject.length > 0)
    body.push("log('others', others);");
  const result = random.pick([...asked, '1', '1']);
  if (isClass) body.push(`${random.chance(0.9) ? 'this' : 'new.target'}.it = ${result};`);
  else body.push(kind === 'props' ? `return <p>{${result}}</p>;` : `return ${result};`);
  const lead = random.chance(0.9) || kind === 'props' ? 'export ' : '';
  const isArrow =
    !isClass && random.chance(0.3) && !parameters.includes('this') && !body.join().includes('arguments');
  const statics = random.pick([[], [], ['static count = 1;'], ["static inject = ['flags'];"]]);
  const made = isClass
    ? [
        `${lead}class ${name} {`,
        ...indent([
          ...(isTyped ? ['it: any;'] : []),
          ...statics,
          `constructor(${parameters.replace('this: any, ', '').replace('this: any', '')}) {`,
          ...indent(body),
          '}',
          ...(random.chance(0.1) ? ['again() {', '  return new this.constructor(1, 2);', '}'] : []),
        ]),
        '}',
      ]
    : isArrow
      ? [`${lead}const ${name} = (${parameters}) => {`, ...indent(body), '};']
      : [`${lead}function ${name}(${parameters}) {`, ...indent(body), '}'];
  return {
    name,
    kind,
    takes,
    isClass,
    lines: [...declared, ...made, ...(lead === '' ? [`export { ${name} };`] : [])],
  };
}

/** What a function does: some of what it is given it asks for in any case, some by the flag alone. */
function asking({ random }: Writer, asked: readonly string[]): string[] {
  const lines: string[] = [];
  for (const one of asked) {
    // Of some it asks only whether they are anything.
    if (random.chance(0.2)) {
      lines.push(`if (${one}) log('yes', 1);`, `else if (a || !${one}) log('no', ${one} ? 1 : 2);`);
      continue;
    }
    if (random.chance(0.25)) lines.push(`log('always', ${one});`);
    if (random.chance(0.15)) lines.push(`if (a) log('often', ${one});`);
    if (random.chance(0.8)) {
      const other = random.pick(asked);
      lines.push(
        ...random.pick([
          [`if (isEnabled('x')) log('on', ${one});`, `else log('off', ${other});`],
          [`if (isEnabled('x')) {`, `  log('on', ${one});`, '  return 2;', '}'],
          [`if (!isEnabled('x') && ${one}) log('off', ${other});`],
          [`log('or', isEnabled('x') ? ${one} : ${other});`],
          [`log('by', isEnabled('x') && (() => ${one})());`],
          [`log('made', isEnabled('x') ? { it: ${one} } : [${other}]);`],
        ]),
      );
    }
    if (!one.includes('.') && random.chance(0.03)) lines.push(`${one} = 5;`);
  }
  return lines;
}

/** What the calls of `main` may give, made before. */
function locals({ random }: Writer): string[] {
  return [
    'const kept = n + 1;',
    `const made = ${random.pick(['[n]', "log('made', n)", '{ n }'])};`,
    `const unused = ${random.pick(["log('u', 1)", 'a && b', 'n'])};`,
  ];
}

/** What is given: mostly something that can be left out. */
function value(writer: Writer, names: readonly string[]): string {
  const { random } = writer;
  if (random.chance(0.15)) {
    return random.pick([
      `log('e${++writer.count}', n)`,
      `[log('e${++writer.count}', n)]`,
      `a ? log('e${++writer.count}', 1) : 2`,
      `\`\${log('e${++writer.count}', s)}\``,
      `{ it: log('e${++writer.count}', s) }`,
      'other()',
      'box.get()',
      `(() => log('e${++writer.count}', 4))()`,
    ]);
  }
  return random.pick([
    ...names,
    '1',
    "'text'",
    'null',
    'undefined',
    'false',
    'a && b',
    'a ? n : s',
    '[1, n]',
    '{ n }',
    '`b`',
    'n * 2',
    "() => log('later', n)",
    "isEnabled('x')",
    "isEnabled('y')",
    "n && isEnabled('x')",
    "u || isEnabled('x')",
    "(s && !isEnabled('x')) || b",
    "(u || !isEnabled('x')) && n",
  ]);
}

function call(writer: Writer, giver: Giver, names: readonly string[]): string[] {
  const { random } = writer;
  const { kind, takes, isClass } = giver;
  const name = isClass ? `new ${giver.name}` : giver.name;
  const give = (): string => value(writer, names);
  const given = takes.map((one) => [one, give()] as const).filter(() => random.chance(0.93));
  const object = (some: typeof given): string => {
    const parts = some.map(([one, text]) =>
      random.chance(0.04)
        ? `['${one}']: ${text}`
        : random.chance(0.04)
          ? `get ${one}() { return n; }`
          : `${one}: ${text}`,
    );
    if (random.chance(0.06)) parts.unshift(random.pick(['...{ n }', '...{}', `...{ ${takes[0]}: 9 }`]));
    return parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}';
  };
  const said = (): string => {
    switch (kind) {
      case 'props': {
        const parts = given.map(([one, text]) =>
          text === "'text'" && random.chance(0.5) ? `${one}="text"` : `${one}={${text}}`,
        );
        if (random.chance(0.04)) parts.push(`{...{ ${takes[0]}: 9 }}`);
        const attributes = parts.map((part) => ` ${part}`).join('');
        return random.chance(0.7) ? `<${name}${attributes} />` : `<${name}${attributes}>inside</${name}>`;
      }
      case 'options':
        return `${name}(${object(given)}${random.chance(0.05) ? ", log('more', 1)" : ''})`;
      case 'mixed':
      case 'reversed': {
        const rest = random.chance(0.95) ? object(given.filter(([one]) => one !== takes[0])) : 'made';
        const list = [give(), ...(takes.length > 1 ? [rest] : [])];
        return `${name}(${(kind === 'mixed' ? list : list.reverse()).join(', ')})`;
      }
      case 'list': {
        const list = takes.map(give).slice(0, random.chance(0.9) ? takes.length : random.below(takes.length));
        if (random.chance(0.05)) list.push("log('more', 1)");
        if (random.chance(0.04)) list.push('...[n, s]');
        return `${name}(${list.join(', ')})`;
      }
    }
  };
  return [
    random.chance(0.8)
      ? `log('${++writer.count}', ${said()});`
      : kind === 'props'
        ? `log('shown', <i>{${said()}}</i>);`
        : `${said()};`,
  ];
}

/** A function of the library that calls another one with what it is given itself. */
function within(writer: Writer, one: Giver): string[] {
  const { isTyped } = writer;
  return [
    `export function between(v${isTyped ? ': any' : ''}, w${isTyped ? ': any' : ''}) {`,
    ...indent([`log('w', w);`, ...call(writer, one, ['v', 'n'])]),
    '}',
  ];
}

/** Uses of a function that are no calls whose arguments can be told. */
function hiding({ random }: Writer, { name, kind, isClass }: Giver): string[] {
  if (isClass)
    return random.pick([
      [`log('length', ${name}.length);`],
      [`log('sub', new (class extends ${name} {})(n, s, 3).it);`],
      [`log('held', new { ${name} }.${name}(n, s).it);`],
      [`log('kind', {} instanceof ${name});`],
      [`log('count', ${name}.count);`],
      [`log('reflected', Reflect.construct(${name}, [n, s]).it);`],
    ]);
  if (kind === 'props') return [`log('same', <i>{[${name}].length}</i>);`];
  return random.pick([
    [`log('length', ${name}.length);`],
    [`log('each', [1, 2].map(${name} as never));`.replace(' as never', '')],
    [`log('bound', ${name}.call(null, 1, 2));`],
    [`log('maybe', ${name}?.(1, 2));`],
    [`log('held', { ${name} }.${name}(n, s));`],
    [`log('quoted', ${name}\`b\${n}\`);`],
  ]);
}
