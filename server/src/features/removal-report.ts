import * as l10n from '@vscode/l10n';
import type { RemovalPlan, TypesChecked } from '../removal/plan';
import type { RemovalScope } from '../removal/plan-removal';
import type { Place } from '../workspace/snapshot';
import { describeKeep } from './removal';

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
  const parts = { flag, files: filesInWords(files.length), keep: describeKeep(keep) };
  const sentences = [
    removesEntry
      ? l10n.t("Remove flag '{flag}' from {files}, with its entry, and {keep}?", parts)
      : l10n.t("Remove flag '{flag}' from {files}, and {keep}?", parts),
    ...leftSentences(plan, 'everywhere'),
  ];
  const checked = describeChecks(plan.checks);
  if (checked !== undefined) sentences.push(checked);
  return { isPartial: isPartial(plan), summary: sentences.join(' '), ...remarksOf(plan) };
}

/** What was asked of the compiler, in a sentence; nothing where nobody wanted it to be asked. */
export function describeChecks(checks: TypesChecked): string | undefined {
  if (checks.types === 'not-run')
    return checks.reason === undefined ? undefined : l10n.t('The types were not checked. {0}', checks.reason);
  const { unresolved = [] } = checks;
  if (unresolved.length === 0) return l10n.t('The result has been type-checked.');
  const named = unresolved.map((name) => `'${name}'`);
  const list =
    named.length > SHOWN
      ? l10n.t('{0} modules', named.length)
      : named.length === 1
        ? named[0]!
        : l10n.t('{0} and {1}', named.slice(0, -1).join(', '), named.at(-1)!);
  return l10n.t(
    'The result has been type-checked, but for what comes from {0}: no types were found there.',
    list,
  );
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
    const more =
      remarks.length > SHOWN ? ` ${l10n.t('And {0} more; the log lists them.', remarks.length - SHOWN)}` : '';
    const first = remarks.slice(0, SHOWN).map((remark) => `${nameOf(remark)}: ${remark.text}`);
    return first.join(' ') + more;
  };
  return [
    summary,
    ...(left.length > 0 ? [shown(left)] : []),
    ...(notes.length > 0 ? [l10n.t('Please check: {0}', shown(notes))] : []),
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
  const parts = { flag, files: filesInWords(files.length) };
  if (files.length === 0) return l10n.t("Flag '{flag}' was not removed.", parts);
  if (scope === 'here') return l10n.t("Flag '{flag}' was removed here.", parts);
  if (scope === 'file') return l10n.t("Flag '{flag}' was removed in this file.", parts);
  return removesEntry
    ? l10n.t("Flag '{flag}' was removed from {files}, with its entry.", parts)
    : l10n.t("Flag '{flag}' was removed from {files}.", parts);
}

function leftSentences(
  { flag, files, review, removesEntry }: RemovalPlan,
  scope: RemovalScope['kind'],
): string[] {
  const keepsEntry = scope === 'everywhere' && !removesEntry;
  if (review.length > 0) {
    const left = leftInWords(review.length);
    return [keepsEntry ? l10n.t('Its entry stays, for {0}.', left) : l10n.t('{0}.', left)];
  }
  if (files.length === 0) return [l10n.t('Nothing here reads it any more.')];
  return keepsEntry ? [l10n.t("No flag file has an entry of '{flag}'.", { flag })] : [];
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
  const parts = { flags, files: filesInWords(files), entries: entriesOf(outcome) };
  const question = l10n.t('Remove {flags} flags from {files}{entries}?', parts);
  // The first that says more than that all is well; else they say the same.
  const doubt = outcome.checks.find((checks) => checks.types === 'not-run' || checks.unresolved);
  const checked = describeChecks(doubt ?? outcome.checks[0] ?? { types: 'not-run' });
  return `${question}${leftOf(outcome)}${checked === undefined ? '' : ` ${checked}`}`;
}

/** What has been done. */
export function reportSeveral(outcome: SeveralOutcome): string {
  const { flags, files } = outcome;
  const parts = { flags, files: filesInWords(files), entries: entriesOf(outcome) };
  const done =
    files === 0
      ? l10n.t('{flags} flags were not removed.', parts)
      : l10n.t('{flags} flags were removed from {files}{entries}.', parts);
  return done + leftOf(outcome);
}

function entriesOf({ flags, entries }: SeveralOutcome): string {
  if (entries === 0) return '';
  if (entries === flags) return l10n.t(', with their entries');
  return entries === 1 ? l10n.t(', with the entry of 1') : l10n.t(', with the entries of {0}', entries);
}

function leftOf({ left }: SeveralOutcome): string {
  return left === 0 ? '' : ` ${l10n.t('{0}.', leftInWords(left))}`;
}

function filesInWords(files: number): string {
  return files === 1 ? l10n.t('1 file') : l10n.t('{0} files', files);
}

/** `3 places are left for you`. */
export function leftInWords(places: number): string {
  return places === 1 ? l10n.t('1 place is left for you') : l10n.t('{0} places are left for you', places);
}
