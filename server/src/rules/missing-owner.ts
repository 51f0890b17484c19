import { declaredIn } from '../workspace/life';
import type { Rule } from './rule';

/** A flag without an owner: nobody is asked before it changes, and nobody removes it. Silent where a format has no such field. */
export const missingOwner: Rule = {
  id: 'missing-owner',
  severity: 'info',
  *checkFlagFile(snapshot, path) {
    for (const { flag } of declaredIn(snapshot, path)) {
      if (flag.owner || !flag.canHave.owner) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: `Flag '${flag.key}' has no owner. Say who decides about it.`,
      };
    }
  },
};
