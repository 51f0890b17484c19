import ts from 'typescript';
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
      // What a compiler writes above the functions: `exports.isOn = void 0;`.
      const isNothing = ts.isVoidExpression(right) || ts.isBinaryExpression(right);
      if (name === undefined || isNothing) continue;
      const isSure = ts.isExpressionStatement(node.parent) && ts.isSourceFile(node.parent.parent);
      counts.set(name, (counts.get(name) ?? 0) + (isSure ? 1 : 2));
      const members = name === WHOLE_MODULE && ts.isObjectLiteralExpression(right) ? right.properties : [];
      for (const { name: own } of members)
        if (own && ts.isIdentifier(own)) counts.set(own.text, (counts.get(own.text) ?? 0) + 1);
    }
    names = new Set([...counts].flatMap(([name, count]) => (count === 1 ? [name] : [])));
    known.set(source, names);
  }
  return names;
}

const ASSIGNMENTS = kindsWhere(ts.isBinaryExpression);
