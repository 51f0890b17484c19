import ts from 'typescript';
import type { FlagValue } from '../flags/model';
import type { Span } from '../text/span';
import type { Read } from '../usages/read';
import type { DraftEdit, Mark } from './draft';
import { isPure } from './effects';
import { type Known, textOf } from './known';
import { bare, isAssignmentTarget } from './syntax';

/** What of a read the engine needs. */
export type ReadSite = Pick<Read, 'span' | 'site' | 'result'>;

/** How a read begins its way: the edits that put a known value in its place, or why it is left alone. */
export type SiteStart =
  | { readonly edits: readonly DraftEdit[] }
  | { readonly reason: string; readonly forbidsAll?: boolean };

export function startSite(file: ts.SourceFile, site: ReadSite, index: number, keep: FlagValue): SiteStart {
  const node = nodeAt(file, site.site);
  if (!node) return { reason: 'The read was not found where it was expected.' };
  if (isAssignmentTarget(node)) return { reason: 'The flag is written here.', forbidsAll: true };
  const known: Known = {
    value: site.result.inverted ? !keep : keep,
    promise: site.result.promise,
    path: site.result.path,
  };
  const mark: Mark = { known, sites: [index] };
  return startExpression(file, node, mark);
}

function startExpression(file: ts.SourceFile, node: ts.Node, mark: Mark): SiteStart {
  const start = node.getStart(file);
  const effects = effectsOf(node);
  if (effects === undefined) return { reason: "The call's arguments may have effects." };
  if (effects.length === 0) return { edits: [{ start, end: node.end, text: textOf(mark.known), mark }] };
  if (mark.known.promise || mark.known.path.length > 0) {
    return { reason: "The call's arguments may have effects." };
  }
  const edits: DraftEdit[] = [];
  let at = start;
  for (const [index, effect] of effects.entries()) {
    const from = effect.getStart(file);
    edits.push({ start: at, end: from, text: index === 0 ? '(' : ', ' });
    at = effect.end;
  }
  const text = textOf(mark.known);
  edits.push(
    { start: at, end: at, text: ', ' },
    { start: at, end: at, text, mark },
    { start: at, end: node.end, text: ')' },
  );
  return { edits };
}

/** The arguments that have to be evaluated still; `undefined` where that cannot be kept. */
function effectsOf(node: ts.Node): ts.Expression[] | undefined {
  const call = bare(node);
  if (ts.isElementAccessExpression(call)) return isPure(call.argumentExpression) ? [] : undefined;
  if (!ts.isCallExpression(call)) return [];
  const effects = call.arguments.filter((argument) => !isPure(argument));
  return effects.some(ts.isSpreadElement) ? undefined : effects;
}

/** The expression that spans exactly a range. */
export function nodeAt(file: ts.SourceFile, { start, end }: Span): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    const isExact = node.getStart(file) === start && node.end === end;
    if (isExact && !found && !ts.isSourceFile(node) && !ts.isStatement(node)) found = node;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
