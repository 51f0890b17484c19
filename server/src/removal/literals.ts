import ts from 'typescript';
import type { Value } from './known';
import { bare, isReadOfMember } from './syntax';
import { plainMark, type View } from './view';

/** The value of an expression that follows from the flag, is a literal, or is a constant of the file. */
export function literalValueOf(node: ts.Node, view: View): { readonly value: Value } | undefined {
  const mark = plainMark(node, view);
  if (mark) return mark.known;
  const inner = bare(node);
  const literal = literalOf(inner);
  if (literal) return literal;
  if (ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.MinusToken) {
    return ts.isNumericLiteral(inner.operand) ? { value: -Number(inner.operand.text) } : undefined;
  }
  if (ts.isIdentifier(inner)) {
    const binding = view.scopes.bindingOf(inner);
    if (!binding) return inner.text === 'undefined' ? { value: undefined } : undefined;
    const declaration = binding.declarations[0];
    if (binding.declarations.length !== 1 || declaration?.kind !== 'const') return undefined;
    const { node: declared } = declaration;
    if (!ts.isVariableDeclaration(declared) || !declared.initializer) return undefined;
    const initializer = bare(declared.initializer);
    return isLiteral(initializer) ? literalValueOf(initializer, view) : undefined;
  }
  return enumMemberValue(inner, view) ?? tableMemberValue(inner, view);
}

/** A value that is written out. */
export function literalOf(node: ts.Node): { readonly value: Value } | undefined {
  const inner = bare(node);
  if (ts.isStringLiteralLike(inner)) return { value: inner.text };
  if (ts.isNumericLiteral(inner)) return { value: Number(inner.text) };
  switch (inner.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { value: false };
    case ts.SyntaxKind.NullKeyword:
      return { value: null };
  }
  return undefined;
}

/** `COLORS.BLUE` of a table that nothing in the file changes: `const COLORS = { BLUE: 'blue' }`. */
function tableMemberValue(node: ts.Node, view: View): { readonly value: Value } | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const binding = view.scopes.bindingOf(node.expression);
  const [declaration] = binding?.declarations ?? [];
  if (!binding || declaration?.kind !== 'const' || !ts.isVariableDeclaration(declaration.node))
    return undefined;
  const { initializer } = declaration.node;
  const table = initializer && bare(initializer);
  if (!table || !ts.isObjectLiteralExpression(table)) return undefined;
  const isConst = initializer !== table && initializer.getText(view.file).endsWith('as const');
  if (!isConst && (binding.isExported || !binding.uses.every(({ node }) => isReadOfMember(node))))
    return undefined;
  const named = table.properties.filter((property) => {
    const { name } = property;
    return !name || ts.isComputedPropertyName(name) || name.text === node.name.text;
  });
  const [member] = named;
  return member &&
    named.length === 1 &&
    ts.isPropertyAssignment(member) &&
    isLiteral(bare(member.initializer))
    ? literalValueOf(member.initializer, view)
    : undefined;
}

function isLiteral(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || ts.isPrefixUnaryExpression(node);
}

function enumMemberValue(node: ts.Node, view: View): { readonly value: Value } | undefined {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const declarations = view.scopes.bindingOf(node.expression)?.declarations ?? [];
  const members = declarations.flatMap(({ node: declared }) =>
    ts.isEnumDeclaration(declared) ? declared.members : [],
  );
  if (declarations.some(({ kind }) => kind !== 'enum')) return undefined;
  const member = members.find((item) => ts.isIdentifier(item.name) && item.name.text === node.name.text);
  const initializer = member?.initializer;
  return initializer && ts.isStringLiteral(initializer) ? { value: initializer.text } : undefined;
}
