import ts from 'typescript';
import { isSelectingHook } from '../usages/hooks';
import { isExactly } from './booleans';
import { keepChoice } from './choices';
import { componentNamed } from './chooser';
import { foldClassNames } from './class-names';
import { asksForOtherType, isEquality, whyNotCompared } from './comparisons';
import type { DraftEdit, Mark } from './draft';
import { effectfulPart, isPure } from './effects';
import { placeOf } from './handed';
import { binary, isPrimitive, memberOf, memberOfHolder, OTHER_KIND, plain, unary, type Value } from './known';
import { foldKnownCall } from './known-calls';
import { dropChoice, foldList } from './lists';
import { literalValueOf } from './literals';
import { keepPart, putMark, putValue, removeElement, separateStart } from './place';
import { nodeAt } from './sites';
import { hasArguments } from './slots';
import { bare, demandOn, isMisreadLiteral } from './syntax';
import { putInTemplate } from './templates';
import { asksOnlyTruth } from './tested';
import { plainMark, type View } from './view';
import { writtenIn } from './written';

/** Simplifies an expression of which an operand follows from the flag. */
export function foldExpression(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (ts.isParenthesizedExpression(node)) return foldParentheses(node, view);
  if (ts.isAwaitExpression(node)) return foldAwait(node, view);
  const broken = foldBrokenChain(node, view);
  if (broken) return broken;
  if (ts.isPropertyAccessExpression(node)) return foldMember(node, node.name.text, view);
  if (ts.isElementAccessExpression(node)) {
    const name = literalValueOf(node.argumentExpression, view);
    return name ? foldMember(node, String(name.value), view) : undefined;
  }
  if (ts.isConditionalExpression(node)) return foldConditional(node, view);
  if (ts.isBinaryExpression(node)) return foldBinary(node, view);
  if (ts.isTemplateSpan(node)) return foldTemplateSpan(node, view);
  if (ts.isSpreadAssignment(node)) return foldSpread(node, view);
  if (ts.isCallExpression(node))
    return foldCall(node, view) ?? foldKnownCall(node, view) ?? foldClassNames(node, view);
  if (ts.isArrayLiteralExpression(node)) return foldList(node, view);
  const operand = unaryOperand(node);
  if (!operand) return undefined;
  const mark = plainMark(operand.expression, view);
  if (mark && ts.isTypeOfExpression(node) && asksForOtherType(node, mark.known.value)) {
    view.refuse(mark, OTHER_KIND);
    return undefined;
  }
  const result = mark && unary(operand.operator, mark.known.value);
  return result && putValue(view, node, result.value, mark);
}

function unaryOperand(node: ts.Node): { operator: string; expression: ts.Node } | undefined {
  if (ts.isPrefixUnaryExpression(node)) {
    const operator = ts.tokenToString(node.operator);
    return operator && operator !== '++' && operator !== '--'
      ? { operator, expression: node.operand }
      : undefined;
  }
  if (ts.isTypeOfExpression(node)) return { operator: 'typeof', expression: node.expression };
  if (ts.isVoidExpression(node)) return { operator: 'void', expression: node.expression };
  return undefined;
}

function foldParentheses(node: ts.ParenthesizedExpression, view: View): DraftEdit[] | undefined {
  const mark = view.marks.find(
    ({ span }) => span.start === node.expression.getStart(view.file) && span.end === node.expression.end,
  );
  return mark && !isMisreadLiteral(writtenIn(view.file, mark.known), node)
    ? putMark(view.file, node, mark)
    : undefined;
}

function foldAwait(node: ts.AwaitExpression, view: View): DraftEdit[] | undefined {
  const mark = view.knownOf(node.expression);
  if (!mark) return undefined;
  const known = { ...mark.known, promise: false };
  view.note(
    node.getStart(view.file),
    'The await goes with the call, so what follows no longer waits for a tick.',
  );
  return putMark(view.file, node, { known, sites: mark.sites });
}

/** The member of a result that holds the flag's value, or of a value that is an object. */
function foldMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  view: View,
): DraftEdit[] | undefined {
  const mark = view.knownOf(node.expression);
  if (!mark || mark.known.promise) return undefined;
  if (mark.known.path.length > 0) {
    const known = memberOfHolder(mark.known, name);
    return known && putMark(view.file, node, { known, sites: mark.sites });
  }
  const member = memberOf(mark.known.value, name);
  return member && putValue(view, node, member.value, mark);
}

