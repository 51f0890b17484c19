import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { contains, type Span } from '../text/span';
import { isAssignmentTarget } from '../usages/operators';
import type { Read } from '../usages/read';
import { isTooLarge } from '../usages/scan';
import { NAMED_SHAPES } from '../usages/shapes';
import { isTestFile } from '../usages/test-file';
import { formsOf } from '../workspace/forms';
import type { Place, Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { placesDeclaring } from './declared-names';
import { analyzeScopes } from './scope';
import type { Scopes } from './scope-model';
import { nodeAt } from './sites';
import { isOnlyCompared } from './still-named';
import { bare } from './syntax';
import type { TypeGate } from './type-gate';
import { parse } from './view';

/** Reads whose keys are made at run time, and what may hand them the flag's. */
export interface DynamicDangers {
  /** Reads that may ask for the flag whatever the code says. */
  readonly reads: readonly Read[];
  /** Where code says the flag's key, and so may hand it to a read whose key is of a type that has it. */
  readonly said: readonly Place[];
}

/**
 * The dynamic reads by which the flag may still be asked for. None of them is one that asks a client for what the client
 * itself has listed, or for what a list written beside it names, or, where types are known, one whose key is of a type that does not have the flag's. One whose type has
 * it can only ask for it where code says it.
 */
export async function dynamicDangers(
  workspace: Workspace,
  snapshot: Snapshot,
  flag: string,
  cuts: ReadonlyMap<string, readonly TextEdit[]>,
  gate: TypeGate | undefined,
): Promise<DynamicDangers> {
  const open: Read[] = [];
  for (const read of snapshot.dynamicReadsOf(flag)) {
    // A test asks for what it has set itself, and that is named in the code.
    if (isTestFile(read.file)) continue;
    const text = await workspace.text(read.file);
    const isHarmless =
      text !== undefined &&
      (asksForOwnList(read, text) ||
        asksForOthers(read, text, flag, cuts.get(read.file) ?? []) ||
        handsOn(read, text));
    if (!isHarmless) open.push(read);
  }
  if (open.length === 0 || !gate?.keysAt) return { reads: open, said: [] };
  const keys = await gate.keysAt(open.map(({ file, span }) => ({ file, span })));
  const reads = open.filter((_, index) => keys[index] === undefined);
  const typed = new Set(keys.flatMap((texts) => (texts?.includes(flag) ? texts : [])));
  if (typed.size === 0) return { reads, said: [] };
  const places = await placesSaying(workspace, snapshot, flag);
  const said = places.filter(({ file, span }) => !isCut(span, cuts.get(file) ?? []));
  const expected = await gate.keysAt(said);
  // What is expected to be something else as well is no key of that type.
  const mayReach = (texts: readonly string[] | undefined): boolean =>
    texts === undefined || (texts.length > 0 && texts.every((text) => typed.has(text)));
  return { reads, said: said.filter((_, index) => mayReach(expected[index])) };
}

/** `client.list().filter((feature) => client.isEnabled(feature.name))`: what is gone from the list is not asked for. */
function asksForOwnList({ file, site, span }: Read, text: string): boolean {
  const tree = parse(file, text);
  const call = nodeAt(tree, site);
  const inner = call && bare(call);
  if (!inner || !ts.isCallExpression(inner) || !ts.isPropertyAccessExpression(inner.expression)) return false;
  const receiver = inner.expression.expression;
  const key = nodeAt(tree, span);
  if (!key) return false;
  const scopes = analyzeScopes(tree);
  const isMember = ts.isPropertyAccessExpression(key.parent) && key.parent.name === key;
  const list = listBehind(rootOf(isMember ? key.parent : key), scopes);
  return list !== undefined && comesFrom(list, receiver.getText(tree), scopes, 0);
}

/** `tabs.filter((tab) => flags[tab.flag])` where `tabs` is a list written in this file, and no entry of it names the flag. */
function asksForOthers({ file, span }: Read, text: string, flag: string, cuts: readonly TextEdit[]): boolean {
  const tree = parse(file, text);
  const key = nodeAt(tree, span);
  if (!key || !ts.isIdentifier(key) || !ts.isPropertyAccessExpression(key.parent) || key.parent.name !== key)
    return false;
  const scopes = analyzeScopes(tree);
  const list = listBehind(key.parent.expression, scopes);
  const entries = list && entriesOf(list, scopes, 0);
  const isOther = (entry: ts.ObjectLiteralExpression): boolean => namesOther(entry, key.text, flag, cuts);
  return entries?.every(isOther) === true && !isWritten(key.text, tree);
}

/** Whether an entry has another text under a name, or nothing once the removal has cut it. */
function namesOther(
  entry: ts.ObjectLiteralExpression,
  name: string,
  flag: string,
  cuts: readonly TextEdit[],
): boolean {
  return entry.properties.every((property) => {
    if (!property.name || ts.isComputedPropertyName(property.name)) return false;
    if (property.name.text !== name) return true;
    if (!ts.isPropertyAssignment(property)) return false;
    const value = bare(property.initializer);
    if (!ts.isStringLiteralLike(value)) return false;
    return value.text !== flag || isCut({ start: value.getStart(), end: value.end }, cuts);
  });
}

function isCut(span: Span, cuts: readonly TextEdit[]): boolean {
  return cuts.some((cut) => contains(cut.span, span));
}

/** The entries of a list that is written out and only read; nothing where there may be others. */
function entriesOf(
  list: ts.Expression,
  scopes: Scopes,
  depth: number,
): readonly ts.ObjectLiteralExpression[] | undefined {
  const node = bare(list);
  if (depth > 8) return undefined;
  if (ts.isArrayLiteralExpression(node)) {
    const entries = node.elements.map((element) => {
      if (ts.isSpreadElement(element)) return entriesOf(element.expression, scopes, depth + 1);
      const entry = bare(element);
      return ts.isObjectLiteralExpression(entry) ? [entry] : undefined;
    });
    return entries.every((some) => some !== undefined) ? entries.flat() : undefined;
  }
  if (ts.isConditionalExpression(node)) {
    const [some, others] = [node.whenTrue, node.whenFalse].map((one) => entriesOf(one, scopes, depth + 1));
    return some && others && [...some, ...others];
  }
  if (ts.isCallExpression(node)) {
    const { expression } = node;
    const isSelection = ts.isPropertyAccessExpression(expression) && SELECTIONS.has(expression.name.text);
    return isSelection ? entriesOf(expression.expression, scopes, depth + 1) : undefined;
  }
  const binding = ts.isIdentifier(node) ? scopes.bindingOf(node) : undefined;
  const [declaration] = binding?.declarations ?? [];
  if (!binding || declaration?.kind !== 'const' || !ts.isVariableDeclaration(declaration.node))
    return undefined;
  const { initializer } = declaration.node;
  return initializer && !binding.isExported && binding.uses.every((use) => isOnlyRead(use.node))
    ? entriesOf(initializer, scopes, depth + 1)
    : undefined;
}

/** What gives some of a list's own entries. */
const SELECTIONS: ReadonlySet<string> = new Set([
  'filter',
  'slice',
  'reverse',
  'sort',
  'toReversed',
  'toSorted',
]);
const READING: ReadonlySet<string> = new Set([
  ...SELECTIONS,
  ...[
    'map',
    'flatMap',
    'forEach',
    'find',
    'findIndex',
    'findLast',
    'some',
    'every',
    'reduce',
    'length',
    'at',
  ],
]);

function isOnlyRead(use: ts.Node): boolean {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === use && READING.has(parent.name.text);
  return ts.isSpreadElement(parent) || (ts.isForOfStatement(parent) && parent.expression === use);
}

function isWritten(name: string, tree: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) && node.name.text === name && isAssignmentTarget(node)) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(tree);
}

