import * as l10n from '@vscode/l10n';
import { formatDay } from '../flags/dates';
import { describeState } from '../flags/describe';
import { STAGES, type StageNumber } from '../flags/lifecycle';
import type { State } from '../flags/model';
import { planFromWorkspace } from '../removal/from-workspace';
import { nestings } from '../rules/nested-flag';
import { applyEdits } from '../text/edits';
import { indexLines } from '../text/lines';
import { patchLines } from '../text/patch';
import type { Debt } from '../workspace/debt';
import { describeEvaluations, describeMeasure, evaluationsOf } from '../workspace/evidence';
import type { HistoryGap } from '../workspace/host';
import { lifeOf } from '../workspace/life';
import { gapInWords } from '../workspace/past';
import type { Snapshot } from '../workspace/snapshot';
import type { Workspace } from '../workspace/workspace';
import { describeKeep, offerRemoval } from './removal';

/** What the report's page shows: plain data, as it is written into the page. */
export interface Report {
  /** The project's name. */
  readonly title: string;
  /** `2026-06-15`. */
  readonly date: string;
  readonly stages: readonly { readonly number: number; readonly name: string }[];
  readonly flags: readonly ReportedFlag[];
  readonly nested: readonly Nesting[];
  readonly months: readonly ReportedMonth[];
  /** Why there are no months, as a sentence. */
  readonly noHistory?: string;
}

export interface ReportedFlag {
  readonly key: string;
  readonly file: string;
  /** From 1, as editors count. */
  readonly line: number;
  readonly state: State['kind'];
  /** `on for 10 % and 2 users`. */
  readonly rollout: string;
  /** How many of a hundred get it; null where nobody can say. */
  readonly percentage: number | null;
  /** 1 to 7; null where the state tells none. */
  readonly stage: StageNumber | null;
  readonly owner: string | null;
  /** In days; null where neither the entry nor git tells. */
  readonly age: number | null;
  readonly reads: number;
  /** What production says, where it is measured: how often it answered what, and what the team's queries compare. */
  readonly production?: Production;
  /** Why the flag is due for removal; null where it is not. */
  readonly due: string | null;
  readonly removal: ReportedRemoval | null;
}

export interface Production {
  /** `on 1,204 · off 31 in 30 days`. */
  readonly evaluations: string;
  /** `on 0.012 · off 0.03`, by the name of the query. */
  readonly measures: readonly { readonly name: string; readonly values: string }[];
}

/** What the removal of a flag that is due would do. */
export interface ReportedRemoval {
  /** `keep the enabled branch`. */
  readonly keep: string;
  readonly files: number;
  readonly deleted: number;
  readonly added: number;
  /** Places that a person has to look at. */
  readonly left: number;
}

/** A flag that is asked only where another has a certain answer. */
export interface Nesting {
  readonly outer: string;
  readonly inner: string;
  readonly places: number;
}

export interface ReportedMonth {
  readonly month: string;
  readonly added: number;
  readonly removed: number;
  readonly present: number;
}

