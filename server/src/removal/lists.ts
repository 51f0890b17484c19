import ts from 'typescript';
import { isLodash } from '../usages/origins';
import { importOf } from './declared';
import type { DraftEdit } from './draft';
import { isPrimitive, type Value } from './known';
import { answerOf } from './known-calls';
import { literalValueOf } from './literals';
import { removeElement } from './place';
import { ownFunctionOf } from './returned';
import { isOwnFunction } from './slots';
import { replaceStatement } from './statements';
import { bare, dependencyListOf, listOfAll, statementOf } from './syntax';
import { plainMark, type View } from './view';

/** A list of which an element follows from the flag, where what is made of the list tells that it need not stand there. */
export function foldList(node: ts.ArrayLiteralExpression, view: View): DraftEdit[] | undefined {
  return foldDependencies(node, view) ?? foldAwaited(node, view) ?? foldFiltered(node, view);
}

/** The list of what a hook depends on: a settled value never changes, so it need not stand there. */
function foldDependencies(node: ts.ArrayLiteralExpression, view: View): DraftEdit[] | undefined {
  if (!dependencyListOf(node)) return undefined;
  const settled = node.elements.find((element) => plainMark(element, view));
  return settled && removeElement(view, settled, node.elements);
}

/** `await Promise.all([F, a()]);`, whose answers nobody takes. */
function foldAwaited(node: ts.ArrayLiteralExpression, view: View): DraftEdit[] | undefined {
  const statement = statementOf(node);
  if (!ts.isExpressionStatement(statement) || listOfAll(statement.expression) !== node) return undefined;
  const settled = node.elements.find((element) => view.knownOf(element));
  if (!settled) return undefined;
  return node.elements.length === 1
    ? replaceStatement(view, statement, undefined, [])
    : removeElement(view, settled, node.elements);
}

/** `_.compact([F && a, b])` of lodash. */
function isCompacted({ parent: call }: ts.ArrayLiteralExpression): boolean {
  if (!ts.isCallExpression(call) || call.arguments.length !== 1) return false;
  const callee = bare(call.expression);
  const isMember = ts.isPropertyAccessExpression(callee);
  const root = isMember ? callee.expression : callee;
  if (!ts.isIdentifier(root) || (isMember && callee.name.text !== 'compact')) return false;
  const origin = importOf(root);
  return isLodash(origin && { ...origin, module: origin.module.replace(/\/fp$/, '') }, 'compact');
}

/** What the project's own question about a list's elements lets through: `const isThere = (one) => one !== null`. */
function droppedBy(test: ts.Expression, view: View): ((value: Value) => boolean) | undefined {
  const asked = bare(test);
  const binding = ts.isIdentifier(asked) ? view.scopes.bindingOf(asked) : undefined;
  const owner = isOwnFunction(asked) ? asked : binding && ownFunctionOf(binding);
  // One that asks for an element's place is not to be answered for others.
  if (!owner || owner.parameters.length > 1) return undefined;
  return (value) => {
    const answer = isPrimitive(value) ? answerOf(owner, [{ value }]) : undefined;
    return answer !== undefined && !answer.value;
  };
}

/** `[F && a, b].filter(Boolean)`: what the filter would drop need not stand there. */
function foldFiltered(node: ts.ArrayLiteralExpression, view: View): DraftEdit[] | undefined {
  const drops = dropsOf(node, view);
  const dropped = drops
    ? node.elements.find((element) => {
        const mark = plainMark(element, view);
        return mark && drops(mark.known.value);
      })
    : undefined;
  return dropped && removeElement(view, dropped, node.elements);
}

/** `[F ? null : a, b].filter(isThere)`: what would be in the place of a choice, and the filter would drop. */
export function dropChoice(
  node: ts.ConditionalExpression,
  kept: ts.Expression,
  view: View,
): DraftEdit[] | undefined {
  const list = node.parent;
  const value = ts.isArrayLiteralExpression(list) ? literalValueOf(kept, view) : undefined;
  const drops = value && dropsOf(list as ts.ArrayLiteralExpression, view);
  return drops?.(value!.value)
    ? removeElement(view, node, (list as ts.ArrayLiteralExpression).elements)
    : undefined;
}

/** Which values do not come through the filter that is put over a list as soon as it is made. */
function dropsOf(node: ts.ArrayLiteralExpression, view: View): ((value: Value) => boolean) | undefined {
  if (isCompacted(node)) return isFalsy;
  const access = node.parent;
  const call = access.parent;
  const isFilter =
    ts.isPropertyAccessExpression(access) &&
    access.name.text === 'filter' &&
    ts.isCallExpression(call) &&
    call.expression === access &&
    call.arguments.length === 1;
  const [test] = isFilter ? call.arguments : [];
  const isByTruth = test && ts.isIdentifier(test) && test.text === 'Boolean' && !view.scopes.bindingOf(test);
  return isByTruth ? isFalsy : test && droppedBy(test, view);
}

function isFalsy(value: Value): boolean {
  return !value;
}
