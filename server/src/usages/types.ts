import ts from 'typescript';
import { span } from '../text/span';
import type { Constant } from './facts';
import { nameText } from './property-names';
import type { Scopes } from './scope';
import { concatenate, derive, memberOf, oneOf, table, text, UNKNOWN } from './values';

/** Types of one file as constants; `evaluate` is asked for the values that they speak of. */
export interface Types {
  /**
   * One of the texts that a type names: `'a' | 'b'`, `keyof typeof TABLE`, `(typeof LIST)[number]`, an enum, or an alias
   * of such a type, in another file too. Nothing for any other type.
   */
  textOf(type: ts.TypeNode): Constant | undefined;
  /** The members that an alias or an interface names: `{ a: boolean }`, `typeof TABLE`. */
  membersIn(declared: ts.TypeAliasDeclaration | ts.InterfaceDeclaration): Constant | undefined;
}

/** The names under which a file's exports hold what its types name: no name of a value has a space. */
export const textType = (name: string): string => `text ${name}`;
export const membersType = (name: string): string => `members ${name}`;

const MAX_DEPTH = 8;

export function createTypes(
  file: string,
  scopes: Scopes,
  evaluate: (expression: ts.Expression, depth: number) => Constant,
): Types {
  const textOf = (node: ts.TypeNode, depth: number): Constant | undefined => {
    if (depth > MAX_DEPTH) return undefined;
    if (ts.isParenthesizedTypeNode(node)) return textOf(node.type, depth + 1);
    if (ts.isLiteralTypeNode(node))
      return ts.isStringLiteralLike(node.literal) ? literalText(node.literal) : undefined;
    if (ts.isTemplateLiteralTypeNode(node)) {
      return node.templateSpans.reduce<Constant | undefined>((value, part) => {
        const inserted = textOf(part.type, depth + 1);
        return value && inserted && concatenate(concatenate(value, inserted), text(part.literal.text));
      }, text(node.head.text));
    }
    if (ts.isUnionTypeNode(node)) {
      const members = node.types
        .filter((member) => !isNothing(member))
        .map((member) => textOf(member, depth + 1));
      return members.every((member) => member !== undefined) ? known(oneOf(members)) : undefined;
    }
    if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword) {
      const members = membersOf(node.type, depth + 1);
      return members && known(derive('each', derive('keys', members)));
    }
    if (ts.isIndexedAccessTypeNode(node)) {
      const members = membersOf(node.objectType, depth + 1);
      const name = textOf(node.indexType, depth + 1);
      if (!members) return undefined;
      return known(name?.kind === 'string' ? memberOf(members, name.value) : derive('each', members));
    }
    if (!ts.isTypeReferenceNode(node) || node.typeArguments) return undefined;
    return named(node.typeName, textType, (type) => textOf(type, depth + 1)) ?? known(ofEnum(node, depth));
  };

  const literalText = (node: ts.StringLiteralLike): Constant => ({
    ...text(node.text),
    at: { file, span: span(node.getStart() + 1, node.end - 1) },
  });

  const membersOf = (node: ts.TypeNode, depth: number): Constant | undefined => {
    if (depth > MAX_DEPTH) return undefined;
    if (ts.isParenthesizedTypeNode(node)) return membersOf(node.type, depth + 1);
    if (ts.isTypeLiteralNode(node)) return ofMembers(node.members);
    if (ts.isTypeQueryNode(node)) return known(ofEntity(node.exprName, depth));
    if (ts.isIndexedAccessTypeNode(node)) {
      const members = membersOf(node.objectType, depth + 1);
      const name = textOf(node.indexType, depth + 1);
      return members && name?.kind === 'string' ? known(memberOf(members, name.value)) : undefined;
    }
    if (!ts.isTypeReferenceNode(node)) return undefined;
    return named(node.typeName, membersType, (type) => membersOf(type, depth + 1));
  };

  /** An alias or interface of this file, or what another exports under that name. */
  const named = (
    name: ts.EntityName,
    exportedAs: (name: string) => string,
    ofType: (type: ts.TypeNode) => Constant | undefined,
  ): Constant | undefined => {
    const first = ts.isIdentifier(name) ? name : leftmost(name);
    const imported = importOf(first);
    if (imported) {
      const isNamespace = imported.name === '*';
      if (isNamespace !== ts.isQualifiedName(name)) return undefined;
      const last = isNamespace && ts.isQualifiedName(name) ? name.right.text : imported.name;
      return { kind: 'import', file, module: imported.module, name: exportedAs(last), path: [] };
    }
    const declared = ts.isIdentifier(name) ? declaredType(name) : undefined;
    if (!declared) return undefined;
    if (ts.isTypeAliasDeclaration(declared)) return ofType(declared.type);
    return exportedAs === membersType ? ofMembers(declared.members) : undefined;
  };

  const importOf = (name: ts.Identifier): { module: string; name: string } | undefined => {
    const binding = scopes.resolve(name);
    const isImport =
      binding &&
      (ts.isImportSpecifier(binding) || ts.isImportClause(binding) || ts.isNamespaceImport(binding));
    const value = isImport ? evaluate(name, 0) : UNKNOWN;
    return value.kind === 'import' ? value : undefined;
  };

  /** `Flag` is any of an enum's members, `Flag.New` one. */
  const ofEnum = ({ typeName }: ts.TypeReferenceNode, depth: number): Constant => {
    const owner = ts.isIdentifier(typeName) ? typeName : leftmost(typeName);
    const binding = scopes.resolve(owner);
    if (!binding || !(ts.isEnumDeclaration(binding) || (owner !== typeName && ts.isImportSpecifier(binding))))
      return UNKNOWN;
    return owner === typeName ? derive('each', evaluate(owner, depth + 1)) : ofEntity(typeName, depth);
  };

  const ofEntity = (name: ts.EntityName, depth: number): Constant =>
    ts.isIdentifier(name)
      ? evaluate(name, depth + 1)
      : memberOf(ofEntity(name.left, depth + 1), name.right.text);

  return {
    textOf: (type) => textOf(type, 0),
    membersIn: (declared) =>
      ts.isTypeAliasDeclaration(declared) ? membersOf(declared.type, 0) : ofMembers(declared.members),
  };
}

