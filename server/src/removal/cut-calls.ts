import ts from 'typescript';
import { spanBefore, type TextEdit } from '../text/edits';
import { nameText } from '../usages/property-names';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import { makesNothing } from './constructors';
import { type DraftEdit, toTextEdits } from './draft';
import { asksForFlags, isPure } from './effects';
import { isExport, topBinding } from './exports';
import type { Value } from './known';
import { withoutPart } from './parameters';
import { removeElement } from './place';
import type { Note } from './plan';
import { analyzeScopes } from './scope';
import type { Declaration, Scopes } from './scope-model';
import { type Call, callAt, type Given, givenAt, hasArguments, type Owner } from './slots';
import type { Sources } from './sources';
import { bare, isWithin } from './syntax';
import { linesOf, testAround, withEmptied } from './test-files';
import { parse, type SourceView } from './view';

/** What every call has to give: one value, or anything that can be left out, for nothing asks for it. */
export type Wanted = { readonly value: Value } | 'anything';

/** What goes of every call, as the function takes it by now: others of what it took may have gone before. */
export interface Standing {
  readonly owner: Owner;
  readonly index: number;
  /** For an option of an object, or a prop. */
  readonly property: string | undefined;
  /** It goes with the whole argument. */
  readonly isWhole: boolean;
  /** The value that it has where a call gives none; absent where that cannot be told. */
  readonly fallback: { readonly value: Value } | undefined;
}

/** The cuts that take a slot out of every call of a file; nothing where one of its uses forbids it. */
export async function cutCalls(
  file: string,
  namesIn: (tree: ts.SourceFile) => readonly string[],
  slot: Standing,
  given: Wanted,
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
  const isTest = isTestFile(file);
  let kept = 0;
  const removals = [...(input.cuts ?? []), ...editsOf(file)];
  let isStory = false;
  for (const name of namesIn(tree)) {
    const binding = topBinding(scopes, tree, name);
    if (binding?.declarations.length !== 1 || scopes.isOpaque) return undefined;
    const [{ node: declared, kind }] = binding.declarations as [Declaration];
    for (const { node, writes } of binding.uses) {
      // What a file exports itself is asked for by those that import it; what it hands on, nobody here follows.
      if (isExport(node) && kind !== 'import') continue;
      if (isLabelled(node) || makesNothing(node, slot.owner)) continue;
      if (isTest && ts.isTypeQueryNode(node.parent)) continue;
      if (isTest && isStoryOf(node)) {
        isStory = true;
        continue;
      }
      const call = writes || isExport(node) || isWithin(node, declared) ? undefined : callAt(node);
      if (call === 'closing') continue;
      const { start } = spanBefore({ start: node.getStart(tree), end: node.end }, editsOf(file));
      const before = identifierAt(original, start);
      if (!call || before?.text !== node.text) return undefined;
      const note = (message: string): void => {
        const span = { start, end: start + node.text.length };
        if (!notes.some((one) => one.file === file)) notes.push({ file, span, message });
      };
      const wasGone = gone.size;
      const cut = cutCall({ call, before, original, scopes, removals, isTest, gone, note }, slot, given);
      if (!cut) return undefined;
      if (gone.size === wasGone) kept++;
      edits.push(...cut);
    }
  }
  // What most tests give is how the function is tried out, and no sign that they try out what is gone.
  if (gone.size > 2 * (kept + 1)) return undefined;
  const view = { file: original, text: original.text };
  const ofStories = isStory ? cutArgs(view, slot, given) : [];
  return ofStories && toTextEdits([...edits, ...ofStories]);
}

interface CallPlace {
  /** The call as it is now, and the name called in the original. */
  readonly call: Call;
  readonly before: ts.Identifier;
  readonly original: ts.SourceFile;
  /** Of the file as it is now. */
  readonly scopes: Scopes;
  /** What has been taken out of the original. */
  readonly removals: readonly TextEdit[];
  readonly isTest: boolean;
  /** Tests that go whole. */
  readonly gone: Set<ts.Node>;
  note(message: string): void;
}

