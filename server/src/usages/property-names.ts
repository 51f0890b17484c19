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

/** Whether nothing that an object is given after a member may take its place: `{ isOn, ...others }`. */
export function isLast(
  member: ts.ObjectLiteralElementLike,
  { properties }: ts.ObjectLiteralExpression,
): boolean {
  const name = nameText(member.name!);
  return properties.slice(properties.indexOf(member) + 1).every((other) => !mayGive(other, name));
}

function mayGive(member: ts.ObjectLiteralElementLike, name: string | undefined): boolean {
  if (ts.isSpreadAssignment(member)) return maySpread(member.expression, name);
  const own = member.name && nameText(member.name);
  return own === undefined || (own === name && !ts.isSetAccessor(member));
}

/** `...(isOpen && { size })` gives no other names than it says. */
function maySpread(node: ts.Expression, name: string | undefined): boolean {
  if (ts.isParenthesizedExpression(node)) return maySpread(node.expression, name);
  if (ts.isObjectLiteralExpression(node)) return node.properties.some((own) => mayGive(own, name));
  if (ts.isConditionalExpression(node))
    return maySpread(node.whenTrue, name) || maySpread(node.whenFalse, name);
  const isAnd =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return !isAnd || maySpread(node.right, name);
}
