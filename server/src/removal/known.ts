import type { FlagValue } from '../flags/model';

/** A value that JavaScript code can hold once the flag is settled. */
export type Value = FlagValue | undefined;

/** What an expression is known to be: a value, the promise of one, or an object that has it at a path. */
export interface Known {
  readonly value: Value;
  readonly promise: boolean;
  readonly path: readonly string[];
  /** What else that object has: `{ isLoading: false }`. */
  readonly beside?: Readonly<Record<string, boolean>>;
}

/** What an object with a known value in it has as a member. */
export function memberOfHolder({ path, beside, ...known }: Known, name: string): Known | undefined {
  if (path[0] === name) return { ...known, path: path.slice(1) };
  const other = beside && Object.hasOwn(beside, name) ? beside[name] : undefined;
  return other === undefined ? undefined : plain(other);
}

export function plain(value: Value): Known {
  return { value, promise: false, path: [] };
}

export function isPlain(known: Known): boolean {
  return !known.promise && known.path.length === 0;
}

/** What a source writes texts in. */
export type Quote = "'" | '"';

/** The text that stands for a known value; for one not yet reached, a stand-in that never reaches a result. */
export function textOf(known: Known, quote?: Quote): string {
  if (known.path.length > 0) return known.promise ? 'Promise.resolve(null)' : 'null';
  const literal = literalText(known.value, quote);
  return known.promise ? `Promise.resolve(${literal})` : literal;
}

export function literalText(value: Value, quote: Quote = "'"): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return quoted(value, quote);
  if (Array.isArray(value)) return `[${value.map((item) => literalText(item, quote)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([name, item]) => `${propertyName(name, quote)}: ${literalText(item, quote)}`,
    );
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether a value can be copied to every use: a copy of an object is another object. */
export function isPrimitive(value: Value): boolean {
  return value === null || typeof value !== 'object';
}

export function memberOf(value: Value, name: string): { readonly value: Value } | undefined {
  if (typeof value === 'string' && name === 'length') return { value: value.length };
  if (typeof value !== 'object' || value === null) return undefined;
  // What a value inherits, `toString` or an array's `map`, is no part of it.
  if (!Object.hasOwn(value, name)) return name in value ? undefined : { value: undefined };
  return { value: (value as Readonly<Record<string, FlagValue>>)[name] };
}

/** The value of a unary operator on a primitive. */
export function unary(operator: string, value: Value): { readonly value: Value } | undefined {
  if (operator === '!') return { value: !value };
  if (operator === 'void') return { value: undefined };
  if (operator === 'typeof') return { value: value === null ? 'object' : typeof value };
  if (!isPrimitive(value)) return undefined;
  if (operator === '-') return finite(-(value as number));
  if (operator === '+') return finite(+(value as number));
  if (operator === '~') return finite(~(value as number));
  return undefined;
}

/** The value of a binary operator on two values of which at least one follows from the flag. */
export function binary(operator: string, left: Value, right: Value): { readonly value: Value } | undefined {
  if (!isPrimitive(left) || !isPrimitive(right)) {
    const isNothing = [left, right].some((one) => one === null || one === undefined);
    const isEqual = operator === '===' || operator === '==';
    return isNothing && (isEqual || operator === '!==' || operator === '!=')
      ? { value: !isEqual }
      : undefined;
  }
  const a = left as number;
  const b = right as number;
  switch (operator) {
    case '===':
      return { value: a === b };
    case '!==':
      return { value: a !== b };
    case '==':
      // biome-ignore lint/suspicious/noDoubleEquals: it computes what the program's own `==` gives.
      return { value: a == b };
    case '!=':
      // biome-ignore lint/suspicious/noDoubleEquals: it computes what the program's own `!=` gives.
      return { value: a != b };
    case '<':
      return { value: a < b };
    case '<=':
      return { value: a <= b };
    case '>':
      return { value: a > b };
    case '>=':
      return { value: a >= b };
    case '+':
      return typeof left === 'string' || typeof right === 'string'
        ? { value: String(left) + String(right) }
        : undefined;
    default:
      return undefined;
  }
}

function finite(value: number): { readonly value: Value } | undefined {
  return Number.isFinite(value) ? { value } : undefined;
}

function quoted(text: string, quote: Quote): string {
  const plain = JSON.stringify(text).slice(1, -1);
  const escaped = quote === '"' ? plain : plain.replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `${quote}${escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}${quote}`;
}

function propertyName(name: string, quote: Quote): string {
  // A quoted `__proto__` would still set the prototype; a computed one makes a property.
  if (name === '__proto__') return `[${quote}__proto__${quote}]`;
  return isIdentifierText(name) ? name : quoted(name, quote);
}

function isIdentifierText(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

const KEEP_SUCH =
  'and what is kept is of another kind. Keep such a value, as in --keep \'"blue"\' or --keep 3.';
export const OTHER_KIND = `The flag is compared with a text or a number here, ${KEEP_SUCH}`;
/** `flags.limit ?? 10` */
export const OTHER_DEFAULT = `The code takes a text or a number here where the flag has no value, ${KEEP_SUCH}`;

/**
 * Whether a comparison shows that the flag's values are of another kind than the one that it is to be settled as: texts or numbers for
 * true or false, or `'1'` for 1.
 */
export function asksForOther(value: Value, other: Value): boolean {
  const isPlain = typeof other === 'string' || typeof other === 'number';
  if (!isPlain || typeof value === typeof other) return false;
  return typeof value === 'boolean' || (isPrimitive(value) && String(value) === String(other));
}
