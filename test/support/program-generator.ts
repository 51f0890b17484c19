import type { FlagValue } from '../../server/src/flags/model';
import { createRandom, type Random } from './random';

/** A random program around a flag, and how it is to be run. */
export interface Program {
  readonly text: string;
  readonly file: string;
  readonly keep: FlagValue;
  readonly isAsync: boolean;
}

/** The names that a program gets from outside; what they hold is tried in many ways. */
export const UNKNOWNS = ['a', 'b', 'c', 'n', 's', 'u'] as const;

/** Writes a program around the flag `x`; the same seed gives the same program. */
export function generateProgram(seed: number): Program {
  const random = createRandom(seed);
  const dialect = random.pick(['js', 'js', 'js', 'ts', 'tsx'] as const);
  const isVariant = random.chance(0.15);
  const isAsync = random.chance(0.25);
  const keep: FlagValue = isVariant ? random.pick(['blue', 'red', '', 0, null]) : random.chance(0.5);
  const writer = new Writer(random, { dialect, isAsync, isVariant, hasSemicolons: random.chance(0.7) });
  const body = writer.body(1 + random.below(4));
  const helpers = writer.helpers();
  const eol = random.chance(0.1) ? '\r\n' : '\n';
  const text = [...helpers, `${isAsync ? 'async ' : ''}function main() {`, ...indent(body), '}', ''].join(
    '\n',
  );
  return { text: text.replaceAll('\n', eol), file: `src/program.${dialect}`, keep, isAsync };
}

interface Style {
  readonly dialect: 'js' | 'ts' | 'tsx';
  readonly isAsync: boolean;
  readonly isVariant: boolean;
  readonly hasSemicolons: boolean;
}

/** What may be written at a place: the names in reach, and the ways out of it. */
interface Context {
  readonly depth: number;
  readonly names: readonly string[];
  readonly assignable: readonly string[];
  readonly flags: readonly string[];
  readonly answers: readonly string[];
  readonly loop: boolean;
  readonly breakable: boolean;
  readonly labels: readonly string[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
}

class Writer {
  private count = 0;
  private readonly wrappers: string[] = [];

  constructor(
    private readonly random: Random,
    private readonly style: Style,
  ) {}

  body(length: number): string[] {
    return this.statements(
      {
        depth: 0,
        names: [...UNKNOWNS],
        assignable: [],
        flags: [],
        answers: [],
        loop: false,
        breakable: false,
        labels: [],
        isAsync: this.style.isAsync,
        isGenerator: false,
      },
      length,
    );
  }

  helpers(): string[] {
    return this.wrappers;
  }

  private fresh(prefix: string): string {
    // Few names on purpose: they collide.
    return this.random.chance(0.35) ? `${prefix}${this.random.below(3)}` : `${prefix}_${this.count++}`;
  }

  private end(text: string): string {
    if (this.style.hasSemicolons) return `${text};`;
    return '([`+-/<'.includes(text.charAt(0)) ? `;${text}` : text;
  }

  /** A read of the flag, directly or through a name that holds it. */
  private flag(context: Context): string {
    const { random, style } = this;
    if (context.flags.length > 0 && random.chance(0.45)) return random.pick(context.flags);
    if (context.answers.length > 0 && random.chance(0.4)) return `${random.pick(context.answers)}()`;
    if (style.isVariant) return "getVariant('x')";
    if (context.isAsync && random.chance(0.4)) return "await variation('x')";
    if (random.chance(0.05)) return "isEnabled('x', log('argument', 1))";
    if (random.chance(0.1)) return "useFlag('x').value";
    if (random.chance(0.05)) return "useDecision('x')[0].enabled";
    return random.pick(["isEnabled('x')", "flags.isEnabled('x')", "isEnabled('x')", "!isOff('x')"]);
  }

  /** The flag in a form that is true or false. */
  private test(context: Context): string {
    const flag = this.flag(context);
    if (!this.style.isVariant || this.random.chance(0.2)) return wrapAwait(flag);
    const operator = this.random.pick(['===', '!==', '==', '!=']);
    return `${wrapAwait(flag)} ${operator} ${this.random.pick(["'blue'", "'red'", "''", 'null', '0', 'undefined'])}`;
  }

  private condition(context: Context): string {
    const { random } = this;
    switch (random.below(9)) {
      case 0:
      case 1:
      case 2:
        return this.test(context);
      case 3:
        return `!${group(this.test(context))}`;
      case 4:
        return `${group(this.test(context))} ${random.pick(['&&', '||'])} ${this.operand(context)}`;
      case 5:
        return `${this.operand(context)} ${random.pick(['&&', '||'])} ${group(this.test(context))}`;
      case 6:
        return `${this.operand(context)} && (${this.operand(context)} || ${group(this.test(context))})`;
      case 7:
        return this.operand(context);
      default:
        return `${group(this.test(context))} ? ${this.operand(context)} : ${this.operand(context)}`;
    }
  }

