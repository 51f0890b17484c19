import ts from 'typescript';
import { nameText } from '../usages/function-name';
import { parseSource } from '../usages/source';
import type { Workspace } from '../workspace/workspace';

/**
 * The names by which sources ask for a flag: of constants, members of tables, and wrappers. Only files that hold code
 * among other things may ask by them and not be seen to; none where there are no such files.
 */
export async function namesFor(workspace: Workspace, key: string): Promise<readonly string[]> {
  if ((await workspace.unparsedCode()).length === 0) return [];
  const snapshot = workspace.snapshot([key]);
  const names = new Set<string>();
  const trees = new Map<string, ts.SourceFile | undefined>();
  for (const { file, span } of [...snapshot.readsOf(key), ...snapshot.codeDeclarationsOf(key)]) {
    if (!trees.has(file)) {
      const text = await workspace.text(file);
      trees.set(file, text === undefined ? undefined : parseSource(file, text));
    }
    const tree = trees.get(file);
    const name = tree && nameAt(tree, span.start);
    if (name !== undefined && name !== key) names.add(name);
  }
  return [...names];
}

/** The identifier at a place, or the name under which the text there is kept. */
function nameAt(source: ts.SourceFile, offset: number): string | undefined {
  let node: ts.Node | undefined = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= offset && offset < child.end ? child : undefined,
    );
    if (!inner) break;
    node = inner;
  }
  if (ts.isIdentifier(node)) return node.text;
  while (ts.isExpression(node) && node.parent && ts.isExpression(node.parent)) node = node.parent;
  const { parent } = node;
  const isKept =
    ts.isPropertyAssignment(parent) ||
    ts.isEnumMember(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyDeclaration(parent);
  if (!isKept || parent.initializer !== node) return undefined;
  return ts.isIdentifier(parent.name) ? parent.name.text : nameText(parent.name as ts.PropertyName);
}
