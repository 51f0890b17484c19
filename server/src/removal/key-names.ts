import ts from 'typescript';
import { turnsOn } from '../usages/declarations';
import { bare } from './syntax';

/** A name that stands for the flag's key: `NEW_UI` of `enum Flag { NEW_UI = 'new_ui' }`. */
export interface KeyName {
  readonly owner: string;
  readonly member: string;
}

/** Whether an expression is the flag's key, as a text or by one of its names: `Flag.NEW_UI`, whatever `Flag` is imported as. */
export type IsKey = (node: ts.Node) => boolean;

export function keyTest(tree: ts.SourceFile, key: string, names: readonly KeyName[]): IsKey {
  const imported = importedAs(tree);
  return (given) => {
    const node = bare(given);
    if (ts.isStringLiteralLike(node)) return node.text === key;
    if (!ts.isPropertyAccessExpression(node)) return false;
    const owner = bare(node.expression);
    const named = ts.isIdentifier(owner)
      ? (imported.get(owner.text) ?? owner.text)
      : ts.isPropertyAccessExpression(owner)
        ? owner.name.text
        : undefined;
    return names.some((one) => one.member === node.name.text && one.owner === named);
  };
}

/** The names that modules export, by those that a source has for them. */
function importedAs(tree: ts.SourceFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const statement of tree.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    for (const element of bindings && ts.isNamedImports(bindings) ? bindings.elements : [])
      found.set(element.name.text, (element.propertyName ?? element.name).text);
  }
  return found;
}

/** Where tests turn the flag on by one of its names, in a list: `mockFlags([Flag.NEW_UI])`. */
export function turnedOn(tree: ts.SourceFile, isKey: IsKey): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node) && node.elements.some(isKey) && turnsOn(node))
      found.push(...node.elements.filter((element) => isKey(element) && !ts.isStringLiteralLike(element)));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** The names of members of objects that are computed from the flag's key: `[Flag.NEW_UI]: false`. */
export function computedMembers(tree: ts.SourceFile, isKey: IsKey): ts.ComputedPropertyName[] {
  const found: ts.ComputedPropertyName[] = [];
  const visit = (node: ts.Node): void => {
    const name = ts.isPropertyAssignment(node) || ts.isPropertySignature(node) ? node.name : undefined;
    if (name && ts.isComputedPropertyName(name) && isKey(name.expression)) found.push(name);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}