/** The alias or interface that a name stands for in its file; of a generic one nothing is known. */
export function declaredType(
  name: ts.Identifier,
): ts.TypeAliasDeclaration | ts.InterfaceDeclaration | undefined {
  for (let node: ts.Node = name; node; node = node.parent) {
    if (!ts.isSourceFile(node) && !ts.isBlock(node) && !ts.isModuleBlock(node)) continue;
    const declared = typesIn(node).get(name.text);
    if (declared) return declared.typeParameters ? undefined : declared;
  }
  return undefined;
}

type TypeDeclaration = ts.TypeAliasDeclaration | ts.InterfaceDeclaration;

const typesByScope = new WeakMap<ts.Node, ReadonlyMap<string, TypeDeclaration>>();

/** The types that the statements of one block declare, the first of each name; found once, for a long file asks often. */
function typesIn(scope: ts.SourceFile | ts.Block | ts.ModuleBlock): ReadonlyMap<string, TypeDeclaration> {
  const known = typesByScope.get(scope);
  if (known) return known;
  const types = new Map<string, TypeDeclaration>();
  for (const statement of scope.statements) {
    const isType = ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement);
    if (isType && !types.has(statement.name.text)) types.set(statement.name.text, statement);
  }
  typesByScope.set(scope, types);
  return types;
}

function ofMembers(members: ts.NodeArray<ts.TypeElement>): Constant {
  return table(
    members.flatMap((member): [string, Constant][] => {
      const name = member.name && nameText(member.name);
      if (name === undefined) return [];
      const type = ts.isPropertySignature(member) ? member.type : undefined;
      const literal = type && ts.isLiteralTypeNode(type) ? type.literal : undefined;
      return [[name, literal && ts.isStringLiteralLike(literal) ? text(literal.text) : UNKNOWN]];
    }),
  );
}

/** `undefined` and `null` are no keys. */
function isNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}

function known(value: Constant): Constant | undefined {
  return value.kind === 'unknown' ? undefined : value;
}

function leftmost(name: ts.QualifiedName): ts.Identifier {
  return ts.isIdentifier(name.left) ? name.left : leftmost(name.left);
}
