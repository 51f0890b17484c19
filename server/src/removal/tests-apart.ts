import ts from 'typescript';
import { applyEdits } from '../text/edits';
import { isTestFile } from '../usages/test-file';
import { removeKnowing } from './computing-imports';
import { type DeclaredNames, editedBy, tagsOf, textsNaming } from './declared-names';
import type { Note } from './plan';
import type { Planned } from './plan-removal';
import type { WholeRemoval } from './plan-whole';
import { reachability } from './reach';
import { namingsIn } from './still-named';

/** A removal in which tests no longer set the flag, though code goes on bearing its name. */
export interface TestsApart {
  readonly planned: Planned;
  /** The tests that no longer do. */
  readonly files: ReadonlySet<string>;
  /** On each test that still does. */
  readonly notes: readonly Note[];
}

/**
 * Takes the flag out of tests where its name stays in the program: `track({ new_ui: true })` gives it, and asks for nothing. A test stays
 * as it is where it can reach code that may ask by that name, and all of them where a type or a table of the program declares it.
 */
export async function cutTestsApart(
  planned: Planned,
  names: DeclaredNames,
  removal: WholeRemoval,
): Promise<TestsApart> {
  const { workspace, request, computing } = removal;
  const files = [...names.cuts.keys()].filter(isTestFile);
  const isDeclared = names.places.some(({ file }) => !isTestFile(file));
  if (isDeclared || files.length === 0) return { planned, files: new Set(), notes: [] };
  const asking = await filesAsking(planned, names, removal);
  const reaches = reachability(removal);
  const parts = new Map(planned.parts.map((part) => [part.input.file, part]));
  const cutFiles = new Set<string>();
  const notes: Note[] = [];
  for (const file of files) {
    // What nothing but its name shows to be the flag may be what the program means by it now.
    const cuts = names.cuts.get(file) ?? [];
    const text = await workspace.text(file);
    const place = names.places.find((one) => one.file === file);
    if (text === undefined || cuts.length === 0 || file === names.kept?.file) continue;
    const known = parts.get(file);
    const before = known?.input ?? { file, text, sites: [], keep: request.keep };
    const asker = await reaches(file, asking);
    if (asker !== undefined) {
      if (place) notes.push({ file, span: place.span, message: stillAsked(asker) });
      continue;
    }
    const cut = await removeKnowing({ ...before, cuts: [...(before.cuts ?? []), ...cuts] }, computing);
    const isWhole =
      cut.removal.failed === undefined &&
      cut.removal.review.length <= (known?.removal.review.length ?? 0) &&
      !asksIn(file, applyEdits(text, cut.removal.edits), names, await tagsOf(removal));
    if (!isWhole) continue;
    parts.set(file, cut);
    cutFiles.add(file);
    notes.push(...names.notes.filter((note) => note.file === file));
  }
  return { planned: { ...planned, parts: [...parts.values()] }, files: cutFiles, notes };
}

function stillAsked(file: string): string {
  return `This test still sets the flag: ${file} may ask for it by that name.`;
}

/** The files of the program in which a name that may be the flag's is asked for, once the reads have gone. */
async function filesAsking(
  planned: Planned,
  names: DeclaredNames,
  removal: WholeRemoval,
): Promise<ReadonlySet<string>> {
  const tags = await tagsOf(removal);
  const edited = new Map(await editedBy(removal.workspace, planned.plan));
  for (const {
    input: { file, text },
    removal: { edits },
  } of planned.parts)
    edited.set(file, { text, edits });
  const texts = await textsNaming(removal.workspace, names.forms, edited);
  return new Set(
    [...texts].flatMap(([file, text]) =>
      !isTestFile(file) && asksIn(file, text, names, tags) ? [file] : [],
    ),
  );
}

/** Whether a source asks for a member by one of the names, or says one as a text; to give something that name asks for nothing. */
function asksIn(file: string, text: string, { forms }: DeclaredNames, tags: ReadonlySet<string>): boolean {
  const found = namingsIn(file, text, { forms, members: [] }, { isSure: false, tags, isOther: () => false });
  return found.some(({ parent }, index) => {
    const isGiven =
      ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isJsxAttribute(parent);
    return !(isGiven && parent.name === found[index]);
  });
}
