import ts from 'typescript';
import { type Span, span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { isEnvironment } from '../usages/named';
import { wordsOf } from '../usages/names';
import { EQUAL, EQUALITY, isAssignmentTarget } from '../usages/operators';
import { nameText } from '../usages/property-names';
import { type Read, TAKEN_APART } from '../usages/read';
import { VALUE } from '../usages/results';
import { isTestFile } from '../usages/test-file';
import type { Place } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { meansOneThing } from './declarations';
import { scopesOf } from './declared';
import { givesText } from './environment-readers';
import { isYesOrNo } from './flag-functions';
import { literalOf } from './literals';
import type { Module, Program } from './program';
import { saysYesOrNo } from './setting';
import { bare, isTransparent } from './syntax';
import { validatedBy } from './validators';

/**
 * Where a program asks its configuration for a member by the very name of a flag that nothing else declares, `store.get().config.enableNewUi`,
 * `const { enableNewUi } = config`: a service may give it, and no table of it be written here. Or what a library's users may opt in to,
 * `options.future?.v7_newUi`. Only where the name is of several words, all that asks for a member of that name asks a configuration, nothing
 * sets one but to true or false, or to what another one has, and something does or says that it is boolean; not where some are given the one
 * and others the other.
 */
export async function findConfigurationMembers(
  name: string,
  workspace: Workspace,
  program: Program,
): Promise<Members> {
  if (!meansOneThing(name)) return NO_MEMBERS;
  const reads: Read[] = [];
  const declaring: Place[] = [];
  const given = new Set<boolean>();
  let isBoolean = false;
  for (const file of (await workspace.sourcesWith([name])).get(name) ?? []) {
    if (embedsCode(file)) return NO_MEMBERS;
    const module = await program.moduleOf(file);
    if (!module || module.scopes.isOpaque) return NO_MEMBERS;
    for (const node of nodesOf(module.tree)) {
      let told = toldBy(node, name, isTestFile(file));
      if (told === 'other') {
        if (isHandedOn(node, name, module)) continue;
        if (!(await isOfEnvironment(node, module, program))) return NO_MEMBERS;
        told = 'boolean';
      }
      isBoolean ||= told === 'boolean';
      if (isTestFile(file) || told === undefined) continue;
      const value =
        ts.isPropertyAssignment(node) && isGiven(node) ? literalOf(node.initializer)?.value : undefined;
      if (typeof value === 'boolean') given.add(value);
      if (given.size > 1) return NO_MEMBERS;
      if (typeof told === 'object') reads.push({ ...readAt(told, name), file });
      else declaring.push({ file, span: nameSpan(node as ts.PropertySignature | ts.PropertyAssignment) });
    }
  }
  return isBoolean && reads.length > 0 ? { reads, declaring } : NO_MEMBERS;
}

/** All nodes of a source, those inside of its types too, which say what members are. */
function nodesOf(tree: ts.SourceFile): ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return nodes;
}

/**
 * Whether a member is one of what something is given on the spot, `draw({ showLegend: true })`, `[{ showLegend: true }]`: where that is now the
 * one and now the other, it is an option of what takes it, and no flag.
 */
function isGiven({ parent }: ts.PropertyAssignment): boolean {
  let at: ts.Node = parent;
  while (
    isTransparent(at.parent) ||
    ts.isPropertyAssignment(at.parent) ||
    ts.isObjectLiteralExpression(at.parent)
  )
    at = at.parent;
  const { parent: taker } = at;
  return (
    ts.isCallExpression(taker) ||
    ts.isNewExpression(taker) ||
    ts.isArrayLiteralExpression(taker) ||
    ts.isJsxExpression(taker)
  );
}

/** What asks for a flag that is a member of the configuration, and where the program says that there is such a member. */
interface Members {
  readonly reads: readonly Read[];
  readonly declaring: readonly Place[];
}

const NO_MEMBERS: Members = { reads: [], declaring: [] };

function nameSpan({ name }: ts.PropertySignature | ts.PropertyAssignment): Span {
  return span(name.getStart(), name.end);
}

/** A place that asks for the member: the whole, and the name in it. */
interface Asked {
  readonly whole: ts.PropertyAccessExpression | ts.BindingElement;
  readonly name: ts.Node;
}

