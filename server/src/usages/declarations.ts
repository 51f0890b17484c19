import ts from 'typescript';
import { type Span, span } from '../text/span';
import { exportSet, WHOLE_MODULE } from './common-js';
import type { DeclarationFact } from './facts';
import {
  byWords,
  flagsListed,
  givesFeatureFlags,
  isNamedForFlags,
  isNamedForFlagTable,
  wordsOf,
} from './names';
import { literalValue } from './nodes';
import { nameText } from './property-names';
import { isTestFile } from './test-file';
import { kindsWhere, treeOf } from './tree';
import { unwrap } from './unwrap';

/**
 * Groups of names that may be flags: the members of an enum, of a constant table or list, of a union of literals, of
 * an interface or a table of defaults. Whether they are flags, the flag files tell.
 */
export function declarationsIn(source: ts.SourceFile): DeclarationFact[] {
  const found: DeclarationFact[] = [];
  const isTest = isTestFile(source.fileName);
  const add = (namedForFlags: boolean, members: readonly Member[]): void => {
    if (members.length > 0) found.push({ namedForFlags, members });
  };
  const addRows = (name: string, value: ts.Expression): void => {
    const isList = ts.isArrayLiteralExpression(unwrap(value)) || ts.isNewExpression(unwrap(value));
    if (isList && isNamedForTable(name)) add(true, ofRows(value, source));
  };
  const addGiven = (name: string, giver: ts.Node): void => {
    if (!isTest && givesFeatureFlags(name)) add(true, ofGiven(giver, source));
  };
  const exported = tableExported(source);
  if (exported) add(isNamedForTable(moduleName(source.fileName)), ofValue(exported, source, 0));
  for (const node of treeOf(source).of(DECLARATIONS)) {
    const table = settingsOf(node, isTest);
    if (table) {
      const members = table.properties.flatMap((property) =>
        ofName(property.name, source).map((member) => ({
          ...member,
          ...(ts.isShorthandPropertyAssignment(property) && { isShorthand: true }),
        })),
      );
      if (members.length > 0) found.push({ namedForFlags: false, isSetting: true, members });
    }
    const enabled = isTest && !ts.isVariableDeclaration(node) ? listOf(node) : undefined;
    if (enabled) {
      const members = textsIn(enabled, source);
      if (members.length > 0) found.push({ namedForFlags: true, isSetting: true, members });
    }
    if (ts.isEnumDeclaration(node))
      add(
        isNamedForFlags(node.name.text),
        node.members.flatMap((member) => ofEnumMember(member, source)),
      );
    else if (ts.isInterfaceDeclaration(node))
      add(
        isNamedForTable(node.name.text),
        node.members.flatMap((member) => ofName(member.name, source)),
      );
    else if (ts.isTypeAliasDeclaration(node)) {
      const isTable = hasTypeLiteral(node.type);
      add(
        isTable ? isNamedForTable(node.name.text) : isNamedForFlags(node.name.text),
        ofType(node.type, source),
      );
    } else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      // `const defaults: FlagDefaults = …`: the type's name tells as well.
      const type = node.type && ts.isTypeReferenceNode(node.type) ? node.type.typeName.getText(source) : '';
      add(isNamedForTable(node.name.text) || isNamedForTable(type), ofValue(node.initializer, source, 0));
      addRows(node.name.text, node.initializer);
      addGiven(node.name.text, node.initializer);
    } else if (ts.isFunctionDeclaration(node)) {
      addGiven(node.name?.text ?? '', node);
    } else if (ts.isPropertyAssignment(node)) {
      addRows(nameText(node.name) ?? '', node.initializer);
    } else if (ts.isPropertyDeclaration(node) && node.initializer) {
      const name = nameText(node.name);
      if (name !== undefined) add(isNamedForTable(name), ofValue(node.initializer, source, 0));
    }
  }
  return found;
}

/** The table that is all of a module, `export default { newUi: true }`, `module.exports = { … }`: it bears the module's name. */
function tableExported({ statements }: ts.SourceFile): ts.Expression | undefined {
  for (const statement of statements) {
    if (ts.isExportAssignment(statement)) return statement.expression;
    const set = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    if (set && ts.isBinaryExpression(set) && exportSet(set) === WHOLE_MODULE) return set.right;
  }
  return undefined;
}

/** What a file, or the folder whose index it is, is called. */
export function moduleName(file: string): string {
  const [own = '', folder = ''] = file.split('/').reverse();
  const name = own.slice(0, own.indexOf('.'));
  return name === 'index' ? folder : name;
}

