import { describeState } from '../flags/describe';
import type { Flag } from '../flags/model';
import type { Snapshot } from '../workspace/snapshot';

/**
 * Why nobody here can say for whom a flag is on: a service, or the project's own code, decides by rules of its own. A
 * sentence without a full stop; undefined where our evaluation tells.
 */
export function whyNotEvaluated({ flagFiles }: Snapshot, flag: Flag): string | undefined {
  const { key, state, rules } = flag;
  if (state.kind !== 'partial') return undefined;
  const service = flagFiles.get(flag.file)?.service;
  if (service !== undefined)
    return `'${key}' is on for some, and ${service} decides for whom by rules of its own`;
  const isSilent = flag.percentage === undefined && rules.length === 0 && flag.allowedUsers.length === 0;
  if (!isSilent && state.words === undefined && !rules.some(({ isForeign }) => isForeign)) return undefined;
  return `'${key}' is ${describeState(flag)}, and the file says for whom in a way of its own`;
}
