import ts from 'typescript';
import type { DraftEdit } from './draft';
import { isPure } from './effects';
import { ownComma, settledAfterEffects } from './fold';
import { indentAt } from './layout';
import { declareVars, replaceStatement, separateFromPrevious, survivingVars } from './statements';
import { foldCase, foldSwitch, jumpsOutOf } from './switch';
import { statementsAround } from './syntax';
import { plainMark, type View } from './view';

/** Simplifies a statement whose course follows from the flag. */
export function foldStatement(node: ts.Node, view: View): DraftEdit[] | undefined {
  if (ts.isIfStatement(node)) {
    const mark = plainMark(node.expression, view);
    if (!mark) {
      const comma = ownComma(node.expression, view) ?? settledAfterEffects(node.expression, view)?.comma;
      return hoistEffects(node, node.expression, comma, view);
    }
    const [kept, dropped] = mark.known.value
      ? [node.thenStatement, node.elseStatement]
      : [node.elseStatement, node.thenStatement];
    return replaceStatement(view, node, kept, dropped ? [dropped] : []);
  }
  if (ts.isWhileStatement(node)) return foldWhile(node, view);
  if (ts.isForStatement(node)) return foldFor(node, view);
  if (ts.isDoStatement(node)) return foldDo(node, view);
  if (ts.isSwitchStatement(node)) return foldSwitch(node, view);
  if (ts.isCaseClause(node)) return foldCase(node, view);
  if (ts.isTryStatement(node)) return foldTry(node, view);
  if (ts.isExpressionStatement(node)) {
    if (plainMark(node.expression, view)) return replaceStatement(view, node, undefined, []);
    return hoistEffects(node, node.expression, ownComma(node.expression, view), view);
  }
  if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
    return node.expression && hoistEffects(node, node.expression, ownComma(node.expression, view), view);
  }
  if (ts.isVariableStatement(node)) {
    const first = node.declarationList.declarations[0]?.initializer;
    return first && hoistEffects(node, first, ownComma(first, view), view);
  }
  return undefined;
}

function foldWhile(node: ts.WhileStatement, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.expression, view);
  if (mark) {
    return mark.known.value ? undefined : replaceStatement(view, node, undefined, [node.statement]);
  }
  const settled = settledAfterEffects(node.expression, view);
  if (!settled || settled.mark.known.value) return undefined;
  const { left } = settled.comma;
  const vars = survivingVars(view, [node.statement]);
  const isBlock = vars.length > 0 && !statementsAround(node);
  const lead = vars.length > 0 ? `${declareVars(vars)} ` : '';
  const hasOwnLine = statementsAround(node) !== undefined && lead === '';
  return [
    ...(hasOwnLine ? separateFromPrevious(view, node, view.text.slice(left.getStart(view.file))) : []),
    { start: node.getStart(view.file), end: left.getStart(view.file), text: isBlock ? `{ ${lead}` : lead },
    { start: left.end, end: node.end, text: isBlock ? '; }' : ';' },
  ];
}

function foldFor(node: ts.ForStatement, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.condition, view);
  if (!mark || !node.condition) return undefined;
  if (mark.known.value) {
    return [{ start: node.condition.getStart(view.file), end: node.condition.end, text: '' }];
  }
  const { initializer } = node;
  const left = survivingVars(view, [node]);
  const isFree =
    !initializer ||
    (ts.isVariableDeclarationList(initializer)
      ? initializer.declarations.every(
          ({ name, initializer: value }) =>
            ts.isIdentifier(name) && (!value || (isPure(value) && !left.includes(name.text))),
        )
      : isPure(initializer));
  if (!isFree) return undefined;
  return replaceStatement(view, node, undefined, [node]);
}

/** `try { return F; } catch { return false; }`: to return a value throws nothing. */
function foldTry(node: ts.TryStatement, view: View): DraftEdit[] | undefined {
  const { tryBlock, catchClause, finallyBlock } = node;
  const [only, ...others] = tryBlock.statements;
  if (!catchClause || finallyBlock || others.length > 0 || !only || !ts.isReturnStatement(only))
    return undefined;
  return plainMark(only.expression, view) ? replaceStatement(view, node, tryBlock, [catchClause]) : undefined;
}

/** A body that runs once is no loop, unless it leaves or restarts it. */
function foldDo(node: ts.DoStatement, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.expression, view);
  if (!mark || mark.known.value || ts.isLabeledStatement(node.parent) || jumpsOutOf(node)) return undefined;
  return replaceStatement(view, node, node.statement, []);
}

/** `if ((effects, F))` → the effects as a statement of their own before it. */
function hoistEffects(
  statement: ts.Statement,
  first: ts.Expression,
  comma: ts.BinaryExpression | undefined,
  view: View,
): DraftEdit[] | undefined {
  if (!comma) return undefined;
  const start = statement.getStart(view.file);
  const effects = { start: comma.left.getStart(view.file), end: comma.left.end };
  const inList = statementsAround(statement) !== undefined;
  const opening = inList ? '' : '{ ';
  const gap = inList ? view.eol + indentAt(view.text, start) : ' ';
  const edits: DraftEdit[] = [
    ...(inList ? separateFromPrevious(view, statement, view.text.slice(effects.start)) : []),
    { start, end: start, text: opening, moved: effects },
    { start, end: start, text: `;${gap}` },
    { start: first.getStart(view.file), end: comma.right.getStart(view.file), text: '' },
    { start: comma.right.end, end: first.end, text: '' },
  ];
  if (!inList) edits.push({ start: statement.end, end: statement.end, text: ' }' });
  return edits;
}
