import ts from 'typescript';
import type { ReadFact } from './facts';
import { originOf } from './origins';
import { isFlagPackage } from './package-names';
import { nameText } from './property-names';
import type { Settled, Shown } from './read';
import { lastName } from './references';
import { type Scopes, variableOf } from './scope';
import { unwrap } from './unwrap';

/** What the components of services' packages show for on. */
export const CHILDREN_OR_FALLBACK: Settled = { on: 'children', off: { attribute: 'fallback' } };

/** What a component is said to show of which no more than that is known. */
export function assumed(isInverted: boolean): Settled {
  const { on, off } = CHILDREN_OR_FALLBACK;
  return isInverted ? { on: off, off: on, isAssumed: true } : { on, off, isAssumed: true };
}

/** The read inside a component: `node` has the flag's value, or its negation. */
type ReadInside = Pick<ReadFact, 'result'> & { readonly node: ts.Expression };

/**
 * What a component shows once the flag that it asks for is settled: `({ name, children }) => (useFlag(name) ? children : null)`
 * shows its children, or nothing. Only where it does nothing else, and where nothing but the flag decides.
 */
export function settledBy(
  owner: ts.FunctionLikeDeclaration,
  read: ReadInside,
  scopes: Scopes,
): Settled | undefined {
  const { promise, path, gives } = read.result;
  const props = propsOf(owner);
  if (!props || promise || path.length > 0 || gives || !owner.body) return undefined;
  const on = shownFor(true);
  const off = shownFor(false);
  return on !== undefined && off !== undefined ? { on, off } : undefined;

  function shownFor(answer: boolean): Shown | undefined {
    const body = owner.body!;
    const known: Known = { answer, constants: new Map(), props: props!, read, scopes };
    if (!ts.isBlock(body)) return contentOf(body, known);
    const given = outcomeOf(body.statements, known);
    return given && given !== 'goes on' ? contentOf(given, known) : undefined;
  }
}

interface Known {
  /** The flag's. */
  readonly answer: boolean;
  readonly constants: Map<string, ts.Expression>;
  readonly props: Props;
  readonly read: ReadInside;
  readonly scopes: Scopes;
}

/** The expression that some statements return; nothing where that cannot be told, or where they do more. */
function outcomeOf(statements: readonly ts.Statement[], known: Known): ts.Expression | 'goes on' | undefined {
  for (const statement of statements) {
    if (ts.isReturnStatement(statement)) return statement.expression;
    if (ts.isVariableStatement(statement)) {
      if (!bindConstants(statement.declarationList, known)) return undefined;
    } else if (ts.isIfStatement(statement)) {
      const test = resultOf(statement.expression, known);
      if (test === UNKNOWN) return undefined;
      const taken = test ? statement.thenStatement : statement.elseStatement;
      const given = taken ? outcomeOf(ts.isBlock(taken) ? taken.statements : [taken], known) : 'goes on';
      if (given !== 'goes on') return given;
    } else return undefined;
  }
  return 'goes on';
}

/** Constants are kept unread; what makes them must be the read, or do nothing. */
function bindConstants(list: ts.VariableDeclarationList, known: Known): boolean {
  return list.declarations.every(({ name, initializer }) => {
    if ((list.flags & ts.NodeFlags.Const) === 0 || !initializer || !onlyReads(initializer, known))
      return false;
    if (!ts.isIdentifier(name)) return ts.isObjectBindingPattern(name) && !name.elements.some(hasDefault);
    if (known.constants.has(name.text)) return false;
    known.constants.set(name.text, initializer);
    return true;
  });
}

function hasDefault({ name, initializer }: ts.BindingElement): boolean {
  return initializer !== undefined || !ts.isIdentifier(name);
}

/** Whether an expression calls and makes nothing but the read, and what flags are asked of: `useFlags()`. */
function onlyReads(node: ts.Node, known: Known): boolean {
  if (node === known.read.node || node === givenTo(known.read, known.scopes)) return true;
  if (ts.isCallExpression(node) && !isBooleanCall(node) && !givesFlags(node, known.scopes)) return false;
  if (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken) return false;
  if (ts.isBinaryExpression(node) && isAssignment(node)) return false;
  if (DOES_MORE.has(node.kind)) return false;
  return ts.forEachChild(node, (child) => !onlyReads(child, known) || undefined) === undefined;
}

function isBooleanCall(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Boolean';
}

/** A hook of a service's package, or React's `useContext`: whoever no longer calls it misses nothing but what it gives. */
function givesFlags({ expression }: ts.CallExpression, scopes: Scopes): boolean {
  const callee = unwrap(expression);
  const binding = ts.isIdentifier(callee) ? scopes.resolve(callee) : undefined;
  const module = binding && ts.isImportSpecifier(binding) ? originOf(callee, scopes)?.module : undefined;
  if (module === undefined) return false;
  return isFlagPackage(module) || (module === 'react' && lastName(callee) === 'useContext');
}

