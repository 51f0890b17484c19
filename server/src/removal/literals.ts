import ts from 'typescript';
import { isAssignmentTarget } from '../usages/operators';
import type { Value } from './known';
import type { Binding } from './scope-model';
import { bare, isReadOfMember } from './syntax';
import { plainMark, type View } from './view';

/** The value of an expression that follows from the flag, is a literal, or is a constant of the file. */
export function literalValueOf(node: ts.Node, view: View): { readonly value: Value } | undefined {
  const mark = plainMark(node, view);
  if (mark) return mark.known;
  const inner = bare(node);
  const literal = literalOf(inner) ?? plainLiteral(inner);
  if (literal) return literal;
  const name = ts.isPropertyAccessExpression(inner) ? bare(inner.expression) : inner;
  if (!ts.isIdentifier(name)) return undefined;
  const member = ts.isPropertyAccessExpression(inner) ? inner.name.text : undefined;
  const binding = view.scopes.bindingOf(name);
  if (!binding) return inner === name && name.text === 'undefined' ? { value: undefined } : undefined;
  if (binding.declarations[0]?.kind === 'import') return importedValue(inner, binding, view);
  const declared = declaredValue(binding, member);
  const isKept =
    !declared?.isOpen || (!binding.isExported && binding.uses.every((use) => isReadOfMember(use.node)));
  return isKept ? declared : undefined;
}

function importedValue(
  asked: ts.Node,
  { declarations }: Binding,
  { original, file }: View,
): { readonly value: Value } | undefined {
  const text = asked.getText(file);
  return declarations.length === 1 && original.constants.has(text)
    ? { value: original.constants.get(text) }
    : undefined;
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

/** What a name, or a member of what it stands for, is by its declaration. */
export interface DeclaredValue {
  readonly value: Value;
  /** Code may put another value there, for it is a member of an object that is not frozen, nor said to be constant. */
  readonly isOpen: boolean;
}

/** The literal that a name is declared as; with a `member`, that of an enum or of a table: `COLORS.BLUE` of `const COLORS = { BLUE: 'blue' }`. */
export function declaredValue(
  { declarations: [declaration, ...others], uses }: Binding,
  member?: string,
): DeclaredValue | undefined {
  if (!declaration || others.length > 0) return undefined;
  if (member !== undefined && uses.some(({ node }) => saysOtherwise(node))) return undefined;
  const { kind, node } = declaration;
  if (ts.isEnumDeclaration(node)) return member === undefined ? undefined : enumMember(node, member);
  if (kind !== 'const' || !ts.isVariableDeclaration(node) || node.name !== declaration.name) return undefined;
  const { initializer } = node;
  if (!initializer) return undefined;
  return member === undefined ? closed(plainLiteral(initializer)) : tableMember(initializer, member);
}

function closed(literal: { readonly value: Value } | undefined): DeclaredValue | undefined {
  return literal && { ...literal, isOpen: false };
}

function enumMember({ members }: ts.EnumDeclaration, name: string): DeclaredValue | undefined {
  const member = members.find((item) => ts.isIdentifier(item.name) && item.name.text === name);
  return closed(member?.initializer && plainLiteral(member.initializer));
}

function tableMember(initializer: ts.Expression, name: string): DeclaredValue | undefined {
  const inner = bare(initializer);
  const table = frozen(inner) ?? inner;
  if (!ts.isObjectLiteralExpression(table)) return undefined;
  const isConst = table !== inner || isSaidConstant(initializer);
  const named = table.properties.filter((property) => {
    const own = property.name;
    return !own || ts.isComputedPropertyName(own) || own.text === name;
  });
  const [member] = named;
  if (!member || named.length > 1 || !ts.isPropertyAssignment(member)) return undefined;
  const literal = plainLiteral(member.initializer);
  return literal && { ...literal, isOpen: !isConst };
}

/** `{ … }` of `Object.freeze({ … })`. */
export function frozen(node: ts.Node): ts.Node | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: object, name } = node.expression;
  const [given, ...others] = node.arguments;
  const isFreezing = ts.isIdentifier(object) && object.text === 'Object' && name.text === 'freeze';
  return isFreezing && given && others.length === 0 ? bare(given) : undefined;
}

/** `{ … } as const`, also with what it satisfies. */
export function isSaidConstant(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node))
    return isSaidConstant(node.expression);
  return ts.isAsExpression(node) && ts.isConstTypeReference(node.type);
}

/** Whether code may change what is said to be constant where it takes it so: `(COLORS as any).BLUE = …`, `Object.assign(COLORS, …)`. */
export function saysOtherwise(taken: ts.Node): boolean {
  const { parent } = taken;
  const isChanged =
    ts.isCallExpression(parent) &&
    parent.arguments[0] === taken &&
    ts.isPropertyAccessExpression(parent.expression) &&
    CHANGES.has(parent.expression.name.text);
  return isChanged || isAssignmentTarget(taken) || ts.isAsExpression(parent);
}

const CHANGES: ReadonlySet<string> = new Set(['assign', 'defineProperty', 'defineProperties']);

/** A text or a number that is written out, also with a minus. */
function plainLiteral(node: ts.Node): { readonly value: Value } | undefined {
  const inner = bare(node);
  if (ts.isStringLiteralLike(inner) || ts.isNumericLiteral(inner)) return literalOf(inner);
  const isMinus = ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.MinusToken;
  return isMinus && ts.isNumericLiteral(inner.operand) ? { value: -Number(inner.operand.text) } : undefined;
}
