import { applyEdits } from '../text/edits';
import type { ModuleMap } from '../usages/resolve';
import { isTestFile } from '../usages/test-file';
import type { Workspace } from '../workspace/workspace';
import { isCompanion } from './companions';
import { type ComputingImports, removeKnowing } from './computing-imports';
import { isUsedInside } from './exports';
import type { Handed } from './handed';
import type { Idle } from './idle';
import { declaredExports, type Import, mayTake, withoutHandedOn } from './imports';
import { actsWhenLoaded, whyLoaded } from './loaded';
import { createModuleGraph, type Importer, type ModuleGraph } from './module-graph';
import type { Note } from './plan';
import type { SourcePart } from './plan-removal';
import { reachability } from './reach';
import type { Returned } from './returned';
import { giveBack } from './returned-imports';
import { isTakenOut, type Settled, settle, settleIdle, withComponent } from './settle';
import type { SourceRemoval, SourceRemovalInput } from './source';
import type { Sources } from './sources';
import { parse } from './view';

/** What a removal has made of each source, and what of it other files no longer need. */
export interface ClearedUp {
  readonly parts: ReadonlyMap<string, SourcePart>;
  /** Sources that nothing imports any more, with the tests and stories of their own. */
  readonly orphans: readonly string[];
  /** Of those that are not deleted though they are to be, why. */
  readonly kept: readonly Note[];
}

/** What a removal is followed with. */
export interface Clearing {
  readonly workspace: Workspace;
  readonly modules: ModuleMap;
  readonly keep: SourceRemovalInput['keep'];
  readonly deletesOrphans: boolean;
  readonly computing: ComputingImports;
  /** Called when a parameter, or a member of a result, was let go in several files; without it none is. */
  readonly settled: (() => void) | undefined;
}

/**
 * Follows a removal from file to file until nothing more comes of it: an export that lost its last importer goes with what
 * only it needed, and so on. A file that lost all of them is named, or where `deletesOrphans` deleted, so that what
 * only it needed goes too. What was not imported before may be for others to use, and stays.
 */
