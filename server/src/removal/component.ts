import ts from 'typescript';
import type { DraftEdit } from './draft';
import { isMarkup, significant } from './jsx';
import { indentAt } from './layout';

/** What a component that asks for the flag shows once it is settled, as edits; or why it cannot be told. */
export function settleComponent(
  file: ts.SourceFile,
  node: ts.JsxElement | ts.JsxSelfClosingElement,
  isOn: boolean,
): readonly DraftEdit[] | string {
  const { properties } = (ts.isJsxElement(node) ? node.openingElement : node).attributes;
  if (properties.some(ts.isJsxSpreadAttribute))
    return 'The component takes attributes that cannot be seen here.';
  const attributes = properties.filter(ts.isJsxAttribute);
  const matching = ['match', 'matchValue', 'targetValue', 'negated'];
  if (attributes.some(({ name }) => matching.includes(name.getText(file)))) {
    return 'The component compares the flag with a value of its own.';
  }
  if (isOn) return ts.isJsxElement(node) ? keepChildren(file, node) : [putNothing(file, node)];
  const fallback = attributes.find(({ name }) => name.getText(file) === 'fallback')?.initializer;
  const shown = fallback && ts.isJsxExpression(fallback) ? fallback.expression : fallback;
  return shown ? keepOnly(file, node, shown, shown) : [putNothing(file, node)];
}

function keepChildren(file: ts.SourceFile, node: ts.JsxElement): readonly DraftEdit[] | string {
  const children = significant(node.children);
  const first = children[0];
  const last = children.at(-1);
  if (!first || !last) return [putNothing(file, node)];
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

function keepOnly(file: ts.SourceFile, node: ts.Node, first: ts.Node, last: ts.Node): DraftEdit[] {
  const start = first.getStart(file);
  const braces = isChild(node) && !isMarkup(first);
  const from = indentAt(file.text, start);
  const to = indentAt(file.text, node.getStart(file));
  return [
    { start: node.getStart(file), end: start, text: braces ? '{' : '' },
    ...moveLines(file.text, start, last.end, from, to),
    { start: last.end, end: node.end, text: braces ? '}' : '' },
  ];
}

/** Lines of markup move freely: blanks at their beginning show nothing. */
function moveLines(text: string, start: number, end: number, from: string, to: string): DraftEdit[] {
  if (!from.startsWith(to) || from === to || text.slice(start, end).includes('`')) return [];
  const edits: DraftEdit[] = [];
  for (let at = text.indexOf('\n', start) + 1; at > 0 && at < end; at = text.indexOf('\n', at) + 1) {
    if (text.startsWith(from, at)) edits.push({ start: at + to.length, end: at + from.length, text: '' });
  }
  return edits;
}

function putNothing(file: ts.SourceFile, node: ts.Node): DraftEdit {
  return { start: node.getStart(file), end: node.end, text: isChild(node) ? '{null}' : 'null' };
}

function isChild(node: ts.Node): boolean {
  return ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);
}
