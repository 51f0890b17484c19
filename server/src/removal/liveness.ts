import ts from 'typescript';
import { isPure, isPureClass } from './effects';
import { neverReturns } from './never-returns';
import type { Binding, Declaration, Scopes, Use } from './scope-model';
import { isHookName, isWithin, listOfAll, rootOfPattern, statementsAround } from './syntax';

/**
 * The declarations that something needs: everything that is no removable declaration needs what it uses, and a needed
 * declaration needs what it uses in turn. What is no candidate for removal counts as needed.
 */
export function liveBindings(
  file: ts.SourceFile,
  scopes: Scopes,
  isCandidate: (binding: Binding) => boolean,
  isFree: FreeOfEffects = isPure,
): ReadonlySet<Binding> {
  const removable = new Set(
    scopes.bindings.filter((binding) => isCandidate(binding) && isRemovable(binding, scopes, isFree)),
  );
  const owners = new Map(
    [...removable].flatMap((binding) => binding.declarations.map(({ node }) => [node, binding] as const)),
  );

  const needs = new Map<Binding, Set<Binding>>();
  const live = new Set<Binding>(scopes.bindings.filter((binding) => !removable.has(binding)));
  const queue: Binding[] = [];
  const hasJsx = containsJsx(file);
  for (const binding of removable) {
    if (hasJsx && isJsxFactory(binding)) queue.push(binding);
    for (const use of binding.uses) {
      const user = ownerOf(use, owners);
      if (user) needs.set(user, (needs.get(user) ?? new Set()).add(binding));
      else queue.push(binding);
    }
  }
  while (queue.length > 0) {
    const binding = queue.pop()!;
    if (live.has(binding)) continue;
    live.add(binding);
    queue.push(...(needs.get(binding) ?? []));
  }
  return live;
}

/** Whether an initializer can go with its declaration. */
export type FreeOfEffects = (initializer: ts.Expression) => boolean;

/** Whether anything but a declaration itself uses it. */
export function isUsed({ declarations, uses }: Binding): boolean {
  return uses.some(({ node }) => declarations.every((declaration) => !isWithin(node, declaration.node)));
}

/** The innermost removable declaration that a use lies in. */
function ownerOf({ node }: Use, owners: ReadonlyMap<ts.Node, Binding>): Binding | undefined {
  for (let at: ts.Node = node; at; at = at.parent) {
    const owner = owners.get(at);
    if (owner) return owner;
  }
  return undefined;
}

/** Whether a binding can go without anyone noticing, once nobody uses it. */
function isRemovable(binding: Binding, scopes: Scopes, isFree: FreeOfEffects): boolean {
  if (binding.isExported || scopes.isOpaque || isFunctionOfBlock(binding, scopes)) return false;
  return binding.declarations.every((declaration) => isRemovableDeclaration(declaration, isFree));
}

/** Where code is not strict, a function of a block takes the place of one around it that has its name. */
function isFunctionOfBlock(binding: Binding, { bindings }: Scopes): boolean {
  const isOfBlock = binding.declarations.some(
    ({ kind, node }) =>
      kind === 'function' &&
      !ts.isSourceFile(node.parent) &&
      !ts.isFunctionLike(node.parent.parent) &&
      !ts.isExternalModule(node.getSourceFile()),
  );
  return isOfBlock && bindings.some((other) => other !== binding && other.name === binding.name);
}

function isRemovableDeclaration({ node, kind }: Declaration, isFree: FreeOfEffects): boolean {
  switch (kind) {
    case 'import':
      return !ts.isImportEqualsDeclaration(node) || ts.isSourceFile(node.parent);
    case 'function':
      return statementsAround(node) !== undefined;
    case 'class':
      return ts.isClassDeclaration(node) && isPureClass(node);
    case 'type':
      return ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node);
    case 'enum':
      return (
        ts.isEnumDeclaration(node) &&
        node.members.every((member) => !member.initializer || isPure(member.initializer))
      );
    case 'parameter':
      return ts.isBindingElement(node) && isRemovableElement(node);
    case 'var':
    case 'let':
    case 'const':
      return ts.isVariableDeclaration(node) ? isRemovableVariable(node, isFree) : isRemovableElement(node);
    default:
      return false;
  }
}

