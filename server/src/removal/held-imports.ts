import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { type Span, span } from '../text/span';
import { isTestFile } from '../usages/test-file';
import { withoutCovered } from './declarations';
import { cutsOfDeclared, onlyDeclaredIn } from './declared-members';
import { isExport, topBinding } from './exports';
import { type Held, idOf, isNameOf, type KnownHeld, keepsHeld, leavesOut, writtenAt } from './held';
import type { Value } from './known';
import type { Note } from './plan';
import type { Redo, Takers } from './returned-imports';
import { analyzeScopes } from './scope';
import type { Binding, Scopes, Use } from './scope-model';
import type { Sources } from './sources';
import { removeWrites } from './test-writes';
import { parse } from './view';

/**
 * Tells a source, and those that import a table from it, what a member of that is from now on, where no code puts another value there. Once
 * nobody asks for the member any more, and all that is done with the table can be seen, it goes, with what declares it where a type is
 * written out.
 */
export async function giveHeld(
  from: string,
  held: Held,
  takers: Takers,
  sources: Sources,
  redo: Redo,
): Promise<void> {
  const { inputOf, textAfter, naming, graph } = sources;
  const { name, path, isOpen, isTyped, value, isCalled } = held;
  const places = [{ file: from, locals: [name] }, ...takers.places];
  const isHidden = takers.isHidden || graph.isPublic(from);
  const everyUse = async (
    textOf: (file: string) => Promise<string | undefined>,
    is: (use: Use, file: string) => boolean,
  ): Promise<boolean> => {
    for (const { file, locals } of places) {
      const text = await textOf(file);
      const tree = text === undefined ? undefined : parse(file, text);
      const scopes = tree && analyzeScopes(tree);
      const bindings = scopes ? locals.flatMap((local) => topBinding(scopes, tree, local) ?? []) : [];
      const uses = scopes ? bindings.flatMap((binding) => usesOf(binding, scopes)) : [];
      // What hands it on once more does so unseen.
      const isSeen = (use: Use): boolean => is(use, file) && (file === from || !isExport(use.node));
      if (scopes?.isOpaque || !uses.every(isSeen)) return false;
    }
    return true;
  };
  const written = new Map<string, Span[]>();
  const asking = new Set<string>();
  // Tests put other values also where nothing else does.
  const isKept = (use: Use, file: string): boolean => {
    const isTest = isTestFile(file);
    const at = isTest ? writtenAt(use, path) : undefined;
    if (at) written.set(file, [...(written.get(file) ?? []), span(at.getStart(), at.end)]);
    if (!isTest && !leavesOut(use, path)) asking.add(file);
    return at !== undefined || keepsHeld(use, { ...held, isOpen: isOpen || isTest });
  };
  if ((isOpen && isHidden) || takers.isStoodIn) return;
  if (!(await everyUse(async (file) => (await inputOf(file))?.text, isKept))) return;
  const tests = await testsWithout(written, asking, held, sources);
  if (!tests) return;
  for (const [file, { edits, notes }] of tests)
    await redo(file, ({ cuts = [] }) => ({ cuts: withoutCovered([...cuts, ...edits]) }), notes);
  const known = (local: string): KnownHeld => ({ kind: 'held', name: local, path, value, isCalled });
  for (const { file, locals } of places)
    await redo(file, (before) => ({ returned: [...(before.returned ?? []), ...locals.map(known)] }));
  if (isHidden || !(await everyUse(textAfter, (use) => leavesOut(use, path)))) return;
  const member = path.at(-1)!;
  const texts = isTyped ? await naming(member) : new Map<string, string>();
  const isOwn = (file: string, node: ts.Node): boolean => file === from && isNameOf(node, name, path);
  const types = texts && onlyDeclaredIn(texts, member, isOwn);
  if (!types || (isTyped && types.length === 0)) return;
  for (const file of types)
    await redo(file, ({ cuts = [], text }) => ({
      cuts: withoutCovered([...cuts, ...cutsOfDeclared(file, text, member)]),
    }));
  await redo(from, (before) => ({ unheld: new Set([...(before.unheld ?? []), idOf(name, path)]) }));
}

/** The uses of a name, and of constants that are nothing but another name for it: `const before = config;`. */
function usesOf({ uses }: Binding, scopes: Scopes): Use[] {
  return uses.flatMap((use) => {
    const { parent } = use.node;
    const isName =
      ts.isVariableDeclaration(parent) &&
      parent.initializer === use.node &&
      (parent.parent.flags & ts.NodeFlags.Const) !== 0 &&
      ts.isIdentifier(parent.name);
    const other = isName ? scopes.declaredBy(parent.name as ts.Identifier) : undefined;
    // What is exported under the other name is seen by others.
    return other && !other.isExported && !other.uses.some(({ node }) => isExport(node))
      ? usesOf(other, scopes)
      : [use];
  });
}

/** What goes from tests that put a value where a table holds the flag's answer; nothing where one cannot do without. */
async function testsWithout(
  written: ReadonlyMap<string, readonly Span[]>,
  asking: ReadonlySet<string>,
  { value, isCalled }: Held,
  { inputOf, reaches }: Sources,
): Promise<
  ReadonlyMap<string, { readonly edits: readonly TextEdit[]; readonly notes: readonly Note[] }> | undefined
> {
  const found = new Map<string, { edits: readonly TextEdit[]; notes: readonly Note[] }>();
  for (const [file, places] of written) {
    const text = (await inputOf(file))?.text;
    if (text === undefined || isCalled || !isFlagValue(value)) return undefined;
    const about = (await reaches(file, asking)) === undefined ? 'apart' : 'flag';
    const { edits, notes, kept } = removeWrites(file, text, places, value, undefined, about);
    if (kept) return undefined;
    found.set(file, { edits, notes: notes.map((note) => ({ file, ...note })) });
  }
  return found;
}

function isFlagValue(value: Value): value is boolean | string | number {
  return ['boolean', 'string', 'number'].includes(typeof value);
}
