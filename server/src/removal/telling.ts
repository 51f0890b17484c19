import ts from 'typescript';
import { namesBound } from '../usages/nodes';
import { isOfLanguage } from './declared';
import { isPure } from './effects';
import { literalOf } from './literals';
import { functionNamed, isReplaced } from './readers';
import { bare } from './syntax';

/**
 * Whether a function of a source does nothing but say what something else tells it by the key, whatever that is: `(id) => !!stored(nameOf(id))`.
 */
export function saysWhatItIsTold(source: ts.SourceFile, name: string): boolean {
  const found = functionNamed(source, name);
  if (!found?.body || found.parameters.length === 0 || isReplaced(found, source)) return false;
  const { body, modifiers, asteriskToken } = found;
  if (asteriskToken || modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) return false;
  const [only, ...others] = ts.isBlock(body) ? body.statements : [];
  const answer = ts.isBlock(body)
    ? others.length === 0 && only && ts.isReturnStatement(only) && only.expression
    : body;
  const told = answer ? toldIn(answer) : undefined;
  const names = new Set(found.parameters.flatMap(({ name }) => namesBound(name)));
  const says = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && names.has(node.text)) ||
    ts.forEachChild(node, (child) => says(child) || undefined) === true;
  if (!told?.arguments.some(says)) return false;
  return isPure(told.expression) && told.arguments.every((one) => isPure(one));
}

/** The call whose truth an expression gives: `stored(id)` of `!!stored(id)`, `Boolean(stored(id))`, `stored(id) === 'true'`, `stored(id) ?? false`. */
function toldIn(expression: ts.Expression): ts.CallExpression | undefined {
  const node = bare(expression) as ts.Expression;
  if (ts.isPrefixUnaryExpression(node)) {
    const inner = bare(node.operand);
    const isTwice = ts.isPrefixUnaryExpression(inner) && inner.operator === ts.SyntaxKind.ExclamationToken;
    return isTwice && node.operator === ts.SyntaxKind.ExclamationToken ? toldIn(inner.operand) : undefined;
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const other = literalOf(node.right)?.value;
    const isSame =
      kind === ts.SyntaxKind.EqualsEqualsEqualsToken && (other === true || other === 'true' || other === '1');
    const isDefault =
      (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) && other === false;
    return isSame || isDefault ? toldIn(node.left) : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const [given, ...others] = node.arguments;
  const isConversion = isOfLanguage(node.expression, BOOLEAN) && given && others.length === 0;
  return isConversion ? toldIn(given) : node;
}

const BOOLEAN = new Set(['Boolean']);
