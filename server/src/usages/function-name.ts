import ts from 'typescript';
import { exportedFor, WHOLE_MODULE } from './common-js';
import { isLast, nameText } from './property-names';

/** The name under which a function's callers know it: `isOn`, `Client.isOn`, `api.isOn`, or `default`. */
export function functionName(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? 'default';
  if (ts.isMethodDeclaration(node) || ts.isGetAccessor(node) || ts.isPropertyDeclaration(node)) {
    const name = nameText(node.name);
    const owner = node.parent;
    if (name === undefined) return undefined;
    if (ts.isClassLike(owner)) return `${owner.name?.text ?? 'default'}.${name}`;
    return ts.isObjectLiteralExpression(owner) && !ts.isPropertyDeclaration(node) && isLast(node, owner)
      ? memberOf(ownerName(owner), name)
      : undefined;
  }
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  const value = looseWhole(node) ?? wrappedWhole(node);
  const { parent } = value;
  if (ts.isPropertyDeclaration(parent)) return functionName(parent);
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const name = nameText(parent.name);
    const isKnown = name !== undefined && isLast(parent, parent.parent);
    return isKnown ? memberOf(ownerName(parent.parent), name) : undefined;
  }
  return ownerName(value);
}

/**
 * Whether a function is known only by what another made of it: `const isOn = typed((key) => …)`. That is most likely the
 * same function, but who calls it with what is the other's business.
 */
export function isLoose(node: ts.Node): boolean {
  return looseWhole(node) !== undefined;
}

function looseWhole(node: ts.Node): ts.Node | undefined {
  const whole = wrappedWhole(node);
  const { parent } = whole;
  const isMade =
    ts.isCallExpression(parent) &&
    parent.arguments[0] === whole &&
    ts.isIdentifier(parent.expression) &&
    !givesResult(parent.expression.text);
  const made = isMade ? wrappedWhole(parent) : undefined;
  return made && ts.isVariableDeclaration(made.parent) ? made : undefined;
}

/** `useCallback(fn, …)`, `memo(fn)`, `cache(fn)`: the name of a function is that of what the call returns. */
export function wrappedWhole(node: ts.Node): ts.Node {
  let value = node;
  while (
    ts.isParenthesizedExpression(value.parent) ||
    ts.isAsExpression(value.parent) ||
    ts.isSatisfiesExpression(value.parent) ||
    (ts.isCallExpression(value.parent) &&
      value.parent.arguments[0] === value &&
      PASS_THROUGH.has(calledName(value.parent) ?? ''))
  ) {
    value = value.parent;
  }
  return value;
}

/**
 * What holds a value: the variable, `default`, `f()` for what a function returns, `Context<>` for what a provider is
 * given.
 */
export function ownerName(node: ts.Node, depth = 0): string | undefined {
  const { parent } = node;
  if (depth > 8) return undefined;
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  if (ts.isExportAssignment(parent)) return 'default';
  const exported = ts.isBinaryExpression(parent) && parent.right === node ? exportedFor(parent) : undefined;
  if (exported === WHOLE_MODULE) return ts.isObjectLiteralExpression(node) ? WHOLE_MODULE : 'default';
  if (exported !== undefined) return exported;
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const name = nameText(parent.name);
    const isKnown = name !== undefined && isLast(parent, parent.parent);
    return isKnown ? memberOf(ownerName(parent.parent, depth + 1), name) : undefined;
  }
  if (
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isAwaitExpression(parent)
  )
    return ownerName(parent, depth + 1);
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) {
    const name = calledName(parent);
    if (name === 'createContext') return memberOf(ownerName(parent, depth + 1), '<>');
    return PASS_THROUGH.has(name ?? '') ? ownerName(parent, depth + 1) : undefined;
  }
  if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent)) {
    const tag = parent.parent.parent.parent.tagName;
    const context = ts.isPropertyAccessExpression(tag) ? tag.expression : tag;
    const isValue = parent.parent.name.getText() === 'value';
    return isValue && ts.isIdentifier(context) ? `${context.text}<>` : undefined;
  }
  return returned(node, depth);
}

/** `f()` for what the function `f` returns; what the function in `useMemo(() => …)` returns is the call's value. */
function returned(node: ts.Node, depth: number): string | undefined {
  const block = ts.isReturnStatement(node.parent) ? node.parent.parent : undefined;
  const owner = block && ts.isBlock(block) ? block.parent : node.parent;
  const isOwner =
    ts.isFunctionLike(owner) && (block !== undefined || (ts.isArrowFunction(owner) && owner.body === node));
  if (!isOwner) return undefined;
  const call = owner.parent;
  if (ts.isCallExpression(call) && call.arguments[0] === owner && givesResult(calledName(call)))
    return ownerName(call, depth + 1);
  return memberOf(functionName(owner), '()');
}

/** Whether a call of this name gives what the function that it is given returns, rather than that function. */
export function givesResult(name: string | undefined): boolean {
  return name === 'useMemo' || (name !== undefined && /^use\w*Selector$/.test(name));
}

function calledName({ expression }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

function memberOf(owner: string | undefined, name: string): string | undefined {
  if (owner === undefined) return undefined;
  if (owner === WHOLE_MODULE) return name;
  return name === '()' || name === '<>' ? owner + name : `${owner}.${name}`;
}

const PASS_THROUGH = new Set([
  'useCallback',
  'memo',
  'memoize',
  'cache',
  'once',
  'forwardRef',
  'observer',
  'asyncHandler',
  // What `flagwright generate types` writes.
  'typedReader',
]);