  private operand(context: Context): string {
    const { random } = this;
    switch (random.below(6)) {
      case 0:
        return this.call(random.pick(context.names));
      case 1:
        return this.call(random.pick(['1', '0', "''", 'true', 'false', 'null']));
      case 2:
        return `!${random.pick(['a', 'b', 'c'])}`;
      case 3:
        return `(${this.condition({ ...context, depth: context.depth + 1 })})`;
      case 4:
        return `n ${random.pick(['>', '===', '<='])} ${random.below(3)}`;
      default:
        return random.pick(context.names);
    }
  }

  private call(argument: string): string {
    return `log('${this.count++}', ${argument})`;
  }

  private expression(context: Context): string {
    const { random } = this;
    const inner = { ...context, depth: context.depth + 1 };
    if (context.depth > 4) return this.operand(context);
    switch (random.below(23)) {
      case 0:
      case 1:
        return `${group(this.test(context))} ? ${this.operandOr(inner)} : ${this.operandOr(inner)}`;
      case 2:
        return `${group(this.test(context))} && ${this.operand(context)}`;
      case 3:
        return `${this.operand(context)} && ${group(this.test(context))}`;
      case 4:
        return `${this.operand(context)} || ${group(this.test(context))}`;
      case 5:
        return `${group(this.flag(context))} ?? ${this.call('2')}`;
      case 6:
        return `\`<\${${this.condition(context)}}|\${${group(this.test(context))} ? 'p' : 'q'}>\``;
      case 7:
        return `({ k: ${this.test(context)}, ...(${this.test(context)} && { m: ${this.operand(context)} }) })`;
      case 8:
        return `[...(${group(this.test(context))} ? [${this.operand(context)}] : []), ${this.operand(context)}]`;
      case 9:
        return `typeof ${group(this.flag(context))}`;
      case 10:
        return `(${this.call('3')}, ${this.condition(context)})`;
      case 11:
        return `(${group(this.test(context))} ? box.get : other)()`;
      case 12:
        return `(() => ${parenthesizeObject(this.expression({ ...inner, isAsync: false, isGenerator: false }))})()`;
      case 13:
        return `String(${this.condition(context)})`;
      case 14:
        return `[1, 2].filter(${this.lambda(context)})`;
      case 15:
        return `(${group(this.test(context))} ? ${this.operand(context)} : ${this.operand(context)}) + 1`;
      case 16:
        return `(${group(this.test(context))} && box).get()`;
      case 17:
        return `(${this.condition(context)}) === true`;
      case 18:
        return this.style.dialect === 'tsx' ? this.markup(inner) : this.condition(context);
      case 19:
        return `((p = ${group(this.test(context))}, { q = ${this.operand(context)} } = {}) => [p, q])()`;
      case 20:
        return this.style.dialect === 'js' ? this.condition(context) : `(${this.test(context)} as unknown)`;
      default:
        return this.condition(context);
    }
  }

  private operandOr(context: Context): string {
    return this.random.chance(0.3) ? group(this.expression(context)) : this.operand(context);
  }

  private lambda(context: Context): string {
    if (context.answers.length > 0 && this.random.chance(0.3)) return this.random.pick(context.answers);
    return `(item) => ${this.condition({ ...context, isAsync: false, isGenerator: false, names: [...context.names, 'item'] })}`;
  }

  private markup(context: Context): string {
    const { random } = this;
    const child = (): string => {
      switch (random.below(6)) {
        case 0:
          return `{${group(this.test(context))} && <i>{${this.operand(context)}}</i>}`;
        case 1:
          return `{${group(this.test(context))} ? <b>on</b> : <u title={${this.condition(context)}} />}`;
        case 2:
          return `words {${group(this.test(context))} ? 'New' : 'Old'} more`;
        case 3:
          return `<p hidden={!${group(this.test(context))}} {...(${group(this.test(context))} && { id: 'k' })}>text</p>`;
        case 4:
          return `{${this.operand(context)}}`;
        default:
          return 'plain';
      }
    };
    const children = Array.from({ length: 1 + random.below(3) }, child);
    const [open, close] = random.pick([
      ['<div>', '</div>'],
      ['<>', '</>'],
    ] as const);
    if (random.chance(0.5)) return `(${open}${children.join('')}${close})`;
    return `(\n${[open, ...children.map((line) => `  ${line}`), close].map((line) => `  ${line}`).join('\n')}\n)`;
  }

