import ts from 'typescript';
import { wrappedWhole } from './function-name';
import type { GuardOf, Guards } from './guards';
import type { Entry } from './read';
import type { Binding, Scopes } from './scope';
import { treeOf } from './tree';
import { unwrap } from './unwrap';

/** A guard that holds because every call of the functions in `via` lies under it, the innermost function first. */
export interface CallerGuard<R> extends GuardOf<R> {
  readonly via: readonly string[];
}

/** What is known of how a place is reached from outside the function around it. */
export interface Callers<R> {
  readonly guards: readonly CallerGuard<R>[];
  /** The exported function through which alone the place is reached: what guards it, its importers know. */
  readonly entry?: Entry;
}

const NOBODY: Callers<never> = { guards: [] };

/**
 * The reads under which a function of this file is called, when it is called nowhere else: never handed on as a value,
 * and every call under the same answer of the same read.
 */
export function callersOf<R>(
  node: ts.Node,
  source: ts.SourceFile,
  scopes: Scopes,
  guards: Guards<R>,
): Callers<R> {
  const visited = new Set<ts.Node>();
  const known = callersKnown(source, guards);

  const visit = (inner: ts.Node, via: readonly string[]): Callers<R> => {
    const owner = ownerOf(inner);
    return owner ? visitOwner(owner, via) : NOBODY;
  };

  const visitOwner = (owner: Owner, via: readonly string[]): Callers<R> => {
    if (visited.has(owner.binding)) return NOBODY;
    const names = exportedNames(owner, source);
    if (names === 'everybody') return NOBODY;
    visited.add(owner.binding);
    const calls = callsOf(owner, source, scopes);
    const chain = [...via, owner.name];
    const found = !calls ? NOBODY : names.length > 0 ? exported(names, calls, chain) : called(calls, chain);
    visited.delete(owner.binding);
    return found;
  };

  const exported = (
    [name, ...others]: readonly string[],
    calls: readonly ts.Node[],
    via: readonly string[],
  ): Callers<R> =>
    name !== undefined && others.length === 0 && calls.length === 0
      ? { guards: [], entry: { name, via } }
      : NOBODY;

  const called = (calls: readonly ts.Node[], chain: readonly string[]): Callers<R> => {
    const perCall = calls.map((call) => {
      const further = visit(call, chain);
      const own = guards.of(call).map((guard) => ({ ...guard, via: chain }));
      return { guards: [...own, ...further.guards], entry: further.entry };
    });
    const [first, ...others] = perCall;
    if (!first) return NOBODY;
    const isShared = (guard: GuardOf<R>): boolean =>
      others.every(({ guards: list }) =>
        list.some((other) => other.read === guard.read && other.when === guard.when),
      );
    const entry = others.every((other) => other.entry?.name === first.entry?.name) && first.entry;
    return { guards: first.guards.filter(isShared), ...(entry && { entry }) };
  };

  const owner = ownerOf(node);
  if (!owner) return NOBODY;
  const found = (known.get(owner.binding) as Callers<R> | undefined) ?? visitOwner(owner, []);
  known.set(owner.binding, found);
  return found;
}

/**
 * How each function is reached, once: everything in it asks. It is kept by the tree, for guards may live as long as the process, and
 * what is kept by them would hold every tree that was ever asked about.
 */
const callersByFunction = new WeakMap<ts.SourceFile, Map<object, Map<ts.Node, Callers<unknown>>>>();

function callersKnown(source: ts.SourceFile, guards: object): Map<ts.Node, Callers<unknown>> {
  const bySource = callersByFunction.get(source) ?? new Map<object, Map<ts.Node, Callers<unknown>>>();
  callersByFunction.set(source, bySource);
  const known = bySource.get(guards) ?? new Map<ts.Node, Callers<unknown>>();
  bySource.set(guards, known);
  return known;
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
    const value = wrappedWhole(parent);
    const variable = value.parent;
    if (
      ts.isVariableDeclaration(variable) &&
      ts.isIdentifier(variable.name) &&
      variable.initializer === value
    ) {
      return { name: variable.name.text, binding: variable };
    }
    // A function without a name runs who knows when; a callback counts as part of what it stands in.
  }
  return undefined;
}

/** The calls of a function; nothing where it is used in another way than being called. */
function callsOf(
  { name, binding }: Owner,
  source: ts.SourceFile,
  scopes: Scopes,
): readonly ts.Node[] | undefined {
  let known = callsByFunction.get(source);
  if (!known) {
    known = new Map();
    callsByFunction.set(source, known);
  }
  if (!known.has(binding)) known.set(binding, findCalls());
  return known.get(binding);

  function findCalls(): ts.Node[] | undefined {
    const found: ts.Node[] = [];
    for (const node of treeOf(source).named(name)) {
      if (node === binding.name || !isReference(node)) continue;
      if (scopes.resolve(node) !== (binding as Binding)) continue;
      const role = roleOf(node);
      if (role === 'value') return undefined;
      if (role) found.push(role);
    }
    return found;
  }
}

/** Each function's calls once, for every read in it asks. */
const callsByFunction = new WeakMap<ts.SourceFile, Map<ts.Node, readonly ts.Node[] | undefined>>();

/** The call, or the element, that a function's name is the callee of; nothing where a module only hands it on. */
export function roleOf(node: ts.Node): ts.Node | 'value' | undefined {
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) return parent;
  if (ts.isJsxSelfClosingElement(parent) && parent.tagName === node) return parent;
  if (ts.isJsxOpeningElement(parent) && parent.tagName === node) return parent.parent;
  if (ts.isJsxClosingElement(parent) || ts.isExportSpecifier(parent) || ts.isExportAssignment(parent))
    return undefined;
  return 'value';
}

/** Whether an identifier names a value, and is no member's name. */
export function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.name !== node;
  }
  return !ts.isJsxAttribute(parent);
}

/** The names under which a function goes out of its file; a script's functions are everybody's. */
function exportedNames({ binding, name }: Owner, source: ts.SourceFile): readonly string[] | 'everybody' {
  const statement = ts.isVariableDeclaration(binding) ? binding.parent.parent : binding;
  const modifiers = (ts.canHaveModifiers(statement) && ts.getModifiers(statement)) || [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((modifier) => modifier.kind === kind);
  if (statement.parent !== source) return has(ts.SyntaxKind.ExportKeyword) ? 'everybody' : [];
  if (!ts.isExternalModule(source)) return isCommonJs(source) ? [] : 'everybody';
  const own = !has(ts.SyntaxKind.ExportKeyword) ? [] : [has(ts.SyntaxKind.DefaultKeyword) ? 'default' : name];
  const listed = source.statements.flatMap((other) => {
    if (ts.isExportAssignment(other)) return isNamed(unwrap(other.expression), name) ? ['default'] : [];
    if (!ts.isExportDeclaration(other) || other.moduleSpecifier || !other.exportClause) return [];
    if (!ts.isNamedExports(other.exportClause)) return [];
    return other.exportClause.elements
      .filter((element) => (element.propertyName ?? element.name).text === name)
      .map((element) => element.name.text);
  });
  return [...own, ...listed];
}

function isNamed(node: ts.Expression, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function isCommonJs(source: ts.SourceFile): boolean {
  return source.text.includes('require(') || source.text.includes('module.exports');
}
