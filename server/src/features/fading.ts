import * as l10n from '@vscode/l10n';
import { keepOf } from '../removal/keep';
import { isUnused } from '../rules/unused-flag';
import { contains, type Span } from '../text/span';
import { declaredIn } from '../workspace/life';
import { writesInProgram } from '../workspace/program-writes';
import type { Snapshot } from '../workspace/snapshot';

/** A part of a file that an editor shows pale. */
export interface Faded {
  readonly span: Span;
  readonly code: 'unused-flag' | 'dead-branch';
  readonly flag: string;
  readonly message: string;
}

/** What of a file is not needed: the entries that nothing reads, the branches that never run. */
export function fadedParts(snapshot: Snapshot, path: string): Faded[] {
  return snapshot.flagFiles.has(path) ? fadedEntries(snapshot, path) : deadBranches(snapshot, path);
}

/** The entries that nothing reads; a silencer says that a reader is where nobody sees it. */
function fadedEntries(snapshot: Snapshot, path: string): Faded[] {
  const silencers = snapshot.flagFiles.get(path)?.silencers ?? [];
  return declaredIn(snapshot, path)
    .filter(({ flag, declared }) => {
      const isSilenced = silencers.some(
        ({ rules, reason, covers }) =>
          reason !== '' && rules.includes('unused-flag') && contains(covers, flag.keySpan),
      );
      return !isSilenced && isUnused(snapshot, declared);
    })
    .map(({ flag: { key, span } }) => ({
      span,
      code: 'unused-flag',
      flag: key,
      message: l10n.t("Nothing reads flag '{flag}'.", { flag: key }),
    }));
}

/**
 * The branches behind a flag that is on, or off, for everyone, of which the other answer runs. Those of a flag that is
 * meant to stay, or is written by the program, wait for their day.
 */
function deadBranches(snapshot: Snapshot, path: string): Faded[] {
  const dead: Faded[] = [];
  for (const { key, certainty, opaque, result, branches } of snapshot.readsIn(path)) {
    if (key === undefined || certainty !== 'certain' || !branches || opaque !== undefined) continue;
    // A text such as 'off' is no answer by itself.
    if (result.gives || result.promise) continue;
    const declared = snapshot.flag(key, path);
    if (!declared || writesInProgram(snapshot, key).length > 0) continue;
    const decision = keepOf(declared);
    if (!('keep' in decision)) continue;
    const { keep } = decision;
    const message = keep
      ? l10n.t("Never runs: flag '{flag}' is on for everyone.", { flag: key })
      : l10n.t("Never runs: flag '{flag}' is off for everyone.", { flag: key });
    for (const { span, when } of branches) {
      if (when !== keep) dead.push({ span, code: 'dead-branch', flag: key, message });
    }
  }
  // What lies in a dead branch is pale already.
  dead.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  let paleUntil = -1;
  return dead.filter(({ span }) => {
    if (span.end <= paleUntil) return false;
    paleUntil = span.end;
    return true;
  });
}
