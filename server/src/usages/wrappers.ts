import ts from 'typescript';
import { keepsDeclaredValue } from './class-fields';
import { isReplaced } from './doubtful';
import type { Constant, ReadFact, WrapperFact } from './facts';
import { functionName } from './function-name';
import type { Guards } from './guards';
import { isSelectingHook } from './hooks';
import { wordsOf } from './names';
import { spanOf } from './nodes';
import { EQUAL, UNEQUAL } from './operators';
import { nameText } from './property-names';
import type { ReadResult } from './read';
import { VALUE } from './results';
import type { Scopes } from './scope';
import { settledBy } from './settled';
import { unwrap } from './unwrap';
import { parametersIn, takesNames } from './values';

/** A read with the expression that it is. */
type WrappedRead = Pick<ReadFact, 'key' | 'result' | 'isSymbol'> & {
  /** What the read is given for the default. */
  readonly default?: Constant;
  readonly node: ts.Expression;
  /** The variable that takes the value where that is a member of what `node` gives: `const { dark } = useFlags()`. */
  readonly variable?: ts.Identifier;
};

/** Whether the read's value is what the function around it returns, so that its callers are reads too. */
export function wrapperOf<R extends WrappedRead>(
  read: R,
  index: number,
  source: ts.SourceFile,
  scopes: Scopes,
  guards: Guards<R>,
): WrapperFact | undefined {
  if (read.isSymbol) return symbolOf(read, index, source);
  const [parameter] = parametersIn(read.key);
  const isConstant = !parameter && read.key.kind !== 'unknown' && read.key.kind !== 'oneOf';
  if (!parameter && !isConstant) return undefined;
  // `for (const key in overrides) flags[key]`: who hands over an object of flags says their values, and asks for none.
  if (parameter && takesNames(read.key)) return undefined;
  const asked = parameter && ownerNamed(read.node, parameter.wrapper);
  const key = asked && parameter.path.length === 0 ? asked.parameters[parameter.index]?.name : undefined;
  const keyName = key && ts.isIdentifier(key) ? key.text : undefined;
  const returned = read.variable
    ? returnedThrough(read.variable, read.result, keyName)
    : returnedBy(read.node, read.result, keyName);
  const owner = parameter ? asked : returned?.owner;
  const name = owner && functionName(owner);
  if (!owner || name === undefined) return undefined;
  // What gives other things besides the answer of one flag is asked for those as well.
  if (!parameter && (!returned || returned.result.path.length > read.result.path.length)) return undefined;
  const isCurried = asked !== undefined && returned !== undefined && isGivenBy(returned.owner, asked);
  const inside = returned?.owner === owner || isCurried ? returned?.result : undefined;
  const isAsync =
    ts.canHaveModifiers(owner) &&
    ts.getModifiers(owner)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword);
  const result = inside ?? VALUE;
  const settled = asked && settledBy(asked, read, scopes);
  return {
    name,
    span: spanOf(owner, source),
    read: index,
    result: isAsync ? { ...result, promise: true } : result,
    // A getter that does more than answer is not replaced by its answer.
    returnsValue:
      inside !== undefined && (!ts.isGetAccessor(owner) || returnsOnly(owner)) && !isGivenUp(owner, scopes),
    ...((ts.isGetAccessor(owner) || ts.isPropertyDeclaration(owner)) && { isMember: true }),
    ...(isCurried && { isCurried }),
    ...(parameter && { parameter: { index: parameter.index, path: parameter.path } }),
    ...(parameter && defaultOf(read, parameter)),
    ...(asked && showsChildren(asked, read, guards)),
    ...(settled && { settled }),
  };
}

/** Whether a function does nothing but give another, which does nothing but answer: `(key) => (state) => state.flags[key]`. */
function isGivenBy(inner: ts.Node, outer: ts.FunctionLikeDeclaration): boolean {
  const given = givenBy(outer);
  return (
    given !== undefined &&
    unwrap(given) === inner &&
    ts.isArrowFunction(inner) &&
    givenBy(inner) !== undefined
  );
}

function givenBy({ body }: ts.FunctionLikeDeclaration): ts.Expression | undefined {
  return body && ts.isBlock(body) ? returnedExpression(body) : body;
}

/** Whether the function's name stands for another one later. */
function isGivenUp(owner: ts.FunctionLikeDeclaration | ts.PropertyDeclaration, scopes: Scopes): boolean {
  const named = ts.isFunctionDeclaration(owner) ? owner : owner.parent;
  if (!ts.isFunctionDeclaration(named) && !ts.isVariableDeclaration(named)) return false;
  return named.name !== undefined && ts.isIdentifier(named.name) && isReplaced(named.name, scopes);
}

