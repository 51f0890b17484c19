import { staysForGood } from '../flags/lifecycle';
import { declaredIn } from '../workspace/life';
import type { Rule } from './rule';

/**
 * A flag that is meant to go has no date by which it should be gone. Never asked of kill switches, permission flags and
 * permanent flags, nor where a format has no such field.
 */
export const missingExpiry: Rule = {
  id: 'missing-expiry',
  severity: 'info',
  *checkFlagFile(snapshot, path) {
    for (const { flag } of declaredIn(snapshot, path)) {
      if (flag.expires || !flag.canHave.expiry || staysForGood(flag)) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: `Flag '${flag.key}' has no expiry. Say by when it should be gone.`,
      };
    }
  },
};
