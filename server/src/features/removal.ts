import { describeState } from '../flags/describe';
import { staysForGood } from '../flags/lifecycle';
import type { FlagValue } from '../flags/model';
import { removeEntry } from '../flags/remove-entry';
import type { RemovalPlan } from '../removal/plan';
import { type EntryRemoval, planRemoval, type RemovalRequest } from '../removal/plan-removal';
import type { DeclaredFlag, Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';

/** Whether a flag can be removed as its state stands: with which value, or why not. */
export type RemovalOffer =
  | { readonly keep: FlagValue; readonly isPreferred: boolean }
  | { readonly refusal: string };

/** A flag that is fully on goes gladly, one that is fully off by a person's choice, any other not at all. */
export function offerRemoval(snapshot: Snapshot, declared: DeclaredFlag): RemovalOffer {
  const { key, state, declarations } = declared;
  const lasting = declarations.find(({ flag }) => staysForGood(flag));
  if (lasting) {
    const { permanent, type } = lasting.flag;
    const kind = permanent?.value === true ? 'permanent' : `a ${type?.value.replace('_', ' ')}`;
    return { refusal: `Flag '${key}' is ${kind}: it is meant to stay.` };
  }
  if (state.kind !== 'on' && state.kind !== 'off') {
    return { refusal: `Flag '${key}' is neither fully on nor fully off: it is ${whyNotSettled(declared)}.` };
  }
  if (state.evidence.isDefault) {
    return { refusal: `Flag '${key}' rests on the code's default, which its file does not know.` };
  }
  const write = snapshot.writesOf(key)[0];
  if (write)
    return { refusal: `Flag '${key}' is written in ${write.file}, so its value can change at run time.` };
  return { keep: state.kind === 'on', isPreferred: state.kind === 'on' };
}

/** What stays in the code: `keep the enabled branch`, `keep 'blue'`. */
export function describeKeep(keep: FlagValue): string {
  if (keep === true) return 'keep the enabled branch';
  if (keep === false) return 'keep the disabled branch';
  return `keep ${typeof keep === 'string' ? `'${keep}'` : JSON.stringify(keep)}`;
}

/** Plans a removal, with everything read first that the planner has to know. */
export async function planFlagRemoval(workspace: Workspace, request: RemovalRequest): Promise<RemovalPlan> {
  const { flag, scope } = request;
  if (scope.kind === 'everywhere') await workspace.findMentions([flag]);
  const known = workspace.snapshot();
  // A flag that no file declares counts as declared here: someone asks for its removal.
  const snapshot = known.flag(flag) ? known : workspace.snapshot([flag]);
  const reads = snapshot.readsOf(flag);
  const declarations = snapshot.flag(flag)?.declarations ?? [];
  const texts = await textsOf(workspace, [
    ...reads.map(({ file }) => file),
    ...declarations.map((declaration) => declaration.flag.file),
  ]);
  const entries = declarations.map((declaration) =>
    entryRemoval(snapshot, declaration.flag.file, flag, texts),
  );
  const [first] = entries;
  // All entries go or none: one that stays would leave the flag half declared.
  const entry = entries.find((removal) => 'refusal' in removal) ?? first;
  const plan = planRemoval(request, {
    reads,
    dynamicReads: snapshot.dynamicReadsOf(flag),
    writes: snapshot.writesOf(flag),
    mentions: snapshot.mentionsOf(flag) ?? [],
    text: (file) => texts.get(file),
    importersOf: (file) => snapshot.importersOf(file),
    ...(entry && { entry: () => entry }),
  });
  if (!plan.removesEntry) return plan;
  const others = entries.slice(1).flatMap((removal) => ('edits' in removal ? [removal] : []));
  return { ...plan, files: [...plan.files, ...others] };
}

function whyNotSettled({ flag, state, declarations }: DeclaredFlag): string {
  const differs = declarations.length > 1 && state.kind !== flag.state.kind;
  return differs ? 'not the same in all environments' : describeState(flag);
}

function entryRemoval(
  snapshot: Snapshot,
  file: string,
  key: string,
  texts: ReadonlyMap<string, string>,
): EntryRemoval {
  const flagFile = snapshot.flagFiles.get(file);
  const text = texts.get(file);
  const span = flagFile?.flags.find((flag) => flag.key === key)?.keySpan ?? { start: 0, end: 0 };
  if (!flagFile || text === undefined) return { file, span, refusal: 'The flag file cannot be read.' };
  const edits = removeEntry(text, flagFile, key);
  return Array.isArray(edits) ? { file, edits } : { file, span, refusal: edits.refusal };
}

async function textsOf(workspace: Workspace, files: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const file of new Set(files)) {
    const text = await workspace.text(file);
    if (text !== undefined) texts.set(file, text);
  }
  return texts;
}
