import ts from 'typescript';
import type { Span } from '../text/span';
import { isAssignmentTarget } from '../usages/operators';

/** An expression without the parentheses and type assertions around it: they change no value. */
export function bare(node: ts.Node): ts.Node {
  let at = node;
  while (isTransparent(at)) at = at.expression;
  return at;
}

export function isTransparent(
  node: ts.Node,
): node is
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion
  | ts.NonNullExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

export function isAssignment(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.kind;
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

/** Whether a member is read of an expression: not written, deleted or called. */
export function isReadOfMember(node: ts.Node): boolean {
  const access = node.parent;
  if (!ts.isPropertyAccessExpression(access) && !ts.isElementAccessExpression(access)) return false;
  if (access.expression !== node) return false;
  const user = access.parent;
  return !(ts.isCallExpression(user) && user.expression === access) && !isAssignmentTarget(access);
}

/** A statement that is nothing but a text: a directive, such as `'use strict'`, where it stands first in a function or a file. */
export function isTextStatement(node: ts.Node): node is ts.ExpressionStatement {
  return ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
}

/** The list of statements that a statement stands in; `undefined` for a branch, a loop's body and the like. */
export function statementsAround(node: ts.Node): ts.NodeArray<ts.Statement> | undefined {
  const parent = node.parent;
  if (!parent) return undefined;
  if (
    ts.isSourceFile(parent) ||
    ts.isBlock(parent) ||
    ts.isModuleBlock(parent) ||
    ts.isCaseOrDefaultClause(parent)
  ) {
    return parent.statements;
  }
  return undefined;
}

/** The declaration that a pattern's element, however deep, takes its value from. */
export function rootOfPattern(element: ts.BindingElement): ts.VariableDeclaration | undefined {
  let at: ts.Node = element;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return ts.isVariableDeclaration(at) ? at : undefined;
}

/** The list in `await Promise.all([…])`. */
export function listOfAll(node: ts.Expression): ts.ArrayLiteralExpression | undefined {
  const awaited = bare(node);
  const call = ts.isAwaitExpression(awaited) ? bare(awaited.expression) : awaited;
  if (!ts.isAwaitExpression(awaited) || !ts.isCallExpression(call)) return undefined;
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { expression, name } = call.expression;
  const [list] = call.arguments;
  if (!ts.isIdentifier(expression) || expression.text !== 'Promise' || name.text !== 'all') return undefined;
  return list && ts.isArrayLiteralExpression(list) && !list.elements.some(ts.isSpreadElement)
    ? list
    : undefined;
}

/** A node that is the list of what a hook depends on: `[a]` of `useEffect(() => {…}, [a])`. */
export function dependencyListOf(node: ts.Node): ts.ArrayLiteralExpression | undefined {
  const call = node.parent;
  if (!ts.isArrayLiteralExpression(node) || !ts.isCallExpression(call)) return undefined;
  if (call.arguments.length !== 2 || call.arguments[1] !== node) return undefined;
  const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression;
  return ts.isIdentifier(callee) && isHookName(callee.text) ? node : undefined;
}

export function isHookName(name: string): boolean {
  return /^use[A-Z]/.test(name);
}

/** The statement that a node belongs to. */
export function statementOf(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent && !ts.isStatement(at)) at = at.parent;
  return at;
}

/** The nearest function around a node, or the file. */
export function functionAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (at.parent && !ts.isFunctionLike(at) && !ts.isClassStaticBlockDeclaration(at)) at = at.parent;
  return at;
}

/** Visits the nodes of one function only: nested functions and classes are passed by. */
export function walkWithin(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) walkWithin(child, visit);
  });
}

export function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

/** What of an expression's value is used where it stands: only its truth, nothing, or the value itself. */
export function demandOn(node: ts.Node): 'test' | 'nothing' | 'value' {
  const parent = node.parent;
  if (ts.isParenthesizedExpression(parent)) return demandOn(parent);
  if (ts.isPrefixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.ExclamationToken ? 'test' : 'value';
  }
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return 'test';
  if (ts.isForStatement(parent)) return parent.condition === node ? 'test' : 'nothing';
  if (ts.isConditionalExpression(parent)) return parent.condition === node ? 'test' : demandOn(parent);
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return 'nothing';
  if (ts.isCallExpression(parent) && ts.isIdentifier(parent.expression)) {
    return parent.expression.text === 'Boolean' && parent.arguments[0] === node ? 'test' : 'value';
  }
  if (ts.isBinaryExpression(parent)) {
    switch (parent.operatorToken.kind) {
      case ts.SyntaxKind.CommaToken:
        return parent.left === node ? 'nothing' : demandOn(parent);
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.BarBarToken: {
        const demand = demandOn(parent);
        return parent.left === node && demand === 'nothing' ? 'test' : demand;
      }
    }
  }
  return 'value';
}

