import { declaredIn, lifeOf } from '../workspace/life';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import { readsToReport } from './reads';
import type { Rule } from './rule';

/**
 * A flag has been fully on, or fully off, for longer than the team allows: it decides nothing any more, and its dead
 * branch is still read, tested and maintained.
 *
 * Counted from the latest of `created` and the last past step of the schedule; without either its age is unknown and
 * nothing is said. Kill switches, permission flags and permanent flags are never stale.
 */
export const staleFlag: Rule = {
  id: 'stale-flag',
  severity: 'warning',
  *checkSource(snapshot, path) {
    for (const { read, declared } of readsToReport(snapshot, path)) {
      const message = messageOf(snapshot, declared);
      if (message) yield { span: read.span, flag: declared.key, message };
    }
  },
  *checkFlagFile(snapshot, path) {
    for (const { flag, declared } of declaredIn(snapshot, path)) {
      const message = messageOf(snapshot, declared);
      if (message) yield { span: flag.keySpan, flag: flag.key, message };
    }
  },
};

function messageOf(snapshot: Snapshot, declared: DeclaredFlag): string | undefined {
  const { staleness } = lifeOf(snapshot, declared);
  if (!staleness.stale) return undefined;
  const branch = declared.state.kind === 'on' ? 'enabled' : 'disabled';
  return `Flag '${declared.key}' is stale. ${staleness.why} Remove it and keep the ${branch} branch.`;
}