export interface ReportInput {
  readonly title: string;
  /** How the number of flags changed, or why nobody knows. */
  readonly debt: Debt | { readonly missing: HistoryGap };
  readonly signal?: AbortSignal;
  /** Told how many of the removals are planned. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Works out a report of a workspace that has been read. Removals are planned as always, but not type-checked. */
export async function report(workspace: Workspace, input: ReportInput): Promise<Report> {
  const { title, debt, signal, onProgress } = input;
  const snapshot = workspace.snapshot();
  const since = 'since' in debt ? debt.since : new Map<string, number>();
  const flags: ReportedFlag[] = [];
  for (const key of snapshot.keys()) {
    const flag = await reported(workspace, snapshot, key, since.get(key));
    if (flag) flags.push(flag);
  }
  const due = flags.filter((flag) => flag.due !== null);
  const removals = new Map<string, ReportedRemoval | null>();
  for (const { key } of due) {
    if (signal?.aborted) break;
    removals.set(key, await removalOf(workspace, snapshot, key));
    onProgress?.(removals.size, due.length);
  }
  return {
    title,
    date: formatDay(snapshot.today),
    stages: Object.entries(STAGES)
      .map(([number, stage]) => ({ number: Number(number), name: stage().name }))
      .filter(({ number }) => number < 8),
    flags: flags.map((flag) => ({ ...flag, removal: removals.get(flag.key) ?? null })),
    nested: nestedIn(snapshot),
    months:
      'months' in debt
        ? debt.months.map(({ month, added, removed, present }) => ({
            month,
            added: added.length,
            removed: removed.length,
            present,
          }))
        : [],
    ...('missing' in debt && { noHistory: l10n.t('There is {0}.', gapInWords(debt.missing)) }),
  };
}

async function reported(
  workspace: Workspace,
  snapshot: Snapshot,
  key: string,
  since: number | undefined,
): Promise<ReportedFlag | undefined> {
  const declared = snapshot.flag(key);
  if (!declared) return undefined;
  const { flag, state } = declared;
  const life = lifeOf(snapshot, declared);
  const ages = [life.age, since === undefined ? undefined : snapshot.today - since];
  const known = ages.filter((age) => age !== undefined);
  const text = (await workspace.text(flag.file)) ?? '';
  const expired =
    life.expired && flag.expires ? `It expired on ${formatDay(flag.expires.value)}.` : undefined;
  const reasons = [...(life.staleness.stale ? [life.staleness.why] : []), ...(expired ? [expired] : [])];
  const measured = productionOf(snapshot, key);
  return {
    key,
    file: flag.file,
    line: indexLines(text).positionAt(flag.keySpan.start).line + 1,
    state: state.kind,
    rollout: describeState({ ...flag, state }),
    percentage: percentageOf(state, flag.percentage?.value),
    stage: life.stage?.number ?? null,
    owner: flag.owner?.value ?? null,
    age: known.length === 0 ? null : Math.max(0, ...known),
    reads: snapshot.readsOf(key).length,
    ...(measured && { production: measured }),
    due: reasons.length === 0 ? null : reasons.join(' '),
    removal: null,
  };
}

function productionOf({ evidence }: Snapshot, key: string): Production | undefined {
  if (!evidence) return undefined;
  const evaluations = evaluationsOf(evidence, key);
  return {
    evaluations: describeEvaluations(evaluations),
    measures: evaluations.measures.map((measure) => ({
      name: measure.name,
      values: describeMeasure(measure),
    })),
  };
}

/** A flag for some without a percentage is for named users or by rules: nobody knows how many. */
function percentageOf({ kind }: State, percentage: number | undefined): number | null {
  if (kind === 'on') return 100;
  if (kind === 'off') return 0;
  return kind === 'partial' && percentage !== undefined && percentage >= 0 && percentage <= 100
    ? percentage
    : null;
}

/** Nothing where a person first has to say what the code keeps. */
async function removalOf(
  workspace: Workspace,
  snapshot: Snapshot,
  key: string,
): Promise<ReportedRemoval | null> {
  const declared = snapshot.flag(key);
  const offer = declared && offerRemoval(snapshot, declared);
  if (offer?.kind !== 'settled') return null;
  const request = { flag: key, keep: offer.keep, scope: { kind: 'everywhere' } } as const;
  const plan = await planFromWorkspace(workspace, request);
  let [deleted, added] = [0, 0];
  for (const { file, edits } of plan.files) {
    const before = (await workspace.text(file)) ?? '';
    for (const { kind, text } of patchLines({ file, before, after: applyEdits(before, edits) })) {
      if (kind === 'code' && text.startsWith('-')) deleted++;
      if (kind === 'code' && text.startsWith('+')) added++;
    }
  }
  return {
    keep: describeKeep(offer.keep),
    files: plan.files.length,
    deleted,
    added,
    left: plan.review.length,
  };
}

function nestedIn(snapshot: Snapshot): Nesting[] {
  const found = new Map<string, { outer: string; inner: string; places: number }>();
  for (const file of snapshot.sources()) {
    for (const { read, outer } of nestings(snapshot, file)) {
      const name = JSON.stringify([outer.key, read.key]);
      const known = found.get(name) ?? { outer: outer.key!, inner: read.key!, places: 0 };
      known.places++;
      found.set(name, known);
    }
  }
  return [...found.values()].sort((a, b) => (a.outer + a.inner < b.outer + b.inner ? -1 : 1));
}
