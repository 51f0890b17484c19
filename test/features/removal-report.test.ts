import { describe, expect, it } from 'vitest';
import { describeKeep } from '../../server/src/features/removal';
import { reportRemoval } from '../../server/src/features/removal-report';
import type { RemovalPlan } from '../../server/src/removal/plan';

const PLAN: RemovalPlan = {
  flag: 'x',
  keep: true,
  files: [
    { file: 'a.ts', edits: [] },
    { file: 'flags.yaml', edits: [] },
  ],
  review: [],
  notes: [],
  removesEntry: true,
  orphans: [],
  deleted: [],
  checks: { types: 'not-run' },
};
const span = { start: 0, end: 1 };

function messageOf(
  plan: Partial<RemovalPlan>,
  scope: 'here' | 'file' | 'everywhere' = 'everywhere',
): string | undefined {
  return reportRemoval({ ...PLAN, ...plan }, scope, ({ file }) => `${file}:1`)?.message;
}

describe('the report of a removal', () => {
  it('says what was done', () => {
    expect(messageOf({})).toBe("Flag 'x' was removed from 2 files, with its entry.");
    expect(messageOf({ files: [{ file: 'a.ts', edits: [] }], removesEntry: false })).toBe(
      "Flag 'x' was removed from 1 file. No entry of 'x' was left to delete.",
    );
  });

  it('keeps quiet where the edit is all there is to see', () => {
    expect(messageOf({ removesEntry: false }, 'here')).toBeUndefined();
    expect(messageOf({ removesEntry: false }, 'file')).toBeUndefined();
  });

  it('names what is left and why', () => {
    const review = [{ file: 'b.ts', span, reason: 'This read computes its key.' }];
    expect(messageOf({ review, removesEntry: false })).toBe(
      "Flag 'x' was removed from 2 files. Its entry stays, for 1 place is left for you. b.ts:1: This read computes its key.",
    );
    expect(messageOf({ review, files: [], removesEntry: false }, 'here')).toBe(
      "Flag 'x' was not removed. 1 place is left for you. b.ts:1: This read computes its key.",
    );
  });

  it('names three places and counts the others', () => {
    const review = [1, 2, 3, 4, 5].map((n) => ({ file: `${n}.ts`, span, reason: 'Why.' }));
    const report = reportRemoval({ ...PLAN, review, removesEntry: false }, 'file', ({ file }) => file)!;
    expect(report.message).toBe(
      "Flag 'x' was removed in this file. 5 places are left for you. 1.ts: Why. 2.ts: Why. 3.ts: Why. And 2 more; the log lists them.",
    );
    expect(report.details).toHaveLength(5);
    expect(report.isPartial).toBe(true);
    expect(report.place).toEqual({ file: '1.ts', span });
  });

  it('passes on the notes', () => {
    const notes = [{ file: 'a.ts', span, message: 'An await went.' }];
    expect(messageOf({ notes })).toBe(
      "Flag 'x' was removed from 2 files, with its entry. Please check: a.ts:1: An await went.",
    );
    expect(messageOf({ notes }, 'here')).toBe(
      "Flag 'x' was removed here. Please check: a.ts:1: An await went.",
    );
  });

  it('says so where nothing is there to remove', () => {
    expect(messageOf({ files: [], removesEntry: false }, 'here')).toBe(
      "Flag 'x' was not removed. Nothing here reads it any more.",
    );
  });
});

describe('what is kept', () => {
  it('is said in words', () => {
    expect([true, false, 'blue', 3, null].map(describeKeep)).toEqual([
      'keep the enabled branch',
      'keep the disabled branch',
      "keep 'blue'",
      'keep 3',
      'keep null',
    ]);
  });
});
