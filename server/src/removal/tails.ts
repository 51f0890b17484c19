import ts from 'typescript';
import { compatible, type DraftEdit } from './draft';
import { removeLines } from './layout';
import { reachableStatements } from './liveness';
import { declareVars, survivingVars } from './statements';
import type { View } from './view';

/** Takes out the ends of blocks that a removal leaves without effect: what an exit is now in front of, and an exit that leads nowhere else. */
export function pruneTails(view: View): DraftEdit[] {
  const unreachable = pruneUnreachable(view);
  return unreachable.length > 0 ? unreachable : pruneIdleExits(view);
}

/** All changes that a rule finds in the tree, the outer before the inner, as far as they can be made together. */
export function collect(view: View, rule: (node: ts.Node) => DraftEdit[] | undefined): DraftEdit[] {
  const changes: DraftEdit[][] = [];
  const visit = (node: ts.Node): void => {
    const change = rule(node);
    if (change && change.length > 0) changes.push(change);
    else ts.forEachChild(node, visit);
  };
  visit(view.file);
  return compatible(changes);
}

function pruneUnreachable(view: View): DraftEdit[] {
  const reachable = reachableStatements(view.file);
  return collect(view, (node) => {
    const isList =
      ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);
    if (!isList) return undefined;
    const dead = node.statements.filter(
      (statement) => !reachable.has(statement) && isNewlyDead(statement, view),
    );
    return removeTail(dead, view);
  });
}

function isNewlyDead(statement: ts.Statement, view: View): boolean {
  const origin = view.originOf(statement.getStart(view.file));
  return origin !== undefined && view.original.reachable.has(origin);
}

/** Hoisted declarations outlive the code around them: functions and types stay, and so do `var`s that are used. */
function removeTail(dead: readonly ts.Statement[], view: View): DraftEdit[] {
  const hoisted = (statement: ts.Statement) =>
    ts.isFunctionDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement);
  const going = dead.filter((statement) => !hoisted(statement));
  const first = going[0];
  if (!first || declaresForHoisted(going, view)) return [];
  const vars = survivingVars(view, going);
  if (vars.length > 0) {
    const rest = going.slice(1).map((statement) => removeLines(view, statement));
    return [{ start: first.getStart(view.file), end: first.end, text: declareVars(vars) }, ...rest];
  }
  return runsOf(going, dead).map((run) =>
    removeLines(view, { pos: run[0]!.pos, end: run.at(-1)!.end, getStart: (file) => run[0]!.getStart(file) }),
  );
}

/** Statements that follow one another go as one, with the blank lines between them. */
function runsOf(going: readonly ts.Statement[], all: readonly ts.Statement[]): ts.Statement[][] {
  const runs: ts.Statement[][] = [];
  for (const statement of going) {
    const run = runs.at(-1);
    const follows = run && all.indexOf(run.at(-1)!) + 1 === all.indexOf(statement);
    if (follows) run.push(statement);
    else runs.push([statement]);
  }
  return runs;
}

/** Whether a function that stays would lose a name of the dead code, and so find another one further out. */
function declaresForHoisted(going: readonly ts.Statement[], view: View): boolean {
  const isGoing = (node: ts.Node) =>
    going.some((statement) => statement.pos <= node.pos && node.end <= statement.end);
  return view.scopes.bindings.some(
    ({ declarations, uses, isExported }) =>
      declarations.some(({ kind, name }) => kind !== 'var' && isGoing(name)) &&
      (isExported || uses.some(({ node }) => !isGoing(node))),
  );
}

/** `return;` as a function's last statement, or `continue;` as a loop's, where the removal has made it the last. */
function pruneIdleExits(view: View): DraftEdit[] {
  return collect(view, (node) => {
    const isIdle =
      (ts.isReturnStatement(node) && !node.expression && ts.isFunctionLike(node.parent.parent)) ||
      (ts.isContinueStatement(node) && !node.label && ts.isIterationStatement(node.parent.parent, false));
    const block = node.parent;
    if (!isIdle || !ts.isBlock(block) || block.statements.at(-1) !== node) return undefined;
    const end = view.originOf(node.end - 1);
    const close = view.originOf(block.end - 1);
    const wasLast =
      end === undefined ||
      close === undefined ||
      view.text.slice(node.end, block.end - 1) === view.original.file.text.slice(end + 1, close);
    return wasLast ? undefined : [removeLines(view, node)];
  });
}
