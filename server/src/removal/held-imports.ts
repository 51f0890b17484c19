import type ts from 'typescript';
import { isTestFile } from '../usages/test-file';
import { withoutCovered } from './declarations';
import { cutsOfDeclared, onlyDeclaredIn } from './declared-members';
import { isExport, topBinding } from './exports';
import { type Held, idOf, isNameOf, type KnownHeld, keepsHeld, leavesOut } from './held';
import type { Redo, Takers } from './returned-imports';
import { analyzeScopes } from './scope';
import type { Use } from './scope-model';
import type { Sources } from './sources';
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
  { inputOf, textAfter, naming, graph }: Sources,
  redo: Redo,
): Promise<void> {
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
      const uses = scopes ? locals.flatMap((local) => topBinding(scopes, tree, local)?.uses ?? []) : [];
      // What hands it on once more does so unseen.
      const isSeen = (use: Use): boolean => is(use, file) && (file === from || !isExport(use.node));
      if (scopes?.isOpaque || !uses.every(isSeen)) return false;
    }
    return true;
  };
  // Tests put other values also where nothing else does.
  const isKept = (use: Use, file: string): boolean =>
    keepsHeld(use, { ...held, isOpen: isOpen || isTestFile(file) });
  if ((isOpen && isHidden) || takers.isStoodIn) return;
  if (!(await everyUse(async (file) => (await inputOf(file))?.text, isKept))) return;
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
