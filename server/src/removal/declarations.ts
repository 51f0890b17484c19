import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { TextEdit } from '../text/edits';
import { contains, type Span, span } from '../text/span';
import { isAnswered, keyGiven, turnsOn } from '../usages/declarations';
import { ownerName } from '../usages/function-name';
import { isNamedForFlags, wordsOf } from '../usages/names';
import { literalValue } from '../usages/nodes';
import { nameText } from '../usages/property-names';
import { isTestFile } from '../usages/test-file';
import { isPure } from './effects';
import { type Emptied, emptiedBy, isLeftOutHere } from './emptied';
import { extentOf, type Listed } from './extent';
import type { KeyName } from './key-names';
import { bare, isTransparent } from './syntax';
import { isGroup, linesOf, runsForRows, testAround, withEmptied } from './test-files';
import { helperOf, NOTHING_ASKED, OTHER_VALUE } from './test-helpers';
import { RAN_WITH_OTHER } from './test-removal';
import type { About } from './tests-about';
import { validatedBy } from './validators';
import { parse } from './view';

/** What takes a flag's name out of the enums, types and tables of one source. */
export interface DeclarationRemoval {
  readonly edits: readonly TextEdit[];
  /** Names by which code could still ask for what goes: members of enums and of tables of keys. */
  readonly members: readonly string[];
  /** Declarations that stay, each with why. */
  readonly kept: readonly { readonly span: Span; readonly reason: string }[];
  readonly notes: readonly { readonly span: Span; readonly message: string }[];
  /** What a test's calls are given that is empty now, and that nothing in the source shows to be left out. */
  readonly emptied: readonly Emptied[];
}

/**
 * Takes members out of their enum, union, interface, object or list; each with its separator, its line and its own doc comment. Of a test
 * file that is not about the flag no test goes. `leftOut` are the starts of what a test's call can do without once it is empty.
 */
export function removeDeclarations(
  file: string,
  text: string,
  places: readonly Span[],
  keep: FlagValue,
  about: About = 'flag',
  leftOut: ReadonlySet<number> = new Set(),
): DeclarationRemoval {
  const source = parse(file, text);
  const edits: TextEdit[] = [];
  const members: string[] = [];
  const kept: { span: Span; reason: string }[] = [];
  const notes: { span: Span; message: string }[] = [];
  const open: Emptied[] = [];
  const gone = new Set<ts.Node>();
  const drop = (test: ts.Statement): void => {
    const whole = withEmptied(test, gone);
    if (gone.has(whole)) return;
    gone.add(whole);
    edits.push({ span: linesOf(whole, source), newText: '' });
  };
  const others = isTestFile(file) ? places.flatMap((place) => memberAt(source, place) ?? []) : [];
  for (const place of places) {
    const member = memberAt(source, place);
    const helper = member && isTestFile(file) ? helperOf(member.node, source, keep, about) : undefined;
    const isOther = member !== undefined && isTestFile(file) && setsOther(member.node, keep);
    const around = isOther && !helper ? testAround(member.node) : undefined;
    const isOverridden = (group: ts.Statement): boolean =>
      others.some(({ node }) => node !== member?.node && isInside(node, group) && !setsOther(node, keep));
    const isOfMore = (group: ts.Statement): boolean =>
      isOverridden(group) ||
      runsForRows(group) ||
      (isGroup(group) && member!.siblings.length > 1) ||
      (keep === true && member!.siblings.some((one) => one !== member!.node && setsOther(one, false)));
    const test = around && around !== 'all' && (about !== 'flag' || isOfMore(around)) ? 'all' : around;
    if (typeof helper === 'string') kept.push({ span: place, reason: helper });
    else if (!member)
      kept.push({ span: place, reason: 'It is declared here in a way that cannot be taken out.' });
    else if (test && test !== 'all') drop(test);
    else if (isOther && about === 'idle') kept.push({ span: place, reason: NOTHING_ASKED });
    else if (isOther && !test) kept.push({ span: place, reason: OTHER_VALUE });
    else if (!gone.has(member.node)) {
      const reason = whyKept(member, gone);
      if (reason !== undefined) kept.push({ span: place, reason });
      else {
        gone.add(member.node);
        const emptied = isTestFile(file) ? emptiedBy(member.node, gone) : undefined;
        const isLeftOut = ({ node }: Listed): boolean => leftOut.has(node.getStart(source));
        const setting = emptied?.levels.find(
          (level) => isLeftOutHere(emptied, level, source) || isLeftOut(level),
        );
        if (emptied && !setting) open.push(emptied);
        if (test) notes.push({ span: place, message: about === 'flag' ? RAN_WITH_OTHER : NOTHING_ASKED });
        edits.push({ span: extentOf(setting ?? member, source), newText: '' });
        if (member.name !== undefined) members.push(member.name);
        edits.push(...(helper?.edits ?? []));
        for (const test of helper?.tests ?? []) drop(test);
      }
    }
  }
  return { edits: withoutCovered(edits), members, kept, notes, emptied: open };
}

