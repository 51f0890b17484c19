import ts from 'typescript';
import { span } from '../text/span';
import { alwaysExits, type Guards } from './guards';
import type { Branch } from './read';

/**
 * The branches that a test of a read decides alone: of `if`, `?:`, `&&` and `||`, and what follows an `if` that leaves.
 * `test` is the read that `isRead` knows, or the name of a constant that holds its value.
 */
export function branchesOf<R>(
  test: ts.Node,
  isRead: (read: R) => boolean,
  guards: Pick<Guards<R>, 'tested'>,
  source: ts.SourceFile,
): Branch[] {
  const branches: Branch[] = [];
  /** Adds what runs when `condition` comes out as `outcome`, where that takes this answer of the read. */
  const add = (
    condition: ts.Expression,
    outcome: boolean,
    first: ts.Node | undefined,
    last: ts.Node | undefined = first,
  ): void => {
    if (!first || !last) return;
    const when = guards.tested(condition, outcome).find((guard) => isRead(guard.read))?.when;
    if (when !== undefined) branches.push({ span: span(first.getStart(source), last.end), when });
  };
  for (let child = test, parent = test.parent; parent; child = parent, parent = parent.parent) {
    if (ts.isIfStatement(parent)) {
      if (child !== parent.expression) break;
      add(parent.expression, true, parent.thenStatement);
      add(parent.expression, false, parent.elseStatement);
      const thenExits = alwaysExits(parent.thenStatement);
      const elseExits = parent.elseStatement !== undefined && alwaysExits(parent.elseStatement);
      if (thenExits !== elseExits) {
        for (const [first, last] of statementsAfter(parent)) add(parent.expression, elseExits, first, last);
      }
      break;
    }
    if (ts.isConditionalExpression(parent)) {
      if (child === parent.condition) {
        add(parent.condition, true, parent.whenTrue);
        add(parent.condition, false, parent.whenFalse);
      }
      break;
    }
    if (ts.isBinaryExpression(parent) && child === parent.left) {
      const operator = parent.operatorToken.kind;
      if (operator === ts.SyntaxKind.AmpersandAmpersandToken) add(parent.left, true, parent.right);
      if (operator === ts.SyntaxKind.BarBarToken) add(parent.left, false, parent.right);
    }
    if (ts.isStatement(parent) || ts.isFunctionLike(parent)) break;
  }
  return branches;
}

/** The statements behind one in its list, in runs between declared functions: those can be called from before. */
function statementsAfter(statement: ts.Statement): [first: ts.Statement, last: ts.Statement][] {
  const { parent } = statement;
  const statements =
    ts.isBlock(parent) ||
    ts.isSourceFile(parent) ||
    ts.isModuleBlock(parent) ||
    ts.isCaseOrDefaultClause(parent)
      ? parent.statements
      : undefined;
  const runs: [ts.Statement, ts.Statement][] = [];
  let isOpen = false;
  for (const next of statements?.slice(statements.indexOf(statement) + 1) ?? []) {
    const isHoisted =
      ts.isFunctionDeclaration(next) || ts.isInterfaceDeclaration(next) || ts.isTypeAliasDeclaration(next);
    if (isHoisted) isOpen = false;
    else if (isOpen) runs.at(-1)![1] = next;
    else {
      runs.push([next, next]);
      isOpen = true;
    }
  }
  return runs;
}
