import ts from 'typescript';
import type { Constants } from './constants';
import type { Constant } from './facts';
import { isNamedForFlags, isSplitTest, lastSegment, wordsOf } from './names';
import { isCallee } from './nodes';
import { originOf } from './origins';
import { lastName } from './references';
import { type Scopes, variableOf } from './scope';
import { unwrap } from './unwrap';

/**
 * The arguments of a call that may be flags' keys because the function, or its receiver, is named for flags:
 * `connectToFlags('a', 'b')`, `getFeatureFlag.execute(Command.create({ key: 'a' }))`, `withFeature({ flag: 'a' })`.
 * Which of them are keys is for the flag files to say.
 */
export function namedArguments(call: ts.CallExpression, scopes: Scopes): ts.Expression[] {
  const callee = unwrap(call.expression);
  const name = lastName(callee);
  if (name === undefined) return [];
  const receiver = ts.isPropertyAccessExpression(callee)
    ? receiverName(callee.expression, scopes)
    : undefined;
  const [verb] = wordsOf(name);
  if (!isNamedForFlags(name) && (receiver === undefined || !isNamedForFlags(receiver))) {
    return argumentsNamedForFlags(call, name);
  }
  if (isConversion(name)) return [];
  const asks = receiver !== undefined && ASKING.has(wordsOf(receiver)[0]!);
  if ((OTHER_VERBS.has(verb!) && !asks) || wordsOf(`${receiver ?? ''} ${name}`).some(isAside)) return [];
  return call.arguments.flatMap((argument) => keysIn(argument, scopes));
}

/** The arguments of any other function that say of themselves to be flags' keys. */
function argumentsNamedForFlags(call: ts.CallExpression, name: string): ts.Expression[] {
  const words = wordsOf(name);
  // `ask(FLAGS.NEW_UI)`: what else should a function do with a key than ask for its flag?
  const isAsked = !OTHER_VERBS.has(words[0]!) && !words.some(isAside);
  const ofTables = isAsked ? call.arguments.filter(isFlagMember) : [];
  if (ofTables.length > 0) return ofTables;
  // `isEnabledAsync('new_ui')`, `boolVariationAsync('new_ui')`: asked for a state that flags have.
  if (isAsked && words.length > 1 && words.some((word) => STATES.has(word)))
    return call.arguments.filter((argument) => ts.isStringLiteralLike(unwrap(argument)));
  // `getConfigValue('FeatureFlagApps')`: the key itself says what it is.
  return isQuestion(name) ? call.arguments.filter(isFlagText) : [];
}

const STATES = new Set(['enabled', 'variation', 'treatment', 'rollout']);

/** `FLAGS.NEW_UI`, `FeatureKeys.NewUi`: a member of something named for flags that is written as constants are. */
function isFlagMember(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  if (!ts.isPropertyAccessExpression(node)) return false;
  const table = lastName(node.expression);
  return table !== undefined && /^\p{Lu}/u.test(table) && isNamedForFlags(table);
}

/** The attributes of an element that may be flags' keys: those of a component named for flags, or named so themselves. */
export function namedAttributes(opening: ts.JsxOpeningLikeElement): ts.Expression[] {
  const name = lastName(opening.tagName as ts.Expression);
  if (name === undefined || !/^\p{Lu}/u.test(name)) return [];
  const isNamed = isNamedForFlags(name);
  return opening.attributes.properties.flatMap((attribute) => {
    if (!ts.isJsxAttribute(attribute) || !attribute.initializer) return [];
    if (!isNamed && !KEY_ATTRIBUTES.has(attribute.name.getText())) return [];
    const { initializer } = attribute;
    const value = ts.isJsxExpression(initializer) ? initializer.expression : initializer;
    return value && mayBeKey(value) ? [value] : [];
  });
}

/** Objects that ask by being made: `GetFeatureFlagCommand.create({ key })`. */
const ASKING = new Set(['get', 'is', 'has', 'use', 'check', 'read']);

const FETCHING = new Set(
  'observe select fetch load query retrieve resolve evaluate find should can are want'.split(' '),
);

/**
 * `toggleService.getValue`, `observeFlagSince`: a method that asks an object named for flags, or a function that is named for
 * them itself, and gives what it is told.
 */
