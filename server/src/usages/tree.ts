import ts from 'typescript';

/** What is looked for in a source's tree, gathered in one walk: walking is what a scan spends its time on. */
export interface Tree {
  /** All nodes but identifiers, outside of types, in the order of the text. */
  readonly nodes: readonly ts.Node[];
  /** Those of some kinds. */
  of(kinds: Kinds): readonly ts.Node[];
  /** All identifiers outside of types, in the order of the text. */
  readonly identifiers: readonly ts.Identifier[];
  /** Those that are spelt so. */
  named(name: string): readonly ts.Identifier[];
}

/** For each kind of node, by its number, whether it is one of them. */
export type Kinds = Uint8Array;

/** The kinds of nodes that pass a test, which looks at nothing else. */
export function kindsWhere(test: (node: ts.Node) => boolean): Kinds {
  return Uint8Array.from({ length: ts.SyntaxKind.Count }, (_, kind) => (test({ kind } as ts.Node) ? 1 : 0));
}

const TYPES = kindsWhere(ts.isTypeNode);

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
  // Nodes of different kinds are laid out differently, so asking one for its kind is slow: it is done once.
  const kinds: ts.SyntaxKind[] = [];
  const identifiers: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    const { kind } = node;
    if (kind === ts.SyntaxKind.Identifier) {
      identifiers.push(node as ts.Identifier);
      return;
    }
    if (TYPES[kind] === 1) return;
    nodes.push(node);
    kinds.push(kind);
    ts.forEachChild(node, visit);
  };
  visit(source);
  let byName: Map<string, ts.Identifier[]> | undefined;
  return {
    nodes,
    identifiers,
    of: (wanted) => {
      const found: ts.Node[] = [];
      for (let index = 0; index < nodes.length; index++)
        if (wanted[kinds[index]!] === 1) found.push(nodes[index]!);
      return found;
    },
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
