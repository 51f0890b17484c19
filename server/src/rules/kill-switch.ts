import type { Flag } from '../flags/model';
import { declaredIn } from '../workspace/life';
import { readsToReport } from './reads';
import type { Rule } from './rule';

/**
 * A kill switch must work when everything else does not: on unless someone turns it off, for everyone at once, and
 * asked before any other flag.
 */
export const killSwitch: Rule = {
  id: 'kill-switch',
  severity: 'warning',
  *checkSource(snapshot, path) {
    const reads = snapshot.readsIn(path);
    for (const { read, declared } of readsToReport(snapshot, path)) {
      if (declared.flag.type?.value !== 'kill_switch') continue;
      if (read.codeDefault === false) {
        yield {
          span: read.span,
          flag: declared.key,
          message: `Kill switch '${declared.key}' falls back to false here, so a lost connection turns the feature off. Make the default true.`,
        };
      }
      const guard = read.guards[0];
      const outer =
        guard && reads.find(({ span }) => span.start === guard.span.start && span.end === guard.span.end);
      if (outer?.key !== undefined && outer.key !== declared.key && outer.certainty === 'certain') {
        yield {
          span: read.span,
          flag: declared.key,
          message: `Kill switch '${declared.key}' is asked behind flag '${outer.key}'. Ask it first, so that it always works.`,
          related: [{ file: path, span: outer.span, message: `'${outer.key}' is asked here` }],
        };
      }
    }
  },
  *checkFlagFile(snapshot, path) {
    for (const { flag } of declaredIn(snapshot, path)) {
      const narrowed = flag.type?.value === 'kill_switch' ? narrowing(flag) : undefined;
      if (!narrowed) continue;
      yield {
        span: flag.keySpan,
        flag: flag.key,
        message: `Kill switch '${flag.key}' has ${narrowed}, so turning it on does not reach everyone. Remove that.`,
      };
    }
  },
};

function narrowing(flag: Flag): string | undefined {
  if (flag.percentage) return 'a percentage';
  if (flag.rules.length > 0) return 'rules';
  if (flag.allowedUsers.length > 0) return 'allowed users';
  return undefined;
}
