import ts from 'typescript';
import { requiredModule } from './constants';
import { destructuringPath } from './destructuring';
import type { Reference } from './facts';
import { nameText } from './property-names';
import { type Binding, parameterOf, type Scopes, variableOf } from './scope';
import { unwrap } from './unwrap';

/**
 * Whom an expression names: something imported, something this file declares, or, where neither can be told (a
 * parameter, `this`, a global), its last two names: `flagResolver.isEnabled`.
 */
export function referenceOf(file: string, expression: ts.Expression, scopes: Scopes): Reference {
  const visit = (node: ts.Expression, depth: number): Reference | undefined => {
    const inner = unwrap(node);
    if (depth > 8) return undefined;
    if (ts.isIdentifier(inner)) {
      const binding = scopes.resolve(inner);
      return binding ? ofBinding(binding, inner.text, depth) : undefined;
    }
    if (ts.isPropertyAccessExpression(inner)) {
      const base = visit(inner.expression, depth + 1);
      return base && member(base, inner.name.text);
    }
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return ofThis(inner);
    return undefined;
  };

  const imported = (module: string, name: string): Reference => ({
    kind: 'import',
    file,
    module,
    name,
    path: [],
  });

  const ofBinding = (binding: Binding, text: string, depth: number): Reference | undefined => {
    if (ts.isImportSpecifier(binding)) {
      return imported(
        specifierText(binding.parent.parent.parent),
        (binding.propertyName ?? binding.name).text,
      );
    }
    if (ts.isNamespaceImport(binding)) return imported(specifierText(binding.parent.parent), '*');
    if (ts.isImportClause(binding)) return imported(specifierText(binding.parent), 'default');
    if (ts.isImportEqualsDeclaration(binding)) return undefined;
    if (parameterOf(binding)) return undefined;
    const variable = variableOf(binding);
    if (!variable) return { kind: 'local', file, name: text, path: [] };
    const path = destructuringPath(binding);
    if (!variable.initializer || !path) return undefined;
    const value = unwrap(variable.initializer);
    // `let { isOn } = require('./flags')` that is given another value stands for either.
    if (!scopes.isConstant(binding) && (requiredModule(value) !== undefined || isNamed(value)))
      return undefined;
    const module = requiredModule(value);
    if (module !== undefined) return path.reduce<Reference>(member, imported(module, '*'));
    if (isNamed(value)) {
      const base = visit(value, depth + 1);
      return base && path.reduce<Reference>(member, base);
    }
    // What a call or a constructor returned has no name of its own, unless it wraps a function: `useCallback((key) => …)`.
    const isResult =
      path.length > 0 ||
      ts.isCallExpression(value) ||
      ts.isNewExpression(value) ||
      ts.isAwaitExpression(value);
    // Where it is called itself (`const x = flag({ key: 'x' })`, `await x()`), it goes by its own.
    const isCalled = depth === 0 && path.length === 0;
    return isResult && !isCalled && !wrapsFunction(value)
      ? undefined
      : { kind: 'local', file, name: text, path: [] };
  };

  const ofThis = (node: ts.Node): Reference | undefined => {
    for (let parent = node.parent; parent; parent = parent.parent) {
      if (ts.isClassLike(parent))
        return parent.name && { kind: 'local', file, name: parent.name.text, path: [] };
      if (ts.isFunctionDeclaration(parent) || ts.isFunctionExpression(parent)) return undefined;
    }
    return undefined;
  };

  return visit(expression, 0) ?? { kind: 'unresolved', name: lastNames(expression, scopes) };
}

function isNamed(value: ts.Expression): boolean {
  return ts.isIdentifier(value) || ts.isPropertyAccessExpression(value);
}

function member(base: Reference, name: string): Reference {
  if (base.kind === 'unresolved') return base;
  if (base.kind === 'import' && base.name === '*') return { ...base, name };
  return { ...base, path: [...base.path, name] };
}

/** `useCallback((key) => …)`: the variable is the function. */
function wrapsFunction(value: ts.Expression): boolean {
  const first = ts.isCallExpression(value) ? value.arguments[0] : undefined;
  return first !== undefined && (ts.isArrowFunction(first) || ts.isFunctionExpression(first));
}

/**
 * The names by which shapes know what is called something else here: `a` of `{ a as b }` or `{ a: b }`, `default` of a
 * default import, `useIsOn()` of what that function gave, `OnContext<>` of what that context holds.
 */
export function otherNames(identifier: ts.Identifier, scopes: Scopes): string[] {
  const binding = scopes.resolve(identifier);
  if (!binding) return [];
  if (ts.isImportClause(binding)) return ['default'];
  if (ts.isImportSpecifier(binding)) return binding.propertyName ? [binding.propertyName.text] : [];
  const value = variableOf(binding)?.initializer;
  if (!value) return [];
  if (ts.isBindingElement(binding)) {
    const name = binding.propertyName && nameText(binding.propertyName);
    return name === undefined ? [] : [name];
  }
  if (requiredModule(value) !== undefined) return ['default'];
  const call = unwrap(ts.isAwaitExpression(value) ? value.expression : value);
  const name = ts.isCallExpression(call) ? lastName(call) : undefined;
  if (!ts.isCallExpression(call) || name === undefined) return [];
  const held = call.arguments[0] && lastName(call.arguments[0]);
  return [`${name}()`, ...(held === undefined ? [] : [`${held}<>`])];
}

/** The last name of an expression: `flags` of `this.context.flags`, `useFlags` of `useFlags()`. */
export function lastName(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node)) return lastName(node.expression);
  if (ts.isAwaitExpression(node)) return lastName(node.expression);
  if (ts.isElementAccessExpression(node)) return lastName(node.expression);
  return undefined;
}

function lastNames(expression: ts.Expression, scopes: Scopes): string {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const receiver = lastName(node.expression);
    return receiver === undefined ? `?.${node.name.text}` : `${receiver}.${node.name.text}`;
  }
  if (ts.isIdentifier(node)) {
    // `const { isEnabled } = useFlags()`: the call it comes from tells it from others of its name.
    const binding = scopes.resolve(node);
    const initializer = binding && variableOf(binding)?.initializer;
    const origin = initializer && lastName(initializer);
    return origin === undefined ? node.text : `${origin}().${node.text}`;
  }
  return lastName(node) ?? '?';
}

function specifierText(declaration: ts.ImportDeclaration | ts.JSDocImportTag): string {
  return ts.isStringLiteralLike(declaration.moduleSpecifier) ? declaration.moduleSpecifier.text : '';
}