/** `const x = flag({ key: 'x' })`: the flag's own function. */
function symbolOf(
  { node, result }: WrappedRead,
  index: number,
  source: ts.SourceFile,
): WrapperFact | undefined {
  let value: ts.Node = node;
  while (ts.isParenthesizedExpression(value.parent) || ts.isAsExpression(value.parent)) value = value.parent;
  const { parent } = value;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  return { name: parent.name.text, span: spanOf(parent, source), read: index, result, returnsValue: true };
}

function returnsOnly({ body }: ts.GetAccessorDeclaration): boolean {
  return body !== undefined && returnedExpression(body) !== undefined;
}

/** Which argument of the wrapper is the default: it hands it on as that, beside the key. */
function defaultOf(
  { default: value }: WrappedRead,
  { wrapper }: { readonly wrapper: string },
): Pick<WrapperFact, 'default'> {
  const isOwn = value?.kind === 'parameter' && value.wrapper === wrapper && value.path.length === 0;
  return isOwn ? { default: value.index } : {};
}

/** For a component: the one answer for which it shows its children. */
function showsChildren<R extends WrappedRead>(
  owner: ts.FunctionLikeDeclaration,
  read: R,
  guards: Guards<R>,
): Pick<WrapperFact, 'shows'> {
  const answers = new Set<boolean | undefined>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === 'children' && !ts.isBindingElement(node.parent))
      answers.add(guards.of(node).find((guard) => guard.read === read)?.when);
    else ts.forEachChild(node, visit);
  };
  if (owner.body) visit(owner.body);
  const [only] = answers;
  return answers.size === 1 && only !== undefined ? { shows: only } : {};
}

interface Returned {
  /** The function, or the readonly property that keeps the value. */
  readonly owner: ts.FunctionLikeDeclaration | ts.PropertyDeclaration;
  readonly result: ReadResult;
}

/**
 * The function that returns a read's value as it is, negated, made boolean or with a default; also by way of a constant.
 * What a function makes of the value and the flag's key, `keyName`, is how the project evaluates a flag, and counts as the
 * value: `override(flags[key], key)`.
 */
function returnedBy(
  node: ts.Expression,
  initial: ReadResult,
  keyName: string | undefined,
): Returned | undefined {
  let value: ts.Node = node;
  let { promise, inverted, gives } = initial;
  let taken = 0;
  /** Under what members of what is returned the value lies. */
  const members: string[] = [];
  for (;;) {
    const parent: ts.Node = value.parent;
    const whole = members.length === 0 || isTransparent(parent) ? undefined : parent;
    const member = memberOf(parent, value);
    if (member) {
      members.unshift(member.name);
      value = member.of;
      continue;
    }
    const selecting = selectingCall(parent, value);
    if (selecting && members.length === 0) {
      value = selecting;
      continue;
    }
    // Of what holds the value among others nothing but that is told.
    if (whole) break;
    if (ts.isAwaitExpression(parent)) promise = false;
    else if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
      inverted = !inverted;
    else if (gives === 'treatment' && isTreatmentTest(parent)) {
      inverted = inverted !== testsForOff(parent);
      gives = undefined;
    } else if (ts.isPropertyAccessExpression(parent) && parent.name.text === initial.path[taken]) taken++;
    else if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'then') {
      const handed = handedThrough(parent, { promise: false, inverted, path: [], ...(gives && { gives }) });
      if (!handed || initial.path.length > taken) break;
      ({ inverted, gives } = handed.result);
      promise = true;
      value = handed.call;
      continue;
    } else if (isChoice(parent, value))
      inverted = inverted !== (parent.whenTrue.kind === ts.SyntaxKind.FalseKeyword);
    else if (
      !ts.isParenthesizedExpression(parent) &&
      !ts.isAsExpression(parent) &&
      !ts.isNonNullExpression(parent) &&
      !isBooleanCall(parent) &&
      !takesKeyToo(parent, value, keyName) &&
      !isSameWithDefault(parent, value)
    ) {
      break;
    }
    value = parent;
  }
  const path = [...members, ...initial.path.slice(taken)];
  // `.off` has turned the value round already where it stands; negation is counted once.
  const result = { promise, inverted, path, ...(gives && { gives }) };
  const { parent } = value;
  if (ts.isArrowFunction(parent) && parent.body === value) return { owner: parent, result };
  if (ts.isPropertyDeclaration(parent) && isReadonly(parent) && keepsDeclaredValue(parent))
    return { owner: parent, result };
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    return returnedThrough(parent.name, result, keyName);
  }
  if (!ts.isReturnStatement(parent)) return undefined;
  const attempt = attemptAround(parent);
  const block = (attempt ?? parent).parent;
  const owner = block.parent;
  // A read returned from within a branch is one answer among several.
  if (!ts.isBlock(block) || !ts.isFunctionLike(owner) || !('body' in owner)) return undefined;
  const answer = attempt ?? parent;
  if (block.statements.some((statement) => statement !== answer && mayReturn(statement))) return undefined;
  const selecting = selectingCall(owner.parent, owner);
  return selecting
    ? returnedBy(selecting, result, keyName)
    : { owner: owner as ts.FunctionLikeDeclaration, result };
}

