import ts from 'typescript';
import type { HolderFact, Reference } from './facts';
import { functionName, givesResult } from './function-name';
import { nameText } from './property-names';
import { lastName } from './references';
import type { Scopes } from './scope';
import { HELD, heritageOf, isAlias, memberOf, RESULT, returnedBy, type Targets } from './targets';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';

/**
 * Under what other names a file holds things: `gate` of `const gate = new Gate()`, what `useGates()` returns, what a
 * context's provider is given, what a class inherits. By them a call is followed to the wrapper that it calls.
 */
export function holdersIn(
  path: string,
  source: ts.SourceFile,
  scopes: Scopes,
  targets: Targets,
): HolderFact[] {
  const found: HolderFact[] = [];

  const add = (from: Reference | undefined, value: ts.Expression, depth = 0): void => {
    const node = unwrap(value);
    if (!from || depth > 4) return;
    if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        const name = property.name && nameText(property.name);
        if (name === undefined) continue;
        const member = memberOf(from, name);
        if (ts.isShorthandPropertyAssignment(property)) add(member, property.name, depth + 1);
        else if (ts.isPropertyAssignment(property)) add(member, property.initializer, depth + 1);
        else if (ts.isMethodDeclaration(property)) link(member, functionName(property));
      }
      return;
    }
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
      link(from, functionName(node));
      return;
    }
    const made = memoized(node);
    if (made) {
      add(from, made, depth + 1);
      return;
    }
    const to = targets(node);
    if (to && to.kind !== 'unresolved' && !(to.kind === 'local' && to.file === '')) found.push({ from, to });
  };

  /** A function literal that goes by another name than the one under which it is held. */
  const link = (from: Reference | undefined, name: string | undefined): void => {
    if (!from || name === undefined) return;
    const isSame = from.kind === 'local' && [from.name, ...from.path].join('.') === name;
    if (!isSame) found.push({ from, to: { kind: 'local', file: path, name, path: [] } });
  };

  const local = (name: string): Reference => ({ kind: 'local', file: path, name, path: [] });

  const look = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const value = unwrap(node.initializer);
      const provided = contextProvided(node);
      if (provided) add(memberOf(local(node.name.text), HELD), provided.value);
      else if ((isAlias(value) || ts.isNewExpression(value)) && !keepsKind(node, value)) return;
      else if (node.parent.parent.parent === source || ts.isObjectLiteralExpression(memoized(value) ?? value))
        add(local(node.name.text), value);
    } else if (ts.isClassLike(node)) {
      ofClass(node);
    } else if (ts.isJsxAttribute(node)) {
      const provided = contextProvided(node);
      if (provided) add(memberOf(targets(provided.context), HELD), provided.value);
    }
    if (ts.isFunctionLike(node) && 'body' in node) {
      const name = functionName(node);
      const value = name === undefined ? undefined : returnedBy(node as ts.FunctionLikeDeclaration);
      if (name !== undefined && value) add(memberOf(local(name), RESULT), value);
    }
  };

  /** Whether a variable goes on naming what it does first, or another object of the same class. */
  const keepsKind = (variable: ts.VariableDeclaration, first: ts.Expression): boolean => {
    if (scopes.isConstant(variable)) return true;
    const made = ts.isNewExpression(first) ? first.expression.getText() : undefined;
    const others = made === undefined ? undefined : scopes.assignmentsTo(variable)?.map(unwrap);
    return (
      others?.every((other) => ts.isNewExpression(other) && other.expression.getText() === made) ?? false
    );
  };

  const ofClass = (node: ts.ClassLikeDeclaration): void => {
    const name = node.name?.text ?? 'default';
    for (const base of heritageOf(node, ts.SyntaxKind.ExtendsKeyword)) add(local(name), base);
    // Who is handed something by its interface, may be handed one of this class.
    for (const contract of heritageOf(node, ts.SyntaxKind.ImplementsKeyword)) {
      const from = ts.isIdentifier(contract) ? (known(targets(contract)) ?? local(contract.text)) : undefined;
      if (from) found.push({ from, to: local(name) });
    }
    for (const member of node.members) {
      const own = ts.isPropertyDeclaration(member) && nameText(member.name);
      if (own && ts.isPropertyDeclaration(member) && member.initializer)
        add(memberOf(local(name), own), member.initializer);
    }
  };

  for (const node of treeOf(source).of(HOLDERS)) look(node);
  return found;
}

const HOLDERS = kindsWhere(
  (node) =>
    ts.isVariableDeclaration(node) ||
    ts.isClassLike(node) ||
    ts.isJsxAttribute(node) ||
    ts.isFunctionLike(node),
);

/** What a context is given, where a node makes it or provides it: `createContext(value)`, `<X.Provider value={value}>`. */
export function contextProvided(
  node: ts.Node,
): { readonly context: ts.Expression; readonly value: ts.Expression } | undefined {
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
    const call = unwrap(node.initializer);
    const value = ts.isCallExpression(call) ? call.arguments[0] : undefined;
    return value && lastName(call)?.endsWith('createContext') ? { context: node.name, value } : undefined;
  }
  if (!ts.isJsxAttribute(node) || !ts.isIdentifier(node.name) || node.name.text !== 'value') return undefined;
  const context = contextOf(node.parent.parent);
  const value = node.initializer && ts.isJsxExpression(node.initializer) && node.initializer.expression;
  return context && value ? { context, value } : undefined;
}

/** What `useMemo(() => value)` is. */
function memoized(node: ts.Expression): ts.Expression | undefined {
  const [first] = ts.isCallExpression(node) && givesResult(lastName(node)) ? node.arguments : [];
  const value = first && ts.isArrowFunction(first) ? returnedBy(first) : undefined;
  return value && unwrap(value);
}

function known(reference: Reference | undefined): Reference | undefined {
  return reference?.kind === 'import' ? reference : undefined;
}

/** The context of `<X.Provider value>`, or of React's newer `<XContext value>`. */
function contextOf(element: ts.JsxOpeningLikeElement): ts.Expression | undefined {
  const tag = element.tagName as ts.Expression;
  if (ts.isPropertyAccessExpression(tag)) return tag.name.text === 'Provider' ? tag.expression : undefined;
  return ts.isIdentifier(tag) && tag.text.endsWith('Context') ? tag : undefined;
}
