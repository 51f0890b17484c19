import ts from 'typescript';
import { moduleName } from '../usages/declarations';
import { functionName } from '../usages/function-name';
import { CONTRARY, isFlagQuestion } from '../usages/named';
import { lastSegment, wordsOf } from '../usages/names';
import { namesBound } from '../usages/nodes';
import { EQUALITY, LOGICAL } from '../usages/operators';
import { isLodash } from '../usages/origins';
import { NAMED_SHAPES } from '../usages/shapes';
import { computes } from './computing';
import { isHookOfFlags, isPure } from './effects';
import { literalOf } from './literals';
import { analyzeScopes } from './scope';
import { bare, isAssignment, isFunctionWithBody } from './syntax';
import { importBehind, typeTest } from './type-tests';

/**
 * Whether a function of a source answers with nothing but what it asks for by the key that it is given, from wherever:
 * `const own = this.own[key]; if (own) return own; return client.isEnabled(key);`. Only where it bears a reader's name, for
 * that says which answer is on. `name` is the one by which callers know it, `Flags.isEnabled`.
 * 'alone' where it does so for those who give it the key and nothing else: `isEnabled(key, equals)` may compare.
 */
export function answersOnlyByKey(source: ts.SourceFile, name: string): boolean | 'alone' {
  if (!isReaderName(name === 'default' ? moduleName(source.fileName) : lastSegment(name))) return false;
  const only = functionNamed(source, name);
  if (!only || isReplaced(only, source)) return false;
  return asksOnly(only) || (asksOnly(only, true) && 'alone');
}

/** Whether a function of a source that is given a flag's key does more than to ask with it. */
export function doesMore(source: ts.SourceFile, name: string): boolean {
  const found = functionNamed(source, name);
  if (!found || found.parameters.length === 0) return false;
  if (!found.parameters.every(isTakenQuietly)) return true;
  return !onlyHandsOn(found) && !asksOnly(found) && !onlyComputesBeside(found);
}

/** Whether nothing is done to take what a call gives, or a value, apart: no default has an effect, and no computed name. */
function isTakenQuietly(node: ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement): boolean {
  const isDeclaration = ts.isVariableDeclaration(node);
  const named = ts.isBindingElement(node) ? node.propertyName : undefined;
  if (!isDeclaration && node.initializer && !isPure(node.initializer)) return false;
  if (named && ts.isComputedPropertyName(named) && !isPure(named.expression)) return false;
  return (
    ts.isIdentifier(node.name) ||
    node.name.elements.every((one) => ts.isOmittedExpression(one) || isTakenQuietly(one))
  );
}

/**
 * Whether what a reader of a flag does besides asking is only to compute: `const change = () => set(key)`, and to return both. What is called
 * to get what the answer is made from, `const { flags } = useConfig()`, belongs to asking.
 */
function onlyComputesBeside({ body, parameters }: ts.FunctionLikeDeclaration): boolean {
  const names = new Set(parameters.flatMap(({ name }) => namesBound(name)));
  const says = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && names.has(node.text)) ||
    ts.forEachChild(node, (child) => says(child) || undefined) === true;
  let asks = 0;
  const isSilent = (node: ts.Node): boolean => {
    if (ts.isTypeNode(node) || (ts.isExpression(node) && isPure(node))) return true;
    if (ts.isCallExpression(node) && node.arguments.some(says)) {
      asks++;
      return node.arguments.every(isSilentlyGiven);
    }
    const isPlain = ts.isBinaryExpression(node)
      ? !isAssignment(node)
      : ts.isPrefixUnaryExpression(node)
        ? node.operator === ts.SyntaxKind.ExclamationToken
        : !ACTING.has(node.kind);
    return isPlain && ts.forEachChild(node, (child) => (isSilent(child) ? undefined : true)) !== true;
  };
  if (!body || !ts.isBlock(body)) return body !== undefined && isSilent(body);
  const isCalm = (statement: ts.Statement): boolean => {
    if (ts.isReturnStatement(statement)) return !statement.expression || isSilent(statement.expression);
    if (!ts.isVariableStatement(statement)) return isLog(statement);
    return statement.declarationList.declarations.every((one) => {
      const { name, initializer } = one;
      if (!isTakenQuietly(one)) return false;
      return !initializer || isSilent(initializer) || (isUsedBehind(name, body) && isGiven(initializer));
    });
  };
  return body.statements.every(isCalm) && asks <= 1;
}

