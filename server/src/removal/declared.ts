import ts from 'typescript';
import { type Binding, createScopes, type Scopes } from '../usages/scope';

const scopes = new WeakMap<ts.SourceFile, Scopes>();

/** What a name is declared as in its file; nothing for one of the language's own. */
export function declarationOf(name: ts.Identifier): Binding | undefined {
  return scopesOf(name.getSourceFile()).resolve(name);
}

/** The names of a file as the scan knows them, worked out once. */
export function scopesOf(source: ts.SourceFile): Scopes {
  let known = scopes.get(source);
  if (!known) {
    known = createScopes(source);
    scopes.set(source, known);
  }
  return known;
}

/** Whether an expression is one of these names, and stands for what the language itself means by it. */
export function isOfLanguage(node: ts.Expression, names: { has(name: string): boolean }): boolean {
  return ts.isIdentifier(node) && names.has(node.text) && !declarationOf(node);
}

/** The import that a name stands for; nothing where something nearer bears the name. */
export function importOf(
  name: ts.Identifier,
): { readonly module: string; readonly name: string } | undefined {
  const declared = declarationOf(name);
  if (!declared) return undefined;
  const imported = importedAs(declared);
  let node: ts.Node = declared;
  while (imported !== undefined && !ts.isImportDeclaration(node)) node = node.parent;
  if (imported === undefined || !ts.isImportDeclaration(node)) return undefined;
  const { moduleSpecifier: module } = node;
  return ts.isStringLiteral(module) ? { module: module.text, name: imported } : undefined;
}

function importedAs(declared: Binding): string | undefined {
  if (ts.isImportClause(declared)) return 'default';
  if (ts.isNamespaceImport(declared)) return '*';
  return ts.isImportSpecifier(declared) ? (declared.propertyName ?? declared.name).text : undefined;
}