/** What gave the object that a look-up is made in: a read's own, it is no more than asking for the flags. */
function givenTo({ node }: ReadInside, scopes: Scopes): ts.Expression | undefined {
  if (!ts.isElementAccessExpression(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const object = unwrap(node.expression);
  const binding = ts.isIdentifier(object) ? scopes.resolve(object) : undefined;
  const initializer = binding && variableOf(binding)?.initializer;
  return initializer && unwrap(initializer);
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

const DOES_MORE = new Set([
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.YieldExpression,
  ts.SyntaxKind.DeleteExpression,
  ts.SyntaxKind.PostfixUnaryExpression,
  ts.SyntaxKind.TaggedTemplateExpression,
]);

const UNKNOWN = Symbol('a value that is not known');

/** What an expression comes to for the answer; conditions alone are of interest. */
function resultOf(expression: ts.Expression, known: Known): unknown {
  const node = unwrap(expression);
  const { answer, constants, read } = known;
  if (node === read.node) return read.result.inverted !== answer;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  // The table is there while the flag has a value: `flags && flags[name]`.
  if (isTableOf(read, node)) return TABLE;
  if (ts.isIdentifier(node)) {
    if (node.text === 'undefined') return undefined;
    const constant = constants.get(node.text);
    return constant ? resultOf(constant, known) : UNKNOWN;
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const value = resultOf(node.operand, known);
    return value === UNKNOWN ? UNKNOWN : !value;
  }
  if (ts.isTypeOfExpression(node)) {
    const value = resultOf(node.expression, known);
    return value === UNKNOWN ? UNKNOWN : typeof value;
  }
  if (isBooleanCall(node)) {
    const value = node.arguments.length === 1 ? resultOf(node.arguments[0]!, known) : UNKNOWN;
    return value === UNKNOWN ? UNKNOWN : Boolean(value);
  }
  return ts.isBinaryExpression(node) ? combined(node, known) : UNKNOWN;
}

/** What holds the flags, as a value: any object. */
const TABLE = {};

/** Whether an expression is what a read takes the flag out of, by the same name. */
function isTableOf({ node: read }: ReadInside, node: ts.Expression): boolean {
  if (!ts.isElementAccessExpression(read)) return false;
  const table = unwrap(read.expression);
  return isPlace(table) && isPlace(node) && table.getText() === node.getText();
}

function isPlace(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isPlace(node.expression);
  return ts.isIdentifier(node);
}

function combined({ left, right, operatorToken }: ts.BinaryExpression, known: Known): unknown {
  const first = resultOf(left, known);
  if (first === UNKNOWN) return UNKNOWN;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return first ? resultOf(right, known) : first;
    case ts.SyntaxKind.BarBarToken:
      return first ? first : resultOf(right, known);
    case ts.SyntaxKind.QuestionQuestionToken:
      return first ?? resultOf(right, known);
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken: {
      const second = resultOf(right, known);
      if (second === UNKNOWN) return UNKNOWN;
      return (first === second) === (operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken);
    }
    default:
      return UNKNOWN;
  }
}

/** What of all that the component is given an expression of its shows. */
function contentOf(expression: ts.Expression, known: Known): Shown | undefined {
  const node = unwrap(expression);
  const { props, constants } = known;
  const constant = ts.isIdentifier(node) ? constants.get(node.text) : undefined;
  if (constant) return contentOf(constant, known);
  if (ts.isConditionalExpression(node)) {
    const test = resultOf(node.condition, known);
    return test === UNKNOWN ? undefined : contentOf(test ? node.whenTrue : node.whenFalse, known);
  }
  if (ts.isBinaryExpression(node)) {
    const test = resultOf(node.left, known);
    if (test === UNKNOWN) return undefined;
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return test ? contentOf(node.right, known) : 'nothing';
      case ts.SyntaxKind.BarBarToken:
        return test ? 'nothing' : contentOf(node.right, known);
      default:
        return undefined;
    }
  }
  if (ts.isJsxFragment(node) || (ts.isJsxElement(node) && isFragment(node.openingElement)))
    return contentOfMarkup(node.children, known);
  const attribute = props.attributeOf(node);
  if (attribute !== undefined) return attribute === 'children' ? 'children' : { attribute };
  return SHOWS_NOTHING.has(node.kind) || (ts.isIdentifier(node) && node.text === 'undefined')
    ? 'nothing'
    : undefined;
}

const SHOWS_NOTHING = new Set([
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
]);

function isFragment({ tagName, attributes }: ts.JsxOpeningElement): boolean {
  const name = ts.isPropertyAccessExpression(tagName) ? tagName.name : tagName;
  return ts.isIdentifier(name) && name.text === 'Fragment' && attributes.properties.length === 0;
}

function contentOfMarkup(children: readonly ts.JsxChild[], known: Known): Shown | undefined {
  const [only, ...more] = children.filter(
    (child) => !(ts.isJsxText(child) && child.containsOnlyTriviaWhiteSpaces),
  );
  if (!only) return 'nothing';
  if (more.length > 0) return undefined;
  if (ts.isJsxExpression(only) && !only.dotDotDotToken && only.expression)
    return contentOf(only.expression, known);
  return ts.isJsxFragment(only) ? contentOf(only, known) : undefined;
}

/** What a component is given. */
interface Props {
  /** The attribute that an expression is: `children`, or `off` of `props.off`. */
  readonly attributeOf: (node: ts.Expression) => string | undefined;
}

function propsOf({ parameters }: ts.FunctionLikeDeclaration): Props | undefined {
  const [props, ...others] = parameters;
  if (!props || props.dotDotDotToken || others.length > 0) return undefined;
  const { name } = props;
  if (ts.isIdentifier(name)) {
    const attributeOf = (node: ts.Expression): string | undefined =>
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === name.text
        ? node.name.text
        : undefined;
    return { attributeOf };
  }
  if (!ts.isObjectBindingPattern(name)) return undefined;
  const attributes = new Map<string, string>();
  for (const { name: own, propertyName, initializer, dotDotDotToken } of name.elements) {
    if (!ts.isIdentifier(own) || dotDotDotToken) continue;
    // What is shown where the attribute is missing must be nothing as well.
    if (initializer && !SHOWS_NOTHING.has(initializer.kind)) continue;
    const attribute = nameText(propertyName ?? own);
    if (attribute !== undefined) attributes.set(own.text, attribute);
  }
  return { attributeOf: (node) => (ts.isIdentifier(node) ? attributes.get(node.text) : undefined) };
}