/** A call, or what one gives, with arguments that do nothing; or, where asked, that are such calls. */
function isGiven(expression: ts.Expression, isNested = false): boolean {
  const node = bare(expression) as ts.Expression;
  if (ts.isCallExpression(node)) {
    const isFine = (one: ts.Expression): boolean => isPure(one) || (isNested && isGiven(one, true));
    return node.arguments.every(isFine) && isGiven(node.expression, isNested);
  }
  if (ts.isAwaitExpression(node) || ts.isPropertyAccessExpression(node))
    return isGiven(node.expression, isNested);
  if (ts.isBinaryExpression(node)) return !isAssignment(node) && isGiven(node.left) && isGiven(node.right);
  return isPure(node);
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node) && node.text === name) return true;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) === true;
}

/** Whether one of the names that a declaration gives is used behind it, and not in what is said of it alone: a log goes with the answer. */
function isUsedBehind(name: ts.BindingName, body: ts.Block): boolean {
  const names = new Set(namesBound(name));
  const uses = (node: ts.Node): boolean => {
    if (ts.isStatement(node) && isLog(node)) return false;
    if (ts.isVariableDeclaration(node) && node.pos >= name.end && !isUsedBehind(node.name, body))
      return false;
    if (ts.isPropertyAccessExpression(node)) return uses(node.expression);
    if (ts.isIdentifier(node) && node.pos >= name.end && names.has(node.text)) return true;
    return ts.forEachChild(node, (child) => uses(child) || undefined) === true;
  };
  return uses(body);
}

export const ACTING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.PostfixUnaryExpression,
  ts.SyntaxKind.TaggedTemplateExpression,
  ts.SyntaxKind.DeleteExpression,
  ts.SyntaxKind.YieldExpression,
]);

/** The one function of a source that bears a name. */
export function functionNamed(source: ts.SourceFile, name: string): ts.FunctionLikeDeclaration | undefined {
  const found: ts.FunctionLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionWithBody(node) && node.body && functionName(node) === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.length === 1 ? found[0] : undefined;
}

/** Whether the function's name may stand for another one later. */
export function isReplaced(owner: ts.FunctionLikeDeclaration, source: ts.SourceFile): boolean {
  let whole: ts.Node = owner;
  while (!ts.isVariableDeclaration(whole) && ts.isExpression(whole)) whole = whole.parent;
  const named = ts.isVariableDeclaration(whole) || ts.isFunctionDeclaration(whole) ? whole.name : undefined;
  if (!named) return false;
  const binding = ts.isIdentifier(named) ? analyzeScopes(source).declaredBy(named) : undefined;
  return binding?.declarations.length !== 1 || binding.uses.some(({ writes }) => writes);
}

const READERS: ReadonlySet<string> = new Set(
  NAMED_SHAPES.filter(({ inverted, gives }) => !inverted && gives === undefined).map(({ name }) => name),
);

/** Methods that ask a map, a set or a table for what it has under a key. */
const LOOKUPS: ReadonlySet<string> = new Set(['get', 'has', 'hasOwnProperty', 'hasOwn']);

/** `isEnabled`, or a name that asks for a flag in words of its own: `retrieveFlag`, `useFeatureFlag`; none that may ask for the contrary. */
/** Whether a function of this name asks whether a flag is on, and not for the contrary. */
export function isReaderName(name: string): boolean {
  return READERS.has(name) || (isFlagQuestion(name) && !wordsOf(name).some((word) => CONTRARY.has(word)));
}

/** `console.error(…)`, `logger.warn(…)`: what is said of an answer is no part of it. */
export function isLog(statement: ts.Statement): boolean {
  const call = ts.isExpressionStatement(statement) ? bare(statement.expression) : undefined;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { expression: object } = call.expression;
  return ts.isIdentifier(object) && LOGS.has(object.text) && call.arguments.every((one) => isPure(one));
}

const LOGS: ReadonlySet<string> = new Set(['console', 'logger', 'log']);

/**
 * Whether a function does nothing but answer with what it asks for by the key that it is given. What it catches is nothing while the
 * flag has a value; what it says in a log is no part of the answer.
 */
export function asksOnly(reader: ts.FunctionLikeDeclaration, isAlone = false): boolean {
  if (!isMadeOfAsking(reader, isAlone)) return false;
  return [true, false].every((value) => answerGiven(reader, value) === value);
}