/** `try { return value; } catch { … }`: while the flag has a value, nothing is caught. */
function attemptAround(answer: ts.ReturnStatement): ts.TryStatement | undefined {
  const { parent: block } = answer;
  const attempt = block.parent;
  const isWhole =
    ts.isBlock(block) &&
    ts.isTryStatement(attempt) &&
    attempt.tryBlock === block &&
    attempt.catchClause !== undefined &&
    attempt.finallyBlock === undefined &&
    !block.statements.some((statement) => statement !== answer && mayReturn(statement));
  return isWhole ? attempt : undefined;
}

function isTransparent(node: ts.Node): boolean {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node);
}

/** `[value, toggle]`, `{ isOn: value, toggle }`, `{ isOn }`: under what name something holds a value besides others. */
function memberOf(
  parent: ts.Node,
  value: ts.Node,
): { readonly name: string; readonly of: ts.Expression } | undefined {
  if (ts.isArrayLiteralExpression(parent)) {
    const index = parent.elements.indexOf(value as ts.Expression);
    return parent.elements.slice(0, index).some(ts.isSpreadElement)
      ? undefined
      : { name: String(index), of: parent };
  }
  const isEntry =
    (ts.isPropertyAssignment(parent) && parent.initializer === value) ||
    ts.isShorthandPropertyAssignment(parent);
  const name = isEntry ? nameText(parent.name) : undefined;
  if (!isEntry || name === undefined) return undefined;
  const { properties } = parent.parent;
  // What is spread after it may have the same name.
  return properties.slice(properties.indexOf(parent)).some(ts.isSpreadAssignment)
    ? undefined
    : { name, of: parent.parent };
}

/** `useSelector((state) => value)`, `useMemo(() => value, [])`: a call that gives what the function gives that it is handed. */
function selectingCall(parent: ts.Node, value: ts.Node): ts.CallExpression | undefined {
  const [callback, call] =
    ts.isArrowFunction(parent) && parent.body === value ? [parent, parent.parent] : [value, parent];
  if (!ts.isCallExpression(call) || call.arguments[0] !== callback) return undefined;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  return ts.isIdentifier(call.expression) && isSelectingHook(call.expression.text) ? call : undefined;
}

/** `promise.then((on) => !on)`, `promise.then(Boolean)`: what comes out, where that is the value in one of these ways. */
function handedThrough(
  then: ts.PropertyAccessExpression,
  initial: ReadResult,
): { readonly call: ts.CallExpression; readonly result: ReadResult } | undefined {
  const call = then.parent;
  if (!ts.isCallExpression(call) || call.expression !== then) return undefined;
  const [callback] = call.arguments;
  if (!callback) return undefined;
  if (ts.isIdentifier(callback) && callback.text === 'Boolean') return { call, result: initial };
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  const body = ts.isBlock(callback.body) ? returnedExpression(callback.body) : callback.body;
  const use = body && operandOf(body);
  const given = callback.parameters[0]?.name;
  if (!use || !given || !ts.isIdentifier(given) || !ts.isIdentifier(use) || use.text !== given.text)
    return undefined;
  const inner = returnedBy(use, initial, undefined);
  return inner?.owner === callback && inner.result.path.length === 0
    ? { call, result: inner.result }
    : undefined;
}

function returnedExpression({ statements }: ts.Block): ts.Expression | undefined {
  const [only, ...more] = statements;
  return only && more.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined;
}

function isReadonly(property: ts.PropertyDeclaration): boolean {
  return ts.getModifiers(property)?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) ?? false;
}

/** `const on = …; return on;`: the constant stands for the value where its function ends by returning it. */
function returnedThrough(
  variable: ts.Identifier,
  result: ReadResult,
  keyName: string | undefined,
): Returned | undefined {
  let declaration: ts.Node = variable.parent;
  while (ts.isBindingElement(declaration) || ts.isBindingName(declaration)) declaration = declaration.parent;
  const list = declaration.parent;
  const block = list?.parent?.parent;
  if (!list || !ts.isVariableDeclarationList(list) || (list.flags & ts.NodeFlags.Const) === 0)
    return undefined;
  const last = block && ts.isBlock(block) ? block.statements.at(-1) : undefined;
  if (!last || !ts.isReturnStatement(last) || !last.expression) return undefined;
  const named = partsOf(last.expression)
    .map(operandOf)
    .find((part) => ts.isIdentifier(part) && part.text === variable.text);
  return named && returnedBy(named, result, keyName);
}

