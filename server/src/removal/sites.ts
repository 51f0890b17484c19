import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { Span } from '../text/span';
import { GETTERS, isNamedForFlags, isOwnerOfFlags, wordsOf } from '../usages/names';
import { isAssignmentTarget } from '../usages/operators';
import { type Read, TAKEN_APART } from '../usages/read';
import { lastName } from '../usages/references';
import { settleComponent } from './component';
import type { DraftEdit, Mark } from './draft';
import { isPure } from './effects';
import { asksForOther, type Known, OTHER_DEFAULT, type Value } from './known';
import { putMark } from './place';
import { asksOnly } from './readers';
import type { Scopes } from './scope-model';
import { isTakenAsHolder } from './streams';
import { bare, callWith, demandOn } from './syntax';
import { writtenIn } from './written';

/** What of a read the engine needs. */
export type ReadSite = Pick<Read, 'span' | 'site' | 'result' | 'opaque' | 'settled'> &
  Partial<
    Pick<Read, 'isConfigured' | 'isSetting' | 'value' | 'passed' | 'goesLast' | 'codeDefault' | 'shape'>
  >;

/** How a read begins its way: the edits that put a known value in its place, or why it is left alone. */
export type SiteStart =
  | { readonly edits: readonly DraftEdit[] }
  | { readonly reason: string; readonly forbidsAll?: boolean };

export function startSite(
  file: ts.SourceFile,
  scopes: Scopes,
  sites: readonly ReadSite[],
  index: number,
  keep: FlagValue,
): SiteStart {
  const site = sites[index]!;
  const node = nodeAt(file, site.site);
  if (!node) return { reason: 'The read was not found where it was expected.' };
  if (site.goesLast && site.opaque === undefined) return { edits: [] };
  if (site.passed) return { edits: passEdits(site.passed) };
  if (isAssignmentTarget(node)) return { reason: 'The flag is written here.', forbidsAll: true };
  if (ts.isDecorator(node.parent))
    return { reason: 'A decorator asks for the flag here: what it makes of the answer cannot be told.' };
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node)) {
    const edits = settleComponent(file, node, site, keep, [index]);
    return typeof edits === 'string' ? { reason: edits } : { edits };
  }
  const value = site.value ?? answerOf(site.result, keep);
  if (value === undefined) return { reason: NO_VARIANT };
  if (site.opaque === undefined && asksForOther(value, site.codeDefault as Value))
    return { reason: OTHER_DEFAULT };
  const known: Known = {
    value,
    promise: site.result.promise,
    path: site.result.path,
    ...(site.result.beside && { beside: site.result.beside }),
  };
  const mark: Mark = { known, sites: [index] };
  if (ts.isBindingElement(node)) {
    const isPlain = site.opaque === undefined || site.opaque === TAKEN_APART;
    const isGiven = site.isConfigured || !isTakenFromDeed(node);
    if (isPlain && !isGiven) return { reason: EFFECTS };
    return isPlain ? startElement(file, node, mark) : { reason: sentence(site.opaque) };
  }
  const wrapper = wrapperCalled(node, site, scopes);
  if (wrapper && sites.some((other) => other !== site && isInside(other, wrapper, file)))
    return { edits: [] };
  // What gives a variable's text was looked into already.
  const isLookedInto = site.isConfigured || site.isSetting;
  if (wrapper && !isLookedInto && !onlyReturns(wrapper) && !asksOnly(wrapper))
    return { reason: 'The function called here does more than read the flag.' };
  if (site.opaque !== undefined) {
    return isCallByName(node, site) ? { edits: [] } : { reason: sentence(site.opaque) };
  }
  if (!known.promise && known.path.length === 0 && isTakenAsHolder(node))
    return { reason: 'The answer is taken here for something that holds it, such as a stream.' };
  if (givesToCallback(node, scopes)) return { reason: 'The answer is given to a callback here.' };
  if (site.shape === 'lookup' && !site.isConfigured && isGivenByDeed(node)) return { reason: EFFECTS };
  return startExpression(file, node, mark);
}

/** Leaves of a guard's call what it is given. */
function passEdits({ whole, rest }: NonNullable<ReadSite['passed']>): DraftEdit[] {
  if (!rest) return [{ ...whole, text: '' }];
  return [
    { start: whole.start, end: rest.start, text: '' },
    { start: rest.end, end: whole.end, text: '' },
  ];
}

/** Whether a call whose own result nobody takes hands its answer to a function: `variation('x', user, false, done)`. */
function givesToCallback(node: ts.Node, scopes: Scopes): boolean {
  const call = bare(node);
  if (!ts.isCallExpression(call) || demandOn(node) !== 'nothing') return false;
  return call.arguments.slice(1).some((argument, index) => {
    const value = bare(argument);
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return true;
    if (!ts.isIdentifier(value)) return false;
    // What comes after the context and the default value is none of either.
    return index > 1 || isFunctionName(value, scopes);
  });
}

