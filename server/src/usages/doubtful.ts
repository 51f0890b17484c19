import ts from 'typescript';
import type { AskableShapes } from './asks';
import { functionName } from './function-name';
import { EQUALITY, isAssignmentTarget } from './operators';
import type { Scopes } from './scope';
import { searchedList } from './searches';
import type { CallShape } from './shapes';
import { namedTable } from './tables';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';

/**
 * Functions that bear a reader's name, and whose code says otherwise: they do no more with the key than compare it with
 * data, as `getFlagValue(entry, key)` does that looks for `key` among the entry's own; they leave it alone,
 * `isEnabled(key) { return false; }`; or they are one function now and another then. Whoever calls them may evaluate no flag.
 */
export function doubtfulIn(
  source: ts.SourceFile,
  scopes: Scopes,
  { lasting, ofFunction }: AskableShapes,
): string[] {
  const found: string[] = [];
  for (const node of treeOf(source).of(READERS)) {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const { text } = node.name;
      if (isOneOfSeveral(node, node.name, scopes) && readersNamed(text)) found.push(text);
    } else if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const name = functionName(node);
      const shapes = name === undefined ? undefined : readersNamed(name.slice(name.lastIndexOf('.') + 1));
      const owner = node as ts.FunctionLikeDeclaration;
      if (shapes && (ignoresKey(owner, shapes, scopes) || onlyCompares(owner, shapes, scopes)))
        found.push(name!);
    }
  }
  return found;

  function readersNamed(name: string): readonly CallShape[] | undefined {
    const isNamed = lasting(name).some(({ packages, configured }) => !packages && !configured);
    return isNamed ? ofFunction(name) : undefined;
  }
}

const READERS = kindsWhere((node) => ts.isVariableDeclaration(node) || ts.isFunctionLike(node));

/** `const isOn = offline ? () => false : real`, or a variable that is given another function later. */
function isOneOfSeveral(declaration: ts.VariableDeclaration, name: ts.Identifier, scopes: Scopes): boolean {
  const value = declaration.initializer && unwrap(declaration.initializer);
  if (!value) return false;
  if (ts.isConditionalExpression(value)) return true;
  if (!ts.isArrowFunction(value) && !ts.isFunctionExpression(value) && !ts.isIdentifier(value)) return false;
  return isReplaced(name, scopes);
}

/** Whether a name is given something else than what it is declared as. */
export function isReplaced(name: ts.Identifier, scopes: Scopes): boolean {
  return treeOf(name.getSourceFile())
    .named(name.text)
    .some((use) => isAssignmentTarget(use) && scopes.resolve(use) === name.parent);
}

/** Whether none of the parameters that may be the key is ever used. */
function ignoresKey(
  owner: ts.FunctionLikeDeclaration,
  shapes: readonly CallShape[],
  scopes: Scopes,
): boolean {
  const { parameters, body } = owner;
  if (parameters.some(({ dotDotDotToken, name }) => dotDotDotToken || !ts.isIdentifier(name))) return false;
  const names = treeOf(owner.getSourceFile()).named('arguments');
  if (names.some(({ pos, end }) => pos >= body!.pos && end <= body!.end)) return false;
  const places = new Set(shapes.flatMap(({ keys }) => keys.map(([index]) => index)));
  return parameters.every(
    (parameter, index) => !places.has(index) || usesOf(parameter, owner, scopes).length === 0,
  );
}

function onlyCompares(
  owner: ts.FunctionLikeDeclaration,
  shapes: readonly CallShape[],
  scopes: Scopes,
): boolean {
  const places = new Set(shapes.flatMap(({ keys }) => keys.map(([index]) => index)));
  const parameters = owner.parameters.filter(({ name }, index) => places.has(index) && ts.isIdentifier(name));
  const uses = parameters.map((parameter) => usesOf(parameter, owner, scopes));
  return uses.some((list) => list.length > 0 && list.every(isCompared)) && !uses.flat().some(isHandedOn);

  function isCompared(use: ts.Identifier): boolean {
    const { parent } = use;
    if (!ts.isBinaryExpression(parent) || !EQUALITY.has(parent.operatorToken.kind)) return false;
    // `key === 'dark'` decides for a flag; so does what is found among flags.
    const other = unwrap(parent.left === use ? parent.right : parent.left);
    const list = searchedList(parent)?.list ?? loopedList(other, scopes);
    return !ts.isStringLiteralLike(other) && !(list && namedTable(list, scopes));
  }
}

/** The list that a loop goes through, of whose element an expression tells: `flag[0]` in `for (const flag of user.flags)`. */
function loopedList(expression: ts.Expression, scopes: Scopes): ts.Expression | undefined {
  let root = expression;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root))
    root = unwrap(root.expression);
  let declaration: ts.Node | undefined = ts.isIdentifier(root) ? scopes.resolve(root) : undefined;
  while (declaration && (ts.isBindingElement(declaration) || ts.isBindingName(declaration)))
    declaration = declaration.parent;
  const loop = declaration?.parent.parent;
  return loop && ts.isForOfStatement(loop) && declaration?.parent === loop.initializer
    ? loop.expression
    : undefined;
}

function isHandedOn(use: ts.Identifier): boolean {
  const { parent } = use;
  return (
    ts.isCallExpression(parent) ||
    ts.isNewExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === use)
  );
}

function usesOf(
  parameter: ts.ParameterDeclaration,
  owner: ts.FunctionLikeDeclaration,
  scopes: Scopes,
): ts.Identifier[] {
  const { text } = parameter.name as ts.Identifier;
  const { pos, end } = owner.body!;
  return treeOf(owner.getSourceFile())
    .named(text)
    .filter((node) => node.pos >= pos && node.end <= end && scopes.resolve(node) === parameter);
}
