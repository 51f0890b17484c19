import ts from 'typescript';
import type { DraftEdit, Mark } from './draft';
import { isPure } from './effects';
import { isMarkup, isNothing, meltChild } from './jsx';
import { plain, type Value } from './known';
import { commentsBetween, gapBetween, indentAt, lineEnd, lineStart, reindent, removeLines } from './layout';
import { literalOf } from './literals';
import { meltSpreadAttribute, overriding } from './spreads';
import { replaceStatement, separateFromPrevious } from './statements';
import {
  bare,
  isAssignment,
  isMisreadLiteral,
  isTransparent,
  placementOf,
  statementOf,
  statementsAround,
} from './syntax';
import { meltIntoTemplate } from './templates';
import type { SourceView, View } from './view';
import { writtenIn } from './written';

/** Puts a value that follows from the flag where an expression stands. */
export function putValue(view: View, node: ts.Node, value: Value, from: Pick<Mark, 'sites'>): DraftEdit[] {
  return putMark(view.file, node, { known: plain(value), sites: from.sites });
}

/** Writes what is known where an expression stands, with what it takes to be read as that there. */
export function putMark(file: ts.SourceFile, node: ts.Node, mark: Mark): DraftEdit[] {
  const [start, end] = [node.getStart(file), node.end];
  const text = writtenIn(file, mark.known);
  const isMisread = isMisreadLiteral(text, node);
  const open = isMisread ? '(' : gapBetween(file.text.slice(0, start), text);
  const close = isMisread ? ')' : gapBetween(text, file.text.slice(end, end + 1));
  return [
    ...separateStart({ file, text: file.text }, node, open + text),
    ...(open === '' ? [] : [{ start, end: start, text: open }]),
    { start, end, text, mark },
    ...(close === '' ? [] : [{ start: end, end, text: close }]),
  ];
}

/** Lets a part of an expression take the place of the whole: all around it goes, its own text and comments stay. */
export function keepPart(view: View, whole: ts.Node, part: ts.Node): DraftEdit[] {
  const further = decidedBy(whole, part);
  if (further) return keepPart(view, further.whole, further.part);
  const idle = statementOfNothing(whole, part) ?? assignmentToItself(view, whole, part);
  if (idle) return replaceStatement(view, idle, undefined, []);
  const inlined = inlinePart(view, whole, part);
  if (inlined) return inlined;
  const loose = looseSlot(whole);
  const core = withoutParentheses(view, part, loose);
  const slot = withoutOwnParentheses(view, loose, core);
  const placement = placementOf(core, slot);
  const lead = leadOf(view, core);
  const start = slot.getStart(view.file);
  const needsParentheses = placement === 'parenthesized' || (lead.breaks && isRestricted(slot));
  const open = placement === 'detached' ? '(0, ' : needsParentheses ? '(' : '';
  const inside = open === '' && lead.start === core.getStart(view.file) && condition(view, slot, core);
  if (inside)
    return [
      { start: inside.start, end: lead.start, text: '' },
      { start: core.end, end: inside.end, text: '' },
    ];
  const joined =
    open === '' && lead.start === core.getStart(view.file) ? joinedLine(view, slot, core) : undefined;
  const before = view.text.slice(0, start);
  const opening =
    joined !== undefined ? ' ' : open === '' ? gapBetween(before, view.text.charAt(lead.start)) : open;
  const closing = open === '' ? gapBetween(view.text.charAt(core.end - 1), view.text.charAt(slot.end)) : ')';
  const first = open === '' ? view.text.slice(lead.start, core.end) : open;
  return [
    ...separateStart(view, slot, first),
    { start: joined ?? start, end: lead.start, text: opening },
    ...reindentPart(view, joined ?? start, core, lead.breaks ? lead.start : core.getStart(view.file)),
    { start: core.end, end: slot.end, text: closing },
  ];
}