function isFunctionName(name: ts.Identifier, scopes: Scopes): boolean {
  return (scopes.bindingOf(name)?.declarations ?? []).some(({ node }) => {
    if (ts.isFunctionDeclaration(node)) return true;
    const value = ts.isVariableDeclaration(node) && node.initializer && bare(node.initializer);
    return Boolean(value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)));
  });
}

const NO_VARIANT =
  "The flag's value here is a text, a number or an object, and neither on nor off says which one to keep.";

/** What a read's value is for the flag's answer to be kept; `undefined` where the answer does not tell. */
export function answerOf({ inverted, gives }: ReadSite['result'], keep: FlagValue): FlagValue | undefined {
  if (inverted) return !keep;
  if (typeof keep !== 'boolean' || gives === undefined) return keep;
  return gives === 'treatment' ? (keep ? 'on' : 'off') : undefined;
}

/** The function of this file that a read calls, where the read is the call of a wrapper. */
function wrapperCalled(
  node: ts.Node,
  site: ReadSite,
  scopes: Scopes,
): ts.FunctionLikeDeclaration | undefined {
  const call = bare(node);
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const declarations = scopes.bindingOf(call.expression)?.declarations ?? [];
  const [declaration] = declarations;
  if (!declaration || declarations.length !== 1 || site.span.end > call.end) return undefined;
  const { node: declared } = declaration;
  if (ts.isFunctionDeclaration(declared)) return declared;
  const value = ts.isVariableDeclaration(declared) && declared.initializer && bare(declared.initializer);
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value : undefined;
}

function isInside({ site }: ReadSite, node: ts.Node, file: ts.SourceFile): boolean {
  return node.getStart(file) <= site.start && site.end <= node.end;
}

function onlyReturns({ body }: ts.FunctionLikeDeclaration): boolean {
  if (!body || !ts.isBlock(body)) return true;
  return body.statements.length === 1 && ts.isReturnStatement(body.statements[0]!);
}

/** A read that is a wrapper's call is named by the function, not by a key. */
function isCallByName(node: ts.Node, { span }: ReadSite): boolean {
  const call = bare(node);
  return ts.isCallExpression(call) && span.end <= callWith(call, span).expression.end;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** `const { x, y } = useFlags()` → `const { y } = useFlags(), x = F`; a pattern in a pattern goes with all that it takes. */
function startElement(file: ts.SourceFile, node: ts.BindingElement, mark: Mark): SiteStart {
  const whole = takenWith(node);
  const pattern = whole.parent;
  const owner = declarationOf(pattern);
  const isTakenApart =
    owner?.initializer &&
    ts.isObjectBindingPattern(pattern) &&
    ts.isIdentifier(node.name) &&
    (pattern.elements.length > 1 || pattern.parent === owner) &&
    pattern.elements.every((element) => !element.dotDotDotToken);
  if (!isTakenApart || !owner.initializer) {
    return { reason: 'The flag is taken out of a larger pattern.' };
  }
  const name = { start: node.name.getStart(file), end: node.name.end };
  const text = writtenIn(file, mark.known);
  if (pattern.elements.length === 1) {
    if (effectsOf(owner.initializer)?.length !== 0) return { reason: EFFECTS };
    return {
      edits: [
        { start: pattern.getStart(file), end: node.name.getStart(file), text: '' },
        { start: node.name.end, end: pattern.end, text: '' },
        { start: owner.initializer.getStart(file), end: owner.initializer.end, text, mark },
      ],
    };
  }
  const next = pattern.elements[pattern.elements.indexOf(whole) + 1];
  const previous = pattern.elements[pattern.elements.indexOf(whole) - 1];
  const gone = next
    ? { start: whole.getStart(file), end: next.getStart(file), text: '' }
    : { start: previous!.end, end: whole.end, text: '' };
  const end = { start: owner.end, end: owner.end };
  return {
    edits: [gone, { ...end, text: ', ', moved: name }, { ...end, text: ' = ' }, { ...end, text, mark }],
  };
}

/** The outermost element that takes nothing but what this one does: `flags: { x }`. That the flag can be asked for, its object is there. */
function takenWith(node: ts.BindingElement): ts.BindingElement {
  const outer = node.parent.parent;
  const isAlone =
    ts.isBindingElement(outer) &&
    node.parent.elements.length === 1 &&
    (!outer.propertyName || !ts.isComputedPropertyName(outer.propertyName)) &&
    (!outer.initializer || isPure(outer.initializer));
  return isAlone ? takenWith(outer) : node;
}

/** The declaration whose value a pattern, or one in it, takes apart: of objects alone, for to take a list apart runs what lists it. */
function declarationOf(pattern: ts.BindingPattern): ts.VariableDeclaration | undefined {
  if (!ts.isObjectBindingPattern(pattern)) return undefined;
  if (ts.isVariableDeclaration(pattern.parent)) return pattern.parent;
  return ts.isBindingElement(pattern.parent) ? declarationOf(pattern.parent.parent) : undefined;
}

const EFFECTS = 'What is called or given here may have effects, and they cannot be kept.';

function startExpression(file: ts.SourceFile, node: ts.Node, mark: Mark): SiteStart {
  const effects = effectsOf(node);
  if (effects === undefined) return { reason: EFFECTS };
  if (effects.length === 0) return { edits: putMark(file, node, mark) };
  if (mark.known.path.length > 0) return { reason: EFFECTS };
  if (!mark.known.promise) return { edits: putBehind(file, effects, node, mark) };
  // What the promise is made from has run before it is awaited.
  const whole = outOfParentheses(node).parent;
  if (!ts.isAwaitExpression(whole)) return { reason: EFFECTS };
  return {
    edits: putBehind(file, effects, whole, { ...mark, known: { ...mark.known, promise: false } }),
  };
}

/** `isOn('f', next())` → `(next(), F)` */
function putBehind(
  file: ts.SourceFile,
  effects: readonly ts.Expression[],
  node: ts.Node,
  mark: Mark,
): DraftEdit[] {
  const edits: DraftEdit[] = [];
  let at = node.getStart(file);
  for (const [index, effect] of effects.entries()) {
    const from = effect.getStart(file);
    edits.push({ start: at, end: from, text: index === 0 ? '(' : ', ' });
    at = effect.end;
  }
  edits.push(
    { start: at, end: at, text: ', ' },
    { start: at, end: at, text: writtenIn(file, mark.known), mark },
    { start: at, end: node.end, text: ')' },
  );
  return edits;
}

function outOfParentheses(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node.parent) ? outOfParentheses(node.parent) : node;
}

