import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { embedsCode } from '../usages/embedded';
import { isAssignmentTarget } from '../usages/operators';
import { isTooLarge } from '../usages/scan';
import { isTestFile } from '../usages/test-file';
import { toTextEdits } from './draft';
import { exportsOf, topBinding } from './exports';
import { DEFAULT } from './held';
import { giveHeld } from './held-imports';
import { type Import, mayTake } from './imports';
import { removeElement } from './place';
import type { Note } from './plan';
import {
  isNowhereAsked,
  type KnownReturned,
  type KnownWhole,
  type Returned,
  type ReturnedMember,
} from './returned';
import { analyzeScopes } from './scope';
import { importedAs, takesAny } from './settle';
import type { SourceRemovalInput } from './source';
import type { Sources } from './sources';
import { parse } from './view';

/** Makes a source's removal again with more known of it, and says what there is to say of that; false where it is of no use, or does harm. */
export type Redo = (
  file: string,
  change: (input: SourceRemovalInput) => Partial<SourceRemovalInput>,
  notes?: readonly Note[],
) => Promise<boolean>;

/**
 * Tells the sources that import a function what a member of its result is from now on. Once none of them asks for it any more, and
 * all that they do with the result can be seen, the function returns it no longer.
 */
export async function giveBack(
  from: string,
  returned: Returned,
  sources: Sources,
  redo: Redo,
): Promise<void> {
  const { graph, inputOf, textAfter } = sources;
  const { name, value } = returned;
  const own = await inputOf(from);
  const exported =
    name === DEFAULT
      ? new Set([name])
      : own && new Set(exportsOf(parse(from, own.text)).flatMap(([as, of]) => (of === name ? [as] : [])));
  if (!own || !exported || exported.size === 0) return;
  if (returned.kind !== 'member') {
    const takers = await takersOf(from, exported, sources);
    return returned.kind === 'held'
      ? giveHeld(from, returned, takers, sources, redo)
      : giveWhole(returned, takers, redo);
  }
  const { member } = returned;
  let isSeen = !graph.isPublic(from) && !returned.isTyped;
  let isImported = false;
  for await (const { file, imports } of graph.importersOf(from)) {
    const taking = imports.filter(({ names }) => takesAny(names, exported));
    if (taking.length === 0) continue;
    const isHidden =
      taking.some(({ names, handsOn }) => names === 'all' || handsOn !== undefined) || embedsCode(file);
    const input = isHidden ? undefined : await inputOf(file);
    const isTaken = (module: string, imported: string): boolean =>
      exported.has(imported) && graph.resolve(file, module) === from;
    const locals = input ? importedAs(parse(file, input.text), isTaken) : [];
    if (locals.length === 0) isSeen = false;
    isImported ||= !isTestFile(file);
    for (const local of locals) {
      await redo(file, (known) => ({
        returned: [...(known.returned ?? []), { kind: 'member', name: local, member, value }],
      }));
    }
    isSeen &&= await isWithout(file, locals, member, textAfter, false);
  }
  // What nobody here imports is for others: the loader of a route, the handler of an event.
  if (!isSeen || !isImported || !(await isWithout(from, [name], member, textAfter, true))) return;
  const cuts = cutsOf(own, returned);
  if (cuts) await redo(from, (known) => ({ cuts: [...(known.cuts ?? []), ...cuts] }));
}

/** Tells them the same of an export as a whole. */
async function giveWhole(
  { kind, value }: KnownWhole,
  { places, isStoodIn }: Takers,
  redo: Redo,
): Promise<void> {
  if (isStoodIn) return;
  for (const { file, locals, members } of places) {
    const known: KnownReturned[] = locals.map((name) => ({ kind, name, value }));
    for (const path of kind === 'tag' ? [] : members)
      known.push({ kind: 'held', name: path[0]!, path: path.slice(1), value, isCalled: kind === 'call' });
    if (known.length > 0)
      await redo(file, (before) => ({ returned: [...(before.returned ?? []), ...known] }));
  }
}

interface Place {
  readonly file: string;
  readonly locals: readonly string[];
  /** Where they have all that its module exports, as `features` and `newUi` of `import * as features`. */
  readonly members: readonly (readonly string[])[];
}

/** Who takes an export. */
export interface Takers {
  /** The sources that name it, with their names for it. */
  readonly places: readonly Place[];
  /** A test takes a module as a whole: it may put something in the export's place, and expect that to be asked. */
  readonly isStoodIn: boolean;
  /** Not all that is done with it can be seen, or nobody here but tests takes it, so that it is for others. */
  readonly isHidden: boolean;
}

