import type { Random } from '../random';
import type { Context, Style } from './context';
import { group, parenthesizeObject, wrapAwait } from './text';
import { unusual } from './unusual';

/** Settings that a flag may answer with, asked for in several ways. */
const SETTINGS = [
  "getVariant('x').on",
  "getVariant('x').on",
  "getVariant('x').title",
  "getVariant('x')?.limit",
  "getVariant('x')?.missing",
  "getVariant('x').deep.er",
  "getVariant('x').list.length",
  "getVariant('x').missing?.further.on",
  "getVariant('x')",
];

/** Writes expressions around the flag. */
export class ExpressionWriter {
  private count = 0;

  constructor(
    readonly random: Random,
    readonly style: Style,
  ) {}

  /** A number that no other name or label has. */
  next(): number {
    return this.count++;
  }

  fresh(prefix: string): string {
    // Few names on purpose: they collide.
    return this.random.chance(0.35) ? `${prefix}${this.random.below(3)}` : `${prefix}_${this.count++}`;
  }

  end(text: string): string {
    if (this.style.hasSemicolons) return `${text};`;
    return '([`+-/<'.includes(text.charAt(0)) ? `;${text}` : text;
  }

  /** A read of the flag, directly or through a name that holds it. */
  flag(context: Context): string {
    const { random, style } = this;
    if (context.flags.length > 0 && random.chance(0.45)) return random.pick(context.flags);
    if (context.answers.length > 0 && random.chance(0.4)) return `${random.pick(context.answers)}()`;
    if (style.answer === 'variant') {
      return random.pick([
        "getVariant('x')",
        "getVariant('x')",
        "getVariant('x')",
        "getVariant('x')?.length",
      ]);
    }
    if (style.answer === 'settings') return random.pick(SETTINGS);
    if (context.isAsync && context.promisers.length > 0 && random.chance(0.3)) {
      return `await ${random.pick(context.promisers)}()`;
    }
    if (context.isAsync && random.chance(0.4)) return "await variation('x')";
    if (random.chance(0.05)) return "isEnabled('x', log('argument', 1))";
    if (random.chance(0.1)) return "useFlag('x').value";
    if (random.chance(0.05)) return "useDecision('x')[0].enabled";
    if (random.chance(0.05)) return 'useFlags().x';
    return random.pick(["isEnabled('x')", "flags.isEnabled('x')", "isEnabled('x')", "!isOff('x')"]);
  }

  /** The flag in a form that is true or false. */
  test(context: Context): string {
    const flag = this.flag(context);
    if (this.style.answer === 'boolean' || this.random.chance(0.2)) return wrapAwait(flag);
    const operator = this.random.pick(['===', '!==', '==', '!=']);
    return `${wrapAwait(flag)} ${operator} ${this.random.pick(["'blue'", "'red'", "''", 'null', '0', 'undefined', '5'])}`;
  }

