import ts from 'typescript';
import { isDerived, isStatic } from './class-fields';
import { destructuringPath } from './destructuring';
import type { Constant } from './facts';
import { isAssignmentTarget } from './operators';
import { nameText } from './property-names';
import { parameterOf, type Scopes } from './scope';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';
import { MAKER, memberOf, UNKNOWN } from './values';

/**
 * What each object of a class holds in its fields, as far as its constructor gives it to them: a parameter, a part of one, or what
 * `evaluate` knows. A field that is set anywhere else holds who knows what, as does each one of a class that inherits.
 */
export function fieldsOf(
  owner: ts.ClassLikeDeclaration,
  scopes: Scopes,
  evaluate: (expression: ts.Expression) => Constant,
): ReadonlyMap<string, Constant> {
  const fields = new Map<string, Constant>();
  if (isDerived(owner)) return fields;
  const [maker, ...others] = owner.members.filter(ts.isConstructorDeclaration).filter(({ body }) => body);
  if (others.length > 0 || (maker?.body && returnsEarly(maker.body)) || isSetAtOnce(owner)) return fields;
  const accessors = new Set(owner.members.flatMap((one) => (ts.isAccessor(one) && nameText(one.name)) || []));
  const given = (parameter: ts.ParameterDeclaration, path: readonly string[]): Constant =>
    parameter.dotDotDotToken
      ? UNKNOWN
      : { kind: 'parameter', wrapper: MAKER, index: maker!.parameters.indexOf(parameter), path };
  const heldBy = (expression: ts.Expression): Constant => {
    const node = unwrap(expression);
    if (ts.isPropertyAccessExpression(node)) return memberOf(heldBy(node.expression), node.name.text);
    const binding = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
    const parameter = binding && parameterOf(binding);
    if (!binding || parameter?.parent !== maker) return evaluate(node);
    const path = isSetIn(maker, node.getText()) ? undefined : destructuringPath(binding);
    return path && parameter ? given(parameter, path) : UNKNOWN;
  };
  let writes: ReadonlyMap<string, number> | undefined;
  const add = (name: string, value: Constant, ownWrites: number): void => {
    if (value.kind === 'unknown' || accessors.has(name)) return;
    writes ??= writesIn(owner);
    if ((writes.get(name) ?? 0) === ownWrites) fields.set(name, value);
  };
  for (const member of owner.members) {
    const name = ts.isPropertyDeclaration(member) && !isStatic(member) ? nameText(member.name) : undefined;
    const value = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    if (name !== undefined && value) add(name, evaluate(value), 0);
  }
  for (const parameter of maker?.parameters ?? [])
    if (ts.isParameterPropertyDeclaration(parameter, parameter.parent) && ts.isIdentifier(parameter.name))
      add(parameter.name.text, given(parameter, []), 0);
  for (const statement of maker?.body?.statements ?? []) {
    const set = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : statement;
    const name = fieldSetBy(set);
    if (name !== undefined) add(name, heldBy((set as ts.BinaryExpression).right), 1);
  }
  return fields;
}

/** `this.name = …`: the field's name. */
function fieldSetBy(node: ts.Node): string | undefined {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? fieldOf(node.left)
    : undefined;
}

function fieldOf(node: ts.Node): string | undefined {
  return isField(node) ? node.name.text : undefined;
}

function isField(node: ts.Node): node is ts.PropertyAccessExpression {
  return ts.isPropertyAccessExpression(node) && isOfThis(node);
}

function isOfThis({ expression }: ts.PropertyAccessExpression): boolean {
  return expression.kind === ts.SyntaxKind.ThisKeyword;
}

/** Whether a function gives one of its parameters another value, by its name. */
function isSetIn(owner: ts.Node | undefined, name: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name && isAssignmentTarget(node)) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return owner !== undefined && visit(owner);
}

/** How often each field may be set in a class, and a member of its name elsewhere in the file, in whatever way. */
function writesIn(owner: ts.ClassLikeDeclaration): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const add = (name: string): void => void found.set(name, (found.get(name) ?? 0) + 1);
  for (const node of treeOf(owner.getSourceFile()).of(MEMBERS)) {
    if (!isAssignmentTarget(node)) continue;
    const isOther = ts.isPropertyAccessExpression(node) && isOfThis(node) && !isWithin(node, owner);
    if (ts.isPropertyAccessExpression(node) && !isOther) add(node.name.text);
    if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
      add(node.argumentExpression.text);
  }
  return found;
}

const MEMBERS = kindsWhere(
  (node) => ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node),
);

function isWithin(node: ts.Node, owner: ts.Node): boolean {
  return owner.pos <= node.pos && node.end <= owner.end;
}

/** Whether a constructor may give something else, or leave before it has come to its end. */
function returnsEarly(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (child) => returnsEarly(child) || undefined) === true;
}

/** Whether a class sets its objects' fields without naming them: `Object.assign(this, …)`, `this[name] = …`. */
function isSetAtOnce(owner: ts.ClassLikeDeclaration): boolean {
  return treeOf(owner.getSourceFile())
    .of(THIS)
    .some((node) => {
      if (!isWithin(node, owner)) return false;
      const { parent } = node;
      if (ts.isElementAccessExpression(parent))
        return isAssignmentTarget(parent) && !ts.isStringLiteralLike(parent.argumentExpression);
      if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
      const { expression: called } = parent.expression;
      return ts.isIdentifier(called) && (called.text === 'Object' || called.text === 'Reflect');
    });
}

const THIS = kindsWhere(({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
