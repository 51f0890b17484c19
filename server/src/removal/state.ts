import ts from 'typescript';
import { compatible, type DraftEdit } from './draft';
import { isPrimitive, plain, type Value } from './known';
import { literalValueOf } from './literals';
import { whyNotCarried, writeUses } from './names';
import { reactFunction } from './react';
import type { Binding, Scopes } from './scope-model';
import { replaceStatement } from './statements';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/**
 * `const [open, setOpen] = useState(false)`, where all that set it to another value has gone: from then on it is what it began with,
 * which is carried to where it is used. What sets it to just that does nothing, and goes.
 */
export function carryState(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  return compatible(
    view.scopes.bindings.flatMap((binding) => {
      const state = settledState(binding, view);
      if (!state) return [];
      const mark = { known: plain(state.value), sites: state.sites };
      if (whyNotCarried(binding, mark, view) !== undefined) return [];
      const edits = [
        ...writeUses(binding.uses, mark, view),
        ...state.idle.flatMap((call) => drop(call, view)),
      ];
      return edits.length > 0 ? [edits] : [];
    }),
  );
}

interface SettledState {
  readonly value: Value;
  /** The reads that what it begins with follows from. */
  readonly sites: readonly number[];
  /** Calls that set it to what it is. */
  readonly idle: readonly ts.CallExpression[];
}

function settledState(binding: Binding, view: View): SettledState | undefined {
  const [declaration] = binding.declarations;
  if (!declaration || binding.declarations.length !== 1 || !ts.isBindingElement(declaration.node))
    return undefined;
  const pattern = declaration.node.parent;
  const initial = declaration.node === pattern.elements[0] ? initialOf(pattern, view) : undefined;
  if (!initial || declaration.node.initializer || pattern.elements.length > 2) return undefined;
  const { value } = initial;
  const setter = setterOf(pattern, view.scopes);
  if (pattern.elements[1] && ts.isBindingElement(pattern.elements[1]) && !setter) return undefined;
  const uses = setter?.uses ?? [];
  if (uses.length >= originalUses(declaration.name, view)) return undefined;
  const idle = uses.flatMap(({ node, writes }) => (writes ? [] : (idleCall(node, value, view) ?? [])));
  const sites = plainMark(initial.node, view)?.sites ?? [];
  return idle.length === uses.length ? { value, sites, idle } : undefined;
}

/** What a state begins with, where that is one value: `useState(false)`, and nothing for one that is computed. */
function initialOf(
  { parent: owner }: ts.BindingPattern,
  view: View,
): { readonly value: Value; readonly node: ts.Expression | undefined } | undefined {
  const call = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
  if (
    !call ||
    !ts.isCallExpression(call) ||
    reactFunction(call.expression) !== 'useState' ||
    call.arguments.length > 1
  )
    return undefined;
  const [node] = call.arguments;
  if (!node) return { value: undefined, node };
  // The text of `Mode.OLD` is none of its enum's type, and says less.
  const isNamed = ts.isPropertyAccessExpression(bare(node)) && !plainMark(node, view);
  const initial = isNamed ? undefined : literalValueOf(node, view);
  return initial && isPrimitive(initial.value) ? { value: initial.value, node } : undefined;
}

function setterOf(pattern: ts.BindingPattern, scopes: Scopes): Binding | undefined {
  const element = pattern.elements[1];
  const isName =
    element &&
    ts.isBindingElement(element) &&
    !element.dotDotDotToken &&
    !element.initializer &&
    ts.isIdentifier(element.name);
  return isName ? scopes.declaredBy(element.name) : undefined;
}

/** How many uses the setter had that belongs to a state's name; none where it had no setter. */
function originalUses(name: ts.Identifier, view: View): number {
  const origin = view.originOf(name.getStart(view.file));
  const { scopes, file } = view.original;
  const declared = scopes.bindings
    .flatMap(({ declarations }) => declarations)
    .find((one) => origin !== undefined && one.name.getStart(file) === origin)?.node;
  if (!declared || !ts.isBindingElement(declared)) return 0;
  return setterOf(declared.parent, scopes)?.uses.length ?? 0;
}

/** A call of a setter that gives the state the value which it has, and whose result nobody takes. */
function idleCall(setter: ts.Identifier, value: Value, view: View): ts.CallExpression | undefined {
  const call = setter.parent;
  if (!ts.isCallExpression(call) || call.expression !== setter || call.arguments.length > 1) return undefined;
  const [argument] = call.arguments;
  const given = argument ? literalValueOf(argument, view) : { value: undefined };
  if (!given || !Object.is(given.value, value)) return undefined;
  const { parent } = call;
  const isIdle =
    ts.isExpressionStatement(parent) ||
    (ts.isArrowFunction(parent) && parent.body === call && !isAsync(parent));
  return isIdle ? call : undefined;
}

function isAsync({ modifiers }: ts.ArrowFunction): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
}

function drop(call: ts.CallExpression, view: View): DraftEdit[] {
  if (ts.isExpressionStatement(call.parent)) return replaceStatement(view, call.parent, undefined, []);
  return [{ start: call.getStart(view.file), end: call.end, text: '{}' }];
}
