import type { FileEdits, TextEdit } from '../text/edits';
import { type Silencer, withItsSpace } from '../text/silencer';
import { contains, type Span } from '../text/span';
import type { Snapshot } from '../workspace/snapshot';
import type { RemovalPlan } from './plan';

/**
 * The plan with the comments gone that silenced rules at reads which go: they would silence nothing any more. One stays where
 * another flag is asked on its line, or where code around it moves.
 */
export function withoutSilencers(
  plan: RemovalPlan,
  snapshot: Snapshot,
  textOf: (file: string) => string | undefined,
): RemovalPlan {
  const files = plan.files.map((file): FileEdits => {
    const text = textOf(file.file);
    const silencers = text === undefined ? [] : (snapshot.facts(file.file)?.silencers ?? []);
    const cuts = silencers.flatMap((silencer) =>
      isIdleAfter(silencer, file, plan, snapshot) ? (cutOf(silencer, text!, file.edits) ?? []) : [],
    );
    return cuts.length === 0 ? file : { ...file, edits: [...file.edits, ...cuts].sort(byPlace) };
  });
  return { ...plan, files };
}

/** Whether all reads on a silencer's line are the flag's, and none of them is left. */
function isIdleAfter(
  { covers }: Silencer,
  { file, edits }: FileEdits,
  { flag, review }: RemovalPlan,
  snapshot: Snapshot,
): boolean {
  const reads = snapshot.readsIn(file).filter(({ span }) => contains(covers, span));
  const isLeft = review.some((left) => left.file === file && contains(covers, left.span));
  const goes = (span: Span): boolean => edits.some((edit) => contains(edit.span, span));
  return !isLeft && reads.length > 0 && reads.every(({ key, span }) => key === flag && goes(span));
}

/** Nothing where something follows it on its line, or an edit touches it already. */
function cutOf({ span }: Silencer, text: string, edits: readonly TextEdit[]): TextEdit | undefined {
  const cut = withItsSpace(text, span);
  const isLast = cut.end === text.length || /[\r\n]/.test(text[cut.end]!) || text[cut.end - 1] === '\n';
  const isTouched = edits.some((edit) => edit.span.start <= cut.end && cut.start <= edit.span.end);
  return isLast && !isTouched ? { span: cut, newText: '' } : undefined;
}

function byPlace(a: TextEdit, b: TextEdit): number {
  return a.span.start - b.span.start;
}
