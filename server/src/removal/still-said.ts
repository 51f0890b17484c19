import ts from 'typescript';
import type { TextEdit } from '../text/edits';
import type { Span } from '../text/span';
import { isTestFile } from '../usages/test-file';
import type { Place } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { editedBy, tagsOf, textsNaming } from './declared-names';
import { placesSaying } from './dynamic-reads';
import type { RemovalPlan, Review } from './plan';
import type { WholeRemoval } from './plan-whole';
import { nodeAt } from './sites';
import { isTag } from './still-named';
import type { TypeGate } from './type-gate';
import { parse } from './view';

export const SAID = "The flag's key stands here, and a read that computes its key may ask for it.";

/**
 * The plan without what it does to the flag's entry, where code goes on saying the key as a value: `{ path: '/new', flag: 'new_ui' }`.
 * What asks for it may be a function that nobody can see being called. With types, only where one of several flags is expected.
 */
export async function keepWhatIsSaid(
  plan: RemovalPlan,
  removal: WholeRemoval,
  gate: TypeGate | undefined,
): Promise<RemovalPlan> {
  const {
    workspace,
    snapshot,
    request: { flag },
  } = removal;
  if (!plan.removesEntry) return plan;
  const edits = new Map(plan.files.map((file) => [file.file, file.edits]));
  if (!(await isNamedStill(flag, plan, workspace))) return plan;
  const stays = ({ file, span }: Place): boolean =>
    !isTestFile(file) && !plan.deleted.includes(file) && !isEdited(span, edits.get(file) ?? []);
  const places = (await placesSaying(workspace, snapshot, flag)).filter(stays);
  const said = places.length > 0 ? await withoutNames(places, workspace, await tagsOf(removal)) : places;
  const expected = said.length > 0 ? await gate?.keysAt?.(said) : undefined;
  const isFlag = (text: string): boolean =>
    text !== flag && (snapshot.flag(text) !== undefined || snapshot.readsOf(text).length > 0);
  const left = said.filter((_, index) => expected?.[index]?.some(isFlag) ?? true);
  if (left.length === 0) return plan;
  const review = left.map(({ file, span }): Review => ({ file, span, reason: SAID }));
  return {
    ...plan,
    files: plan.files.filter(({ file }) => !snapshot.flagFiles.has(file)),
    review: [...plan.review, ...review],
    removesEntry: false,
  };
}

/** Whether a source has the word in it still: if none has, none need be parsed. */
async function isNamedStill(flag: string, plan: RemovalPlan, workspace: Workspace): Promise<boolean> {
  const named = await textsNaming(workspace, [flag], await editedBy(workspace, plan));
  return [...named.keys()].some((file) => !isTestFile(file) && !plan.deleted.includes(file));
}

/**
 * `const KEY = 'new_ui'` is a name for the key; what asks for the flag by it is a read, and known. `action: 'new_ui'` asks for
 * nothing where the types say that `action` tells things apart.
 */
async function withoutNames(
  places: readonly Place[],
  workspace: Workspace,
  tags: ReadonlySet<string>,
): Promise<Place[]> {
  const left: Place[] = [];
  for (const place of places) {
    const text = await workspace.text(place.file);
    const node = text === undefined ? undefined : nodeAt(parse(place.file, text), place.span);
    const isNoKey = node && (isValueOfName(node) || (ts.isStringLiteralLike(node) && isTag(node, tags)));
    if (!isNoKey) left.push(place);
  }
  return left;
}

function isValueOfName(node: ts.Node): boolean {
  let at = node.parent;
  while (ts.isAsExpression(at) || ts.isSatisfiesExpression(at) || ts.isParenthesizedExpression(at))
    at = at.parent;
  return ts.isVariableDeclaration(at) && ts.isIdentifier(at.name);
}

function isEdited({ start, end }: Span, edits: readonly TextEdit[]): boolean {
  return edits.some(({ span }) => span.start < end && start < span.end);
}