/** What a list or an object holds; else the expression itself. */
function partsOf(expression: ts.Expression): readonly ts.Expression[] {
  const node = unwrap(expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements;
  if (!ts.isObjectLiteralExpression(node)) return [expression];
  return node.properties.flatMap((property) =>
    ts.isShorthandPropertyAssignment(property)
      ? [property.name]
      : ts.isPropertyAssignment(property)
        ? [property.initializer]
        : [],
  );
}

/** `override(value, key)`: a call that is given the flag's value and, as another argument, its key. */
function takesKeyToo(call: ts.Node, value: ts.Node, keyName: string | undefined): boolean {
  return (
    keyName !== undefined &&
    ts.isCallExpression(call) &&
    call.arguments.some((argument) => argument === value) &&
    call.arguments.some((argument) => ts.isIdentifier(argument) && argument.text === keyName)
  );
}

/** The innermost operand of what leaves a value as it is or negates it. */
function operandOf(expression: ts.Expression): ts.Expression {
  let node = expression;
  for (;;) {
    if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isNonNullExpression(node) ||
      ts.isAwaitExpression(node) ||
      ts.isPropertyAccessExpression(node)
    )
      node = node.expression;
    else if (ts.isPrefixUnaryExpression(node)) node = node.operand;
    else if (ts.isBinaryExpression(node)) node = node.left;
    else if (isBooleanCall(node) && node.arguments[0]) node = node.arguments[0];
    else return node;
  }
}

/** `treatment === 'on'`, `'off' !== treatment`. */
function isTreatmentTest(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    (EQUAL.has(node.operatorToken.kind) || UNEQUAL.has(node.operatorToken.kind)) &&
    [node.left, node.right].some((side) => treatmentSaid(side) !== undefined)
  );
}

/** Whether a test of a treatment comes out true where the flag is off. */
function testsForOff({ left, right, operatorToken }: ts.BinaryExpression): boolean {
  const isOff = [left, right].some((side) => treatmentSaid(side) === 'off');
  return isOff !== UNEQUAL.has(operatorToken.kind);
}

/** `'on'`, or what stands for it by its name: `Treatments.ON`, `TREATMENT_ON`. */
function treatmentSaid(side: ts.Expression): 'on' | 'off' | undefined {
  const node = unwrap(side);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  const text = ts.isStringLiteralLike(node)
    ? node.text
    : ts.isIdentifier(name)
      ? wordsOf(name.text).at(-1)
      : undefined;
  return text === 'on' || text === 'off' ? text : undefined;
}

/** `value ?? fallback`, `value || false`, `value === true`: the same answer, where there is one. */
function isSameWithDefault(parent: ts.Node, value: ts.Node): boolean {
  if (!ts.isBinaryExpression(parent) || parent.left !== value) return false;
  switch (parent.operatorToken.kind) {
    case ts.SyntaxKind.QuestionQuestionToken:
      // What stands for a flag that nobody serves is never asked for where it has a value.
      return true;
    case ts.SyntaxKind.BarBarToken:
      return parent.right.kind === ts.SyntaxKind.FalseKeyword;
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return parent.right.kind === ts.SyntaxKind.TrueKeyword;
    default:
      return false;
  }
}

/** `value ? true : false`, and the other way round. */
function isChoice(parent: ts.Node, value: ts.Node): parent is ts.ConditionalExpression {
  return (
    ts.isConditionalExpression(parent) &&
    parent.condition === value &&
    isBoolean(parent.whenTrue) &&
    isBoolean(parent.whenFalse) &&
    parent.whenTrue.kind !== parent.whenFalse.kind
  );
}

function isBoolean(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
}

function mayReturn(statement: ts.Node): boolean {
  if (ts.isReturnStatement(statement)) return true;
  if (ts.isFunctionLike(statement) || ts.isClassLike(statement)) return false;
  return ts.forEachChild(statement, (child) => mayReturn(child) || undefined) ?? false;
}

function isBooleanCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Boolean';
}

function ownerNamed(node: ts.Node, name: string): ts.FunctionLikeDeclaration | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (ts.isFunctionLike(parent) && functionName(parent) === name)
      return parent as ts.FunctionLikeDeclaration;
  }
  return undefined;
}
