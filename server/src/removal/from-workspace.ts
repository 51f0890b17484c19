import { removeEntry } from '../flags/remove-entry';
import { applyEdits, type FileEdits } from '../text/edits';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { namesInCode, removeDeclarations } from './declarations';
import type { RemovalPlan } from './plan';
import { type EntryRemoval, planRemoval, type RemovalHost, type RemovalRequest } from './plan-removal';
import { planThroughGate, type TypeGate } from './type-gate';

/**
 * Plans a removal on what the workspace knows now. Every door goes through here: they cannot come to differ. With a
 * `gate` the plan is one that compiles.
 */
export async function planFromWorkspace(
  workspace: Workspace,
  request: RemovalRequest,
  gate?: TypeGate,
): Promise<RemovalPlan> {
  await workspace.findMentions([request.flag]);
  const snapshot = workspace.snapshot([request.flag]);
  const { host, otherEntries } = await removalHost(workspace, snapshot, request.flag);
  const planWith = (withheld: ReadonlyMap<Read, string>): RemovalPlan =>
    planRemoval(request, withheld.size === 0 ? host : { ...host, reads: withhold(host.reads, withheld) });
  const plan = gate ? await planThroughGate(gate, host.reads, host.text, planWith) : planWith(new Map());
  const whole = plan.removesEntry ? { ...plan, files: [...plan.files, ...otherEntries] } : plan;
  const isComplete = request.scope.kind === 'everywhere' && whole.review.length === 0;
  return isComplete ? withoutDeclarations(whole, workspace, snapshot, gate) : whole;
}

/**
 * With the reads gone, the flag's name leaves the enums, types and tables of the code, if nothing else in the code says
 * it and the result compiles. All of them or none: a type and the table that it describes go together.
 */
async function withoutDeclarations(
  plan: RemovalPlan,
  workspace: Workspace,
  snapshot: Snapshot,
  gate: TypeGate | undefined,
): Promise<RemovalPlan> {
  const places = snapshot.codeDeclarationsOf(plan.flag);
  if (places.length === 0) return plan;
  const stay = (reason: string): RemovalPlan => ({
    ...plan,
    notes: [
      ...plan.notes,
      ...places.map(({ file, span }) => ({ file, span, message: `Its declaration stays. ${reason}` })),
    ],
  });
  const edits = new Map(plan.files.map(({ file, edits: list }) => [file, [...list]]));
  const members: string[] = [];
  const texts = new Map<string, string>();
  for (const file of new Set([...edits.keys(), ...places.map((place) => place.file)])) {
    const text = await workspace.text(file);
    if (text === undefined) return stay(`${file} could not be read.`);
    texts.set(file, text);
    const own = places.filter((place) => place.file === file).map(({ span }) => span);
    if (own.length === 0) continue;
    const removal = removeDeclarations(file, text, own);
    const [kept] = removal.kept;
    if (kept) return stay(kept.reason);
    members.push(...removal.members);
    const others = edits.get(file) ?? [];
    // What goes with a dead branch anyway needs no edit of its own.
    const fresh = removal.edits.filter(({ span }) => !others.some((other) => overlap(other.span, span)));
    edits.set(file, [...others, ...fresh]);
  }
  for (const word of [plan.flag, ...members]) {
    for (const file of await workspace.sourcesWith(word)) {
      const text = texts.get(file) ?? (await workspace.text(file));
      if (text === undefined) continue;
      const after = applyEdits(text, edits.get(file) ?? []);
      if (namesInCode(file, after, plan.flag, members)) return stay(`${file} still names it.`);
    }
  }
  const changes = [...edits].map(([file, list]) => ({
    file,
    before: texts.get(file)!,
    after: applyEdits(texts.get(file)!, list),
  }));
  const checked = gate ? await gate(changes) : undefined;
  if (checked?.kind === 'failed')
    return stay(`Without it the code would not compile: ${checked.diagnostics[0]!.message}`);
  return { ...plan, files: [...edits].map(([file, list]) => ({ file, edits: list })) };
}

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function withhold(reads: readonly Read[], withheld: ReadonlyMap<Read, string>): Read[] {
  return reads.map((read) => {
    const opaque = withheld.get(read);
    return opaque === undefined ? read : { ...read, opaque };
  });
}

async function removalHost(
  workspace: Workspace,
  snapshot: Snapshot,
  key: string,
): Promise<{ host: RemovalHost; otherEntries: readonly FileEdits[] }> {
  const reads = snapshot.readsOf(key);
  const entries = await entryRemovals(workspace, snapshot, key);
  const sources = withImporters(
    reads.map(({ file }) => file),
    snapshot,
  );
  const texts = new Map<string, string>();
  for (const file of sources) {
    const text = await workspace.text(file);
    if (text !== undefined) texts.set(file, text);
  }
  // All entries or none: a flag that only one environment still declares would be on nobody's mind.
  const first = entries.find((entry) => 'refusal' in entry) ?? entries[0];
  const host: RemovalHost = {
    reads,
    dynamicReads: snapshot.dynamicReadsOf(key),
    writes: snapshot.writesOf(key),
    mentions: snapshot.mentionsOf(key) ?? [],
    text: (file) => texts.get(file),
    importersOf: (file) => snapshot.importersOf(file),
    ...(first && { entry: () => first }),
  };
  const otherEntries = entries.flatMap((entry) => (entry !== first && 'edits' in entry ? [entry] : []));
  return { host, otherEntries };
}

function withImporters(files: readonly string[], snapshot: Snapshot): Set<string> {
  const found = new Set(files);
  for (const file of found) for (const importer of snapshot.importersOf(file)) found.add(importer);
  return found;
}

/** How the flag's entries leave their files, one for each file that declares it. */
async function entryRemovals(workspace: Workspace, snapshot: Snapshot, key: string): Promise<EntryRemoval[]> {
  const places = new Map<string, Span>();
  for (const { flag } of snapshot.flag(key)?.declarations ?? []) {
    if (!places.has(flag.file)) places.set(flag.file, flag.keySpan);
  }
  const unseen = unseenSource(snapshot);
  return Promise.all(
    [...places].map(async ([file, span]): Promise<EntryRemoval> => {
      if (unseen !== undefined) return { file, span, refusal: unseen };
      const text = await workspace.text(file);
      const flagFile = snapshot.flagFiles.get(file);
      const result =
        text === undefined || !flagFile
          ? { refusal: `${file} could not be read.` }
          : removeEntry(text, flagFile, key);
      return 'refusal' in result ? { file, span, ...result } : { file, edits: result };
    }),
  );
}

/** A source that nobody could read may read the flag. */
function unseenSource({ unreadable, flagFiles }: Snapshot): string | undefined {
  for (const [file, why] of unreadable) {
    if (flagFiles.has(file)) continue;
    return `The entry stays, for ${file} may read the flag. ${why}`;
  }
  return undefined;
}
