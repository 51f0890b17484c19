import ts from 'typescript';
import { requiredModule } from './constants';
import { ANY_MEMBER } from './facts';
import { ASSIGNING, putBy } from './overrides';
import { type Binding, parameterOf, type Scopes, variableOf } from './scope';
import { treeOf } from './tree';
import { unwrap } from './unwrap';

/** A member that something is given, and where its name is written. */
export interface Put {
  readonly member: string;
  readonly node: ts.Node;
}

/**
 * The members that a file gives something which may have another name elsewhere, so that nobody can tell whose they are:
 * `function set(gate) { gate.isNew = … }`, `const own = gate; own.isNew = …`, `this.gate.isNew = …`.
 */
export function putByOtherNames(
  source: ts.SourceFile,
  scopes: Scopes,
  what: 'functions' | 'values',
  isOfWorkspace: (module: string) => boolean,
): readonly Put[] {
  const names: Names = { scopes, isOfWorkspace };
  return treeOf(source)
    .of(ASSIGNING)
    .flatMap((node) => {
      const given = putBy(node, what);
      if (
        !given ||
        !(mayBeAnother(given.owner, names) || (ts.isCallExpression(node) && byCall(given.owner, names)))
      )
        return [];
      return given.members.flatMap((member) => (member === ANY_MEMBER ? [] : { member, node: nameIn(node) }));
    });
}

function nameIn(node: ts.Node): ts.Node {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  return ts.isElementAccessExpression(node) ? node.argumentExpression : node;
}

/** `Object.assign(features, { newUi: … })`: no read and no assignment shows it, also where the table goes by its own name. */
function byCall(object: ts.Expression, { scopes, isOfWorkspace }: Names): boolean {
  const { root } = rootOf(object);
  const binding = ts.isIdentifier(root) ? scopes.resolve(root) : undefined;
  if (!binding) return false;
  const from = ts.findAncestor(binding, ts.isImportDeclaration)?.moduleSpecifier;
  if (from) return ts.isStringLiteralLike(from) && isOfWorkspace(from.text);
  return variableOf(binding)?.parent.parent.parent.kind === ts.SyntaxKind.SourceFile;
}

interface Names {
  readonly scopes: Scopes;
  /** Whether a file of the workspace is what a module's name stands for. */
  readonly isOfWorkspace: (module: string) => boolean;
}

/** Whether an object may be one that has another name elsewhere: it is neither made here, nor global, nor what an import names. */
function mayBeAnother(object: ts.Expression, names: Names): boolean {
  const { root, isMember } = rootOf(object);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return isMember || isInLiteral(root);
  if (!ts.isIdentifier(root)) return isGivenByOwn(root, names);
  const binding = names.scopes.resolve(root);
  if (!binding) return false;
  if (parameterOf(binding)) return true;
  const variable = variableOf(binding);
  if (!variable) return (isMember || isRenamed(binding)) && isOwn(root, names);
  // What a loop goes over has names, too.
  if (!variable.initializer && !ts.isVariableStatement(variable.parent.parent)) return true;
  const assigned = names.scopes.assignmentsTo(variable);
  const values = [variable.initializer ?? [], assigned ?? []].flat();
  return !assigned || values.some((value) => isNamed(value, isMember || ts.isBindingElement(binding), names));
}

/** An import by another name than the one that its module gives it. */
function isRenamed(binding: Binding): boolean {
  return (ts.isImportSpecifier(binding) && binding.propertyName !== undefined) || ts.isImportClause(binding);
}

/** Whether a value has, or may have, another name than the variable that it is put in, or what it holds has. */
function isNamed(value: ts.Expression, isMember: boolean, names: Names): boolean {
  const node = unwrap(value);
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].some((one) => isNamed(one, isMember, names));
  if (ts.isBinaryExpression(node))
    return [node.left, node.right].some((one) => isNamed(one, isMember, names));
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isNewExpression(node))
    return isMember;
  const { root } = rootOf(node);
  if (ts.isIdentifier(root)) return names.scopes.resolve(root) !== undefined;
  return root.kind === ts.SyntaxKind.ThisKeyword || isGivenByOwn(node, names);
}

/** Whether a value is what a function gives that is neither global nor a package's. */
function isGivenByOwn(value: ts.Expression, names: Names): boolean {
  const { root } = rootOf(value);
  if (ts.isAwaitExpression(root)) return isGivenByOwn(root.expression, names);
  if (!ts.isCallExpression(root)) return false;
  const module = requiredModule(root);
  if (module !== undefined) return names.isOfWorkspace(module);
  const callee = rootOf(root.expression).root;
  return ts.isIdentifier(callee) ? isOwn(callee, names) : isNamed(callee, true, names);
}

/** Whether a name is declared in the workspace, as far as one file tells. */
function isOwn(name: ts.Identifier, names: Names): boolean {
  const binding = names.scopes.resolve(name);
  if (!binding) return false;
  const from = ts.findAncestor(binding, ts.isImportDeclaration)?.moduleSpecifier;
  if (from && ts.isStringLiteralLike(from)) return names.isOfWorkspace(from.text);
  const value = variableOf(binding)?.initializer;
  const { root } = value ? rootOf(value) : { root: undefined };
  return !root || !ts.isCallExpression(root) || isGivenByOwn(root, names);
}

function rootOf(object: ts.Expression): { readonly root: ts.Expression; readonly isMember: boolean } {
  let root = unwrap(object);
  let isMember = false;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) {
    root = unwrap(root.expression);
    isMember = true;
  }
  return { root, isMember };
}

/** Whether a function of an object that is written out does it: `{ newUi: true, set(on) { this.newUi = on; } }`. */
function isInLiteral(node: ts.Node): boolean {
  const owner = ts.findAncestor(
    node,
    (one) => ts.isClassLike(one) || (ts.isFunctionLike(one) && !ts.isArrowFunction(one)),
  );
  const holder = owner && (ts.isPropertyAssignment(owner.parent) ? owner.parent.parent : owner.parent);
  return holder !== undefined && ts.isObjectLiteralExpression(holder);
}
