import ts from 'typescript';
import { destructuringPath } from './destructuring';
import type { Constant, Origin } from './facts';
import { giversOf } from './givers';
import { originOf } from './origins';
import { isFlagPackage, isOneOf } from './package-names';
import { lastName } from './references';
import { parameterOf, type Scopes, variableOf } from './scope';
import type { BulkShape, KeyNaming } from './shapes';
import { unwrap } from './unwrap';
import { concatenate, derive, elementAt, text } from './values';

/** A bulk result that an expression holds, and the import that it goes back to. */
export interface Bulk {
  readonly shape: BulkShape;
  readonly origin: Origin | undefined;
  /** The configuration, or the package that it is imported from, leaves no doubt. */
  readonly isSure: boolean;
}

/**
 * The bulk results that an expression may hold: the call itself, a variable that keeps what the call gave or a member of
 * it, or what a component is given. Several where it comes from a module of the project that may hand on any of them.
 */
export function bulksBehind(
  object: ts.Expression,
  bulks: readonly BulkShape[],
  scopes: Scopes,
  taken: readonly string[] = [],
): Bulk[] {
  const byLastName = bulksByLastName(bulks);
  let node = withoutAwait(object);
  let members = taken;
  for (let depth = 0; depth < 4; depth++) {
    const named = (byLastName.get(members.at(-1) ?? lastName(node) ?? '') ?? []).filter(
      ({ names }) => endsWith(names, members) && isNamed(node, names.slice(0, names.length - members.length)),
    );
    const found = named.length > 0 ? comingFrom(named, originOf(contextOf(node) ?? node, scopes)) : [];
    if (found.length > 0) return found;
    while (ts.isPropertyAccessExpression(node)) {
      if (members.length >= MAX_MEMBERS) return [];
      members = [node.name.text, ...members];
      node = withoutAwait(node.expression);
    }
    if (members.length > 0 && !byLastName.has(members.at(-1)!)) return [];
    if (node.kind === ts.SyntaxKind.ThisKeyword) return ofProps(node, members, bulks, scopes);
    if (!ts.isIdentifier(node)) return [];
    const binding = scopes.resolve(node);
    const path = binding && destructuringPath(binding);
    if (!binding || !path) return [];
    const parameter = parameterOf(binding);
    if (parameter) return ofParameter(parameter, [...path, ...members], bulks, scopes);
    const variable = variableOf(binding);
    if (!variable?.initializer || !scopes.isConstant(binding)) return [];
    members = [...path, ...members];
    node = withoutAwait(variable.initializer);
  }
  return [];
}

/** The shapes by the name in code that they end in; most expressions end in none of them. */
function bulksByLastName(bulks: readonly BulkShape[]): ReadonlyMap<string, readonly BulkShape[]> {
  let byName = byLastNames.get(bulks);
  if (!byName) {
    byName = new Map();
    for (const bulk of bulks) {
      const name = bulk.names.at(-1)!.replace(/(?:\(\))+$/, '');
      byName.set(name, [...(byName.get(name) ?? []), bulk]);
    }
    byLastNames.set(bulks, byName);
  }
  return byName;
}

const byLastNames = new WeakMap<readonly BulkShape[], Map<string, BulkShape[]>>();

/** Shapes name fewer; a longer chain is none of them. */
const MAX_MEMBERS = 6;

/** The bulk results that a pattern takes apart which is a parameter or lies within another: `({ flags: { dark } }) => …`. */
export function bulksTaken(
  pattern: ts.ObjectBindingPattern,
  bulks: readonly BulkShape[],
  scopes: Scopes,
): Bulk[] {
  const owner = pattern.parent;
  if (ts.isVariableDeclaration(owner)) return [];
  const path = ts.isBindingElement(owner) ? destructuringPath(owner) : [];
  if (!path) return [];
  const parameter = ts.isParameter(owner) ? owner : parameterOf(owner);
  if (parameter) return ofParameter(parameter, path, bulks, scopes);
  const initializer = variableOf(owner as ts.BindingElement)?.initializer;
  return initializer ? bulksBehind(initializer, bulks, scopes, path) : [];
}

/** What a parameter of a component, or of an element's content, is given. */
function ofParameter(
  parameter: ts.ParameterDeclaration,
  members: readonly string[],
  bulks: readonly BulkShape[],
  scopes: Scopes,
): Bulk[] {
  const owner = parameter.parent;
  return owner.parameters[0] === parameter ? givenTo(owner, members, bulks, scopes) : [];
}

