import type { FileEdits } from '../text/edits';
import { writesInProgram } from '../workspace/program-writes';
import type { Workspace } from '../workspace/workspace';
import { planRemoval, type RemovalHost } from './plan-removal';
import { planThroughGate, type TypeGate } from './type-gate';

/**
 * Plans the removal of flags that are fully on from one source, all at once: what no person looks at before it is done
 * takes no other flags. Their entries stay, and so does every read that is not certain.
 */
export async function planCleanUp(
  workspace: Workspace,
  file: string,
  flags: readonly string[],
  gate?: TypeGate,
): Promise<readonly FileEdits[]> {
  const snapshot = workspace.snapshot();
  const reads = flags
    .flatMap((flag) => snapshot.readsOf(flag))
    .filter(({ certainty }) => certainty === 'certain');
  const files = new Set([file, ...reads.map((read) => read.file)]);
  const texts = new Map<string, string>();
  for (const path of files) {
    const text = await workspace.text(path);
    if (text !== undefined) texts.set(path, text);
  }
  const host: Omit<RemovalHost, 'reads'> = {
    dynamicReads: [],
    writes: flags.flatMap((flag) => writesInProgram(snapshot, flag)),
    mentions: [],
    text: (path) => texts.get(path),
  };
  const request = { flag: flags.join(', '), keep: true, scope: { kind: 'file', file } } as const;
  const plan = await planThroughGate(gate, reads, host.text, async (withheld) =>
    planRemoval(request, { ...host, reads: reads.filter((read) => !withheld.has(read)) }),
  );
  return plan.files;
}
