import ts from 'typescript';
import { isDerived, isStatic } from '../usages/class-fields';
import { isAssignmentTarget } from '../usages/operators';
import { compatible, type DraftEdit, type Mark } from './draft';
import { isPrimitive } from './known';
import { type PrivateMember, privateMembers } from './members';
import { putMark } from './place';
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
  if (!ts.isPropertyDeclaration(node) || isStatic(node) || !ts.isClassLike(owner) || isDerived(owner))
    return undefined;
  if (uses.length === 0 || !uses.every((use) => isReadOfThis(use, owner))) return undefined;
  const [setting, ...others] = settings;
  if (others.length > 0 || (setting && node.initializer)) return undefined;
  const value = setting ? (setting.expression as ts.BinaryExpression).right : node.initializer;
  const mark = plainMark(value, view);
  if (!mark || !isPrimitive(mark.known.value)) return undefined;
  const mayRead = readersOf(node.name.getText(view.file), owner);
  const isFirst = setting
    ? isSetFirst(setting, owner, mayRead)
    : owner.members.slice(0, owner.members.indexOf(node)).every((member) => isQuiet(member, mayRead));
  return isFirst ? mark : undefined;
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

/** Whether what a node runs may read the field. */
type MayRead = (node: ts.Node) => boolean;

/** Whether the constructor sets a field before anything else could read it. */
function isSetFirst(
  setting: ts.ExpressionStatement,
  owner: ts.ClassLikeDeclaration,
  mayRead: MayRead,
): boolean {
  const maker = setting.parent.parent;
  if (!ts.isConstructorDeclaration(maker) || maker.parent !== owner || !maker.body) return false;
  const { statements } = maker.body;
  const before = statements.slice(0, statements.indexOf(setting));
  return (
    before.every((statement) => !mayRead(statement) && !mayReturn(statement)) &&
    owner.members.every((member) => isQuiet(member, mayRead)) &&
    maker.parameters.every(({ initializer }) => !initializer || !mayRead(initializer))
  );
}

function mayReturn(node: ts.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  return (
    ts.isReturnStatement(node) || ts.forEachChild(node, (child) => mayReturn(child) || undefined) === true
  );
}

/** A member that, while the object is made, runs nothing that could read the field. */
function isQuiet(member: ts.ClassElement, mayRead: MayRead): boolean {
  if (!ts.isPropertyDeclaration(member) || isStatic(member) || !member.initializer) return true;
  const { initializer } = member;
  return ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer) || !mayRead(initializer);
}

/**
 * What may read a field: the object itself out of hand, or a method called on it that may. `this.client = client` and
 * `this.state = { isHidden: this.isHidden() }` do not, where `isHidden` does not.
 */
function readersOf(field: string, owner: ts.ClassLikeDeclaration): MayRead {
  const known = new Map<ts.Node, boolean>();
  const bodyMayRead = (body: ts.Node): boolean => {
    // What calls itself reads what else it reads.
    if (!known.has(body)) {
      known.set(body, false);
      known.set(body, mayRead(body));
    }
    return known.get(body)!;
  };
  const mayRead = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.ThisKeyword
      ? thisMayRead(node)
      : ts.forEachChild(node, (child) => mayRead(child) || undefined) === true;
  const thisMayRead = (node: ts.Node): boolean => {
    const access = node.parent;
    if (!ts.isPropertyAccessExpression(access)) return !isBinding(access);
    const name = access.name.text;
    const isTarget = isAssignmentTarget(access);
    if (name === field) return !isTarget;
    const own = membersNamed(name, owner);
    const [only] = own;
    if (own.length > 1 || (only && ts.isAccessor(only)))
      return own.some((member) => !('body' in member) || !member.body || bodyMayRead(member.body as ts.Node));
    if (isTarget) return false;
    const isCalled = ts.isCallExpression(access.parent) && access.parent.expression === access;
    if (!only) return isCalled || !OF_COMPONENTS.has(name);
    const body = functionOf(only);
    if (body) return isCalled ? bodyMayRead(body) : !isBound(access);
    return isCalled;
  };
  return mayRead;
}

/** What React gives a component, besides methods. */
const OF_COMPONENTS = new Set(['props', 'context', 'state']);

type Field = ts.ClassElement | ts.ParameterDeclaration;

/** A class's own members of a name; `constructor(private client: Client)` declares one. */
function membersNamed(name: string, owner: ts.ClassLikeDeclaration): Field[] {
  const maker = owner.members.find(ts.isConstructorDeclaration);
  const all: readonly Field[] = [...owner.members, ...(maker?.parameters ?? [])];
  return all.filter((member) => member.name?.getText() === name);
}

/** The body of a method, or of the function that a field begins with. */
function functionOf(member: Field): ts.Node | undefined {
  if (ts.isMethodDeclaration(member)) return member.body;
  const value = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
  return value && (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) ? value.body : undefined;
}

/** `this.onClick` of `this.onClick.bind(this)`: it is called later. */
function isBound({ parent }: ts.PropertyAccessExpression): boolean {
  return ts.isPropertyAccessExpression(parent) && isBinding(parent.parent);
}

/** `this.onClick.bind(this)` where a field keeps it: `this.onClick = this.onClick.bind(this)`. */
function isBinding(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'bind' &&
    ts.isBinaryExpression(node.parent) &&
    ts.isExpressionStatement(node.parent.parent)
  );
}
