import ts from 'typescript';
import { importOf } from './declared';
import { compatible, type DraftEdit, type Mark } from './draft';
import { isPure } from './effects';
import { isPrimitive, plain } from './known';
import { writeUses } from './names';
import { putValue } from './place';
import { type KnownWhole, ownFunctionOf } from './returned';
import type { Binding } from './scope-model';
import { isOwnFunction, type OwnFunction } from './slots';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/**
 * A function that from now on does nothing but return one value, `const isBlue = () => true` for `variation('color') === 'blue'`, gives
 * way to that value where it is called, or where a store is asked by it; and so does a constant of another file where its name stands.
 */
export function carryConstants(view: View): DraftEdit[] {
  if (view.scopes.isOpaque) return [];
  return compatible(
    view.scopes.bindings.flatMap((binding): DraftEdit[][] => {
      const constant = constantOf(binding, view);
      if (!constant) return [];
      const { mark, isCalled } = constant;
      if (!isCalled) {
        const isTaken = binding.uses.some(({ node, exports }) => exports || ts.isTypeQueryNode(node.parent));
        const edits = isTaken ? [] : writeUses(binding.uses, mark, view);
        return edits.length > 0 ? [edits] : [];
      }
      return binding.uses.flatMap(({ node }): DraftEdit[][] => {
        const call = callOf(node) ?? selectionBy(node);
        return call ? [putValue(view, call, mark.known.value, mark)] : [];
      });
    }),
  );
}

/** What this source exports that is one value from now on, called or as it is. */
export function constantsExported(view: View): KnownWhole[] {
  if (view.marks.length === 0 || view.scopes.isOpaque) return [];
  return view.scopes.bindings.flatMap((binding): KnownWhole[] => {
    const { name, declarations, uses } = binding;
    const isShared = binding.isExported || uses.some(({ node }) => ts.isExportAssignment(node.parent));
    const [declaration] = declarations;
    if (!isShared || !declaration || declaration.kind === 'import') return [];
    const owner = ownFunctionOf(binding) ?? selectorOf(binding);
    const mark = owner ? resultOf(owner, view) : initialOf(binding, view);
    return mark ? [{ kind: owner ? 'call' : 'name', name, value: mark.known.value }] : [];
  });
}

function constantOf(
  binding: Binding,
  view: View,
): { readonly mark: Mark; readonly isCalled: boolean } | undefined {
  const [declaration, ...others] = binding.declarations;
  if (!declaration || others.length > 0) return undefined;
  if (declaration.kind !== 'import') {
    const owner = ownFunctionOf(binding) ?? selectorOf(binding);
    const mark = owner && resultOf(owner, view);
    return mark && { mark, isCalled: true };
  }
  const { returned, reads, settled } = view.original;
  const index = returned.findIndex(
    ({ kind, name }) => (kind === 'call' || kind === 'name') && name === binding.name,
  );
  const known = returned[index];
  if (!known) return undefined;
  const mark = { known: plain(known.value), sites: [reads.length + settled.length + index] };
  return { mark, isCalled: known.kind === 'call' };
}

/** What makes the answer of a selector that a package puts together: the last function of `createSelector(selectFlags, (flags) => …)`. */
function selectorOf({ declarations: [declaration, ...others], uses }: Binding): OwnFunction | undefined {
  if (declaration?.kind !== 'const' || others.length > 0 || uses.some(({ writes }) => writes))
    return undefined;
  const { node, name } = declaration;
  const made =
    ts.isVariableDeclaration(node) && node.name === name && node.initializer && bare(node.initializer);
  if (!made || !ts.isCallExpression(made) || !ts.isIdentifier(made.expression)) return undefined;
  const origin = importOf(made.expression);
  if (origin?.name !== 'createSelector' || !SELECTING.has(origin.module)) return undefined;
  const answer = made.arguments.findLast((one) => !ts.isObjectLiteralExpression(one));
  return answer && made.arguments.length > 1 && isOwnFunction(answer) ? answer : undefined;
}

