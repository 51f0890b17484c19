import { declaredIn, lifeOf } from '../workspace/life';
import type { Rule } from './rule';

/** A flag older than a year, at whatever percentage: what was a release has become a habit. */
export const longLivedFlag: Rule = {
  id: 'long-lived-flag',
  severity: 'info',
  *checkFlagFile(snapshot, path) {
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      const life = lifeOf(snapshot, { ...declared, flag });
      if (!life.longLived || life.age === undefined) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: `Flag '${flag.key}' is ${life.age} days old. Finish its rollout and remove it, or mark it permanent.`,
      };
    }
  },
};
