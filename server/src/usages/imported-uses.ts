import ts from 'typescript';
import { callersOf, isReference, roleOf } from './callers';
import { requiredModule } from './constants';
import type { GuardedCall, ImportedUses, Reference } from './facts';
import type { GuardOf, Guards } from './guards';
import type { Guard } from './read';
import { referenceOf } from './references';
import { type Binding, createScopes, type Scopes } from './scope';
import { parseSource } from './source';
import { treeOf } from './tree';

type SeveralGuards<R> = readonly (GuardOf<R> & { readonly via?: readonly string[] })[];

/** The calls of imported functions about which reads decide. */
export function callsUnder<R>(
  path: string,
  source: ts.SourceFile,
  scopes: Scopes,
  guards: Guards<R>,
  toGuards: (list: SeveralGuards<R>) => readonly Guard[],
): GuardedCall[] {
  const found: GuardedCall[] = [];
  eachImported(path, source, scopes, undefined, (callee, node) => {
    const call = roleOf(node);
    if (!call || call === 'value') return;
    const list = [...guards.of(call), ...callersOf(call, source, scopes, guards).guards];
    if (list.length > 0) found.push({ callee: callee(), guards: toGuards(list) });
  });
  return found;
}

/**
 * How a file uses the functions of other files that bear one of some names; `default` stands for every default import. A
 * module that is loaded at run time may be used in any way: its callee is `*`.
 */
export function importedUses(
  path: string,
  text: string,
  names: ReadonlySet<string>,
  parse = parseSource,
): ImportedUses[] {
  const source = parse(path, text);
  const scopes = createScopes(source);
  const found = new Map<string, ImportedUses>();
  const add = (callee: Reference, use: Partial<ImportedUses>): void => {
    const id = callee.kind === 'import' ? `${callee.module} ${callee.name} ${callee.path.join('.')}` : '';
    const before = found.get(id);
    found.set(id, {
      callee,
      calls: (before?.calls ?? 0) + (use.calls ?? 0),
      entries: [...(before?.entries ?? []), ...(use.entries ?? [])],
      escapes: before?.escapes === true || use.escapes === true,
      aliases: [...(before?.aliases ?? []), ...(use.aliases ?? [])],
    });
  };
  const ofModule = (module: string, name: string): Reference => ({
    kind: 'import',
    file: path,
    module,
    name,
    path: [],
  });

  eachImported(path, source, scopes, names, (of, node) => {
    const callee = of();
    const role = roleOf(node);
    if (role === 'value') add(callee, { escapes: true });
    else if (role) {
      const { entry } = callersOf(role, source, scopes, NO_GUARDS);
      add(callee, { calls: 1, ...(entry && { entries: [entry] }) });
    } else if (ts.isExportSpecifier(node.parent)) add(callee, { aliases: [node.parent.name.text] });
    else if (ts.isExportAssignment(node.parent)) add(callee, { aliases: ['default'] });
  });
  for (const node of treeOf(source).nodes) {
    const module = ts.isCallExpression(node) ? requiredModule(node) : undefined;
    if (module !== undefined) add(ofModule(module, '*'), { escapes: true });
  }
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) continue;
    const { exportClause, moduleSpecifier } = statement;
    if (!exportClause || !ts.isNamedExports(exportClause) || !ts.isStringLiteralLike(moduleSpecifier))
      continue;
    for (const { name, propertyName } of exportClause.elements) {
      const original = (propertyName ?? name).text;
      if (names.has(original)) add(ofModule(moduleSpecifier.text, original), { aliases: [name.text] });
    }
  }
  return [...found.values()];
}

const NO_GUARDS: Guards<never> = { of: () => [], tested: () => [], readBehind: () => undefined };

/** Calls for each use of what the file imports, of a namespace for each member that is taken of it. */
function eachImported(
  path: string,
  source: ts.SourceFile,
  scopes: Scopes,
  names: ReadonlySet<string> | undefined,
  each: (callee: () => Reference, node: ts.Node) => void,
): void {
  const imported = importedNames(source);
  for (const node of imported.size > 0 ? treeOf(source).identifiers : []) {
    if (!imported.has(node.text) || !isReference(node)) continue;
    const { parent } = node;
    if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) continue;
    const member = ts.isPropertyAccessExpression(parent) ? parent : undefined;
    const binding = scopes.resolve(node);
    const name = binding && importedName(binding);
    if (name === undefined) continue;
    if (member && (!names || names.has(member.name.text)))
      each(() => referenceOf(path, member, scopes), member);
    else if (!member && (!names || names.has(name) || name === '*'))
      each(() => referenceOf(path, node, scopes), node);
  }
}

/** What a file calls the things that it imports. */
function importedNames(source: ts.SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of source.statements) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (clause?.name) found.add(clause.name.text);
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) found.add(bindings.name.text);
    else for (const { name } of bindings?.elements ?? []) found.add(name.text);
  }
  return found;
}

/** What a binding's module calls it; `*` for the module itself. */
function importedName(binding: Binding): string | undefined {
  if (ts.isImportSpecifier(binding)) return (binding.propertyName ?? binding.name).text;
  if (ts.isImportClause(binding)) return 'default';
  return ts.isNamespaceImport(binding) ? '*' : undefined;
}