/** `(F && 'new') || 'old'`: what is kept may decide in turn about the operator around it. */
function decidedBy(whole: ts.Node, part: ts.Node): { whole: ts.Node; part: ts.Node } | undefined {
  const outer = parenthesized(whole);
  const { parent } = outer;
  if (!ts.isBinaryExpression(parent)) return undefined;
  const core = bare(part);
  const known = isUndefined(core) ? { value: undefined } : literalOf(core);
  if (parent.operatorToken.kind === ts.SyntaxKind.PlusToken && known?.value === '') {
    const other = parent.left === outer ? parent.right : parent.left;
    return isText(other) ? { whole: parent, part: other } : undefined;
  }
  if (parent.left !== outer) return undefined;
  if (!known && !isObject(core)) return undefined;
  const isTrue = !known || Boolean(known.value);
  const isThere = !known || (known.value !== null && known.value !== undefined);
  switch (parent.operatorToken.kind) {
    case ts.SyntaxKind.BarBarToken:
      return { whole: parent, part: isTrue ? part : parent.right };
    case ts.SyntaxKind.QuestionQuestionToken:
      return { whole: parent, part: isThere ? part : parent.right };
    case ts.SyntaxKind.AmpersandAmpersandToken:
      if (isTrue && !isPure(core)) return undefined;
      return { whole: parent, part: isTrue ? parent.right : part };
  }
  return undefined;
}

function parenthesized(node: ts.Node): ts.Node {
  let outer = node;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  return outer;
}

/** Whether an expression gives a text whatever happens, judged by its shape alone. */
function isText(node: ts.Node): boolean {
  const core = bare(node);
  if (ts.isStringLiteralLike(core) || ts.isTemplateExpression(core)) return true;
  if (!ts.isBinaryExpression(core) || core.operatorToken.kind !== ts.SyntaxKind.PlusToken) return false;
  return isText(core.left) || isText(core.right);
}

function isUndefined(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined';
}

/** What is an object by its shape, and so true whatever it holds. */
function isObject(node: ts.Node): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    isMarkup(node)
  );
}

/**
 * The end of the `=`, `=>` or `:` on the line before, where what is kept need not stand on a line of its own any more:
 * it is short now, or opens parentheses itself.
 */
function joinedLine(view: View, slot: ts.Node, core: ts.Node): number | undefined {
  const { text } = view;
  const start = slot.getStart(view.file);
  const line = lineStart(text, start);
  if (line === 0 || text.slice(line, start).trim() !== '') return undefined;
  const previous = text.slice(0, line).trimEnd().length;
  const holder = slot.parent;
  const isValue =
    ((ts.isVariableDeclaration(holder) ||
      ts.isPropertyAssignment(holder) ||
      ts.isPropertyDeclaration(holder)) &&
      holder.initializer === slot) ||
    (ts.isBinaryExpression(holder) && isAssignment(holder) && holder.right === slot) ||
    (ts.isArrowFunction(holder) && holder.body === slot);
  if (!isValue || !'=>:'.includes(text.charAt(previous - 1))) return undefined;
  if (commentsBetween(view, previous, start).length > 0) return undefined;
  const coreStart = core.getStart(view.file);
  const coreLine = lineEnd(text, coreStart);
  if (coreLine < core.end) return ts.isParenthesizedExpression(core) ? previous : undefined;
  const rest = lineEnd(text, slot.end) - slot.end;
  const width = previous - lineStart(text, previous) + 1 + (core.end - coreStart) + rest;
  return width <= NARROW ? previous : undefined;
}

/** The inside of the parentheses of an `if` or a loop, where what is kept needs no lines of its own there any more. */
function condition(view: View, slot: ts.Node, core: ts.Node): { start: number; end: number } | undefined {
  const { text } = view;
  const { parent } = slot;
  const isWhole =
    (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isSwitchStatement(parent)) &&
    parent.expression === slot;
  if (!isWhole) return undefined;
  const first = slot.getStart(view.file);
  const start = text.slice(0, first).trimEnd().length;
  const end = text.length - text.slice(slot.end).trimStart().length;
  const coreStart = core.getStart(view.file);
  const isOnItsOwn =
    text.charAt(start - 1) === '(' && text.charAt(end) === ')' && lineStart(text, first) > start;
  if (!isOnItsOwn || lineEnd(text, coreStart) < core.end) return undefined;
  const width = start - lineStart(text, start) + (core.end - coreStart) + (lineEnd(text, end) - end);
  return width <= NARROW ? { start, end } : undefined;
}

/** `F ? null : log();`: of a statement that only computes, nobody takes the value. */
function statementOfNothing(whole: ts.Node, part: ts.Node): ts.ExpressionStatement | undefined {
  const { parent } = parenthesized(whole);
  return ts.isExpressionStatement(parent) && isPure(part) ? parent : undefined;
}

