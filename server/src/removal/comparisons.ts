import ts from 'typescript';
import { EQUALITY } from '../usages/operators';
import type { Mark } from './draft';
import { asksForOther, OTHER_KIND, type Value } from './known';
import { bare } from './syntax';
import type { View } from './view';

/** Why a comparison cannot be settled: it tells that the flag's values are others, or asks whether a table has the flag at all. */
export function whyNotCompared(
  mark: Mark,
  asks: { readonly value: Value } | undefined,
  other: ts.Node,
  { original: { reads }, scopes }: View,
): string | undefined {
  if (asks && asksForOther(mark.known.value, asks.value)) return OTHER_KIND;
  const isUndefined = ts.isIdentifier(other) && other.text === 'undefined' && !scopes.bindingOf(other);
  const isMember = mark.sites.some((site) => reads[site]?.shape === 'lookup');
  return isUndefined && isMember ? ASKS_FOR_MEMBER : undefined;
}

const ASKS_FOR_MEMBER = 'It is asked here whether the table has the flag at all, and not only what it says.';

/** `typeof F === 'string'` of a flag that is to be true, or not. */
export function asksForOtherType(node: ts.TypeOfExpression, value: Value): boolean {
  const { parent } = node;
  if (typeof value !== 'boolean' || !ts.isBinaryExpression(parent) || !isEquality(parent)) return false;
  const other = bare(parent.left === node ? parent.right : parent.left);
  return ts.isStringLiteral(other) && (other.text === 'string' || other.text === 'number');
}

export function isEquality({ operatorToken }: ts.BinaryExpression): boolean {
  return EQUALITY.has(operatorToken.kind);
}
