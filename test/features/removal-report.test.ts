import { describe, expect, it } from 'vitest';
import { describeKeep } from '../../server/src/features/removal';
import {
  describeChecks,
  messageOf,
  proposeRemoval,
  reportRemoval,
} from '../../server/src/features/removal-report';
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

function messageFor(
  plan: Partial<RemovalPlan>,
  scope: 'here' | 'file' | 'everywhere' = 'everywhere',
): string | undefined {
  const report = reportRemoval({ ...PLAN, ...plan }, scope);
  return report && messageOf(report, ({ file }) => `${file}:1`);
}

describe('the report of a removal', () => {
  it('says what was done', () => {
    expect(messageFor({})).toBe("Flag 'x' was removed from 2 files, with its entry.");
    expect(messageFor({ files: [{ file: 'a.ts', edits: [] }], removesEntry: false })).toBe(
      "Flag 'x' was removed from 1 file. No flag file has an entry of 'x'.",
    );
  });

  it('keeps quiet where the edit is all there is to see', () => {
    expect(messageFor({ removesEntry: false }, 'here')).toBeUndefined();
    expect(messageFor({ removesEntry: false }, 'file')).toBeUndefined();
  });

  it('names what is left and why', () => {
    const review = [{ file: 'b.ts', span, reason: 'This read computes its key.' }];
    expect(messageFor({ review, removesEntry: false })).toBe(
      "Flag 'x' was removed from 2 files. Its entry stays, for 1 place is left for you. b.ts:1: This read computes its key.",
    );
    expect(messageFor({ review, files: [], removesEntry: false }, 'here')).toBe(
      "Flag 'x' was not removed. 1 place is left for you. b.ts:1: This read computes its key.",
    );
  });

  it('names three places and counts the others', () => {
    const review = [1, 2, 3, 4, 5].map((n) => ({ file: `${n}.ts`, span, reason: 'Why.' }));
    const report = reportRemoval({ ...PLAN, review, removesEntry: false }, 'file')!;
    expect(messageOf(report, ({ file }) => file)).toBe(
      "Flag 'x' was removed in this file. 5 places are left for you. 1.ts: Why. 2.ts: Why. 3.ts: Why. And 2 more; the log lists them.",
    );
    expect(report.left).toHaveLength(5);
    expect(report.isPartial).toBe(true);
    expect(report.left[0]).toEqual({ file: '1.ts', span, text: 'Why.' });
  });

  it('passes on the notes', () => {
    const notes = [{ file: 'a.ts', span, message: 'An await went.' }];
    expect(messageFor({ notes })).toBe(
      "Flag 'x' was removed from 2 files, with its entry. Please check: a.ts:1: An await went.",
    );
    expect(messageFor({ notes }, 'here')).toBe(
      "Flag 'x' was removed here. Please check: a.ts:1: An await went.",
    );
  });

  it('says so where nothing is there to remove', () => {
    expect(messageFor({ files: [], removesEntry: false }, 'here')).toBe(
      "Flag 'x' was not removed. Nothing here reads it any more.",
    );
  });
});

describe('the question before a removal', () => {
  it('says what would be done, and what would be left', () => {
    expect(proposeRemoval(PLAN).summary).toBe(
      "Remove flag 'x' from 2 files, with its entry, and keep the enabled branch?",
    );
    const review = [{ file: 'b.ts', span, reason: 'Why.' }];
    const partial = proposeRemoval({
      ...PLAN,
      keep: false,
      review,
      removesEntry: false,
      checks: { types: 'passed' },
    });
    expect(partial.summary).toBe(
      "Remove flag 'x' from 2 files, and keep the disabled branch? Its entry stays, for 1 place is left for you. The result has been type-checked.",
    );
    expect(partial.left).toEqual([{ file: 'b.ts', span, text: 'Why.' }]);
  });
});

describe('what the compiler was asked', () => {
  it('is said, with what it could not know', () => {
    expect(describeChecks({ types: 'not-run' })).toBeUndefined();
    expect(describeChecks({ types: 'not-run', reason: 'No tsconfig.json covers a.js.' })).toBe(
      'The types were not checked. No tsconfig.json covers a.js.',
    );
    const passed = (unresolved: string[]) => describeChecks({ types: 'passed', unresolved });
    expect(passed([])).toBe('The result has been type-checked.');
    expect(passed(['react', 'swr'])).toBe(
      "The result has been type-checked, but for what comes from 'react' and 'swr': no types were found there.",
    );
    expect(passed(['a', 'b', 'c', 'd', 'e'])).toBe(
      'The result has been type-checked, but for what comes from 5 modules: no types were found there.',
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
