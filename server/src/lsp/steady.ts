import type { TypeGate } from '../removal/type-gate';
import type { Workspace } from '../workspace/workspace';
import type { Folder } from './folder';
import { notWhole } from './messages';

/** What a plan is made from: a workspace whose texts stay, and a type check where there is one. */
export interface Ground {
  readonly workspace: Workspace;
  readonly check: TypeGate | undefined;
  /** The texts that were asked for. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** Who changes files all the time gets what was worked out last; every edit is held against its file once more. */
const MOST_ATTEMPTS = 4;

/**
 * Works something out on a state of the files that nothing has overtaken: where files change meanwhile it is worked out
 * again. It takes the whole of the workspace. With a `signal` there is a type check, which the signal ends early; `say` is told when one begins.
 */
export async function steadily<T>(
  folder: Folder,
  signal: AbortSignal | undefined,
  work: (ground: Ground) => Promise<T>,
  say?: (message: string) => void,
): Promise<T> {
  if (!(await folder.whole())) throw new Error(notWhole());
  const gate = signal && folder.openTypeGate?.(signal);
  try {
    for (let attempt = 1; ; attempt++) {
      await folder.current();
      const before = folder.revision();
      const texts = new Map<string, string | undefined>();
      const workspace = remembering(folder.workspace, texts);
      const result = await work({ workspace, check: gate && announced(gate.check, say), texts });
      await folder.current();
      if (folder.revision() === before || attempt === MOST_ATTEMPTS || signal?.aborted) return result;
    }
  } finally {
    gate?.dispose();
  }
}

function announced(check: TypeGate, say: (message: string) => void = () => undefined): TypeGate {
  const told: TypeGate = (changes) => {
    say('type-checking the result');
    return check(changes);
  };
  return Object.assign(told, check);
}

/** A workspace that gives each text once and the same ever after, so that a plan rests on one state of each file. */
function remembering(workspace: Workspace, texts: Map<string, string | undefined>): Workspace {
  return {
    ...workspace,
    async text(path) {
      if (!texts.has(path)) texts.set(path, await workspace.text(path));
      return texts.get(path);
    },
  };
}
