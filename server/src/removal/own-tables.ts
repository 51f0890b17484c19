import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { contains } from '../text/span';
import { type Read, TAKEN_APART } from '../usages/read';
import { resolveModule } from '../usages/resolve';
import type { Place, Snapshot } from '../workspace/snapshot';
import { importedName, localName } from './exports';
import { isYesOrNo, onlyAnswer } from './flag-functions';
import { literalOf } from './literals';
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
    const member = await memberOf(read, modules, textOf);
    if (!member || member.typed === 'unknown') continue;
    const { file, tree, name, typed } = member;
    for (const at of typed ? [name, typed] : [name]) {
      const span = { start: at.getStart(tree), end: at.end };
      found.set(`${file}:${span.start}`, { file, span });
    }
  }
  return [...found.values()];
}

/**
 * The reads, as certain those too that take the flag out of a table of the project's own, named for flags, whose member says yes or no:
 * `config.features.newUi` of `features: { newUi: env('NEW_UI') === 'true' }`, `flags.newUi` of a class with `get newUi() { return true; }`. What else
 * than that should somebody mean who asks for this name? Not where what is written there is the other answer in any case.
 */
export async function withOwnMembers(
  reads: readonly Read[],
  keep: FlagValue,
  { modules }: Pick<Snapshot, 'modules'>,
  textOf: (file: string) => Promise<string | undefined>,
): Promise<readonly Read[]> {
  if (typeof keep !== 'boolean') return reads;
  const found: Read[] = [];
  for (const read of reads) {
    const isWhole = read.opaque === undefined || read.opaque === TAKEN_APART;
    const isOpen = read.certainty === 'likely' && isWhole && read.through === undefined;
    const isPlain = read.part === undefined && read.result.path.length === 0;
    const member = isOpen && isPlain ? await memberOf(read, modules, textOf) : undefined;
    const value = member && valueAt(member.name.parent);
    const isFlag = value && isYesOrNo(value, { ...member, scopes: analyzeScopes(member.tree) });
    const isOther = value && literalOf(value)?.value === !keep;
    found.push(isFlag && !isOther ? { ...read, certainty: 'certain' } : read);
  }
  return found;
}

/** What a table's member is, or gives whenever it is asked for; nothing where what is spread behind it may take its place. */
function valueAt(member: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(member)) return isOverridden(member) ? undefined : member.initializer;
  return ts.isGetAccessorDeclaration(member) ? onlyAnswer(member) : undefined;
}

function isOverridden(member: ts.PropertyAssignment): boolean {
  const { properties, parent: outer } = member.parent;
  if (properties.some((one) => ts.isSpreadAssignment(one) && one.pos > member.pos)) return true;
  return ts.isPropertyAssignment(outer) && isOverridden(outer);
}

export interface OwnMember extends Source {
  readonly name: ts.Identifier | ts.StringLiteral;
  /** The member of the table's type, where it is said to be of one. */
  readonly typed: ts.PropertyName | 'unknown' | undefined;
}

/** Where the table is written that a read takes the flag out of, by the name of the member there. */
export async function memberOf(
  read: Read,
  modules: Snapshot['modules'],
  textOf: (file: string) => Promise<string | undefined>,
): Promise<OwnMember | undefined> {
  const text = read.shape === 'lookup' ? await textOf(read.file) : undefined;
  const tree = text === undefined ? undefined : parse(read.file, text);
  const asked = tree && (askedOf(nodeAt(tree, read.site)) ?? takenOf(nodeAt(tree, read.span)));
  if (!tree || !asked) return undefined;
  const table = await tableOf(read.file, tree, asked.root, async (module) => {
    const file = resolveModule(read.file, module, modules);
    const other = file === undefined ? undefined : await textOf(file);
    return other === undefined ? undefined : { file: file!, tree: parse(file!, other) };
  });
  if (!table) return undefined;
  const { object } = table;
  if (!ts.isObjectLiteralExpression(object)) {
    const name = asked.path.length === 1 ? getterIn(object, asked.path[0]!) : undefined;
    return name && { ...table, name, typed: undefined };
  }
  const name = memberIn(object, asked.path);
  return name && { ...table, name, typed: memberOfType(object, table.tree, asked.path) };
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
): Promise<(Source & { readonly object: Table }) | undefined> {
  const [declaration, ...others] = analyzeScopes(tree).bindingOf(root)?.declarations ?? [];
  if (!declaration || others.length > 0) return undefined;
  const imported = importedName(declaration.node);
  if (!imported) {
    const object = objectOf(declaration.node, tree);
    return object && { file, tree, object };
  }
  const source = await open(imported.module);
  const object = source && exportedObject(source.tree, imported.name);
  return object && { ...source, object };
}

/** What is written out with its members: an object, or the class of which one is made. */
type Table = ts.ObjectLiteralExpression | ts.ClassDeclaration;

function exportedObject(tree: ts.SourceFile, name: string): Table | undefined {
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
  return declared && objectOf(declared, tree);
}

function objectOf(node: ts.Node, tree: ts.SourceFile): Table | undefined {
  const value = ts.isVariableDeclaration(node) && node.initializer ? bare(node.initializer) : undefined;
  if (value && ts.isObjectLiteralExpression(value)) return value;
  const isConstant = value && (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0;
  if (!isConstant || !ts.isNewExpression(value) || !ts.isIdentifier(value.expression)) return undefined;
  const [made, ...others] = analyzeScopes(tree).bindingOf(value.expression)?.declarations ?? [];
  return made && others.length === 0 && ts.isClassDeclaration(made.node) ? made.node : undefined;
}

/** The name of a class's getter, where nothing else of it bears that name. */
function getterIn({ members }: ts.ClassDeclaration, name: string): ts.Identifier | undefined {
  const [member, ...others] = members.filter(
    (one) => one.name && ts.isIdentifier(one.name) && one.name.text === name,
  );
  const isGetter = member && ts.isGetAccessorDeclaration(member) && others.length === 0;
  return isGetter && !member.modifiers && ts.isIdentifier(member.name) ? member.name : undefined;
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
