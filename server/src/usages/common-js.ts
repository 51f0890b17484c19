import ts from 'typescript';
import { isAssignmentTarget } from './operators';
import { kindsWhere, treeOf } from './tree';

/** What a CommonJS module exports as a whole: the members of an object there are exported by their names. */
export const WHOLE_MODULE = 'module.exports';

/** The name under which `exports.isOn = …` and `module.exports.isOn = …` export a value; {@link WHOLE_MODULE} for `module.exports = …`. */
export function exportSet({ left, operatorToken }: ts.BinaryExpression): string | undefined {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left))
    return undefined;
  if (isWhole(left)) return WHOLE_MODULE;
  const { expression: owner } = left;
  const isExports = (ts.isIdentifier(owner) && owner.text === 'exports') || isWhole(owner);
  return isExports ? left.name.text : undefined;
}

function isWhole(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module' &&
    node.name.text === 'exports'
  );
}

/** The name that such an assignment exports a value under, where no other one of the file gives it another value. */
export function exportedFor(node: ts.BinaryExpression): string | undefined {
  const name = exportSet(node);
  return name !== undefined && setOnce(node.getSourceFile()).has(name) ? name : undefined;
}

const known = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names that a file exports a value under once, whatever happens. */
function setOnce(source: ts.SourceFile): ReadonlySet<string> {
  let names = known.get(source);
  if (!names) {
    const counts = new Map<string, number>();
    for (const node of treeOf(source).of(ASSIGNMENTS)) {
      const name = exportSet(node as ts.BinaryExpression);
      const { right } = node as ts.BinaryExpression;
      if (name === undefined || isNothing(right)) continue;
      const isSure = ts.isExpressionStatement(node.parent) && ts.isSourceFile(node.parent.parent);
      counts.set(name, (counts.get(name) ?? 0) + (isSure ? 1 : 2));
      const members = name === WHOLE_MODULE && ts.isObjectLiteralExpression(right) ? right.properties : [];
      for (const { name: own } of members)
        if (own && (ts.isIdentifier(own) || ts.isStringLiteralLike(own)))
          counts.set(own.text, (counts.get(own.text) ?? 0) + 1);
    }
    const others = setBesides(source);
    for (const name of others ?? []) counts.set(name, 2);
    names = new Set(
      others === undefined ? [] : [...counts].flatMap(([name, count]) => (count === 1 ? [name] : [])),
    );
    known.set(source, names);
  }
  return names;
}

/** What a compiler writes above the functions: `exports.isOn = void 0;`. */
function isNothing(value: ts.Expression): boolean {
  return ts.isVoidExpression(value) || ts.isBinaryExpression(value);
}

/** The names that a file may export another value under in other ways; nothing where it lets others do so, under any name. */
function setBesides(source: ts.SourceFile): readonly string[] | undefined {
  const names: string[] = [];
  const tree = treeOf(source);
  const wholes = tree.named('exports').flatMap((name): ts.Node[] => {
    const { parent } = name;
    if (ts.isPropertyAccessExpression(parent) && parent.name === name) return isWhole(parent) ? [parent] : [];
    return isValue(name) ? [name] : [];
  });
  for (const whole of wholes) {
    const set = setThrough(whole);
    if (set === undefined) return undefined;
    names.push(...set);
  }
  const isHandedOn = (name: ts.Identifier): boolean => {
    const { parent } = name;
    if (!isValue(name) || ts.isTypeOfExpression(parent) || isComparison(parent)) return false;
    return !ts.isPropertyAccessExpression(parent);
  };
  return tree.named('module').some(isHandedOn) ? undefined : names;
}

/** Whether a name is asked for its value: it names no member, and is not declared there. */
function isValue(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === name;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return (
    !('name' in parent && parent.name === name) && !('propertyName' in parent && parent.propertyName === name)
  );
}

function isComparison(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && COMPARISONS.has(node.operatorToken.kind);
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.InKeyword,
]);

/** The names that are set through one mention of all that a module exports, but for the plain way; nothing where any may be. */
function setThrough(whole: ts.Node): readonly string[] | undefined {
  let at = whole;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent))
    return isAssignmentTarget(parent) && !isPlainTarget(parent) ? [parent.name.text] : [];
  if (ts.isElementAccessExpression(parent) && parent.expression === at) {
    const { argumentExpression: name } = parent;
    if (!isAssignmentTarget(parent)) return [];
    return ts.isStringLiteralLike(name) ? [name.text] : undefined;
  }
  if (isPlainTarget(at)) {
    const { right } = parent as ts.BinaryExpression;
    // `exports = module.exports = …` goes on naming the same thing.
    return isWhole(whole) || isWhole(right) || (ts.isBinaryExpression(right) && isWhole(right.left))
      ? []
      : undefined;
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return ts.isIdentifier(parent.left) && parent.left.text === 'exports' ? [] : undefined;
  if (ts.isCallExpression(parent)) return setByCall(parent, at);
  const isAsked =
    isComparison(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isSpreadAssignment(parent) ||
    ts.isExpressionStatement(parent);
  return isAsked ? [] : undefined;
}

function isPlainTarget(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** `Object.defineProperty(exports, '__esModule', …)`, `Object.freeze(module.exports)` */
function setByCall(
  { expression: callee, arguments: given }: ts.CallExpression,
  at: ts.Node,
): readonly string[] | undefined {
  const isOfObject =
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'Object' &&
    given[0] === at;
  if (!isOfObject) return undefined;
  const [, name] = given;
  if (callee.name.text === 'defineProperty')
    return name && ts.isStringLiteralLike(name) ? [name.text] : undefined;
  return given.length === 1 ? [] : undefined;
}

const ASSIGNMENTS = kindsWhere(ts.isBinaryExpression);