const SELECTING: ReadonlySet<string> = new Set([
  'reselect',
  '@reduxjs/toolkit',
  '@ngrx/store',
  're-reselect',
]);

/** `useSelector(selectIsNew)`: a hook that answers with what the selector does, where it has no effect besides. */
function selectionBy(name: ts.Node): ts.Expression | undefined {
  const { parent } = name;
  // `yield select(selectIsNew)` of a saga: the store answers at once.
  if (ts.isCallExpression(parent) && ts.isYieldExpression(parent.parent) && parent.arguments[0] === name) {
    const origin = ts.isIdentifier(parent.expression) ? importOf(parent.expression) : undefined;
    const isOfSaga = origin?.name === 'select' && SAGAS.has(origin.module);
    return isOfSaga && parent.arguments.every((one) => isPure(one)) ? parent.parent : undefined;
  }
  return isSelection(name.parent, name) && isPure(name.parent) ? name.parent : undefined;
}

const SAGAS: ReadonlySet<string> = new Set([
  'redux-saga/effects',
  '@redux-saga/core/effects',
  'typed-redux-saga',
  'typed-redux-saga/macro',
]);

function isSelection(
  node: ts.Node,
  selector: ts.Node,
): node is ts.CallExpression & { expression: ts.Identifier } {
  return (
    ts.isCallExpression(node) &&
    node.arguments[0] === selector &&
    ts.isIdentifier(node.expression) &&
    /^use\w*Selector$/.test(node.expression.text)
  );
}

/** The hooks of the project's own that are asked by a selector whose answer is known: it would help to know that they do nothing else. */
export function selectionsHeldUp(view: View): string[] {
  return view.scopes.bindings.flatMap((binding) => {
    const constant = constantOf(binding, view);
    if (!constant?.isCalled) return [];
    return binding.uses.flatMap(({ node }) =>
      isSelection(node.parent, node) ? [node.parent.expression.text] : [],
    );
  });
}

/** The value that a function returns, where it does nothing else. */
export function resultOf(
  {
    body,
    modifiers,
    asteriskToken,
    parameters,
    type,
  }: OwnFunction | ts.MethodDeclaration | ts.GetAccessorDeclaration,
  view: View,
): Mark | undefined {
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!body || isAsync || asteriskToken || (type && ts.isTypePredicateNode(type))) return undefined;
  const [statement, ...others] = ts.isBlock(body) ? body.statements : [];
  const isOnly = statement && others.length === 0 && ts.isReturnStatement(statement);
  const value = ts.isBlock(body) ? (isOnly ? statement.expression : undefined) : body;
  const isPlain = parameters.every(
    ({ name, initializer }) => ts.isIdentifier(name) && (!initializer || isPure(initializer)),
  );
  return isPlain ? primitive(value, view) : undefined;
}

/** The value of a constant that is written at the top of a source. */
function initialOf({ declarations: [declaration, ...others], scope }: Binding, view: View): Mark | undefined {
  if (!declaration || others.length > 0 || declaration.kind !== 'const') return undefined;
  const { node } = declaration;
  const isConstant = ts.isVariableDeclaration(node) && node.name === declaration.name;
  return isConstant && scope.node === view.file ? primitive(node.initializer, view) : undefined;
}

function primitive(node: ts.Expression | undefined, view: View): Mark | undefined {
  const mark = plainMark(node, view);
  return mark && isPrimitive(mark.known.value) ? mark : undefined;
}

/** The call of a name that can be left out, with all that it is given. */
function callOf(name: ts.Node): ts.CallExpression | undefined {
  const call = name.parent;
  const isCall = ts.isCallExpression(call) && call.expression === name && !call.questionDotToken;
  return isCall && !ts.isAwaitExpression(call.parent) && call.arguments.every(isPure) ? call : undefined;
}
