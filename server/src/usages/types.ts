import ts from 'typescript';
import type { Constant } from './facts';
import type { Scopes } from './scope';

/**
 * The values of a type that names them all: `'a' | 'b'`, `keyof typeof TABLE`, `(typeof LIST)[number]`, or an alias of
 * such a type in the same file. Nothing for any other type.
 */
export function finiteType(
  type: ts.TypeNode,
  scopes: Scopes,
  evaluate: (expression: ts.Expression, depth: number) => Constant,
): Constant[] | undefined {
  const visit = (node: ts.TypeNode, depth: number): Constant[] | undefined => {
    if (depth > 8) return undefined;
    if (ts.isParenthesizedTypeNode(node)) return visit(node.type, depth + 1);
    if (ts.isLiteralTypeNode(node)) {
      return ts.isStringLiteralLike(node.literal)
        ? [{ kind: 'string', value: node.literal.text }]
        : undefined;
    }
    if (ts.isUnionTypeNode(node)) {
      const members = node.types.map((member) => visit(member, depth + 1));
      return members.every((member) => member !== undefined) ? members.flat() : undefined;
    }
    if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword) {
      const table = tableOf(node.type, depth);
      return table && [...table.keys()].map((value): Constant => ({ kind: 'string', value }));
    }
    if (ts.isIndexedAccessTypeNode(node)) {
      const table = tableOf(node.objectType, depth);
      return table && [...table.values()];
    }
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && !node.typeArguments) {
      const alias = aliasOf(node.getSourceFile(), node.typeName.text);
      if (alias) return visit(alias, depth + 1);
      const members = tableOf(node, depth);
      return members && [...members.values()];
    }
    return undefined;
  };

  /** The object behind `typeof TABLE`, or the enum that a type names. */
  const tableOf = (node: ts.TypeNode, depth: number): ReadonlyMap<string, Constant> | undefined => {
    if (ts.isParenthesizedTypeNode(node)) return tableOf(node.type, depth + 1);
    const name = ts.isTypeQueryNode(node)
      ? node.exprName
      : ts.isTypeReferenceNode(node)
        ? node.typeName
        : undefined;
    if (!name || !ts.isIdentifier(name)) return undefined;
    const binding = scopes.resolve(name);
    if (!binding || (ts.isTypeReferenceNode(node) && !ts.isEnumDeclaration(binding))) return undefined;
    const value = evaluate(name, depth + 1);
    return value.kind === 'table' ? value.members : undefined;
  };

  return visit(type, 0);
}

function aliasOf(source: ts.SourceFile, name: string): ts.TypeNode | undefined {
  for (const statement of source.statements) {
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name && !statement.typeParameters)
      return statement.type;
  }
  return undefined;
}