/** How tightly an expression binds; higher binds tighter. */
function precedence(node: ts.Node): number {
  if (ts.isBinaryExpression(node)) return operatorPrecedence(node.operatorToken.kind);
  if (ts.isYieldExpression(node) || ts.isArrowFunction(node) || ts.isSpreadElement(node)) return 1;
  if (ts.isConditionalExpression(node)) return 2;
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return 10;
  if (
    ts.isPrefixUnaryExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isVoidExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isTypeAssertionExpression(node)
  ) {
    return UNARY;
  }
  if (ts.isPostfixUnaryExpression(node)) return 16;
  if (ts.isNewExpression(node) && !node.arguments) return 16;
  return MEMBER;
}

const UNARY = 15;
const MEMBER = 17;

function operatorPrecedence(operator: ts.SyntaxKind): number {
  switch (operator) {
    case ts.SyntaxKind.CommaToken:
      return 0;
    case ts.SyntaxKind.QuestionQuestionToken:
      return 3;
    case ts.SyntaxKind.BarBarToken:
      return 4;
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return 5;
    case ts.SyntaxKind.BarToken:
      return 6;
    case ts.SyntaxKind.CaretToken:
      return 7;
    case ts.SyntaxKind.AmpersandToken:
      return 8;
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return 9;
    case ts.SyntaxKind.LessThanToken:
    case ts.SyntaxKind.LessThanEqualsToken:
    case ts.SyntaxKind.GreaterThanToken:
    case ts.SyntaxKind.GreaterThanEqualsToken:
    case ts.SyntaxKind.InKeyword:
    case ts.SyntaxKind.InstanceOfKeyword:
      return 10;
    case ts.SyntaxKind.LessThanLessThanToken:
    case ts.SyntaxKind.GreaterThanGreaterThanToken:
    case ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
      return 11;
    case ts.SyntaxKind.PlusToken:
    case ts.SyntaxKind.MinusToken:
      return 12;
    case ts.SyntaxKind.AsteriskToken:
    case ts.SyntaxKind.SlashToken:
    case ts.SyntaxKind.PercentToken:
      return 13;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return 14;
    default:
      return 1;
  }
}

/** What it takes for `core` to stand where `slot` stands. */
export type Placement = 'bare' | 'parenthesized' | 'detached';

/**
 * How an expression can take the place of another one. `detached` is `(0, core)`: a method would otherwise get a
 * `this` that it did not have, and `delete` a reference.
 */
export function placementOf(core: ts.Node, slot: ts.Node): Placement {
  const parent = slot.parent;
  const isReference =
    ts.isPropertyAccessExpression(core) ||
    ts.isElementAccessExpression(core) ||
    (ts.isIdentifier(core) && core.text === 'eval');
  const inner = bareParent(slot);
  if (isReference) {
    const user = inner.parent;
    const isCallee =
      (ts.isCallExpression(user) && user.expression === inner) ||
      (ts.isTaggedTemplateExpression(user) && user.tag === inner) ||
      ts.isDeleteExpression(user);
    if (isCallee) return 'detached';
  }
  if (ts.isParenthesizedExpression(parent)) return 'bare';
  if (precedence(core) < requiredPrecedence(parent, slot)) return 'parenthesized';
  if (mixesNullish(core, parent)) return 'parenthesized';
  if (isPartOfAccess(slot) && (isOptionalChain(core) || ts.isNumericLiteral(core))) return 'parenthesized';
  if (ts.isNewExpression(parent) && parent.expression === slot && !ts.isIdentifier(core))
    return 'parenthesized';
  if (ts.isPrefixUnaryExpression(parent) && ts.isPrefixUnaryExpression(core)) {
    if (parent.operator === core.operator && parent.operator !== ts.SyntaxKind.ExclamationToken) {
      return 'parenthesized';
    }
  }
  return isMisreadAtStart(firstToken(core), slot) ? 'parenthesized' : 'bare';
}

function bareParent(slot: ts.Node): ts.Node {
  let at = slot;
  while (at.parent && isTransparent(at.parent)) at = at.parent;
  return at;
}