function cutCall(
  { call, before, original, scopes, removals, isTest, gone, note }: CallPlace,
  slot: Standing,
  wanted: Wanted,
): DraftEdit[] | undefined {
  const given = givenAt(call, slot.index, slot.property);
  if (!given) return undefined;
  const cut = (): DraftEdit[] | undefined => {
    const [view, callBefore] = [{ file: original, text: original.text }, callAt(before)];
    if (!callBefore || callBefore === 'closing') return undefined;
    return withoutGiven(view, callBefore, { call, given, removals }, slot);
  };
  if (wanted === 'anything') return given === 'none' || isFree(given.value) ? cut() : undefined;
  const value = given === 'none' ? undefined : settledIn(given.value, scopes);
  const isLeft = given === 'none' || isUndefined(value);
  const isWanted = isLeft
    ? slot.fallback && Object.is(slot.fallback.value, wanted.value)
    : isValue(value, wanted.value);
  if (!isWanted) {
    if (!isTest) return undefined;
    if (isLeft ? !slot.fallback : !isLiteral(value)) {
      // What a test makes of something else may well be the value that is left.
      if (!isLeft && (!given.value || !isHandedOn(given.value, scopes))) return undefined;
      note(CALLED_WITH_UNTOLD);
      return cut();
    }
    const test = testAround(before);
    if (test && test !== 'all') {
      const whole = withEmptied(test, gone);
      gone.add(whole);
      const { start, end } = linesOf(whole, original);
      return [{ start, end, text: '' }];
    }
    // What a helper of tests calls is called for many of them.
    note(CALLED_WITH_OTHER);
    if (given === 'none') return [];
  }
  return cut();
}

/** How what a call gives now leaves the call in the original; nothing where it cannot be told what it was there. */
function withoutGiven(
  view: SourceView,
  before: Call,
  now: { readonly call: Call; readonly given: Given | 'none'; readonly removals: readonly TextEdit[] },
  { index, property, isWhole }: Standing,
): DraftEdit[] | undefined {
  const { call, given, removals } = now;
  if (!hasArguments(call) || !hasArguments(before)) {
    if (given === 'none') return [];
    const attribute = givenAt(before, index, property);
    return attribute && attribute !== 'none' ? withoutPart(view, attribute) : undefined;
  }
  // `new Page` gives nothing.
  if (!call.arguments || !before.arguments) return given === 'none' ? [] : undefined;
  const args = stillIn(before.arguments, removals, call.arguments);
  if (!args) return undefined;
  const [argument, current] = [args[index], call.arguments[index]];
  // An object in which it is not given keeps its place among the arguments.
  if (!argument || !current) return [];
  const isAll = property === undefined || (given === 'none' ? isEmptyObject(current) : given.isOnly);
  if (isWhole) return isAll ? removeElement(view, argument, before.arguments, args) : undefined;
  if (given === 'none') return [];
  const [objectBefore, object] = [bare(argument), bare(current)];
  if (!ts.isObjectLiteralExpression(objectBefore) || !ts.isObjectLiteralExpression(object)) return undefined;
  const left = stillIn(objectBefore.properties, removals, object.properties);
  const element = left?.[given.list.indexOf(given.element)];
  return element && removeElement(view, element, objectBefore.properties, left);
}

/** The elements of a list that are still there after what was taken out of it; nothing where that are not those of now. */
function stillIn<T extends ts.Node>(
  list: ts.NodeArray<T>,
  removals: readonly TextEdit[],
  now: ts.NodeArray<T>,
): T[] | undefined {
  const left = list.filter(
    (element) =>
      !removals.some(
        ({ span, newText }) =>
          newText.trim() === '' && span.start <= element.getStart() && element.end <= span.end,
      ),
  );
  return left.length === now.length ? left : undefined;
}

function isEmptyObject(node: ts.Expression): boolean {
  const inner = bare(node);
  return ts.isObjectLiteralExpression(inner) && inner.properties.length === 0;
}

/** Whether a function hands on what it is given itself: `const setUp = (isNew) => menu(1, isNew)`. */
function isHandedOn(node: ts.Expression, scopes: Scopes): boolean {
  const inner = bare(node);
  const binding = ts.isIdentifier(inner) ? scopes.bindingOf(inner) : undefined;
  return binding?.declarations.every(({ kind }) => kind === 'parameter') === true;
}

