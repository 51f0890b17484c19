import * as l10n from '@vscode/l10n';
import { describeRule } from '../flags/describe';
import type { Flag, TargetingRule } from '../flags/model';
import { covers, matchAll, onlyValues } from '../flags/rule-logic';
import type { Span } from '../text/span';
import { declaredIn } from '../workspace/life';
import type { Rule } from './rule';

/**
 * A targeting rule, or a list of users, that can decide nothing: an earlier rule or the list of users has decided before,
 * 100 % has, it can never match, or two rules that were meant as bounds contradict their purpose and let everyone in.
 *
 * ## Why
 *
 * Any rule that matches turns the flag on. Whoever adds a second rule to narrow the first, or leaves the rules of the test
 * phase in place at 100 %, believes in a limit that is not there.
 *
 * ## Example
 *
 * ```yaml
 * # config/flags.yaml
 * flags:
 *   menu: { enabled: true, percentage: 100, allowed_users: [kim] }
 * # ^^^^ unreachable-rule: Flag 'menu' is on for 100 %, so its allowed users decide nothing. Remove the list.
 *   offer:
 * # ^^^^^ unreachable-rule: A rule of flag 'offer' decides nothing: "plan is pro" is covered by "plan is one of pro, team".
 *     enabled: true
 *     rules:
 *       - { attribute: plan, operator: in, value: [pro, team] }
 *       - { attribute: plan, operator: equals, value: pro }
 *   search:
 * # ^^^^^^ unreachable-rule: A rule of flag 'search' can never match: country is in an empty list.
 *     enabled: true
 *     rules:
 *       - { attribute: country, operator: in, value: [] }
 *   grown_up:
 * # ^^^^^^^^ unreachable-rule: The rules "age is greater than 17" and "age is less than 66" of flag 'grown_up' bound nothing
 *     enabled: true
 *     rules:
 *       - { attribute: age, operator: greater_than, value: 17 }
 *       - { attribute: age, operator: less_than, value: 66 }
 * ```
 * ```ts
 * // src/app.ts
 * for (const key of ['menu', 'offer', 'search', 'grown_up']) flags.isEnabled(key);
 * ```
 *
 * ## How to fix
 *
 * Remove what decides nothing. Bounds on two sides cannot be said with two rules, since each lets in those whom the other
 * keeps out: give the context an attribute that says it, such as an age group.
 *
 * ## What it needs to know
 *
 * What the rules mean. Rules of a shape of the project's own or of a service are left alone, and so is a flag whose state is
 * unknown.
 */
export const unreachableRule: Rule = {
  id: 'unreachable-rule',
  severity: 'warning',
  summary: 'A targeting rule, or a list of users, decides nothing.',
  *checkFlagFile(snapshot, path) {
    for (const { flag } of declaredIn(snapshot, path)) {
      if (flag.state.kind === 'unknown') continue;
      for (const { message, at } of findings(flag)) {
        yield {
          span: flag.keySpan,
          flag: flag.key,
          message,
          ...(at && { related: [{ file: path, span: at, message: l10n.t('This is it') }] }),
        };
      }
    }
  },
  *fixes(snapshot, { file, flag: key, replaces }) {
    const flag = snapshot.flagFiles.get(file)?.flags.find((other) => other.key === key);
    if (flag?.state.kind !== 'on' || replaces) return;
    yield {
      title: l10n.t("Move '{0}' to its fully rolled-out form: no rules, no users", flag.key),
      edits: [],
      later: { file, key: flag.key, task: 'rollOut' },
      isPreferred: true,
    };
  },
};

function* findings(flag: Flag): Iterable<{ readonly message: string; readonly at?: Span }> {
  const rules = flag.rules.filter(({ operator }) => operator !== 'opaque');
  if (flag.enabled?.value === true && flag.percentage?.value === 100) {
    if (flag.allowedUsers.length > 0) {
      yield {
        message: l10n.t(
          "Flag '{flag}' is on for 100 %, so its allowed users decide nothing. Remove the list.",
          {
            flag: flag.key,
          },
        ),
      };
    }
    if (rules.length > 0)
      yield {
        message: l10n.t("Flag '{flag}' is on for 100 %, so its rules decide nothing. Remove them.", {
          flag: flag.key,
        }),
      };
    return;
  }
  const users = new Set(flag.allowedUsers.map(({ value }) => value));
  for (const [index, rule] of rules.entries()) {
    const earlier = rules.slice(0, index);
    const message =
      whyNever(flag, rule) ??
      whyListed(flag, rule, users) ??
      whyCovered(flag, rule, earlier) ??
      whyEveryone(flag, rule, earlier);
    if (message !== undefined) yield { message, at: rule.span };
  }
}

function whyNever({ key }: Flag, { attribute, operator, value }: TargetingRule): string | undefined {
  if (operator !== 'in' || !Array.isArray(value) || value.length > 0) return undefined;
  return l10n.t(
    "A rule of flag '{flag}' can never match: {attribute} is in an empty list. Fill the list, or remove the rule.",
    { flag: key, attribute },
  );
}

function whyListed({ key }: Flag, rule: TargetingRule, users: ReadonlySet<string>): string | undefined {
  const ids = rule.attribute === 'user_id' ? onlyValues(rule) : undefined;
  if (!ids?.every((id) => (typeof id === 'string' || typeof id === 'number') && users.has(String(id))))
    return undefined;
  return l10n.t(
    'A rule of flag \'{flag}\' decides nothing: "{rule}" names only users that allowed_users lists. Remove it.',
    { flag: key, rule: describeRule(rule) },
  );
}

function whyCovered(
  { key }: Flag,
  rule: TargetingRule,
  earlier: readonly TargetingRule[],
): string | undefined {
  const outer = earlier.find((other) => covers(other, rule));
  if (!outer) return undefined;
  return l10n.t('A rule of flag \'{flag}\' decides nothing: "{rule}" is covered by "{other}". Remove it.', {
    flag: key,
    rule: describeRule(rule),
    other: describeRule(outer),
  });
}

function whyEveryone(
  { key }: Flag,
  rule: TargetingRule,
  earlier: readonly TargetingRule[],
): string | undefined {
  const other = earlier.find((candidate) => matchAll(candidate, rule));
  if (!other) return undefined;
  return l10n.t(
    'The rules "{other}" and "{rule}" of flag \'{flag}\' bound nothing: any rule that matches turns the flag on, and one of the two always does. Say with one rule who gets it.',
    { flag: key, rule: describeRule(rule), other: describeRule(other) },
  );
}