/** What a function that is made of asking alone answers where all that it asks for by its key is a value. */
function answerGiven({ body }: ts.FunctionLikeDeclaration, value: boolean): unknown {
  const names = new Map<string, unknown>();
  const resultOf = (expression: ts.Expression): unknown => {
    const node = bare(expression) as ts.Expression;
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text;
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (node.kind === ts.SyntaxKind.NullKeyword) return null;
    if (ts.isIdentifier(node)) return names.get(node.text);
    if (ts.isAwaitExpression(node)) return resultOf(node.expression);
    if (ts.isPropertyAccessExpression(node))
      return resultOf(node.expression) === undefined ? undefined : value;
    if (ts.isTypeOfExpression(node)) return typeof resultOf(node.expression);
    if (ts.isPrefixUnaryExpression(node)) return !resultOf(node.operand);
    if (ts.isConditionalExpression(node))
      return resultOf(resultOf(node.condition) ? node.whenTrue : node.whenFalse);
    if (ts.isCallExpression(node)) {
      const [given] = node.arguments;
      const test = given && typeTest(bare(node.expression));
      if (test) return test(resultOf(given));
      const isConversion = ts.isIdentifier(node.expression) && node.expression.text === 'Boolean';
      return isConversion && given ? Boolean(resultOf(given)) : value;
    }
    return ts.isBinaryExpression(node) ? combined(node) : value;
  };
  const combined = ({ left, right, operatorToken }: ts.BinaryExpression): unknown => {
    if (operatorToken.kind === ts.SyntaxKind.InKeyword) return value;
    const first = resultOf(left);
    switch (operatorToken.kind) {
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return first && resultOf(right);
      case ts.SyntaxKind.BarBarToken:
        return first || resultOf(right);
      case ts.SyntaxKind.QuestionQuestionToken:
        return first ?? resultOf(right);
      case ts.SyntaxKind.EqualsEqualsToken:
        return first === resultOf(right) || (first ?? resultOf(right) ?? null) === null;
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
        return first === resultOf(right);
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
        return first !== resultOf(right);
      default:
        return first !== resultOf(right) && (first ?? resultOf(right) ?? null) !== null;
    }
  };
  const declare = ({ name, initializer }: ts.VariableDeclaration): void => {
    if (ts.isIdentifier(name)) names.set(name.text, resultOf(initializer!));
    else {
      const told = bare(initializer!);
      const isTold = ts.isCallExpression(told) && isHookOfFlags(told.expression);
      // A service's package has its flags by then, and no error.
      for (const one of plainNames(name) ?? [])
        names.set(one, isTold ? (wordsOf(one).includes('error') ? undefined : true) : value);
    }
  };
  /** What some statements return, in a list; nothing where they go on. */
  const run = (statements: readonly ts.Statement[]): readonly [unknown] | undefined => {
    for (const statement of statements) {
      let given: readonly [unknown] | undefined;
      if (ts.isReturnStatement(statement)) given = [resultOf(statement.expression!)];
      else if (ts.isBlock(statement)) given = run(statement.statements);
      else if (ts.isTryStatement(statement)) given = run(statement.tryBlock.statements);
      else if (ts.isVariableStatement(statement)) statement.declarationList.declarations.forEach(declare);
      else if (ts.isIfStatement(statement)) {
        const taken = resultOf(statement.expression) ? statement.thenStatement : statement.elseStatement;
        given = taken && run([taken]);
      } else if (ts.isExpressionStatement(statement)) {
        const set = bare(statement.expression);
        if (ts.isBinaryExpression(set)) names.set(set.left.getText(), resultOf(set.right));
      }
      if (given) return given;
    }
    return undefined;
  };
  if (!body) return undefined;
  return ts.isBlock(body) ? run(body.statements)?.[0] : resultOf(body);
}

