import type { Flag } from '../flags/model';
import { titleOf } from '../flags/pulled';
import { removeEntry } from '../flags/remove-entry';
import type { FileEdits, TextEdit } from '../text/edits';
import { contains, type Span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { DECLARES, ONE_OF_SEVERAL, type Read } from '../usages/read';
import { resolveModule } from '../usages/resolve';
import { commentsOf } from '../usages/silencers';
import { isTooDeep, TooDeep } from '../usages/source';
import { isTestFile } from '../usages/test-file';
import { describeEvaluations, verdictOn } from '../workspace/evidence';
import { mentionSearcher } from '../workspace/mentions';
import { writesInProgram } from '../workspace/program-writes';
import type { Place, Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { readerThrough, withAnswers } from './answering';
import { notesOnAsserted } from './asserted-constants';
import { withoutChanged } from './changed-keys';
import { type ComputingImports, computingImports } from './computing-imports';
import { findConfigurationMembers } from './configuration-members';
import { editedBy, textsNaming } from './declared-names';
import { dynamicDangers } from './dynamic-reads';
import { environmentCuts, settingFiles } from './environment-files';
import { findThroughReaders } from './environment-readers';
import { findInSchemas, IN_NO_SCHEMA, type OfSchemas, withoutGiven } from './environment-schemas';
import { findFlagFunction } from './flag-functions';
import { type Declaring, withSymbols } from './flag-symbols';
import { notesOnGoneTests } from './gone-tests';
import { withGuards } from './guarded';
import { notesOnIdleMethods } from './idle-methods';
import { importsOf } from './imports';
import { inlinedCuts } from './inlined-variables';
import { withoutMixed } from './mixed-members';
import { notesOnMockedReaders } from './mocked-readers';
import { createModuleGraph } from './module-graph';
import { namesFor } from './namings';
import { createOtherNames, writesByOtherNames } from './other-names';
import { withOwnMembers, withoutDeclaring } from './own-tables';
import type { Note, RemovalPlan } from './plan';
import {
  type EntryRemoval,
  type Planned,
  planReads,
  type RemovalHost,
  type RemovalRequest,
} from './plan-removal';
import { joined, planWhole } from './plan-whole';
import { createProgram, type Program } from './program';
import { withoutReplaced } from './replaced';
import { NO_ROWS, type Rows, settleRows } from './rows';
import { withSetting } from './setting';
import { withConstant } from './setting-constants';
import { withoutSilencers } from './silenced';
import { notesOnMentions } from './still-told';
import { withoutStreams } from './stream-readers';
import { withTableAskers } from './table-askers';
import { planThroughGate, type TypeGate } from './type-gate';
import { forgetTrees, parse } from './view';

/**
 * Plans a removal on what the workspace knows now. Every door goes through here: they cannot come to differ. With a
 * `gate` the plan is one that compiles.
 * @throws {TooDeep} where a source cannot be worked on.
 */
export async function planFromWorkspace(
  workspace: Workspace,
  request: RemovalRequest,
  gate?: TypeGate,
): Promise<RemovalPlan> {
  try {
    return await planned(workspace, request, gate);
  } catch (error) {
    throw isTooDeep(error) ? new TooDeep(`A source that the removal of '${request.flag}' looks at`) : error;
  } finally {
    forgetTrees();
  }
}

async function planned(workspace: Workspace, request: RemovalRequest, gate?: TypeGate): Promise<RemovalPlan> {
  const names = await namesFor(workspace, request.flag);
  await workspace.findMentions([request.flag, ...names]);
  const snapshot = workspace.snapshot([request.flag]);
  const rows = request.scope.kind === 'everywhere' ? await settleRows(workspace, snapshot, request) : NO_ROWS;
  const textOf = (file: string): Promise<string | undefined> => workspace.text(file);
  const graph = createModuleGraph(workspace, snapshot.modules, textOf);
  const program = createProgram(graph, textOf);
  const computing = computingImports(
    (from, module) => resolveModule(from, module, snapshot.modules),
    textOf,
    program,
  );
  const schemas = await schemasFor(workspace, snapshot, request, program);
  const through = isUndeclared(snapshot, request)
    ? await findThroughReaders(request.flag, workspace, program)
    : [];
  const inlined = isUndeclared(snapshot, request)
    ? await inlinedCuts(request.flag, workspace, program)
    : new Map<string, readonly TextEdit[]>();
  const given = joined(schemas.declared.cuts, inlined);
  const found = withoutSame(withoutGiven(withoutRows(snapshot.readsOf(request.flag), rows), given), through);
  const asked = [...found, ...schemas.reads, ...through];
  const known = isUndeclared(snapshot, request)
    ? await withConstant(asked, request.flag, request.keep, workspace, program)
    : asked;
  const functions =
    known.every(({ file }) => isTestFile(file)) && isUndeclared(snapshot, request)
      ? await findFlagFunction(request.flag, request.keep, workspace, program)
      : [];
  const members =
    known.every(({ opaque }) => opaque !== undefined) &&
    functions.length === 0 &&
    isUndeclared(snapshot, request)
      ? await findConfigurationMembers(request.flag, workspace, program)
      : { reads: [], declaring: [] };
  // What declares such a member may look like a variable of the environment.
  const asking = members.reads.length > 0 ? withoutSame([...found, ...through], members.reads) : known;
  const streamless = await withoutStreams([...asking, ...functions, ...members.reads], workspace);
  const others = createOtherNames(workspace, graph, textOf);
  const replaced = await withoutReplaced(streamless, others, graph);
  const constant = await withoutChanged(replaced, textOf, graph, others);
  const own = isUndeclared(snapshot, request)
    ? await withTableAskers(
        await withOwnMembers(constant, request.keep, snapshot, textOf),
        request.flag,
        program,
      )
    : constant;
  const answered = await withAnswers(own, workspace, computing);
  const unmixed = await withoutMixed(answered, request, snapshot, workspace, program);
  const all = await withGuards(
    unmixed,
    request.keep,
    snapshot,
    textOf,
    async (id) => (await readerThrough(id, workspace, computing)) === 'more',
  );
  const symbols = await withSymbols(all, program);
  const { reads: answering, setting } = await withSetting(symbols.reads, request.keep, program);
  const { host, otherEntries } = await removalHost(
    workspace,
    snapshot,
    request,
    await withoutDeclaring(answering, snapshot, textOf),
    names,
    rows,
    gate,
    withAll(writesInProgram(snapshot, request.flag), await writesByOtherNames(all, others, textOf)),
  );
  const planWith = async (withheld: ReadonlyMap<Read, string>): Promise<Planned> => {
    const reads = withheld.size === 0 ? host.reads : withhold(host.reads, withheld);
    const planned = await planKnowing(request, { ...host, reads }, computing);
    const { plan } = planned;
    return plan.removesEntry
      ? { ...planned, plan: { ...plan, files: [...plan.files, ...otherEntries] } }
      : planned;
  };
  const silent = (plan: RemovalPlan): RemovalPlan => withoutSilencers(plan, snapshot, host.text);
  if (request.scope.kind !== 'everywhere') {
    const planSome = async (withheld: ReadonlyMap<Read, string>) => (await planWith(withheld)).plan;
    return silent(await planThroughGate(gate, host.reads, host.text, planSome));
  }
  const isSetting = answering.some((read) => read.isSetting && read.certainty === 'certain');
  const outside = isSetting ? host.mentions.filter((mention) => mention.isOutside) : [];
  const setters = await settingFiles(request.flag, outside, textOf);
  // A page or a template may be given the variable as well.
  const hasOthers = host.mentions.some(({ isOutside, file }) => isOutside && !setters.has(file));
  const input = {
    workspace,
    snapshot,
    request,
    planWith,
    reads: host.reads,
    textOf: host.text,
    computing,
    rows,
    declared: {
      cuts: joined(joined(schemas.declared.cuts, symbols.declared.cuts), hasOthers ? new Map() : inlined),
      uses: [...schemas.declared.uses, ...symbols.declared.uses, ...(inlined.size > 0 ? answering : [])],
    },
    declaring: members.declaring,
    setting,
    settingFiles: setters,
  };
  const first = await planWhole(input, gate);
  const left = await namedInTests(symbols.names, first, workspace, snapshot);
  const whole = silent(
    left.size === 0
      ? first
      : await planWhole(
          {
            ...input,
            planWith: (withheld) => planWith(new Map([...withheld, ...left])),
            declared: schemas.declared,
          },
          gate,
        ),
  );
  const plan = isSetting ? await withoutVariable(whole, workspace) : whole;
  const edited = await editedBy(workspace, plan);
  const notes = [
    ...[...rows.kept, ...schemas.notes].filter(({ file }) => !plan.deleted.includes(file)),
    ...(await notesOnMentions(workspace, plan, edited, snapshot.readsOf(request.flag))),
    ...(await notesOnIdleMethods(workspace, plan, edited)),
    ...(await notesOnMockedReaders(workspace, snapshot, plan, edited, host.reads)),
    ...(await notesOnAsserted(workspace, snapshot, plan, edited)),
    ...notesOnGoneTests(plan, edited),
    ...notesOnProduction(snapshot, request),
    ...notesOnPackages(snapshot, request),
    ...(plan.removesEntry ? notesOnSnapshots(snapshot, request.flag) : []),
  ];
  return notes.length > 0 ? { ...plan, notes: [...plan.notes, ...notes] } : plan;
}

/** What declares a flag and has to stay, with the reason: a test that a plan leaves still names it. */
async function namedInTests(
  names: readonly Declaring[],
  plan: RemovalPlan,
  workspace: Workspace,
  { modules }: Snapshot,
): Promise<ReadonlyMap<Read, string>> {
  const left = new Map<Read, string>();
  const edited = await editedBy(workspace, plan);
  for (const { read, name } of names) {
    if (!edited.has(read.file)) continue;
    for (const [file, text] of await textsNaming(workspace, [name], edited)) {
      const takes = ({ module }: { readonly module: string }): boolean =>
        resolveModule(file, module, modules) === read.file;
      const isLeft = isTestFile(file) && importsOf(file, text).some(takes) && !plan.deleted.includes(file);
      if (isLeft && placesInCode(file, text, name).length > 0)
        left.set(read, `${DECLARES}, and ${file} still names it`);
    }
  }
  return left;
}

/** What schemas of the environment say of a flag that no flag file declares. */
async function schemasFor(
  workspace: Workspace,
  snapshot: Snapshot,
  request: RemovalRequest,
  program: Program,
): Promise<OfSchemas> {
  return isUndeclared(snapshot, request)
    ? findInSchemas(request.flag, request.keep, workspace, program)
    : IN_NO_SCHEMA;
}

/** Whether what a removal names may be a variable of the environment, or a function: no flag file declares it. */
function isUndeclared(snapshot: Snapshot, { flag, scope }: RemovalRequest): boolean {
  return snapshot.flag(flag) === undefined && scope.kind === 'everywhere';
}

function withAll(places: readonly Place[], others: readonly Place[]): readonly Place[] {
  const isNew = ({ file, span }: Place): boolean =>
    !places.some((place) => place.file === file && place.span.start === span.start);
  return [...places, ...others.filter(isNew)];
}

/** The reads, without those at which others stand of which more is known. */
function withoutSame(reads: readonly Read[], others: readonly Read[]): readonly Read[] {
  return reads.filter(
    ({ file, site }) => !others.some((other) => other.file === file && contains(other.site, site)),
  );
}

/** The plan of a variable of the environment, with what sets or declares it in files that are no code, once no code asks for it any more. */
async function withoutVariable(plan: RemovalPlan, workspace: Workspace): Promise<RemovalPlan> {
  const { flag, review } = plan;
  if (plan.files.length === 0 || review.some(({ isOutside }) => !isOutside)) return plan;
  // A shell's name for it is another word.
  const inShells = `$${flag}`;
  await workspace.findMentions([inShells]);
  const asked = workspace.snapshot([inShells]).mentionsOf(inShells) ?? [];
  const edited = await editedBy(workspace, plan);
  const inSources = [...(await textsNaming(workspace, [flag], edited))].flatMap(([file, text]) =>
    plan.deleted.includes(file) ? [] : placesInCode(file, text, flag),
  );
  const cuts = await environmentCuts(flag, [...review, ...asked, ...inSources], (file) =>
    workspace.text(file),
  );
  if (cuts.length === 0 || cuts.some(({ file }) => edited.has(file))) return plan;
  return { ...plan, files: [...plan.files, ...cuts], review: [] };
}

function placesInCode(file: string, text: string, word: string): readonly Place[] {
  const comments = commentsOf(parse(file, text));
  const isTold = ({ span }: Place): boolean =>
    comments.some(({ pos, end }) => pos <= span.start && span.end <= end);
  return (mentionSearcher([word])(file, text).get(word) ?? []).filter((place) => !isTold(place));
}

/** Plans as often as something is learnt of the functions that stood in the way. */
async function planKnowing(
  request: RemovalRequest,
  host: RemovalHost,
  computing: ComputingImports,
): Promise<Planned> {
  for (const { file } of host.reads) await computing.findConstants(file);
  const { of, constants } = computing;
  for (;;) {
    const planned = planReads(request, { ...host, computing: of, constants });
    let isFound = false;
    for (const { input, removal } of planned.parts)
      if (await computing.learn(input.file, removal.inTheWay ?? [])) isFound = true;
    if (!isFound) return planned;
  }
}

/** The answer that goes is still given. */
function notesOnProduction(snapshot: Snapshot, { flag: key, keep }: RemovalRequest): Note[] {
  const evaluations = snapshot.evidence?.flags.get(key);
  const entry = snapshot.flag(key)?.flag;
  if (typeof keep !== 'boolean' || !entry || !evaluations || verdictOn(evaluations, !keep) !== 'seen')
    return [];
  const message = `${keep ? 'Off' : 'On'} is still seen in production: ${describeEvaluations(evaluations)}.`;
  return [{ file: entry.file, span: entry.keySpan, message }];
}

/** Another package has said the opposite of what is kept, and its reads go with all others. */
function notesOnPackages(snapshot: Snapshot, { flag: key, keep }: RemovalRequest): Note[] {
  const entries = snapshot.flag(key)?.declarations ?? [];
  const isKept = ({ state }: Flag): boolean => (state.kind === 'on') === keep;
  if (typeof keep !== 'boolean' || !entries.some(({ flag }) => isKept(flag))) return [];
  return entries.flatMap(({ flag, environment }) => {
    const isOther = environment === undefined && ['on', 'off'].includes(flag.state.kind) && !isKept(flag);
    if (!isOther) return [];
    const message = `The flag is ${keep ? 'off' : 'on'} here, and the code that belongs to this file keeps it ${keep ? 'on' : 'off'} as well from now on.`;
    return [{ file: flag.file, span: flag.keySpan, message }];
  });
}

/** The next pull would bring an entry back. */
function notesOnSnapshots(snapshot: Snapshot, key: string): Note[] {
  return (snapshot.flag(key)?.declarations ?? []).flatMap(({ flag }) => {
    const pulled = snapshot.flagFiles.get(flag.file)?.pulled;
    if (!pulled || flag.mark?.value === 'archived') return [];
    const message = `${flag.file} was pulled from ${titleOf(pulled)}: archive the flag there as soon as no version that runs asks for it, or the next pull brings its entry back.`;
    return [{ file: flag.file, span: flag.keySpan, message }];
  });
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
  { flag: key, scope }: RemovalRequest,
  reads: readonly Read[],
  names: readonly string[],
  rows: Rows,
  gate: TypeGate | undefined,
  writes: readonly Place[],
): Promise<{ host: RemovalHost; otherEntries: readonly FileEdits[] }> {
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
  const dangers =
    scope.kind === 'everywhere' ? await dynamicDangers(workspace, snapshot, key, rows.cuts, gate) : undefined;
  const holdsCode = (file: string): boolean =>
    embedsCode(file) || snapshot.facts(file)?.unparsed !== undefined;
  const host: RemovalHost = {
    reads,
    dynamicReads: dangers?.reads ?? [],
    said: dangers?.said ?? [],
    writes,
    mentions: (snapshot.mentionsOf(key) ?? []).map((mention) =>
      holdsCode(mention.file) ? mention : { ...mention, isOutside: true },
    ),
    namings: names.flatMap((name) => snapshot.mentionsOf(name) ?? []).filter(({ file }) => holdsCode(file)),
    text: (file) => texts.get(file),
    ...(first && { entry: () => first }),
  };
  const otherEntries = entries.flatMap((entry) => (entry !== first && 'edits' in entry ? [entry] : []));
  return { host, otherEntries };
}

/** The reads, but for those that ask for whatever flag a row names, where no row names this one any more. */
function withoutRows(reads: readonly Read[], { cuts, isAll }: Rows): readonly Read[] {
  const isCut = ({ opaque, keyAt }: Read): boolean =>
    opaque === ONE_OF_SEVERAL &&
    keyAt !== undefined &&
    (cuts.get(keyAt.file) ?? []).some(({ span }) => contains(span, keyAt.span));
  return isAll ? reads.filter((read) => !isCut(read)) : reads;
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

/** A source that nobody could read may read the flag. One that is not parsed has been searched for its name. */
function unseenSource({ unreadable, flagFiles, facts }: Snapshot): string | undefined {
  for (const [file, why] of unreadable) {
    if (flagFiles.has(file) || facts(file)?.unparsed) continue;
    return `The entry stays, for ${file} may read the flag. ${why}`;
  }
  return undefined;
}