function requiredPrecedence(parent: ts.Node, slot: ts.Node): number {
  if (ts.isBinaryExpression(parent)) {
    const own = operatorPrecedence(parent.operatorToken.kind);
    if (isAssignment(parent)) return parent.left === slot ? MEMBER : 1;
    const power = parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
    if (power) return parent.left === slot ? 16 : own;
    const regroups = own === 3 || own === 4 || own === 5 || own === 0;
    return parent.left === slot || regroups ? own : own + 1;
  }
  if (ts.isConditionalExpression(parent)) return parent.condition === slot ? 3 : 1;
  if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) return 10;
  if (
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isDeleteExpression(parent) ||
    ts.isTypeAssertionExpression(parent)
  ) {
    return UNARY;
  }
  if (isPartOfAccess(slot)) return MEMBER;
  if (ts.isExpressionWithTypeArguments(parent) || ts.isDecorator(parent)) return MEMBER + 1;
  if (isStatementLike(parent) || ts.isTemplateSpan(parent)) return 0;
  return 1;
}

function isStatementLike(node: ts.Node): boolean {
  return ts.isStatement(node) && !ts.isExportAssignment(node) && !ts.isForOfStatement(node);
}

/** Whether an expression is the left end of a member access, a call or the like. */
function isPartOfAccess(slot: ts.Node): boolean {
  const parent = slot.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isNonNullExpression(parent)) return true;
  if (ts.isElementAccessExpression(parent)) return parent.expression === slot;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === slot;
  return ts.isTaggedTemplateExpression(parent) && parent.tag === slot;
}

function isOptionalChain(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0;
}

function mixesNullish(core: ts.Node, parent: ts.Node): boolean {
  if (!ts.isBinaryExpression(core) || !ts.isBinaryExpression(parent)) return false;
  const isNullish = (node: ts.BinaryExpression) =>
    node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  const isLogical = (node: ts.BinaryExpression) =>
    node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return (isNullish(core) && isLogical(parent)) || (isLogical(core) && isNullish(parent));
}

/** Whether a literal's text would be misread where an expression stands: `{}` as a block, `1.a` as a number. */
export function isMisreadLiteral(text: string, slot: ts.Node): boolean {
  if (text.startsWith('{')) return isMisreadAtStart(ts.SyntaxKind.OpenBraceToken, slot);
  if (!/^[-\d]/.test(text)) return false;
  const { parent } = slot;
  const isBase =
    ts.isBinaryExpression(parent) &&
    parent.left === slot &&
    parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
  return isPartOfAccess(slot) || (isBase && text.startsWith('-'));
}

/** Whether `{`, `function` and the like would begin a statement or a body where an expression was meant. */
function isMisreadAtStart(first: ts.SyntaxKind, slot: ts.Node): boolean {
  const file = slot.getSourceFile();
  const start = slot.getStart(file);
  let at = slot;
  while (
    at.parent &&
    !ts.isStatement(at) &&
    !ts.isArrowFunction(at.parent) &&
    at.parent.getStart(file) === start
  ) {
    at = at.parent;
  }
  const holder = ts.isStatement(at) ? at : at.parent;
  if (ts.isArrowFunction(holder)) return holder.body === at && first === ts.SyntaxKind.OpenBraceToken;
  const isDeclaring = first === ts.SyntaxKind.FunctionKeyword || first === ts.SyntaxKind.ClassKeyword;
  if (ts.isExpressionStatement(holder)) {
    return isDeclaring || first === ts.SyntaxKind.OpenBraceToken || first === ts.SyntaxKind.AsyncKeyword;
  }
  return ts.isExportAssignment(holder) && isDeclaring;
}

function firstToken(node: ts.Node): ts.SyntaxKind {
  return node.getFirstToken()?.kind ?? node.kind;
}

/** A function that a declaration names. */
export function isFunctionWithName(
  node: ts.Node,
): node is ts.FunctionDeclaration | ts.MethodDeclaration | ts.GetAccessorDeclaration {
  return ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node);
}

/** A function that may have a body. */
export function isFunctionWithBody(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return isFunctionWithName(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** The call that is given what lies at a place: `selectFlag('x')` of `selectFlag('x')(state)`. */
export function callWith(call: ts.CallExpression, { start, end }: Span): ts.CallExpression {
  const callee = bare(call.expression);
  return ts.isCallExpression(callee) && callee.pos <= start && end <= callee.end
    ? callWith(callee, { start, end })
    : call;
}
