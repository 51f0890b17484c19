import * as l10n from '@vscode/l10n';
import type { EntryQuestion, EntryRequest } from '../flags/entry-request';
import type { RemovalRequest } from '../removal/plan-removal';
import { checkFile } from '../rules/check';
import type { Finding, Fix } from '../rules/rule';
import { fixesFor } from '../rules/rules';
import { whyUnreachable } from '../rules/unreachable-flag';
import type { FileEdits } from '../text/edits';
import { compareSpans, type Span } from '../text/span';
import type { Read } from '../usages/read';
import { wrappableAt } from '../usages/wrapping';
import { isSource } from '../workspace/file-kinds';
import type { Snapshot } from '../workspace/snapshot';
import { undeclaredFlags } from '../workspace/undeclared';
import { otherCaseOf } from './other-case';
import { describeKeep, keepsOfUndeclared, offerRemoval } from './removal';
import { switchActions } from './switching';
import { keyOf, type Target, targetAt } from './target';
import { treatAsReader } from './treat-as-reader';
import { type Trial, trialsAt } from './what-if';

/** Something a person can choose to have done at a place. */
export interface CodeAction {
  readonly title: string;
  /** The findings that it mends; none for one that is a choice like any other. */
  readonly findings: readonly Finding[];
  readonly isPreferred: boolean;
  /** It mends something that no finding speaks of. */
  readonly isQuickFix?: boolean;
  readonly change: Change;
}

export type Change =
  | { readonly kind: 'edits'; readonly edits: readonly FileEdits[] }
  /** Planned when it is chosen. */
  | { readonly kind: 'removal'; readonly request: RemovalRequest }
  /** A step that is tried out, and nothing changed. */
  | { readonly kind: 'trial'; readonly trial: Trial }
  /** A change of one entry, worked out when it is chosen. */
  | { readonly kind: 'entry'; readonly request: EntryRequest }
  /** The same, once a person has answered. */
  | { readonly kind: 'question'; readonly question: EntryQuestion }
  /** A flag to be made, which asks a person: one of this name, or one for the statements of a span. */
  | { readonly kind: 'newFlag'; readonly key?: string; readonly wrap?: Span }
  /** Cannot be done, and why. */
  | { readonly kind: 'refusal'; readonly reason: string };

/** What can be done where the selection touches a finding, a read or an entry. Nothing is planned yet. */
export function codeActions(
  snapshot: Snapshot,
  file: string,
  selection: Span,
  textOf: (path: string) => string | undefined,
): CodeAction[] {
  const findings = checkFile(snapshot, file).filter(({ span }) => overlaps(span, selection));
  const fixes = findings.flatMap((finding) =>
    fixesFor(snapshot, finding, textOf).map((fix) => actionOf(finding, fix)),
  );
  const target = targetAt(snapshot, file, selection.start) ?? targetAt(snapshot, file, selection.end);
  const removals = target && snapshot.complete ? removalsOf(snapshot, target, file, findings) : [];
  const dead = snapshot.complete ? findings.flatMap((finding) => deadActions(snapshot, file, finding)) : [];
  const trials = snapshot.complete ? trialsAt(snapshot, file, selection.start).map(trialAction) : [];
  const flag = target && keyOf(target);
  const declared = flag === undefined ? undefined : snapshot.flag(flag, file);
  const switches = declared ? switchActions(snapshot, declared, file) : [];
  const cases = target?.kind === 'mock' ? otherCases(file, target, textOf) : [];
  const readers = treatAsReader(snapshot, file, selection.start, textOf);
  const newFlags = [...wrapActions(file, selection, snapshot, textOf), ...findings.flatMap(creationOf)];
  return onePreferred([
    ...fixes,
    ...cases,
    ...newFlags,
    ...readers,
    ...dead,
    ...removals,
    ...switches,
    ...trials,
  ]);
}

function otherCases(
  file: string,
  { mock }: Extract<Target, { kind: 'mock' }>,
  textOf: (path: string) => string | undefined,
): CodeAction[] {
  const other = otherCaseOf(file, mock, textOf);
  if (!other) return [];
  const change = { kind: 'edits', edits: other.edits } as const;
  return [{ title: other.title, findings: [], isPreferred: false, change }];
}

/** Statements that are selected can be put behind a flag that there is not yet. */
function wrapActions(
  file: string,
  selection: Span,
  snapshot: Snapshot,
  textOf: (path: string) => string | undefined,
): CodeAction[] {
  if (selection.start === selection.end || snapshot.flagFiles.has(file) || !isSource(file)) return [];
  const text = textOf(file);
  const place = text === undefined ? undefined : wrappableAt(file, text, selection);
  if (!place || 'problem' in place) return [];
  const change = { kind: 'newFlag', wrap: place.span } as const;
  return [{ title: l10n.t('Put behind a new flag…'), findings: [], isPreferred: false, change }];
}

/** A flag that code reads and no file declares, made with all that a flag has. */
function creationOf(finding: Finding): CodeAction[] {
  const { rule, flag } = finding;
  if (rule !== 'unknown-flag' || flag === undefined) return [];
  const change = { kind: 'newFlag', key: flag } as const;
  return [{ title: l10n.t("Create flag '{0}'…", flag), findings: [finding], isPreferred: false, change }];
}

function trialAction(trial: Trial): CodeAction {
  const title = l10n.t("What if '{0}' goes to {1} %?", trial.flag, trial.percentage);
  return { title, findings: [], isPreferred: false, change: { kind: 'trial', trial } };
}

function actionOf(finding: Finding, { title, edits, later, isPreferred }: Fix): CodeAction {
  return {
    title,
    findings: [finding],
    isPreferred: isPreferred === true,
    change: !later
      ? { kind: 'edits', edits }
      : 'choices' in later
        ? { kind: 'question', question: later }
        : { kind: 'entry', request: later },
  };
}

