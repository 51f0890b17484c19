import ts from 'typescript';
import { nameText } from '../usages/property-names';
import type { Place } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { parse } from './view';

/**
 * The names by which sources ask for a flag: of constants, members of tables, and wrappers. Only files that hold code
 * among other things may ask by them and not be seen to; none where there are no such files.
 */
export async function namesFor(workspace: Workspace, key: string): Promise<readonly string[]> {
  if ((await workspace.unparsedCode()).length === 0) return [];
  const snapshot = workspace.snapshot([key]);
  const names = new Set<string>();
  const trees = new Map<string, ts.SourceFile | undefined>();
  const look = async ({ file, span }: Place): Promise<Named | undefined> => {
    if (!trees.has(file)) {
      const text = await workspace.text(file);
      trees.set(file, text === undefined ? undefined : parse(file, text));
    }
    const tree = trees.get(file);
    return tree && nameAt(tree, span.start);
  };
  for (const place of [...snapshot.readsOf(key), ...snapshot.codeDeclarationsOf(key)]) {
    const written = 'keyAt' in place && place.keyAt ? await look(place.keyAt) : undefined;
    // `newUi.id` is asked for by the object's name: many a thing has an `id`.
    const name = (written?.isOfObject ? written : await look(place))?.name;
    if (name !== undefined && name !== key) names.add(name);
  }
  return [...names];
}

interface Named {
  readonly name: string | undefined;
  /** What is kept under the name is an object that a class makes of the text. */
  readonly isOfObject: boolean;
}

/** The identifier at a place, or the name under which the text there is kept. */
function nameAt(source: ts.SourceFile, offset: number): Named {
  let node: ts.Node | undefined = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= offset && offset < child.end ? child : undefined,
    );
    if (!inner) break;
    node = inner;
  }
  if (ts.isIdentifier(node)) return { name: node.text, isOfObject: false };
  const isOfObject = node.parent !== undefined && ts.isNewExpression(node.parent);
  while (ts.isExpression(node) && node.parent && ts.isExpression(node.parent)) node = node.parent;
  const { parent } = node;
  const isKept =
    ts.isPropertyAssignment(parent) ||
    ts.isEnumMember(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyDeclaration(parent);
  if (!isKept || parent.initializer !== node) return { name: undefined, isOfObject };
  const name = ts.isIdentifier(parent.name) ? parent.name.text : nameText(parent.name as ts.PropertyName);
  return { name, isOfObject };
}
