import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import { type Span, span } from '../text/span';
import { nextLine } from './layout';
import { parse } from './view';

/** What a source takes from a module. */
export interface Import {
  readonly module: string;
  /** The module's names for it; `all` where the whole module is taken, or only loaded. */
  readonly names: ReadonlySet<string> | 'all';
  /** For `import * as all`, where it is only asked for members: these. */
  readonly members?: ReadonlySet<string>;
  /** For `export … from`: under which names it hands them on, by the module's own; `all` for `export *`. */
  readonly handsOn?: ReadonlyMap<string, string> | 'all';
}

/** Everything that a source imports, however it does. */
export function importsOf(file: string, text: string): Import[] {
  const tree = parse(file, text);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      if (ts.isStringLiteral(node.moduleSpecifier))
        found.push(ofImport(node, node.moduleSpecifier.text, tree));
      return;
    }
    if (ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
        found.push(ofExport(node, node.moduleSpecifier.text));
      return;
    }
    const module = loadedModule(node);
    if (module !== undefined) found.push({ module, names: 'all' });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function ofImport({ importClause }: ts.ImportDeclaration, module: string, tree: ts.SourceFile): Import {
  if (!importClause) return { module, names: 'all' };
  const names = new Set<string>();
  if (importClause.name) names.add('default');
  const { namedBindings } = importClause;
  if (namedBindings && ts.isNamespaceImport(namedBindings)) {
    const members = names.size === 0 ? membersAsked(tree, namedBindings.name) : undefined;
    return { module, names: 'all', ...(members && { members }) };
  }
  for (const { name, propertyName } of namedBindings?.elements ?? []) names.add((propertyName ?? name).text);
  return { module, names };
}

/** The members that a name is asked for, where it stands for nothing else anywhere in the source. */
function membersAsked(tree: ts.SourceFile, name: ts.Identifier): ReadonlySet<string> | undefined {
  const members = new Set<string>();
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node) members.add(parent.name.text);
      else if (ts.isQualifiedName(parent) && parent.left === node) members.add(parent.right.text);
      else return false;
    }
    return ts.forEachChild(node, (child) => (visit(child) ? undefined : true)) !== true;
  };
  return visit(tree) ? members : undefined;
}

/** Whether an import may take one of some names. */
export function mayTake({ names, members }: Import, some: ReadonlySet<string>): boolean {
  const taken = members ?? names;
  return taken === 'all' || [...taken].some((name) => some.has(name));
}

function ofExport({ exportClause }: ts.ExportDeclaration, module: string): Import {
  if (!exportClause) return { module, names: 'all', handsOn: 'all' };
  if (ts.isNamespaceExport(exportClause)) return { module, names: 'all' };
  const handsOn = new Map(
    exportClause.elements.map(({ name, propertyName }) => [(propertyName ?? name).text, name.text]),
  );
  return { module, names: new Set(handsOn.keys()), handsOn };
}

/** `import('./a')`, `require('./a')`, `typeof import('./a')`, `import a = require('./a')`, `vi.mock('./a')`. */
function loadedModule(node: ts.Node): string | undefined {
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)
      ? node.argument.literal.text
      : undefined;
  }
  if (ts.isExternalModuleReference(node))
    return ts.isStringLiteral(node.expression) ? node.expression.text : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const [first] = node.arguments;
  if (!first || !ts.isStringLiteralLike(first)) return undefined;
  const { expression } = node;
  const isLoading =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require') ||
    ts.isPropertyAccessExpression(expression);
  // `vi.mock`, `jest.requireActual`, `require.resolve`, `new URL`: any method that is given a relative module's name.
  const isRelative = first.text.startsWith('.') || !ts.isPropertyAccessExpression(expression);
  return isLoading && isRelative ? first.text : undefined;
}

/** The names that a source declares and exports with one word, so that they can go with their declaration. */
export function declaredExports(file: string, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of parse(file, text).statements) {
    if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) continue;
    if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) names.add(name.text);
    } else if (isNamedDeclaration(statement) && statement.name) names.add(statement.name.text);
  }
  return names;
}

function isNamedDeclaration(
  node: ts.Statement,
): node is
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.EnumDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node)
  );
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((one) => one.kind === kind) ?? false);
}

/**
 * Takes names out of `export { a } from './a'` and `export { a }`, whole statements where nothing else is in them; `all`
 * takes every statement that hands the module on.
 */
export function withoutHandedOn(
  file: string,
  text: string,
  isGoing: (module: string | undefined, name: string) => boolean,
): TextEdit[] {
  const tree = parse(file, text);
  const edits: TextEdit[] = [];
  for (const statement of tree.statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier, exportClause } = statement;
    const module = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : undefined;
    if (!exportClause || ts.isNamespaceExport(exportClause)) {
      if (module !== undefined && isGoing(module, '*'))
        edits.push({ span: wholeLines(statement, tree), newText: '' });
      continue;
    }
    const { elements } = exportClause;
    const going = elements.filter(({ name, propertyName }) => isGoing(module, (propertyName ?? name).text));
    if (going.length === 0) continue;
    if (going.length === elements.length) {
      edits.push({ span: wholeLines(statement, tree), newText: '' });
      continue;
    }
    for (const element of going) {
      const index = elements.indexOf(element);
      const next = elements[index + 1];
      const gone = next
        ? span(element.getStart(tree), next.getStart(tree))
        : span(elements[index - 1]!.end, element.end);
      edits.push({ span: gone, newText: '' });
    }
  }
  return withoutOverlaps(edits);
}

/** The last elements of a list reach back to one that may go as well. */
function withoutOverlaps(edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of edits) {
    const last = kept.at(-1);
    const start = Math.max(edit.span.start, last?.span.end ?? 0);
    if (start < edit.span.end) kept.push({ span: span(start, edit.span.end), newText: '' });
  }
  return kept;
}

function wholeLines(node: ts.Node, tree: ts.SourceFile): Span {
  return span(node.getStart(tree), nextLine(tree.text, node.end));
}
