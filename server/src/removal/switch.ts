import ts from 'typescript';
import type { DraftEdit, Mark } from './draft';
import { asksForOther, OTHER_KIND, plain } from './known';
import { indentAt, ownEnd, ownStart, reindent, removeLines } from './layout';
import { literalValueOf } from './literals';
import { declareVars, replaceStatement, survivingVars } from './statements';
import { isWithin } from './syntax';
import { plainMark, type View } from './view';

/** `switch` over a known value: what stays is the clause that it reaches and those it falls through to. */
export function foldSwitch(node: ts.SwitchStatement, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.expression, view);
  if (!mark) return undefined;
  const cases = node.caseBlock.clauses.filter(ts.isCaseClause);
  if (
    cases.some(({ expression }) => asksForOther(mark.known.value, literalValueOf(expression, view)?.value))
  ) {
    view.refuse(mark, OTHER_KIND);
    return undefined;
  }
  const reached = reachedClause(node, mark.known.value, view);
  if (reached === undefined) {
    view.refuse(mark, 'A case of this switch is no literal, so it cannot be told which case runs.');
    return undefined;
  }
  const run = reached < 0 ? { kept: [], breaks: [] } : runFrom(node.caseBlock.clauses.slice(reached));
  if (run.kept.some((statement) => breaksOut(statement, run.breaks))) {
    view.refuse(mark, 'A break inside the case that runs leaves this switch early.');
    return undefined;
  }
  if (usesDroppedNames(node, run.kept, view)) {
    view.refuse(mark, 'The case that runs uses a name that another case declares.');
    return undefined;
  }
  if (run.kept.length === 0) return replaceStatement(view, node, undefined, [node.caseBlock]);
  return keepRun(node, run, mark, view);
}

/** `switch (true)`: a clause of a known value that is never the one asked for, where none falls through to it either. */
export function foldCase(node: ts.CaseClause, view: View): DraftEdit[] | undefined {
  const mark = plainMark(node.expression, view);
  const asked = literalValueOf(node.parent.parent.expression, view);
  if (!mark || !asked || mark.known.value === asked.value) return undefined;
  const { clauses } = node.parent;
  const previous = clauses[clauses.indexOf(node) - 1];
  const isEntered = previous && (previous.statements.length === 0 || fallsThrough(previous));
  if (isEntered || clauses.length === 1 || declaresNames(node, view)) return undefined;
  return [removeLines(view, node)];
}

/** Whether the end of a clause may be reached, as far as its last statement tells. */
function fallsThrough({ statements }: ts.CaseOrDefaultClause): boolean {
  let last = statements.at(-1);
  while (last && ts.isBlock(last)) last = last.statements.at(-1);
  return !(
    last &&
    (ts.isReturnStatement(last) ||
      ts.isThrowStatement(last) ||
      ts.isBreakStatement(last) ||
      ts.isContinueStatement(last))
  );
}

function declaresNames(clause: ts.CaseClause, view: View): boolean {
  return view.scopes.bindings.some(({ declarations, uses }) => {
    const isInside = ({ name }: { name: ts.Node }): boolean => isWithin(name, clause);
    return declarations.some(isInside) && uses.some(({ node }) => !isWithin(node, clause));
  });
}

