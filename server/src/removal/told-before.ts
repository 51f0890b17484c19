import ts from 'typescript';
import { bare } from './syntax';
import { isTest } from './test-files';

/**
 * Whether a mock that a statement tells something may have been told before that other flags are on: by a default, a set-up, or a
 * statement of the same test, `useFlag.mockReturnValue(true); … useFlag.mockImplementation((flag) => flag === 'new_ui');`. `nameOf` gives
 * what is told; what goes tells nothing any more.
 */
export function isToldBefore(
  statement: ts.Statement,
  nameOf: (told: ts.Expression) => string,
  goes: (one: ts.Node) => boolean,
): boolean {
  const source = statement.getSourceFile();
  const mock = ts.isExpressionStatement(statement) ? nameOf(statement.expression) : '';
  const own = testOf(statement);
  let isReset = false;
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node === statement || goes(node)) return;
    if (ts.isCallExpression(node)) {
      const how = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : '';
      if (RESETS.has(how)) isReset = true;
      const tells = TELLING.test(how) || how === 'fn';
      if (tells && node.arguments.some((one) => !isOff(one)) && namesOf(node, nameOf).includes(mock))
        found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.some((one) => {
    const other = testOf(one);
    const mayBeBefore = one.pos < statement.pos || (other === undefined && isInFunction(one));
    return mayBeBefore && (other === undefined || other === own || !isReset);
  });
}

/** Whether something stands in a function with a name, which what stands above it may call. */
function isInFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionDeclaration) !== undefined;
}

const TELLING =
  /^mock(?:Return|Resolved)Value(?:Once)?$|^mockImplementation(?:Once)?$|^returns$|^resolves$|^callsFake$/;

const RESETS: ReadonlySet<string> = new Set(['resetAllMocks', 'restoreAllMocks', 'mockReset', 'mockRestore']);

/** The names by which what is told may be known: its own, and that of the property or the variable that holds it. */
function namesOf(call: ts.CallExpression, nameOf: (told: ts.Expression) => string): string[] {
  let whole: ts.Node = call;
  while (!ts.isStatement(whole.parent) && !holds(whole.parent)) whole = whole.parent;
  const { parent } = whole;
  return [nameOf(call), ...(holds(parent) ? [parent.name.getText()] : [])];
}

function holds(node: ts.Node): node is ts.PropertyAssignment | ts.VariableDeclaration {
  return ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
}

/** `false`, `undefined`, `() => false`: an answer by which no flag is on. */
function isOff(answer: ts.Expression): boolean {
  const node = bare(answer) as ts.Expression;
  if (ts.isArrowFunction(node)) return !ts.isBlock(node.body) && isOff(node.body);
  if (ts.isIdentifier(node)) return node.text === 'undefined';
  return node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword;
}

function testOf(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; at; at = at.parent) if (isTest(at)) return at;
  return undefined;
}