/** `null?.a.b(c)` is undefined as a whole, and `c` is never asked for. */
function foldBrokenChain(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (!ts.isOptionalChain(node) || !('questionDotToken' in node) || !node.questionDotToken) return undefined;
  const mark = plainMark(node.expression, view);
  if (!mark || (mark.known.value !== null && mark.known.value !== undefined)) return undefined;
  let chain: ts.Node = node;
  while (ts.isOptionalChain(chain.parent) && chain.parent.expression === chain) chain = chain.parent;
  return ts.isDeleteExpression(chain.parent) ? undefined : putValue(view, chain, undefined, mark);
}

function foldConditional(node: ts.ConditionalExpression, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.condition, view);
  if (mark) {
    const kept = mark.known.value ? node.whenTrue : node.whenFalse;
    return dropChoice(node, kept, view) ?? keepChoice(view, node, kept, mark);
  }
  const settled = settledAfterEffects(node.condition, view);
  if (!settled) return undefined;
  return continueEffects(view, node, settled, settled.mark.known.value ? node.whenTrue : node.whenFalse);
}

function foldBinary(node: ts.BinaryExpression, view: View): DraftEdit[] | undefined {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return foldLogical(node, view);
    case ts.SyntaxKind.CommaToken:
      return foldComma(node, view);
  }
  const left = plainMark(node.left, view);
  const right = plainMark(node.right, view);
  const mark = left ?? right;
  if (!mark) return undefined;
  const a = literalValueOf(node.left, view);
  const b = literalValueOf(node.right, view);
  const asks = left && right ? undefined : left ? b : a;
  const other = bare(left ? node.right : node.left);
  const reason = isEquality(node) && !(left && right) ? whyNotCompared(mark, asks, other, view) : undefined;
  if (reason !== undefined) {
    view.refuse(mark, reason);
    return undefined;
  }
  const result = a && b && binary(node.operatorToken.getText(view.file), a.value, b.value);
  if (!result && isEquality(node) && !isPrimitive(mark.known.value)) view.refuse(mark, SAME_OBJECT);
  if (!result) return undefined;
  return putValue(view, node, result.value, { sites: [...(left?.sites ?? []), ...(right?.sites ?? [])] });
}

const SAME_OBJECT = 'It is asked here whether the answer is the same object as another.';

function foldLogical(node: ts.BinaryExpression, view: View): DraftEdit[] | undefined {
  const operator = node.operatorToken.kind;
  const left = plainMark(node.left, view);
  if (left) {
    return leftDecides(operator, left.known.value)
      ? keepPart(view, node, node.left)
      : keepChoice(view, node, node.right, left);
  }
  const inner = bare(node.left);
  if (isLogical(inner, operator)) {
    // `(a && false) && b` never comes to b.
    const last = plainMark(inner.right, view);
    if (last && leftDecides(operator, last.known.value)) return keepPart(view, node, node.left);
  }
  const settled = settledAfterEffects(node.left, view);
  if (settled) {
    return leftDecides(operator, settled.mark.known.value)
      ? keepPart(view, node, node.left)
      : continueEffects(view, node, settled, node.right);
  }
  const right = plainMark(node.right, view);
  if (right) return foldRightOperand(node, right, view);
  return foldRightEffects(node, view);
}

function isLogical(node: ts.Node, operator: ts.SyntaxKind): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === operator;
}

/** Whether a logical operator gives its left operand for this value of it. */
function leftDecides(operator: ts.SyntaxKind, value: Value): boolean {
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return !value;
  if (operator === ts.SyntaxKind.BarBarToken) return Boolean(value);
  return value !== null && value !== undefined;
}