/** `isAlone`: where it is given nothing but the key, what else it takes is not there. */
function isMadeOfAsking(
  { parameters, body, asteriskToken }: ts.FunctionLikeDeclaration,
  isAlone: boolean,
): boolean {
  const [first, ...others] = parameters;
  if (!first || !ts.isIdentifier(first.name) || first.dotDotDotToken || first.initializer) return false;
  if (!body || asteriskToken || !parameters.every(isTakenQuietly)) return false;
  const key = first.name.text;
  /** Names that hold what was asked for by the key, or what a service's package tells of its flags: that they are there. */
  const held = new Set<string>();
  const missing = new Set<string>();
  for (const { name, initializer, dotDotDotToken } of isAlone ? others : [])
    if (ts.isIdentifier(name) && !initializer && !dotDotDotToken) missing.add(name.text);
  /** Of these, variables that are set again, to what was asked for. */
  const open = new Set<string>();
  let hasAsked = false;

  const isKey = (node: ts.Expression): boolean => ts.isIdentifier(bare(node)) && bare(node).getText() === key;
  const isAsked = (expression: ts.Expression): boolean => {
    const node = bare(expression) as ts.Expression;
    if (isLiteral(node)) return true;
    if (ts.isIdentifier(node))
      return node.text === 'undefined' || held.has(node.text) || missing.has(node.text);
    if (ts.isElementAccessExpression(node) && isKey(node.argumentExpression) && isPlace(node.expression))
      return asked();
    if (ts.isPropertyAccessExpression(node)) {
      // Without `?.` it fails where there is none.
      const isMissing = ts.isIdentifier(node.expression) && missing.has(node.expression.text);
      return isAsked(node.expression) && !(isMissing && !node.questionDotToken);
    }
    if (ts.isCallExpression(node)) return isAskingCall(node);
    if (ts.isAwaitExpression(node) || ts.isTypeOfExpression(node)) return isAsked(node.expression);
    if (ts.isPrefixUnaryExpression(node))
      return node.operator === ts.SyntaxKind.ExclamationToken && isAsked(node.operand);
    if (ts.isConditionalExpression(node))
      return isAsked(node.condition) && isAsked(node.whenTrue) && isAsked(node.whenFalse);
    if (!ts.isBinaryExpression(node)) return false;
    if (node.operatorToken.kind === ts.SyntaxKind.InKeyword)
      return isKey(node.left) && isPlace(node.right) && asked();
    return OPERATORS.has(node.operatorToken.kind) && isAsked(node.left) && isAsked(node.right);
  };
  const asked = (): true => {
    hasAsked = true;
    return true;
  };
  const isAskingCall = ({ expression, arguments: given }: ts.CallExpression): boolean => {
    const callee = bare(expression);
    if (ts.isIdentifier(callee) && callee.text === 'Boolean') return given.length === 1 && isAsked(given[0]!);
    if (given.length === 1 && isAsked(given[0]!) && typeTest(callee)) return true;
    if (!isPlace(expression)) return false;
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    const [table, at, ...fallback] = given;
    if (name === 'get' && at && isKey(at) && isLodash(importBehind(callee), 'get'))
      return isPlace(table!) && fallback.every(isLiteral) && asked();
    const isLookup = ts.isPropertyAccessExpression(callee) && LOOKUPS.has(name);
    if (!isLookup && !isReaderName(name)) return false;
    return given.some(isKey) && given.every((one) => isPlace(one) || isLiteral(one)) && asked();
  };
  const isAnswer = (statement: ts.Statement): boolean => {
    if (ts.isBlock(statement)) return statement.statements.every(isAnswer);
    if (ts.isReturnStatement(statement))
      return statement.expression !== undefined && isAsked(statement.expression);
    if (ts.isIfStatement(statement))
      return (
        isAsked(statement.expression) &&
        isAnswer(statement.thenStatement) &&
        (!statement.elseStatement || isAnswer(statement.elseStatement))
      );
    if (ts.isTryStatement(statement))
      return statement.catchClause !== undefined && !statement.finallyBlock && isAnswer(statement.tryBlock);
    if (ts.isExpressionStatement(statement))
      return isLog(statement) || isSetAgain(bare(statement.expression));
    if (!ts.isVariableStatement(statement)) return false;
    const { declarationList: list } = statement;
    if ((list.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using) return false;
    const isConstant = (list.flags & ts.NodeFlags.Const) !== 0;
    return list.declarations.every(({ name, initializer }) => {
      if (!initializer) return false;
      const isHeld = isAsked(initializer);
      const names = ts.isIdentifier(name) ? [name.text] : (isConstant && plainNames(name)) || [];
      if (names.length === 0 || names.some((one) => one === key || missing.has(one))) return false;
      if (!isConstant && !isLiteral(initializer) && !missing.has(initializer.getText())) return false;
      if (!isConstant) open.add(names[0]!);
      const told = bare(initializer);
      if (isHeld || (ts.isCallExpression(told) && isHookOfFlags(told.expression)))
        for (const one of names) held.add(one);
      return isHeld || isPure(initializer) || (isConstant && isTable(name, initializer));
    });
  };
  const isSetAgain = (node: ts.Node): boolean =>
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(node.left) &&
    open.has(node.left.text) &&
    isAsked(node.right);
  /** What is got without the key and looked into below: `const flags = allFlags(store.getState())`. */
  const isTable = (name: ts.BindingName, initializer: ts.Expression): boolean =>
    ts.isBlock(body) &&
    isUsedBehind(name, body) &&
    isGiven(initializer, true) &&
    !parameters.flatMap((one) => namesBound(one.name)).some((given) => mentions(initializer, given));
  if (!ts.isBlock(body)) return isAsked(body) && hasAsked;
  return body.statements.every(isAnswer) && hasAsked && endsInAnswer(body);
}

/** `{ enabled, ready: isReady }` without defaults: the names that it gives. */
function plainNames(pattern: ts.BindingName): string[] | undefined {
  if (!ts.isObjectBindingPattern(pattern)) return undefined;
  const names = pattern.elements.map(({ name, initializer, dotDotDotToken }) =>
    ts.isIdentifier(name) && !initializer && !dotDotDotToken ? name.text : undefined,
  );
  return names.every((name) => name !== undefined) ? names : undefined;
}

function isLiteral(node: ts.Expression): boolean {
  return literalOf(node) !== undefined;
}

/** `this.client.options`: a name or what is found under it, which runs nothing. */
function isPlace(expression: ts.Expression): boolean {
  const node = bare(expression) as ts.Expression;
  if (ts.isPropertyAccessExpression(node)) return isPlace(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

const OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([...LOGICAL, ...EQUALITY]);

/** Whether every way through a list of statements ends in an answer. */
function endsInAnswer({ statements }: ts.Block): boolean {
  const last = statements.at(-1);
  const isEnd = (statement: ts.Statement | undefined): boolean => {
    if (!statement) return false;
    if (ts.isBlock(statement)) return endsInAnswer(statement);
    if (ts.isTryStatement(statement)) return endsInAnswer(statement.tryBlock);
    if (ts.isIfStatement(statement)) return isEnd(statement.thenStatement) && isEnd(statement.elseStatement);
    return ts.isReturnStatement(statement);
  };
  return isEnd(last);
}

/** Whether a function that is given the key does nothing but ask with it. */
function onlyHandsOn({ body: whole, parameters }: ts.FunctionLikeDeclaration): boolean {
  const body = attemptOf(whole);
  const names = new Set(parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
  const says = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && names.has(node.text)) ||
    ts.forEachChild(node, (child) => says(child) || undefined) === true;
  let read: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments.some(says)) read = node;
    ts.forEachChild(node, visit);
  };
  if (body) visit(body);
  return read ? onlyReturns(body, read) : isOnlyReturn(body);
}

/** Whether a function does nothing but make its answer of a read: what the read is given has no effect, nor has anything beside it. */
export function onlyReturns(body: ts.ConciseBody | undefined, read: ts.Node): boolean {
  const isSilent = (node: ts.Node): boolean => {
    if (node === read) {
      const call = bare(read);
      return !ts.isCallExpression(call) || call.arguments.every(isSilentlyGiven);
    }
    const isAround = node.pos <= read.pos && read.end <= node.end;
    if (!isAround && (ts.isExpression(node) || ts.isTypeNode(node)))
      return isPure(node) || ts.isTypeNode(node);
    return ts.forEachChild(node, (child) => (isSilent(child) ? undefined : true)) !== true;
  };
  const attempt = attemptOf(body);
  return isOnlyReturn(attempt) && (!attempt || isSilent(attempt));
}

/** Whether what a call is given has no effect, nor has calling it, if it is a function. */
function isSilentlyGiven(argument: ts.Expression): boolean {
  const isFunction = ts.isArrowFunction(argument) || ts.isFunctionExpression(argument);
  return isFunction ? computes(argument, isPure) : isPure(argument);
}

/** What a function tries, where it does nothing else but catch what comes of that: while the flag has a value, nothing does. */
function attemptOf(body: ts.ConciseBody | undefined): ts.ConciseBody | undefined {
  const [attempt, ...others] = body && ts.isBlock(body) ? body.statements : [];
  if (!attempt || others.length > 0 || !ts.isTryStatement(attempt)) return body;
  return attempt.catchClause && !attempt.finallyBlock ? attempt.tryBlock : body;
}

function isOnlyReturn(body: ts.ConciseBody | undefined): boolean {
  if (!body || !ts.isBlock(body)) return true;
  return body.statements.length === 1 && ts.isReturnStatement(body.statements[0]!);
}
