import ts from 'typescript';
import { type Span, span } from '../text/span';
import type { MockFact } from './facts';
import { literalValue } from './nodes';
import { nameText } from './property-names';
import { unwrap } from './unwrap';

/** A member of an object that gives flags their values. */
export interface Member {
  readonly key: string;
  readonly at: Span;
  readonly value: ts.Expression;
}

/** The members of an object that is written out. */
export function membersOf(expression: ts.Expression, source: ts.SourceFile): Member[] {
  const node = unwrap(expression);
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((property): Member[] => {
    if (!ts.isPropertyAssignment(property)) return [];
    const key = nameText(property.name);
    if (key === undefined) return [];
    const isQuoted = ts.isStringLiteralLike(property.name);
    const at = isQuoted ? innerOf(property.name, source) : spanOf(property.name, source);
    return [{ key, at, value: property.initializer }];
  });
}

/** A plain answer, and the edit that makes it the other one. */
export function answerOf(expression: ts.Expression, source: ts.SourceFile): Pick<MockFact, 'value' | 'flip'> {
  const value = literalValue(expression);
  if (typeof value !== 'boolean') return {};
  return { value, flip: { span: spanOf(expression, source), text: String(!value) } };
}

export function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return span(node.getStart(source), node.end);
}

/** A text without its quotes. */
export function innerOf(node: ts.Node, source: ts.SourceFile): Span {
  return span(node.getStart(source) + 1, node.end - 1);
}
