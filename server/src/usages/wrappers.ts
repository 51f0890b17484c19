import ts from 'typescript';
import type { ReadFact, WrapperFact } from './facts';
import { functionName } from './function-name';
import { spanOf } from './nodes';
import type { ReadResult } from './read';
import { VALUE } from './results';

/** A read with the expression that it is. */
type WrappedRead = Pick<ReadFact, 'key' | 'result'> & { readonly node: ts.Expression };

/** Whether the read's value is what the function around it returns, so that its callers are reads too. */
export function wrapperOf(read: WrappedRead, index: number, source: ts.SourceFile): WrapperFact | undefined {
  const parameter = read.key.kind === 'parameter' ? read.key : undefined;
  if (!parameter && read.key.kind !== 'string' && read.key.kind !== 'import') return undefined;
  const returned = returnedBy(read.node, read.result);
  const owner = parameter ? ownerNamed(read.node, parameter.wrapper) : returned?.owner;
  const name = owner && functionName(owner);
  if (!owner || name === undefined || (!parameter && (!returned || owner.parameters.length > 1)))
    return undefined;
  const inside = returned?.owner === owner ? returned.result : undefined;
  const isAsync =
    ts.canHaveModifiers(owner) &&
    ts.getModifiers(owner)?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword);
  const result = inside ?? VALUE;
  return {
    name,
    span: spanOf(owner, source),
    read: index,
    result: isAsync ? { ...result, promise: true } : result,
    returnsValue: inside !== undefined,
    ...(parameter && { parameter: { index: parameter.index, path: parameter.path } }),
  };
}

/** The function that returns a read's value as it is, or negated. */
function returnedBy(
  node: ts.Expression,
  initial: ReadResult,
): { owner: ts.FunctionLikeDeclaration; result: ReadResult } | undefined {
  let value: ts.Node = node;
  let { promise, inverted } = initial;
  let taken = 0;
  for (;;) {
    const parent: ts.Node = value.parent;
    if (ts.isAwaitExpression(parent)) promise = false;
    else if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
      inverted = !inverted;
    else if (ts.isPropertyAccessExpression(parent) && parent.name.text === initial.path[taken]) taken++;
    else if (
      !ts.isParenthesizedExpression(parent) &&
      !ts.isAsExpression(parent) &&
      !ts.isNonNullExpression(parent) &&
      !isBooleanCall(parent)
    ) {
      break;
    }
    value = parent;
  }
  const path = initial.path.slice(taken);
  // `.off` has turned the value round already where it stands; negation is counted once.
  const result = { promise, inverted, path };
  if (ts.isArrowFunction(value.parent) && value.parent.body === value) return { owner: value.parent, result };
  if (!ts.isReturnStatement(value.parent)) return undefined;
  const block = value.parent.parent;
  const owner = block.parent;
  // A read returned from within a branch is one answer among several.
  if (!ts.isBlock(block) || !ts.isFunctionLike(owner) || !('body' in owner)) return undefined;
  const others = block.statements.some((statement) => statement !== value.parent && mayReturn(statement));
  return others ? undefined : { owner: owner as ts.FunctionLikeDeclaration, result };
}

function mayReturn(statement: ts.Node): boolean {
  if (ts.isReturnStatement(statement)) return true;
  if (ts.isFunctionLike(statement) || ts.isClassLike(statement)) return false;
  return ts.forEachChild(statement, (child) => mayReturn(child) || undefined) ?? false;
}

function isBooleanCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Boolean';
}

function ownerNamed(node: ts.Node, name: string): ts.FunctionLikeDeclaration | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (ts.isFunctionLike(parent) && functionName(parent) === name)
      return parent as ts.FunctionLikeDeclaration;
  }
  return undefined;
}