/** The names that stand for the key where it is declared: of members of enums, and of tables of keys. */
export function keyNamesAt(file: string, text: string, places: readonly Span[]): KeyName[] {
  const source = parse(file, text);
  return places.flatMap((place): KeyName[] => {
    const member = memberAt(source, place);
    if (member?.name === undefined) return [];
    const { parent } = member.node;
    const owner = ts.isEnumDeclaration(parent) ? parent.name.text : ownerName(parent);
    return owner === undefined ? [] : [{ owner, member: member.name }];
  });
}

/** The names that stand beside a declared one: the other members of its union, table or type. */
export function namesBeside(file: string, text: string, place: Span): string[] {
  const source = parse(file, text);
  const member = memberAt(source, place);
  return (member?.siblings ?? []).flatMap((sibling) => {
    if (sibling === member?.node) return [];
    const name = ts.isLiteralTypeNode(sibling) ? sibling.literal : (sibling as ts.NamedDeclaration).name;
    if (ts.isStringLiteralLike(sibling)) return [sibling.text];
    const row = bare(sibling);
    if (ts.isObjectLiteralExpression(row)) return textsOfRow(row);
    if (isAnswered(row)) return [row.elements[0].text];
    return name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? [name.text] : [];
  });
}

/** The texts that stand in a row, one of which is the key by which it is known. */
function textsOfRow({ properties }: ts.ObjectLiteralExpression): string[] {
  return properties.flatMap((one) => {
    const value = ts.isPropertyAssignment(one) ? bare(one.initializer) : undefined;
    return value && ts.isStringLiteralLike(value) ? [value.text] : [];
  });
}

/** Whether a declared name is that of a row in a list, `{ id: 'new-ui', title: 'New' }`. */
export function isInRow(file: string, text: string, place: Span): boolean {
  const member = memberAt(parse(file, text), place);
  const row = member && bare(member.node);
  return row !== undefined && (ts.isObjectLiteralExpression(row) || isAnswered(row));
}