/** What a variable is that has one value, or the contrary of it: `const isNew = false; menu(isNew, !isNew);`. */
function settledIn(node: ts.Expression | undefined, scopes: Scopes, hops = 0): ts.Expression | undefined {
  const inner = node && hops <= MAX_HOPS ? bare(node) : undefined;
  if (inner && ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken) {
    const turned = settledIn(inner.operand as ts.Expression, scopes, hops + 1);
    if (turned?.kind === ts.SyntaxKind.TrueKeyword) return ts.factory.createFalse();
    return turned?.kind === ts.SyntaxKind.FalseKeyword ? ts.factory.createTrue() : node;
  }
  const binding = inner && ts.isIdentifier(inner) ? scopes.bindingOf(inner) : undefined;
  const [declaration] = binding?.declarations ?? [];
  const isOnce = binding?.declarations.length === 1 && binding.uses.every(({ writes }) => !writes);
  const value =
    isOnce && declaration && ts.isVariableDeclaration(declaration.node) && declaration.node.initializer;
  return value ? settledIn(value, scopes, hops + 1) : node;
}

const MAX_HOPS = 4;

/** Whether what is given can be left out: it has no effects, or does nothing but ask for all flags. */
function isFree(value: ts.Expression | undefined): boolean {
  return value === undefined || isPure(value) || asksForFlags(value);
}

/** `List.displayName = 'List';` says only how tools call a component. */
function isLabelled({ parent }: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.name.text === 'displayName' &&
    ts.isBinaryExpression(parent.parent) &&
    parent.parent.left === parent &&
    ts.isExpressionStatement(parent.parent.parent)
  );
}

/** `component: List` of stories, which give a component its props as `args`. */
function isStoryOf({ parent }: ts.Node): boolean {
  return ts.isPropertyAssignment(parent) && nameText(parent.name) === 'component';
}

/** Takes a prop out of the arguments of stories. */
function cutArgs(
  view: { readonly file: ts.SourceFile; readonly text: string },
  { property }: Standing,
  wanted: Wanted,
): DraftEdit[] | undefined {
  if (!property) return undefined;
  const edits: DraftEdit[] = [];
  for (const node of treeOf(view.file).nodes) {
    if (!ts.isPropertyAssignment(node) || nameText(node.name) !== 'args') continue;
    const args = bare(node.initializer);
    if (!ts.isObjectLiteralExpression(args)) return undefined;
    const own = args.properties.filter(({ name }) => name && nameText(name) === property);
    const [element] = own;
    if (!element) continue;
    if (own.length > 1 || !ts.isPropertyAssignment(element)) return undefined;
    const isKept =
      wanted === 'anything' ? isFree(element.initializer) : isValue(element.initializer, wanted.value);
    const story =
      isKept || wanted === 'anything' || !isLiteral(element.initializer) ? undefined : testAround(element);
    if (!isKept && (!story || story === 'all')) return undefined;
    if (isKept) {
      edits.push(
        ...withoutPart(view, {
          element,
          list: args.properties,
        }),
      );
    } else if (story && story !== 'all') {
      const { start, end } = linesOf(story, view.file);
      edits.push({ start, end, text: '' });
    }
  }
  return edits;
}

const CALLED_WITH_OTHER =
  'The tests of this file called it with another value than the one that is left. Those of what is gone fail now, and can go.';

const CALLED_WITH_UNTOLD =
  'The tests of this file called it with what cannot be told. Those that gave another value than the one that is left fail now, and can go.';

function isLiteral(node: ts.Expression | undefined): boolean {
  return (
    [true, false, null, undefined].some((value) => isValue(node, value)) ||
    (node !== undefined && ts.isLiteralExpression(bare(node)))
  );
}

function isUndefined(node: ts.Node | undefined): boolean {
  const inner = node && bare(node);
  return inner !== undefined && ts.isIdentifier(inner) && inner.text === 'undefined';
}

function isValue(node: ts.Expression | undefined, value: Value): boolean {
  if (!node) return value === true;
  const inner = bare(node);
  if (ts.isStringLiteralLike(inner)) return value === inner.text;
  if (ts.isNumericLiteral(inner)) return value === Number(inner.text);
  if (inner.kind === ts.SyntaxKind.TrueKeyword) return value === true;
  if (inner.kind === ts.SyntaxKind.FalseKeyword) return value === false;
  if (isUndefined(inner)) return value === undefined;
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
