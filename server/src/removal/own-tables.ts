import ts from 'typescript';
import { contains } from '../text/span';
import type { Read } from '../usages/read';
import { resolveModule } from '../usages/resolve';
import type { Place, Snapshot } from '../workspace/snapshot';
import { importedName, localName } from './exports';
import { analyzeScopes } from './scope';
import { nodeAt } from './sites';
import { bare } from './syntax';
import { parse } from './view';

/**
 * Where tables are written that reads take the flag out of: the member's name in `export default { newUi: env('NEW_UI') }` for
 * `config.newUi`, each once. Of a table that is put together in another way, nothing.
 */
export async function ownTables(
  reads: readonly Read[],
  { modules }: Pick<Snapshot, 'modules'>,
  textOf: (file: string) => Promise<string | undefined>,
): Promise<Place[]> {
  const found = new Map<string, Place>();
  for (const read of reads) {
    const text = read.shape === 'lookup' ? await textOf(read.file) : undefined;
    const tree = text === undefined ? undefined : parse(read.file, text);
    const asked = tree && (askedOf(nodeAt(tree, read.site)) ?? takenOf(nodeAt(tree, read.span)));
    if (!tree || !asked) continue;
    const table = await tableOf(read.file, tree, asked.root, async (module) => {
      const file = resolveModule(read.file, module, modules);
      const other = file === undefined ? undefined : await textOf(file);
      return other === undefined ? undefined : { file: file!, tree: parse(file!, other) };
    });
    const name = table && memberIn(table.object, asked.path);
    const typed = table && memberOfType(table.object, table.tree, asked.path);
    if (!table || !name || typed === 'unknown') continue;
    for (const at of typed ? [name, typed] : [name]) {
      const span = { start: at.getStart(table.tree), end: at.end };
      found.set(`${table.file}:${span.start}`, { file: table.file, span });
    }
  }
  return [...found.values()];
}

/**
 * The reads that stand in what a table has for the flag, `{ NEW_UI: process.env.NEW_UI || has('NEW_UI') }`: they are how the flag is declared, and go
 * with its member once nothing takes it out of the table.
 */
export async function declaringReads(
  reads: readonly Read[],
  snapshot: Pick<Snapshot, 'modules'>,
  textOf: (file: string) => Promise<string | undefined>,
): Promise<ReadonlySet<Read>> {
  const values: Place[] = [];
  const certain = reads.filter(({ certainty }) => certainty === 'certain');
  for (const { file, span } of await ownTables(certain, snapshot, textOf)) {
    const text = await textOf(file);
    const member = text === undefined ? undefined : nodeAt(parse(file, text), span)?.parent;
    if (member && ts.isPropertyAssignment(member))
      values.push({ file, span: { start: member.initializer.pos, end: member.initializer.end } });
  }
  const isIn = (read: Read) => (value: Place) => value.file === read.file && contains(value.span, read.site);
  return new Set(reads.filter((read) => values.some(isIn(read))));
}

/** The reads, but for those by which the flag is declared and of which it cannot be told what they give. */
export async function withoutDeclaring(
  reads: readonly Read[],
  snapshot: Pick<Snapshot, 'modules'>,
  textOf: (file: string) => Promise<string | undefined>,
): Promise<readonly Read[]> {
  const isPlain = ({ certainty, opaque }: Read): boolean => certainty === 'certain' && opaque === undefined;
  if (reads.every(isPlain)) return reads;
  const declaring = await declaringReads(reads, snapshot, textOf);
  return reads.filter((read) => isPlain(read) || !declaring.has(read));
}

/** `config.features.newUi`, as a name and the members that are asked of it. */
function askedOf(
  node: ts.Node | undefined,
): { readonly root: ts.Identifier; readonly path: readonly string[] } | undefined {
  const path: string[] = [];
  let at = node && bare(node);
  while (at && ts.isPropertyAccessExpression(at)) {
    path.unshift(at.name.text);
    at = bare(at.expression);
  }
  return at && ts.isIdentifier(at) && path.length > 0 ? { root: at, path } : undefined;
}