  condition(context: Context): string {
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

  operand(context: Context): string {
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

  call(argument: string): string {
    return `log('${this.count++}', ${argument})`;
  }

  expression(context: Context): string {
    const { random } = this;
    const inner = { ...context, depth: context.depth + 1 };
    if (context.depth > 4) return this.operand(context);
    switch (random.below(38)) {
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
        return random.chance(0.5)
          ? `(${group(this.test(context))} ? ${this.operand(context)} : ${this.operand(context)}) + 1`
          : `${random.pick(["'t'", 'n', '`u`'])} + (${group(this.test(context))} ? '' : ${this.operand(context)}) + ${random.pick(['n', '1', "'u'"])}`;
      case 16:
        return `(${group(this.test(context))} && box).get()`;
      case 17:
        return `(${this.condition(context)}) === true`;
      case 18:
        return this.style.dialect === 'tsx' ? this.markup(inner) : this.condition(context);
      case 19:
        return `((p = ${group(this.test(context))}, { q = ${this.operand(context)} } = {}) => [p, q])()`;
      case 21:
        return `${this.operand(context)} ${random.pick(['&&', '||'])} ${group(this.test(context))} ${random.pick(['&&', '||'])} ${this.operand(context)}`;
      case 22:
        return `[${group(this.test(context))} && ${this.operand(context)}, ${this.operand(context)}].filter(Boolean)`;
      case 23:
        return `{ on: 'yes', off: 'no' }[${group(this.test(context))} ? 'on' : 'off']`;
      case 24:
        return `${group(this.test(context))} ? true : false`;
      case 25:
        return `(${random.pick(['-', '+', '~', '!', 'void ', 'typeof '])}${group(this.flag(context))})`;
      case 26:
        return `(${group(this.flag(context))} ${random.pick(['+', '-', '<', '>=', '**', '==', '!=='])} ${random.pick(['1', "'t'", 'n', 's'])})`;
      case 27:
        return `u?.[${group(this.test(context))} ? 'length' : 'name']`;
      case 28:
        // biome-ignore lint/suspicious/noTemplateCurlyInString: they are the program's own templates.
        return `\`$\${${group(this.test(context))} ? ${random.pick(["'{a}'", "'$'", "'\\r\\n'", "'\\''", '`<${a}$`'])} : ${random.pick(["''", '`{${b}$`'])}}{b}\``;
      case 29:
        return `({ k: ${random.pick(['1', 'a', this.call('7')])}, m: ${this.operand(context)}, ...(${group(this.test(context))} && { k: ${this.operand(context)} }), ...(${group(this.test(context))} ? { z: ${this.operand(context)} } : undefined) })`;
      case 30:
        return `(${group(this.test(context))} ${random.pick(["&& 'kept'", "? '' : 'kept'", '? { a } : 0', '&& [a]'])}) ${random.pick(['||', '&&', '??'])} ${group(this.operand(context))}`;
      case 31:
        return `(${group(this.test(context))} ? ${random.pick(['null', 'undefined'])} : ${this.operand(context)}) ?? ${group(this.operand(context))}`;
      case 32:
        return `(${group(this.operand(context))} ${random.pick(['&&', '||', '??'])} ${group(this.operand(context))}) ${random.pick(['&&', '||'])} ${group(this.test(context))}`;
      case 33:
      case 34:
      case 35:
      case 36:
        return unusual(this, context);
      case 20:
        return this.style.dialect === 'js' ? this.condition(context) : `(${this.test(context)} as unknown)`;
      default:
        return this.condition(context);
    }
  }

  operandOr(context: Context): string {
    return this.random.chance(0.3) ? group(this.expression(context)) : this.operand(context);
  }

  lambda(context: Context): string {
    if (context.answers.length > 0 && this.random.chance(0.3)) return this.random.pick(context.answers);
    return `(item) => ${this.condition({ ...context, isAsync: false, isGenerator: false, names: [...context.names, 'item'] })}`;
  }

  /** Markup is built before it is known whether a page shows it: what calls nothing is all that may be left out. */
  quiet(context: Context): string {
    return this.random.pick(context.names.filter((name) => !name.startsWith('table') && !name.endsWith(')')));
  }

  markup(context: Context): string {
    const { random } = this;
    const child = (): string => {
      switch (random.below(9)) {
        case 6:
          return `{/* about ${this.count++} */}`;
        case 7:
          return this.style.answer !== 'boolean'
            ? `{${this.operand(context)}}`
            : `<Feature name="x" fallback={<s>{${this.quiet(context)}}</s>}><b>{${this.quiet(context)}}</b></Feature>`;
        case 8:
          return `{${this.operand(context)} && ${group(this.test(context))} && <q>{' '}quoted</q>}`;
        case 0:
          return `{${group(this.test(context))} && <i>{${this.operand(context)}}</i>}`;
        case 1:
          return `{${group(this.test(context))} ? <b>on</b> : <u title={${this.condition(context)}} />}`;
        case 2:
          return `words {${group(this.test(context))} ? 'New' : 'Old'} more`;
        case 3:
          return `<p hidden={!${group(this.test(context))}} {...(${group(this.test(context))} ? { id: 'k', ${random.pick(['a', "'data-x': 1", 'hidden: 2'])} } : ${random.pick(['null', '{}', 'undefined'])})}>text</p>`;
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
}
