import { parseDay } from './dates';
import { matches } from './matching';
import type { TargetingRule } from './model';
import { compareVersions, parseVersion } from './versions';

/** Whether whatever matches `inner` matches `outer`, as far as the two rules tell. */
export function covers(outer: TargetingRule, inner: TargetingRule): boolean {
  if (outer.attribute !== inner.attribute) return false;
  if (outer.operator === inner.operator && sameValue(outer.value, inner.value)) return true;
  // What no attribute matches is another rule's matter.
  if (inner.operator === 'in' && onlyValues(inner)?.length === 0) return false;
  if (outer.operator === 'exists' && outer.value !== false) return inner.operator !== 'exists';
  const values = onlyValues(inner);
  if (values) return values.every((value) => isOneSpelling(outer, value) && matches(outer, value, 'typed'));
  const [a, b] = [outer.value, inner.value];
  switch (outer.operator) {
    case 'greater_than':
    case 'less_than':
    case 'semver_greater_than':
    case 'semver_less_than': {
      if (inner.operator !== outer.operator) return false;
      const order = compareBounds(b, a);
      return order !== undefined && (outer.operator.endsWith('greater_than') ? order >= 0 : order <= 0);
    }
    case 'starts_with':
      return inner.operator === 'starts_with' && isText(a) && isText(b) && b.startsWith(a);
    case 'ends_with':
      return inner.operator === 'ends_with' && isText(a) && isText(b) && b.endsWith(a);
    case 'contains':
      // Of `contains` the attribute may be a list, which has one item and not the other.
      return (
        (inner.operator === 'starts_with' || inner.operator === 'ends_with') &&
        isText(a) &&
        isText(b) &&
        b.includes(a)
      );
    default:
      return false;
  }
}

/** Whether every value of the attribute, of the type that both rules are about, matches the one or the other. */
export function matchAll(a: TargetingRule, b: TargetingRule): boolean {
  if (a.attribute !== b.attribute) return false;
  if (a.operator === 'exists' && b.operator === 'exists') return (a.value === false) !== (b.value === false);
  const [below, above] = a.operator.endsWith('less_than') ? [a, b] : [b, a];
  const kind = below.operator.replace('less_than', '');
  if (below.operator === `${kind}less_than` && above.operator === `${kind}greater_than`) {
    const order = compareBounds(above.value, below.value);
    return order !== undefined && order < 0;
  }
  const [one, other] = [refused(a), refused(b)];
  return (
    one !== undefined &&
    other !== undefined &&
    isOfOneType([...one, ...other]) &&
    !one.some((value) => other.some((second) => sameValue(value, second)))
  );
}

/** The values that an attribute must have one of; nothing where the rule does not list them. */
export function onlyValues({ operator, value }: TargetingRule): readonly unknown[] | undefined {
  if (operator === 'equals') return [value];
  return operator === 'in' && Array.isArray(value) ? value : undefined;
}

/** The values that alone keep an attribute of their type out. */
function refused({ operator, value }: TargetingRule): readonly unknown[] | undefined {
  if (operator === 'not_equals') return [value];
  return operator === 'not_in' && Array.isArray(value) && value.length > 0 ? value : undefined;
}

/** A date stands for all the ways to write its day, of which a rule about text knows one. */
function isOneSpelling({ operator }: TargetingRule, value: unknown): boolean {
  if (!isText(value) || parseDay(value) === undefined) return true;
  return ['equals', 'in', 'not_equals', 'not_in', 'greater_than', 'less_than'].includes(operator);
}

function compareBounds(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (!isText(a) || !isText(b)) return undefined;
  const [day, otherDay] = [parseDay(a), parseDay(b)];
  if (day !== undefined && otherDay !== undefined) return day - otherDay;
  const [version, otherVersion] = [parseVersion(a), parseVersion(b)];
  return version && otherVersion && compareVersions(version, otherVersion);
}

function isOfOneType(values: readonly unknown[]): boolean {
  const types = new Set(
    values.map((value) => (isText(value) && parseDay(value) !== undefined ? 'date' : typeof value)),
  );
  return types.size === 1;
}

function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
