import type { RuleId } from '../workspace/rule-ids';
import type { Snapshot } from '../workspace/snapshot';
import { duplicateFlag } from './duplicate-flag';
import { dynamicFlag } from './dynamic-flag';
import { expiredFlag } from './expired-flag';
import { invalidFlag } from './invalid-flag';
import { killSwitch } from './kill-switch';
import { longLivedFlag } from './long-lived-flag';
import { missingExpiry } from './missing-expiry';
import { missingOwner } from './missing-owner';
import { nestedFlag } from './nested-flag';
import { neverEvaluated } from './never-evaluated';
import { rolloutSchedule } from './rollout-schedule';
import type { Finding, Fix, Rule, TextOf } from './rule';
import { staleFlag } from './stale-flag';
import { unknownField } from './unknown-field';
import { unknownFlag } from './unknown-flag';
import { unreachableFlag } from './unreachable-flag';
import { unreachableRule } from './unreachable-rule';
import { unusedFlag } from './unused-flag';
import { unusedIgnore } from './unused-ignore';

/** Every rule. `unused-ignore` is the one that is not here: `check.ts` knows what the comments have silenced. */
export const RULES: readonly Rule[] = [
  unknownFlag,
  nestedFlag,
  unreachableFlag,
  staleFlag,
  expiredFlag,
  dynamicFlag,
  invalidFlag,
  unknownField,
  duplicateFlag,
  unusedFlag,
  missingOwner,
  missingExpiry,
  longLivedFlag,
  unreachableRule,
  rolloutSchedule,
  killSwitch,
  neverEvaluated,
];

/** A rule by its name. */
export function ruleOf(id: RuleId): Rule {
  return id === unusedIgnore.id ? unusedIgnore : RULES.find((rule) => rule.id === id)!;
}

/** The mends of a finding, the best first. */
export function fixesFor(snapshot: Snapshot, finding: Finding, textOf: TextOf): Fix[] {
  const { fixes } = ruleOf(finding.rule);
  return fixes ? [...fixes(snapshot, finding, textOf)] : [];
}