const DECLARATIONS = kindsWhere(
  (node) =>
    ts.isPropertyAssignment(node) ||
    ts.isJsxAttribute(node) ||
    ts.isCallExpression(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isPropertyDeclaration(node),
);

/**
 * What gives flags their values: `flags: { new_ui: true }`, or in a test the table that a reader of all flags is to give:
 * `useFlags: () => ({ new_ui: true })`, `vi.mocked(useFlags).mockReturnValue({ new_ui: true })`.
 */
function settingsOf(node: ts.Node, isTest: boolean): ts.ObjectLiteralExpression | undefined {
  const given =
    ts.isJsxAttribute(node) || ts.isVariableDeclaration(node)
      ? undefined
      : (givenAs(node, isNamedForSettings) ?? (isTest ? givenToSetter(node) : undefined));
  return given && ts.isObjectLiteralExpression(given) ? given : undefined;
}

/** What a test hands to a function that is named for flags: `mockFlags({ new_ui: true })`, `mockLDFlags.set({ new_ui: true })`. */
function givenToSetter(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const names = ts.isPropertyAccessExpression(expression)
    ? [expression.name, unwrap(expression.expression)]
    : [unwrap(expression)];
  const isSetter = names.some((name) => ts.isIdentifier(name) && isNamedForSettings(name.text));
  return isSetter ? node.arguments.find(ts.isObjectLiteralExpression) : undefined;
}

type Literal = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression;

/** What is given to a property, an attribute or a variable of a certain name, or as the answer of a mock that is called so. */
function givenAs(node: ts.Node, isNamed: (name: string) => boolean): Literal | undefined {
  if (ts.isPropertyAssignment(node) || ts.isJsxAttribute(node) || ts.isVariableDeclaration(node)) {
    const { name, initializer } = node;
    const given = initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
    const text = ts.isIdentifier(name) ? name.text : ts.isPropertyName(name) ? nameText(name) : undefined;
    // What is no table or list is most of what is given to anything.
    const literal = given && literalOf(given as ts.Expression);
    return literal && text !== undefined && isNamed(text) ? literal : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [answer] = node.arguments;
  const { name, expression: mocked } = node.expression;
  if (!answer || !ANSWERS.has(name.text)) return undefined;
  const subject = ts.isCallExpression(mocked) ? mocked.arguments[0] : unwrap(mocked);
  return subject && ts.isIdentifier(subject) && isNamed(subject.text) ? literalOf(answer) : undefined;
}

/**
 * The list that turns flags on in a test: `enabledFlags: ['new_ui']`, `<Page enabledFlags={['new_ui']}>`, or what a getter of it is to
 * give: `getEnabledFlagsMock.mockResolvedValue(['new_ui'])`, or what sets them: `setFeatureFlags(['new_ui'])`.
 */
function listOf(node: ts.Node): ts.ArrayLiteralExpression | undefined {
  const given = givenAs(node, (name) => flagsListed(withoutMock(name)) !== undefined) ?? listedFor(node);
  return given && ts.isArrayLiteralExpression(given) ? given : undefined;
}

/** The one thing that is handed to a function that is named for setting flags, and for nothing besides. */
function listedFor(node: ts.Node): ts.Expression | undefined {
  const name =
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) ? node.expression.text : undefined;
  if (name === undefined || !ts.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const words = wordsOf(name).filter((word) => !SETTERS.has(word));
  return words.length < wordsOf(name).length && flagsListed(words.join('_')) !== undefined
    ? unwrap(node.arguments[0]!)
    : undefined;
}

const SETTERS = new Set(['set', 'enable', 'activate', 'mock', 'stub', 'with', 'setup']);

/** Whether a list is one that turns flags on in a test. */
export function turnsOn(list: ts.ArrayLiteralExpression): boolean {
  if (!isTestFile(list.getSourceFile().fileName)) return false;
  for (let at: ts.Node = list.parent; !ts.isStatement(at) && !ts.isSourceFile(at); at = at.parent)
    if (listOf(at) === list) return true;
  return false;
}

/** `getFlagsMock`, `mockedFlags`: what stands in for something is called after it. */
function withoutMock(name: string): string {
  return wordsOf(name)
    .filter((word) => !MOCK_WORDS.has(word))
    .join('_');
}

const MOCK_WORDS = new Set(['mock', 'mocked', 'fake', 'stub', 'spy']);

function textsIn({ elements }: ts.ArrayLiteralExpression, source: ts.SourceFile): Member[] {
  const texts: Member[] = [];
  for (const element of elements) if (ts.isStringLiteralLike(element)) texts.push(ofLiteral(element, source));
  return texts;
}

function isNamedForSettings(name: string): boolean {
  return wordsOf(name).some((word) => SETTING_WORDS.has(word));
}

/** A table or a list, or the one that a function does nothing but give, be it a mock: `vi.fn(() => ({ … }))`. */
function literalOf(expression: ts.Expression): Literal | undefined {
  const node = unwrap(expression);
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return node;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [given] = node.arguments;
    return given && node.expression.name.text === 'fn' ? literalOf(given) : undefined;
  }
  const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  if (!isFunction) return undefined;
  const { body } = node;
  if (!ts.isBlock(body)) return literalOf(body);
  const [statement, ...others] = body.statements;
  const isAnswer = statement && others.length === 0 && ts.isReturnStatement(statement);
  return isAnswer && statement.expression ? literalOf(statement.expression) : undefined;
}

/** How mocks are told what to answer. */
const ANSWERS = new Set([
  'mockReturnValue',
  'mockReturnValueOnce',
  'mockResolvedValue',
  'mockResolvedValueOnce',
  'mockImplementation',
  'mockImplementationOnce',
]);

function hasTypeLiteral(type: ts.TypeNode): boolean {
  if (ts.isTypeLiteralNode(type)) return true;
  if (ts.isParenthesizedTypeNode(type)) return hasTypeLiteral(type.type);
  if (ts.isIntersectionTypeNode(type)) return type.types.some(hasTypeLiteral);
  return ts.isTypeReferenceNode(type) && (type.typeArguments ?? []).some(hasTypeLiteral);
}

/**
 * Whether a table of this name lists flags: `UiFlags`, `flagDefaults`, `FEATURES`. One flag's own fields stand in a
 * `FeatureToggle`, and what describes them in a `toggleSchema`.
 */
const isNamedForTable = byWords((words) => {
  if (words.length === 0 || DESCRIPTIONS.has(words.at(-1)!)) return false;
  // `RemoteConfig` is two words that only together speak of flags.
  if (words.some(isNamedForFlagTable) || isNamedForFlagTable(words.join('_'))) return true;
  return words.slice(0, -1).some((word) => SETTING_WORDS.has(word));
});

const DESCRIPTIONS = new Set([
  'schema',
  'schemas',
  'props',
  'dto',
  'model',
  'entity',
  'request',
  'response',
  'payload',
  'row',
  'record',
  'flag',
  'toggle',
]);

type Member = DeclarationFact['members'][number];

const SETTING_WORDS = new Set(['flag', 'flags', 'toggle', 'toggles']);

function ofEnumMember(member: ts.EnumMember, source: ts.SourceFile): Member[] {
  const value = member.initializer && unwrap(member.initializer);
  return value && ts.isStringLiteralLike(value) ? [ofLiteral(value, source)] : [];
}

function ofType(type: ts.TypeNode, source: ts.SourceFile): Member[] {
  if (ts.isParenthesizedTypeNode(type)) return ofType(type.type, source);
  if (ts.isUnionTypeNode(type)) return type.types.flatMap((member) => ofType(member, source));
  if (ts.isLiteralTypeNode(type) && ts.isStringLiteralLike(type.literal))
    return [ofLiteral(type.literal, source)];
  if (ts.isTypeLiteralNode(type)) return type.members.flatMap((member) => ofName(member.name, source));
  if (ts.isIntersectionTypeNode(type)) return type.types.flatMap((member) => ofType(member, source));
  // `Partial<{ … }>`, `Readonly<…>`: what they wrap.
  if (ts.isTypeReferenceNode(type))
    return (type.typeArguments ?? []).flatMap((argument) => ofType(argument, source));
  return [];
}

/** A table's values where they are texts, else its names: `{ NEW: 'new' }` names `new`, `{ new: false }` does too. */
function ofValue(expression: ts.Expression, source: ts.SourceFile, depth: number): Member[] {
  const node = unwrap(expression);
  if (depth > 4) return [];
  if (
    ts.isCallExpression(node) &&
    node.arguments.length === 1 &&
    ts.isPropertyAccessExpression(node.expression)
  ) {
    return node.expression.name.text === 'freeze' ? ofValue(node.arguments[0]!, source, depth + 1) : [];
  }
  if (ts.isArrayLiteralExpression(node)) {
    return textsIn(node, source);
  }
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((property): Member[] => {
    if (!ts.isPropertyAssignment(property)) return [];
    const value = unwrap(property.initializer);
    if (ts.isStringLiteralLike(value)) return [ofLiteral(value, source), ...ofName(property.name, source)];
    const given = keyGiven(value);
    if (given) return [ofLiteral(given, source), ...ofName(property.name, source)];
    if (ts.isObjectLiteralExpression(value)) {
      const nested = ofValue(value, source, depth + 1);
      return [
        ...ofName(property.name, source),
        ...nested.map((member): Member => ({ ...member, isNested: true })),
      ];
    }
    return ofName(property.name, source);
  });
}

/** What an object that stands for a flag is made of: `'new_ui'` of `new Feature('new_ui', false)`. */
export function keyGiven(value: ts.Expression): ts.StringLiteralLike | undefined {
  const first = ts.isNewExpression(value) ? value.arguments?.[0] : undefined;
  return first && ts.isStringLiteralLike(first) ? first : undefined;
}

/** The members of the table that a function gives in the end: `function getFlags() { …; return { newUi: params.has('new') }; }`. */
function ofGiven(giver: ts.Node, source: ts.SourceFile): Member[] {
  const owner = ts.isFunctionDeclaration(giver) ? giver : unwrap(giver as ts.Expression);
  const isFunction =
    ts.isFunctionDeclaration(owner) || ts.isArrowFunction(owner) || ts.isFunctionExpression(owner);
  const body = isFunction ? owner.body : undefined;
  const last = body && ts.isBlock(body) ? body.statements.at(-1) : body;
  const given = last && ts.isReturnStatement(last) ? last.expression : last;
  const table = given && !ts.isStatement(given) ? unwrap(given) : undefined;
  if (!table || !ts.isObjectLiteralExpression(table)) return [];
  return table.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) ? ofName(property.name, source) : [],
  );
}

