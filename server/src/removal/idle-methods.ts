import ts from 'typescript';
import { applyEdits, spanBefore } from '../text/edits';
import { nameText } from '../usages/property-names';
import { isTestFile } from '../usages/test-file';
import type { Workspace } from '../workspace/workspace';
import { meansOneThing } from './declarations';
import { type Edited, textsNaming } from './declared-names';
import type { Note, RemovalPlan } from './plan';
import { parse } from './view';

/**
 * Tells of methods of classes that lost their last call by this removal: no code names them any more, but for what declares them in classes,
 * types and fakes. Something may still call one by a name that is made when it runs, so they stay.
 */
export async function notesOnIdleMethods(
  workspace: Workspace,
  plan: RemovalPlan,
  edited: ReadonlyMap<string, Edited>,
): Promise<Note[]> {
  const notes = new Map<string, Note[]>();
  for (const [file, { text, edits }] of edited) {
    if (isTestFile(file) || plan.deleted.includes(file)) continue;
    const after = applyEdits(text, edits);
    for (const { span } of edits)
      for (const name of membersIn(text.slice(span.start, span.end)))
        if (!after.includes(`.${name}`)) notes.set(name, []);
  }
  if (notes.size === 0) return [];
  for (const [file, text] of await textsNaming(workspace, [...notes.keys()], edited)) {
    if (plan.deleted.includes(file) || ![...notes.keys()].some((name) => text.includes(name))) continue;
    const tree = parse(file, text);
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      const name = ts.isIdentifier(node) || ts.isStringLiteralLike(node) ? node.text : '';
      const told = notes.get(name);
      if (!told) return;
      const declared = declarationNamed(node);
      if (!declared || (declared === 'member' && !isTestFile(file))) notes.delete(name);
      else if (declared === 'method' && !isTestFile(file)) {
        const span = spanBefore({ start: node.getStart(tree), end: node.end }, edited.get(file)?.edits ?? []);
        told.push({
          file,
          span,
          message: `No code names \`${name}\` any more, so nothing seems to call this.`,
        });
      }
    };
    visit(tree);
  }
  return [...notes.values()].flat();
}

/** The names of several words that a part of a text may ask an object for: what they are in truth is asked of the sources that have them. */
function membersIn(text: string): string[] {
  return [...text.matchAll(/\.([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu)]
    .map(([, name]) => name!)
    .filter(meansOneThing);
}

/** What a name is declared as: a class's method, what a type says of one, or the member of an object, as fakes have it. */
function declarationNamed(node: ts.Node): 'method' | 'type' | 'member' | undefined {
  const { parent } = node;
  if (!('name' in parent) || parent.name !== node || nameText(node as ts.PropertyName) === undefined)
    return undefined;
  if (ts.isMethodSignature(parent) || ts.isPropertySignature(parent)) return 'type';
  if (ts.isMethodDeclaration(parent)) return ts.isClassLike(parent.parent) ? 'method' : 'member';
  return ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) ? 'member' : undefined;
}
