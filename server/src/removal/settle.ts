import ts from 'typescript';
import { spanBefore, type TextEdit } from '../text/edits';
import { span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { isTestFile } from '../usages/test-file';
import { withoutCovered } from './declarations';
import type { DraftEdit } from './draft';
import { exportsOf, handedOnName, importedName, localName } from './exports';
import type { Handed } from './handed';
import type { Value } from './known';
import type { ModuleGraph } from './module-graph';
import { hasDefault, isWholeParameter, typeEdits, withoutPart, withoutWhole } from './parameters';
import type { Note } from './plan';
import { analyzeScopes } from './scope';
import type { Binding, Declaration, Scopes } from './scope-model';
import {
  type Call,
  callAt,
  elementTaking,
  givenAt,
  isOwnFunction,
  memberSlots,
  nameOfFunction,
  type OwnFunction,
  type Slot,
  slotOf,
} from './slots';
import type { SourceRemovalInput } from './source';
import { bare, isWithin } from './syntax';
import { linesOf, testAround, withEmptied } from './test-files';
import { parse } from './view';

/** What following a value into other files has to know of them. */
export interface Sources {
  readonly graph: ModuleGraph;
  /** What a removal is made from in a source. */
  inputOf(file: string): Promise<SourceRemovalInput | undefined>;
  /** What it has come to so far. */
  editsOf(file: string): readonly TextEdit[];
  textAfter(file: string): Promise<string | undefined>;
}

/** How a parameter is let go. */
export interface Settled {
  /** How each source takes part. */
  readonly inputs: ReadonlyMap<string, SourceRemovalInput>;
  /** The source that declares it, and where its name stands that has to go. */
  readonly target: string;
  readonly starts: readonly number[];
  /** What is to be said of tests. */
  readonly notes: readonly Note[];
}

/**
 * Follows a value that a call hands on: where every call of the function, in all files that import it, hands on the same, the
 * parameter becomes that value and goes, with what each call gives for it. Tests that give another value go, as tests of what is gone.
 */
export async function settle(from: string, handed: Handed, sources: Sources): Promise<Settled | undefined> {
  const target = await findFunction(from, handed, sources);
  if (!target || sources.graph.isPublic(target.file)) return undefined;
  const slot = slotIn(target, handed);
  const name = (slot?.property?.element ?? slot?.parameter)?.name;
  if (!slot || !name || !ts.isIdentifier(name)) return undefined;
  if (handed.value === undefined && hasDefault(slot)) return undefined;
  const start = name.getStart(target.tree);
  const parameter = target.scopes.declaredBy(name);
  if (!parameter || parameter.uses.length === 0 || parameter.declarations.length !== 1) return undefined;
  const members = slot.property && !slot.property.element ? membersAsked(parameter, slot.property.name) : [];
  const asked = members.map((access) => access.name.getStart(target.tree));

  const types = new Set<string>();
  const ofTypes = typeEdits(slot, { file: target.tree, scopes: target.scopes }, (type) => {
    if (type.isExported) types.add(type.name);
    return true;
  });
  if (!ofTypes) return undefined;
  const cuts = new Map<string, TextEdit[]>([[target.file, toTextEdits(ofTypes)]]);
  const settledAt = {
    start,
    value: handed.value,
    ...(members.length > 0 && { property: slot.property!.name }),
  };

  const notes: Note[] = [];
  const own = await cutCalls(target.file, () => [target.name], slot, handed.value, sources, notes);
  if (!own) return undefined;
  cuts.get(target.file)!.push(...own);
  const exported = namesExported(target);
  for await (const { file, imports } of exported.size > 0 ? sources.graph.importersOf(target.file) : []) {
    const isHidden = imports.some(({ names, handsOn }) =>
      names === 'all' ? true : handsOn !== undefined && takesAny(names, exported),
    );
    const takesType = imports.some(({ names }) => takesAny(names, types));
    // What a component of Vue or a page does with a name stands in its markup.
    const isEmbedded = embedsCode(file) && imports.some(({ names }) => takesAny(names, exported));
    if (isHidden || takesType || isEmbedded) return undefined;
    const isTaken = (module: string, imported: string): boolean =>
      exported.has(imported) && sources.graph.resolve(file, module) === target.file;
    const namesIn = (tree: ts.SourceFile): string[] => importedAs(tree, isTaken);
    const calls = await cutCalls(file, namesIn, slot, handed.value, sources, notes);
    if (!calls) return undefined;
    if (calls.length > 0) cuts.set(file, calls);
  }

  const inputs = new Map<string, SourceRemovalInput>();
  for (const [file, added] of cuts) {
    const input = await sources.inputOf(file);
    const all = input && together([...(input.cuts ?? []), ...added]);
    if (!all) return undefined;
    inputs.set(file, {
      ...input,
      cuts: all,
      ...(file === target.file && { settled: [...(input.settled ?? []), settledAt] }),
    });
  }
  return { inputs, target: target.file, starts: asked.length > 0 ? asked : [start], notes };
}

/** Whether an import takes one of some names. */
export function takesAny(taken: ReadonlySet<string> | 'all', names: ReadonlySet<string>): boolean {
  return taken === 'all' || [...taken].some((name) => names.has(name));
}

/** The same source, with the component that a tag names, for a component may do nothing but choose among what it is given. */
export async function withComponent(
  from: string,
  handed: Handed,
  sources: Sources,
): Promise<SourceRemovalInput | undefined> {
  const input = await sources.inputOf(from);
  if (!input || handed.property === undefined || input.components?.has(handed.callee)) return undefined;
  const target = await findFunction(from, handed, sources);
  const owner = target && functionOf(target);
  return owner && { ...input, components: new Map([...(input.components ?? []), [handed.callee, owner]]) };
}

function functionOf({ declared }: Target): OwnFunction | undefined {
  const owner = ts.isVariableDeclaration(declared) ? declared.initializer : declared;
  return owner && isOwnFunction(owner) && nameOfFunction(owner) ? owner : undefined;
}

/** Whether a text is taken out by edits, and is not put in again by one of them. */
export function isTakenOut(start: number, edits: readonly TextEdit[], text: string): boolean {
  const name = /^[\p{ID_Continue}$]+/u.exec(text.slice(start))?.[0] ?? '';
  return edits.some(
    (edit) =>
      edit.span.start <= start &&
      edit.span.end >= start + name.length &&
      !edit.newText.split(/[^\p{ID_Continue}$]+/u).includes(name),
  );
}

interface Target {
  readonly file: string;
  readonly tree: ts.SourceFile;
  readonly scopes: Scopes;
  readonly name: string;
  readonly declared: ts.Node;
}

async function findFunction(
  from: string,
  { callee }: Handed,
  { graph, inputOf }: Sources,
): Promise<Target | undefined> {
  const input = await inputOf(from);
  if (!input) return undefined;
  const tree = parse(from, input.text);
  const scopes = analyzeScopes(tree);
  const use = scopes.bindings.find(({ uses }) => uses.some(({ node }) => node.getStart(tree) === callee));
  const [declaration] = use?.declarations ?? [];
  if (!use || !declaration || use.declarations.length !== 1) return undefined;
  if (declaration.kind !== 'import') return targetIn(from, tree, scopes, use.name);
  let imported = importedName(declaration.node);
  let at = from;
  for (let hops = 0; imported && hops < MAX_HOPS; hops++) {
    const file = graph.resolve(at, imported.module);
    const source = file === undefined ? undefined : await inputOf(file);
    if (file === undefined || !source) return undefined;
    const targetTree = parse(file, source.text);
    const name = localName(targetTree, imported.name);
    if (name !== undefined) return targetIn(file, targetTree, analyzeScopes(targetTree), name);
    imported = handedOnName(targetTree, imported.name);
    at = file;
  }
  return undefined;
}

/** How many files may hand an export on to one another. */
const MAX_HOPS = 4;

function targetIn(file: string, tree: ts.SourceFile, scopes: Scopes, name: string): Target | undefined {
  const binding = topBinding(scopes, tree, name);
  const declared = binding?.declarations.length === 1 ? binding.declarations[0]!.node : undefined;
  return declared && !scopes.isOpaque ? { file, tree, scopes, name, declared } : undefined;
}

function topBinding(scopes: Scopes, tree: ts.SourceFile, name: string): Binding | undefined {
  return scopes.bindings.find((binding) => binding.scope.node === tree && binding.name === name);
}

function namesExported({ tree, name }: Target): ReadonlySet<string> {
  return new Set(exportsOf(tree).flatMap(([exported, local]) => (local === name ? [exported] : [])));
}

function slotIn(target: Target, { index, property }: Handed): Slot | undefined {
  const owner = functionOf(target);
  const parameter = owner?.parameters[index];
  if (!owner || !parameter || property === undefined) return parameter && slotOf(parameter);
  const element = elementTaking(owner, parameter, property);
  if (element) return slotOf(element);
  const binding = target.scopes.declaredBy(parameter.name);
  return binding && memberSlots(binding).find(({ slot }) => slot.property?.name === property)?.slot;
}

function membersAsked(parameter: Binding, property: string): readonly ts.PropertyAccessExpression[] {
  return memberSlots(parameter).find(({ slot }) => slot.property?.name === property)?.accesses ?? [];
}

/** The names under which a source has what it takes from a module. */
export function importedAs(
  tree: ts.SourceFile,
  isTaken: (module: string, imported: string) => boolean,
): string[] {
  return tree.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const { text: module } = statement.moduleSpecifier;
    const clause = statement.importClause;
    const bindings = clause?.namedBindings;
    const named = bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
    return [
      ...(clause?.name && isTaken(module, 'default') ? [clause.name.text] : []),
      ...named.flatMap(({ name, propertyName }) =>
        isTaken(module, (propertyName ?? name).text) ? [name.text] : [],
      ),
    ];
  });
}

