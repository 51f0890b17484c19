import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import { parseSource } from '../usages/source';
import { withoutCovered } from './declarations';
import { bare } from './syntax';
import { linesOf, testAround, withEmptied } from './test-files';
import { OTHER_VALUE } from './test-helpers';
import type { TestRemoval } from './test-removal';

/**
 * Looks for statements of a test file that set up a reader for this one flag: `(useFlag as jest.Mock).mockImplementation((flag) =>
 * flag === 'new_ui')`, `when(isEnabled).calledWith('new_ui').mockReturnValue(true)`. One that speaks of others as well stays.
 */
export function removeMocks(file: string, text: string, flag: string, keep: FlagValue): TestRemoval {
  const source = parseSource(file, text);
  const edits: TextEdit[] = [];
  const gone = new Set<ts.Node>();
  const resets: { readonly of: string; readonly statement: ts.Statement }[] = [];
  const [settled, set] = [new Set<string>(), new Set<string>()];
  let kept: TestRemoval['kept'];
  const visit = (node: ts.Node): void => {
    const value = ts.isExpressionStatement(node) ? mockedValue(node.expression, flag) : undefined;
    const told = ts.isExpressionStatement(node) ? toldTo(node.expression) : undefined;
    if (value === undefined) {
      if (told && RESETS.has(told.how)) resets.push({ of: told.mock, statement: node as ts.Statement });
      else if (told) set.add(told.mock);
      ts.forEachChild(node, visit);
      return;
    }
    if (told) settled.add(told.mock);
    const statement = value === keep ? node : testAround(node);
    if (!statement || statement === 'all')
      kept = { span: { start: node.getStart(source), end: node.end }, reason: OTHER_VALUE };
    else {
      const whole = statement === node ? node : withEmptied(statement as ts.Statement, gone);
      if (gone.has(whole)) return;
      gone.add(whole);
      edits.push({ span: linesOf(whole, source), newText: '' });
    }
  };
  visit(source);
  // What nothing sets any more need not be reset.
  for (const { of, statement } of resets)
    if (settled.has(of) && !set.has(of)) edits.push({ span: linesOf(statement, source), newText: '' });
  return { edits: withoutCovered(edits), notes: [], ...(kept !== undefined && { kept }) };
}

const ANSWERS = new Set([
  'mockReturnValue',
  'mockReturnValueOnce',
  'mockResolvedValue',
  'thenReturn',
  'returns',
  'resolves',
]);
const IMPLEMENTATIONS = new Set(['mockImplementation', 'mockImplementationOnce', 'callsFake']);
const QUESTIONS = new Set(['calledWith', 'withArgs']);

const RESETS = new Set(['mockReset', 'mockRestore', 'mockClear']);

/** What a mock under a name is told to do: `(useFlag as jest.Mock).mockReset()`. */
function toldTo(node: ts.Expression): { readonly mock: string; readonly how: string } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { name, expression } = node.expression;
  const mock = bare(expression);
  return ts.isIdentifier(mock) && name.text.startsWith('mock')
    ? { mock: mock.text, how: name.text }
    : undefined;
}

/** The value that a statement lets a reader give for the flag, where it speaks of that flag alone. */
function mockedValue(node: ts.Expression, flag: string): boolean | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [answer] = node.arguments;
  if (!answer || node.arguments.length !== 1) return undefined;
  if (ANSWERS.has(node.expression.name.text)) {
    const asked = node.expression.expression;
    const isAsked =
      ts.isCallExpression(asked) &&
      ts.isPropertyAccessExpression(asked.expression) &&
      QUESTIONS.has(asked.expression.name.text) &&
      asked.arguments[0] !== undefined &&
      isText(asked.arguments[0], flag);
    return isAsked ? literal(answer) : undefined;
  }
  if (!IMPLEMENTATIONS.has(node.expression.name.text)) return undefined;
  if (!ts.isArrowFunction(answer) || ts.isBlock(answer.body)) return undefined;
  const [parameter] = answer.parameters;
  if (!parameter || !ts.isIdentifier(parameter.name)) return undefined;
  return comparedWith(answer.body, parameter.name.text, flag);
}

/** `flag === 'new_ui'` gives true for it; what `!==` says of all other flags would be lost. */
function comparedWith(body: ts.Expression, parameter: string, flag: string): boolean | undefined {
  if (!ts.isBinaryExpression(body) || !ts.isIdentifier(body.left) || body.left.text !== parameter)
    return undefined;
  if (!isText(body.right, flag)) return undefined;
  const { kind } = body.operatorToken;
  const isSame = kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.EqualsEqualsToken;
  return isSame ? true : undefined;
}

function isText(node: ts.Expression, text: string): boolean {
  return ts.isStringLiteralLike(node) && node.text === text;
}

function literal({ kind }: ts.Expression): boolean | undefined {
  if (kind === ts.SyntaxKind.TrueKeyword) return true;
  return kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}
