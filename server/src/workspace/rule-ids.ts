/** The names of all rules; they are part of the command line's contract and never change. */
export const RULE_IDS = [
  'unknown-flag',
  'nested-flag',
  'unreachable-flag',
  'stale-flag',
  'expired-flag',
  'dynamic-flag',
  'invalid-flag',
  'unknown-field',
  'duplicate-flag',
  'unused-flag',
  'missing-owner',
  'missing-expiry',
  'long-lived-flag',
  'unreachable-rule',
  'rollout-schedule',
  'kill-switch',
  'never-evaluated',
  'unused-ignore',
] as const;

export type RuleId = (typeof RULE_IDS)[number];

export function isRuleId(text: string): text is RuleId {
  return (RULE_IDS as readonly string[]).includes(text);
}
