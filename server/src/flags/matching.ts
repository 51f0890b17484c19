import { parseDay } from './dates';
import type { TargetingRule } from './model';
import { compilePattern } from './rules';
import { compareVersions, parseVersion } from './versions';

/** How the values of a context are meant: with their types, or as text that takes on the type of the rule's value. */
export type Reading = 'typed' | 'text';

/**
 * Whether a rule matches an attribute; `undefined` stands for one that the context lacks. Values of different types
 * do not match, with the negated operators neither.
 */
export function matches(rule: TargetingRule, attribute: unknown, reading: Reading): boolean {
  const { operator, value } = rule;
  if (operator === 'exists') return (attribute !== undefined) === (value !== false);
  if (attribute === undefined || operator === 'opaque') return false;
  switch (operator) {
    case 'equals':
      return compare(value, attribute, reading) === 0;
    case 'not_equals':
      return isDecided(compare(value, attribute, reading), (order) => order !== 0);
    case 'in':
      return valuesOf(value).some((item) => compare(item, attribute, reading) === 0);
    case 'not_in':
      return isNoneOf(valuesOf(value), attribute, reading);
    case 'greater_than':
      return isDecided(compareOrdered(value, attribute, reading), (order) => order > 0);
    case 'less_than':
      return isDecided(compareOrdered(value, attribute, reading), (order) => order < 0);
    case 'contains':
      return containsValue(value, attribute, reading);
    case 'starts_with':
      return bothText(value, attribute, (wanted, text) => text.startsWith(wanted));
    case 'ends_with':
      return bothText(value, attribute, (wanted, text) => text.endsWith(wanted));
    case 'matches':
      return bothText(
        value,
        attribute,
        (pattern, text) => compilePattern(pattern)?.matcher(text).find() === true,
      );
    case 'semver_equals':
      return isDecided(compareAsVersions(value, attribute), (order) => order === 0);
    case 'semver_greater_than':
      return isDecided(compareAsVersions(value, attribute), (order) => order > 0);
    case 'semver_less_than':
      return isDecided(compareAsVersions(value, attribute), (order) => order < 0);
  }
}

/** The attribute against the value: negative, zero or positive; undefined where their types differ. */
function compare(value: unknown, attribute: unknown, reading: Reading): number | undefined {
  if (typeof value === 'number') {
    const number = reading === 'text' ? numberOf(attribute) : attribute;
    return typeof number === 'number' ? number - value : undefined;
  }
  if (typeof value === 'boolean') {
    const boolean = reading === 'text' ? booleanOf(attribute) : attribute;
    return typeof boolean === 'boolean' ? Number(boolean) - Number(value) : undefined;
  }
  if (value === null) return attribute === null ? 0 : undefined;
  if (typeof value !== 'string' || typeof attribute !== 'string') return undefined;
  const day = parseDay(value);
  if (day !== undefined) {
    const other = parseDay(attribute);
    return other === undefined ? undefined : other - day;
  }
  return attribute === value ? 0 : attribute < value ? -1 : 1;
}

/** As `compare`, for what has an order: numbers and dates. */
function compareOrdered(value: unknown, attribute: unknown, reading: Reading): number | undefined {
  const isOrdered = typeof value === 'number' || (typeof value === 'string' && parseDay(value) !== undefined);
  return isOrdered ? compare(value, attribute, reading) : undefined;
}

function compareAsVersions(value: unknown, attribute: unknown): number | undefined {
  const wanted = typeof value === 'string' ? parseVersion(value) : undefined;
  const actual = typeof attribute === 'string' ? parseVersion(attribute) : undefined;
  return wanted && actual ? compareVersions(actual, wanted) : undefined;
}

/** With an empty list every value is none of it; otherwise one of the list must be of the attribute's type. */
function isNoneOf(values: readonly unknown[], attribute: unknown, reading: Reading): boolean {
  const orders = values.map((item) => compare(item, attribute, reading));
  return !orders.includes(0) && (orders.length === 0 || orders.some((order) => order !== undefined));
}

function containsValue(value: unknown, attribute: unknown, reading: Reading): boolean {
  if (Array.isArray(attribute)) return attribute.some((item) => compare(value, item, reading) === 0);
  // A text from a command line holds digits, not numbers.
  const wanted = reading === 'text' && typeof value === 'number' ? String(value) : value;
  return bothText(wanted, attribute, (part, text) => text.includes(part));
}

function bothText(
  value: unknown,
  attribute: unknown,
  test: (value: string, text: string) => boolean,
): boolean {
  return typeof value === 'string' && typeof attribute === 'string' && test(value, attribute);
}

function isDecided(order: number | undefined, test: (order: number) => boolean): boolean {
  return order !== undefined && !Number.isNaN(order) && test(order);
}

function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that wholly is a decimal number. */
function numberOf(text: unknown): number | undefined {
  return typeof text === 'string' && NUMBER.test(text) ? Number(text) : undefined;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

function booleanOf(text: unknown): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
