import type { RuleId } from '../../workspace/rule-ids';

/** What each rule finds, in one sentence, for formats that list the rules. */
export const RULE_TEXTS: Readonly<Record<RuleId, string>> = {
  'unknown-flag': 'Code reads a flag that no flag file declares.',
  'nested-flag': 'A flag is read under the condition of another flag.',
  'unreachable-flag': 'A flag is read where its answer cannot matter.',
  'stale-flag': 'A flag has been fully on or fully off for longer than allowed.',
  'expired-flag': "A flag's expiry date has passed.",
  'dynamic-flag': "A flag's key is computed, so that nobody can tell which flag is read.",
  'invalid-flag': 'A flag file, or an entry of it, is invalid.',
  'unknown-field': 'A field of an entry is probably misspelled.',
  'duplicate-flag': 'A flag is declared twice.',
  'unused-flag': 'No code reads a flag.',
  'missing-owner': 'A flag has no owner.',
  'missing-expiry': 'A flag has no expiry date.',
  'long-lived-flag': 'A flag is older than a year.',
  'unreachable-rule': 'A targeting rule can never decide.',
  'rollout-schedule': "A flag's percentage differs from its planned rollout.",
  'kill-switch': 'A kill switch is not built to be one.',
  'unused-ignore': 'A comment silences a rule that finds nothing there.',
};