/**
 * `{ isEnabled: (key) => client.isEnabled(key) }`: what hands its parameter on under a reader's name is asked by calls of that
 * name, and these are reads themselves.
 */
function handsOn({ file, span }: Read, text: string): boolean {
  const tree = parse(file, text);
  const key = nodeAt(tree, span);
  const owner = key && analyzeScopes(tree).bindingOf(key)?.declarations[0]?.node;
  if (!owner || !ts.isParameter(owner)) return false;
  const named = ts.isMethodDeclaration(owner.parent) ? owner.parent : owner.parent.parent;
  const isNamed =
    ts.isMethodDeclaration(named) || ts.isPropertyAssignment(named) || ts.isPropertyDeclaration(named);
  return isNamed && ts.isIdentifier(named.name) && READERS.has(named.name.text);
}

const READERS: ReadonlySet<string> = new Set(NAMED_SHAPES.map(({ name }) => name));

const FOLDS = new Set(['reduce', 'reduceRight']);

/** The list that a name runs over: `feature` of `list.map((feature) => …)` and of `for (const feature of list)`. */
function listBehind(name: ts.Node, scopes: Scopes): ts.Expression | undefined {
  const declaration = scopes.bindingOf(name)?.declarations[0]?.node;
  let owner: ts.Node | undefined = declaration;
  while (owner && (ts.isBindingElement(owner) || ts.isObjectBindingPattern(owner))) owner = owner.parent;
  if (owner && ts.isParameter(owner)) {
    const callback = owner.parent;
    const call = callback.parent;
    if (!ts.isCallExpression(call) || call.arguments[0] !== callback) return undefined;
    if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
    const { name: method, expression: list } = call.expression;
    const item = FOLDS.has(method.text) ? 1 : 0;
    return callback.parameters[item] === owner ? list : undefined;
  }
  if (!owner || !ts.isVariableDeclaration(owner)) return undefined;
  const loop = owner.parent.parent;
  return ts.isForOfStatement(loop) ? loop.expression : undefined;
}

