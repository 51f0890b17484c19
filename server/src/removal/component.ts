import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import { LOGICAL } from '../usages/operators';
import type { Read, Shown } from '../usages/read';
import type { DraftEdit, Mark } from './draft';
import { isMarkup, significant } from './jsx';
import { OTHER_KIND, plain } from './known';
import { indentAt, reindent } from './layout';
import { literalOf } from './literals';
import { isOwnFunction, nameOfFunction } from './slots';
import { functionAround } from './syntax';

/** What a component that asks for the flag shows once it is settled, as edits; or why it cannot be told. */
export function settleComponent(
  file: ts.SourceFile,
  node: ts.JsxElement | ts.JsxSelfClosingElement,
  { settled, span }: Pick<Read, 'settled' | 'span'>,
  keep: FlagValue,
  sites: Mark['sites'],
): readonly DraftEdit[] | string {
  if (!settled)
    return 'What this component shows for which answer cannot be told, or it does more than show it.';
  const { properties } = (ts.isJsxElement(node) ? node.openingElement : node).attributes;
  if (properties.some(ts.isJsxSpreadAttribute))
    return 'The component takes attributes that cannot be seen here.';
  const attributes = properties.filter(ts.isJsxAttribute);
  const named = (name: string): ts.JsxAttribute | undefined =>
    attributes.find((attribute) => attribute.name.getText(file) === name);
  const answer = answerOf(keep, attributes, settled.isAssumed === true, file);
  if (typeof answer !== 'boolean') return answer;
  const shown = answer ? settled.on : settled.off;
  if (shown === 'nothing') return putNothing(file, node, sites);
  if (named('key')) return 'The component has a key, by which a list tells it from others.';
  const known = attributes.filter(
    ({ name, pos, end }) =>
      ['fallback', ...MATCHING].includes(name.getText(file)) || (pos <= span.start && span.end <= end),
  );
  const other =
    settled.isAssumed && attributes.find((each) => !known.includes(each) && mayBeShown(each, shown));
  if (other)
    return `The configuration does not say whether the component shows its '${other.name.getText(file)}'.`;
  if (shown === 'children')
    return ts.isJsxElement(node) ? keepChildren(file, node, sites) : putNothing(file, node, sites);
  const value = named(shown.attribute)?.initializer;
  const content = value && ts.isJsxExpression(value) ? value.expression : value;
  return content ? keepOnly(file, node, content, content) : putNothing(file, node, sites);
}

/** Whether a component takes the flag for on: it may compare it with a value of its own, `match="blue"`. */
function answerOf(
  keep: FlagValue,
  attributes: readonly ts.JsxAttribute[],
  isAssumed: boolean,
  file: ts.SourceFile,
): boolean | string {
  const matching = attributes.filter(({ name }) => MATCHING.includes(name.getText(file)));
  const [match, ...others] = matching;
  if (!match) return typeof keep === 'boolean' ? keep : 'The component asks whether the flag is on or off.';
  const value = givenBy(match);
  if (!value || isAssumed || others.length > 0 || match.name.getText(file) === 'negated')
    return 'The component compares the flag with a value of its own.';
  return typeof value.value === typeof keep ? value.value === keep : OTHER_KIND;
}

const MATCHING = ['match', 'matchValue', 'targetValue', 'negated'];

function givenBy({ initializer }: ts.JsxAttribute): { readonly value: unknown } | undefined {
  if (!initializer) return { value: true };
  const value = ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  return value && literalOf(value);
}

/** Beside children that are shown, markup and functions are for other cases; in their place it may be any value. */
function mayBeShown({ initializer }: ts.JsxAttribute, shown: Shown): boolean {
  const value = initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  if (!value || isLiteral(value)) return false;
  return (
    shown !== 'children' || isMarkup(value) || ts.isArrowFunction(value) || ts.isFunctionExpression(value)
  );
}

function isLiteral(node: ts.Expression): boolean {
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** Lets what stands inside of a component take its place. */
export function keepChildren(
  file: ts.SourceFile,
  node: ts.JsxElement,
  sites: Mark['sites'],
): readonly DraftEdit[] | string {
  const children = significant(node.children);
  const first = children[0];
  const last = children.at(-1);
  if (!first || !last) return putNothing(file, node, sites);
  const hasFunction = children.some(
    (child) =>
      ts.isJsxExpression(child) &&
      child.expression !== undefined &&
      (ts.isArrowFunction(child.expression) || ts.isFunctionExpression(child.expression)),
  );
  if (hasFunction) return "The component's content is a function of the flag.";
  if (isMarkup(first) && isMarkup(last) && (children.length === 1 || isChild(node))) {
    return keepOnly(file, node, first, last);
  }
  return [
    { start: node.getStart(file), end: node.openingElement.end, text: '<>' },
    { start: node.closingElement.getStart(file), end: node.end, text: '</>' },
  ];
}

export function keepOnly(file: ts.SourceFile, node: ts.Node, first: ts.Node, last: ts.Node): DraftEdit[] {
  const start = first.getStart(file);
  const braces = isChild(node) && !isMarkup(first);
  const from = indentAt(file.text, start);
  const to = indentAt(file.text, node.getStart(file));
  return [
    { start: node.getStart(file), end: start, text: braces ? '{' : '' },
    ...(from.startsWith(to) ? reindent({ file, text: file.text }, start, last.end, from, to) : []),
    { start: last.end, end: node.end, text: braces ? '}' : '' },
  ];
}

/** Lets a component show nothing. Where it is only shown, that can go on: among the children of another one it is nothing that stays. */
export function putNothing(file: ts.SourceFile, node: ts.Node, sites: Mark['sites']): DraftEdit[] {
  const [start, end] = [node.getStart(file), node.end];
  const mark = { known: plain(null), sites };
  const isInside = isChild(node);
  return [
    { start, end: start, text: isInside ? '{' : '' },
    { start, end, text: 'null', ...(isShown(node) && { mark }) },
    { start: end, end, text: isInside ? '}' : '' },
  ];
}

export function isChild(node: ts.Node): boolean {
  return ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);
}

/**
 * Whether markup is only shown: inside of other markup, or as what a component returns, also where a condition chooses it. Markup is an
 * object to whoever asks for its value; where it is only shown, nothing or a text may take its place.
 */
export function isShown(node: ts.Node): boolean {
  if (isChild(node)) return true;
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isShown(parent);
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isShown(parent);
  if (ts.isBinaryExpression(parent))
    return parent.right === node && LOGICAL.has(parent.operatorToken.kind) && isShown(parent);
  if (ts.isJsxExpression(parent)) return isChild(parent);
  const owner = ts.isReturnStatement(parent) ? functionAround(parent) : parent;
  if (!isOwnFunction(owner) || (owner === parent && owner.body !== node)) return false;
  return isComponentName(nameOfFunction(owner)?.text ?? '');
}

export function isComponentName(name: string): boolean {
  return /^[A-Z]/.test(name);
}