/** `mail = mail;`, where a variable is given what it holds. */
function assignmentToItself(
  { scopes }: View,
  whole: ts.Node,
  part: ts.Node,
): ts.ExpressionStatement | undefined {
  const outer = parenthesized(whole);
  const { parent } = outer;
  const core = bare(part);
  if (!ts.isBinaryExpression(parent) || parent.right !== outer || !ts.isIdentifier(core)) return undefined;
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isIdentifier(parent.left))
    return undefined;
  const binding = scopes.bindingOf(core);
  if (!binding || scopes.bindingOf(parent.left) !== binding) return undefined;
  const isVariable = binding.declarations.every(({ kind }) => VARIABLE.has(kind));
  return isVariable && ts.isExpressionStatement(parent.parent) ? parent.parent : undefined;
}

const VARIABLE: ReadonlySet<string> = new Set(['let', 'var', 'parameter']);

/** A line of no more columns than this is one to every formatter. */
const NARROW = 80;

/** Where a statement begins anew, the one before may need a semicolon. */
export function separateStart(view: SourceView, slot: ts.Node, text: string): DraftEdit[] {
  const statement = statementOf(slot);
  if (!ts.isExpressionStatement(statement) || !statementsAround(statement)) return [];
  if (statement.getStart(view.file) !== slot.getStart(view.file)) return [];
  return separateFromPrevious(view, statement, text);
}

/** Takes an element out of a list that commas separate. */
export function removeElement(
  view: SourceView,
  element: ts.Node,
  list: ts.NodeArray<ts.Node>,
  left: readonly ts.Node[] = list,
): DraftEdit[] {
  const { text } = view;
  const index = left.indexOf(element);
  const next = left[index + 1];
  const previous = left[index - 1];
  const start = element.getStart(view.file);
  const end = list.hasTrailingComma ? list.end : element.end;
  if (!next && !previous) {
    // With it go the lines between what opens the list and what closes it.
    const before = text.slice(0, start).trimEnd().length;
    const after = text.length - text.slice(end).trimStart().length;
    const isAll = ['{}', '()', '[]'].includes(text.charAt(before - 1) + text.charAt(after));
    if (isAll) return [{ start: before, end: after, text: '' }];
  }
  const ownLine =
    text.slice(lineStart(text, start), start).trim() === '' &&
    ['', ','].includes(text.slice(element.end, lineEnd(text, element.end)).trim());
  if (ownLine && (next || list.hasTrailingComma || !previous)) {
    const comma = text.indexOf(',', element.end);
    const last = next || list.hasTrailingComma ? comma + 1 : element.end;
    return [removeLines(view, { pos: element.pos, end: last, getStart: () => start })];
  }
  if (next) return [{ start, end: next.getStart(view.file), text: '' }];
  if (previous) return [{ start: previous.end, end: element.end, text: '' }];
  return [{ start, end, text: '' }];
}

/** A kept part that can melt into what is around it: a template's text, a literal's elements. */
function inlinePart(view: View, whole: ts.Node, part: ts.Node): DraftEdit[] | undefined {
  const outer = parenthesized(whole);
  let core = part;
  while (ts.isParenthesizedExpression(core)) core = core.expression;
  const holder = outer.parent;
  const child = meltChild(holder, core, view);
  if (child) return child;
  if (ts.isTemplateSpan(holder)) return meltIntoTemplate(view, holder, core);
  if (ts.isJsxSpreadAttribute(holder)) return meltSpreadAttribute(view, holder, core);
  if (ts.isSpreadAssignment(holder)) {
    const { properties } = holder.parent;
    if (isNothing(core)) return removeElement(view, holder, properties);
    if (!ts.isObjectLiteralExpression(core) || !core.properties.every(isPlainProperty)) return undefined;
    const taken = overriding(view, holder, core);
    return taken && [...taken.edits, ...meltList(view, holder, properties, taken.left)];
  }
  const spread = ts.isSpreadElement(holder) ? (sameListWithoutType(core, holder) ?? core) : undefined;
  if (spread && ts.isArrayLiteralExpression(spread)) {
    if (spread.elements.some(ts.isOmittedExpression)) return undefined;
    const list = holder.parent;
    if (ts.isArrayLiteralExpression(list)) return meltList(view, holder, list.elements, spread.elements);
    if (ts.isCallExpression(list) || ts.isNewExpression(list)) {
      return meltList(view, holder, list.arguments!, spread.elements);
    }
  }
  return undefined;
}

/** `...([a] as Item[])` in a list that is declared as `Item[]` itself: the type is told already. */
function sameListWithoutType(core: ts.Node, { parent: list }: ts.Node): ts.Expression | undefined {
  if (!ts.isAsExpression(core) || !ts.isArrayLiteralExpression(list)) return undefined;
  const owner = list.parent;
  const declared = ts.isVariableDeclaration(owner) ? owner.type : undefined;
  return declared && ts.isArrayTypeNode(declared) && declared.getText() === core.type.getText()
    ? core.expression
    : undefined;
}

