import ts from 'typescript';
import { compatible, type DraftEdit } from './draft';
import { isPure } from './effects';
import { removeLines } from './layout';
import { isWithin } from './syntax';
import type { View } from './view';

/** A member of a class that nobody outside can name, by the places of its file that do. */
export interface PrivateMember {
  readonly node: PrivateNode;
  readonly name: ts.PropertyName;
  /** What reads or calls it, from outside itself. */
  readonly uses: readonly ts.Node[];
  /** Statements that do nothing but set it: `this.flags = flags;`. */
  readonly settings: readonly ts.ExpressionStatement[];
}

type PrivateNode = ts.PropertyDeclaration | ts.MethodDeclaration | ts.GetAccessorDeclaration;

/** The private fields, methods and getters of a file's classes. */
export function privateMembers(file: ts.SourceFile): PrivateMember[] {
  const found: { member: PrivateMember; uses: ts.Node[]; settings: ts.ExpressionStatement[] }[] = [];
  const declare = (node: ts.Node): void => {
    if (ts.isClassLike(node)) {
      for (const member of node.members) {
        if (!isPrivate(member)) continue;
        const [uses, settings]: [ts.Node[], ts.ExpressionStatement[]] = [[], []];
        found.push({ member: { node: member, name: member.name, uses, settings }, uses, settings });
      }
    }
    ts.forEachChild(node, declare);
  };
  declare(file);
  if (found.length === 0) return [];
  const byName = new Map<string, typeof found>();
  for (const entry of found) {
    const { text } = entry.member.name as ts.Identifier;
    byName.set(text, [...(byName.get(text) ?? []), entry]);
  }
  const visit = (node: ts.Node): void => {
    // By name alone, whatever the object: any place that says it keeps it.
    const isNamed = ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node);
    for (const { member, uses, settings } of isNamed ? (byName.get(node.text) ?? []) : []) {
      if (node === member.name || isWithin(node, member.node)) continue;
      const setting = settingOf(node);
      if (setting) settings.push(setting);
      else if (isMemberName(node)) uses.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found.map(({ member }) => member);
}

/** Takes out private fields and methods that the removal left without a use, with the statements that set them. */
export function pruneMembers(view: View): DraftEdit[] {
  if (view.original.usedMembers.size === 0) return [];
  const changes = privateMembers(view.file).flatMap(({ node, name, uses, settings }) => {
    const origin = view.originOf(name.getStart(view.file));
    if (uses.length > 0 || origin === undefined || !view.original.usedMembers.has(origin)) return [];
    if (!settings.every(({ expression }) => isPure((expression as ts.BinaryExpression).right))) return [];
    if (ts.isPropertyDeclaration(node) && node.initializer && !isPure(node.initializer)) return [];
    return [[node, ...settings].map((gone) => removeLines(view, gone))];
  });
  return compatible(changes);
}

function isPrivate(member: ts.ClassElement): member is PrivateNode {
  const isKind =
    ts.isPropertyDeclaration(member) || ts.isMethodDeclaration(member) || ts.isGetAccessorDeclaration(member);
  if (!isKind) return false;
  // What a function sets is more than a value.
  if (ts.isGetAccessorDeclaration(member) && isSetToo(member)) return false;
  if ((ts.getDecorators(member)?.length ?? 0) > 0) return false;
  if (ts.isPrivateIdentifier(member.name)) return true;
  const isHidden = ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
  // Of an overloaded method only all signatures together could go.
  return (
    isHidden === true && ts.isIdentifier(member.name) && !(ts.isMethodDeclaration(member) && !member.body)
  );
}

function isSetToo({ name, parent }: ts.GetAccessorDeclaration): boolean {
  return (
    ts.isClassLike(parent) &&
    parent.members.some(
      (other) => ts.isSetAccessorDeclaration(other) && other.name.getText() === name.getText(),
    )
  );
}

/** `this.flags = flags;` by the name in it. */
function settingOf(name: ts.Node): ts.ExpressionStatement | undefined {
  const access = name.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name !== name) return undefined;
  if (access.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const assignment = access.parent;
  const isPlain =
    ts.isBinaryExpression(assignment) &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    assignment.left === access;
  return isPlain && ts.isExpressionStatement(assignment.parent) && ts.isBlock(assignment.parent.parent)
    ? assignment.parent
    : undefined;
}

/** Whether a name is said of some object; a variable or a parameter of the same name is another thing. */
function isMemberName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isStringLiteralLike(node)) return !ts.isLiteralTypeNode(parent);
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node && !isOfOtherType(parent.expression);
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) {
    if ((parent.propertyName ?? parent.name) !== node) return false;
    // Taken out of another object than `this`, it is that one's.
    const owner = parent.parent.parent;
    return ts.isVariableDeclaration(owner) && owner.initializer?.kind === ts.SyntaxKind.ThisKeyword;
  }
  return ts.isPrivateIdentifier(node);
}

/** Whether an object is a parameter whose type names none of the classes that the code around it stands in. */
function isOfOtherType(object: ts.Expression): boolean {
  if (!ts.isIdentifier(object)) return false;
  const classes: string[] = [];
  let type: ts.TypeNode | undefined;
  for (let at: ts.Node = object; at.parent; at = at.parent) {
    if (ts.isClassLike(at) && at.name) classes.push(at.name.text);
    if (type || !ts.isFunctionLike(at)) continue;
    type = at.parameters.find(({ name }) => ts.isIdentifier(name) && name.text === object.text)?.type;
  }
  const text = type?.getText();
  return (
    text !== undefined && text !== 'any' && text !== 'this' && !classes.some((name) => text.includes(name))
  );
}