/** What a node says of a member of that name: where it asks for it, that it is boolean, that another one has it, that something else bears the name, or nothing. */
function toldBy(
  node: ts.Node,
  name: string,
  isTest: boolean,
): Asked | 'boolean' | 'handed on' | 'other' | undefined {
  if (ts.isPropertyAccessExpression(node) && node.name.text === name) {
    if (isTest) return undefined;
    const isAsked =
      isConfiguration(node.expression) && !isAssignmentTarget(node) && !ts.isDeleteExpression(node.parent);
    return isAsked ? { whole: node, name: node.name } : 'other';
  }
  if (ts.isBindingElement(node) && takenName(node) === name) {
    if (isTest) return undefined;
    const isAsked = !node.initializer && !node.dotDotDotToken && isTakenFromConfiguration(node.parent);
    return isAsked ? { whole: node, name: node.propertyName ?? node.name } : 'other';
  }
  if (ts.isPropertySignature(node) && nameText(node.name) === name)
    return isBooleanType(node.type) ? 'boolean' : 'other';
  if (ts.isPropertyAssignment(node) && nameText(node.name) === name) {
    const value = literalOf(node.initializer)?.value;
    const isValidated = validatedBy(node.initializer)?.kind === 'boolean' || isOwnValidator(node.initializer);
    if (typeof value === 'boolean' || isValidated) return 'boolean';
    if (handsOn(node.initializer)) return isOfConfiguration(node.parent) ? 'handed on' : undefined;
    return isTest && value === undefined ? undefined : 'other';
  }
  const isOwn =
    ts.isShorthandPropertyAssignment(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isEnumMember(node);
  if (isOwn && node.name && nameText(node.name as ts.PropertyName) === name)
    return isTest ? undefined : 'other';
  // Who says the name as a text may ask for it, or set it.
  return ts.isStringLiteralLike(node) && node.text === name && !isTest && !isHarmless(node, name)
    ? 'other'
    : undefined;
}

/** Whether what the configuration has is put among other things by its name, `const { newUi } = config; render(page, { newUi })`. */
function isHandedOn(node: ts.Node, name: string, { scopes }: Module): boolean {
  if (!ts.isShorthandPropertyAssignment(node) || node.name.text !== name) return false;
  const [declaration, ...others] = scopes.bindingOf(node.name)?.declarations ?? [];
  const element = declaration?.node;
  if (others.length > 0 || declaration?.kind !== 'const' || !element) return false;
  if (ts.isBindingElement(element))
    return takenName(element) === name && !element.initializer && isTakenFromConfiguration(element.parent);
  const value = ts.isVariableDeclaration(element) && element.initializer && bare(element.initializer);
  return isAskedOf(value || undefined, name);
}

/** Whether a member says yes or no by what a variable of the environment holds: `newUi: toBoolean(get('NEW_UI', 'false'))`, `newUi: process.env.NEW_UI === 'true'`. */
async function isOfEnvironment(node: ts.Node, module: Module, program: Program): Promise<boolean> {
  if (!ts.isPropertyAssignment(node)) return false;
  const value = bare(node.initializer) as ts.Expression;
  const isAnswer =
    isYesOrNo(value, module) || (ts.isCallExpression(value) && (await saysYesOrNo(module, value, program)));
  if (!isAnswer) return false;
  const parts: ts.Node[] = [value];
  let isTold = false;
  for (const part of parts) {
    const isMember = ts.isPropertyAccessExpression(part) || ts.isElementAccessExpression(part);
    const [key] = ts.isCallExpression(part) ? part.arguments : [];
    const isVariable = isMember && isEnvironment(part.expression, scopesOf(module.tree));
    const reader =
      ts.isCallExpression(part) && key && ts.isStringLiteralLike(key)
        ? await program.functionOf({ module, node: part.expression })
        : undefined;
    if (isVariable || (reader && givesText(reader.node))) isTold = true;
    // What else is called may ask for more.
    else if (ts.isFunctionLike(part) || (ts.isCallExpression(part) && part !== value)) return false;
    else ts.forEachChild(part, (child) => void parts.push(child));
  }
  return isTold;
}

/** Whether a text is no question: in a type, as a member's name or value, or where the member has been asked for, `if (!future.newUi) warn('newUi')`. */
function isHarmless(text: ts.Node, name: string): boolean {
  if (ts.isPropertyAssignment(text.parent) || ts.isLiteralTypeNode(text.parent)) return true;
  // `templates.addGlobal('newUi', config.newUi)` gives it to something else, under the same name.
  const isNaming = ts.isCallExpression(text.parent) && text.parent.arguments[0] === text;
  if (isNaming && isAskedOf(text.parent.arguments[1], name)) return true;
  for (let node = text; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isFunctionLike(node)) return false;
    if (ts.isIfStatement(parent) && node !== parent.expression && isAskedIn(parent.expression, name))
      return true;
  }
  return false;
}

function isAskedOf(node: ts.Node | undefined, name: string): boolean {
  return (
    node !== undefined &&
    ts.isPropertyAccessExpression(node) &&
    node.name.text === name &&
    isConfiguration(node.expression)
  );
}

function isAskedIn(node: ts.Node, name: string): boolean {
  return (
    isAskedOf(node, name) || (ts.forEachChild(node, (child) => isAskedIn(child, name) || undefined) ?? false)
  );
}

/** `boolean(false)`: what makes the row of a schema that is the project's own, by its name. */
function isOwnValidator(expression: ts.Expression): boolean {
  const node = bare(expression);
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    BOOLEANS.has(node.expression.text) &&
    node.arguments.every((one) => typeof literalOf(one)?.value === 'boolean')
  );
}