/**
 * The rows of a list of flags, each known by the same member, `toggles: [{ id: 'new', title: 'New' }]` names `new`, or by what it
 * begins with, `flags: [['new', true]]`.
 */
function ofRows(expression: ts.Expression, source: ts.SourceFile): Member[] {
  const list = unwrap(expression);
  if (ts.isNewExpression(list) && ts.isIdentifier(list.expression) && list.expression.text === 'Map')
    return list.arguments?.[0] ? ofRows(list.arguments[0], source) : [];
  if (!ts.isArrayLiteralExpression(list)) return [];
  if (list.elements.length > 0 && list.elements.every(isAnswered))
    return list.elements.filter(isAnswered).map((row) => ofLiteral(row.elements[0], source));
  const keys = list.elements.map((element) => keyOfRow(unwrap(element)));
  const [first] = keys;
  const isAlike = keys.every((key) => key && nameText(key.name) === nameText(first!.name));
  return isAlike ? keys.map((key) => ofLiteral(unwrap(key!.initializer) as ts.StringLiteral, source)) : [];
}

type Answered = ts.ArrayLiteralExpression & {
  readonly elements: readonly [ts.StringLiteralLike, ts.Expression];
};

/** `['new', true]`: a key with its answer. */
export function isAnswered(row: ts.Node): row is Answered {
  if (!ts.isArrayLiteralExpression(row) || row.elements.length !== 2) return false;
  const [key, answer] = row.elements;
  return ts.isStringLiteralLike(key!) && typeof literalValue(answer) === 'boolean';
}

/** The member by which a row of a list is known: the first that is a text, and the key of a flag by its name. */
function keyOfRow(row: ts.Expression): ts.PropertyAssignment | undefined {
  if (!ts.isObjectLiteralExpression(row)) return undefined;
  return row.properties.find(
    (one): one is ts.PropertyAssignment =>
      ts.isPropertyAssignment(one) &&
      ROW_KEYS.has(nameText(one.name) ?? '') &&
      ts.isStringLiteralLike(unwrap(one.initializer)),
  );
}

const ROW_KEYS = new Set(['id', 'key', 'name', 'flag', 'flagKey', 'flagName', 'slug']);

function ofLiteral(literal: ts.StringLiteralLike, source: ts.SourceFile): Member {
  return { key: literal.text, span: span(literal.getStart(source) + 1, literal.end - 1) };
}

function ofName(name: ts.PropertyName | undefined, source: ts.SourceFile): Member[] {
  const text = name && nameText(name);
  if (!name || text === undefined) return [];
  const own: Span = span(name.getStart(source), name.end);
  return [{ key: text, span: ts.isStringLiteralLike(name) ? span(own.start + 1, own.end - 1) : own }];
}