/** A getter is called by a spread, and `__proto__` means something else inside a literal. */
function isPlainProperty(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isGetAccessor(property) || ts.isSetAccessor(property)) return false;
  const name = property.name;
  return !(name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text === '__proto__');
}

function meltList(
  view: View,
  element: ts.Node,
  list: ts.NodeArray<ts.Node>,
  parts: readonly ts.Node[],
): DraftEdit[] {
  const first = parts[0];
  const last = parts.at(-1);
  if (!first || !last) return removeElement(view, element, list);
  const start = element.getStart(view.file);
  const partStart = first.getStart(view.file);
  return [
    { start, end: partStart, text: '' },
    ...reindent(view, partStart, last.end, indentAt(view.text, last.end), indentAt(view.text, start)),
    { start: last.end, end: element.end, text: '' },
  ];
}

/** Parentheses around a whole that only its operators needed are taken along. */
function looseSlot(whole: ts.Node): ts.Node {
  let slot = whole;
  while (ts.isParenthesizedExpression(slot.parent)) {
    const user = slot.parent.parent;
    const isNeeded =
      ts.isBinaryExpression(user) ||
      ts.isPrefixUnaryExpression(user) ||
      ts.isAwaitExpression(user) ||
      ts.isConditionalExpression(user) ||
      ts.isPropertyAccessExpression(user) ||
      ts.isElementAccessExpression(user) ||
      ts.isCallExpression(user) ||
      ts.isNonNullExpression(user) ||
      ts.isSpreadElement(user) ||
      ts.isSpreadAssignment(user) ||
      ts.isParenthesizedExpression(user);
    if (!isNeeded) break;
    slot = slot.parent;
  }
  return slot;
}

/** Parentheses that held an operator over lines or in an arrow's body are of no use around what is left on one line. */
function withoutOwnParentheses(view: View, slot: ts.Node, core: ts.Node): ts.Node {
  const around = slot.parent;
  if (!ts.isParenthesizedExpression(around)) return slot;
  if (lineEnd(view.text, core.getStart(view.file)) < core.end) return slot;
  const start = around.getStart(view.file) + 1;
  if (commentsBetween(view, start, slot.getStart(view.file)).length > 0) return slot;
  return commentsBetween(view, slot.end, around.end).length > 0 ? slot : around;
}

function withoutParentheses(view: View, part: ts.Node, slot: ts.Node): ts.Node {
  let core = part;
  while (ts.isParenthesizedExpression(core)) {
    const open = core.getStart(view.file) + 1;
    const inner = core.expression.getStart(view.file);
    if (commentsBetween(view, open, inner).length > 0) break;
    if (commentsBetween(view, core.expression.end, core.end).length > 0) break;
    const isMultiLine = lineEnd(view.text, inner) < core.expression.end;
    const standsApart = lineEnd(view.text, open) < inner;
    const isHeld = ts.isParenthesizedExpression(slot.parent) || ts.isJsxExpression(slot.parent);
    if (isMultiLine && standsApart && !isHeld) break;
    core = core.expression;
  }
  return core;
}

/** Where the kept text begins: with the comments in front of the part, unless that would swallow or lose something. */
function leadOf(view: View, core: ts.Node): { start: number; breaks: boolean } {
  const start = core.getStart(view.file);
  const comments = isTransparent(core.parent) ? [] : commentsBetween(view, core.pos, start);
  const first = comments[0];
  if (!first) return { start, breaks: false };
  return { start: first.pos, breaks: lineEnd(view.text, first.pos) < start };
}

/** After `return` and its like a line break ends the statement. */
function isRestricted(slot: ts.Node): boolean {
  const parent = slot.parent;
  return ts.isReturnStatement(parent) || ts.isThrowStatement(parent) || ts.isYieldExpression(parent);
}

/** The later lines of a kept part move with its first, which may be a comment. */
function reindentPart(view: View, slotStart: number, core: ts.Node, first: number): DraftEdit[] {
  const start = core.getStart(view.file);
  if (lineEnd(view.text, first) >= core.end) return [];
  const target = indentAt(view.text, slotStart);
  const lastLine = lineStart(view.text, core.end);
  const closes = ')]}<`'.includes(view.text.slice(lastLine).trimStart().charAt(0));
  const from = closes ? indentAt(view.text, core.end) : indentAt(view.text, start);
  return reindent(view, first, core.end, from, target);
}
