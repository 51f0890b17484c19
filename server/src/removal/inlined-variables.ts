import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { embedsCode } from '../usages/embedded';
import { nameText } from '../usages/property-names';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import type { Workspace } from '../workspace/workspace';
import { toTextEdits } from './draft';
import { isPure } from './effects';
import { removeElement } from './place';
import type { Program } from './program';
import { bare } from './syntax';

/**
 * What hands a variable of the environment to a build, which writes it into the program: a member of `env` in a configuration of Next, one
 * that is called `process.env.NEW_UI`, as for webpack and Vite, and what webpack's `EnvironmentPlugin` is given. It goes with the last that asks.
 */
export async function inlinedCuts(
  name: string,
  workspace: Workspace,
  program: Program,
): Promise<ReadonlyMap<string, readonly TextEdit[]>> {
  const cuts = new Map<string, readonly TextEdit[]>();
  for (const file of (await workspace.sourcesWith([name])).get(name) ?? []) {
    const module = embedsCode(file) || isTestFile(file) ? undefined : await program.moduleOf(file);
    if (!module) continue;
    const { tree } = module;
    const view = { file: tree, text: tree.text };
    const edits = treeOf(tree).nodes.flatMap((node) => {
      if (!isRow(node, name)) return [];
      const { parent } = node;
      const siblings = ts.isObjectLiteralExpression(parent) ? parent.properties : parent.elements;
      return toTextEdits(removeElement(view, node, siblings as ts.NodeArray<ts.Node>));
    });
    if (edits.length > 0) cuts.set(file, edits);
  }
  return cuts;
}

type Row = (ts.PropertyAssignment & { readonly parent: ts.ObjectLiteralExpression }) | Listed;
type Listed = ts.StringLiteralLike & { readonly parent: ts.ArrayLiteralExpression };

function isRow(node: ts.Node, name: string): node is Row {
  if (ts.isStringLiteralLike(node))
    return node.text === name && ts.isArrayLiteralExpression(node.parent) && isOfPlugin(node.parent);
  if (!ts.isPropertyAssignment(node) || !isComputed(node.initializer)) return false;
  const key = nameText(node.name);
  if (key === `process.env.${name}` || key === `import.meta.env.${name}`) return true;
  return key === name && (isOfPlugin(node.parent) || isOfNext(node.parent));
}

/** `process.env.NEW_UI ?? 'false'`, `JSON.stringify(process.env.NEW_UI)`: making it has no effect. */
function isComputed(value: ts.Expression): boolean {
  const node = bare(value) as ts.Expression;
  const isJson =
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    ts.isIdentifier(node.expression.expression) &&
    node.expression.expression.text === 'JSON';
  return isJson ? node.arguments.every((one) => isPure(one)) : isPure(value);
}

/** `new EnvironmentPlugin({ … })`, `new webpack.EnvironmentPlugin([…])` */
function isOfPlugin(given: ts.Node): boolean {
  const { parent } = given;
  if (!ts.isNewExpression(parent) || parent.arguments?.[0] !== given) return false;
  const made = bare(parent.expression);
  return (ts.isPropertyAccessExpression(made) ? made.name : made).getText() === 'EnvironmentPlugin';
}

/** `env: { … }` of a `next.config.js`. */
function isOfNext(table: ts.Node): boolean {
  const file = table.getSourceFile().fileName;
  const { parent } = table;
  return (
    /(?:^|\/)next\.config\.[cm]?[jt]s$/.test(file) &&
    ts.isPropertyAssignment(parent) &&
    nameText(parent.name) === 'env'
  );
}