export function isNamedGetter(callee: ts.Expression, scopes: Scopes): boolean {
  if (ts.isIdentifier(callee)) return isNamedForFlags(callee.text) && isQuestion(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const receiver = receiverName(callee.expression, scopes);
  return receiver !== undefined && isNamedForFlags(receiver) && isQuestion(callee.name.text);
}

/**
 * The last name of a receiver that says anything: `SplitTests` of `SplitTests.promises`, `getFlagClient` of
 * `const client = getFlagClient()`.
 */
function receiverName(receiver: ts.Expression, scopes: Scopes): string | undefined {
  const node = unwrap(receiver);
  if (ts.isPropertyAccessExpression(node) && VAGUE.has(node.name.text))
    return receiverName(node.expression, scopes);
  const name = lastName(node);
  if (name === undefined || !ts.isIdentifier(node) || !VAGUE.has(name)) return name;
  const value = valueBehind(node, scopes);
  const given = unwrap(ts.isAwaitExpression(value) ? value.expression : value);
  return ts.isCallExpression(given) ? lastName(given) : name;
}

const VAGUE = new Set(['promises', 'client', 'default', 'instance', 'current', 'value', 'api']);

function isQuestion(name: string): boolean {
  const [verb] = wordsOf(name);
  return ASKING.has(verb!) || FETCHING.has(verb!);
}

/** Whether a name says that it is a flag's: `FeatureFlagApps`, `dark_mode_flag`, `feature_dark`. */
export function saysFlag(name: string): boolean {
  const words = wordsOf(name);
  return words.length > 1 && (words.includes('flag') || words.includes('toggle') || words[0] === 'feature');
}

/**
 * `process.env`, `import.meta.env`, a constant that holds one, or what a module gives as the environment: a variable there that bears a
 * declared key is likely that flag.
 */
export function isEnvironment(object: ts.Expression, scopes: Scopes): boolean {
  const node = valueBehind(object, scopes);
  if (ts.isIdentifier(node)) {
    const origin = originOf(node, scopes);
    return origin !== undefined && (ENVIRONMENTS.get(origin.module)?.includes(origin.name) ?? false);
  }
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'env') return false;
  const owner = unwrap(node.expression);
  if (ts.isMetaProperty(owner)) return owner.keywordToken === ts.SyntaxKind.ImportKeyword;
  return ts.isIdentifier(owner) && (owner.text === 'process' || owner.text === 'Bun');
}

/** The names under which modules export all variables. */
const ENVIRONMENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['react-native-config', ['default', 'Config']],
  ['process', ['env']],
  ['node:process', ['env']],
  ['$env/dynamic/private', ['env']],
  ['$env/dynamic/public', ['env']],
]);

function isFlagText(argument: ts.Expression): boolean {
  const node = unwrap(argument);
  return ts.isStringLiteralLike(node) && saysFlag(node.text);
}

/** What is done to a flag, or to a list of flags, rather than asked of it. */
const OTHER_VERBS = new Set(
  (
    'set add remove delete update enable disable activate deactivate turn force toggle create make register define declare save put write store reset clear ' +
    'override push unshift concat join index last filter map foreach find sort split replace emit dispatch send post publish report on off once ' +
    'subscribe unsubscribe watch render sort print format parse to'
  ).split(' '),
);

/** Words of functions that only speak of flags: mocks, tests, logs, tracking, texts. */
export function isAside(word: string, index: number, words: readonly string[]): boolean {
  return ASIDES.has(word) && !isSplitTest(words, index);
}

const ASIDES = new Set(
  (
    'mock mocked stub spy jest vi expect describe it test should log logger warn error track tracking analytics set ' +
    'override overrides translate label title args called calls'
  ).split(' '),
);

/** The members of an object argument that are named for the key. */
const KEY_MEMBERS = new Set([
  'key',
  'flag',
  'flagKey',
  'flagName',
  'feature',
  'featureKey',
  'featureName',
  'featureFlag',
  'toggle',
]);

/** The attributes by which a component of any name is asked for a flag: `<Panel featureFlag="x">`. */
const KEY_ATTRIBUTES = new Set([...KEY_MEMBERS].filter((name) => name !== 'key' && name !== 'feature'));

/** `featureToAttribute(key)` makes something else of a key. */
function isConversion(name: string): boolean {
  const words = wordsOf(name);
  return words.indexOf('to') > 0 && isNamedForFlags(words[0]!);
}

function keysIn(argument: ts.Expression, scopes: Scopes): ts.Expression[] {
  const value = objectBehind(argument, scopes);
  if (!value) return mayBeKey(argument) ? [argument] : [];
  return value.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return [];
    return KEY_MEMBERS.has(property.name.text) && mayBeKey(property.initializer)
      ? [property.initializer]
      : [];
  });
}

/** An object literal, or the one that a constant holds. */
export function objectBehind(
  expression: ts.Expression,
  scopes: Scopes,
): ts.ObjectLiteralExpression | undefined {
  const value = valueBehind(expression, scopes);
  return ts.isObjectLiteralExpression(value) ? value : undefined;
}

