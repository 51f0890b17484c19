import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { contains } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { wordsOf } from '../usages/names';
import { COMPARING } from '../usages/operators';
import { nameText } from '../usages/property-names';
import { type Read, TAKEN_APART } from '../usages/read';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { importedName } from './exports';
import { binary, type Value } from './known';
import { literalOf } from './literals';
import { memberOf } from './own-tables';
import { lastName, type Program, type Spot } from './program';
import { reactFunction } from './react';
import type { Binding } from './scope-model';
import { answerOf } from './sites';
import { isOwnFunction, type OwnFunction } from './slots';
import { bare } from './syntax';

/** Why a read stays that takes out of a table what may be more than the flag. */
const MIXED =
  'code gives a member of this name more than the flag, or its opposite, and this may be that one';

/**
 * The reads, but for those that take out of a table what code puts there under the flag's name, made of the flag and of more:
 * `flags.newUi` of `{ newUi: useFlag('newUi') && user.isAdmin }`, which is as true as the flag only for some users. What is left of that once
 * the flag is settled is followed as any value is. Where it is not seen which table is asked, the read stays as it is.
 */
export async function withoutMixed(
  reads: readonly Read[],
  keep: FlagValue,
  { modules }: Pick<Snapshot, 'modules'>,
  workspace: Pick<Workspace, 'sourcesWith' | 'text'>,
  program: Program,
): Promise<readonly Read[]> {
  const taken = new Map<Read, string>();
  for (const read of reads) {
    const isWhole = read.opaque === undefined || read.opaque === TAKEN_APART;
    const isOwn = read.certainty === 'certain' && read.sdk === undefined && !read.isSetting;
    if (!isOwn || !isWhole || isTestFile(read.file)) continue;
    const name = read.shape === 'lookup' ? await nameAt(read, program) : undefined;
    if (name !== undefined) taken.set(read, name);
  }
  const names = [...new Set(taken.values())];
  if (names.length === 0) return reads;
  const members = await membersOf(names, workspace, program);
  const textOf = (file: string): Promise<string | undefined> => workspace.text(file);
  const tables = new Map<Read, ts.Node | undefined>();
  for (const read of taken.keys()) tables.set(read, (await memberOf(read, modules, textOf))?.name.parent);

  const mixed = new Set<ts.Node>();
  /** What is made of a member that is made of more is so, too. */
  for (let count = -1; count < mixed.size; ) {
    count = mixed.size;
    const known = knownOf(reads, keep, (read) => mixed.has(tables.get(read)!));
    const telling: Telling = { known, program, names: new Map() };
    for (const member of members) {
      const told = mixed.has(member.node) ? undefined : await toldOf(member, telling);
      if (told?.isOf && !(told.known && told.known.value === keep)) mixed.add(member.node);
    }
  }
  if (mixed.size === 0) return reads;
  const all = members.filter(({ node }) => mixed.has(node));
  return reads.flatMap((read) => {
    if (!taken.has(read)) return read;
    const table = tables.get(read);
    if (table) return mixed.has(table) ? [] : read;
    // What alone is made of it is not it.
    const [only, ...others] = all;
    const makes =
      others.length === 0 &&
      only!.module.file === read.file &&
      contains({ start: only!.node.pos, end: only!.node.end }, read.site);
    return makes ? read : { ...read, opaque: MIXED };
  });
}