/** The cuts that take a slot out of every call of a file; nothing where one of its uses forbids it. */
async function cutCalls(
  file: string,
  namesIn: (tree: ts.SourceFile) => readonly string[],
  slot: Slot,
  value: Value,
  { inputOf, editsOf, textAfter }: Sources,
  notes: Note[],
): Promise<TextEdit[] | undefined> {
  const [input, after] = [await inputOf(file), await textAfter(file)];
  if (!input || after === undefined) return [];
  const tree = parse(file, after);
  const scopes = analyzeScopes(tree);
  const original = parse(file, input.text);
  const edits: DraftEdit[] = [];
  const gone = new Set<ts.Node>();
  for (const name of namesIn(tree)) {
    const binding = topBinding(scopes, tree, name);
    if (binding?.declarations.length !== 1 || scopes.isOpaque) return undefined;
    const [{ node: declared, kind }] = binding.declarations as [Declaration];
    for (const { node, writes } of binding.uses) {
      const isExport = ts.isExportAssignment(node.parent) || ts.isExportSpecifier(node.parent);
      // What a file exports itself is asked for by those that import it; what it hands on, nobody here follows.
      if (isExport && kind !== 'import') continue;
      const call = writes || isExport || isWithin(node, declared) ? undefined : callAt(node);
      if (call === 'closing') continue;
      const { start } = spanBefore({ start: node.getStart(tree), end: node.end }, editsOf(file));
      const before = identifierAt(original, start);
      if (!call || before?.text !== node.text) return undefined;
      const note = (message: string): void => {
        const span = { start, end: start + node.text.length };
        if (!notes.some((one) => one.file === file)) notes.push({ file, span, message });
      };
      const cut = cutCall({ call, before, original, isTest: isTestFile(file), gone, note }, slot, value);
      if (!cut) return undefined;
      edits.push(...cut);
    }
  }
  return toTextEdits(edits);
}