  private statements(outer: Context, length: number): string[] {
    let context = outer;
    const lines: string[] = [];
    const declared = new Set<string>();
    for (let i = 0; i < length; i++) {
      const { text, next } = this.statement(context, declared);
      if (this.random.chance(0.08)) lines.push(`// about ${this.count++}`);
      lines.push(...text);
      context = next;
      if (this.random.chance(0.1)) lines.push('');
    }
    return lines;
  }

  private block(context: Context, length = 1 + this.random.below(2)): string[] {
    return ['{', ...indent(this.statements({ ...context, depth: context.depth + 1 }, length)), '}'];
  }

  /** A branch: a block, or one statement that declares nothing. */
  private branch(context: Context): string[] {
    if (this.random.chance(0.75)) return this.block(context);
    const text = this.simple(context);
    return [text.startsWith(';') ? text.slice(1) : text];
  }

  private simple(context: Context): string {
    const { random } = this;
    const ways = [
      () => this.call(this.operand(context)),
      () => this.call(this.expression(context)),
      () => this.expression(context),
    ];
    if (context.assignable.length > 0) {
      ways.push(
        () =>
          `${random.pick(context.assignable)} ${random.pick(['=', '||=', '&&='])} ${this.expression(context)}`,
      );
    }
    const text = random.pick(ways)();
    return this.end(text.startsWith('{') || text.startsWith('function') ? `(${text})` : text);
  }

  private statement(context: Context, declared: Set<string>): { text: string[]; next: Context } {
    const { random } = this;
    const same = (text: string[]) => ({ text, next: context });
    if (context.depth > 2) return same([this.simple(context)]);
    switch (random.below(30)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return same(this.ifStatement(context));
      case 4:
      case 5:
      case 6:
        return this.flagConstant(context, declared);
      case 7:
      case 8:
        return this.variable(context, declared);
      case 9:
        return same(this.guard(context));
      case 10:
        return same(this.loop(context));
      case 11:
      case 12:
        return same(this.switchStatement(context));
      case 13:
        return same(this.tryStatement(context));
      case 14:
        return this.answer(context, declared);
      case 15:
        return this.helper(context, declared);
      case 16:
        return same(this.classStatement(context));
      case 17:
        return same(this.jump(context));
      case 18:
        return same(this.block(context));
      case 19:
        return same(this.labelled(context));
      case 20:
        return same([
          this.end(`${group(this.test(context))} ${random.pick(['&&', '||'])} ${this.call('4')}`),
        ]);
      case 21:
        return same(this.generator(context));
      case 22:
        return this.takenApart(context, declared);
      case 23:
        return context.isAsync ? same(this.asyncStatement(context)) : same([this.simple(context)]);
      default:
        return same([this.simple(context)]);
    }
  }

  private ifStatement(context: Context): string[] {
    const { random } = this;
    const lines = attach(`if (${this.condition(context)}) `, this.branch(context));
    while (random.chance(0.3))
      lines.push(...attach(`else if (${this.condition(context)}) `, this.branch(context)));
    if (random.chance(0.5)) lines.push(...attach('else ', this.branch(context)));
    return lines;
  }

  private guard(context: Context): string[] {
    const exit = this.exit(context);
    const lines = attach(`if (${this.condition(context)}) `, [
      '{',
      ...indent([this.simple(context), exit]),
      '}',
    ]);
    return this.random.chance(0.2) ? [...lines, ...attach('else ', this.block(context))] : lines;
  }

  private exit(context: Context): string {
    const ways = [`return ${group(this.expression(context))}`, "throw new Error('t')"];
    if (context.breakable) ways.push('break');
    if (context.loop) ways.push('continue');
    for (const label of context.labels) ways.push(`break ${label}`);
    return this.end(this.random.pick(ways));
  }

  private jump(context: Context): string[] {
    if (context.depth === 0) return [this.simple(context)];
    return [this.exit(context)];
  }

  private flagConstant(context: Context, declared: Set<string>): { text: string[]; next: Context } {
    const name = this.fresh('on');
    const { random } = this;
    if (declared.has(name)) return { text: [this.simple(context)], next: context };
    declared.add(name);
    const kind = random.pick(['const', 'const', 'const', 'let', 'var']);
    if (kind === 'var' && context.depth > 0) return { text: [this.simple(context)], next: context };
    const annotation = this.style.dialect !== 'js' && random.chance(0.3) ? ': any' : '';
    const value = random.chance(0.7) ? this.flag(context) : this.condition(context);
    return {
      text: [this.end(`${kind} ${name}${annotation} = ${value}`)],
      next: {
        ...context,
        flags: [...context.flags, name],
        names: [...context.names, name],
        answers: context.answers.filter((other) => other !== name),
      },
    };
  }

