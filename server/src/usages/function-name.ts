import ts from 'typescript';

/** The text of a property's name; nothing for a computed one. */
export function nameText(name: ts.PropertyName): string | undefined {
  if (
    ts.isIdentifier(name) ||
    ts.isStringLiteralLike(name) ||
    ts.isNumericLiteral(name) ||
    ts.isPrivateIdentifier(name)
  )
    return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return undefined;
}

/** The name under which a function's callers know it: `isOn`, `Client.isOn`, `api.isOn`, or `default`. */
export function functionName(node: ts.Node): string | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? 'default';
  if (ts.isMethodDeclaration(node) || ts.isGetAccessor(node) || ts.isPropertyDeclaration(node)) {
    const name = nameText(node.name);
    const owner = node.parent;
    if (name === undefined) return undefined;
    if (ts.isClassLike(owner)) return `${owner.name?.text ?? 'default'}.${name}`;
    return ts.isObjectLiteralExpression(owner) ? objectMember(owner, name) : undefined;
  }
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  let value: ts.Node = node;
  // `useCallback(fn, …)`, `memo(fn)`, `cache(fn)`: the name is that of what the call returns.
  while (
    ts.isParenthesizedExpression(value.parent) ||
    ts.isAsExpression(value.parent) ||
    ts.isSatisfiesExpression(value.parent) ||
    (ts.isCallExpression(value.parent) &&
      value.parent.arguments[0] === value &&
      isPassThrough(value.parent.expression))
  ) {
    value = value.parent;
  }
  const parent = value.parent;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyDeclaration(parent)) return functionName(parent);
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const name = nameText(parent.name);
    return name === undefined ? undefined : objectMember(parent.parent, name);
  }
  if (ts.isExportAssignment(parent)) return 'default';
  return undefined;
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
]);

function isPassThrough(callee: ts.Expression): boolean {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && PASS_THROUGH.has(name.text);
}

function objectMember(object: ts.ObjectLiteralExpression, name: string): string | undefined {
  let parent: ts.Node = object.parent;
  while (
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isParenthesizedExpression(parent)
  )
    parent = parent.parent;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return `${parent.name.text}.${name}`;
  if (ts.isExportAssignment(parent)) return `default.${name}`;
  return undefined;
}
