import { applyEdits, spanAfter, spanBefore, type TextEdit } from '../text/edits';
import { indexLines, type Range } from '../text/lines';
import type { TextChange } from '../text/patch';
import type { Span } from '../text/span';
import type { Workspace } from '../workspace/workspace';
import type { RemovalPlan } from './plan';

/** Removals one on top of the other, in memory: the workspace sees each before the next is planned. */
export interface Draft {
  /** Takes a file that the workspace sees so already; `before` is `null` where there is none on disk. */
  take(file: string, before: string | null, after: string): void;
  /** Takes a plan that was made on what is there now. */
  add(plan: RemovalPlan): Promise<void>;
  /** Lets the workspace see what has been taken so far. */
  show(): Promise<void>;
  /** Every file that is another than on disk, by name. */
  changes(): TextChange[];
  /** Places left as they are: where they stand on disk, or where they will stand once the draft has been written. */
  review(when?: Moment): PlacedRemark[];
  notes(when?: Moment): PlacedRemark[];
}

export type Moment = 'before' | 'after';

export interface PlacedRemark {
  readonly file: string;
  readonly range: Range;
  readonly text: string;
}

interface Remark {
  readonly file: string;
  /** In the text that the plan was made on. */
  readonly span: Span;
  /** How many plans had changed the file by then. */
  readonly step: number;
  readonly text: string;
}

export function draftOf(workspace: Workspace): Draft {
  const originals = new Map<string, string>();
  const texts = new Map<string, string>();
  /** What was done to a file, plan after plan. */
  const history = new Map<string, (readonly TextEdit[])[]>();
  const unseen = new Set<string>();
  const created = new Set<string>();
  const deleted = new Set<string>();
  const review: Remark[] = [];
  const notes: Remark[] = [];

  const originalText = async (file: string): Promise<string> => {
    const known = originals.get(file);
    if (known !== undefined) return known;
    const text = (await workspace.text(file)) ?? '';
    originals.set(file, text);
    return text;
  };
  const remark = (file: string, span: Span, text: string): Remark => ({
    file,
    span,
    step: history.get(file)?.length ?? 0,
    text,
  });
  const placed = (remarks: readonly Remark[], when: Moment): PlacedRemark[] =>
    remarks
      .map(({ file, span, step, text }) => {
        const edits = history.get(file) ?? [];
        const original = originals.get(file) ?? '';
        const place =
          when === 'before'
            ? edits.slice(0, step).reduceRight(spanBefore, span)
            : edits.slice(step).reduce(spanAfter, span);
        const lines = indexLines(when === 'before' ? original : (texts.get(file) ?? original));
        return { file, range: lines.rangeOf(place), text };
      })
      .sort(byPlace);

  return {
    take(file, before, after) {
      originals.set(file, before ?? '');
      texts.set(file, after);
      if (before === null) created.add(file);
    },
    async add(plan) {
      const places = [...plan.files, ...plan.review, ...plan.notes];
      for (const { file } of places) await originalText(file);
      for (const { file, span, reason } of plan.review) {
        review.push(remark(file, span, reason));
      }
      for (const { file, span, message } of plan.notes) {
        notes.push(remark(file, span, message));
      }
      for (const { file, edits } of plan.files) {
        const text = applyEdits(texts.get(file) ?? (await originalText(file)), edits);
        texts.set(file, text);
        history.set(file, [...(history.get(file) ?? []), edits]);
        unseen.add(file);
      }
      for (const file of plan.deleted) {
        await originalText(file);
        texts.set(file, '');
        unseen.add(file);
        deleted.add(file);
      }
    },
    async show() {
      for (const file of unseen) await workspace.setBuffer(file, texts.get(file));
      unseen.clear();
    },
    changes: () =>
      [...texts]
        .map(([file, after]) => ({
          file,
          before: created.has(file) ? null : originals.get(file)!,
          after: deleted.has(file) ? null : after,
        }))
        .filter(({ before, after }) => before !== after)
        .sort((a, b) => (a.file < b.file ? -1 : 1)),
    review: (when = 'before') => placed(review, when),
    notes: (when = 'before') => placed(notes, when),
  };
}

function byPlace(a: PlacedRemark, b: PlacedRemark): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const [from, to] = [a.range.start, b.range.start];
  return from.line - to.line || from.character - to.character;
}