  private variable(context: Context, declared: Set<string>): { text: string[]; next: Context } {
    const name = this.fresh('v');
    if (declared.has(name)) return { text: [this.simple(context)], next: context };
    declared.add(name);
    const kind = this.random.pick(['let', 'const', 'let', context.depth === 0 ? 'var' : 'let']);
    const text = [this.end(`${kind} ${name} = ${this.expression(context)}`)];
    const names = [...context.names, name];
    const assignable = context.assignable.filter((other) => other !== name);
    return {
      text,
      next: { ...context, names, assignable: kind === 'const' ? assignable : [...assignable, name] },
    };
  }

  private takenApart(context: Context, declared: Set<string>): { text: string[]; next: Context } {
    const name = this.fresh('d');
    if (declared.has(name) || this.style.isVariant) return { text: [this.simple(context)], next: context };
    declared.add(name);
    const way = this.random.below(context.isAsync ? 3 : 2);
    const pattern = [
      `const { value: ${name} } = useFlag('x')`,
      `const [{ enabled: ${name} }] = useDecision('x')`,
      `const [${name}] = await Promise.all([variation('x'), ${this.operand(context)}])`,
    ][way]!;
    return {
      text: [this.end(pattern)],
      next: { ...context, flags: [...context.flags, name], names: [...context.names, name] },
    };
  }

  private answer(context: Context, declared: Set<string>): { text: string[]; next: Context } {
    const name = this.fresh('is');
    if (declared.has(name)) return { text: [this.simple(context)], next: context };
    declared.add(name);
    const plain = {
      ...context,
      isAsync: false,
      isGenerator: false,
      loop: false,
      breakable: false,
      labels: [],
    };
    const value = this.random.chance(0.7)
      ? this.flag({ ...plain, flags: [], answers: [] })
      : this.condition(plain);
    const effect = this.random.chance(0.2) ? [this.end(this.call('5'))] : [];
    const text = this.random.chance(0.5)
      ? [`function ${name}() {`, ...indent([...effect, this.end(`return ${value}`)]), '}']
      : effect.length > 0
        ? attach(`const ${name} = () => `, [
            '{',
            ...indent([...effect, this.end(`return ${value}`)]),
            this.end('}'),
          ])
        : [this.end(`const ${name} = () => ${value}`)];
    return {
      text,
      next: {
        ...context,
        answers: [...context.answers, name],
        flags: context.flags.filter((f) => f !== name),
      },
    };
  }

  private helper(context: Context, declared: Set<string>): { text: string[]; next: Context } {
    const name = this.fresh('help');
    if (declared.has(name)) return { text: [this.simple(context)], next: context };
    declared.add(name);
    const inside = {
      ...context,
      isAsync: false,
      isGenerator: false,
      loop: false,
      breakable: false,
      labels: [],
      names: [...context.names, 'z'],
    };
    const text = [
      `function ${name}(z) {`,
      ...indent(this.statements({ ...inside, depth: context.depth + 1 }, 2)),
      indent([this.end('return z')])[0]!,
      '}',
    ];
    const use = this.end(this.call(`${name}(${this.condition(context)})`));
    return {
      text: this.random.chance(0.6)
        ? [...text, use]
        : [...text, ...attach(`if (${this.test(context)}) `, ['{', ...indent([use]), '}'])],
      next: context,
    };
  }

  private loop(context: Context): string[] {
    const inside = { ...context, loop: true, breakable: true };
    const i = `i${this.count++}`;
    const body = this.block(inside);
    switch (this.random.below(6)) {
      case 0:
        return attach(`for (let ${i} = 0; ${i} < 2; ${i}++) `, body);
      case 1:
        return attach(`for (let ${i} = 0; ${group(this.test(context))} && ${i} < 2; ${i}++) `, body);
      case 2:
        return [
          this.end(`let ${i} = 0`),
          ...attach(`while (${i}++ < 2 && ${group(this.test(context))}) `, body),
        ];
      case 3:
        return [
          this.end(`let ${i} = 0`),
          ...attach('do ', body).slice(0, -1),
          this.end(`} while (${i}++ < 1 && ${group(this.test(context))})`),
        ];
      case 4: {
        // Without `continue`, which would skip the way out.
        const [head, ...rest] = this.block({ ...inside, loop: false });
        return [
          ...attach(`while (${this.test(context)}) `, [
            head!,
            ...rest.slice(0, -1),
            `  ${this.end('break')}`,
            '}',
          ]),
        ];
      }
      default:
        return attach(`for (const ${i} of [1, 2]) `, body);
    }
  }

