import ts from 'typescript';
import { unwrap } from './constants';
import { functionName } from './function-name';
import type { Scopes } from './scope';
import { searchedList } from './searches';
import type { CallShape } from './shapes';
import { namedTable } from './tables';
import { treeOf } from './tree';

/**
 * Functions that bear a reader's name, but do no more with the key than compare it with data:
 * `getFlagValue(entry, key)` that looks for `key` among the entry's own. Whoever calls them may evaluate no flag.
 */
export function comparersIn(
  source: ts.SourceFile,
  scopes: Scopes,
  shapesOf: (name: string) => readonly CallShape[] | undefined,
): string[] {
  const found: string[] = [];
  for (const node of treeOf(source).nodes) {
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) continue;
    const name = functionName(node);
    const shapes = name === undefined ? undefined : shapesOf(name.slice(name.lastIndexOf('.') + 1));
    const isNamed = shapes?.some(({ packages, wrapper, configured }) => !packages && !wrapper && !configured);
    if (isNamed && onlyCompares(node as ts.FunctionLikeDeclaration, shapes!, scopes)) found.push(name!);
  }
  return found;
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

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

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
