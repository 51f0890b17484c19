import ts from 'typescript';
import { isEquality } from './comparisons';
import type { DraftEdit, Mark } from './draft';
import { keepPart, putValue } from './place';
import { bare } from './syntax';
import { plainMark, type View } from './view';

/** `F ? true : false` says nothing but the flag's own answer, and so goes on as one. */
export function keepChoice(view: View, whole: ts.Node, part: ts.Node, mark: Mark): DraftEdit[] {
  const { kind } = bare(part);
  if (plainMark(part, view)) return keepPart(view, whole, part);
  const isAnswer = kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword;
  if (isAnswer) return putValue(view, whole, kind === ts.SyntaxKind.TrueKeyword, mark);
  const text = bare(part);
  if (ts.isStringLiteralLike(text) && isOnlyCompared(whole, view))
    return putValue(view, whole, text.text, mark);
  const isMissing = isUndefined(text, view);
  if (
    (isMissing && isHandedOn(whole)) ||
    ((isMissing || kind === ts.SyntaxKind.NullKeyword) && isLookedAt(whole))
  )
    return putValue(view, whole, isMissing ? undefined : null, mark);
  return keepPart(view, whole, part);
}

/** Whether an expression is what a constant stands for that is only compared with texts: `const mode = F ? 'new' : 'old'` of `mode === 'new'`. */
function isOnlyCompared({ parent }: ts.Node, view: View): boolean {
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || view.scopes.isOpaque)
    return false;
  const binding = view.scopes.declaredBy(parent.name);
  const isConstant = binding?.declarations.length === 1 && binding.declarations[0]!.kind === 'const';
  const isCompared = (use: ts.Node): boolean => {
    const { parent: asking } = use;
    return (
      ts.isBinaryExpression(asking) &&
      isEquality(asking) &&
      ts.isStringLiteralLike(bare(asking.left === use ? asking.right : asking.left))
    );
  };
  return (
    isConstant &&
    !binding.isExported &&
    binding.uses.length > 0 &&
    binding.uses.every(({ node }) => isCompared(node))
  );
}

function isUndefined(node: ts.Node, view: View): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined' && !view.scopes.bindingOf(node);
}

/** Whether an expression is what a call or a component is given, which then is given nothing: `side={F ? undefined : old}`. */
function isHandedOn({ parent }: ts.Node): boolean {
  return ts.isJsxExpression(parent) ? ts.isJsxAttribute(parent.parent) : ts.isCallExpression(parent);
}

/** Whether an expression is what a constant stands for, `const hint = F ? undefined : old`, or is asked whether it is there: `(F ? old : null)?.size`. */
function isLookedAt(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isLookedAt(parent);
  if (ts.isOptionalChain(parent))
    return (
      parent.expression === node && 'questionDotToken' in parent && parent.questionDotToken !== undefined
    );
  return (
    ts.isVariableDeclaration(parent) &&
    ts.isIdentifier(parent.name) &&
    (parent.parent.flags & ts.NodeFlags.Const) !== 0
  );
}