  private switchStatement(context: Context): string[] {
    const { random } = this;
    const inside = { ...context, breakable: true };
    const [head, labels]: [string, string[]] = this.style.isVariant
      ? [this.flag(context), ["'blue'", "'red'", "''", 'null']]
      : random.pick([
          [this.flag(context), ['true', 'false']] as [string, string[]],
          ['n', ['0', '1', '2']] as [string, string[]],
          ['true', [this.test(context), this.operand(context)]] as [string, string[]],
        ]);
    const lines = [`switch (${head}) {`];
    const clause = (title: string) => {
      lines.push(`  ${title}:`);
      const body = this.statements({ ...inside, depth: context.depth + 2 }, 1 + random.below(2));
      if (random.chance(0.2)) {
        const ending = random.chance(0.7) ? [this.end('break')] : [];
        lines.push(...indent(indent(['{', ...indent([...body, ...ending]), '}'])));
        return;
      }
      lines.push(...indent(indent(body)));
      if (random.chance(0.7)) lines.push(`    ${random.chance(0.8) ? this.end('break') : this.exit(inside)}`);
    };
    for (const label of labels) clause(`case ${label}`);
    if (random.chance(0.5)) clause('default');
    return [...lines, '}'];
  }

  private tryStatement(context: Context): string[] {
    const lines = attach('try ', this.block(context));
    const hasCatch = this.random.chance(0.7);
    if (hasCatch) lines.push(...attach('catch (error) ', this.block(context)));
    if (!hasCatch || this.random.chance(0.4)) {
      lines.push(
        ...attach('finally ', this.block({ ...context, loop: false, breakable: false, labels: [] })),
      );
    }
    return lines;
  }

  private labelled(context: Context): string[] {
    const label = `l${this.count++}`;
    const inside = { ...context, labels: [...context.labels, label] };
    return this.random.chance(0.5)
      ? attach(`${label}: `, this.block(inside))
      : attach(`${label}: `, this.ifStatement(inside));
  }

  private classStatement(context: Context): string[] {
    const name = `C${this.count++}`;
    const inside = {
      ...context,
      isAsync: false,
      isGenerator: false,
      loop: false,
      breakable: false,
      labels: [],
    };
    return [
      `class ${name} {`,
      `  field = ${this.expression(inside)};`,
      `  static shared = ${this.condition(inside)};`,
      `  get value() { return ${group(this.expression(inside))}; }`,
      '  run() {',
      ...indent(indent(this.statements({ ...inside, depth: context.depth + 1 }, 2))),
      '  }',
      '}',
      this.end(this.call(`[new ${name}().field, ${name}.shared, new ${name}().value, new ${name}().run()]`)),
    ];
  }

  private generator(context: Context): string[] {
    const name = `g${this.count++}`;
    const inside = {
      ...context,
      isAsync: false,
      isGenerator: true,
      loop: false,
      breakable: false,
      labels: [],
    };
    return [
      `function* ${name}() {`,
      ...indent([
        this.end(`yield ${this.expression(inside)}`),
        ...this.ifStatement({ ...inside, depth: context.depth + 1 }),
        this.end(`yield ${this.operand(inside)}`),
      ]),
      '}',
      this.end(this.call(`[...${name}()]`)),
    ];
  }

  private asyncStatement(context: Context): string[] {
    switch (this.random.below(4)) {
      case 0:
        return [this.end(`await ${this.call(this.operand(context))}`)];
      case 1:
        return [
          this.end(
            this.call(
              `await variation('x').then((on) => on ? ${this.operand({ ...context, isAsync: false })} : 0)`,
            ),
          ),
        ];
      case 2:
        return [this.end(this.call(`await (async () => ${group(this.expression(context))})()`))];
      default:
        return attach("if (await variation('x')) ", this.block(context));
    }
  }
}

function wrapAwait(text: string): string {
  return text.startsWith('await') ? `(${text})` : text;
}

function group(text: string): string {
  return /^[\w.]+(\(('\w+')?\))?$/.test(text) ? text : `(${text})`;
}

function parenthesizeObject(text: string): string {
  return text.startsWith('{') ? `(${text})` : text;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? line : `  ${line.replaceAll('\n', '\n  ')}`));
}

/** Joins a head with the first line of what follows. */
function attach(head: string, [first, ...rest]: readonly string[]): string[] {
  return [`${head}${first}`, ...rest];
}
