import ts from 'typescript';
import { EQUAL } from './operators';
import { nameText } from './property-names';
import { unwrap } from './unwrap';

/** A search of a list for the element that bears a key. */
export interface Search {
  readonly call: ts.CallExpression;
  readonly list: ts.Expression;
  /** The member of an element that is compared. */
  readonly member: string;
  readonly key: ts.Expression;
  /** It gives the first element that bears the key, whatever else there is to say of it. */
  readonly isFind: boolean;
}

const SEARCHES = new Set(['find', 'findLast', 'findIndex', 'findLastIndex', 'some', 'every', 'filter']);

const FINDS = new Set(['find', 'findLast']);

/** The search that a comparison decides: `list.find((element) => element.name === 'x')`. */
export function searchedList(comparison: ts.BinaryExpression): Search | undefined {
  if (!EQUAL.has(comparison.operatorToken.kind)) return undefined;
  const callback = callbackAround(comparison);
  const call = callback?.parent;
  const parameter = callback?.parameters[0]?.name;
  if (!callback || !parameter || !call || !ts.isCallExpression(call) || call.arguments[0] !== callback)
    return undefined;
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) || !SEARCHES.has(expression.name.text)) return undefined;
  for (const [side, key] of [
    [comparison.left, comparison.right],
    [comparison.right, comparison.left],
  ] as const) {
    const member = memberTaken(unwrap(side), parameter);
    if (member === undefined) continue;
    const isFind = FINDS.has(expression.name.text) && answerOf(callback) === comparison;
    return { call, list: expression.expression, member, key, isFind };
  }
  return undefined;
}

/** The function whose answer a comparison is, alone or as one condition of several. */
function callbackAround(node: ts.Node): ts.ArrowFunction | ts.FunctionExpression | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isArrowFunction(at) || ts.isFunctionExpression(at)) return at;
    if (ts.isFunctionLike(at) || ts.isSourceFile(at)) return undefined;
  }
  return undefined;
}

/** What a callback that does nothing else gives. */
function answerOf({ body }: ts.ArrowFunction | ts.FunctionExpression): ts.Expression | undefined {
  if (!ts.isBlock(body)) return unwrap(body);
  const [only, ...others] = body.statements;
  const given = only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined;
  return given && unwrap(given);
}

/** The member of the callback's element that an expression is: `flag.name`, or `name` of `({ name }) => …`. */
function memberTaken(node: ts.Expression, parameter: ts.BindingName): string | undefined {
  if (ts.isIdentifier(parameter)) {
    const isMember =
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === parameter.text;
    return isMember ? node.name.text : undefined;
  }
  if (!ts.isIdentifier(node) || !ts.isObjectBindingPattern(parameter)) return undefined;
  const element = parameter.elements.find(({ name }) => ts.isIdentifier(name) && name.text === node.text);
  return element && nameText(element.propertyName ?? (element.name as ts.Identifier));
}