export async function clearUp(
  { workspace, modules, keep, deletesOrphans, computing, settled }: Clearing,
  initial: readonly SourcePart[],
): Promise<ClearedUp> {
  const parts = new Map(initial.map((part) => [part.input.file, part]));
  const orphans = new Map<string, readonly string[]>();
  const textAfter = async (file: string): Promise<string | undefined> => {
    const part = parts.get(file);
    return part ? applyEdits(part.input.text, part.removal.edits) : workspace.text(file);
  };
  const kept = new Map<string, Note>();
  const whyKept = async (file: string): Promise<string | undefined> => {
    if (actsWhenLoaded(file, (await textAfter(file)) ?? '')) return ACTS;
    const why = await whyLoaded(file, workspace, modules, textAfter);
    return why === undefined ? undefined : `No other file imports this one any more, but ${why}`;
  };
  const isGone = (file: string): boolean =>
    [...orphans].some(([orphan, own]) => orphan === file || own.includes(file));
  const graph = createModuleGraph(workspace, modules, async (file) =>
    deletesOrphans && isGone(file) ? undefined : textAfter(file),
  );

  /** What each source imported when it was last looked at. */
  const seen = new Map<string, readonly Import[]>();
  let lost: Lost[] = [];
  /** What may be let go: a parameter that a value is handed on to, or one that nothing asks for any more. */
  const pending = new Map<
    string,
    { readonly file: string; readonly handed?: Handed; readonly idle?: Idle }
  >();
  const done = new Set<string>();
  const giving = new Map<string, { readonly file: string; readonly returned: Returned }>();
  const given = new Set<string>();
  const look = async (file: string): Promise<void> => {
    const part = parts.get(file);
    const before =
      seen.get(file) ?? graph.importsOf(file, part?.input.text ?? (await workspace.text(file)) ?? '');
    const after = deletesOrphans && isGone(file) ? [] : graph.importsOf(file, (await textAfter(file)) ?? '');
    seen.set(file, after);
    lost.push(...lostImports(file, before, after, graph));
    for (const returned of part?.removal.returned ?? [])
      giving.set(`${file}:${returned.name}:${memberIn(returned)}`, {
        file,
        returned,
      });
    for (const handed of part?.removal.handed ?? []) {
      const { callee, index, property } = handed;
      if (settled) pending.set(`${file}:${callee}:${index}:${property}`, { file, handed });
    }
    for (const idle of part?.removal.idle ?? []) {
      const key = `${file}:${idle.start}:${idle.property}`;
      if (settled && !done.has(key)) pending.set(key, { file, idle });
    }
  };
  const redo = async (
    file: string,
    change: (input: SourceRemovalInput) => Partial<SourceRemovalInput>,
    told: readonly Note[] = [],
  ): Promise<boolean> => {
    const part = parts.get(file) ?? (await untouched(workspace, file, keep));
    if (!part) return false;
    const { input, removal } = await removeKnowing({ ...part.input, ...change(part.input) }, computing);
    const isWorse = removal.failed !== undefined || removal.review.length > part.removal.review.length;
    if (isWorse || removal.edits.length === 0) return false;
    if (told.length > 0) said.set(file, [...(said.get(file) ?? []), ...told]);
    const notes = [...removal.notes, ...(said.get(file) ?? [])];
    parts.set(file, { input, removal: { ...removal, review: part.removal.review, notes } });
    await look(file);
    return true;
  };
  /** What was said of tests when a parameter was let go, or what a table held. */
  const said = new Map<string, readonly Note[]>();

  const sources: Sources = {
    graph,
    inputOf: async (file) => (parts.get(file) ?? (await untouched(workspace, file, keep)))?.input,
    editsOf: (file) => parts.get(file)?.removal.edits ?? [],
    textAfter: async (file) => (deletesOrphans && isGone(file) ? undefined : textAfter(file)),
    reaches: reachability({ workspace, snapshot: { modules } }),
    async naming(member) {
      await workspace.findMentions([member]);
      if ((workspace.snapshot([]).mentionsOf(member) ?? []).length > 0) return undefined;
      const texts = new Map<string, string>();
      for (const file of (await workspace.sourcesWith([member])).get(member) ?? []) {
        const text = await sources.textAfter(file);
        if (text?.includes(member)) texts.set(file, text);
      }
      return texts;
    },
  };
  /** Lets a parameter go in all files that it concerns, or in none. */
  const letGo = async (settling: Settled | undefined): Promise<boolean> => {
    if (!settling) return false;
    const results = new Map<string, SourcePart>();
    const told = new Map<string, readonly Note[]>();
    for (const [file, known] of settling.inputs) {
      const review = parts.get(file)?.removal.review ?? [];
      const { input, removal } = await removeKnowing(known, computing);
      if (removal.failed !== undefined || removal.review.length > review.length) return false;
      const before = said.get(file) ?? [];
      const isNew = (note: Note): boolean => before.every(({ message }) => message !== note.message);
      const notes = [...before, ...settling.notes.filter((note) => note.file === file && isNew(note))];
      told.set(file, notes);
      results.set(file, { input, removal: { ...removal, review, notes: [...removal.notes, ...notes] } });
    }
    const { input, removal } = results.get(settling.target)!;
    if (!settling.starts.every((start) => isTakenOut(start, removal.edits, input.text))) return false;
    settled?.();
    for (const [file, notes] of told) said.set(file, notes);
    for (const [file, part] of results) parts.set(file, part);
    for (const file of results.keys()) await look(file);
    return true;
  };
  /** Lets a component go that only chooses among what it is given, or a value of which only the truth is asked. */
  const chooseOne = async (file: string, handed: Handed): Promise<boolean> => {
    const input = await withComponent(file, handed, sources);
    const isMade = input !== undefined && (await redo(file, () => ({ components: input.components! })));
    // A condition may be of another type than the one that is asked for.
    if (isMade && handed.isPart) settled?.();
    return isMade;
  };
  const settleAll = async (): Promise<void> => {
    // What is idle mostly stays for good where it stays once: it is tried again when all else is done.
    let stays = new Set<string>();
    let isLast = false;
    for (let isGrown = true; isGrown || !isLast; ) {
      isLast = !isGrown;
      if (isLast && stays.size === 0) break;
      if (isLast) stays = new Set();
      isGrown = false;
      for (const [key, { file, handed, idle }] of [...pending]) {
        if (stays.has(key)) continue;
        const isMade = handed
          ? (!handed.isPart && (await letGo(await settle(file, handed, sources)))) ||
            (await chooseOne(file, handed))
          : idle !== undefined && (await letGo(await settleIdle(file, idle, sources)));
        if (!isMade && idle) stays.add(key);
        if (!isMade) continue;
        done.add(key);
        pending.delete(key);
        isGrown = true;
      }
    }
  };

  /** Tells other files what functions return from now on, each once. */
  const giveBackAll = async (): Promise<void> => {
    for (const [key, { file, returned }] of giving) {
      if (!settled || given.has(key)) continue;
      given.add(key);
      await giveBack(file, returned, sources, async (...change) => {
        const isMade = await redo(...change);
        if (isMade) settled();
        return isMade;
      });
    }
  };

  /** Lets functions go that only gave the flag's value, where only their own source asked for them, and no longer does. */
  const dropAnswers = async (): Promise<void> => {
    for (const [file, { input, removal }] of [...parts]) {
      const after = parse(file, (await textAfter(file)) ?? '');
      const before = parse(file, input.text);
      const names = (removal.returned ?? [])
        .filter(
          ({ kind, name }) => kind === 'call' && isUsedInside(before, name) && !isUsedInside(after, name),
        )
        .map(({ name }) => name);
      if (names.length === 0 || graph.isPublic(file)) continue;
      const { isImported, idle } = await examine(file, new Set(names), graph);
      // What nothing imports is for somebody who is not seen here.
      if (isImported && idle.size > 0) await redo(file, (one) => unshare(one, idle, graph));
    }
  };

  for (const { input } of initial) await look(input.file);
  await giveBackAll();
  await dropAnswers();
  await settleAll();
  await giveBackAll();
  for (let round = 0; lost.length > 0 && round < MAX_ROUNDS; round++) {
    const names = groupByTarget(lost);
    lost = [];
    for (const [file, wanted] of names) {
      if (isGone(file) || graph.isPublic(file)) continue;
      const { own, isImported, idle } = await examine(file, wanted, graph);
      if (!isImported) {
        const message = deletesOrphans && !kept.has(file) ? await whyKept(file) : undefined;
        if (message !== undefined) kept.set(file, { file, span: { start: 0, end: 0 }, message });
        if (kept.has(file)) continue;
        orphans.set(file, own);
        for (const gone of deletesOrphans ? [file, ...own] : []) await look(gone);
        continue;
      }
      if (idle.size === 0) continue;
      const text = (await textAfter(file)) ?? '';
      for (const { module, handsOn } of graph.importsOf(file, text)) {
        const target = handsOn === 'all' ? graph.resolve(file, module) : undefined;
        if (target !== undefined) lost.push({ target, names: idle });
      }
      await redo(file, (input) => unshare(input, idle, graph));
    }
    for (const [orphan] of deletesOrphans ? orphans : []) {
      // Whatever still hands an orphan on hands on nothing.
      for await (const { file } of graph.importersOf(orphan)) {
        if (isGone(file)) continue;
        await redo(file, (input) => ({
          cuts: [
            ...(input.cuts ?? []),
            ...withoutHandedOn(
              file,
              input.text,
              (module) => module !== undefined && graph.resolve(file, module) === orphan,
            ),
          ],
        }));
      }
    }
  }
  const all = [...orphans].flatMap(([file, own]) => [file, ...own]).sort();
  return { parts, orphans: all, kept: [...kept.values()] };
}

