import ts from 'typescript';
import { span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { isEnvironment } from '../usages/named';
import { EQUAL, EQUALITY } from '../usages/operators';
import type { Read } from '../usages/read';
import { VALUE } from '../usages/results';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import type { Workspace } from '../workspace/workspace';
import { isOfLanguage, scopesOf } from './declared';
import { isPure } from './effects';
import { literalOf } from './literals';
import type { Program } from './program';
import { ACTING, isLog } from './readers';
import type { OwnFunction } from './slots';
import { bare, isAssignment } from './syntax';

/**
 * Where a program asks for a variable of its environment by a function of its own that is given the name, `get('NEW_UI', 'false')`, and that
 * gives the variable's text as it is while there is one. That it throws where there is none, or says so in a log, is of no matter: the kept text is one.
 */
export async function findThroughReaders(
  name: string,
  workspace: Workspace,
  program: Program,
): Promise<readonly Read[]> {
  const reads: Read[] = [];
  const known = new Map<OwnFunction, boolean>();
  for (const file of (await workspace.sourcesWith([name])).get(name) ?? []) {
    const module = embedsCode(file) || isTestFile(file) ? undefined : await program.moduleOf(file);
    for (const node of module ? treeOf(module.tree).nodes : []) {
      if (!ts.isCallExpression(node) || node.questionDotToken) continue;
      const [key] = node.arguments;
      if (!key || !ts.isStringLiteralLike(key) || key.text !== name) continue;
      const reader = await program.functionOf({ module: module!, node: node.expression });
      if (!reader) continue;
      const isReader = known.get(reader.node) ?? givesText(reader.node);
      known.set(reader.node, isReader);
      if (!isReader) continue;
      reads.push({
        file,
        span: span(key.getStart() + 1, key.end - 1),
        site: span(node.getStart(), node.end),
        key: name,
        certainty: 'certain',
        shape: 'call',
        isConfigured: false,
        result: VALUE,
        guards: [],
        testedUnder: [],
        isSetting: true,
      });
    }
  }
  return reads;
}

/** What an expression gives while the variable has some text that is not empty: that text, true or false; nothing where that is not told. */
type Given = 'text' | boolean | undefined;

/** Whether a function gives the variable whose name it is given first, and has no effect, while the variable has a text that is not empty. */
export function givesText({ parameters, body, modifiers, asteriskToken }: OwnFunction): boolean {
  const [first] = parameters;
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!first || !ts.isIdentifier(first.name) || first.initializer || !body || asteriskToken || isAsync)
    return false;
  const isPlain = ({ name, initializer, dotDotDotToken }: ts.ParameterDeclaration): boolean =>
    ts.isIdentifier(name) && !dotDotDotToken && (!initializer || isPure(initializer));
  if (!parameters.every(isPlain) || actsIn(body)) return false;
  const key = first.name.text;
  const names = new Map<string, Given>(parameters.map(({ name }) => [name.getText(), undefined]));

  const isKey = (node: ts.Node): boolean => ts.isIdentifier(bare(node)) && bare(node).getText() === key;
  const isAll = (node: ts.Expression): boolean => isEnvironment(node, scopesOf(node.getSourceFile()));
  const given = (expression: ts.Expression): Given => {
    const node = bare(expression) as ts.Expression;
    if (ts.isElementAccessExpression(node))
      return isKey(node.argumentExpression) && isAll(node.expression) ? 'text' : undefined;
    if (ts.isIdentifier(node)) return names.get(node.text);
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword)
      return node.kind === ts.SyntaxKind.TrueKeyword;
    if (ts.isPrefixUnaryExpression(node)) {
      const operand = node.operator === ts.SyntaxKind.ExclamationToken ? given(node.operand) : undefined;
      return operand === undefined ? undefined : !operand;
    }
    if (ts.isConditionalExpression(node)) {
      const taken = given(node.condition);
      return taken === undefined ? undefined : given(taken ? node.whenTrue : node.whenFalse);
    }
    return ts.isBinaryExpression(node) ? combined(node) : undefined;
  };
  const combined = ({ left, right, operatorToken: { kind } }: ts.BinaryExpression): Given => {
    const first = given(left);
    if (kind === ts.SyntaxKind.InKeyword) return isKey(left) && isAll(right) ? true : undefined;
    if (kind === ts.SyntaxKind.QuestionQuestionToken) return first;
    if (kind === ts.SyntaxKind.BarBarToken) return first === false ? given(right) : first;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      if (first !== undefined) return first && given(right);
      return isPure(left) && given(right) === false ? false : undefined;
    }
    if (!EQUALITY.has(kind)) return undefined;
    const isNone = (first === 'text' && isNothing(right)) || (given(right) === 'text' && isNothing(left));
    return isNone ? !EQUAL.has(kind) : undefined;
  };
  /** What some statements return: `false` where that is something else, or an effect comes first; nothing where they go on. */
  const run = (statements: readonly ts.Statement[]): boolean | undefined => {
    for (const statement of statements) {
      let ended: boolean | undefined;
      if (ts.isReturnStatement(statement))
        return statement.expression !== undefined && given(statement.expression) === 'text';
      if (ts.isBlock(statement)) ended = run(statement.statements);
      else if (ts.isIfStatement(statement)) {
        const taken = given(statement.expression);
        if (taken === undefined) return false;
        const branch = taken ? statement.thenStatement : statement.elseStatement;
        ended = branch && run([branch]);
      } else if (
        !ts.isVariableStatement(statement) ||
        !statement.declarationList.declarations.every(isDeclared)
      )
        return false;
      if (ended !== undefined) return ended;
    }
    return undefined;
  };
  const isDeclared = ({ name, initializer, parent }: ts.VariableDeclaration): boolean => {
    if (!ts.isIdentifier(name) || names.has(name.text) || !initializer) return false;
    const isConstant = (parent.flags & ts.NodeFlags.Const) !== 0;
    const value = isConstant ? given(initializer) : undefined;
    names.set(name.text, value);
    return value !== undefined || isPure(initializer);
  };
  return ts.isBlock(body) ? run(body.statements) === true : given(body) === 'text';
}

/** Whether code does anything besides working out what it gives; that it throws is of no matter, nor is what it says in a log. */
function actsIn(node: ts.Node): boolean {
  if (ts.isThrowStatement(node) || (ts.isExpressionStatement(node) && isLog(node))) return false;
  if (ts.isExpression(node) && isPure(node)) return false;
  const isCounting = ts.isPrefixUnaryExpression(node) && COUNTING.has(node.operator);
  if (ACTING.has(node.kind) || isAssignment(node) || isCounting) return true;
  return ts.forEachChild(node, (child) => actsIn(child) || undefined) ?? false;
}

const COUNTING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
]);

/** `undefined`, `null`, `''` */
function isNothing(expression: ts.Expression): boolean {
  const node = bare(expression) as ts.Expression;
  if (isOfLanguage(node, UNDEFINED)) return true;
  const literal = literalOf(node);
  return literal?.value === null || literal?.value === '';
}

const UNDEFINED: ReadonlySet<string> = new Set(['undefined']);