/** An expression, or the one that a constant of the file holds. */
export function valueBehind(expression: ts.Expression, scopes: Scopes): ts.Expression {
  const node = unwrap(expression);
  const binding = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
  const variable = binding && variableOf(binding);
  const isConstant = binding && variable === binding && scopes.isConstant(binding);
  return isConstant && variable?.initializer ? unwrap(variable.initializer) : node;
}

/** A text or a name; a key is seldom made on the spot. */
function mayBeKey(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return (
    ts.isStringLiteralLike(node) ||
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isConditionalExpression(node)
  );
}

/** Whether a function of this name asks for a flag: `useFeatureEnabled`, `isFlagActive`. */
export function asksForFlags(name: string): boolean {
  return ASKING.has(wordsOf(name)[0]!) && isNamedForFlags(name);
}

/**
 * Whether a call asks by its name whether a flag is on, `getIsFeatureEnabled(…)`, `checkFlagActive(…)`, and not for the contrary, and what
 * it gives is taken for the answer: it is not called, nor handed on.
 */
export function asksForState(call: ts.Expression, callee: ts.Expression): boolean {
  const name = lastName(callee) ?? '';
  if (isCallee(call) || (ts.isCallExpression(call.parent) && call.parent.expression !== call)) return false;
  const words = wordsOf(name);
  const isState = words.some((word) => word === 'enabled' || word === 'active' || word === 'on');
  return isFlagQuestion(name) && isState && !words.some((word) => CONTRARY.has(word));
}

/** What turns a question about flags round, or asks for something else. */
export const CONTRARY: ReadonlySet<string> = new Set(
  'not no disabled disable off inactive hidden missing without un set all'.split(' '),
);

/** Whether a function of this name asks for a flag in whatever words: `retrieveFlag`, `shouldUseFeature`. */
export function isFlagQuestion(name: string): boolean {
  return isNamedForFlags(name) && isQuestion(name);
}

/**
 * Which argument of a call is the key that a reader around it was asked for, where the call is a question too:
 * `settings.getValue(name)` in `useFeatureEnabled(name)`. One word, like `get`, is every other function's name.
 */
export function askedWith(
  call: ts.CallExpression,
  name: string,
  constants: Constants,
  scopes: Scopes,
  isReader: (name: string) => boolean,
): number | undefined {
  const words = wordsOf(name);
  if (words.length < 2 || !ASKING.has(words[0]!)) return undefined;
  const index = call.arguments.findIndex((argument) => {
    if (!ts.isIdentifier(argument)) return false;
    const key = constants.evaluate(argument);
    if (key.kind !== 'parameter' || key.path.length > 0 || !isReader(lastSegment(key.wrapper))) return false;
    return isLikeKey(argument, key, scopes);
  });
  return index < 0 ? undefined : index;
}

/** Whether an argument is taken for a key by its looks. */
export function isLikeKey(expression: ts.Expression, key: Constant, scopes: Scopes): boolean {
  return likenessToKey(expression, key, scopes) >= LIKE_KEY;
}

const LIKE_KEY = 3;

/** Where services disagree about the key's position: the higher, the likelier an argument is the key. */
export function likenessToKey(expression: ts.Expression, key: Constant, scopes: Scopes): number {
  if (key.kind === 'string' || key.kind === 'oneOf') return 4;
  if (ts.isTemplateExpression(unwrap(expression)) || (key.kind === 'unknown' && key.prefix !== ''))
    return LIKE_KEY;
  const node = unwrap(expression);
  const binding = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
  const type = binding && ts.isParameter(binding) ? binding.type : undefined;
  if (type?.kind === ts.SyntaxKind.StringKeyword) return LIKE_KEY;
  if (isNamedForKey(expression)) return LIKE_KEY;
  // `FLAGS.NEW`, `FeatureKeys.New`: a table of keys.
  const table = ts.isPropertyAccessExpression(node) ? lastName(node.expression) : undefined;
  if (table !== undefined && isNamedForFlags(table)) return LIKE_KEY;
  return key.kind === 'import' || key.kind === 'element' ? 2 : 1;
}

/** Whether an expression is called after what holds a flag's key: `flagName`, `props.feature`. */
export function isNamedForKey(expression: ts.Expression): boolean {
  return wordsOf(lastName(expression) ?? '').some((word) => KEY_WORDS.has(word));
}

const KEY_WORDS = new Set(['key', 'flag', 'name', 'feature', 'toggle', 'gate']);