/** The same of `newUi` in `const { newUi } = config.features`. */
function takenOf(node: ts.Node | undefined): ReturnType<typeof askedOf> {
  const element = node && ts.isIdentifier(node) ? node.parent : node;
  if (!element || !ts.isBindingElement(element) || element.dotDotDotToken) return undefined;
  const taken = element.propertyName ?? element.name;
  const owner = element.parent.parent;
  if (!ts.isIdentifier(taken) || !ts.isVariableDeclaration(owner) || !owner.initializer) return undefined;
  const table = bare(owner.initializer);
  const asked = ts.isIdentifier(table) ? { root: table, path: [] } : askedOf(table);
  return asked && { root: asked.root, path: [...asked.path, taken.text] };
}

interface Source {
  readonly file: string;
  readonly tree: ts.SourceFile;
}

async function tableOf(
  file: string,
  tree: ts.SourceFile,
  root: ts.Identifier,
  open: (module: string) => Promise<Source | undefined>,
): Promise<(Source & { readonly object: ts.ObjectLiteralExpression }) | undefined> {
  const [declaration, ...others] = analyzeScopes(tree).bindingOf(root)?.declarations ?? [];
  if (!declaration || others.length > 0) return undefined;
  const imported = importedName(declaration.node);
  if (!imported) {
    const object = objectOf(declaration.node);
    return object && { file, tree, object };
  }
  const source = await open(imported.module);
  const object = source && exportedObject(source.tree, imported.name);
  return object && { ...source, object };
}

function exportedObject(tree: ts.SourceFile, name: string): ts.ObjectLiteralExpression | undefined {
  for (const statement of tree.statements) {
    if (name === 'default' && ts.isExportAssignment(statement) && !statement.isExportEquals) {
      const value = bare(statement.expression);
      if (ts.isObjectLiteralExpression(value)) return value;
    }
  }
  const local = localName(tree, name);
  const variables = tree.statements.filter(ts.isVariableStatement);
  const declared = variables
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((one) => local !== undefined && ts.isIdentifier(one.name) && one.name.text === local);
  return declared && objectOf(declared);
}

function objectOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  const value = ts.isVariableDeclaration(node) && node.initializer ? bare(node.initializer) : undefined;
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** The name of the member that a path leads to, where all that it passes is written out. */
function memberIn(
  object: ts.ObjectLiteralExpression,
  [name, ...path]: readonly string[],
): ts.Identifier | ts.StringLiteral | undefined {
  const named = object.properties.filter(
    (one) =>
      one.name && (ts.isIdentifier(one.name) || ts.isStringLiteral(one.name)) && one.name.text === name,
  );
  const [member, ...others] = named;
  if (!member || others.length > 0 || !ts.isPropertyAssignment(member)) return undefined;
  if (path.length === 0) return member.name as ts.Identifier | ts.StringLiteral;
  const inner = bare(member.initializer);
  return ts.isObjectLiteralExpression(inner) ? memberIn(inner, path) : undefined;
}

/** The member of the type that a table is said to be of, where that is written beside it and names the member; `unknown` for a type of elsewhere. */
function memberOfType(
  object: ts.ObjectLiteralExpression,
  tree: ts.SourceFile,
  path: readonly string[],
): ts.PropertyName | 'unknown' | undefined {
  const type = typeOf(object);
  if (!type) return undefined;
  const [name = '', ...more] = path;
  const members = membersOf(type, tree);
  if (!members || more.length > 0) return 'unknown';
  return members.find((one) => one.name && ts.isIdentifier(one.name) && one.name.text === name)?.name;
}

/** What says of which type an object is; `as const` says nothing. */
function typeOf(object: ts.ObjectLiteralExpression): ts.TypeNode | undefined {
  let at: ts.Node = object;
  for (; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isVariableDeclaration(parent)) return parent.type;
    const isSaid = ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent);
    if (isSaid && !ts.isConstTypeReference(parent.type)) return parent.type;
    if (!isSaid && !ts.isParenthesizedExpression(parent)) return undefined;
  }
  return undefined;
}

function membersOf(type: ts.TypeNode, tree: ts.SourceFile): readonly ts.TypeElement[] | undefined {
  if (ts.isTypeLiteralNode(type)) return type.members;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName) || type.typeArguments)
    return undefined;
  const { text } = type.typeName;
  const declared = tree.statements.filter(
    (one) => (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) && one.name.text === text,
  );
  const [only, ...others] = declared;
  if (!only || others.length > 0) return undefined;
  if (ts.isInterfaceDeclaration(only)) return only.heritageClauses ? undefined : only.members;
  return ts.isTypeAliasDeclaration(only) && ts.isTypeLiteralNode(only.type) ? only.type.members : undefined;
}
