import ts from 'typescript';
import type { Span } from '../text/span';
import { isAside } from './named';
import { wordsOf } from './names';
import { nameText } from './property-names';
import { lastName } from './references';
import { takenFrom } from './results';
import { parseSource, unlessTooDeep } from './source';
import { unwrap } from './unwrap';

/** A place in code that reads a flag, if what is called there does, in the words of the configuration. */
export type PossibleReader =
  | {
      readonly kind: 'call';
      /** A function's or a method's name, or `receiver.method`. */
      readonly call: string;
      /** An argument's index, and the path into it. */
      readonly key: readonly [number, ...string[]];
      readonly default?: number;
      readonly isAsync: boolean;
      /** Nobody uses what it gives: it is more likely to set a flag, or to run something with it, than to ask for one. */
      readonly isIdle: boolean;
      readonly isNegated: boolean;
      readonly result: readonly string[];
      /** The key, where it is written as a text. */
      readonly text?: string;
    }
  | {
      readonly kind: 'bulk';
      readonly bulk: string;
      /** What the code writes for the key, where that is a name or a text. */
      readonly member?: string;
    }
  | {
      readonly kind: 'component';
      readonly component: string;
      readonly attribute: string;
      readonly text?: string;
    };

/**
 * What would be a reader if the text or the name at an offset stood for a flag's key: as an argument or an attribute, or,
 * in a lookup, as the member of a table. `site` is the whole expression of a read that is known there.
 */
export function readerAt(
  path: string,
  text: string,
  offset: number,
  shape: 'call' | 'lookup',
  site?: Span,
): PossibleReader | undefined {
  const source = unlessTooDeep(() => parseSource(path, text));
  if (!source) return undefined;
  const node = innermost(source, offset);
  // Between statements there is none: the text may be newer than what is known of it.
  if (ts.isSourceFile(node)) return undefined;
  if (shape === 'lookup' && !isAskedOfList(node)) return bulkOf(node, site);
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  const key = isMember ? node.parent : node;
  return componentOf(key) ?? callOf(key);
}

/** `enabledFlags.includes('x')`: a lookup, but written as a call. */
function isAskedOfList({ parent }: ts.Node): boolean {
  return ts.isCallExpression(parent) && lastName(parent.expression) === 'includes';
}

function innermost(source: ts.SourceFile, offset: number): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(source) || offset > node.end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** `<Feature name="x">`, `<Feature name={KEY}>`. */
function componentOf(node: ts.Node): PossibleReader | undefined {
  const holder = ts.isJsxExpression(node.parent) ? node.parent : node;
  const attribute = holder.parent;
  if (!ts.isJsxAttribute(attribute) || attribute.initializer !== holder) return undefined;
  const component = lastName(attribute.parent.parent.tagName as ts.Expression);
  if (component === undefined || !/^\p{Lu}/u.test(component)) return undefined;
  return { kind: 'component', component, attribute: attribute.name.getText(), ...textOf(node) };
}

/** `ask('x')`, `client.ask(user, { flag: 'x' })`. */
function callOf(node: ts.Node): PossibleReader | undefined {
  if (!ts.isExpression(node)) return undefined;
  const path: string[] = [];
  let value: ts.Node = node;
  for (;;) {
    const { parent } = value;
    if (ts.isPropertyAssignment(parent) && parent.initializer === value) {
      const name = nameText(parent.name);
      if (name === undefined) return undefined;
      path.unshift(name);
      value = parent.parent;
    } else if (ts.isShorthandPropertyAssignment(parent)) {
      path.unshift(parent.name.text);
      value = parent.parent;
    } else if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)) value = parent;
    else break;
  }
  const call = value.parent;
  if (!ts.isCallExpression(call) || ts.isDecorator(call.parent)) return undefined;
  const index = call.arguments.indexOf(value as ts.Expression);
  const callee = unwrap(call.expression);
  const name =
    ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee) ? lastName(callee) : undefined;
  if (index < 0 || name === undefined) return undefined;
  const receiver = ts.isPropertyAccessExpression(callee) ? lastName(callee.expression) : undefined;
  if (
    wordsOf(`${receiver ?? ''} ${name}`).some(
      (word, index, words) => isAside(word, index, words) || word === 'console',
    )
  )
    return undefined;
  const fallback = call.arguments.findIndex((argument, at) => at > index && isBoolean(argument));
  const { inverted, path: result } = takenFrom(call);
  return {
    kind: 'call',
    call: receiver === undefined ? name : `${receiver}.${name}`,
    key: [index, ...path],
    ...(fallback > 0 && { default: fallback }),
    isAsync: ts.isAwaitExpression(call.parent),
    isIdle: ts.isExpressionStatement(ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent),
    isNegated: inverted,
    result,
    ...textOf(node),
  };
}

/** `uiConfig.flags.x`, `useFeatures()['x']`, `flags[Keys.X]`, `const { x } = await load()`. */
function bulkOf(node: ts.Node, site: Span | undefined): PossibleReader | undefined {
  const { parent } = node;
  const element = ts.isBindingElement(node) ? node : ts.isBindingElement(parent) ? parent : undefined;
  const variable = element?.parent.parent;
  if (element && variable && ts.isVariableDeclaration(variable) && variable.initializer)
    return asBulk(variable.initializer, nameText((element.propertyName ?? element.name) as ts.PropertyName));
  const isSite = (access: ts.Node): boolean => !site || access.end === site.end;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node && isSite(parent))
    return asBulk(parent.expression, nameText(node as ts.PropertyName));
  // What names the key may be a member itself, of a table of keys.
  const isOfKeys = ts.isPropertyAccessExpression(parent) && parent.name === node;
  const key = isOfKeys ? parent : node;
  const access = key.parent;
  if (!ts.isElementAccessExpression(access) || access.argumentExpression !== key || !isSite(access))
    return undefined;
  return asBulk(access.expression, ts.isStringLiteralLike(key) ? key.text : undefined);
}

function asBulk(table: ts.Expression, member: string | undefined): PossibleReader | undefined {
  const bulk = tableName(table);
  return bulk === undefined ? undefined : { kind: 'bulk', bulk, ...(member !== undefined && { member }) };
}

/** The last two names of an expression, as the configuration writes them: `uiConfig.flags`, `useFeatures()`. */
function tableName(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return tableName(node.expression);
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node)) {
    const name = tableName(node.expression);
    return name === undefined ? undefined : `${name.slice(name.lastIndexOf('.') + 1)}()`;
  }
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  if (ts.isMetaProperty(unwrap(node.expression))) return node.getText();
  const owner = tableName(node.expression);
  const last = owner?.slice(owner.lastIndexOf('.') + 1);
  return last === undefined ? node.name.text : `${last}.${node.name.text}`;
}

function textOf(node: ts.Node): { text?: string } {
  return ts.isStringLiteralLike(node) ? { text: node.text } : {};
}

function isBoolean(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
}