/** Of a file that nothing imports any more. */
export const ACTS =
  'No other file imports this one any more. It does something when it is loaded, which nothing does now.';

function memberIn(returned: Returned): string {
  if (returned.kind === 'held') return returned.path.join('.');
  return returned.kind === 'member' ? returned.member : '';
}

/** Each round follows the imports of the one before it; deeper chains keep what is left of them. */
const MAX_ROUNDS = 24;

interface Lost {
  readonly target: string;
  readonly names: ReadonlySet<string> | 'all';
}

/** What a source imported from the workspace's files and no longer does. */
function lostImports(
  file: string,
  before: readonly Import[],
  after: readonly Import[],
  graph: ModuleGraph,
): Lost[] {
  const lost: Lost[] = [];
  for (const { module, names } of before) {
    const now = after.filter((other) => other.module === module);
    if (now.some((other) => other.names === 'all')) continue;
    const left = new Set(now.flatMap((other) => [...(other.names as ReadonlySet<string>)]));
    const gone = names === 'all' ? names : new Set([...names].filter((name) => !left.has(name)));
    if (gone !== 'all' && gone.size === 0) continue;
    if (gone === 'all' && now.length > 0) continue;
    const target = graph.resolve(file, module);
    if (target !== undefined && target !== file) lost.push({ target, names: gone });
  }
  return lost;
}