/** The name by which a read takes the flag out of a table. */
async function nameAt({ file, span }: Read, program: Program): Promise<string | undefined> {
  const module = embedsCode(file) ? undefined : await program.moduleOf(file);
  return module?.tree.text.slice(span.start, span.end).match(/^['"`]?([\w$-]+)['"`]?$/)?.[1];
}

/** All that gives something a member of one of the names. */
async function membersOf(
  names: readonly string[],
  workspace: Pick<Workspace, 'sourcesWith'>,
  program: Program,
): Promise<readonly Spot<Member>[]> {
  const files = new Set([...(await workspace.sourcesWith(names)).values()].flat());
  const found: Spot<Member>[] = [];
  for (const file of files) {
    const module = isTestFile(file) || embedsCode(file) ? undefined : await program.moduleOf(file);
    for (const node of module ? treeOf(module.tree).nodes : [])
      if (isMember(node) && names.includes(nameText(node.name) ?? '')) found.push({ module: module!, node });
  }
  return found;
}

type Member =
  | ts.PropertyAssignment
  | ts.ShorthandPropertyAssignment
  | ts.PropertyDeclaration
  | ts.MethodDeclaration
  | ts.GetAccessorDeclaration;

function isMember(node: ts.Node): node is Member {
  return (
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessorDeclaration(node)
  );
}

/** What a value is made of: whether of the flag, and what it then is, if nothing else decides about it. */
interface Told {
  readonly isOf: boolean;
  readonly known?: { readonly value: Value };
}

interface Telling {
  /** What the reads of a file are, by where they stand. */
  readonly known: (file: string, node: ts.Node) => ReadTold | undefined;
  readonly program: Program;
  /** What names are made of, as far as it has been told: one that is made of itself is nothing else. */
  readonly names: Map<Binding, Told>;
}

interface ReadTold extends Told {
  /** It may be a text that stands for the answer. */
  readonly isText: boolean;
}

const NOT_OF: Told = { isOf: false };
const OF_MORE: Told = { isOf: true };

function knownOf(
  reads: readonly Read[],
  keep: FlagValue,
  isMixed: (read: Read) => boolean,
): Telling['known'] {
  const told = new Map<string, ReadTold>();
  for (const read of reads) {
    const value = isMixed(read) ? undefined : answerOf(read.result, keep);
    const isText = read.certainty !== 'certain' || read.isSetting === true;
    told.set(`${read.file} ${read.site.start} ${read.site.end}`, {
      isOf: true,
      isText,
      ...(value !== undefined && { known: { value } }),
    });
  }
  return (file, node) => told.get(`${file} ${node.getStart()} ${node.end}`);
}

/** How many names and functions may lead to one another. */
const MAX_DEPTH = 6;

async function toldOf({ module, node }: Spot<Member>, telling: Telling): Promise<Told> {
  const told = await givenTo({ module, node }, telling);
  return told.isOf && isOnlySometimes(node) ? OF_MORE : told;
}

function givenTo({ module, node }: Spot<Member>, telling: Telling): Promise<Told> | Told {
  if (ts.isShorthandPropertyAssignment(node)) return tell({ module, node: node.name }, telling);
  if (ts.isMethodDeclaration(node) || ts.isGetAccessorDeclaration(node))
    return ofFunction({ module, node }, telling, 0);
  return node.initializer ? tell({ module, node: node.initializer }, telling) : NOT_OF;
}

/** `{ ...(isAdmin && { newUi: … }) }` */
function isOnlySometimes({ parent }: Member): boolean {
  let at: ts.Node = parent;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return ts.isBinaryExpression(at.parent) || ts.isConditionalExpression(at.parent);
}

async function tell({ module, node: whole }: Spot, telling: Telling, depth = 0): Promise<Told> {
  const node = bare(whole);
  const read = telling.known(module.file, node);
  if (read) return read;
  if (depth > MAX_DEPTH) return NOT_OF;
  const at = (inner: ts.Node): Promise<Told> => tell({ module, node: inner }, telling, depth);
  const literal = literalOf(node);
  if (literal) return { isOf: false, known: literal };
  if (ts.isIdentifier(node)) {
    const binding = module.scopes.bindingOf(node);
    return binding ? ofBinding({ module, node }, binding, telling, depth + 1) : NOT_OF;
  }
  if (ts.isAwaitExpression(node)) return at(node.expression);
  if (ts.isPropertyAccessExpression(node)) {
    const object = await at(node.expression);
    return object.isOf ? object : ofMember({ module, node }, telling, depth + 1);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const { isOf, known } = await at(node.operand);
    return { isOf, ...(known && { known: { value: !known.value } }) };
  }
  if (ts.isBinaryExpression(node)) return ofBinary({ module, node }, at, telling);
  if (ts.isConditionalExpression(node)) {
    const condition = await at(node.condition);
    const yes = await at(node.whenTrue);
    const no = await at(node.whenFalse);
    const isOf = condition.isOf || yes.isOf || no.isOf;
    if (condition.known) return { isOf, ...pick(condition.known.value ? yes : no) };
    return same(isOf, [yes, no]);
  }
  if (isOwnFunction(node)) return ofFunction({ module, node }, telling, depth + 1);
  if (ts.isCallExpression(node)) return ofCall({ module, node }, telling, depth + 1);
  return ofParts({ module, node }, telling, depth);
}

/** What is made in a way that is not looked into: of the flag, if any part is. */
async function ofParts({ module, node }: Spot, telling: Telling, depth: number): Promise<Told> {
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    parts.push(child);
  });
  for (const part of parts) if ((await tell({ module, node: part }, telling, depth)).isOf) return OF_MORE;
  return NOT_OF;
}

async function ofBinary(
  { module, node }: Spot<ts.BinaryExpression>,
  at: (node: ts.Node) => Promise<Told>,
  telling: Telling,
): Promise<Told> {
  const left = await at(node.left);
  const right = await at(node.right);
  const isOf = left.isOf || right.isOf;
  const operator = node.operatorToken.kind;
  if (COMPARING.has(operator)) {
    // Which text stands for which answer, the read alone would tell.
    const isText = (side: ts.Node): boolean => telling.known(module.file, bare(side))?.isText === true;
    if (isText(node.left) && isNoAnswer(right)) return left;
    if (isText(node.right) && isNoAnswer(left)) return right;
    const value =
      left.known && right.known && binary(node.operatorToken.getText(), left.known.value, right.known.value);
    return { isOf, ...(value && { known: value }) };
  }
  const decides = DECIDING.get(operator);
  if (!decides) return { isOf };
  if (left.known) return { isOf, ...pick(decides(left.known.value) ? left : right) };
  // `user.isAdmin && F` is as false as the flag.
  return { isOf, ...(operator !== QUESTION && right.known && decides(right.known.value) && pick(right)) };
}