/** `x && F`: what becomes of it depends on whether its value, only its truth, or nothing of it is used. */
function foldRightOperand(node: ts.BinaryExpression, mark: Mark, view: View): DraftEdit[] | undefined {
  const operator = node.operatorToken.kind;
  const demand = demandOn(node);
  if (demand === 'nothing') return keepPart(view, node, node.left);
  if (operator === ts.SyntaxKind.QuestionQuestionToken) return undefined;
  const { value } = mark.known;
  const isNeutral = operator === ts.SyntaxKind.AmpersandAmpersandToken ? Boolean(value) : !value;
  const next = outermostParentheses(node).parent;
  // `(a && true) && b` is `a && b`: a falsy `a` is the answer of both.
  const isPassedOn = isLogical(next, operator) && bare(next.left) === node;
  if (isNeutral && isPassedOn) return keepPart(view, node, node.left);
  const givesSame =
    demand === 'test' ||
    (!isNeutral && isUnseen(node, Boolean(value))) ||
    isOnlyTested(node, view, Boolean(value)) ||
    ((isNeutral || isPure(node.left)) && isGivenForTruth(node, view)) ||
    (typeof value === 'boolean' && isExactly(value, node.left, view));
  if (!givesSame) return undefined;
  if (isNeutral) return keepPart(view, node, node.left);
  if (isPure(node.left)) return keepPart(view, node, node.right);
  const effects = effectfulPart(node.left);
  return [
    ...separateStart(view, node, '('),
    { start: node.getStart(view.file), end: effects.getStart(view.file), text: '(' },
    { start: effects.end, end: node.right.getStart(view.file), text: ', ' },
    { start: node.end, end: node.end, text: ')' },
  ];
}

/** Whether an operand that is always true, or always not, never is the value of what is around it: `(a || true) && b` is `b`. */
function isUnseen(node: ts.Node, truth: boolean): boolean {
  const at = outermostParentheses(node);
  const { parent } = at;
  if (!ts.isBinaryExpression(parent) || !isLogicalPart(parent)) return false;
  const passes = truth ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken;
  return (parent.left === at && parent.operatorToken.kind === passes) || isUnseen(parent, truth);
}

/**
 * Whether a value goes to a constant of which only the truth is asked, `const isShown = a && F` of `isShown ? b : c`; or which nobody sees where it
 * has a certain truth: `isShown && b`.
 */
function isOnlyTested(node: ts.Node, view: View, truth: boolean): boolean {
  const { parent } = outermostParentheses(node);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const binding = view.scopes.declaredBy(parent.name);
  const isConstant = binding?.declarations.length === 1 && binding.declarations[0]!.kind === 'const';
  return (
    isConstant &&
    !binding.isExported &&
    !view.scopes.isOpaque &&
    binding.uses.length > 0 &&
    binding.uses.every(({ node: use }) => demandOn(use) === 'test' || isUnseen(use, truth))
  );
}

/** Whether a value is given to a function or a component that asks only for its truth. */
function isGivenForTruth(node: ts.Node, view: View): boolean {
  let at = outermostParentheses(node);
  while (ts.isBinaryExpression(at.parent) && isLogicalPart(at.parent)) at = outermostParentheses(at.parent);
  const place = placeOf(at);
  const owner = place && componentNamed(place.callee, view);
  if (!owner || (owner.getSourceFile() !== view.file && hasLostArguments(place!.callee, view))) return false;
  return asksOnlyTruth(owner, place!);
}

/** Whether a call gives less than it did in the original, as which functions of other files are known. */
function hasLostArguments(callee: ts.Identifier, view: View): boolean {
  if (!hasArguments(callee.parent)) return false;
  const start = view.originOf(callee.getStart(view.file));
  const before =
    start === undefined ? undefined : nodeAt(view.original.file, { start, end: start + callee.text.length });
  const call = before && hasArguments(before.parent) ? before.parent : undefined;
  return call?.expression !== before || call?.arguments?.length !== callee.parent.arguments?.length;
}

