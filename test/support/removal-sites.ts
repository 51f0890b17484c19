import ts from 'typescript';
import type { ReadSite } from '../../server/src/removal/sites';
import type { ReadResult } from '../../server/src/usages/read';
import { CHILDREN_OR_FALLBACK } from '../../server/src/usages/settled';

const DIRECT: ReadResult = { promise: false, inverted: false, path: [] };

/** How the test's own calls give the value of a flag. */
const CALLS: Readonly<Record<string, ReadResult>> = {
  F: DIRECT,
  isEnabled: DIRECT,
  isOff: { ...DIRECT, inverted: true },
  variation: { ...DIRECT, promise: true },
  getVariant: DIRECT,
  useFlag: { ...DIRECT, path: ['value'] },
  useDecision: { ...DIRECT, path: ['0', 'enabled'] },
  variationDetail: { ...DIRECT, promise: true, path: ['value'] },
};

/** The reads of a flag in a source, found by name: what the real scanner finds by resolution. */
export function findSites(file: string, text: string, flag = 'x'): ReadSite[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const sites: ReadSite[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = node.expression;
      const name = ts.isIdentifier(callee)
        ? callee
        : ts.isPropertyAccessExpression(callee)
          ? callee.name
          : undefined;
      const result = name && Object.hasOwn(CALLS, name.text) ? CALLS[name.text] : undefined;
      const key = node.arguments[0];
      if (name?.text === 'F' && !key && result) {
        sites.push({ span: spanOf(name, source), site: spanOf(node, source), result });
      } else if (result && key && ts.isStringLiteralLike(key) && key.text === flag) {
        const span = { start: key.getStart(source) + 1, end: key.end - 1 };
        sites.push({ span, site: spanOf(node, source), result });
      }
    }
    if (ts.isJsxElement(node) && node.openingElement.tagName.getText(source) === 'Feature') {
      sites.push({
        span: spanOf(node.openingElement.tagName, source),
        site: spanOf(node, source),
        result: DIRECT,
        settled: CHILDREN_OR_FALLBACK,
      });
    }
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === 'KILL_SWITCHES' && node.name.text === flag) {
        sites.push({ span: spanOf(node.name, source), site: spanOf(node, source), result: DIRECT });
      }
    }
    if (isMemberOfTable(node, flag)) {
      sites.push({ span: spanOf(node, source), site: spanOf(node, source), result: DIRECT });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sites;
}

/** `useFlags().x`, `table.x` of `const table = useFlags()`, and the `x` of `const { x: on } = useFlags()`, or of `const { own: { x: on } } = …`. */
function isMemberOfTable(node: ts.Node, flag: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === flag && isTable(node.expression);
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent)) return false;
  const name = node.propertyName ?? node.name;
  const around = node.parent.parent;
  const owner = ts.isBindingElement(around) ? around.parent.parent : around;
  const isTaken = ts.isVariableDeclaration(owner) && owner.initializer && isTable(owner.initializer);
  return Boolean(isTaken) && ts.isIdentifier(name) && name.text === flag;
}

function isTable(node: ts.Node): boolean {
  if (ts.isCallExpression(node))
    return ts.isIdentifier(node.expression) && node.expression.text === 'useFlags';
  if (!ts.isIdentifier(node) || !node.text.startsWith('table')) return false;
  // Every name of a table is used once in a program, so the text tells which one it is.
  return new RegExp(`\\b${node.text} = useFlags\\(\\)`).test(node.getSourceFile().text);
}

function spanOf(node: ts.Node, source: ts.SourceFile): { start: number; end: number } {
  return { start: node.getStart(source), end: node.end };
}