const BOOLEANS: ReadonlySet<string> = new Set(['bool', 'boolean']);

/** `boolean`, `boolean | undefined` */
function isBooleanType(type: ts.TypeNode | undefined): boolean {
  if (!type || !ts.isUnionTypeNode(type)) return type?.kind === ts.SyntaxKind.BooleanKeyword;
  return (
    type.types.some(({ kind }) => kind === ts.SyntaxKind.BooleanKeyword) &&
    type.types.every(
      ({ kind }) => kind === ts.SyntaxKind.BooleanKeyword || kind === ts.SyntaxKind.UndefinedKeyword,
    )
  );
}

/** Whether a table gets a member from what another configuration has, `future: { newUi: options.future?.newUi === true }`. */
function handsOn(expression: ts.Expression): boolean {
  const node = bare(expression) as ts.Expression;
  if (ts.isPropertyAccessExpression(node)) return isConfiguration(node.expression);
  if (ts.isPrefixUnaryExpression(node)) {
    const inner = bare(node.operand) as ts.Expression;
    const isTwice = ts.isPrefixUnaryExpression(inner) && inner.operator === node.operator;
    return isTwice && node.operator === ts.SyntaxKind.ExclamationToken && handsOn(inner.operand);
  }
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  const other = literalOf(node.right)?.value;
  // What says the opposite, or yes in any case, is not the same.
  const isSame =
    kind === ts.SyntaxKind.QuestionQuestionToken
      ? typeof other === 'boolean'
      : kind === ts.SyntaxKind.BarBarToken
        ? other === false
        : EQUALITY.has(kind) && other === EQUAL.has(kind);
  return isSame && handsOn(node.left);
}

const OR_ELSE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
]);

/** Whether an object is a configuration: `{ future: { … } }`, `const config = { … }`. Another one goes to who knows whom, as the answer to a request does. */
function isOfConfiguration({ parent }: ts.ObjectLiteralExpression): boolean {
  const isNamed = ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent);
  return isNamed && isNamedForConfiguration(parent.name.getText());
}

function takenName({ propertyName, name }: ts.BindingElement): string | undefined {
  if (propertyName) return nameText(propertyName);
  return ts.isIdentifier(name) ? name.text : undefined;
}

/** `const { enableNewUi } = config`, `const { config: { enableNewUi } } = store.get()` */
function isTakenFromConfiguration(pattern: ts.BindingPattern): boolean {
  const owner = pattern.parent;
  if (!ts.isObjectBindingPattern(pattern)) return false;
  if (ts.isVariableDeclaration(owner))
    return owner.initializer !== undefined && isConfiguration(owner.initializer);
  return (
    ts.isBindingElement(owner) &&
    isNamedForConfiguration(takenName(owner) ?? '') &&
    isInVariable(owner.parent)
  );
}

function isInVariable(pattern: ts.BindingPattern): boolean {
  if (!ts.isObjectBindingPattern(pattern)) return false;
  return ts.isBindingElement(pattern.parent)
    ? isInVariable(pattern.parent.parent)
    : ts.isVariableDeclaration(pattern.parent);
}

/** `config`, `store.get().config`, `useServerConfig()`, `future || {}` */
function isConfiguration(expression: ts.Expression): boolean {
  const node = bare(expression) as ts.Expression;
  if (ts.isBinaryExpression(node)) {
    const other = bare(node.right);
    const isEmpty = ts.isObjectLiteralExpression(other) && other.properties.length === 0;
    return OR_ELSE.has(node.operatorToken.kind) && isEmpty && isConfiguration(node.left);
  }
  if (ts.isIdentifier(node)) return isNamedForConfiguration(node.text);
  if (ts.isPropertyAccessExpression(node)) return isNamedForConfiguration(node.name.text);
  return (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    isNamedForConfiguration(node.expression.text)
  );
}

function isNamedForConfiguration(name: string): boolean {
  const last = wordsOf(name).at(-1);
  return last !== undefined && (last === 'config' || last === 'configuration' || OPTED_IN.has(last));
}

/** What the options are called that a library's or a program's users may opt in to. */
const OPTED_IN: ReadonlySet<string> = new Set(['future', 'experimental', 'experiments']);

function readAt({ whole, name }: Asked, key: string): Omit<Read, 'file'> {
  return {
    span: span(name.getStart(), name.end),
    site: span(whole.getStart(), whole.end),
    key,
    certainty: 'certain',
    shape: 'lookup',
    isConfigured: false,
    result: VALUE,
    guards: [],
    testedUnder: [],
    ...(ts.isBindingElement(whole) && { opaque: TAKEN_APART }),
    ...(ts.isBindingElement(whole) && !whole.propertyName && { isShorthand: true }),
  };
}
