import ts from 'typescript';
import { type Span, span } from '../text/span';
import { innermost } from './nodes';

/** Children of one element, or of one fragment, that a condition can be put before. */
export interface ChosenChildren {
  readonly span: Span;
  /** A single element: it needs no fragment around it. */
  readonly isElement: boolean;
  /** Where they stand, for what is known there. */
  readonly node: ts.Node;
}

/** The children that a selection touches, where all of it lies between the tags of an element. */
export function childrenAt(source: ts.SourceFile, wanted: Span): ChosenChildren | undefined {
  const parent = elementAround(source, wanted);
  const chosen = (parent?.children ?? []).filter(
    (child) =>
      !isBlank(child) && trimmedStart(child, source) < wanted.end && trimmedEnd(child) > wanted.start,
  );
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (!first || !last) return undefined;
  return {
    span: span(trimmedStart(first, source), trimmedEnd(last)),
    isElement: first === last && !ts.isJsxText(first) && !ts.isJsxExpression(first),
    node: first,
  };
}

type Parent = ts.JsxElement | ts.JsxFragment;

/** The innermost element between whose tags the selection lies, unless a function further in holds it. */
function elementAround(source: ts.SourceFile, wanted: Span): Parent | undefined {
  const isBetween = (one: Parent): boolean =>
    (ts.isJsxElement(one) ? one.openingElement.end : one.openingFragment.end) <= wanted.start &&
    wanted.end <= (ts.isJsxElement(one) ? one.closingElement : one.closingFragment).getStart(source);
  for (let node = innermost(source, wanted, source); !ts.isSourceFile(node); node = node.parent) {
    if (ts.isFunctionLike(node)) return undefined;
    if ((ts.isJsxElement(node) || ts.isJsxFragment(node)) && isBetween(node)) return node;
  }
  return undefined;
}

function isBlank(child: ts.JsxChild): boolean {
  return ts.isJsxText(child)
    ? child.text.trim() === ''
    : ts.isJsxExpression(child) && child.expression === undefined;
}

/** Texts between tags begin right behind the tag, with the white space there. */
function trimmedStart(child: ts.JsxChild, source: ts.SourceFile): number {
  if (!ts.isJsxText(child)) return child.getStart(source);
  const text = source.text.slice(child.pos, child.end);
  return child.pos + text.length - text.trimStart().length;
}

function trimmedEnd(child: ts.JsxChild): number {
  if (!ts.isJsxText(child)) return child.end;
  return child.end - (child.text.length - child.text.trimEnd().length);
}
