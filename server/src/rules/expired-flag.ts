import { formatDay } from '../flags/dates';
import { declaredIn, lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { readsToReport } from './reads';
import type { Rule } from './rule';

/** The day in a flag's `expires` has passed: the flag was meant to be gone by now. */
export const expiredFlag: Rule = {
  id: 'expired-flag',
  severity: 'warning',
  *checkSource(snapshot, path) {
    for (const { read, declared } of readsToReport(snapshot, path)) {
      const message = messageOf(snapshot, declared);
      if (message) yield { span: read.span, flag: declared.key, message };
    }
  },
  *checkFlagFile(snapshot, path) {
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      const message = messageOf(snapshot, { ...declared, flag });
      if (message) yield { span: flag.keySpan, flag: flag.key, message };
    }
  },
};

function messageOf(snapshot: Snapshot, declared: DeclaredFlag): string | undefined {
  const { expires } = declared.flag;
  if (!expires || !lifeOf(snapshot, declared).expired) return undefined;
  const days = snapshot.today - expires.value;
  return `Flag '${declared.key}' expired on ${formatDay(expires.value)}, ${days === 1 ? 'yesterday' : `${days} days ago`}. Remove it, or extend its expiry.`;
}
