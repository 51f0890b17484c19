import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { extentOf, type Listed } from './extent';
import { parse } from './view';

/**
 * Where types declare a member of a name, in their texts, where nothing else in them says that name but the members that are no matter:
 * a property of an interface or an object type, or a text among others of a union. Nothing where something else says it.
 */
export function onlyDeclaredIn(
  texts: ReadonlyMap<string, string>,
  name: string,
  isNoMatter: (file: string, name: ts.Node) => boolean,
): readonly string[] | undefined {
  const files: string[] = [];
  for (const [file, text] of texts) {
    const named = nodesNamed(parse(file, text), name).filter((node) => !isNoMatter(file, node));
    if (!named.every((node) => declaredAt(node))) return undefined;
    if (named.length > 0) files.push(file);
  }
  return files;
}

/** The cuts that take such members out of a source. */
export function cutsOfDeclared(file: string, text: string, name: string): TextEdit[] {
  const tree = parse(file, text);
  return nodesNamed(tree, name).flatMap((node) => {
    const declared = declaredAt(node);
    return declared ? [{ span: extentOf(declared, tree), newText: '' }] : [];
  });
}

function nodesNamed(tree: ts.SourceFile, name: string): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isIdentifier(node) || ts.isPrivateIdentifier(node);
    if (isText && node.text === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function declaredAt(node: ts.Node): Listed | undefined {
  const { parent } = node;
  if (ts.isPropertySignature(parent) && parent.name === node)
    return { node: parent, siblings: parent.parent.members };
  const isOfUnion =
    ts.isLiteralTypeNode(parent) && ts.isUnionTypeNode(parent.parent) && parent.parent.types.length > 1;
  return isOfUnion ? { node: parent, siblings: (parent.parent as ts.UnionTypeNode).types } : undefined;
}
