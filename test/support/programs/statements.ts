import { alias } from './aliases';
import { type Context, insideFunction, type Written } from './context';
import { ExpressionWriter } from './expressions';
import { gate } from './gates';
import { chooser, handed } from './parameters';
import { returning } from './returned';
import {
  asyncStatement,
  classStatement,
  component,
  generator,
  takenApart,
  typedDeclaration,
  wholeTable,
} from './shapes';
import { standIn } from './stand-ins';
import { stopping } from './stopping';
import { attach, group, indent } from './text';

/** What tells a tool where something begins and ends. */
const STRETCHES = [
  ['/* eslint-disable no-alert */', '/* eslint-enable no-alert */'],
  ['// #region part', '// #endregion'],
] as const;

/** Writes statements around the flag. */
export class StatementWriter extends ExpressionWriter {
  statements(outer: Context, length: number): string[] {
    let context = outer;
    const lines: string[] = [];
    const declared = new Set<string>();
    for (let i = 0; i < length; i++) {
      const { text, next } = this.statement(context, declared);
      if (this.random.chance(0.08)) lines.push(`// about ${this.next()}`);
      const [open, close] = this.random.chance(0.05) ? this.random.pick(STRETCHES) : [];
      lines.push(...(open ? [open] : []), ...text, ...(close ? [close] : []));
      context = next;
      if (this.random.chance(0.1)) lines.push('');
      else if (this.random.chance(0.05) && text.length > 0)
        lines.push(`${lines.pop()} // note ${this.next()}`);
    }
    return lines;
  }

  block(context: Context, length = 1 + this.random.below(2)): string[] {
    return ['{', ...indent(this.statements({ ...context, depth: context.depth + 1 }, length)), '}'];
  }

  /** A branch: a block, or one statement that declares nothing. */
  private branch(context: Context): string[] {
    if (this.random.chance(0.75)) return this.block(context);
    if (this.random.chance(0.3) && context.depth < 3)
      return this.ifStatement({ ...context, depth: context.depth + 1 });
    const text = this.simple(context);
    return [text.startsWith(';') ? text.slice(1) : text];
  }

  simple(context: Context): string {
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

  private statement(context: Context, declared: Set<string>): Written {
    const { random } = this;
    const same = (text: string[]) => ({ text, next: context });
    if (context.depth > 2) return same([this.simple(context)]);
    switch (random.below(36)) {
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
        return same(classStatement(this, context));
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
        return same(generator(this, context));
      case 22:
        return takenApart(this, context, declared);
      case 23:
        return same(context.isAsync ? asyncStatement(this, context) : [this.simple(context)]);
      case 24:
        return same(this.style.dialect === 'tsx' ? component(this, context) : [this.simple(context)]);
      case 25:
        return this.style.dialect === 'js' ? same([this.simple(context)]) : typedDeclaration(this, context);
      case 26:
        return wholeTable(this, context, declared);
      case 27:
      case 28:
        return handed(this, context, declared);
      case 29:
        return this.style.dialect === 'tsx' ? chooser(this, context, declared) : same([this.simple(context)]);
      case 30:
        return standIn(this, context, declared);
      case 31:
        return returning(this, context, declared);
      case 32:
        return alias(this, context, declared);
      case 33:
        return stopping(this, context, declared);
      case 34:
        return this.style.dialect === 'tsx' ? gate(this, context, declared) : same([this.simple(context)]);
      default:
        return same([this.simple(context)]);
    }
  }

  ifStatement(context: Context): string[] {
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

  exit(context: Context): string {
    const value = group(this.expression(context));
    const gap = value.startsWith('(') && this.random.chance(0.2) ? '' : ' ';
    const ways = [`return${gap}${value}`, "throw new Error('t')"];
    if (context.breakable) ways.push('break');
    if (context.loop) ways.push('continue');
    for (const label of context.labels) ways.push(`break ${label}`);
    return this.end(this.random.pick(ways));
  }

  private jump(context: Context): string[] {
    if (context.depth === 0) return [this.simple(context)];
    return [this.exit(context)];
  }

  private flagConstant(context: Context, declared: Set<string>): Written {
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

  private variable(context: Context, declared: Set<string>): Written {
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

  private answer(context: Context, declared: Set<string>): Written {
    const name = this.fresh('is');
    if (declared.has(name)) return { text: [this.simple(context)], next: context };
    declared.add(name);
    const plain = insideFunction(context);
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

  private helper(context: Context, declared: Set<string>): Written {
    const name = this.fresh('help');
    if (declared.has(name)) return { text: [this.simple(context)], next: context };
    declared.add(name);
    const inside = insideFunction(context, { names: [...context.names, 'z'] });
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
    const i = `i${this.next()}`;
    const body = this.block(inside);
    switch (this.random.below(9)) {
      case 5:
        return [
          ...attach(
            `for (var ${i} = ${this.random.pick(['0', '1', this.call('0')])}; ${group(this.test(context))} && ${i} < 2; ${i}++) `,
            body,
          ),
          this.end(this.call(i)),
        ];
      case 6:
        return [
          ...attach(`for (var ${i} = 3; ${this.test(context)}; ) `, [
            ...this.block({ ...inside, loop: false }).slice(0, -1),
            `  ${this.end('break')}`,
            '}',
          ]),
          this.end(this.call(i)),
        ];
      case 7:
        return attach(`for (const ${i} in { p: ${this.operand(context)}, q: ${this.test(context)} }) `, body);
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
    const [head, labels]: [string, string[]] =
      this.style.answer === 'variant'
        ? [this.flag(context), ["'blue'", "'red'", "''", 'null', '5']]
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
    // What does nothing but answer with the flag throws nothing.
    const answer = ['{', ...indent([this.end(`return ${this.flag(context)}`)]), '}'];
    const lines = attach('try ', this.random.chance(0.15) ? answer : this.block(context));
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
    const label = `l${this.next()}`;
    const inside = { ...context, labels: [...context.labels, label] };
    return this.random.chance(0.5)
      ? attach(`${label}: `, this.block(inside))
      : attach(`${label}: `, this.ifStatement(inside));
  }
}
