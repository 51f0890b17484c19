import ts from 'typescript';

/**
 * Whether whoever reads a field that is only read finds the value that it is declared with: nothing can look at it before, and the
 * constructor gives it no other.
 */
export function keepsDeclaredValue(field: ts.PropertyDeclaration): boolean {
  if (isStatic(field)) return true;
  const owner = field.parent;
  if (!ts.isClassLike(owner) || isDerived(owner)) return false;
  const name = field.name.getText();
  const maker = owner.members.find(ts.isConstructorDeclaration);
  if (maker?.body && isSetIn(maker.body, name)) return false;
  return owner.members
    .slice(0, owner.members.indexOf(field))
    .every(
      (member) =>
        !ts.isPropertyDeclaration(member) || isStatic(member) || !handsItselfOn(member.initializer, name),
    );
}

export function isStatic(node: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;
}

/** What a class inherits may call its methods before its fields are there; React's components do not. */
export function isDerived({ heritageClauses }: ts.ClassLikeDeclaration): boolean {
  const base = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return base !== undefined && !isOfReact(base.expression);
}

/** `React.Component`, `PureComponent`: by the names that the file imports from `react`. */
function isOfReact(base: ts.Expression): boolean {
  const root = ts.isPropertyAccessExpression(base) ? base.expression : base;
  const name = ts.isPropertyAccessExpression(base) ? base.name : base;
  if (!ts.isIdentifier(root) || !ts.isIdentifier(name)) return false;
  if (name.text !== 'Component' && name.text !== 'PureComponent') return false;
  return root.getSourceFile().statements.some((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
    if (statement.moduleSpecifier.text !== 'react') return false;
    const { name: whole, namedBindings: bindings } = statement.importClause ?? {};
    if (whole?.text === root.text) return true;
    if (!bindings) return false;
    return ts.isNamespaceImport(bindings)
      ? bindings.name.text === root.text
      : bindings.elements.some((one) => one.name.text === root.text && one.propertyName === undefined);
  });
}

function isSetIn(body: ts.Node, name: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      node.left.name.text === name) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return visit(body);
}

/** Whether a value is made by a method of the object's own, by somebody who is given the object, or of the field itself. */
function handsItselfOn(value: ts.Node | undefined, name: string): boolean {
  if (!value || ts.isFunctionLike(value)) return false;
  if (value.kind !== ts.SyntaxKind.ThisKeyword)
    return ts.forEachChild(value, (child) => handsItselfOn(child, name) || undefined) === true;
  const access = value.parent;
  if (!ts.isPropertyAccessExpression(access)) return true;
  const isCalled = ts.isCallExpression(access.parent) && access.parent.expression === access;
  return isCalled || access.name.text === name;
}
