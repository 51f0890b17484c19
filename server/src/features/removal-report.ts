import type { RemovalPlan, TypesChecked } from '../removal/plan';
import type { RemovalScope } from '../removal/plan-removal';
import type { Place } from '../workspace/snapshot';
import { describeKeep } from './removal';
import { count } from './text';

/** What a person is told of a removal: before it is made, or after. */
export interface RemovalReport {
  /** Something is left to do. */
  readonly isPartial: boolean;
  /** What is done, and how much is left; it names no place. */
  readonly summary: string;
  /** Places left as they are, each with its reason. */
  readonly left: readonly Remark[];
  /** What should be checked of the edits. */
  readonly notes: readonly Remark[];
}

/** A place in the texts before the removal, and what is to be said of it. */
export interface Remark extends Place {
  readonly text: string;
}

/** The places that a message names; a list has them all. */
const SHOWN = 3;

/** What a plan would do, for a person who is asked to agree to it. */
export function proposeRemoval(plan: RemovalPlan): RemovalReport {
  const { flag, keep, files, removesEntry } = plan;
  const entry = removesEntry ? ', with its entry' : '';
  const sentences = [
    `Remove flag '${flag}' from ${count(files.length, 'file')}${entry}, and ${describeKeep(keep)}?`,
    ...leftSentences(plan, 'everywhere'),
  ];
  const checked = describeChecks(plan.checks);
  if (checked !== undefined) sentences.push(checked);
  return { isPartial: isPartial(plan), summary: sentences.join(' '), ...remarksOf(plan) };
}

/** What was asked of the compiler, in a sentence; nothing where nobody wanted it to be asked. */
export function describeChecks(checks: TypesChecked): string | undefined {
  if (checks.types === 'not-run')
    return checks.reason === undefined ? undefined : `The types were not checked. ${checks.reason}`;
  const { unresolved = [] } = checks;
  if (unresolved.length === 0) return 'The result has been type-checked.';
  const named = unresolved.map((name) => `'${name}'`);
  const list =
    named.length > SHOWN
      ? count(named.length, 'module')
      : named.length === 1
        ? named[0]
        : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
  return `The result has been type-checked, but for what comes from ${list}: no types were found there.`;
}

/** Sums up a plan that was carried out; nothing where the edit says all there is to say. */
export function reportRemoval(plan: RemovalPlan, scope: RemovalScope['kind']): RemovalReport | undefined {
  if (scope !== 'everywhere' && !isPartial(plan) && plan.notes.length === 0) return undefined;
  const summary = [done(plan, scope), ...leftSentences(plan, scope)].join(' ');
  return { isPartial: isPartial(plan), summary, ...remarksOf(plan) };
}

/** The summary with the first places, for those who see a message and nothing else. */
export function messageOf(
  { summary, left, notes }: RemovalReport,
  nameOf: (remark: Remark) => string,
): string {
  const shown = (remarks: readonly Remark[]): string => {
    const more = remarks.length > SHOWN ? ` And ${remarks.length - SHOWN} more; the log lists them.` : '';
    const first = remarks.slice(0, SHOWN).map((remark) => `${nameOf(remark)}: ${remark.text}`);
    return first.join(' ') + more;
  };
  return [
    summary,
    ...(left.length > 0 ? [shown(left)] : []),
    ...(notes.length > 0 ? [`Please check: ${shown(notes)}`] : []),
  ].join(' ');
}

function isPartial({ review, files }: RemovalPlan): boolean {
  return review.length > 0 || files.length === 0;
}

function remarksOf({ review, notes }: RemovalPlan): Pick<RemovalReport, 'left' | 'notes'> {
  return {
    left: review.map(({ file, span, reason }) => ({ file, span, text: reason })),
    notes: notes.map(({ file, span, message }) => ({ file, span, text: message })),
  };
}

function done({ flag, files, removesEntry }: RemovalPlan, scope: RemovalScope['kind']): string {
  if (files.length === 0) return `Flag '${flag}' was not removed.`;
  if (scope === 'here') return `Flag '${flag}' was removed here.`;
  if (scope === 'file') return `Flag '${flag}' was removed in this file.`;
  const entry = removesEntry ? ', with its entry' : '';
  return `Flag '${flag}' was removed from ${count(files.length, 'file')}${entry}.`;
}

function leftSentences(
  { flag, files, review, removesEntry }: RemovalPlan,
  scope: RemovalScope['kind'],
): string[] {
  const keepsEntry = scope === 'everywhere' && !removesEntry;
  if (review.length > 0) {
    const entry = keepsEntry ? 'Its entry stays, for ' : '';
    return [`${entry}${count(review.length, 'place')} ${review.length === 1 ? 'is' : 'are'} left for you.`];
  }
  if (files.length === 0) return ['Nothing here reads it any more.'];
  return keepsEntry ? [`No entry of '${flag}' is left to delete.`] : [];
}

/** What the removals of several flags come to. */
export interface SeveralOutcome {
  readonly flags: number;
  /** How many of the flags have no entry any more. */
  readonly entries: number;
  readonly files: number;
  readonly left: number;
  /** What the type checks said, one a flag. */
  readonly checks: readonly TypesChecked[];
}

/** What a person is asked to agree to. */
export function proposeSeveral(outcome: SeveralOutcome): string {
  const { flags, files } = outcome;
  const question = `Remove ${count(flags, 'flag')} from ${count(files, 'file')}${entriesOf(outcome)}?`;
  // The first that says more than that all is well; else they say the same.
  const doubt = outcome.checks.find((checks) => checks.types === 'not-run' || checks.unresolved);
  const checked = describeChecks(doubt ?? outcome.checks[0] ?? { types: 'not-run' });
  return `${question}${leftOf(outcome)}${checked === undefined ? '' : ` ${checked}`}`;
}

/** What has been done. */
export function reportSeveral(outcome: SeveralOutcome): string {
  const { flags, files } = outcome;
  const subject = `${count(flags, 'flag')} ${flags === 1 ? 'was' : 'were'}`;
  const done = files === 0 ? 'not removed' : `removed from ${count(files, 'file')}${entriesOf(outcome)}`;
  return `${subject} ${done}.${leftOf(outcome)}`;
}

function entriesOf({ flags, entries }: SeveralOutcome): string {
  if (entries === 0) return '';
  if (entries === flags) return flags === 1 ? ', with its entry' : ', with their entries';
  return `, with ${entries === 1 ? 'the entry' : 'the entries'} of ${entries}`;
}

function leftOf({ left }: SeveralOutcome): string {
  return left === 0 ? '' : ` ${count(left, 'place')} ${left === 1 ? 'is' : 'are'} left for you.`;
}
