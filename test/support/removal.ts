import { expect } from 'vitest';
import type { FlagValue } from '../../server/src/flags/model';
import { removeFromSource, type SourceRemoval } from '../../server/src/removal/source';
import { applyEdits } from '../../server/src/text/edits';
import { findSites } from './removal-sites';

export interface RemovalOptions {
  readonly keep?: FlagValue;
  readonly file?: string;
}

/** A source whose reads of the flag `x` are removed; by default the flag is on. */
export function removal(before: string, { keep = true, file = 'src/app.tsx' }: RemovalOptions = {}) {
  const text = dedent(before);
  const plan = removeFromSource({ file, text, sites: findSites(file, text), keep });
  const after = applyEdits(text, plan.edits);
  return {
    plan,
    after,
    becomes(expected: string, reviews = 0): SourceRemoval {
      expect(after).toBe(dedent(expected));
      expect(plan.review.map(({ reason }) => reason)).toHaveLength(reviews);
      const again = removeFromSource({ file, text: after, sites: findSites(file, after), keep });
      expect(again.edits, 'a second run plans nothing').toEqual([]);
      return plan;
    },
    /** Nothing is changed, and each read is reported with a reason that says so. */
    isRefused(reason: string | RegExp): void {
      expect(after).toBe(text);
      expect(plan.review.length).toBeGreaterThan(0);
      for (const review of plan.review) expect(review.reason).toMatch(reason);
    },
  };
}

/** Takes off the first line break, the common indentation and the last line's blanks. */
export function dedent(text: string): string {
  if (!text.startsWith('\n')) return text;
  const lines = text.slice(1).split('\n');
  if (lines.at(-1)?.trim() === '') lines[lines.length - 1] = '';
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(common)).join('\n');
}