interface CallPlace {
  /** The call as it is now, and the name called in the original. */
  readonly call: Call;
  readonly before: ts.Identifier;
  readonly original: ts.SourceFile;
  readonly isTest: boolean;
  /** Tests that go whole. */
  readonly gone: Set<ts.Node>;
  note(message: string): void;
}

function cutCall(
  { call, before, original, isTest, gone, note }: CallPlace,
  slot: Slot,
  value: Value,
): DraftEdit[] | undefined {
  const given = givenAt(call, slot.index, slot.property?.name);
  if (!given) return undefined;
  if (given === 'none' && value === undefined) return [];
  if (given === 'none' || !isValue(given.value, value)) {
    const test = isTest ? testAround(before) : undefined;
    if (test && test !== 'all') {
      const whole = withEmptied(test, gone);
      gone.add(whole);
      const { start, end } = linesOf(whole, original);
      return [{ start, end, text: '' }];
    }
    // What a helper of tests calls is called for many of them.
    if (!isTest || (given !== 'none' && !isLiteral(given.value))) return undefined;
    note(CALLED_WITH_OTHER);
    if (given === 'none') return [];
  }
  const callBefore = callAt(before);
  const part = callBefore && callBefore !== 'closing' && givenAt(callBefore, slot.index, slot.property?.name);
  if (!part || part === 'none') return undefined;
  const view = { file: original, text: original.text };
  return isWholeParameter(slot) ? withoutWhole(view, callBefore, slot, part) : withoutPart(view, part);
}

const CALLED_WITH_OTHER =
  'The tests of this file called it with another value than the one that is left. Those of what is gone fail now, and can go.';

function isLiteral(node: ts.Expression | undefined): boolean {
  return (
    [true, false, null, undefined].some((value) => isValue(node, value)) ||
    (node !== undefined && ts.isLiteralExpression(bare(node)))
  );
}

function isValue(node: ts.Expression | undefined, value: Value): boolean {
  if (!node) return value === true;
  const inner = bare(node);
  if (ts.isStringLiteralLike(inner)) return value === inner.text;
  if (ts.isNumericLiteral(inner)) return value === Number(inner.text);
  if (inner.kind === ts.SyntaxKind.TrueKeyword) return value === true;
  if (inner.kind === ts.SyntaxKind.FalseKeyword) return value === false;
  if (ts.isIdentifier(inner) && inner.text === 'undefined') return value === undefined;
  return inner.kind === ts.SyntaxKind.NullKeyword && value === null;
}

function identifierAt(tree: ts.SourceFile, start: number): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end <= start || found) return;
    if (ts.isIdentifier(node) && node.getStart(tree) === start) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

export function toTextEdits(edits: readonly DraftEdit[]): TextEdit[] {
  return edits.map(({ start, end, text }) => ({ span: span(start, end), newText: text }));
}

/** Cuts without those that others take along; nothing where two share a part of the text, for only one would be made. */
function together(cuts: readonly TextEdit[]): TextEdit[] | undefined {
  const ofPlace = new Map(cuts.map((cut) => [`${cut.span.start}-${cut.span.end}`, cut]));
  const all = withoutCovered([...ofPlace.values()]);
  const isShared = all.some((cut, index) =>
    all.slice(0, index).some((other) => cut.span.start < other.span.end && other.span.start < cut.span.end),
  );
  return isShared ? undefined : all;
}