/** What of the arguments has to be evaluated still; `undefined` where that cannot be kept. */
function effectsOf(node: ts.Node): readonly ts.Expression[] | undefined {
  const call = bare(node);
  if (isOfNewObject(call)) return undefined;
  if (ts.isElementAccessExpression(call)) return isPure(call.argumentExpression) ? [] : undefined;
  if (!ts.isCallExpression(call)) return [];
  const parts = call.arguments.map((argument) =>
    ts.isSpreadElement(argument) && !isPure(argument) ? undefined : effectsIn(argument),
  );
  return parts.every((some) => some !== undefined) ? parts.flat() : undefined;
}

/** The parts of a value that have effects: `load()` of `{ user: load(), at: now }`. */
function effectsIn(node: ts.Expression): readonly ts.Expression[] {
  if (isPure(node)) return [];
  const inner = bare(node) as ts.Expression;
  if (ts.isPropertyAccessExpression(inner)) return effectsIn(inner.expression);
  if (ts.isObjectLiteralExpression(inner) && inner.properties.every(isPlainProperty))
    return inner.properties.flatMap((one) =>
      ts.isPropertyAssignment(one) ? effectsIn(one.initializer) : [],
    );
  return [inner === node || isWrittenAlone(inner) ? inner : node];
}

/** A member whose name is no expression, or whose value is a name; to spread a value may run its getters. */
function isPlainProperty(node: ts.ObjectLiteralElementLike): boolean {
  if (ts.isShorthandPropertyAssignment(node)) return true;
  return ts.isPropertyAssignment(node) && !ts.isComputedPropertyName(node.name);
}

/** A call needs none of the parentheses around it. */
function isWrittenAlone(node: ts.Expression): boolean {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

/** `new Page().isNew`: making an object may do anything. */
function isOfNewObject(node: ts.Node): boolean {
  let at: ts.Node = node;
  while (ts.isCallExpression(at) || ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at))
    at = bare(at.expression);
  return ts.isNewExpression(at) && !isPure(at);
}

/** Whether nothing but the flag is taken out of what a deed gives: `const { newUi } = (await signIn(user)).flags`. */
function isTakenFromDeed(node: ts.BindingElement): boolean {
  const pattern = takenWith(node).parent;
  const initializer = declarationOf(pattern)?.initializer;
  return pattern.elements.length === 1 && initializer !== undefined && isGivenByDeed(initializer);
}

/**
 * Whether a table of flags belongs to what a call gives that is no question by its name: `(await signIn(user)).flags`, `startApp().flags`. What is
 * called to get them, `getState().flags`, `useSession().flags`, goes with the flag.
 */
function isGivenByDeed(node: ts.Node): boolean {
  const at = bare(node);
  if (ts.isAwaitExpression(at) || ts.isNonNullExpression(at)) return isGivenByDeed(at.expression);
  if (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at))
    return isGivenByDeed(at.expression);
  if (!ts.isCallExpression(at) || isPure(at)) return false;
  const name = lastName(at.expression) ?? '';
  const words = wordsOf(name);
  const isQuestion = GETTERS.has(words[0]!) || isNamedForFlags(name);
  return !isQuestion && (words.length > 1 || !isOwnerOfFlags(name));
}

/** The expression that spans exactly a range. */
export function nodeAt(file: ts.SourceFile, { start, end }: Span): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    const isExact = node.getStart(file) === start && node.end === end;
    if (isExact && !found && !ts.isSourceFile(node) && !ts.isStatement(node)) found = node;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
