import ts from 'typescript';
import { isDerived, isStatic } from './class-fields';
import { destructuringPath } from './destructuring';
import type { Constant } from './facts';
import { isAssignmentTarget } from './operators';
import { nameText } from './property-names';
import { parameterOf, type Scopes } from './scope';
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
  if (others.length > 0) return fields;
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
    if (value.kind === 'unknown') return;
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
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

/** Whether a function gives one of its parameters another value, by its name. */
function isSetIn(owner: ts.Node | undefined, name: string): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && node.text === name && isAssignmentTarget(node)) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return owner !== undefined && visit(owner);
}

/** How often each field may be set in a class, in whatever way. */
function writesIn(owner: ts.ClassLikeDeclaration): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (isField(node) && isAssignmentTarget(node))
      found.set(node.name.text, (found.get(node.name.text) ?? 0) + 1);
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
}