/** Finds those who take an export, also through modules that hand it on. */
async function takersOf(
  from: string,
  exported: ReadonlySet<string>,
  { graph, inputOf, textAfter }: Sources,
): Promise<Takers> {
  const modules = new Map([[from, exported]]);
  const takers: { file: string; module: string; names: ReadonlySet<string> }[] = [];
  let isHidden = false;
  for (const [module, names] of modules) {
    for await (const { file, imports } of graph.importersOf(module)) {
      const taking = imports.filter((one) => mayTake(one, names));
      if (taking.length === 0) continue;
      const isWhole = taking.some((one) => one.names === 'all' && one.handsOn === undefined);
      const text = (await textAfter(file)) ?? '';
      const isTest = isTestFile(file) && taking.some((one) => one.names === 'all');
      // A test that stands in for a module and does not name what it exports is about something else.
      const isNamed = [...names].some((name) => name === 'default' || text.includes(name));
      if (isTest && !isNamed) continue;
      // What is too much for the parser is looked at no further.
      if (isTest || isTooLarge(text)) return { places: [], isStoodIn: true, isHidden: true };
      isHidden ||= isWhole || embedsCode(file) || graph.isPublic(file);
      const handed = new Set([...names].flatMap((name) => taking.flatMap((one) => handedAs(name, one))));
      if (handed.size > 0 && !modules.has(file)) modules.set(file, handed);
      if (!embedsCode(file)) takers.push({ file, module, names });
    }
  }
  const places: Place[] = [];
  let areOnlyAsked = true;
  for (const { file, module, names } of takers) {
    const [input, text] = [await inputOf(file), await textAfter(file)];
    if (!input || text === undefined) continue;
    const isTaken = (specifier: string, imported: string): boolean =>
      names.has(imported) && graph.resolve(file, specifier) === module;
    const tree = parse(file, input.text);
    const locals = importedAs(tree, isTaken).filter((local) => text.includes(local));
    const wholes = wholesOf(tree, (specifier) => graph.resolve(file, specifier) === module);
    areOnlyAsked &&= wholes.every((whole) => isOnlyAsked(whole, tree));
    places.push({
      file,
      locals,
      members: wholes.flatMap((whole) => [...names].map((name) => [whole, name])),
    });
  }
  isHidden ||= places.every(({ file, locals }) => isTestFile(file) || locals.length === 0);
  // Compiled, a module is an object that may be changed.
  const told = areOnlyAsked ? places : places.map((place) => ({ ...place, members: [] }));
  return { places: told, isStoodIn: false, isHidden };
}

/** The names that a source has for all that a module exports: `import * as features from './features'`. */
function wholesOf(tree: ts.SourceFile, isIt: (module: string) => boolean): string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const bindings = statement.importClause?.namedBindings;
    const isWhole = bindings !== undefined && ts.isNamespaceImport(bindings);
    return isWhole && isIt(statement.moduleSpecifier.text) ? [bindings.name.text] : [];
  });
}

/** Whether a source does nothing with all that a module exports but ask for members by their names. */
function isOnlyAsked(whole: string, tree: ts.SourceFile): boolean {
  const scopes = analyzeScopes(tree);
  return (
    !scopes.isOpaque &&
    (topBinding(scopes, tree, whole)?.uses ?? []).every(({ node }) => {
      const { parent } = node;
      if (ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return true;
      const isMember = ts.isPropertyAccessExpression(parent) && parent.expression === node;
      return isMember && !isAssignmentTarget(parent) && !ts.isDeleteExpression(parent.parent);
    })
  );
}

/** The names under which `export … from` hands a module's export on. */
function handedAs(name: string, { handsOn }: Import): string[] {
  if (handsOn === 'all') return name === 'default' ? [] : [name];
  const as = handsOn?.get(name);
  return as === undefined ? [] : [as];
}

async function isWithout(
  file: string,
  names: readonly string[],
  member: string,
  textAfter: Sources['textAfter'],
  isOwn: boolean,
): Promise<boolean> {
  const text = await textAfter(file);
  if (text === undefined) return true;
  const tree = parse(file, text);
  const scopes = analyzeScopes(tree);
  const isDeclared = (name: string): boolean =>
    scopes.bindings.some((one) => one.scope.node === tree && one.name === name);
  // An import that has gone asks for nothing.
  return names.every((name) => !isDeclared(name) || isNowhereAsked(name, member, scopes, tree, isOwn));
}

/** The cuts that take a member out of the objects that are returned. */
function cutsOf(
  { file, text }: SourceRemovalInput,
  { starts, member }: ReturnedMember,
): TextEdit[] | undefined {
  const tree = parse(file, text);
  const found: (ts.PropertyAssignment | ts.ShorthandPropertyAssignment)[] = [];
  const visit = (node: ts.Node): void => {
    const isProperty = ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
    if (isProperty && starts.includes(node.name.getStart(tree)) && node.name.getText(tree) === member)
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  if (found.length !== starts.length) return undefined;
  const view = { file: tree, text };
  return found.flatMap((property) => toTextEdits(removeElement(view, property, property.parent.properties)));
}
