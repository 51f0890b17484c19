import ts from 'typescript';
import type { ReadFact } from './facts';
import { literalValue } from './nodes';
import type { ReadResult } from './read';

/**
 * The literal that stands in for a read's value where the read has none: `read ?? false`, and what a `catch` around
 * `return await read` returns. Nothing where the value is the opposite of the flag's.
 */
export function defaultBehind(read: ts.Node, { inverted }: ReadResult): Pick<ReadFact, 'codeDefault'> {
  const value = inverted ? undefined : fallbackOf(read);
  return value === undefined ? {} : { codeDefault: value };
}

function fallbackOf(read: ts.Node): unknown {
  let value: ts.Node = read;
  let isWaitedFor = false;
  for (;;) {
    const { parent } = value;
    const isInner =
      ts.isParenthesizedExpression(parent) ||
      ts.isAwaitExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      (ts.isPropertyAccessExpression(parent) &&
        parent.expression === value &&
        !ts.isCallExpression(parent.parent));
    if (!isInner) break;
    isWaitedFor ||= ts.isAwaitExpression(parent);
    value = parent;
  }
  const { parent } = value;
  if (
    ts.isBinaryExpression(parent) &&
    parent.left === value &&
    parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
  )
    return literalValue(parent.right);
  if (!ts.isReturnStatement(parent)) return undefined;
  return caughtValue(parent, isWaitedFor);
}

/** A promise that is handed on is not caught where it was made. */
function caughtValue(statement: ts.ReturnStatement, isWaitedFor: boolean): unknown {
  const block = statement.parent;
  // What is typed may stand outside of any function.
  const attempt: ts.Node | undefined = block.parent;
  if (!attempt || !ts.isTryStatement(attempt) || attempt.tryBlock !== block) return undefined;
  const owner = ts.findAncestor(attempt, ts.isFunctionLike);
  const isAsync = owner && ts.getCombinedModifierFlags(owner as ts.Declaration) & ts.ModifierFlags.Async;
  if (isAsync && !isWaitedFor) return undefined;
  const last = attempt.catchClause?.block.statements.at(-1);
  return last && ts.isReturnStatement(last) ? literalValue(last.expression) : undefined;
}