/**
 * "Remove flag 'x'": here and in this file at a read, everywhere at a read and at the entry. The value of a flag that is
 * not settled is a person's decision, and so is the removal of one that is fully off: neither is ever preferred.
 */
function removalsOf(
  snapshot: Snapshot,
  target: Target,
  file: string,
  findings: readonly Finding[],
): CodeAction[] {
  const flag = keyOf(target);
  if (flag === undefined) return [];
  const declared = snapshot.flag(flag, file);
  if (!declared) return removalsOfUndeclared(snapshot, target, flag, file, findings);
  const offer = offerRemoval(snapshot, declared);
  if (offer.kind === 'refused') {
    const title = l10n.t("Remove flag '{0}'", flag);
    const change = { kind: 'refusal', reason: offer.refusal } as const;
    return [{ title, findings: [], isPreferred: false, change }];
  }
  const mended = findings.filter(
    (finding) => finding.flag === flag && (finding.rule === 'stale-flag' || finding.rule === 'expired-flag'),
  );
  const keeps = offer.kind === 'settled' ? [offer.keep] : offer.keeps;
  const isPreferred = offer.kind === 'settled' && offer.keep;
  return keeps.flatMap((keep) =>
    scopesAt(target, file, 'declared').map(({ title, scope }, index): CodeAction => {
      const what = title(flag, describeKeep(keep));
      return {
        title: offer.kind === 'open' ? l10n.t('{0} (not settled: your decision)', what) : what,
        findings: mended,
        isPreferred: isPreferred && index === 0,
        change: { kind: 'removal', request: { flag, keep, scope } },
      };
    }),
  );
}

/** The same for a flag that code reads and no flag file declares. Where another one was meant, that is what there is to mend. */
function removalsOfUndeclared(
  snapshot: Snapshot,
  target: Target,
  flag: string,
  file: string,
  findings: readonly Finding[],
): CodeAction[] {
  const reads = undeclaredFlags(snapshot).get(flag);
  if (!reads || findings.some(({ suggestions = [] }) => suggestions.length > 0)) return [];
  return keepsOfUndeclared(reads).flatMap((keep) =>
    scopesAt(target, file, 'undeclared').map(
      ({ title, scope }): CodeAction => ({
        title: l10n.t('{0} (in no flag file: your decision)', title(flag, describeKeep(keep))),
        findings: [],
        isPreferred: false,
        change: { kind: 'removal', request: { flag, keep, scope } },
      }),
    ),
  );
}

/**
 * What can be deleted where a flag is asked in vain: the test itself, where its answer is known; the outer flag with the
 * branch that never runs.
 */
function deadActions(snapshot: Snapshot, file: string, finding: Finding): CodeAction[] {
  if (finding.rule !== 'unreachable-flag') return [];
  const reads = snapshot.readsIn(file);
  const read = reads.find(({ span, key }) => compareSpans(span, finding.span) === 0 && key === finding.flag);
  const why = read && whyUnreachable(snapshot, read, reads);
  if (!read || !why) return [];
  const action = (title: string, request: RemovalRequest): CodeAction => ({
    title,
    findings: [finding],
    isPreferred: false,
    change: { kind: 'removal', request },
  });
  const here = ({ file, span }: Read): RemovalRequest['scope'] => ({ kind: 'here', file, span });
  if (why.outer.key === read.key) {
    const title = why.answer
      ? l10n.t("Drop this test: '{0}' is known to be on here", read.key!)
      : l10n.t("Drop this test: '{0}' is known to be off here", read.key!);
    return [action(title, { flag: read.key!, keep: why.answer, scope: here(read) })];
  }
  const declared = snapshot.flag(why.outer.key!, file);
  const offer = declared && offerRemoval(snapshot, declared);
  if (offer?.kind !== 'settled') return [];
  const title = l10n.t(
    "Remove flag '{0}' with the branch that never runs: {1}",
    why.outer.key!,
    describeKeep(offer.keep),
  );
  return [action(title, { flag: why.outer.key!, keep: offer.keep, scope: here(why.outer) })];
}

/** From where a flag can be removed at a place, the smallest first. */
function scopesAt(target: Target, file: string, kind: 'declared' | 'undeclared'): RemovalScope[] {
  const everywhere: RemovalScope = {
    title: (flag, keep) =>
      kind === 'declared'
        ? l10n.t("Remove flag '{0}': {1} everywhere, with its entry", flag, keep)
        : l10n.t("Remove flag '{0}': {1} everywhere", flag, keep),
    scope: { kind: 'everywhere' },
  };
  // A read by name only is never edited; what a click does must be what its title says.
  if (target.kind !== 'read' || target.read.certainty !== 'certain') return [everywhere];
  return [
    {
      title: (flag, keep) => l10n.t("Remove flag '{0}': {1} here", flag, keep),
      scope: { kind: 'here', file, span: target.read.span },
    },
    {
      title: (flag, keep) => l10n.t("Remove flag '{0}': {1} in this file", flag, keep),
      scope: { kind: 'file', file },
    },
    everywhere,
  ];
}

interface RemovalScope {
  readonly title: (flag: string, keep: string) => string;
  readonly scope: RemovalRequest['scope'];
}

/** An editor applies a preferred action unasked, so there is at most one. */
function onePreferred(actions: readonly CodeAction[]): CodeAction[] {
  const first = actions.findIndex(({ isPreferred }) => isPreferred);
  return actions.map((action, index) =>
    action.isPreferred && index !== first ? { ...action, isPreferred: false } : action,
  );
}

function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