/** Members `newUi?: boolean` of interfaces and object types, where a name is of several words and so means one thing. */
export function looseMembers(file: string, text: string, names: readonly string[]): Span[] {
  const telling = names.filter(meansOneThing);
  if (telling.length === 0) return [];
  const source = parse(file, text);
  const found: Span[] = [];
  const visit = (node: ts.Node): void => {
    const isNamed =
      ts.isPropertySignature(node) &&
      (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) &&
      telling.includes(node.name.text);
    if (isNamed && node.questionToken && node.type?.kind === ts.SyntaxKind.BooleanKeyword) {
      found.push(extentOf({ node, siblings: node.parent.members }, source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The names of members of objects that are the key, or a form of it, where that means one thing: `setUp({ 'new-ui': true })`. */
export function membersNamed(file: string, text: string, names: readonly string[]): Span[] {
  const telling = names.filter(meansOneThing);
  if (telling.length === 0) return [];
  const source = parse(file, text);
  const found: Span[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && telling.includes(nameText(node.name) ?? ''))
      found.push(nameSpan(node.name, source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A name of several words; one of a single word stands for many things. */
export function meansOneThing(key: string): boolean {
  return wordsOf(key).length > 1;
}

function isInside(node: ts.Node, group: ts.Node): boolean {
  return group.pos <= node.pos && node.end <= group.end;
}

/** What goes with a whole test needs no edit of its own; what goes for two reasons goes once. */
export function withoutCovered(edits: readonly TextEdit[]): TextEdit[] {
  const isSame = (one: TextEdit, other: TextEdit): boolean =>
    one.span.start === other.span.start && one.span.end === other.span.end;
  return edits.filter(
    (edit, index) =>
      !edits.some((other, at) =>
        isSame(edit, other) ? at < index : at !== index && contains(other.span, edit.span),
      ),
  );
}

/** Whether a test's table gives the flag the value that the program no longer has. */
function setsOther(node: ts.Node, keep: FlagValue): boolean {
  if (typeof keep !== 'boolean') return false;
  const row = bare(node);
  if (ts.isArrayLiteralExpression(node.parent) && !isAnswered(row)) return !keep && turnsOn(node.parent);
  const answer = isAnswered(row) ? row.elements[1] : ts.isPropertyAssignment(node) && node.initializer;
  return answer !== false && literalValue(answer) === !keep;
}

interface Member extends Listed {
  /** The name by which code asks for it, where its key is another text. */
  readonly name?: string;
}

function memberAt(source: ts.SourceFile, place: Span): Member | undefined {
  let found: Member | undefined;
  const visit = (node: ts.Node): void => {
    if (!contains(span(node.getFullStart(), node.end), place)) return;
    if (ts.isEnumMember(node) && node.initializer) {
      found = { node, siblings: node.parent.members, name: node.name.getText(source) };
    } else if (ts.isPropertySignature(node) && contains(nameSpan(node.name, source), place)) {
      found = { node, siblings: node.parent.members };
    } else if (ts.isPropertyAssignment(node) && isKeyOf(node, place, source)) {
      const isValue = contains(nameSpan(node.initializer, source), place);
      const row = isValue ? rowOf(node.parent) : undefined;
      const entry = isValue ? entryOf(node) : undefined;
      const name = nameText((entry ?? node).name);
      found = row ?? {
        node: entry ?? node,
        siblings: (entry ?? node).parent.properties,
        ...(isValue && name !== undefined && { name }),
      };
    } else if (ts.isGetAccessorDeclaration(node) && contains(nameSpan(node.name, source), place)) {
      found = { node, siblings: (node.parent as ts.ClassLikeDeclaration).members };
    } else if (ts.isShorthandPropertyAssignment(node) && contains(nameSpan(node.name, source), place)) {
      found = { node, siblings: node.parent.properties };
    } else if (ts.isLiteralTypeNode(node) && ts.isUnionTypeNode(node.parent)) {
      found = { node, siblings: node.parent.types };
    } else if (isListed(node, place, source)) {
      found = (isAnswered(node.parent) ? rowOf(node.parent) : undefined) ?? {
        node,
        siblings: node.parent.elements,
      };
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** An element of a list: a text, or a name of the flag, `Flag.NEW_UI`. */
function isListed(
  node: ts.Node,
  place: Span,
  source: ts.SourceFile,
): node is (ts.StringLiteralLike | ts.PropertyAccessExpression) & {
  readonly parent: ts.ArrayLiteralExpression;
} {
  if (!ts.isStringLiteralLike(node) && !ts.isPropertyAccessExpression(node)) return false;
  const isAt = node.getStart(source) === place.start && node.end === place.end;
  return ts.isArrayLiteralExpression(node.parent) && (isAt || ts.isStringLiteralLike(node));
}

/** `{ id: 'new-ui', title: 'New' }` or `['new-ui', true]` of a list of flags: the whole row. */
function rowOf(row: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression): Member | undefined {
  let element: ts.Node = row;
  while (isTransparent(element.parent)) element = element.parent;
  const list = element.parent;
  return ts.isArrayLiteralExpression(list) ? { node: element, siblings: list.elements } : undefined;
}

/** `NEW_UI` of `const FLAGS = { NEW_UI: { flag: 'new-ui', defaultValue: false } }`: an entry that tells no more than of its flag. */
function entryOf({ parent: fields }: ts.PropertyAssignment): (ts.PropertyAssignment & Fields) | undefined {
  const tellsOfFlag = ({ name }: ts.ObjectLiteralElementLike): boolean =>
    OF_FLAG.has((name && nameText(name)?.toLowerCase()) ?? '');
  const entry = fields.parent;
  if (!ts.isPropertyAssignment(entry) || !ts.isObjectLiteralExpression(entry.parent)) return undefined;
  const isTable = isNamedForFlags(ownerName(entry.parent) ?? '');
  return isTable && fields.properties.every(tellsOfFlag)
    ? (entry as ts.PropertyAssignment & Fields)
    : undefined;
}

interface Fields {
  readonly parent: ts.ObjectLiteralExpression;
}

/** What a table of flags tells of each. */
const OF_FLAG = new Set([
  ...['flag', 'flagkey', 'flagname', 'key', 'name', 'id'],
  ...['default', 'defaultvalue', 'fallback', 'variants', 'values', 'type', 'description'],
  ...['owner', 'team', 'created', 'createdat', 'expires', 'expiresat', 'jira', 'ticket'],
]);

function isKeyOf(node: ts.PropertyAssignment, place: Span, source: ts.SourceFile): boolean {
  if (contains(nameSpan(node.name, source), place)) return true;
  const value = keyGiven(node.initializer) ?? node.initializer;
  return ts.isStringLiteralLike(value) && contains(nameSpan(value, source), place);
}

function nameSpan(node: ts.Node, source: ts.SourceFile): Span {
  return span(node.getStart(source), node.end);
}

function whyKept({ node, siblings }: Member, gone: ReadonlySet<ts.Node>): string | undefined {
  const rest = siblings.filter((sibling) => sibling !== node && !gone.has(sibling));
  if (rest.length === 0 && ts.isLiteralTypeNode(node)) return 'It is the last member of its type.';
  if (ts.isEnumMember(node)) {
    const next = siblings[siblings.indexOf(node) + 1];
    // A member without a value counts on from the one before it.
    return next && ts.isEnumMember(next) && !next.initializer
      ? 'The next member of its enum counts on from it.'
      : undefined;
  }
  if (ts.isPropertyAssignment(node) && !isInert(node.initializer)) return 'Its value may have an effect.';
  const row = bare(node);
  if (ts.isObjectLiteralExpression(row) && !describes(row)) return 'Its row does more than describe it.';
  return undefined;
}

/** Whether a row is nothing but data, and so tells of a flag and does nothing for it. */
function describes(row: ts.Node): boolean {
  const isData = (node: ts.Node): boolean =>
    !ts.isFunctionLike(node) && ts.forEachChild(node, (child) => !isData(child) || undefined) === undefined;
  return isInert(row as ts.Expression) && isData(row);
}

/** Whether nobody can notice that an expression is not evaluated any more; a plain call, or an object made of plain things, counts as a flag's default. */
function isInert(node: ts.Expression): boolean {
  return isPlain(node) || isPure(node) || validatedBy(node) !== undefined;
}

function isPlain(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && (node.arguments ?? []).every(isPlain);
  if (ts.isLiteralExpression(node) || ts.isIdentifier(node) || node.kind === ts.SyntaxKind.TrueKeyword)
    return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword) return true;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return true;
  if (ts.isPropertyAccessExpression(node)) return isPlain(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return isPlain(node.operand);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return isPlain(node.expression);
  if (ts.isBinaryExpression(node)) {
    const isAssignment =
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
    return !isAssignment && isPlain(node.left) && isPlain(node.right);
  }
  if (ts.isConditionalExpression(node))
    return isPlain(node.condition) && isPlain(node.whenTrue) && isPlain(node.whenFalse);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every(
      (property) => ts.isPropertyAssignment(property) && isInert(property.initializer),
    );
  }
  return ts.isArrayLiteralExpression(node) && node.elements.every(isPlain);
}