/** Whether a list was given by the receiver itself, however it was filtered since. */
function comesFrom(list: ts.Node, receiver: string, scopes: Scopes, depth: number): boolean {
  const node = bare(list);
  if (depth > 8) return false;
  if (ts.isCallExpression(node)) {
    if (!ts.isPropertyAccessExpression(node.expression))
      return node.arguments.some((argument) => comesFrom(argument, receiver, scopes, depth + 1));
    const { expression } = node.expression;
    return expression.getText() === receiver || comesFrom(expression, receiver, scopes, depth + 1);
  }
  if (ts.isAwaitExpression(node)) return comesFrom(node.expression, receiver, scopes, depth + 1);
  if (ts.isBinaryExpression(node)) return comesFrom(node.left, receiver, scopes, depth + 1);
  const root = rootOf(node);
  const declared = scopes.bindingOf(root)?.declarations[0]?.node;
  return declared !== undefined && ts.isVariableDeclaration(declared) && declared.initializer !== undefined
    ? comesFrom(declared.initializer, receiver, scopes, depth + 1)
    : false;
}

function rootOf(node: ts.Node): ts.Node {
  let at = node;
  while (
    ts.isPropertyAccessExpression(at) ||
    ts.isElementAccessExpression(at) ||
    ts.isNonNullExpression(at)
  ) {
    at = at.expression;
  }
  return at;
}

/** Texts of code that are the key, and neither ask for the flag nor declare it. */
export async function placesSaying(workspace: Workspace, snapshot: Snapshot, flag: string): Promise<Place[]> {
  const asked = snapshot.readsOf(flag);
  const forms = formsOf(snapshot, flag);
  const places = await placesDeclaring(workspace, snapshot, flag);
  const found: Place[] = [];
  for (const file of new Set([...(await workspace.sourcesWith(forms)).values()].flat())) {
    const text = await workspace.text(file);
    if (text === undefined || isTooLarge(text)) continue;
    const tree = parse(file, text);
    const declared = places.filter((place) => place.file === file).map(({ span }) => span);
    const isKnown = ({ start, end }: Span): boolean =>
      asked.some((read) => read.file === file && read.site.start <= start && end <= read.site.end) ||
      declared.some((span) => span.start <= end && start <= span.end);
    const visit = (node: ts.Node): void => {
      if (ts.isTypeNode(node)) return;
      const span = { start: node.getStart(tree), end: node.end };
      const isSaid = ts.isStringLiteralLike(node) && forms.includes(node.text) && !isOnlyCompared(node);
      if (isSaid && !isKnown(span)) found.push({ file, span });
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}
