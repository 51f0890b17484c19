import * as l10n from '@vscode/l10n';
import { formatDay } from './dates';
import type { Flag, FlagValue, Operator, ScheduleStep, TargetingRule } from './model';

/** The state in words that go on after "the flag is …": `on for everyone`, `on for 10 % of users and 2 users by name`. */
export function describeState(flag: Flag | undefined): string {
  if (!flag) return l10n.t('not in this file');
  const { state } = flag;
  switch (state.kind) {
    case 'on':
      return state.words ?? l10n.t('on for everyone');
    case 'off':
      if (state.words !== undefined) return state.words;
      if (flag.mark?.value === 'archived') return l10n.t("archived, so the code's default applies");
      return state.evidence.isDefault
        ? l10n.t("off in the file, so the code's default applies")
        : l10n.t('off for everyone');
    case 'partial':
      return state.words ?? l10n.t('on for {audience}', { audience: describeAudience(flag) });
    case 'fixed':
      return l10n.t('fixed at {value}', { value: describeValue(state.value) });
    case 'unknown':
      return l10n.t('unknown: {reason}', { reason: state.reason });
  }
}

/** Who a partly rolled out flag is on for: `10 % of users, 2 users by name and everyone who matches one of 2 rules`. */
export function describeAudience(flag: Flag): string {
  const parts: string[] = [];
  const percentage = flag.percentage?.value;
  if (percentage !== undefined && percentage > 0) parts.push(l10n.t('{0} % of users', percentage));
  const users = flag.allowedUsers.length;
  if (users > 0) parts.push(users === 1 ? l10n.t('1 user by name') : l10n.t('{0} users by name', users));
  if (flag.rules.length > 0)
    parts.push(
      flag.rules.length === 1
        ? l10n.t('everyone who matches a rule')
        : l10n.t('everyone who matches one of {0} rules', flag.rules.length),
    );
  return parts.length === 0 ? l10n.t('some') : listed(parts);
}

/** A rule in words: `plan is one of pro, enterprise`. */
export function describeRule(rule: TargetingRule): string {
  if (rule.words !== undefined) return shortInside(rule.words);
  if (rule.operator === 'opaque')
    return l10n.t('a rule of another kind: {rule}', { rule: short(describeValue(rule.value)) });
  const { attribute, operator } = rule;
  if (operator === 'exists')
    return rule.value === false
      ? l10n.t('{attribute} is not there', { attribute })
      : l10n.t('{attribute} is there', { attribute });
  return TESTS[operator]({ attribute, value: describeRuleValue(rule.value) });
}

/** `1 % from 2026-11-01`. */
export function describeStep(step: ScheduleStep): string {
  return l10n.t('{0} % from {1}', step.percentage, formatDay(step.date));
}

/** A value as a person would write it: text without quotes, all else as JSON. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value as FlagValue) ?? l10n.t('nothing');
}

type Test = (parts: { readonly attribute: string; readonly value: string }) => string;

const TESTS: Readonly<Record<Exclude<Operator, 'exists'>, Test>> = {
  equals: (parts) => l10n.t('{attribute} is {value}', parts),
  not_equals: (parts) => l10n.t('{attribute} is not {value}', parts),
  in: (parts) => l10n.t('{attribute} is one of {value}', parts),
  not_in: (parts) => l10n.t('{attribute} is none of {value}', parts),
  greater_than: (parts) => l10n.t('{attribute} is greater than {value}', parts),
  less_than: (parts) => l10n.t('{attribute} is less than {value}', parts),
  contains: (parts) => l10n.t('{attribute} contains {value}', parts),
  starts_with: (parts) => l10n.t('{attribute} begins with {value}', parts),
  ends_with: (parts) => l10n.t('{attribute} ends with {value}', parts),
  matches: (parts) => l10n.t('{attribute} matches {value}', parts),
  semver_equals: (parts) => l10n.t('{attribute} is version {value}', parts),
  semver_greater_than: (parts) => l10n.t('{attribute} is a version after {value}', parts),
  semver_less_than: (parts) => l10n.t('{attribute} is a version before {value}', parts),
};

function describeRuleValue(value: unknown): string {
  if (!Array.isArray(value)) return short(describeValue(value));
  return short(value.length === 0 ? l10n.t('nothing') : value.map(describeValue).join(', '));
}

/** `a`, `a and b`, `a, b and c`. */
function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return l10n.t('{0} and {1}', parts.slice(0, -1).join(', '), parts.at(-1)!);
}

/** A line in a hover holds no more. */
function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** Who a rule is about stands at its beginning and what it gives at its end: what is left out lies between. */
function shortInside(text: string): string {
  return text.length > 120 ? `${text.slice(0, 75)}…${text.slice(-44)}` : text;
}
