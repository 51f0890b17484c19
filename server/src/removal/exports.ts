import ts from 'typescript';
import { namesBound } from '../usages/nodes';
import { analyzeScopes } from './scope';
import type { Binding, Scopes } from './scope-model';

/** Under which names a file's functions, classes, enums and variables are exported, each with its name in the file. */
export function exportsOf(tree: ts.SourceFile): [exported: string, local: string][] {
  return tree.statements.flatMap((statement): [string, string][] => {
    if (ts.isExportAssignment(statement))
      return ts.isIdentifier(statement.expression) ? [['default', statement.expression.text]] : [];
    if (ts.isExportDeclaration(statement)) {
      const { exportClause, moduleSpecifier } = statement;
      if (moduleSpecifier || !exportClause || !ts.isNamedExports(exportClause)) return [];
      return exportClause.elements.map(({ name, propertyName }) => [name.text, (propertyName ?? name).text]);
    }
    const kinds = ts.canHaveModifiers(statement)
      ? (ts.getModifiers(statement) ?? []).map(({ kind }) => kind)
      : [];
    if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isEnumDeclaration(statement)) return [[statement.name.text, statement.name.text]];
    if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      const { text } = statement.name;
      return [[kinds.includes(ts.SyntaxKind.DefaultKeyword) ? 'default' : text, text]];
    }
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations
      .flatMap(({ name }) => namesBound(name))
      .map((name): [string, string] => [name, name]);
  });
}

/** `export { Show } from './show'`: where a file has an export from. */
export function handedOnName(
  tree: ts.SourceFile,
  wanted: string,
): { readonly module: string; readonly name: string } | undefined {
  for (const statement of tree.statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const { exportClause, moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) continue;
    const found =
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.find(({ name }) => name.text === wanted)
        : undefined;
    if (found) return { module: moduleSpecifier.text, name: (found.propertyName ?? found.name).text };
  }
  return undefined;
}

/** The modules of `export * from …`. */
export function allHandedOn(tree: ts.SourceFile): string[] {
  return tree.statements.flatMap((statement) => {
    const isAll = ts.isExportDeclaration(statement) && !statement.exportClause;
    const specifier = isAll ? statement.moduleSpecifier : undefined;
    return specifier && ts.isStringLiteral(specifier) ? [specifier.text] : [];
  });
}

/** What an import's element or default asks for, and of which module. */
export function importedName(node: ts.Node): { readonly module: string; readonly name: string } | undefined {
  const clause = ts.isImportSpecifier(node) ? node.parent.parent : ts.isImportClause(node) ? node : undefined;
  const module = clause?.parent.moduleSpecifier;
  if (!module || !ts.isStringLiteral(module)) return undefined;
  const name = ts.isImportSpecifier(node) ? (node.propertyName ?? node.name).text : 'default';
  return { module: module.text, name };
}

/** A file's own name for what it exports. */
export function localName(tree: ts.SourceFile, exported: string): string | undefined {
  return exportsOf(tree).find(([name]) => name === exported)?.[1];
}

/** `export { FEATURES }`, `export default FEATURES` */
export function isExport({ parent }: ts.Node): boolean {
  return ts.isExportSpecifier(parent) || ts.isExportAssignment(parent);
}

/** Whether a source itself uses what it declares at its top under a name. */
export function isUsedInside(tree: ts.SourceFile, name: string): boolean {
  const binding = topBinding(analyzeScopes(tree), tree, name);
  return binding?.uses.some(({ exports }) => !exports) ?? false;
}

/** What a name at the top of a source stands for. */
export function topBinding(scopes: Scopes, tree: ts.SourceFile, name: string): Binding | undefined {
  return scopes.bindings.find((binding) => binding.scope.node === tree && binding.name === name);
}
