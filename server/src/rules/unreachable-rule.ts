import { describeRule } from '../flags/describe';
import type { Flag, TargetingRule } from '../flags/model';
import { declaredIn } from '../workspace/life';
import type { Rule } from './rule';

/** A targeting rule, or a list of users, that can decide nothing: an earlier one, or 100 %, has decided before. */
export const unreachableRule: Rule = {
  id: 'unreachable-rule',
  severity: 'warning',
  *checkFlagFile(snapshot, path) {
    for (const { flag } of declaredIn(snapshot, path)) {
      if (flag.state.kind === 'unknown') continue;
      for (const { message } of findings(flag)) yield { span: flag.keySpan, flag: flag.key, message };
    }
  },
};

function* findings(flag: Flag): Iterable<{ message: string }> {
  const rules = flag.rules.filter(({ operator }) => operator !== 'opaque');
  if (flag.enabled?.value === true && flag.percentage?.value === 100) {
    if (flag.allowedUsers.length > 0) {
      yield {
        message: `Flag '${flag.key}' is on for 100 %, so its allowed users decide nothing. Remove the list.`,
      };
    }
    if (rules.length > 0)
      yield { message: `Flag '${flag.key}' is on for 100 %, so its rules decide nothing. Remove them.` };
    return;
  }
  for (const [index, rule] of rules.entries()) {
    if (rule.operator === 'in' && Array.isArray(rule.value) && rule.value.length === 0) {
      yield {
        message: `A rule of flag '${flag.key}' can never match: ${rule.attribute} is in an empty list. Fill the list, or remove the rule.`,
      };
      continue;
    }
    const earlier = rules.slice(0, index).find((other) => covers(other, rule));
    if (earlier) {
      yield {
        message: `A rule of flag '${flag.key}' decides nothing: "${describeRule(rule)}" is covered by "${describeRule(earlier)}". Remove it.`,
      };
    }
  }
}

/** Whether whatever matches `inner` matches `outer`. */
function covers(outer: TargetingRule, inner: TargetingRule): boolean {
  if (outer.attribute !== inner.attribute) return false;
  if (outer.operator === inner.operator && JSON.stringify(outer.value) === JSON.stringify(inner.value))
    return true;
  if (outer.operator === 'exists' && outer.value !== false) return inner.operator !== 'exists';
  if (outer.operator === 'in' && Array.isArray(outer.value)) {
    const values = outer.value as unknown[];
    if (inner.operator === 'equals') return values.includes(inner.value);
    if (inner.operator === 'in' && Array.isArray(inner.value))
      return inner.value.every((value) => values.includes(value));
  }
  const [a, b] = [outer.value, inner.value];
  if (typeof a === 'number' && typeof b === 'number') {
    if (outer.operator === 'greater_than' && inner.operator === 'greater_than') return b >= a;
    if (outer.operator === 'less_than' && inner.operator === 'less_than') return b <= a;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    if (outer.operator === 'starts_with')
      return ['starts_with', 'equals'].includes(inner.operator) && b.startsWith(a);
    if (outer.operator === 'ends_with')
      return ['ends_with', 'equals'].includes(inner.operator) && b.endsWith(a);
    if (outer.operator === 'contains') {
      return ['contains', 'starts_with', 'ends_with', 'equals'].includes(inner.operator) && b.includes(a);
    }
  }
  return false;
}