function groupByTarget(lost: readonly Lost[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { target, names } of lost) {
    const group = groups.get(target) ?? new Set();
    groups.set(target, group);
    if (names !== 'all') for (const name of names) group.add(name);
  }
  return groups;
}

/** Whether anything but its own tests and stories imports a file still, and which of the names nobody imports. */
async function examine(
  file: string,
  names: ReadonlySet<string>,
  graph: ModuleGraph,
): Promise<{ own: string[]; isImported: boolean; idle: ReadonlySet<string> }> {
  const own: string[] = [];
  const idle = new Set(names);
  let isImported = false;
  const behind = importersOnce(graph);
  for await (const importer of graph.importersOf(file)) {
    if (isCompanion(importer.file, file)) own.push(importer.file);
    else isImported = true;
    for (const name of [...idle]) if (await takes(importer, name, graph, behind)) idle.delete(name);
    if (isImported && idle.size === 0) break;
  }
  return { own, isImported, idle };
}

type ImportersOf = (file: string) => Promise<readonly Importer[]>;

/** Who imports a file, looked for once: what hands many names on is asked about for each of them. */
function importersOnce(graph: ModuleGraph): ImportersOf {
  const known = new Map<string, readonly Importer[]>();
  return async (file) => {
    let importers = known.get(file);
    if (!importers) {
      const found: Importer[] = [];
      for await (const importer of graph.importersOf(file)) found.push(importer);
      importers = found;
      known.set(file, importers);
    }
    return importers;
  };
}

/** Whether an importer uses a name, or hands it on to one that does or that nobody here can see. */
async function takes(
  { file, text, imports }: Importer,
  name: string,
  graph: ModuleGraph,
  importersOf: ImportersOf,
  seen: ReadonlySet<string> = new Set(),
): Promise<boolean> {
  for (const one of imports) {
    // A test that stands in for a module and does not name what it exports is about something else.
    const isNamed = !isTestFile(file) || name === 'default' || text.includes(name);
    if (!mayTake(one, new Set([name])) || (one.names === 'all' && !one.handsOn && !isNamed)) continue;
    const { handsOn } = one;
    if (!handsOn || graph.isPublic(file) || seen.has(file)) return true;
    const as = handsOn === 'all' ? name : handsOn.get(name)!;
    let isImported = false;
    for (const behind of await importersOf(file)) {
      isImported = true;
      if (await takes(behind, as, graph, importersOf, new Set([...seen, file]))) return true;
    }
    // Nobody in the workspace imports what hands it on: it is for others.
    if (!isImported) return true;
  }
  return false;
}

/** Lets names go that nobody imports any more: those that the file declares, and those that it hands on. */
function unshare(
  { file, text, unshared, cuts }: SourceRemovalInput,
  idle: ReadonlySet<string>,
  graph: ModuleGraph,
): Partial<SourceRemovalInput> {
  const declared = declaredExports(file, text);
  const own = [...idle].filter((name) => declared.has(name));
  const known = new Set((cuts ?? []).map((cut) => cut.span.start));
  const handedOn = withoutHandedOn(file, text, (module, name) => {
    if (module !== undefined && graph.resolve(file, module) === undefined) return false;
    return name !== '*' && idle.has(name);
  }).filter(({ span }) => !known.has(span.start));
  return { unshared: new Set([...(unshared ?? []), ...own]), cuts: [...(cuts ?? []), ...handedOn] };
}

async function untouched(
  workspace: Workspace,
  file: string,
  keep: SourceRemovalInput['keep'],
): Promise<SourcePart | undefined> {
  const text = await workspace.text(file);
  const removal: SourceRemoval = { edits: [], review: [], notes: [] };
  return text === undefined ? undefined : { input: { file, text, sites: [], keep }, removal };
}
