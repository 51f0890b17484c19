import { formatDay } from './dates';
import type { Flag, FlagValue, Operator, ScheduleStep, TargetingRule } from './model';

/** The state in words that go on after "the flag is …": `on for everyone`, `on for 10 % of users and 2 users by name`. */
export function describeState(flag: Flag | undefined): string {
  if (!flag) return 'not in this file';
  const { state } = flag;
  switch (state.kind) {
    case 'on':
      return state.words ?? 'on for everyone';
    case 'off':
      if (state.words !== undefined) return state.words;
      if (flag.mark?.value === 'archived') return "archived, so the code's default applies";
      return state.evidence.isDefault ? "off in the file, so the code's default applies" : 'off for everyone';
    case 'partial':
      return state.words ?? `on for ${describeAudience(flag)}`;
    case 'fixed':
      return `fixed at ${describeValue(state.value)}`;
    case 'unknown':
      return `unknown: ${state.reason}`;
  }
}

/** Who a partly rolled out flag is on for: `10 % of users, 2 users by name and everyone who matches one of 2 rules`. */
export function describeAudience(flag: Flag): string {
  const parts: string[] = [];
  const percentage = flag.percentage?.value;
  if (percentage !== undefined && percentage > 0) parts.push(`${percentage} % of users`);
  if (flag.allowedUsers.length > 0) parts.push(`${count(flag.allowedUsers.length, 'user')} by name`);
  if (flag.rules.length > 0)
    parts.push(
      `everyone who matches ${flag.rules.length === 1 ? 'a rule' : `one of ${flag.rules.length} rules`}`,
    );
  return parts.length === 0 ? 'some' : listed(parts, 'and');
}

/** A rule in words: `plan is one of pro, enterprise`. */
export function describeRule(rule: TargetingRule): string {
  if (rule.words !== undefined) return shortInside(rule.words);
  if (rule.operator === 'opaque') return `a rule of another kind: ${short(describeValue(rule.value))}`;
  if (rule.operator === 'exists') return `${rule.attribute} is ${rule.value === false ? 'not ' : ''}there`;
  return `${rule.attribute} ${OPERATOR_WORDS[rule.operator]} ${describeRuleValue(rule.value)}`;
}

/** `1 % from 2026-11-01`. */
export function describeStep(step: ScheduleStep): string {
  return `${step.percentage} % from ${formatDay(step.date)}`;
}

/** A value as a person would write it: text without quotes, all else as JSON. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value as FlagValue) ?? 'nothing';
}

const OPERATOR_WORDS: Readonly<Record<Exclude<Operator, 'exists'>, string>> = {
  equals: 'is',
  not_equals: 'is not',
  in: 'is one of',
  not_in: 'is none of',
  greater_than: 'is greater than',
  less_than: 'is less than',
  contains: 'contains',
  starts_with: 'begins with',
  ends_with: 'ends with',
  matches: 'matches',
  semver_equals: 'is version',
  semver_greater_than: 'is a version after',
  semver_less_than: 'is a version before',
};

function describeRuleValue(value: unknown): string {
  if (!Array.isArray(value)) return short(describeValue(value));
  return short(value.length === 0 ? 'nothing' : value.map(describeValue).join(', '));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[], word: string): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`;
}

/** A line in a hover holds no more. */
function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Who a rule is about stands at its beginning and what it gives at its end: what is left out lies between. */
function shortInside(text: string): string {
  return text.length > 120 ? `${text.slice(0, 75)}…${text.slice(-44)}` : text;
}
