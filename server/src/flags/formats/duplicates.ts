import * as l10n from '@vscode/l10n';
import type { LineIndex } from '../../text/lines';
import { type DataNode, sameData } from '../../text/tree';
import type { Flag, FlagFileProblem } from '../model';

/** A declared flag with its entry's data, until duplicates have been compared. */
export interface Declared {
  readonly flag: Flag;
  readonly data: DataNode;
}

/**
 * The flags in their order, and the keys of a file that stand twice; where two say different things nobody can tell
 * which one counts.
 */
export function compareDuplicates(
  declared: readonly Declared[],
  lines: LineIndex,
): { readonly flags: Flag[]; readonly problems: FlagFileProblem[] } {
  const problems: FlagFileProblem[] = [];
  const doubtful = new Set<Declared>();
  for (const [first, ...others] of byKey(declared).values()) {
    const { key, keySpan } = first!.flag;
    const line = lines.positionAt(keySpan.start).line + 1;
    for (const other of others) {
      if (other.flag.keySpan.start === keySpan.start) continue;
      const differs = !sameData(first!.data, other.data);
      const message = differs
        ? l10n.t(
            "Flag '{flag}' is declared twice in this file with different values, first on line {line}. Keep one.",
            { flag: key, line },
          )
        : l10n.t(
            "Flag '{flag}' is declared twice in this file with the same values, first on line {line}. Keep one.",
            { flag: key, line },
          );
      problems.push({
        rule: 'duplicate-flag',
        flag: key,
        span: other.flag.keySpan,
        message,
      });
      if (differs) doubtful.add(first!).add(other);
    }
  }
  return { flags: declared.map((one) => (doubtful.has(one) ? ambiguous(one.flag) : one.flag)), problems };
}

function byKey(declared: readonly Declared[]): Map<string, Declared[]> {
  const result = new Map<string, Declared[]>();
  for (const one of declared) {
    // Each environment of a file has keys of its own.
    const key = JSON.stringify([one.flag.environment ?? null, one.flag.key]);
    const others = result.get(key);
    if (others) others.push(one);
    else result.set(key, [one]);
  }
  return result;
}

function ambiguous({ environments: _none, ...flag }: Flag): Flag {
  const reason = l10n.t('the file declares it twice with different values');
  return { ...flag, state: { kind: 'unknown', reason, evidence: { field: 'key', span: flag.keySpan } } };
}
