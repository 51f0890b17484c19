import ts from 'typescript';
import { nameText } from '../usages/property-names';

/** A class's way of being made, whose parameters what makes it by `new` gives, and nobody else. */
export function isPlainConstructor(node: ts.Node): node is ts.ConstructorDeclaration {
  if (!ts.isConstructorDeclaration(node) || !node.body || !ts.isClassDeclaration(node.parent)) return false;
  const { members } = node.parent;
  return (
    members.filter(ts.isConstructorDeclaration).length === 1 &&
    // Who is told by decorators, or by a list of what is wanted, what to give makes it as well.
    !isDecorated(node.parent) &&
    !node.parameters.some(isDecorated) &&
    !members.some(tellsWhatIsWanted) &&
    !makesItself(node.parent)
  );
}

function isDecorated(node: ts.ClassDeclaration | ts.ParameterDeclaration): boolean {
  return (ts.getDecorators(node)?.length ?? 0) > 0;
}

/** `static inject = [Flags]` */
function tellsWhatIsWanted(member: ts.ClassElement): boolean {
  return isStatic(member) && ['inject', '$inject'].includes((member.name && nameText(member.name)) ?? '');
}

function isStatic(member: ts.ClassElement): boolean {
  const modifiers = ts.canHaveModifiers(member) ? ts.getModifiers(member) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
}

/** `new this()`, `this.constructor` or `new.target`: the class may be made by what does not name it. */
function makesItself(node: ts.Node): boolean {
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.NewKeyword) return true;
  if (ts.isIdentifier(node) && node.text === 'constructor') return true;
  if (ts.isNewExpression(node) && !ts.isIdentifier(node.expression)) return true;
  return ts.forEachChild(node, (child) => makesItself(child) || undefined) ?? false;
}

/** Whether the name of a constructor's class is used without making one: as a type, for what it has by itself, or to ask what something is. */
export function makesNothing(name: ts.Node, owner: ts.Node): boolean {
  const { parent } = name;
  if (!ts.isConstructorDeclaration(owner)) return false;
  if (ts.isTypeReferenceNode(parent)) return true;
  if (ts.isExpressionWithTypeArguments(parent))
    return ts.isHeritageClause(parent.parent) && parent.parent.token === ts.SyntaxKind.ImplementsKeyword;
  if (ts.isBinaryExpression(parent))
    return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword && parent.right === name;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== name) return false;
  return owner.parent.members.some(
    (member) => isStatic(member) && member.name !== undefined && nameText(member.name) === parent.name.text,
  );
}
