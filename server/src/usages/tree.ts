import ts from 'typescript';

/** What is looked for in a source's tree, gathered in one walk: walking is what a scan spends its time on. */
export interface Tree {
  /** All nodes but identifiers, outside of types, in the order of the text. */
  readonly nodes: readonly ts.Node[];
  /** All identifiers outside of types, in the order of the text. */
  readonly identifiers: readonly ts.Identifier[];
  /** Those that are spelt so. */
  named(name: string): readonly ts.Identifier[];
}

const trees = new WeakMap<ts.SourceFile, Tree>();

export function treeOf(source: ts.SourceFile): Tree {
  let tree = trees.get(source);
  if (!tree) {
    tree = gather(source);
    trees.set(source, tree);
  }
  return tree;
}

function gather(source: ts.SourceFile): Tree {
  const nodes: ts.Node[] = [];
  const identifiers: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.Identifier) {
      identifiers.push(node as ts.Identifier);
      return;
    }
    if (ts.isTypeNode(node)) return;
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  let byName: Map<string, ts.Identifier[]> | undefined;
  return {
    nodes,
    identifiers,
    named: (name) => {
      byName ??= grouped(identifiers);
      return byName.get(name) ?? NONE;
    },
  };
}

const NONE: readonly ts.Identifier[] = [];

function grouped(identifiers: readonly ts.Identifier[]): Map<string, ts.Identifier[]> {
  const byName = new Map<string, ts.Identifier[]>();
  for (const identifier of identifiers) {
    const list = byName.get(identifier.text);
    if (list) list.push(identifier);
    else byName.set(identifier.text, [identifier]);
  }
  return byName;
}
