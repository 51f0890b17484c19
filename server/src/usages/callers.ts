import ts from 'typescript';
import type { GuardOf, Guards } from './guards';
import type { Binding, Scopes } from './scope';

/** A guard that holds because every call of the functions in `via` lies under it, the innermost function first. */
export interface CallerGuard<R> extends GuardOf<R> {
  readonly via: readonly string[];
}

/**
 * The reads under which a function of this file is called, when it is called nowhere else: not exported, never handed
 * on as a value, and every call under the same answer of the same read.
 */
export function callerGuards<R>(
  node: ts.Node,
  source: ts.SourceFile,
  scopes: Scopes,
  guards: Guards<R>,
): CallerGuard<R>[] {
  const visited = new Set<ts.Node>();

  const visit = (inner: ts.Node, via: readonly string[]): CallerGuard<R>[] => {
    const owner = ownerOf(inner);
    if (!owner || visited.has(owner.binding) || isExported(owner.binding, owner.name, source)) return [];
    visited.add(owner.binding);
    const calls = callsOf(owner, source, scopes);
    if (!calls || calls.length === 0) return [];
    const chain = [...via, owner.name];
    const perCall = calls.map((call) => [
      ...guards.of(call).map((guard) => ({ ...guard, via: chain })),
      ...visit(call, chain),
    ]);
    visited.delete(owner.binding);
    const [first, ...others] = perCall;
    return first!.filter((guard) =>
      others.every((list) => list.some((other) => other.read === guard.read && other.when === guard.when)),
    );
  };
  return visit(node, []);
}

interface Owner {
  readonly name: string;
  readonly binding: ts.FunctionDeclaration | ts.VariableDeclaration;
}

/** The nearest function around a node that has a name of its own. */
function ownerOf(node: ts.Node): Owner | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (ts.isFunctionDeclaration(parent) && parent.name) return { name: parent.name.text, binding: parent };
    if (!ts.isArrowFunction(parent) && !ts.isFunctionExpression(parent)) continue;
    const variable = parent.parent;
    if (
      ts.isVariableDeclaration(variable) &&
      ts.isIdentifier(variable.name) &&
      variable.initializer === parent
    ) {
      return { name: variable.name.text, binding: variable };
    }
    // A function without a name runs who knows when; a callback counts as part of what it stands in.
  }
  return undefined;
}

/** The calls of a function; nothing where it is used in another way than being called. */
function callsOf({ name, binding }: Owner, source: ts.SourceFile, scopes: Scopes): ts.Node[] | undefined {
  const calls: ts.Node[] = [];
  let escapes = false;
  const visit = (node: ts.Node): void => {
    if (escapes || ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && node.text === name && node !== binding.name && isReference(node)) {
      if (scopes.resolve(node) === (binding as Binding)) {
        const parent = node.parent;
        const isClosing = ts.isJsxClosingElement(parent);
        if (ts.isCallExpression(parent) && parent.expression === node) calls.push(parent);
        else if (
          (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent)) &&
          parent.tagName === node
        ) {
          calls.push(ts.isJsxOpeningElement(parent) ? parent.parent : parent);
        } else if (!isClosing) escapes = true;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return escapes ? undefined : calls;
}

/** Whether an identifier names a value, and is no member's name. */
function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.name !== node;
  }
  return !ts.isJsxAttribute(parent);
}

function isExported(binding: Owner['binding'], name: string, source: ts.SourceFile): boolean {
  const statement = ts.isVariableDeclaration(binding) ? binding.parent.parent : binding;
  if (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  ) {
    return true;
  }
  // A script's functions are everybody's.
  if (statement.parent === source && !ts.isExternalModule(source) && !isCommonJs(source)) return true;
  return source.statements.some(
    (other) =>
      ts.isExportDeclaration(other) &&
      other.exportClause !== undefined &&
      ts.isNamedExports(other.exportClause) &&
      other.exportClause.elements.some((element) => (element.propertyName ?? element.name).text === name),
  );
}

function isCommonJs(source: ts.SourceFile): boolean {
  return source.text.includes('require(') || source.text.includes('module.exports');
}