function isRemovableVariable(node: ts.VariableDeclaration, isFree: FreeOfEffects): boolean {
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list)) return false;
  if (ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent)) return false;
  const scoping = list.flags & ts.NodeFlags.BlockScoped;
  if (scoping === ts.NodeFlags.Using || scoping === ts.NodeFlags.AwaitUsing) return false;
  return !node.initializer || isFree(node.initializer);
}

/** A name in a pattern can go unless a rest element would then catch more, or the place of others would change. */
function isRemovableElement(node: ts.Node): boolean {
  if (!ts.isBindingElement(node) || node.dotDotDotToken) return false;
  const pattern = node.parent;
  if (pattern.elements.some((element) => ts.isBindingElement(element) && element.dotDotDotToken))
    return false;
  if (node.initializer && !isPure(node.initializer)) return false;
  if (node.propertyName && ts.isComputedPropertyName(node.propertyName)) return false;
  const owner = rootOfPattern(node);
  // Of a parameter's pattern one name can go while others stay.
  if (!owner) return ts.isParameter(pattern.parent) && ts.isObjectBindingPattern(pattern);
  return ts.isObjectBindingPattern(pattern) || isPlainList(owner.initializer);
}

/** Whether an initializer is known to be an array: taking less out of it is not noticed. */
function isPlainList(node: ts.Expression | undefined): boolean {
  if (!node) return false;
  if (isPure(node) || listOfAll(node)) return true;
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && isHookName(node.expression.text);
}

/** A classic JSX transform calls `React.createElement` or `h` without naming it. */
function isJsxFactory({ name }: Binding): boolean {
  return name === 'React' || name === 'h' || name === 'Fragment' || name === 'jsx' || name === 'Preact';
}

function containsJsx(node: ts.Node): boolean {
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return true;
  return ts.forEachChild(node, (child) => containsJsx(child) || undefined) ?? false;
}

/**
 * The statements that control can reach, judged by exits alone: after `return`, `throw`, `break`, `continue`, a call that never
 * comes back, an `if` whose branches both exit, or a loop without an end.
 */
export function reachableStatements(file: ts.SourceFile): ReadonlySet<ts.Statement> {
  const reachable = new Set<ts.Statement>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isSourceFile(node) ||
      ts.isBlock(node) ||
      ts.isModuleBlock(node) ||
      ts.isCaseOrDefaultClause(node)
    ) {
      for (const statement of node.statements) {
        reachable.add(statement);
        if (exits(statement)) break;
      }
    } else if (ts.isIfStatement(node)) {
      reachable.add(node.thenStatement);
      if (node.elseStatement) reachable.add(node.elseStatement);
    } else if (ts.isIterationStatement(node, false) || ts.isLabeledStatement(node)) {
      reachable.add(node.statement);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return reachable;
}

/** Whether control never passes the end of a statement. */
export function exits(node: ts.Statement): boolean {
  if (
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isBreakStatement(node) ||
    ts.isContinueStatement(node)
  ) {
    return true;
  }
  if (neverReturns(node, exits)) return true;
  if (ts.isBlock(node)) return node.statements.some(exits);
  if (ts.isIfStatement(node)) {
    return node.elseStatement !== undefined && exits(node.thenStatement) && exits(node.elseStatement);
  }
  if (ts.isTryStatement(node)) {
    if (node.finallyBlock && exits(node.finallyBlock)) return true;
    return exits(node.tryBlock) && (!node.catchClause || exits(node.catchClause.block));
  }
  if (ts.isWhileStatement(node)) return isTrue(node.expression) && !hasBreak(node);
  if (ts.isForStatement(node)) return (!node.condition || isTrue(node.condition)) && !hasBreak(node);
  return false;
}

function isTrue(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.TrueKeyword;
}

/** Whether anything inside a loop might leave it by `break`, with or without a label. */
function hasBreak(loop: ts.IterationStatement): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    if (ts.isBreakStatement(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(loop.statement);
}