/** `this.props.flags` of a class. */
function ofProps(
  node: ts.Node,
  [first, ...members]: readonly string[],
  bulks: readonly BulkShape[],
  scopes: Scopes,
): Bulk[] {
  let owner = node.parent;
  while (owner && !ts.isClassLike(owner)) owner = owner.parent;
  return owner && first === 'props' ? givenTo(owner, members, bulks, scopes) : [];
}

function givenTo(
  owner: ts.Node,
  members: readonly string[],
  bulks: readonly BulkShape[],
  scopes: Scopes,
): Bulk[] {
  const fitting = bulks.filter(({ names: [from = '', ...rest] }) => isGiver(from) && isSame(rest, members));
  if (fitting.length === 0) return [];
  for (const { name, callee } of giversOf(owner, scopes)) {
    const named = fitting.filter(({ names }) => names[0] === name);
    const found = named.length > 0 ? comingFrom(named, originOf(callee, scopes)) : [];
    if (found.length > 0) return found;
  }
  return [];
}

function isGiver(name: string): boolean {
  return name.startsWith('<') || name.endsWith('(_)');
}

/** Those that an origin allows; only the one that it is sure of, where there is one. */
function comingFrom(shapes: readonly BulkShape[], origin: Origin | undefined): Bulk[] {
  const possible = shapes.filter(({ packages }) => !packages || mayComeFrom(origin, packages));
  const sure = possible.find(({ packages }) => !packages || (origin && isOneOf(origin.module, packages)));
  return (sure ? [sure] : possible).map((shape) => ({ shape, origin, isSure: sure !== undefined }));
}

/** Whether an import may be of one of the packages: it is, or it is of the project's own module that may hand it on. */
export function mayComeFrom(origin: Origin | undefined, packages: readonly string[]): boolean {
  return origin !== undefined && (isOneOf(origin.module, packages) || !isFlagPackage(origin.module));
}

/** The key that a name in code stands for. */
export function keyNamed(name: Constant, naming: KeyNaming = 'same'): Constant {
  if (naming === 'same') return name;
  if (typeof naming === 'string') return derive(naming, name);
  if ('prefix' in naming) return concatenate(text(naming.prefix), name);
  const { file, name: table } = naming.table;
  return elementAt({ kind: 'import', file: '', module: `/${file}`, name: table, path: [] }, name);
}

/** Whether an expression is, by its names alone, the one that a shape means. */
export function matchesBulk(object: ts.Expression, { names }: BulkShape): boolean {
  return isNamed(withoutAwait(object), names);
}

function isNamed(expression: ts.Expression, names: readonly string[]): boolean {
  let node = expression;
  for (let i = names.length - 1; i >= 0; i--) {
    let name = names[i]!;
    if (name.endsWith('<>')) {
      const context = contextOf(node);
      return i === 0 && context !== undefined && lastName(context) === name.slice(0, -2);
    }
    while (name.endsWith('()')) {
      if (!ts.isCallExpression(node)) return false;
      node = withoutAwait(node.expression);
      name = name.slice(0, -2);
    }
    if (ts.isIdentifier(node)) return i === 0 && node.text === name;
    if (ts.isMetaProperty(node)) return node.name.text === name && i === 1 && names[0] === 'import';
    if (node.kind === ts.SyntaxKind.ThisKeyword) return i === 0 && name === 'this';
    if (!ts.isPropertyAccessExpression(node) || node.name.text !== name) return false;
    node = withoutAwait(node.expression);
  }
  return names.length > 0;
}

/** The context that is asked: `X` of `useContext(X)`. */
function contextOf(node: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const name = lastName(node.expression);
  return name === 'useContext' || name === 'use' ? node.arguments[0] : undefined;
}

function endsWith(names: readonly string[], members: readonly string[]): boolean {
  const offset = names.length - members.length;
  return offset > 0 && members.every((name, index) => names[offset + index] === name);
}

function isSame(names: readonly string[], members: readonly string[]): boolean {
  return names.length === members.length && members.every((name, index) => names[index] === name);
}

function withoutAwait(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  return ts.isAwaitExpression(node) ? unwrap(node.expression) : node;
}
