import { checkWorkspace } from '../../server/src/rules/check';
import type { Snapshot } from '../../server/src/workspace/snapshot';

/** Everything that a snapshot says, in plain data. */
export function contentOf(snapshot: Snapshot) {
  const keys = ['a', 'b', 'c', 'pay-card', 'payCard', ...snapshot.keys()];
  return {
    complete: snapshot.complete,
    sourceCount: snapshot.sourceCount,
    config: [snapshot.config, [...snapshot.config.rules]],
    configProblems: snapshot.configProblems,
    unreadable: [...snapshot.unreadable],
    keys: snapshot.keys(),
    flags: snapshot.keys().map((key) => snapshot.flag(key)),
    reads: snapshot.sources().map((file) => [file, snapshot.readsIn(file)]),
    readCounts: keys.map((key) => snapshot.readCount(key)),
    readsOf: keys.map((key) => snapshot.readsOf(key).map(({ file, span }) => [file, span.start])),
    dynamic: keys.map((key) => snapshot.dynamicReadsOf(key)),
    writes: keys.map((key) => snapshot.writesOf(key)),
    mentions: snapshot.keys().map((key) => snapshot.readsOf(key).length === 0 && snapshot.mentionsOf(key)),
    findings: checkWorkspace(snapshot),
  };
}
