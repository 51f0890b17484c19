import ts from 'typescript';
import { span } from '../text/span';
import { embedsCode } from '../usages/embedded';
import { wordsOf } from '../usages/names';
import { isAssignmentTarget } from '../usages/operators';
import { nameText } from '../usages/property-names';
import { type Read, TAKEN_APART } from '../usages/read';
import { VALUE } from '../usages/results';
import { isTestFile } from '../usages/test-file';
import { treeOf } from '../usages/tree';
import type { Workspace } from '../workspace/workspace';
import { meansOneThing } from './declarations';
import { literalOf } from './literals';
import type { Program } from './program';
import { bare } from './syntax';

/**
 * Where a program asks its configuration for a member by the very name of a flag that nothing else declares, `store.get().config.enableNewUi`,
 * `const { enableNewUi } = config`: a service may give it, and no table of it be written here. Only where the name is of several words, all that
 * asks for a member of that name asks a configuration, nothing sets one but to true or false, and something does or says that it is boolean.
 */
export async function findConfigurationMembers(
  name: string,
  workspace: Workspace,
  program: Program,
): Promise<readonly Read[]> {
  if (!meansOneThing(name)) return [];
  const reads: Read[] = [];
  let isBoolean = false;
  for (const file of (await workspace.sourcesWith([name])).get(name) ?? []) {
    if (embedsCode(file)) return [];
    const module = await program.moduleOf(file);
    if (!module || module.scopes.isOpaque) return [];
    for (const node of treeOf(module.tree).nodes) {
      const told = toldBy(node, name, isTestFile(file));
      if (told === 'other') return [];
      isBoolean ||= told === 'boolean';
      if (typeof told === 'object' && !isTestFile(file)) reads.push({ ...readAt(told, name), file });
    }
  }
  return isBoolean ? reads : [];
}

/** A place that asks for the member: the whole, and the name in it. */
interface Asked {
  readonly whole: ts.PropertyAccessExpression | ts.BindingElement;
  readonly name: ts.Node;
}

/** What a node says of a member of that name: where it asks for it, that it is boolean, that something else bears the name, or nothing. */
function toldBy(node: ts.Node, name: string, isTest: boolean): Asked | 'boolean' | 'other' | undefined {
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
    return node.type?.kind === ts.SyntaxKind.BooleanKeyword ? 'boolean' : 'other';
  if (ts.isPropertyAssignment(node) && nameText(node.name) === name) {
    const value = literalOf(node.initializer)?.value;
    if (typeof value === 'boolean') return 'boolean';
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
  return ts.isStringLiteralLike(node) &&
    node.text === name &&
    !isTest &&
    !ts.isPropertyAssignment(node.parent)
    ? 'other'
    : undefined;
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

/** `config`, `store.get().config`, `useServerConfig()` */
function isConfiguration(expression: ts.Expression): boolean {
  const node = bare(expression) as ts.Expression;
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
  return last === 'config' || last === 'configuration';
}

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
