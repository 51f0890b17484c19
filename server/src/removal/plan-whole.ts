import ts from 'typescript';
import { applyEdits, type FileEdits, spanBefore, type TextEdit } from '../text/edits';
import { contains, type Span } from '../text/span';
import type { Read } from '../usages/read';
import { isTestFile } from '../usages/test-file';
import { formsOf } from '../workspace/forms';
import type { Place, Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { ACTS, type ClearedUp, clearUp } from './clear-up';
import { isCompanion } from './companions';
import { type ComputingImports, removeKnowing } from './computing-imports';
import { meansOneThing } from './declarations';
import { type DeclaredNames, findDeclaredNames, tagsOf, textsNaming } from './declared-names';
import { placesSaying } from './dynamic-reads';

import { withoutIdleMocks } from './idle-mocks';
import { actsWhenLoaded } from './loaded';
import type { Note, RemovalPlan } from './plan';
import type { Planned, RemovalRequest, SourcePart } from './plan-removal';
import type { Rows } from './rows';
import type { Setting } from './setting';
import { type Known, namingsIn } from './still-named';
import { keepWhatIsSaid } from './still-said';
import { isWithoutTests } from './test-files';
import { cutTestsApart } from './tests-apart';
import { namesTiedTo } from './tied';
import type { NewDiagnostic } from './type-check';
import { changesOf, checksOf, planThroughGate, type TypeGate } from './type-gate';
import { parse } from './view';

/** What declares the flag to those that ask for it by another name, and goes once none of them does. */
export interface Declared {
  /** By file. */
  readonly cuts: ReadonlyMap<string, readonly TextEdit[]>;
  /** All that asks for it. */
  readonly uses: readonly Place[];
}

/** What a plan over all files is made from. */
export interface WholeRemoval {
  readonly workspace: Workspace;
  readonly snapshot: Snapshot;
  readonly request: RemovalRequest;
  readonly reads: readonly Read[];
  /** Plans the reads alone, some of them withheld. */
  planWith(withheld: ReadonlyMap<Read, string>): Promise<Planned>;
  /** What is known of the functions that sources import. */
  readonly computing: ComputingImports;
  textOf(file: string): string | undefined;
  /** What becomes of rows that name the flag. */
  readonly rows: Rows;
  readonly declared: Declared;
  /** Where code says that there is a member by the flag's name, besides where that is told by itself. */
  readonly declaring?: readonly Place[];
  /** How variables of the environment say the flag's answer. */
  readonly setting?: Setting | undefined;
  /** Files that do nothing but set the flag's variable of the environment: they ask the program for nothing. */
  readonly settingFiles?: ReadonlySet<string>;
}

/**
 * Plans the reads, and what follows from their removal in the whole workspace: what other files no longer need, and, with
 * all reads gone, the flag's name in enums, types and tables. What would not compile is left out, the latter first.
 */
export async function planWhole(removal: WholeRemoval, gate: TypeGate | undefined): Promise<RemovalPlan> {
  return keepWhatIsSaid(await planSettling(removal, gate), removal, gate);
}

/** Lets parameters go in other files as well; where that does not compile, it is left out. */
async function planSettling(removal: WholeRemoval, gate: TypeGate | undefined): Promise<RemovalPlan> {
  let [hasFailed, hasSettled] = [false, false];
  const watched =
    gate &&
    Object.assign(async (changes: Parameters<TypeGate>[0]) => {
      const checked = await gate(changes);
      hasFailed ||= checked.kind === 'failed';
      return checked;
    }, gate);
  const settled = (): void => {
    hasSettled = true;
  };
  const plan = await planAll({ ...removal, settled }, watched);
  // Of parameters that go in several files it cannot be told which one an error is due to.
  return hasFailed && hasSettled ? planAll(removal, gate) : plan;
}

/** A removal that lets parameters go in other files as well, and tells when it has. */
interface Settling extends WholeRemoval {
  readonly settled?: () => void;
}

async function planAll(removal: Settling, gate: TypeGate | undefined): Promise<RemovalPlan> {
  const reads = await removal.planWith(new Map());
  if (reads.plan.files.length + reads.parts.length === 0 && reads.plan.review.length > 0) return reads.plan;
  const planned = isComplete(reads.plan)
    ? await withoutIdleMocks(await withRest(reads, removal), removal)
    : await withRest(reads, removal);
  const names = isComplete(planned.plan) ? await findDeclaredNames(removal) : undefined;
  // Nobody asks for it and no flag stands beside it: what bears its name is something else.
  const isKnown = removal.reads.length > 0 || removal.snapshot.flag(removal.request.flag) !== undefined;
  if (!isKnown && !names?.isAmongFlags) return planned.plan;
  const outside = planned.plan.review.find(({ file }) => !removal.settingFiles?.has(file));
  // Whatever names it there may ask the program for it, over a wire.
  let reason = outside && `${outside.file} names it.`;
  if (!outside && names && names.cuts.size + names.inTests.size === 0) reason = names.kept?.reason;
  else if (!outside && names) {
    const others = await othersOf(removal, gate);
    const whole = await withDeclarations(planned, names, removal, others, gate !== undefined);
    if (typeof whole === 'string') reason = whole;
    else if (!gate) return whole.plan;
    else {
      const checked = await gate(await allChanges(whole.plan, removal));
      if (checked.kind === 'failed') reason = wouldNotCompile(checked.diagnostics[0]!);
      else {
        const checks = checksOf(checked);
        if (checked.kind === 'passed' && checked.unresolved.length === 0) return { ...whole.plan, checks };
        // Where the compiler does not know all types, members of other objects that bear the name may be the flag.
        const sure = await withDeclarations(planned, names, removal, others, false);
        if (typeof sure !== 'string') return { ...sure.plan, checks };
        reason = sure;
      }
    }
  }
  if (!names) return withoutDeclarations([planned], removal, gate);
  const apart = await cutTestsApart(planned, names, removal);
  const without = await withoutDeclarations([apart.planned, planned, reads], removal, gate);
  const edited = new Set(without.files.map(({ file }) => file));
  // Where cutting them does not compile, tests are as they were.
  const told = apart.notes.filter(({ file }) => !apart.files.has(file) || edited.has(file));
  const plan = { ...without, notes: [...without.notes, ...told] };
  if (reason === undefined) return plan;
  const isCut = ({ file }: Place): boolean => apart.files.has(file) && edited.has(file);
  const [place = names.kept, ...others] = names.places.filter((declared) => !isCut(declared));
  const rest = others.length > 0 ? ' Its other declarations stay as well.' : '';
  const at = names.kept ?? place;
  const note = at && {
    file: at.file,
    span: at.span,
    message: `Its declaration stays. ${reason}${rest}`,
  };
  return note ? { ...plan, notes: [...plan.notes, note] } : plan;
}

function wouldNotCompile({ file, message }: NewDiagnostic): string {
  return `Without it ${file} would not compile: ${message}`;
}

/** The reads, and what other files no longer need: the first that compiles. The latter go only where all of it does. */
async function withoutDeclarations(
  candidates: readonly Planned[],
  removal: Settling,
  gate: TypeGate | undefined,
): Promise<RemovalPlan> {
  const tryOut = async (candidate: Planned): Promise<RemovalPlan | undefined> => {
    const { plan } = await clearedUp(candidate, [], removal);
    if (!gate || plan.files.length === 0) return plan;
    const checked = await gate(await allChanges(plan, removal));
    return checked.kind === 'failed' ? undefined : { ...plan, checks: checksOf(checked) };
  };
  for (const candidate of candidates) {
    const whole = await tryOut(candidate);
    if (whole) return whole;
  }
  let last = candidates.at(-1)!;
  const safe = await planThroughGate(gate, removal.reads, removal.textOf, async (withheld) => {
    last = await removal.planWith(withheld);
    return last.plan;
  });
  return (safe.files.length > 0 && (await tryOut(last))) || safe;
}

/** Whether all code of the workspace does without the flag. */
function isComplete({ review }: RemovalPlan): boolean {
  return review.every(({ isOutside }) => isOutside);
}

/** The plan that also takes the flag's name out of the code; or why it has to stay, in a sentence. */
async function withDeclarations(
  planned: Planned,
  names: DeclaredNames,
  removal: Settling,
  others: Others,
  isSure: boolean,
): Promise<{ plan: RemovalPlan } | string> {
  if (names.kept !== undefined) return names.kept.reason;
  if (names.inTests.size > 0) {
    const all = { ...names, cuts: new Map([...names.cuts, ...names.inTests]) };
    const whole = await withCuts(planned, all, removal, others, isSure, true);
    if (typeof whole !== 'string') return whole;
  }
  return withCuts(planned, names, removal, others, isSure, false);
}

/** The same for certain cuts; `isStrict` for those that rest on nothing in the program bearing the name any more. */
async function withCuts(
  planned: Planned,
  names: DeclaredNames,
  removal: Settling,
  others: Others,
  isSure: boolean,
  isStrict: boolean,
): Promise<{ plan: RemovalPlan } | string> {
  const { workspace, request, computing } = removal;
  const parts = new Map(planned.parts.map((part) => [part.input.file, part]));
  // Where all else that bears the name has gone, the name in another type declares nothing either.
  const loose = isSure ? new Map<string, readonly TextEdit[]>() : names.loose;
  for (const file of new Set([...names.cuts.keys(), ...loose.keys()])) {
    const text = await workspace.text(file);
    if (text === undefined) return `${file} could not be read.`;
    const known = parts.get(file);
    const own = known?.input.cuts ?? [];
    const cuts = [...own, ...(names.cuts.get(file) ?? []), ...(loose.get(file) ?? [])];
    const { input, removal: result } = await removeKnowing(
      { ...(known?.input ?? { file, text, sites: [], keep: request.keep }), cuts },
      computing,
    );
    if (result.failed !== undefined) return result.failed;
    if (result.review.length > (known?.removal.review.length ?? 0)) return result.review[0]!.reason;
    parts.set(file, { input, removal: result });
  }
  const whole = await clearedUp(planned, [...parts.values()], removal);
  const edited = new Map(
    [...whole.cleared.parts].map(
      ([
        file,
        {
          input,
          removal: { edits },
        },
      ]) => [file, { text: input.text, edits }],
    ),
  );
  const gone = { forms: names.forms, members: names.members };
  const deleted = new Set(whole.plan.deleted);
  const left: Place[] = [];
  for (const [file, text] of await textsNaming(workspace, [...gone.forms, ...gone.members], edited)) {
    if (deleted.has(file)) continue;
    const edits = edited.get(file)?.edits ?? [];
    const before = (start: number, end: number): Span => spanBefore({ start, end }, edits);
    const known: Known = {
      isSure: isSure && !(isStrict && !isTestFile(file)),
      tags: others.tags,
      isOther: (start) => others.isOther(file, before(start, start + 1).start),
    };
    for (const node of namingsIn(file, text, gone, known)) {
      const span = before(node.getStart(), node.end);
      // Other texts than the compiler has read it knows nothing of.
      const isIdentifier = ts.isIdentifier(node) && gone.forms.includes(node.text);
      if (!isIdentifier) return `${file} still names it.`;
      left.push({ file, span });
    }
  }
  const named = left.length > 0 ? await others.firstAnswer(left) : undefined;
  if (named) return `${named.file} still names it.`;
  return { plan: { ...whole.plan, notes: [...whole.plan.notes, ...names.notes] } };
}

/** The reads, the rows that do without the flag, and what only waited for its removal. */
async function withRest(planned: Planned, removal: WholeRemoval): Promise<Planned> {
  const { rows, declared, workspace, request, computing } = removal;
  const parts = new Map(planned.parts.map((part) => [part.input.file, part]));
  const tied = new Map<string, ReadonlySet<number>>();
  if (isComplete(planned.plan) && parts.size > 0 && meansOneThing(request.flag)) {
    for (const [file, text] of await textsNaming(workspace, [request.flag], new Map())) {
      const names = namesTiedTo(file, text, request.flag);
      if (names.size > 0) tied.set(file, names);
    }
  }
  const isGone = ({ file, span }: Place): boolean =>
    parts.get(file)?.removal.edits.some((edit) => contains(edit.span, span)) ?? false;
  const isUnused = isComplete(planned.plan) && declared.uses.every(isGone);
  const cuts = isUnused ? joined(rows.cuts, declared.cuts) : rows.cuts;
  for (const file of new Set([...cuts.keys(), ...tied.keys()])) {
    const text = await workspace.text(file);
    const known = parts.get(file);
    if (text === undefined) continue;
    const more = { cuts: cuts.get(file) ?? [], tied: tied.get(file) ?? new Set() };
    const before = known?.input ?? { file, text, sites: [], keep: request.keep };
    const { input, removal } = await removeKnowing({ ...before, ...more }, computing);
    const review = known?.removal.review ?? [];
    if (removal.failed === undefined && removal.review.length <= review.length)
      parts.set(file, { input, removal: { ...removal, review } });
  }
  const stays = isUnused || !isComplete(planned.plan) ? [] : [...declared.cuts];
  const review = [
    ...planned.plan.review,
    ...stays.flatMap(([file, edits]) =>
      edits.map(({ span }) => ({
        file,
        span,
        reason: 'It declares the flag, and something still asks for it.',
      })),
    ),
  ];
  return { ...planned, plan: { ...planned.plan, review }, parts: [...parts.values()] };
}

/** What is done to files for one reason and for another. */
export function joined(
  one: ReadonlyMap<string, readonly TextEdit[]>,
  other: ReadonlyMap<string, readonly TextEdit[]>,
): ReadonlyMap<string, readonly TextEdit[]> {
  const files = new Set([...one.keys(), ...other.keys()]);
  return new Map([...files].map((file) => [file, [...(one.get(file) ?? []), ...(other.get(file) ?? [])]]));
}

/** What is known of code that bears the flag's name and is something else. */
interface Others {
  readonly tags: ReadonlySet<string>;
  /** Whether a text that is the key is expected to be one of certain texts that are no keys. */
  isOther(file: string, start: number): boolean;
  /** The first of some members whose value may be true or false. */
  firstAnswer(members: readonly Place[]): Promise<Place | undefined>;
}

/**
 * The texts that are the key and that the compiler wants to be one of certain texts: with the key taken out of the flags' own
 * types these are of another type, or the code no longer compiles: `trackEvent('new_ui')`. And members that by their types are
 * never true or false.
 */
async function othersOf(removal: WholeRemoval, gate: TypeGate | undefined): Promise<Others> {
  const { workspace, snapshot, request } = removal;
  const forms = formsOf(snapshot, request.flag);
  const said = gate?.keysAt ? await placesSaying(workspace, snapshot, request.flag) : [];
  const expected = said.length > 0 ? await gate!.keysAt!(said) : [];
  const texts = new Set(
    said.flatMap(({ file, span }, index) =>
      forms.some((form) => expected[index]?.includes(form)) ? [`${file}:${span.start}`] : [],
    ),
  );
  return {
    tags: await tagsOf(removal),
    isOther: (file, start) => texts.has(`${file}:${start}`),
    firstAnswer: async (members) => {
      const answers = typeof request.keep === 'boolean' ? await gate?.mayAnswerAt?.(members) : undefined;
      return members.find((_, index) => answers?.[index] ?? true);
    },
  };
}

/** A plan with what follows from it in other files. `parts` stand for the plan's own where there are any. */
async function clearedUp(
  { plan, parts: own }: Planned,
  parts: readonly SourcePart[],
  { workspace, snapshot, request, computing, settled }: Settling,
): Promise<{ plan: RemovalPlan; cleared: ClearedUp }> {
  const all = parts.length > 0 ? parts : own;
  const deletes = request.deleteOrphans === true;
  const cleared = await clearUp(
    { workspace, modules: snapshot.modules, keep: request.keep, deletesOrphans: deletes, computing, settled },
    all,
  );
  const edited = [...cleared.parts].flatMap(([file, { removal }]): FileEdits[] =>
    removal.edits.length > 0 ? [{ file, edits: removal.edits }] : [],
  );
  const files = [...edited, ...plan.files.filter(({ file }) => !cleared.parts.has(file))];
  const emptied = await withoutTests(
    files.filter(({ file }) => !cleared.orphans.includes(file)),
    workspace,
  );
  const deleted = deletes ? [...cleared.orphans, ...emptied].sort() : [];
  const isDeleted = new Set(deleted);
  const notes = [...cleared.parts].flatMap(([file, { removal }]) =>
    isDeleted.has(file) ? [] : removal.notes,
  );
  const orphaned: Note[] = [...cleared.kept];
  for (const file of deletes ? [] : cleared.orphans) {
    const text = isTestFile(file) ? undefined : await workspace.text(file);
    const acts = text !== undefined && actsWhenLoaded(file, text);
    const message = acts ? ACTS : whyOrphaned(file, cleared.orphans);
    orphaned.push({ file, span: { start: 0, end: 0 }, message });
  }
  const left = emptied.map((file): Note => ({ file, span: { start: 0, end: 0 }, message: NO_TEST_LEFT }));
  return {
    plan: {
      ...plan,
      files: files.filter(({ file }) => !isDeleted.has(file)),
      notes: [...notes, ...orphaned, ...(deletes ? [] : left)],
      orphans: [...cleared.orphans, ...emptied].sort(),
      deleted,
    },
    cleared,
  };
}

const NO_TEST_LEFT = 'No test is left in this file.';

/** The files of tests in which none is left. */
async function withoutTests(files: readonly FileEdits[], workspace: Workspace): Promise<string[]> {
  const found: string[] = [];
  for (const { file, edits } of files) {
    const text = isTestFile(file) ? await workspace.text(file) : undefined;
    if (text === undefined || isWithoutTests(parse(file, text))) continue;
    if (isWithoutTests(parse(file, applyEdits(text, edits)))) found.push(file);
  }
  return found;
}

/** Why a file is of no use any more: nothing imports it, or it is there for one of which that is so. */
function whyOrphaned(file: string, all: readonly string[]): string {
  const subject = all.find((other) => !isTestFile(other) && isCompanion(file, other));
  if (subject !== undefined) return `It is there for ${subject} alone, which no other file imports any more.`;
  return all.some((other) => other !== file && isCompanion(other, file))
    ? 'No other file than its own tests or stories imports this one any more.'
    : 'No other file imports this one any more.';
}

/** A plan's changes with the texts of all files, of those as well that hold no read. */
async function allChanges(plan: RemovalPlan, { workspace, textOf }: WholeRemoval) {
  const texts = new Map<string, string>();
  for (const file of [...plan.files.map((entry) => entry.file), ...plan.deleted]) {
    const text = textOf(file) ?? (await workspace.text(file));
    if (text !== undefined) texts.set(file, text);
  }
  return changesOf(plan, (file) => texts.get(file));
}
