import ts from 'typescript';
import { functionName } from '../usages/function-name';
import { lastSegment } from '../usages/names';
import { NAMED_SHAPES } from '../usages/shapes';
import { isPure } from './effects';
import { analyzeScopes } from './scope';
import { bare, isFunctionWithBody } from './syntax';

/**
 * Whether a function of a source answers with nothing but what it asks for by the key that it is given, from wherever:
 * `const own = this.own[key]; if (own) return own; return client.isEnabled(key);`. Only where it bears a reader's name, for
 * that says which answer is on. `name` is the one by which callers know it, `Flags.isEnabled`.
 */
export function answersOnlyByKey(source: ts.SourceFile, name: string): boolean {
  if (!READERS.has(lastSegment(name))) return false;
  const found: ts.FunctionLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionWithBody(node) && node.body && functionName(node) === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  const [only, ...others] = found;
  return only !== undefined && others.length === 0 && !isReplaced(only, source) && asksOnly(only);
}

/** Whether the function's name may stand for another one later. */
function isReplaced(owner: ts.FunctionLikeDeclaration, source: ts.SourceFile): boolean {
  let whole: ts.Node = owner;
  while (!ts.isVariableDeclaration(whole) && ts.isExpression(whole)) whole = whole.parent;
  const named = ts.isVariableDeclaration(whole) || ts.isFunctionDeclaration(whole) ? whole.name : undefined;
  if (!named) return false;
  const binding = ts.isIdentifier(named) ? analyzeScopes(source).declaredBy(named) : undefined;
  return binding?.declarations.length !== 1 || binding.uses.some(({ writes }) => writes);
}

const READERS: ReadonlySet<string> = new Set(
  NAMED_SHAPES.filter(({ inverted, gives }) => !inverted && gives === undefined).map(({ name }) => name),
);

/** Methods that ask a map, a set or a table for what it has under a key. */
const LOOKUPS: ReadonlySet<string> = new Set(['get', 'has', 'hasOwnProperty', 'hasOwn']);

function asksOnly({ parameters, body, asteriskToken }: ts.FunctionLikeDeclaration): boolean {
  const [first] = parameters;
  if (!first || !ts.isIdentifier(first.name) || first.dotDotDotToken || first.initializer) return false;
  if (!body || asteriskToken || parameters.some(({ initializer }) => initializer && !isPure(initializer)))
    return false;
  const key = first.name.text;
  /** Names that hold what was asked for by the key. */
  const held = new Set<string>();
  let hasAsked = false;

  const isKey = (node: ts.Expression): boolean => ts.isIdentifier(bare(node)) && bare(node).getText() === key;
  const isAsked = (expression: ts.Expression): boolean => {
    const node = bare(expression) as ts.Expression;
    if (isLiteral(node)) return true;
    if (ts.isIdentifier(node)) return node.text === 'undefined' || held.has(node.text);
    if (ts.isElementAccessExpression(node) && isKey(node.argumentExpression) && isPlace(node.expression))
      return asked();
    if (ts.isPropertyAccessExpression(node)) return isAsked(node.expression);
    if (ts.isCallExpression(node)) return isAskingCall(node);
    if (ts.isAwaitExpression(node) || ts.isTypeOfExpression(node)) return isAsked(node.expression);
    if (ts.isPrefixUnaryExpression(node))
      return node.operator === ts.SyntaxKind.ExclamationToken && isAsked(node.operand);
    if (ts.isConditionalExpression(node))
      return isAsked(node.condition) && isAsked(node.whenTrue) && isAsked(node.whenFalse);
    if (!ts.isBinaryExpression(node)) return false;
    if (node.operatorToken.kind === ts.SyntaxKind.InKeyword)
      return isKey(node.left) && isPlace(node.right) && asked();
    return OPERATORS.has(node.operatorToken.kind) && isAsked(node.left) && isAsked(node.right);
  };
  const asked = (): true => {
    hasAsked = true;
    return true;
  };
  const isAskingCall = ({ expression, arguments: given }: ts.CallExpression): boolean => {
    const callee = bare(expression);
    if (ts.isIdentifier(callee) && callee.text === 'Boolean') return given.length === 1 && isAsked(given[0]!);
    if (!isPlace(expression)) return false;
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    const isLookup = ts.isPropertyAccessExpression(callee) && LOOKUPS.has(name);
    if (!isLookup && !READERS.has(name)) return false;
    return given.some(isKey) && given.every((one) => isPlace(one) || isLiteral(one)) && asked();
  };
  const isAnswer = (statement: ts.Statement): boolean => {
    if (ts.isBlock(statement)) return statement.statements.every(isAnswer);
    if (ts.isReturnStatement(statement))
      return statement.expression !== undefined && isAsked(statement.expression);
    if (ts.isIfStatement(statement))
      return (
        isAsked(statement.expression) &&
        isAnswer(statement.thenStatement) &&
        (!statement.elseStatement || isAnswer(statement.elseStatement))
      );
    if (!ts.isVariableStatement(statement)) return false;
    const { declarationList: list } = statement;
    if ((list.flags & ts.NodeFlags.Const) === 0 || (list.flags & ts.NodeFlags.Using) === ts.NodeFlags.Using)
      return false;
    return list.declarations.every(({ name, initializer }) => {
      if (!ts.isIdentifier(name) || !initializer || !isAsked(initializer)) return false;
      held.add(name.text);
      return name.text !== key;
    });
  };
  if (!ts.isBlock(body)) return isAsked(body) && hasAsked;
  return body.statements.every(isAnswer) && hasAsked && endsInAnswer(body);
}

function isLiteral(node: ts.Expression): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}

/** `this.client.options`: a name or what is found under it, which runs nothing. */
function isPlace(expression: ts.Expression): boolean {
  const node = bare(expression) as ts.Expression;
  if (ts.isPropertyAccessExpression(node)) return isPlace(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

const OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Whether every way through a list of statements ends in an answer. */
function endsInAnswer({ statements }: ts.Block): boolean {
  const last = statements.at(-1);
  const isEnd = (statement: ts.Statement | undefined): boolean => {
    if (!statement) return false;
    if (ts.isBlock(statement)) return endsInAnswer(statement);
    if (ts.isIfStatement(statement)) return isEnd(statement.thenStatement) && isEnd(statement.elseStatement);
    return ts.isReturnStatement(statement);
  };
  return isEnd(last);
}