function isNoAnswer({ known }: Told): boolean {
  return known !== undefined && typeof known.value !== 'boolean';
}

const QUESTION = ts.SyntaxKind.QuestionQuestionToken;

/** For which values of its left side an operator gives that one. */
const DECIDING: ReadonlyMap<ts.SyntaxKind, (value: Value) => boolean> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, (value) => !value],
  [ts.SyntaxKind.BarBarToken, Boolean],
  [QUESTION, (value) => value !== null && value !== undefined],
]);

function pick({ known }: Told): Pick<Told, 'known'> {
  return known ? { known } : {};
}

function same(isOf: boolean, [first, ...others]: readonly Told[]): Told {
  const isOne = first?.known && others.every(({ known }) => known && known.value === first.known!.value);
  return { isOf, ...(isOne && { known: first.known! }) };
}

/** What a name stands for by its declaration, also in another file. */
async function ofBinding(
  { module, node }: Spot,
  binding: Binding,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const [declaration, ...others] = binding.declarations;
  if (!declaration || others.length > 0) return NOT_OF;
  if (declaration.kind === 'import') {
    const wanted = importedName(declaration.node);
    const found = wanted && depth <= MAX_DEPTH && (await telling.program.exported(module.file, wanted));
    return found ? ofBinding({ module: found.module, node }, found.binding, telling, depth + 1) : NOT_OF;
  }
  const { node: declared } = declaration;
  const element = telling.known(module.file, declared) ?? telling.known(module.file, declaration.name);
  if (element) return element;
  if (isOwnFunction(declared)) return ofFunction({ module, node: declared }, telling, depth);
  const told = telling.names.get(binding);
  if (told) return told;
  telling.names.set(binding, NOT_OF);
  const found = await ofVariable({ module, node: declared }, binding, telling, depth);
  telling.names.set(binding, found);
  return found;
}

async function ofVariable(
  { module, node }: Spot,
  binding: Binding,
  telling: Telling,
  depth: number,
): Promise<Told> {
  let owner = node;
  while (ts.isBindingElement(owner)) owner = owner.parent.parent;
  const value = ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
  const first = value ? await tell({ module, node: value }, telling, depth) : NOT_OF;
  for (const { node: use, writes } of binding.uses)
    if (writes && (first.isOf || (await ofParts({ module, node: use.parent }, telling, depth)).isOf))
      return OF_MORE;
  return first;
}

/** `permissions.canShow` of `const permissions = { canShow: … }` */
async function ofMember(
  { module, node }: Spot<ts.PropertyAccessExpression>,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const object = bare(node.expression);
  const binding = ts.isIdentifier(object) ? module.scopes.bindingOf(object) : undefined;
  const declared = binding?.declarations[0]?.node;
  const wanted = declared && importedName(declared);
  const found = wanted ? await telling.program.exported(module.file, wanted) : binding && { module, binding };
  const variable = found?.binding.declarations[0]?.node;
  const value =
    variable && ts.isVariableDeclaration(variable) && variable.initializer && bare(variable.initializer);
  const properties = value && ts.isObjectLiteralExpression(value) ? value.properties : [];
  const member = properties.find(({ name }) => name && nameText(name) === node.name.text);
  if (!found || !member || !ts.isPropertyAssignment(member) || depth > MAX_DEPTH) return NOT_OF;
  return tell({ module: found.module, node: member.initializer }, telling, depth);
}

async function ofCall(
  { module, node }: Spot<ts.CallExpression>,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const owner = await telling.program.functionOf({ module, node: node.expression });
  const given = owner ? await ofFunction(owner, telling, depth) : NOT_OF;
  if (given.isOf) return given;
  const parts = await ofParts({ module, node }, telling, depth);
  const [first] = node.arguments;
  if (!parts.isOf || !first) return parts;
  const name = lastName(node.expression);
  const isSame = CONVERTING.has(wordsOf(name)[0] ?? '') || reactFunction(node.expression) === 'useMemo';
  return isSame ? tell({ module, node: first }, telling, depth) : OF_MORE;
}

/** How functions are called that give what they are given in another form: `Boolean(x)`, `toBool(x)`, `parseFlag(x)`. */
const CONVERTING: ReadonlySet<string> = new Set(['boolean', 'to', 'as', 'parse']);

/** What a function gives: what all of its returns give, if that is one value. */
async function ofFunction(
  { module, node }: Spot<OwnFunction | ts.MethodDeclaration | ts.GetAccessorDeclaration>,
  telling: Telling,
  depth: number,
): Promise<Told> {
  const { body } = node;
  if (!body || depth > MAX_DEPTH) return NOT_OF;
  if (!ts.isBlock(body)) return tell({ module, node: body }, telling, depth);
  const parts = await ofParts({ module, node: body }, telling, depth);
  if (!parts.isOf) return NOT_OF;
  const returned: Told[] = [];
  for (const expression of returnsOf(body))
    returned.push(expression ? await tell({ module, node: expression }, telling, depth) : NOT_OF);
  return same(true, returned);
}

function returnsOf(body: ts.Block): readonly (ts.Expression | undefined)[] {
  const found: (ts.Expression | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node)) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}
