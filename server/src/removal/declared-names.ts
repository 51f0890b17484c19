import { applyEdits, type TextEdit } from '../text/edits';
import { contains, type Span } from '../text/span';
import { declarationsIn } from '../usages/declarations';
import { isTooLarge } from '../usages/scan';
import { isTestFile } from '../usages/test-file';
import { findDeclarations } from '../workspace/code-declarations';
import { formsOf, keysInForms } from '../workspace/forms';
import type { Place, Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import {
  type DeclarationRemoval,
  isInRow,
  keyNamesAt,
  looseMembers,
  membersNamed,
  namesBeside,
  removeDeclarations,
  withoutCovered,
} from './declarations';
import { leftOutElsewhere } from './emptied';
import { computedMembers, type KeyName, keyTest, turnedOn } from './key-names';
import { type MockRemoval, type ReadersByName, removeMocks } from './mocks';
import { ownTables } from './own-tables';
import type { Note, RemovalPlan, Review } from './plan';
import type { RemovalRequest } from './plan-removal';
import type { WholeRemoval } from './plan-whole';
import { tagsIn } from './still-named';
import { removeWrites } from './test-writes';
import { testsAbout } from './tests-about';
import { toldElsewhere } from './told-before';
import { parse } from './view';

/** How a flag's name leaves the enums, types and tables of the code. */
export interface DeclaredNames {
  readonly places: readonly { readonly file: string; readonly span: Span }[];
  /** By file. */
  readonly cuts: ReadonlyMap<string, readonly TextEdit[]>;
  /** Optional members of other types that bear the name, by file: they declare it only where nothing else does. */
  readonly loose: ReadonlyMap<string, readonly TextEdit[]>;
  /** The cuts in tests that set the flag where nothing but its name says so: right where the program has nothing of that name. */
  readonly inTests: ReadonlyMap<string, readonly TextEdit[]>;
  /** Names by which code could still ask for what goes: members of enums and of tables of keys. */
  readonly members: readonly string[];
  /** The key, and the other texts by which code names the flag. */
  readonly forms: readonly string[];
  /** Whether the flag is declared among flags that something reads. */
  readonly isAmongFlags: boolean;
  readonly notes: readonly Note[];
  /** Why one of the declarations cannot be taken out; then all stay. */
  readonly kept?: Review;
}

/** Where a flag's name is declared in sources, scanned or not. */
export async function placesDeclaring(
  workspace: Workspace,
  snapshot: Snapshot,
  flag: string,
): Promise<readonly Place[]> {
  const { placesIn } = await declaredPlaces(workspace, snapshot, flag, formsOf(snapshot, flag));
  return [...placesIn].flatMap(([file, own]) => own.map((span) => ({ file, span })));
}

/** Looks for a flag's name in all sources that hold it, scanned or not. */
export async function findDeclaredNames({
  workspace,
  snapshot,
  request: { flag, keep },
  setting,
  declaring = [],
}: Pick<WholeRemoval, 'workspace' | 'snapshot' | 'setting' | 'declaring'> & {
  readonly request: Pick<RemovalRequest, 'flag' | 'keep'>;
}): Promise<DeclaredNames> {
  const forms = formsOf(snapshot, flag);
  const readers = readersByName(snapshot, flag);
  const { texts, placesIn, keyNames } = await declaredPlaces(workspace, snapshot, flag, forms, declaring);
  const loose = new Map<string, readonly TextEdit[]>();
  const cuts = new Map<string, readonly TextEdit[]>();
  const inTests = new Map<string, readonly TextEdit[]>();
  const members: string[] = [];
  const notes: Note[] = [];
  let kept: Review | undefined;
  const aboutOf = testsAbout({ workspace, snapshot, request: { flag } });
  const removed = async (file: string, places: readonly Span[]): Promise<DeclarationRemoval> => {
    const text = texts.get(file)!;
    const about = isTestFile(file) ? await aboutOf(file) : 'flag';
    const removal = removeDeclarations(file, text, places, keep, about);
    if (removal.emptied.length === 0) return removal;
    const leftOut = await leftOutElsewhere(file, removal.emptied, { workspace, snapshot, request: { flag } });
    return leftOut.size > 0 ? removeDeclarations(file, text, places, keep, about, leftOut) : removal;
  };
  for (const [file, own] of placesIn) {
    const removal = await removed(file, own);
    cuts.set(file, removal.edits);
    members.push(...removal.members);
    notes.push(...removal.notes.map((note) => ({ file, ...note })));
    if (removal.kept[0]) kept ??= { file, ...removal.kept[0] };
  }
  const places = [...placesIn].flatMap(([file, own]) => own.map((span) => ({ file, span })));
  for (const [file, text] of texts) {
    const own = placesIn.get(file) ?? [];
    const isOwn = (span: Span): boolean => own.some((place) => contains(span, place));
    const optional = looseMembers(file, text, forms).filter((span) => !isOwn(span));
    if (optional.length > 0)
      loose.set(
        file,
        optional.map((span) => ({ span, newText: '' })),
      );
    if (!isTestFile(file)) continue;
    const about = await aboutOf(file);
    const written = snapshot.writesOf(flag).filter((write) => write.file === file);
    const writes = removeWrites(
      file,
      text,
      written.map(({ span }) => span),
      keep,
      setting,
      about,
    );
    const mocksGone = (isToldElsewhere?: (names: ReadonlySet<string>) => boolean): MockRemoval =>
      removeMocks(file, text, (tree) => keyTest(tree, flag, keyNames), keep, about, readers, isToldElsewhere);
    const alone = mocksGone();
    const others = await toldElsewhere(file, text, alone.silenced, workspace, snapshot);
    const mocked =
      others.size > 0 ? mocksGone((names) => [...names].some((name) => others.has(name))) : alone;
    notes.push(...[...writes.notes, ...mocked.notes].map((note) => ({ file, ...note })));
    const mocks = { edits: [...mocked.edits, ...writes.edits] };
    const keeping = mocked.kept ?? writes.kept;
    if (keeping) kept ??= { file, ...keeping };
    if (mocks.edits.length > 0) cuts.set(file, withoutCovered([...(cuts.get(file) ?? []), ...mocks.edits]));
    const named = membersNamed(file, text, forms).filter((span) => !isOwn(span));
    const removal = named.length > 0 && (await removed(file, [...own, ...named]));
    if (removal && removal.kept.length === 0)
      inTests.set(file, withoutCovered([...removal.edits, ...mocks.edits]));
  }
  const isAmongFlags = places.some(({ file, span }) =>
    namesBeside(file, texts.get(file)!, span).some((name) => snapshot.readsOf(name).length > 0),
  );
  return {
    places,
    cuts,
    loose,
    inTests,
    members,
    forms,
    isAmongFlags,
    notes,
    ...(kept !== undefined && { kept }),
  };
}

/** What the program's reads tell of the functions that answer them, by their names. */
function readersByName(snapshot: Snapshot, flag: string): ReadersByName {
  const find = (): Record<'inverted' | 'all' | 'ofOthers', ReadonlySet<string>> => {
    const [inverted, all, ofOthers] = [new Set<string>(), new Set<string>(), new Set<string>()];
    const isSame = (one: Span, other: Span): boolean => one.start === other.start && one.end === other.end;
    for (const file of snapshot.sources()) {
      const reads = snapshot.readsIn(file);
      for (const { site, reader } of snapshot.facts(file)?.reads ?? []) {
        const { callee } = reader;
        const path = callee.kind === 'unresolved' ? [] : callee.path;
        const name = path.at(-1) ?? callee.name;
        const own = reads.filter((read) => isSame(read.site, site));
        if (own.some(({ result }) => result.inverted)) inverted.add(name);
        if (isTestFile(file)) continue;
        all.add(name);
        if (own.length === 0 || own.some(({ key }) => key !== flag)) ofOthers.add(name);
      }
    }
    return { inverted, all, ofOthers };
  };
  let found: ReturnType<typeof find> | undefined;
  const known = (): ReturnType<typeof find> => (found ??= find());
  return {
    inverted: () => known().inverted,
    areAskedForOthers: (names) => {
      const isAmong = (set: ReadonlySet<string>): boolean => [...names].some((name) => set.has(name));
      return isAmong(known().ofOthers) || !isAmong(known().all);
    },
  };
}

/** The places where code declares a flag, by file, with the texts of all files that name it and the names that stand for its key. */
async function declaredPlaces(
  workspace: Workspace,
  snapshot: Snapshot,
  flag: string,
  forms: readonly string[],
  declaring: readonly Place[] = [],
): Promise<{
  readonly texts: ReadonlyMap<string, string>;
  readonly placesIn: ReadonlyMap<string, readonly Span[]>;
  readonly keyNames: readonly KeyName[];
}> {
  const texts = new Map<string, string>();
  for (const file of new Set([...(await workspace.sourcesWith(forms)).values()].flat())) {
    const text = await workspace.text(file);
    // A bundle that names the flag is left for review: see `mentions`.
    if (text !== undefined && !isTooLarge(text)) texts.set(file, text);
  }
  const inForms = keysInForms(snapshot, flag);
  const keyOf = (name: string): string | undefined =>
    inForms(name) ??
    (snapshot.flag(name) !== undefined || isReadForCertain(name, snapshot) ? name : undefined);
  const facts = [...texts].map(([file, text]) => [file, declarationsIn(parse(file, text))] as const);
  const found = findDeclarations(facts, keyOf);
  const inTables = await ownTables(snapshot.readsOf(flag), snapshot, (file) => workspace.text(file));
  for (const { file, span } of [...inTables, ...declaring]) {
    const known = found.get(file) ?? [];
    if (!texts.has(file) || known.some((one) => one.span.start === span.start)) continue;
    found.set(file, [...known, { file, key: flag, span }]);
  }
  const placesIn = new Map(
    [...found].flatMap(([file, declarations]) => {
      const text = texts.get(file)!;
      // What else is in a list that is called `toggles` tells whether they are those of a page.
      const isFlag = (span: Span): boolean =>
        !isInRow(file, text, span) ||
        namesBeside(file, text, span).some((name) => isReadForCertain(name, snapshot));
      const own = declarations.filter(({ key }) => key === flag).map(({ span }) => span);
      const flags = own.filter(isFlag);
      return flags.length > 0 ? [[file, flags] as const] : [];
    }),
  );
  const keyNames = [...placesIn].flatMap(([file, own]) => keyNamesAt(file, texts.get(file)!, own));
  for (const [file, text] of await textsNaming(
    workspace,
    keyNames.map(({ member }) => member),
    new Map(),
  )) {
    if (isTooLarge(text)) continue;
    texts.set(file, text);
    const tree = parse(file, text);
    const isKey = keyTest(tree, flag, keyNames);
    const named = [...computedMembers(tree, isKey), ...turnedOn(tree, isKey)];
    const spans = named.map((name) => ({ start: name.getStart(tree), end: name.end }));
    if (spans.length > 0) placesIn.set(file, [...(placesIn.get(file) ?? []), ...spans]);
  }
  return { texts, placesIn, keyNames };
}

/** Whether code asks for a flag of that name, declared or not: it stands among flags then. */
function isReadForCertain(key: string, snapshot: Snapshot): boolean {
  return snapshot.readsOf(key).some(({ certainty }) => certainty === 'certain');
}

/** A text, and what a removal does to it. */
export interface Edited {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** The sources that a plan changes. */
export async function editedBy(
  workspace: Workspace,
  plan: RemovalPlan,
): Promise<ReadonlyMap<string, Edited>> {
  const edited = new Map<string, Edited>();
  for (const { file, edits } of plan.files) {
    const text = await workspace.text(file);
    if (text !== undefined) edited.set(file, { text, edits });
  }
  return edited;
}

/** A source's text as a plan leaves it. */
export async function textAfter(
  file: string,
  workspace: Pick<Workspace, 'text'>,
  edited: ReadonlyMap<string, Edited>,
): Promise<string | undefined> {
  const edit = edited.get(file);
  return edit ? applyEdits(edit.text, edit.edits) : workspace.text(file);
}

/** The texts of sources that hold one of the words, as a removal leaves them. */
export async function textsNaming(
  workspace: Workspace,
  words: readonly string[],
  edited: ReadonlyMap<string, Edited>,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const found = await workspace.sourcesWith(words);
  for (const file of new Set([...found.values()].flat())) {
    const text = await textAfter(file, workspace, edited);
    if (text !== undefined && words.some((word) => text.includes(word))) texts.set(file, text);
  }
  return texts;
}

/** The properties of the workspace's types whose texts tell things apart and, the flag's key or not, ask for no flag. */
export async function tagsOf({
  workspace,
  snapshot,
  request: { flag },
}: {
  readonly workspace: Workspace;
  readonly snapshot: Snapshot;
  readonly request: { readonly flag: string };
}): Promise<ReadonlySet<string>> {
  const isFlag = (text: string): boolean =>
    snapshot.flag(text) !== undefined || snapshot.readsOf(text).length > 0;
  const tags = new Set<string>();
  for (const [file, text] of await textsNaming(workspace, [flag], new Map()))
    if (!isTooLarge(text)) for (const tag of tagsIn(file, text, flag, isFlag)) tags.add(tag);
  return tags;
}
