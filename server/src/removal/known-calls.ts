import ts from 'typescript';
import { componentNamed } from './chooser';
import type { DraftEdit } from './draft';
import { isPure } from './effects';
import { type Held, run } from './interpret';
import { isPrimitive, type Value } from './known';
import { putValue } from './place';
import { ownFunctionOf } from './returned';
import type { OwnFunction } from './slots';
import { plainMark, type View } from './view';

/**
 * `valueOf(F)` of a function that does nothing but work out, from what it is given, one answer, which no longer hangs on
 * anything else: `(value) => (LATE && value === null ? true : value)`. What else it is given counts as unknown, as it does not follow from the flag.
 */
export function foldKnownCall(node: ts.CallExpression, view: View): DraftEdit[] | undefined {
  const { expression: callee, arguments: given } = node;
  if (!ts.isIdentifier(callee) || node.questionDotToken) return undefined;
  const marks = given.flatMap((one) => plainMark(one, view) ?? []);
  if (marks.length === 0 || !given.every((one) => plainMark(one, view) || isPure(one))) return undefined;
  const binding = view.scopes.bindingOf(callee);
  const isImported = binding?.declarations[0]?.kind === 'import';
  const owner = binding && (isImported ? componentNamed(callee, view) : ownFunctionOf(binding));
  const result =
    owner && !given.some(ts.isSpreadElement)
      ? answerOf(
          owner,
          given.map((one) => plainMark(one, view)?.known),
        )
      : undefined;
  return result && putValue(view, node, result.value, { sites: marks.flatMap(({ sites }) => sites) });
}

interface Known {
  readonly value: Value;
}

/** What a function gives where it is given some values, of which not all are known; nothing where it does more than work that out. */
export function answerOf(
  { parameters, body, modifiers, asteriskToken }: OwnFunction,
  given: readonly (Known | undefined)[],
): Known | undefined {
  const isAsync = modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  if (!body || isAsync || asteriskToken) return undefined;
  const names = new Map<string, Held>();
  for (const [index, { name, initializer, dotDotDotToken }] of parameters.entries()) {
    if (!ts.isIdentifier(name) || initializer || dotDotDotToken) return undefined;
    const held = index < given.length ? given[index] : { value: undefined };
    if (held) names.set(name.text, { kind: 'known', value: held.value });
  }
  const result = run(body, names);
  return result?.kind === 'known' && isPrimitive(result.value) ? result : undefined;
}
