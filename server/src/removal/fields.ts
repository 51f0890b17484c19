import ts from 'typescript';
import { compatible, type DraftEdit, type Mark } from './draft';
import { isPure } from './effects';
import { isPrimitive } from './known';
import { type PrivateMember, privateMembers } from './members';
import { putMark } from './place';
import { isAssignmentTarget } from './syntax';
import { plainMark, type View } from './view';

/**
 * Carries known values from the private fields that hold them to where the class reads them: `this.isNew ? a : b`. Only
 * fields that have their value before anything can read them, and keep it.
 */
export function carryFields(view: View): DraftEdit[] {
  if (view.marks.length === 0) return [];
  const changes = privateMembers(view.file).flatMap((member) => {
    const mark = settledField(member, view);
    if (!mark) return [];
    return member.uses.map((use) => putMark(view.file, use.parent, mark));
  });
  return compatible(changes);
}

function settledField({ node, uses, settings }: PrivateMember, view: View): Mark | undefined {
  const owner = node.parent;
  // What a class inherits may call its methods before its fields are there.
  if (!ts.isPropertyDeclaration(node) || isStatic(node) || !ts.isClassLike(owner) || isDerived(owner))
    return undefined;
  if (uses.length === 0 || !uses.every((use) => isReadOfThis(use, owner))) return undefined;
  const [setting, ...others] = settings;
  if (others.length > 0 || (setting && node.initializer)) return undefined;
  const value = setting ? (setting.expression as ts.BinaryExpression).right : node.initializer;
  const mark = plainMark(value, view);
  if (!mark || !isPrimitive(mark.known.value)) return undefined;
  const isFirst = setting
    ? isSetFirst(setting, owner)
    : owner.members.slice(0, owner.members.indexOf(node)).every(isQuiet);
  return isFirst ? mark : undefined;
}

function isStatic(node: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0;
}

function isDerived({ heritageClauses }: ts.ClassLikeDeclaration): boolean {
  return heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) === true;
}

/** `this.isNew` where `this` is the class's own object, and nothing is written to it. */
function isReadOfThis(name: ts.Node, owner: ts.ClassLikeDeclaration): boolean {
  const access = name.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression.kind !== ts.SyntaxKind.ThisKeyword)
    return false;
  if (ownerOfThis(access)?.parent !== owner) return false;
  return !isAssignmentTarget(access);
}

/** The member of a class, or the function, whose `this` an expression means. */
function ownerOfThis(node: ts.Node): ts.Node | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at && (ts.isArrowFunction(at) || !(ts.isFunctionLike(at) || ts.isPropertyDeclaration(at))))
    at = at.parent;
  return at && ts.isClassElement(at) && !isStatic(at) ? at : undefined;
}

/** Whether the constructor sets a field before anything else could read it. */
function isSetFirst(setting: ts.ExpressionStatement, owner: ts.ClassLikeDeclaration): boolean {
  const maker = setting.parent.parent;
  if (!ts.isConstructorDeclaration(maker) || maker.parent !== owner || !maker.body) return false;
  const { statements } = maker.body;
  const before = statements.slice(0, statements.indexOf(setting));
  return before.every(isPlainSetting) && owner.members.every(isQuiet) && maker.parameters.every(isSilent);
}

/** `this.client = client;` runs nothing that could read another field. */
function isPlainSetting(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return !mentionsThis(statement);
  const { expression } = statement;
  return ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(expression.left) &&
    expression.left.expression.kind === ts.SyntaxKind.ThisKeyword
    ? !mentionsThis(expression.right) || isPure(expression.right)
    : !mentionsThis(statement);
}

/** A member that, while the object is made, runs nothing that could read its fields. */
function isQuiet(member: ts.ClassElement): boolean {
  if (!ts.isPropertyDeclaration(member) || isStatic(member) || !member.initializer) return true;
  const { initializer } = member;
  if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) return true;
  return !mentionsThis(initializer);
}

function isSilent(parameter: ts.ParameterDeclaration): boolean {
  return !parameter.initializer || !mentionsThis(parameter.initializer);
}

function mentionsThis(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.ThisKeyword || ts.forEachChild(node, mentionsThis) === true;
}