function isLogicalPart({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
}

function outermostParentheses(node: ts.Node): ts.Node {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return at;
}

/** An expression `(effects, value)` whose value follows from the flag. */
interface Settled {
  readonly comma: ts.BinaryExpression;
  readonly mark: Mark;
}

export function settledAfterEffects(node: ts.Node, view: View): Settled | undefined {
  const comma = bare(node);
  if (!ts.isBinaryExpression(comma) || comma.operatorToken.kind !== ts.SyntaxKind.CommaToken)
    return undefined;
  const mark = plainMark(comma.right, view);
  return mark && { comma, mark };
}

/** A comma expression that the removal has made; the author's own stay as they are. */
export function ownComma(node: ts.Node, view: View): ts.BinaryExpression | undefined {
  const inner = bare(node);
  if (!ts.isBinaryExpression(inner) || inner.operatorToken.kind !== ts.SyntaxKind.CommaToken)
    return undefined;
  return view.originOf(inner.operatorToken.getStart(view.file)) === undefined ? inner : undefined;
}

/** `(effects, F) && rest` → `(effects, rest)`. */
function continueEffects(view: View, whole: ts.Node, settled: Settled, rest: ts.Node): DraftEdit[] {
  const { comma } = settled;
  return [
    ...separateStart(view, whole, '('),
    { start: whole.getStart(view.file), end: comma.left.getStart(view.file), text: '(' },
    { start: comma.right.getStart(view.file), end: rest.getStart(view.file), text: '' },
    { start: rest.end, end: whole.end, text: ')' },
  ];
}

/** `a && (effects, F)`, of which the answer is the same either way → `(a && effects, F)`. */
function foldRightEffects(node: ts.BinaryExpression, view: View): DraftEdit[] | undefined {
  const settled = settledAfterEffects(node.right, view);
  if (!settled || demandOn(node) !== 'test') return undefined;
  const isAnd = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  const isOr = node.operatorToken.kind === ts.SyntaxKind.BarBarToken;
  const { value } = settled.mark.known;
  if (!(isAnd && !value) && !(isOr && value)) return undefined;
  const { comma } = settled;
  return [
    ...separateStart(view, node, '('),
    { start: node.getStart(view.file), end: node.getStart(view.file), text: '(' },
    { start: node.right.getStart(view.file), end: comma.left.getStart(view.file), text: '(' },
    { start: comma.left.end, end: comma.left.end, text: ')' },
    { start: comma.end, end: node.end, text: ')' },
  ];
}

function foldComma(node: ts.BinaryExpression, view: View): DraftEdit[] | undefined {
  if (plainMark(node.right, view) && demandOn(node) === 'nothing') return keepPart(view, node, node.left);
  return !ownComma(node, view) && plainMark(node.left, view) ? keepPart(view, node, node.right) : undefined;
}

function foldTemplateSpan(node: ts.TemplateSpan, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.expression, view);
  if (!mark || typeof mark.known.value === 'object') return undefined;
  if (ts.isTaggedTemplateExpression(node.parent.parent)) return undefined;
  return putInTemplate(view, node, String(mark.known.value));
}

/** `...false` in an object literal adds nothing. */
function foldSpread(node: ts.SpreadAssignment, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.expression, view);
  if (!mark) return undefined;
  const { value } = mark.known;
  if (typeof value === 'string' || (typeof value === 'object' && value !== null)) return undefined;
  return removeElement(view, node, node.parent.properties);
}

function foldCall(node: ts.CallExpression, view: View): DraftEdit[] | undefined {
  const selected = foldSelected(node, view);
  if (selected) return selected;
  const [argument] = node.arguments;
  if (!argument || node.arguments.length !== 1 || !ts.isIdentifier(node.expression)) return undefined;
  const mark = plainMark(argument, view);
  if (!mark || view.scopes.bindingOf(node.expression)) return undefined;
  if (node.expression.text === 'Boolean') return putValue(view, node, Boolean(mark.known.value), mark);
  if (node.expression.text === 'String' && typeof mark.known.value !== 'object') {
    return putValue(view, node, String(mark.known.value), mark);
  }
  return undefined;
}

/** `useMemo(() => F, [])` remembers a value that no longer needs it, and `useSelector((state) => F)` selects one. */
function foldSelected(node: ts.CallExpression, view: View): DraftEdit[] | undefined {
  const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
  const [make, ...rest] = node.arguments;
  if (!ts.isIdentifier(callee) || !isSelectingHook(callee.text) || !make || !ts.isArrowFunction(make))
    return undefined;
  if (ts.getModifiers(make) || !make.parameters.every(({ name }) => ts.isIdentifier(name))) return undefined;
  const mark = plainMark(make.body, view);
  return mark && rest.every(isPure) ? putValue(view, node, mark.known.value, mark) : undefined;
}

/** Negates a value that is known after effects: `!(effects, F)`. */
export function foldSettledNot(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (!ts.isPrefixUnaryExpression(node) || node.operator !== ts.SyntaxKind.ExclamationToken) return undefined;
  const settled = settledAfterEffects(node.operand, view);
  if (!settled) return undefined;
  const mark: Mark = { known: plain(!settled.mark.known.value), sites: settled.mark.sites };
  const start = node.getStart(view.file);
  return [
    { start, end: start + 1, text: '' },
    {
      start: settled.comma.right.getStart(view.file),
      end: settled.comma.right.end,
      text: writtenIn(view.file, mark.known),
      mark,
    },
  ];
}