/** The index of the clause that a value reaches, -1 for none; `undefined` where it cannot be told. */
function reachedClause(node: ts.SwitchStatement, value: unknown, view: View): number | undefined {
  const { clauses } = node.caseBlock;
  for (const [index, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    const tested = literalValueOf(clause.expression, view);
    if (!tested) return undefined;
    if (tested.value === value) return index;
  }
  return clauses.findIndex(ts.isDefaultClause);
}

/** The statements that run in order, and the `break`s that end them. */
interface Run {
  readonly kept: readonly ts.Statement[];
  readonly breaks: readonly ts.Statement[];
}

function runFrom(clauses: readonly ts.CaseOrDefaultClause[]): Run {
  const kept: ts.Statement[] = [];
  for (const statement of clauses.flatMap((clause) => [...clause.statements])) {
    if (isPlainBreak(statement)) return { kept, breaks: [statement] };
    kept.push(statement);
    if (
      ts.isReturnStatement(statement) ||
      ts.isThrowStatement(statement) ||
      ts.isContinueStatement(statement)
    ) {
      return { kept, breaks: [] };
    }
    const last = ts.isBlock(statement) ? statement.statements.at(-1) : undefined;
    if (!last) continue;
    if (isPlainBreak(last)) return { kept, breaks: [last] };
    if (ts.isReturnStatement(last) || ts.isThrowStatement(last)) return { kept, breaks: [] };
  }
  return { kept, breaks: [] };
}

function isPlainBreak(statement: ts.Statement): boolean {
  return ts.isBreakStatement(statement) && !statement.label;
}

function breaksOut(statement: ts.Statement, known: readonly ts.Statement[]): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isIterationStatement(node, false) || ts.isSwitchStatement(node)) return;
    if (ts.isBreakStatement(node) && !node.label && !known.includes(node)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** Whether an unlabelled `break` or `continue` inside a loop is the loop's own. */
export function jumpsOutOf(loop: ts.IterationStatement): boolean {
  let found = false;
  const visit = (node: ts.Node, inSwitch: boolean): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isIterationStatement(node, false)) return;
    if (ts.isBreakStatement(node) && !node.label && !inSwitch) found = true;
    if (ts.isContinueStatement(node) && !node.label) found = true;
    ts.forEachChild(node, (child) => visit(child, inSwitch || ts.isSwitchStatement(node)));
  };
  visit(loop.statement, false);
  return found;
}

function usesDroppedNames(node: ts.SwitchStatement, kept: readonly ts.Statement[], view: View): boolean {
  const isKept = (inner: ts.Node) => kept.some((statement) => isWithin(inner, statement));
  const names = view.scopes.scopeAt(node.caseBlock).names;
  return [...names.values()].some(
    ({ declarations, uses }) =>
      declarations.some(({ name }) => !isKept(name)) && uses.some((use) => isKept(use.node)),
  );
}

/** Makes `if (F) { … }` of what runs; the next step takes it from there as it does any other `if`. */
function keepRun(node: ts.SwitchStatement, { kept, breaks }: Run, mark: Mark, view: View): DraftEdit[] {
  const first = kept[0]!;
  const last = kept.at(-1)!;
  const start = node.getStart(view.file);
  const indent = indentAt(view.text, start);
  const isBlock = kept.length === 1 && ts.isBlock(first);
  const vars = survivingVars(
    view,
    node.caseBlock.clauses.flatMap((clause) =>
      clause.statements.filter((statement) => !kept.includes(statement)),
    ),
  );
  const lead = vars.length > 0 ? `${declareVars(vars)}${view.eol}${indent}` : '';
  const from = isBlock ? first.getStart(view.file) : ownStart(view, first);
  const target = indentAt(view.text, from);
  const edits: DraftEdit[] = [
    { start, end: start, text: `${lead}if (` },
    { start, end: start, text: 'true', mark: { known: plain(true), sites: mark.sites } },
    { start, end: from, text: isBlock ? ') ' : `) {${view.eol}${target}` },
  ];
  for (const [index, statement] of kept.entries()) {
    const previous = kept[index - 1];
    if (!previous || previous.parent === statement.parent) continue;
    const end = ownStart(view, statement);
    edits.push({ start: ownEnd(view, previous), end, text: view.eol + target });
  }
  const ending = breaks.find((statement) => isWithin(statement, last));
  const gone = ending && { start: endBefore(ending, view), end: ending.end, text: '' };
  if (gone) edits.push(gone);
  for (const statement of kept) {
    const start = statement.getStart(view.file);
    const moved = reindent(view, start, statement.end, indentAt(view.text, start), target);
    edits.push(...moved.filter((edit) => !gone || edit.end <= gone.start || edit.start >= gone.end));
  }
  const end = isBlock ? last.end : ownEnd(view, last);
  edits.push({ start: end, end: node.end, text: isBlock ? '' : `${view.eol}${indent}}` });
  return edits;
}

/** Where what stands before a block's last statement ends. */
function endBefore(last: ts.Statement, view: View): number {
  const block = last.parent as ts.Block;
  const previous = block.statements.at(-2);
  return previous ? ownEnd(view, previous) : block.getStart(view.file) + 1;
}
